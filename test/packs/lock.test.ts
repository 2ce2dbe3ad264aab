// The lock: one line per rule, a digest of the meaning, the schedule and metadata apart; what `rmmc verify` said.
import { describe, expect, test } from 'vitest';
import { type TranslateOptions, translateUnits } from '../../src/compile.ts';
import { meaningOf } from '../../src/ir/digest.ts';
import { noOverlay, type Overlay } from '../../src/ir/overlay.ts';
import { assemble, waysTo } from '../../src/packs/assemble.ts';
import { compare, type State } from '../../src/packs/compare.ts';
import { type LockedRule, lockedLookup, lockedRule, lockHead, lockLine, lockTail } from '../../src/packs/lock.ts';
import { mappingsOf } from '../../src/packs/mappings.ts';
import { lockReader } from '../../src/packs/read-lock.ts';
import { readVerdicts, type Verdicts } from '../../src/packs/verdicts.ts';

const meaning = (kql: string): string => {
  const { normal } = translateUnits(kql, { file: 'a.kql' }, []).units[0]?.front ?? {};
  if (!normal) throw new Error(`broken: ${kql}`);
  return meaningOf(normal);
};

const base = 'DeviceProcessEvents\n| where FileName in~ ("a.exe", "b.exe") and Timestamp > ago(1d)\n| summarize n = count() by DeviceName';

describe('the meaning is the same', () => {
  test.each([
    ['with comments', `// c\n${base} // d`],
    ['in another layout', base.replace(/\n/g, '   ').replace('in~ (', 'in~(  ')],
    ['with a `let`', `let X = dynamic(["a.exe", "b.exe"]);\n${base.replace('("a.exe", "b.exe")', '(X)')}`],
    ['with a `let` of another name', `let Tools = dynamic(["a.exe", "b.exe"]);\n${base.replace('("a.exe", "b.exe")', '(Tools)')}`],
    ['with a tabular `let`', `let P = DeviceProcessEvents;\n${base.replace('DeviceProcessEvents', 'P')}`],
    ['with other quotes', base.replace('"a.exe"', "'a.exe'")],
    ['in two filters', base.replace(' and Timestamp', '\n| where Timestamp')],
    ['with a time counted from now', base.replace('ago(1d)', 'now() - 24h')],
    ['with another spelling', base.replace('| where', '| filter')],
    ['shown as a chart', `${base} | render barchart`],
  ])('%s', (_name, kql) => {
    expect(meaning(kql)).toBe(meaning(base));
  });
});

describe('the meaning is another', () => {
  test.each([
    ['a value', base.replace('b.exe', 'c.exe')],
    ['its case', base.replace('in~', 'in')],
    ['a column', base.replace('FileName', 'InitiatingProcessFileName')],
    ['a table', base.replace('DeviceProcessEvents', 'DeviceFileEvents')],
    ['a negation', base.replace('in~', '!in~')],
    ['a time', base.replace('1d', '2d')],
    ['a comparison', base.replace('>', '>=')],
    ['a measure', base.replace('count()', 'dcount(FileName)')],
    ['its name', base.replace('n =', 'm =')],
    ['a key', base.replace('by DeviceName', 'by DeviceId')],
    ['a limit', `${base} | take 5`],
    ['another limit', `${base} | take 6`],
    ['an order', `${base} | sort by n asc`],
    ['the other order', `${base} | sort by n desc`],
    ['a threshold', `${base} | where n > 5`],
    ['a join', `${base} | join kind=inner (DeviceInfo) on DeviceName`],
    ['the kind of a join', `${base} | join kind=leftanti (DeviceInfo) on DeviceName`],
  ])('%s', (_name, kql) => {
    expect(meaning(kql)).not.toBe(meaning(base));
  });

  test('all of them differ from each other', () => {
    const all = ['take 5', 'take 6', 'sort by n asc', 'sort by n desc', 'where n > 5', 'where n > 6', 'where n >= 5', 'extend n = n + 1'];
    expect(new Set(all.map((step) => meaning(`${base} | ${step}`))).size).toBe(all.length);
  });
});

const settings = { name: 'p', title: 'p', version: '1.0.0', author: 'a', description: 'd', date: null, template: () => null };

const stateOf = (
  files: Readonly<Record<string, string>>,
  { overlay = noOverlay, verdicts = null, ...options }: TranslateOptions & { overlay?: Overlay; verdicts?: Verdicts | null } = {},
): State => {
  const given: TranslateOptions = { ...options, profile: { name: 'acme', targets: {}, ...options.profile, overlay } };
  const assembly = assemble(['splunk', 'sentinel'], given, settings, overlay, () => true);
  const ways = waysTo(['splunk', 'sentinel'], given);
  const mapping = mappingsOf(['splunk', 'sentinel'], given);
  const rules = Object.entries(files).flatMap(([file, text]) =>
    assembly
      .add(translateUnits(text, { ...given, file: `/somewhere/${file}` }, ways), file)
      .rules.map((rule) => lockedRule(rule, mapping, verdicts)),
  );
  return { tool: 'rmmc 1', mapping, files: assembly.end().flatMap(lockedLookup), rules };
};

const id = '11111111-1111-4111-8111-111111111111';
const yaml = (kql: string, more = ''): string =>
  `id: ${id}\nname: N\ndescription: d\n${more}query: |\n${kql
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n')}\n`;

test('a lock is JSON, one line per rule, and is read back as it was', () => {
  const state = stateOf({ 'a.yaml': yaml(base), 'b.kql': 'DeviceInfo // "x"\n', 'c.kql': 'DeviceInfo | where' });
  const text = [
    lockHead('rmmc 1', { name: 'p', version: '1.0.0' }, state.mapping),
    ...state.rules.map((rule, at) => lockLine(rule, at === 0)),
    lockTail([{ path: 'splunk/x', sha256: 'y' }]),
  ].join('');
  const rules: LockedRule[] = [];
  const reader = lockReader((rule) => void rules.push(rule));
  for (const line of text.split('\n')) reader.line(line);
  expect({ ...reader.end(), rules }).toEqual({ ...state, files: [{ path: 'splunk/x', sha256: 'y' }] });
  expect((JSON.parse(text) as { rules: LockedRule[] }).rules).toEqual(state.rules);
  expect(text.split('\n').filter((line) => line.startsWith('{"id"'))).toHaveLength(3);
  expect(text).not.toContain('somewhere');
});

test.each([
  ['[]', 'it has no end'],
  ['{\n"lockVersion": 1,\n"tool": "x",\n"mapping": {},\n"rules": [\n]', 'it is not of version 2'],
  ['{\n"lockVersion": 2,\n"tool": "x",\n"mapping": {},\n"rules": [\n],\n"files": [{}]}', 'it lists no files'],
  ['{\n"lockVersion": 2,\n"tool": "x",\n"mapping": {},\n"rules": [\n{"id": 1}', 'line 6 is no rule'],
  ['\n'.repeat(50), 'it has no rules'],
])('%j is no lock', (text, problem) => {
  const reader = lockReader(() => undefined);
  expect(() => {
    for (const line of text.split('\n')) reader.line(line);
    reader.end();
  }).toThrow(problem);
});

describe('what changed', () => {
  const before = stateOf({ 'a.yaml': yaml(base) });
  const kinds = (after: State) => compare(before, after).changes.map(({ kind, details }) => [kind, ...details]);

  test.each<readonly [string, State, unknown]>([
    ['nothing', stateOf({ 'a.yaml': yaml(base) }), []],
    ['nothing but the name of the file', stateOf({ 'sub/b.yaml': yaml(base) }), []],
    ['text', stateOf({ 'a.yaml': yaml(`// c\n${base}`) }), [['text']]],
    [
      'meaning',
      stateOf({ 'a.yaml': yaml(base.replace('1d', '2d')) }),
      [
        [
          'meaning',
          'schedule: by hand, every 1440 min, over 1440 min -> by hand, every 1440 min, over 2880 min',
          'splunk: other text',
          'sentinel: other text',
        ],
      ],
    ],
    ['metadata', stateOf({ 'a.yaml': yaml(base, 'tags: [x]\n') }), [['settings', 'tags']]],
    [
      'severity',
      stateOf({ 'a.yaml': yaml(base) }, { overlay: { ...noOverlay, all: { severity: 'High' } } }),
      [['settings', 'severity: none -> High']],
    ],
    [
      'schedule',
      stateOf({ 'a.yaml': yaml(base) }, { overlay: { ...noOverlay, rules: new Map([['a', { every: 600 }]]) } }),
      [['settings', 'schedule: by hand, every 1440 min, over 1440 min -> by itself, every 10 min, over 1440 min']],
    ],
    ['another rule', stateOf({ 'a.yaml': yaml(base).replace(/1111/g, '2222').replace('name: N', 'name: M') }), [['added'], ['removed']]],
    [
      'the id alone',
      stateOf({ 'a.yaml': yaml(base).replace(/1111/g, '2222') }),
      [['settings', 'id: 11111111-1111-4111-8111-111111111111 -> 22222222-2222-4111-8111-222222222222']],
    ],
    [
      'the rule is broken',
      stateOf({ 'a.yaml': yaml('DeviceInfo | where') }),
      [
        [
          'meaning',
          'schedule: by hand, every 1440 min, over 1440 min -> none',
          'splunk: packed -> error, assumption -> refused',
          'sentinel: packed -> error, exact -> refused',
        ],
      ],
    ],
  ])('%s', (_name, after, expected) => {
    expect(kinds(after)).toEqual(expected);
  });

  test.each<readonly [string, State, boolean]>([
    ['the text alone', stateOf({ 'a.yaml': yaml(`// c\n${base}`) }), false],
    ['the severity', stateOf({ 'a.yaml': yaml(base) }, { overlay: { ...noOverlay, all: { severity: 'High' } } }), false],
    ['the meaning', stateOf({ 'a.yaml': yaml(base.replace('1d', '2d')) }), true],
    ['fields', stateOf({ 'a.yaml': yaml(base) }, { profile: { name: 'x', targets: { spl: { fieldPrefix: 'raw.' } } } }), true],
    [
      'fields and the severity',
      stateOf(
        { 'a.yaml': yaml(base) },
        { profile: { name: 'x', targets: { spl: { fieldPrefix: 'raw.' } } }, overlay: { ...noOverlay, all: { severity: 'High' } } },
      ),
      true,
    ],
  ])('other events may be found: %s', (_name, after, expected) => {
    expect(compare(before, after).changes.map(({ otherEvents }) => otherEvents)).toEqual([expected]);
  });

  test('lookups: their columns', () => {
    const listed = (columns: string): State =>
      stateOf({ 'a.yaml': yaml(`DeviceInfo | where DeviceName in ((_GetWatchlist("W") | where ${columns} == "x" | project SearchKey))`) });
    const lookups = (from: State, to: State) => compare(from, to).lookups;
    expect(lookups(listed('A'), listed('A'))).toEqual([]);
    expect(lookups(listed('A'), listed('B'))).toEqual([{ kind: 'changed', pack: 'splunk', lookup: 'watchlist_w' }]);
    expect(lookups(before, listed('A'))).toEqual([{ kind: 'added', pack: 'splunk', lookup: 'watchlist_w' }]);
    expect(lookups(listed('A'), before)).toEqual([{ kind: 'removed', pack: 'splunk', lookup: 'watchlist_w' }]);
  });

  test('where it is looked for alone', () => {
    const spl = 'spl';
    const after = stateOf({ 'a.yaml': yaml(base) }, { profile: { name: 'x', targets: { [spl]: { fieldPrefix: 'raw.' } } } });
    expect(kinds(after)).toEqual([['translation', 'splunk: other text']]);
    expect([before.mapping.splunk === after.mapping.splunk, before.mapping.sentinel === after.mapping.sentinel]).toEqual([false, true]);
  });

  test('an exclusion changes the meaning', () => {
    const exclusions = [{ column: 'DeviceName', match: 'equals', values: ['x'] }] as const;
    expect(kinds(stateOf({ 'a.yaml': yaml(base) }, { overlay: { ...noOverlay, exclusions } }))[0]?.[0]).toBe('meaning');
  });
});

describe('verdicts', () => {
  const one = stateOf({ 'a.yaml': yaml(base) });
  const [rule] = one.rules;
  const of = { meaning: rule?.meaning, mapping: one.mapping.sentinel };
  const verdict = { rule: {}, target: 'kql', engine: { name: 'E', version: '1' }, outcome: { kind: 'equal' }, of };

  const verifiedIn = (report: string) => {
    const verdicts = readVerdicts(report);
    const { rules } = stateOf({ 'a.yaml': yaml(base) }, { verdicts });
    return [rules[0]?.packs.sentinel?.verified, verdicts.unused()];
  };

  test.each([
    ['a list', JSON.stringify([verdict])],
    ['lines', `${JSON.stringify(verdict)}\n${JSON.stringify(verdict)}\n`],
  ])('from %s stand beside the translation that they are on', (_name, report) => {
    expect(verifiedIn(report)).toEqual([[{ engine: 'E 1', outcome: 'equal' }], 0]);
  });

  test.each([
    ['another meaning', { ...of, meaning: 'x' }],
    ['another mapping', { ...of, mapping: 'x' }],
    ['nobody knows what', undefined],
  ])('on %s are left out and counted', (_name, other) => {
    expect(verifiedIn(JSON.stringify([{ ...verdict, of: other }]))).toEqual([undefined, 1]);
  });

  test.each([['nonsense'], ['[1]'], ['{"a": 1}'], ['[{"outcome": {}}]']])('%s is no report', (report) => {
    expect(() => readVerdicts(report)).toThrow();
  });
});

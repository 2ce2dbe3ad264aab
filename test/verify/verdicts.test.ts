// A rule and an engine of our own making in; the verdict out. The engines here are right, wrong, broken or absent on purpose.
import { describe, expect, test } from 'vitest';
import type { TranslateOptions } from '../../src/compile.ts';
import type { Answer, Dataset, Engine, Found } from '../../src/engines/engine.ts';
import { datetimeOfText } from '../../src/eval/values/time.ts';
import { differenceLines, outcomeLine } from '../../src/verify/report/words.ts';
import type { Verdict } from '../../src/verify/verdict.ts';
import { verifyRule } from '../../src/verify/verify.ts';
import { unitOf } from '../support/stages.ts';

const now = datetimeOfText('2026-01-10T00:00:00Z') ?? 0n;
const rule = 'DeviceProcessEvents | where ProcessCommandLine has "anydesk"';

type Event = Dataset['events'][number];

const engineOf = (ask: (events: readonly Event[]) => Answer): Found => {
  const engine: Engine = {
    name: 'stand-in',
    version: '1',
    takes: 'sigma',
    gives: 'matches',
    clock: 'none',
    parallel: 1,
    placeFor: (wanted) => wanted,
    load: async (data) => ({ ask: async () => ask(data.flatMap(({ events }) => events)), drop: async () => undefined }),
    close: async () => undefined,
  };
  return { name: 'stand-in', takes: 'sigma', engine };
};

const matching = (test: (commandLine: string) => boolean): Found =>
  engineOf((events) => ({ kind: 'matches', matched: events.map((event) => test(String(event.CommandLine ?? ''))) }));

const verdict = async (kql: string, found: Found, options: TranslateOptions = {}): Promise<Verdict> => {
  const unit = unitOf(kql);
  if (!unit) throw new Error(`no rule: ${kql}`);
  for await (const one of verifyRule(unit, { ...options, targets: ['sigma'], engines: [found], seed: 1, clock: () => now })) return one;
  throw new Error('no verdict');
};

const said = async (kql: string, found: Found, options: TranslateOptions = {}): Promise<string> =>
  outcomeLine(await verdict(kql, found, options)).replace(/\d+ events?, \d+ match/, 'n events');

const asTerm = (text: string): boolean => /(^|[^0-9A-Za-z])[aA][nN][yY][dD][eE][sS][kK]([^0-9A-Za-z]|$)/.test(text);
const asSubstring = (text: string): boolean => /[aA][nN][yY][dD][eE][sS][kK]/.test(text);

/** A server of the target, which takes every text and gives no rows. */
const serverOf = (version: string): Found => {
  const found = engineOf(() => ({ kind: 'rows', columns: [], rows: [] }));
  return 'engine' in found
    ? { name: 'server', takes: 'esql', engine: { ...found.engine, version, release: version, takes: 'esql', gives: 'rows', clock: 'own' } }
    : found;
};

const saidOfNewer = async (kql: string, version: string): Promise<string> => {
  const unit = unitOf(kql);
  if (!unit) throw new Error(`no rule: ${kql}`);
  const options = { targets: ['esql'], engines: [serverOf(version)], seed: 1, clock: () => now, versions: { esql: '9.4' } } as const;
  for await (const one of verifyRule(unit, options)) return outcomeLine(one);
  throw new Error('no verdict');
};

describe('a text for a newer version', () => {
  const text = 'DeviceProcessEvents | where parse_json(ProcessCommandLine).a == "b"';

  test('is not decided by an older server', async () => {
    expect(await saidOfNewer(text, '8.19.21')).toBe('not decided: the text is for 9.4 or newer (JSON_EXTRACT), and this is 8.19.21');
  });

  test('is tried where it needs nothing newer', async () => {
    expect(await saidOfNewer('DeviceProcessEvents | where FileName =~ "a.exe"', '8.19.21')).toBe('DIFFERENT');
  });

  test('is not decided where it reads what the events of a proof do not show', async () => {
    expect(await saidOfNewer('CloudAppEvents | project RawEventData.UserId', '9.4.0')).toBe(
      'not decided: it reads _source, and the events of a proof stand there under other names',
    );
  });
});

describe('a verdict', () => {
  test('equal: an engine that says what KQL says', async () => {
    expect(await said(rule, matching(asTerm))).toBe('equal under RMMC3104, RMMC3601 (n events); left out: 2 by RMMC3104');
  });

  test('different: an engine that minds the case; the smallest event and its clause are shown', async () => {
    const found = await verdict(
      rule,
      matching((text) => /(^|[^0-9A-Za-z])anydesk([^0-9A-Za-z]|$)/.test(text)),
    );
    expect([outcomeLine(found), ...differenceLines(found)]).toMatchInlineSnapshot(`
      [
        "DIFFERENT",
        "event of DeviceProcessEvents (ProcessCommandLine with \`anydesk\` in upper case (\`ANYDESK\`))",
        "    ProcessCommandLine = "ANYDESK"",
        "- KQL gives DeviceProcessEvents: ProcessCommandLine with \`anydesk\` in upper case (\`ANYDESK\`)",
      ]
    `);
  });

  test('different: an engine that knows no terms', async () => {
    const { outcome } = await verdict(rule, matching(asSubstring));
    expect(outcome.kind === 'different' && [outcome.difference.events.length, outcome.difference.missing]).toEqual([1, []]);
  });

  test.each([true, false])('different: an engine that answers %s to everything', async (answer) => {
    expect(
      (
        await verdict(
          rule,
          matching(() => answer),
        )
      ).outcome.kind,
    ).toBe('different');
  });

  test('wider: as the profile asks for, to the event', async () => {
    const { outcome } = await verdict(rule, matching(asSubstring), { match: 'contains' });
    expect(outcome.kind === 'wider' && outcome.more > 0).toBe(true);
  });

  test('a declared widening that no event shows is told', async () => {
    const found = await verdict(rule, matching(asTerm), { match: 'contains' });
    expect([found.outcome.kind, found.unseen]).toEqual(['equal', ['RMMC3615']]);
  });

  test('not run: the engine is absent', async () => {
    expect(await said(rule, { name: 'stand-in', takes: 'sigma', absent: 'not built' })).toBe('not run: not built');
  });

  test('rejected: the engine does not take the text', async () => {
    const refusing = engineOf(() => ({ kind: 'refused', reason: 'line 3: no such modifier' }));
    expect(await said(rule, refusing)).toBe('REJECTED: line 3: no such modifier');
  });

  test('rejected: the engine breaks', async () => {
    const breaking = engineOf(() => {
      throw new Error('ended with 1');
    });
    expect(await said(rule, breaking)).toBe('REJECTED: ended with 1');
  });

  test('undecided: the engine cannot answer', async () => {
    expect(
      await said(
        rule,
        engineOf(() => ({ kind: 'unable', reason: 'it has no such table' })),
      ),
    ).toBe('not decided: it has no such table');
  });

  test('undecided: no event matches the rule', async () => {
    const never = 'DeviceProcessEvents | where ProcessCommandLine has "anydesk" and ProcessCommandLine !contains "anydesk"';
    expect(
      await said(
        never,
        matching(() => false),
      ),
    ).toMatch(/^not decided: none of the \d+ events matches the rule$/);
  });

  test('refused: the target does not say the rule', async () => {
    const counting = 'DeviceProcessEvents | where ProcessCommandLine has "x" | summarize n = count() by DeviceId | where n > 3';
    expect(
      await said(
        counting,
        matching(() => true),
      ),
    ).toBe('refused by the translation: RMMC3649');
  });

  test('broken: the rule is no KQL', async () => {
    expect(
      await said(
        'DeviceProcessEvents | where Nothing(',
        matching(() => true),
      ),
    ).toBe('the rule is no valid KQL; see `rmmc check`');
  });
});

describe('SPL', () => {
  test('what the answers of an engine depend on is part of the verdict', async () => {
    const open: Answer = { kind: 'rows', columns: [], rows: [], dependsOn: ['b', 'a'] };
    const engine: Engine = {
      name: 'stand-in',
      version: '1',
      takes: 'spl',
      gives: 'rows',
      clock: 'own',
      parallel: 1,
      placeFor: (wanted) => wanted,
      load: async () => ({ ask: async () => open, drop: async () => undefined }),
      close: async () => undefined,
    };
    const found: Found = { name: 'stand-in', takes: 'spl', engine };
    const unit = unitOf(rule);
    if (!unit) throw new Error('no rule');
    const verdicts: Verdict[] = [];
    for await (const one of verifyRule(unit, { targets: ['spl'], engines: [found], seed: 1, clock: () => now })) verdicts.push(one);
    expect(verdicts.map(({ outcome, dependsOn }) => [outcome.kind, dependsOn])).toEqual([['different', ['a', 'b']]]);
  });
});

describe('KQL', () => {
  test('is read and evaluated again', async () => {
    const unit = unitOf('DeviceProcessEvents | where Timestamp > ago(1d) | summarize n = count() by DeviceId');
    if (!unit) throw new Error('no rule');
    const found: string[] = [];
    for await (const one of verifyRule(unit, { targets: ['kql'], engines: [], seed: 1, clock: () => now })) {
      found.push(`${one.engine.name}: ${one.outcome.kind}`);
    }
    expect(found).toEqual(['reference evaluator: equal']);
  });
});

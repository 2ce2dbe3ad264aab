// The public RMM hunting rules (168 YAML files): all but the four broken ones translate, and the reader takes them in the malformed shape that upstream has.
import { describe, expect, test } from 'vitest';
import { readRules, type TargetName, translate } from '../../src/index.ts';
import { absence, type RmmRule, rmmRules, shared, upstreamFile } from '../support/corpus.ts';
import { emit } from '../support/emit.ts';

const rules = rmmRules();
const sound = rules.filter(({ official_parse }) => official_parse === 'ok');

/** The rules that have no output, with the first error that says why. */
const failures = (among: readonly RmmRule[], target: TargetName): string[] =>
  among.flatMap(({ query, path }) => {
    const result = emit(query, { to: [target] }).get(target);
    const error = result?.diagnostics.find(({ severity }) => severity === 'error');
    return result?.status === 'ok' ? [] : [`${path} ${result?.status} ${error?.line}:${error?.column} ${error?.code}`];
  });

describe.skipIf(!shared)(`the public RMM rules${absence}`, () => {
  test('are 168, of which Microsoft takes 164', () => {
    expect([rules.length, sound.length]).toEqual([168, 164]);
  });

  test.each(['spl', 'esql', 'sigma', 'kql'] as const)('164 translate to %s', (target) => {
    expect(failures(sound, target)).toEqual([]);
  });

  test('the four broken ones are rejected where they break', () => {
    const broken = rules
      .filter(({ official_parse }) => official_parse === 'error')
      .map(({ query, path }) => {
        const { results, diagnostics } = translate(query, { file: path.split('/').at(-1) ?? path, format: 'kql' });
        const [first] = diagnostics.filter(({ severity }) => severity === 'error');
        return `${[...new Set(results.map(({ status }) => status))]} ${first?.file}:${first?.line}`;
      });
    expect(broken).toEqual([
      'error rmm_DWService_createproc.yaml:12',
      'error rmm_Level_createproc.yaml:7',
      'error rmm_MSP360_CloudBerry_netconn.yaml:11',
      'error rmm_ZohoAssist_netconn.yaml:24',
    ]);
  });

  test('AccountUpn, which DeviceNetworkEvents lacks, is reported with the column that was likely meant', () => {
    const wrong = sound.filter(({ query }) => /\bAccountUpn\b/.test(query) && /^\s*DeviceNetworkEvents/m.test(query));
    const reports = wrong.map(({ query }) => {
      const found = translate(query, { to: ['kql'], file: 'rule.kql' }).diagnostics.filter(({ message }) => message.includes('AccountUpn'));
      return found.map(({ code, severity, help }) => `${code} ${severity} ${help}`).join();
    });
    expect(wrong.length).toBeGreaterThan(50);
    expect([...new Set(reports)]).toEqual(['RMMC2001 warning did you mean `InitiatingProcessAccountUpn`?']);
  });

  test('are read from the malformed YAML of upstream, with CRLF, each query and id unharmed', () => {
    const wrong = rules.flatMap((rule) => {
      const { units, diagnostics } = readRules(upstreamFile(rule), { file: rule.path });
      const [unit] = units;
      const fine = units.length === 1 && unit?.source.text.trimEnd() === rule.query.trimEnd() && unit.meta.id === rule.rule_id;
      const codes = diagnostics.filter(({ severity }) => severity !== 'info').map(({ code }) => code);
      return fine && codes.join() === 'RMMC1008' ? [] : [`${rule.path} ${units.length} ${codes}`];
    });
    expect(wrong).toEqual([]);
  });

  test('positions in such a file are those of the file', () => {
    const rule = rules.find(({ path }) => path.endsWith('rmm_ZohoAssist_netconn.yaml'));
    const { diagnostics } = translate(upstreamFile(rule as RmmRule), { file: 'rule.yaml', to: ['kql'] });
    const [first] = diagnostics.filter(({ severity }) => severity === 'error');
    // The query starts in line 13 of the file; its line 24 holds the trailing comma.
    expect(`${first?.file}:${first?.line}`).toBe('rule.yaml:36');
  });
});

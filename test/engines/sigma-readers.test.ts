// Emitted Sigma in; what pySigma reads, what rsigma matches and what pySigma's kusto backend makes of it again out.
import { describe, expect, test } from 'vitest';
import { readRules } from '../../src/index.ts';
import { absence, rmmRules, shared, upstreamFile } from '../support/corpus.ts';
import { emit, outputOf, shippedRules } from '../support/emit.ts';
import { ask, missingEngine } from '../support/engine.ts';
import { hostileValues, stringOperators, subjectsAround } from '../support/hostile.ts';
import { readWhere } from '../support/kusto-where.ts';
import { type Row, type Witnesses, witnessesOf } from '../support/witness.ts';

const reader = 'engines/sigma/read.sh';
const evaluator = 'engines/sigma/evaluate.sh';
const missing = (await Promise.all([missingEngine(reader), missingEngine(evaluator)])).filter((reason) => reason !== null).join('; ');

interface Reading {
  readonly id: string;
  readonly errors: readonly string[];
  readonly issues: readonly string[];
  readonly kql: readonly string[] | null;
  readonly refused: string | null;
}
interface Evaluation {
  readonly id: string;
  readonly error: string | null;
  readonly matched: readonly boolean[];
}

const read = async (
  rules: readonly { readonly id: string; readonly sigma: string; readonly table?: string; readonly parseOnly?: true }[],
): Promise<readonly Reading[]> =>
  (
    await ask(
      reader,
      rules.map((rule) => JSON.stringify(rule)),
    )
  ).map((line) => JSON.parse(line) as Reading);
const evaluate = async (
  rules: readonly { readonly id: string; readonly sigma: string; readonly events: readonly Row[] }[],
): Promise<readonly Evaluation[]> =>
  (
    await ask(
      evaluator,
      rules.map((rule) => JSON.stringify(rule)),
    )
  ).map((line) => JSON.parse(line) as Evaluation);

/**
 * Sigma's names of the columns in the RMM rules: its taxonomy and the mapping of pySigma's kusto backend, not ours.
 * Certificates have no log source in the taxonomy: their rules keep the table's own names.
 */
const processNames = {
  CompanyName: 'Company',
  ProductName: 'Product',
  FileDescription: 'Description',
  OriginalFileName: 'OriginalFileName',
};
const sigmaNames: ReadonlyMap<string, string> = new Map([
  ['RemoteUrl', 'DestinationHostname'],
  ['InitiatingProcessFolderPath', 'Image'],
  ...Object.entries(processNames).flatMap(([kql, sigma]): [string, string][] => [
    [`ProcessVersionInfo${kql}`, sigma],
    [`InitiatingProcessVersionInfo${kql}`, sigma],
  ]),
]);
const renamed = (row: Row): Row =>
  Object.fromEntries(Object.entries(row).map(([column, value]) => [sigmaNames.get(column) ?? column, value]));

/** Sigma knows a process by its path only; a name that is missing has none. */
const withPath = ({ InitiatingProcessFileName: name, ...rest }: Row): Row =>
  name === undefined ? rest : { ...rest, InitiatingProcessFolderPath: name && `C:\\Program Files\\Any\\${name}` };

interface Case {
  readonly id: string;
  readonly query: string;
  readonly table: string;
  readonly sigma: string;
  readonly witnesses: Witnesses;
}
const caseOf = (id: string, query: string, sigma: string): Case | null => {
  const witnesses = witnessesOf(query);
  const table = /^\s*(Device\w+)/m.exec(query)?.[1] ?? '';
  return witnesses && { id, query, table, sigma, witnesses };
};

const shipped = (): readonly Case[] =>
  shippedRules().flatMap(({ file, text }) => {
    const query = readRules(text, { file }).units[0]?.source.text ?? '';
    return caseOf(file, query, outputOf(emit(text, { file, to: ['sigma'] }), 'sigma')) ?? [];
  });
const corpus = (): readonly Case[] =>
  rmmRules()
    .filter(({ official_parse }) => official_parse === 'ok')
    .flatMap((rule) => {
      const output = emit(upstreamFile(rule), { file: 'rule.yaml', to: ['sigma'] }).get('sigma')?.output;
      return (output && caseOf(rule.path, rule.query, output)) || [];
    });

/** Events that rsigma judges otherwise than the rule's own literals do. */
const misjudged = async (cases: readonly Case[]): Promise<readonly string[]> => {
  const rows = ({ witnesses: { hits, misses, glued } }: Case): readonly Row[] => [...hits, ...misses, ...glued].map(withPath);
  const answers = await evaluate(cases.map((one) => ({ id: one.id, sigma: one.sigma, events: rows(one).map(renamed) })));
  return answers.flatMap(({ id, error, matched }, at) => {
    const one = cases[at];
    if (!one || error !== null) return [`${id}: ${error}`];
    return rows(one).flatMap((row, index) =>
      matched[index] === index < one.witnesses.hits.length ? [] : [`${id}: ${matched[index]} for ${JSON.stringify(row)}`],
    );
  });
};

/** Rules that pySigma does not read without a word, or reads back as KQL that judges the witnesses otherwise. */
const misread = async (cases: readonly Case[]): Promise<readonly string[]> => {
  const answers = await read(
    cases.map(({ id, sigma, table }) => ({ id, sigma, ...(table === 'DeviceFileCertificateInfo' ? { table } : {}) })),
  );
  return answers.flatMap(({ id, errors, issues, kql, refused }, at) => {
    const one = cases[at];
    if (!one || errors.length + issues.length > 0 || kql?.length !== 1) return [`${id}: ${[...errors, ...issues, refused].join('; ')}`];
    const { table, matches } = readWhere(kql[0] ?? '');
    const { hits, misses, glued } = one.witnesses;
    const wrong = [...hits.filter((row) => !matches(withPath(row))), ...[...misses, ...glued].filter((row) => matches(withPath(row)))];
    return table === one.table && wrong.length === 0 ? [] : [`${id}: ${table} ${JSON.stringify(wrong)}\n${kql[0]}`];
  });
};

describe.skipIf(missing !== '')(`readers of Sigma${missing === '' ? '' : ` (missing: ${missing})`}`, () => {
  test('rsigma judges the witnesses of the shipped rules as their literals do', async () => {
    const cases = shipped();
    expect([cases.length, await misjudged(cases)]).toEqual([5, []]);
  });

  test('pySigma reads the shipped rules, and back as the same KQL', async () => {
    expect(await misread(shipped())).toEqual([]);
  });

  test('with match contains, a needle inside a longer word matches too, and nothing else changes', async () => {
    const cases = shippedRules().flatMap(({ file, text }) => {
      const query = readRules(text, { file }).units[0]?.source.text ?? '';
      const found = caseOf(file, query, outputOf(emit(text, { file, to: ['sigma'], match: 'contains' }), 'sigma'));
      return found
        ? [{ ...found, witnesses: { ...found.witnesses, hits: [...found.witnesses.hits, ...found.witnesses.glued], glued: [] } }]
        : [];
    });
    expect([cases.length, await misjudged(cases), await misread(cases)]).toEqual([5, [], []]);
  });

  test('hostile values mean themselves to rsigma', async () => {
    const cases = hostileValues.flatMap((value) =>
      stringOperators.flatMap((operator) => {
        const source = `DeviceProcessEvents | where ${operator.kql('ProcessCommandLine', value)}`;
        const sigma = emit(source, { to: ['sigma'] }).get('sigma')?.output;
        return sigma ? [{ id: `${operator.name} ${JSON.stringify(value)}`, value, operator, sigma, subjects: subjectsAround(value) }] : [];
      }),
    );
    const answers = await evaluate(
      cases.map(({ id, sigma, subjects }) => ({ id, sigma, events: subjects.map((CommandLine) => ({ CommandLine })) })),
    );
    const wrong = answers.flatMap(({ id, error, matched }, at) => {
      const one = cases[at];
      if (!one || error !== null) return [`${id}: ${error}\n${one?.sigma}`];
      const differing = one.subjects.filter((subject, index) => matched[index] !== one.operator.holds(subject, one.value));
      return differing.length > 0 ? [`${id}: ${JSON.stringify(differing)}\n${one.sigma}`] : [];
    });
    expect(wrong).toEqual([]);
    expect(cases.length).toBeGreaterThan(hostileValues.length * stringOperators.length * 0.9);
  });

  test('pySigma reads hostile values', async () => {
    const rules = hostileValues.flatMap((value) =>
      stringOperators.flatMap(({ name, kql }) => {
        const sigma = emit(`DeviceProcessEvents | where ${kql('ProcessCommandLine', value)}`, { to: ['sigma'] }).get('sigma')?.output;
        return sigma ? [{ id: `${name} ${JSON.stringify(value)}`, sigma, parseOnly: true as const }] : [];
      }),
    );
    expect((await read(rules)).flatMap(({ id, errors }) => errors.map((error) => `${id}: ${error}`))).toEqual([]);
  });

  describe.skipIf(!shared)(`public rules${absence}`, () => {
    test('rsigma judges the witnesses of the RMM rules as their literals do', async () => {
      const cases = corpus();
      expect(await misjudged(cases)).toEqual([]);
      expect(cases.length).toBeGreaterThan(145);
    });

    test('pySigma reads the RMM rules, and back as the same KQL', async () => {
      expect(await misread(corpus())).toEqual([]);
    });
  });
});

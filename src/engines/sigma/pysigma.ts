// pySigma in a program that is kept running: a Sigma rule in; the KQL that its kusto backend makes of it (Microsoft XDR pipeline), or what it says against it, out.
import type { Answer, Dataset, Engine } from '../engine.ts';
import { inMemory, timeless } from '../in-memory.ts';
import { type Lines, linesOf } from '../lines.ts';
import { lastLines, run } from '../process.ts';
import { ensureBuilt, type Setup, scriptOf } from '../setup.ts';

interface Reading {
  readonly errors: readonly string[];
  readonly kql: readonly string[] | null;
  readonly refused: string | null;
}

/**
 * The place of the only data where it is a table of Microsoft's (log sources have small letters): pySigma is told it, because its pipeline knows no log source for
 * some of these tables.
 */
const tableOf = (data: readonly Dataset[]): string | undefined =>
  data.length === 1 ? data.map(({ place }) => place).find((place) => /^[A-Z]\w*$/.test(place)) : undefined;

const read = async (lines: Lines, sigma: string, data: readonly Dataset[]): Promise<Answer> => {
  const table = tableOf(data);
  const answer = await lines.ask(JSON.stringify({ id: '', sigma, ...(table === undefined ? {} : { table }) }));
  const { errors, kql, refused } = JSON.parse(answer) as Reading;
  if (errors.length > 0) return { kind: 'refused', reason: [...new Set(errors)].join('; ') };
  // What its kusto backend cannot say, and what it leaves out without a word, is no verdict on the rule.
  if (refused !== null) return { kind: 'unable', reason: refused };
  if (/\|cased\b/.test(sigma)) return { kind: 'unable', reason: 'its kusto backend passes over the modifier `cased`' };
  const [query, ...more] = kql ?? [];
  if (query === undefined || more.length > 0) return { kind: 'unable', reason: `it makes ${kql?.length ?? 0} queries of one rule` };
  if (/^\s*(?:- )?\w+(?:\.\w+)+(?:\|\w+)*:/m.test(sigma))
    return { kind: 'unable', reason: 'its kusto backend writes a field with dots in its name as a text' };
  if (/\bEventID\b/.test(sigma) && !/\bEventID\b/.test(query))
    return { kind: 'unable', reason: 'its Microsoft XDR pipeline leaves out the field `EventID`' };
  return { kind: 'translation', kql: query };
};

export const pysigmaEngine = (takes: string, version: string, lines: Lines): Engine => ({
  name: 'pySigma',
  version,
  takes,
  gives: 'translation',
  ...timeless,
  load: inMemory((query, data) => read(lines, query, data)),
  close: lines.close,
});

/** @throws Error with the reason and the next step */
export const findPysigma = async (takes: string, setup: Setup): Promise<Engine> => {
  const script = scriptOf(setup, 'sigma/read.sh');
  await ensureBuilt('pySigma', script, 'Python 3.11 with venv and pip', setup);
  const { status, stdout, stderr } = await run('bash', [script, '--version'], { seconds: 60, env: setup.env });
  if (status !== 0) throw new Error(`does not start: ${lastLines(stderr)}`);
  const versions = JSON.parse(stdout) as { readonly pySigma: string; readonly 'pySigma-backend-kusto': string };
  const version = `${versions.pySigma} (backend-kusto ${versions['pySigma-backend-kusto']})`;
  return pysigmaEngine(takes, version, linesOf('pySigma', 'bash', [script], { env: setup.env }));
};

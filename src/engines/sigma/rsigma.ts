// The rsigma evaluator in a program that is kept running: a Sigma rule and events in; which of them match out.
import { readFileSync } from 'node:fs';
import type { Answer, Dataset, Engine } from '../engine.ts';
import { inMemory, timeless } from '../in-memory.ts';
import { type Lines, linesOf } from '../lines.ts';
import { ensureBuilt, type Setup, scriptOf } from '../setup.ts';

interface Evaluation {
  readonly error: string | null;
  readonly matched: readonly boolean[];
}

/** Whether a rule looks at a field `id`: in an event that goes through a correlation the number of the event stands there. */
const readsId = (sigma: string): boolean => /^\s+(?:- )?id(?:\||:|$)|^\s+field: id$/m.test(sigma);

const withoutId = (events: Dataset['events']): Dataset['events'] => events.map(({ id: _, ...event }) => event);

const isCorrelation = (sigma: string): boolean => /^correlation:$/m.test(sigma);

/** The log source of a rule, as places are called: `product/category/service`. */
const placeIn = (sigma: string): string => {
  const block = /^logsource:\n((?: {4}.*\n)+)/m.exec(sigma)?.[1] ?? '';
  const part = (name: string): readonly string[] => new RegExp(`^ {4}${name}: (.+)$`, 'm').exec(block)?.slice(1) ?? [];
  return ['product', 'category', 'service'].flatMap(part).join('/');
};

/** Of events of several places those of another log source than the rule's match nothing. */
const ofItsPlace = (matched: readonly boolean[], sigma: string, data: readonly Dataset[]): readonly boolean[] => {
  const place = placeIn(sigma);
  if (isCorrelation(sigma) || !data.some((one) => one.place === place)) return matched;
  const places = data.flatMap((one) => one.events.map(() => one.place));
  return matched.map((one, at) => one && places[at] === place);
};

/** All events in the order given. A detection is asked of each, whatever its place: rsigma does not ask an event for its log source. */
const evaluate = async (lines: Lines, sigma: string, data: readonly Dataset[]): Promise<Answer> => {
  const events = data.flatMap((one) => one.events);
  const times = data.flatMap((one) => one.times ?? []);
  if (isCorrelation(sigma) && times.length < events.length) return { kind: 'unable', reason: 'a correlation needs the times of events' };
  const sources = data.map(({ place }) => place);
  const places = data.flatMap((one, at) => one.events.map(() => at));
  const asked = isCorrelation(sigma)
    ? { id: '', sigma, events: readsId(sigma) ? events : withoutId(events), times, ...(data.length > 1 ? { sources, places } : {}) }
    : { id: '', sigma, events };
  const { error, matched } = JSON.parse(await lines.ask(JSON.stringify(asked))) as Evaluation;
  if (error?.startsWith('no events of the log source')) return { kind: 'unable', reason: error };
  if (error !== null) return { kind: 'refused', reason: error };
  if (matched.length !== events.length) throw new Error(`rsigma judged ${matched.length} of ${events.length} events`);
  return { kind: 'matches', matched: ofItsPlace(matched, sigma, data) };
};

/** The locked version is the built one: `evaluate.sh` builds with `--locked`. */
const lockedVersion = (lock: string): string => /name = "rsigma-eval"\nversion = "([^"]+)"/.exec(lock)?.[1] ?? 'unknown';

export const rsigmaEngine = (takes: string, version: string, lines: Lines): Engine => ({
  name: 'rsigma',
  version,
  takes,
  gives: 'matches',
  ...timeless,
  load: inMemory((query, data) => evaluate(lines, query, data)),
  close: lines.close,
});

/** @throws Error with the reason and the next step */
export const findRsigma = async (takes: string, setup: Setup): Promise<Engine> => {
  const script = scriptOf(setup, 'sigma/evaluate.sh');
  await ensureBuilt('rsigma', script, 'Cargo, Rust 1.95', setup);
  const version = lockedVersion(readFileSync(scriptOf(setup, 'sigma/evaluate/Cargo.lock'), 'utf8'));
  return rsigmaEngine(takes, version, linesOf('rsigma', 'bash', [script], { env: setup.env }));
};

// The shared SPL texts in; each list typed out, empty where the data is absent.
import { lines } from './corpus.ts';

interface SplText {
  readonly id: string;
  readonly spl: string;
}

const queries = (file: string): readonly SplText[] =>
  lines<Readonly<Record<string, unknown>>>(file).map(({ q }) => ({ id: String(q), spl: String(q) }));

/** Documented, tested and shown searches: 705. */
export const splExamples = (): readonly SplText[] =>
  lines<Readonly<Record<string, unknown>>>('splunk/spl-examples.jsonl').map(({ id, spl }) => ({ id: String(id), spl: String(spl) }));

/** Common forms, most of them SPL: 102. */
export const splIdioms = (): readonly SplText[] => queries('engines/splunk/tools/idioms.jsonl');

/** What is no SPL, one text apart: 50. */
export const splMalformed = (): readonly SplText[] => queries('engines/splunk/tools/malformed.jsonl');

// The shared SPL texts in; each list typed out, empty where the data is absent.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { shared } from './kusto.ts';

interface SplText {
  readonly id: string;
  readonly spl: string;
}

const lines = (file: string): readonly Readonly<Record<string, unknown>>[] =>
  shared === null
    ? []
    : readFileSync(path.join(shared, file), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line));

const queries = (file: string): readonly SplText[] => lines(file).map(({ q }) => ({ id: String(q), spl: String(q) }));

/** Documented, tested and shown searches: 705. */
export const splExamples = (): readonly SplText[] =>
  lines('splunk/spl-examples.jsonl').map(({ id, spl }) => ({ id: String(id), spl: String(spl) }));

/** Common forms, most of them SPL: 102. */
export const splIdioms = (): readonly SplText[] => queries('engines/splunk/tools/idioms.jsonl');

/** What is no SPL, one text apart: 50. */
export const splMalformed = (): readonly SplText[] => queries('engines/splunk/tools/malformed.jsonl');

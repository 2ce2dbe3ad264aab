// Our own reading of SPL after Splunk's documentation, as an engine: searches and events in, rows out. It is not Splunk and never called so.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseSpl } from '../../spl/parse.ts';
import { pcre2 } from '../../spl/run/pcre2.ts';
import type { RegexEngine } from '../../spl/run/regex.ts';
import { type JsonObject, type LookupTable, runSearch } from '../../spl/run/run.ts';
import type { Answer, Dataset, Engine, Json } from '../engine.ts';
import { inMemory } from '../in-memory.ts';

export const documentedName = 'spl (documented rules)';
/** Counts the states of the rules that it holds. */
const version = '1';

/** What Splunk extracts from JSON is text; times are its own. */
const extracted = (name: string, value: Json): Json => {
  if (name === '_time') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? value.map((one: Json) => extracted('', one)) : value;
};

/** Events of all places; each has the place as its index. */
const eventsOf = (data: readonly Dataset[]): readonly JsonObject[] =>
  data.flatMap(({ place, lookup, events }) =>
    lookup
      ? []
      : events.map((event) => ({
          ...Object.fromEntries(Object.entries(event).map(([name, value]) => [name, extracted(name, value)])),
          index: place,
        })),
  );

const lookupsOf = (data: readonly Dataset[]): ReadonlyMap<string, LookupTable> =>
  new Map(data.flatMap(({ place, lookup, events }) => (lookup ? [[place, { rows: events }] as const] : [])));

export interface DocumentedOptions {
  readonly takes: string;
  readonly regex: RegexEngine;
  /** Milliseconds since 1970, asked anew for each search. */
  readonly now?: () => number;
  /** IANA name of the user's zone. */
  readonly tz?: string;
}

export const splEngine = ({ takes, regex, now = Date.now, tz = 'UTC' }: DocumentedOptions): Engine => {
  let places = 0;
  const known = new WeakMap<readonly Dataset[], readonly JsonObject[]>();
  const eventsIn = (data: readonly Dataset[]): readonly JsonObject[] => {
    const events = known.get(data) ?? eventsOf(data);
    known.set(data, events);
    return events;
  };
  const ask = async (query: string, data: readonly Dataset[]): Promise<Answer> => {
    const parsed = parseSpl(query);
    if (!parsed.ok) return { kind: 'refused', reason: `${parsed.error.message} (at ${parsed.error.span.start})` };
    const outcome = runSearch(parsed.value, eventsIn(data), {
      regex,
      now: now() / 1000,
      tz,
      newestFirst: true,
      lookups: lookupsOf(data),
    });
    if (outcome.kind === 'error') return { kind: 'refused', reason: `an error of Splunk's: ${outcome.reason}` };
    if (outcome.kind === 'refused') return { kind: 'unable', reason: `not computed: ${outcome.reason}` };
    const { columns, rows, dependsOn } = outcome;
    return { kind: 'rows', columns, rows, ...(dependsOn.length > 0 ? { dependsOn } : {}) };
  };
  return {
    name: documentedName,
    version,
    takes,
    gives: 'rows',
    clock: 'own',
    parallel: 1,
    placeFor: () => {
      places += 1;
      return `rmmc_${places}`;
    },
    load: inMemory(ask),
    close: async () => undefined,
  };
};

/** @throws Error with the reason and the next step */
export const findDocumented = async (takes: string): Promise<Engine> => {
  const wasm = (): string =>
    path.join(path.dirname(createRequire(import.meta.url).resolve('@stephen-riley/pcre2-wasm')), '../libpcre2.wasm');
  try {
    return splEngine({ takes, regex: await pcre2(new Uint8Array(readFileSync(wasm()))) });
  } catch (failure) {
    throw new Error(
      `PCRE2 is missing: \`npm install @stephen-riley/pcre2-wasm\` brings it (${failure instanceof Error ? failure.message : failure})`,
    );
  }
};

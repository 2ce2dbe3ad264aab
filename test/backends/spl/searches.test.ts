// Searches for the values of another query, over texts made to break them: KQL's rows and those of the search, by Splunk's documented rules, are the same.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect, it } from 'vitest';
import { pcre2 } from '../../../src/spl/run/pcre2.ts';
import { searches, searchTables } from '../../support/searched.ts';
import { onBoth, type TableRows } from '../../support/spl-rows.ts';

const wasm = path.join(path.dirname(createRequire(import.meta.url).resolve('@stephen-riley/pcre2-wasm')), '../libpcre2.wasm');
const regex = await pcre2(new Uint8Array(readFileSync(wasm)));

const names: ReadonlyMap<string, string> = new Map([
  ['A', 'DeviceProcessEvents'],
  ['B', 'DeviceNetworkEvents'],
  ['C', 'DeviceFileEvents'],
  ['K', 'InitiatingProcessCommandLine'],
  ['L', 'DeviceName'],
  ['L1', 'DeviceName1'],
  ['N', 'InitiatingProcessId'],
  ['V', 'InitiatingProcessParentId'],
]);

/** The query over tables that Splunk has. */
const inSplunk = (kql: string): string => kql.replace(/\b(?:[ABCKLNV]|L1)\b/g, (name) => names.get(name) ?? name);

const tablesOf = (stays: (text: string | null) => boolean): TableRows =>
  Object.fromEntries(
    [...searchTables].map(([table, rows]) => [
      names.get(table) ?? table,
      rows
        .filter(([, text]) => stays(typeof text === 'string' ? text : null))
        .map(([, K, L, N, V]) =>
          Object.fromEntries(
            Object.entries({ K, L, N, V }).map(([name, cell]) => [
              names.get(name) ?? name,
              typeof cell === 'number' ? BigInt(cell) : (cell ?? null),
            ]),
          ),
        ),
    ]),
  );

/** The search assumes that the Kelvin sign is not there (RMMC3104). */
const tables = tablesOf((text) => text !== '\u212a');

/** Where case is folded on both sides it assumes that texts differ in ASCII letters at most (RMMC3813). */
const asciiTables = tablesOf((text) => text === null || /^[\0-\x7f]*$/.test(text));

/** Single values are searched for once. */
const chosen = searches.filter((kql) => !/has_all \(\(?B \| where L == "n|not.*"n\d/.test(kql));

it.each(chosen)('%s', async (kql) => {
  const both = await onBoth(inSplunk(kql), /to(?:lower|upper)/.test(kql) ? asciiTables : tables, regex);
  expect(both.spl).toBe('same');
});

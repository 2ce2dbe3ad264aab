// A whole JSON document in; its records out. Known shapes: an array of objects, one object, `{"value": […]}`, `{"Results": […]}` and the tables of the Log Analytics API.
import type { DataRecord } from './row-maker.ts';

const isRecord = (value: unknown): value is DataRecord => typeof value === 'object' && value !== null && !Array.isArray(value);

interface ApiTable {
  readonly columns: readonly { readonly name: string }[];
  readonly rows: readonly (readonly unknown[])[];
}

const isApiTable = (value: unknown): value is ApiTable => isRecord(value) && Array.isArray(value.columns) && Array.isArray(value.rows);

const fromTable = ({ columns, rows }: ApiTable): readonly DataRecord[] =>
  rows.map((row) => Object.fromEntries(columns.map(({ name }, i) => [name, row[i]])));

const listKeys = ['Results', 'results', 'value', 'records', 'data'];

/** The records, or null when the document holds none. */
export const recordsOf = (document: unknown): readonly unknown[] | null => {
  if (Array.isArray(document)) return document;
  if (!isRecord(document)) return null;
  if (isApiTable(document)) return fromTable(document);
  const tables = document.tables ?? document.Tables;
  if (Array.isArray(tables) && isApiTable(tables[0])) return fromTable(tables[0]);
  const list = listKeys.map((key) => document[key]).find(Array.isArray);
  return list ?? [document];
};

// What a log source records of a table's actions: rows in, rows with the action as it is recorded there (or none), and the fields that stand for it, out.
import type { Json, KqlCell, TableUse } from '../shared/proof.ts';
import { withCell } from '../shared/stored-slots.ts';
import type { SigmaLogsource } from './ast.ts';
import { logsourceName, type SigmaTable } from './fields.ts';

export interface Recorded {
  readonly logsource: SigmaLogsource;
  /** null: the log source has no such event. */
  settled(row: readonly KqlCell[]): readonly KqlCell[] | null;
  /** Fields that an action sets by itself. */
  added(row: readonly KqlCell[]): readonly (readonly [string, Json])[];
  /** All fields that `added` may give. */
  readonly fields: readonly string[];
}

type Action = NonNullable<ReturnType<SigmaTable['actions']['get']>>;

const column = 'ActionType';

const alike = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** The one action that the query is about, by its name in the map. */
const wantedAction = (table: SigmaTable, use: TableUse): string | null => {
  const named = [...new Set((use.named.get(column) ?? []).map((text) => text.toLowerCase()))];
  const only = use.only ? use.only.get(column) : named.length === 1 ? named[0] : undefined;
  return only === undefined ? null : ([...table.actions.keys()].find((name) => alike(name, only)) ?? null);
};

/** The query tests the column for one of the texts: what is said of a column of the same name in another table is not about these. */
const isTested = (use: TableUse, name: string, texts: readonly string[]): boolean =>
  (use.named.get(name) ?? []).some((text) => texts.some((one) => alike(one, text)));

/** One of the texts as they are recorded, the first where the row has none of them; null: the query tests the value, and it is none of them. */
const oneOf = (row: readonly KqlCell[], at: number, texts: readonly string[], tested: boolean): readonly KqlCell[] | null => {
  const text = String(row[at] ?? '');
  const found = texts.find((one) => alike(one, text)) ?? (tested ? undefined : texts[0]);
  return found === undefined ? null : withCell(row, at, found);
};

const isFixed = (a: Action | undefined, b: Action): boolean => JSON.stringify(a?.add ?? null) === JSON.stringify(b.add ?? null);

/** Actions that a log source records; a log source that is none of theirs records all. */
const recordedIn = (table: SigmaTable, logsource: SigmaLogsource): readonly string[] => {
  const place = logsourceName(logsource);
  const own = [...table.actions].filter(([, action]) => logsourceName(action.logsource ?? table.logsource) === place).map(([name]) => name);
  return own.length > 0 ? own : [...table.actions.keys()];
};

/** Where no field tells two actions apart, the one that the query is about stands for both. */
const merged = (table: SigmaTable, wanted: string | null, row: readonly KqlCell[], at: number): readonly KqlCell[] => {
  const action = wanted === null ? undefined : table.actions.get(wanted);
  const own = table.actions.get(String(row[at] ?? ''));
  if (!action?.add || !own || wanted === null || table.columns.get(column)) return row;
  return isFixed(own, action) ? withCell(row, at, wanted) : row;
};

const fieldValue = (text: string): Json => (/^\d+$/.test(text) ? Number(text) : text);

export const recordedBy = (table: SigmaTable, use: TableUse): Recorded => {
  const at = use.columns.findIndex(({ name }) => name === column);
  const wanted = wantedAction(table, use);
  const logsource = (wanted === null ? undefined : table.actions.get(wanted)?.logsource) ?? table.logsource;
  const actions = at < 0 ? [] : recordedIn(table, logsource);
  const implied = [...table.implied].flatMap(([name, texts]) => {
    const index = use.columns.findIndex((one) => one.name === name);
    return index < 0 ? [] : [{ index, texts, tested: isTested(use, name, texts) }];
  });
  const withAction = (row: readonly KqlCell[]): readonly KqlCell[] | null => {
    if (actions.length === 0) return row;
    const found = oneOf(row, at, actions, isTested(use, column, actions));
    return found && merged(table, wanted, found, at);
  };
  return {
    logsource,
    settled: (row) => {
      const certain = implied.reduce<readonly KqlCell[] | null>(
        (cells, { index, texts, tested }) => cells && oneOf(cells, index, texts, tested),
        row,
      );
      return certain && withAction(certain);
    },
    added: (row) => Object.entries(table.actions.get(String(row[at] ?? ''))?.add ?? {}).map(([field, text]) => [field, fieldValue(text)]),
    fields: [...table.actions.values()].flatMap((action) => Object.keys(action.add ?? {})),
  };
};

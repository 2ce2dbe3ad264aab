// Values of new columns in; the commands that write them down, and what each column is behind them, out.
import { type Assignment, field } from '../ast.ts';
import { keepJson } from '../json/json-extract.ts';
import { assign, engineName, namesInUse, reads, type State, settled } from '../state.ts';
import { type Value, value } from '../value.ts';

export interface Written {
  readonly state: State;
  readonly columns: readonly (readonly [string, Value])[];
}

const isPlain = (v: Value): boolean => v.bag !== undefined || v.es.kind === 'field' || v.es.kind === 'string' || v.stored !== undefined;

/** A value that was written down is no longer the field's own. */
const withoutStore = (v: Value, isWritten: boolean): Value => {
  if (!isWritten || v.stored !== undefined) return v;
  return {
    ...value(v.es, v.type, v.nullable),
    ...(v.json ? { json: v.json } : {}),
    ...(v.reads ? { reads: v.reads.below([], v.es) } : {}),
    ...(v.isElement ? { isElement: true } : {}),
  };
};

/** JSON that is the value's own text is read from the column. */
const inColumn = (v: Value, name: string): Value => {
  const column = { ...v, es: field(name) };
  return v.json && v.json.source.at(v.json.keys)?.text === v.es ? keepJson(v, column) : column;
};

/** Computed columns are written down; plain ones keep pointing at their field. All are computed at once. */
export const writtenDown = (state: State, values: readonly { readonly name: string; readonly v: Value }[]): Written => {
  const computed = values.filter(({ v }) => !isPlain(v)).map(({ name, v }) => ({ column: name, v, name: engineName(state, name) }));
  const overwritten = new Set(computed.map(({ name }) => name));
  const kept = settled(state, overwritten, new Set(values.map(({ name }) => name)));
  const stale = values.filter(({ v, name }) => isPlain(v) && [...reads(v.es)].some((read) => overwritten.has(read) && read !== name));
  const targets = [...computed, ...stale.map(({ name, v }) => ({ column: name, v, name: engineName(state, name) }))];
  const assignments = targets.map(({ name, v }): Assignment => ({ name, expr: v.es }));
  const at = new Map(targets.map(({ column, name, v }) => [column, inColumn(v, name)] as const));
  return {
    state: { ...kept, commands: [...kept.commands, ...assign(assignments, namesInUse(kept))] },
    columns: values.map(({ name, v }) => [name, withoutStore(at.get(name) ?? v, at.has(name))] as const),
  };
};

/** The state with these columns beside the others. */
export const withWritten = (state: State, values: readonly { readonly name: string; readonly v: Value }[]): State => {
  const made = writtenDown(state, values);
  return { ...made.state, columns: new Map([...made.state.columns, ...made.columns]), visible: null };
};

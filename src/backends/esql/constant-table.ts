// A table of constant rows in; its cells as texts and as values, and what reads a cell back from such a text, out.
import type { Span } from '../../diagnostics/span.ts';
import type { Expr } from '../../ir/expr.ts';
import type { Source } from '../../ir/pipeline.ts';
import type { Column } from '../../ir/types.ts';
import { binary, call, type Es, field, str } from './ast.ts';
import { type Context, refuse, type Scope } from './context.ts';
import { unpackedText } from './lower-pick.ts';
import { lowerValue } from './lower-value.ts';
import { placeIn } from './lowering.ts';
import { common, type EsType, refused, type Value, value } from './value.ts';

type Rows = Extract<Source, { kind: 'rows' }>;

export interface ConstantColumn {
  readonly column: Column;
  readonly type: EsType;
}

export interface ConstantTable {
  readonly span: Span;
  readonly columns: readonly ConstantColumn[];
  readonly rows: readonly (readonly Value[])[];
}

/** The values of a row that has no columns to read. */
export const constantCells = (context: Context, row: readonly Expr[]): readonly Value[] => {
  const nothing: Scope = { column: (ref) => refuse(context, ref.span, `column ${ref.name}`, 'a constant row has none') };
  return row.map((cell) => lowerValue(placeIn(context, nothing, 'value'), cell, 'value'));
};

/** Null: refused. */
export const constantTable = (context: Context, source: Rows): ConstantTable | null => {
  const rows = source.rows.map((row) => constantCells(context, row));
  const columns = source.columns.map((column, at): ConstantColumn | null => {
    const type = rows.reduce<EsType | null>((sofar, row) => (sofar === null ? null : common(sofar, row[at]?.type ?? 'null')), 'null');
    return type === null || type === 'list' || type === 'bag' ? null : { column, type: type === 'integer' ? 'long' : type };
  });
  const known = columns.filter((column) => column !== null);
  if (known.length === columns.length && known.length > 0 && rows.every((row) => row.every((cell) => textOfCell(cell) !== null)))
    return { span: source.span, columns: known, rows };
  refuse(context, source.span, 'this table of constant rows', 'its cells have to be constant texts, numbers, times and booleans');
  return null;
};

const textOfEs = (es: Es): string | null => {
  if (es.kind === 'string') return es.value;
  if (es.kind === 'number') return es.text;
  if (es.kind === 'negate') return es.operand.kind === 'number' ? `-${es.operand.text}` : null;
  if (es.kind === 'bool') return String(es.value);
  const [only] = es.kind === 'call' && es.fn === 'TO_DATETIME' ? es.args : [];
  if (only?.kind === 'string') return only.value;
  return es.kind === 'null' ? '' : null;
};

/** The empty text stands for null; null: no constant. */
export const textOfCell = ({ es }: Value): string | null => textOfEs(es);

const signs = ['|', '¦', '\u241f', '\u0001'];

/** The cells of all rows with a sign between them that none holds; null: there is none. */
export const packedRows = (rows: readonly (readonly string[])[]): { readonly sign: string; readonly texts: readonly string[] } | null => {
  const sign = signs.find((one) => !rows.some((row) => row.some((text) => text.includes(one))));
  return sign === undefined ? null : { sign, texts: rows.map((row) => row.join(sign)) };
};

/** The value of a cell that stands as text in a column. */
export const readCell = (type: EsType, name: string): Value => {
  const text = field(name);
  if (type === 'keyword') return value(text, 'keyword', false);
  if (type !== 'date') return unpackedText({ ...refused, type }, text);
  return value(call('TO_DATETIME', call('CASE', binary('!=', text, str('')), text)), 'date', true);
};

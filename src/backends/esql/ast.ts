// The target AST: an ES|QL query as commands over expressions. What the printer may not decide is decided here (which quotes it takes is printing).
import type { RuntimeField } from '../shared/backend.ts';

export type BinaryOp = '+' | '-' | '*' | '/' | '%' | '==' | '!=' | '<' | '<=' | '>' | '>=' | 'LIKE' | 'RLIKE';

export type Unit = 'day' | 'hour' | 'minute' | 'second' | 'millisecond' | 'week' | 'month' | 'year';

export type Es =
  | { readonly kind: 'string'; readonly value: string }
  /** Digits as they are printed: `5`, `2.5`. */
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'null' }
  /** `["a", "b"]`: several values of one field. */
  | { readonly kind: 'list'; readonly items: readonly Es[] }
  /** `5 days`; amount is positive. */
  | { readonly kind: 'period'; readonly amount: bigint; readonly unit: Unit }
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'call'; readonly fn: string; readonly args: readonly Es[] }
  | { readonly kind: 'binary'; readonly op: BinaryOp; readonly left: Es; readonly right: Es }
  | { readonly kind: 'in'; readonly left: Es; readonly items: readonly Es[] }
  | { readonly kind: 'isNull'; readonly operand: Es; readonly negated: boolean }
  | { readonly kind: 'not'; readonly operand: Es }
  /** Any number of operands but zero. */
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Es[] }
  | { readonly kind: 'negate'; readonly operand: Es }
  /** An aggregate over the rows where a condition holds: `COUNT(*) WHERE x`. */
  | { readonly kind: 'filtered'; readonly aggregate: Es; readonly where: Es }
  /** The `*` of `COUNT(*)`. */
  | { readonly kind: 'star' };

export interface Assignment {
  readonly name: string;
  readonly expr: Es;
}

export interface SortKey {
  readonly expr: Es;
  readonly order: 'ASC' | 'DESC';
  readonly nulls: 'FIRST' | 'LAST';
}

export type Command =
  | { readonly kind: 'from'; readonly indices: readonly string[]; readonly metadata: readonly string[] }
  | { readonly kind: 'row'; readonly columns: readonly Assignment[] }
  | { readonly kind: 'where'; readonly condition: Es }
  | { readonly kind: 'eval'; readonly columns: readonly Assignment[] }
  /** A key without `expr` is a column that exists. */
  | { readonly kind: 'stats'; readonly measures: readonly Assignment[]; readonly by: readonly string[] }
  | { readonly kind: 'keep' | 'drop'; readonly names: readonly string[] }
  /** Every column; `named`: those of them that are spelt out as well. */
  | { readonly kind: 'keepAll'; readonly named: readonly string[] }
  | { readonly kind: 'rename'; readonly pairs: readonly { readonly from: string; readonly to: string }[] }
  | { readonly kind: 'sort'; readonly keys: readonly SortKey[] }
  | { readonly kind: 'limit'; readonly count: bigint }
  /** Each row gets the columns of the rows of a lookup index that have its value of `on`; one row for each of them. */
  | { readonly kind: 'lookupJoin'; readonly index: string; readonly on: string }
  /** Columns by name or pattern (`x.*`), in plain characters. */
  | { readonly kind: 'dropAll'; readonly patterns: readonly string[] }
  | { readonly kind: 'dissect'; readonly field: string; readonly pattern: string }
  | { readonly kind: 'mvExpand'; readonly field: string };

export interface EsqlAst {
  readonly commands: readonly Command[];
  /** What of it stands in no mapping of an integration. */
  readonly runtime?: readonly RuntimeField[];
}

export const str = (value: string): Es => ({ kind: 'string', value });
export const num = (value: bigint | number): Es => ({ kind: 'number', text: String(value) });
export const field = (name: string): Es => ({ kind: 'field', name });
export const call = (fn: string, ...args: readonly Es[]): Es => ({ kind: 'call', fn, args });
export const binary = (op: BinaryOp, left: Es, right: Es): Es => ({ kind: 'binary', op, left, right });
export const not = (operand: Es): Es => ({ kind: 'not', operand });
export const isNull = (operand: Es): Es => ({ kind: 'isNull', operand, negated: false });
export const isNotNull = (operand: Es): Es => ({ kind: 'isNull', operand, negated: true });
export const bool = (value: boolean): Es => ({ kind: 'bool', value });
export const nothing: Es = { kind: 'null' };

const joined =
  (kind: 'and' | 'or') =>
  (...operands: readonly Es[]): Es => {
    const flat = operands.flatMap((operand) => (operand.kind === kind ? operand.operands : [operand]));
    const [only] = flat;
    return flat.length === 1 && only ? only : { kind, operands: flat };
  };

/** Flat; one operand stays itself. */
export const and = joined('and');
export const or = joined('or');

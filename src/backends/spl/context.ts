// What lowering carries along: where each KQL column stands in the search, and where findings go.
import type { Span } from '../../diagnostics/span.ts';
import type { Expr } from '../../ir/expr.ts';
import type { TargetContext } from '../shared/backend.ts';
import { type Eval, field as fieldOf, number } from './ast.ts';

/**
 * How a value is held. `text`: never null, `""` when missing. `number`, `time` (epoch seconds), `span` (seconds), `bool` (the texts `true` and `false`), `json`
 * (JSON text or one of its scalars) and `list` (a multivalue field) may be null.
 */
export type Rep = 'text' | 'number' | 'time' | 'span' | 'bool' | 'json' | 'list';

export interface Value {
  readonly eval: Eval;
  readonly rep: Rep;
  /** The value may be null. */
  readonly nullable: boolean;
  /** The field of the raw event that holds it, when it is an untouched column. */
  readonly raw?: string;
  /** Its parts are fields of the raw event, under this prefix. */
  readonly partFields?: string;
  /** A bag that has these keys at most: their values, each by itself. */
  readonly parts?: ReadonlyMap<string, Value>;
}

/** Where a column stands. `dirty`: a numeric group key whose null is written as `""`. */
export interface Binding {
  readonly field: string;
  readonly rep: Rep;
  readonly nullable: boolean;
  readonly raw?: string;
  readonly partFields?: string;
  readonly parts?: ReadonlyMap<string, Value>;
}

export type Scope = ReadonlyMap<string, Binding>;

export interface Lowering {
  readonly context: TargetContext;
  readonly scope: Scope;
  /** Answers of subqueries that were computed into fields before this step: the number of hits, or the value of a scalar one. */
  readonly hits: ReadonlyMap<Expr, Binding>;
  /** The columns are fields of the event as it came: a text may be missing, or the text that stands for a null. */
  readonly raw: boolean;
  /** The value of an expression. */
  value(expr: Expr): Value;
  /** A condition that is true exactly where the expression is `wanted`. */
  condition(expr: Expr, wanted: boolean): Eval;
}

/** Refuses and gives a value to go on with; the output is thrown away. */
export const refused = (l: Lowering, span: Span, what: string, why: string): Value => {
  l.context.findings.refuse('RMMC3810', span, { what, why });
  return { eval: number(0), rep: 'number', nullable: false };
};

export const asNumber = (value: Eval, nullable: boolean): Value => ({ eval: value, rep: 'number', nullable });
export const asText = (value: Eval): Value => ({ eval: value, rep: 'text', nullable: false });

/** The fields that an expression of eval reads. */
export const fieldsRead = (e: Eval): readonly string[] => {
  if (e.kind === 'field') return [e.name];
  if (e.kind === 'call') return e.args.flatMap(fieldsRead);
  if (e.kind === 'binary') return [...fieldsRead(e.left), ...fieldsRead(e.right)];
  if (e.kind === 'not') return fieldsRead(e.operand);
  return e.kind === 'and' || e.kind === 'or' ? e.operands.flatMap(fieldsRead) : [];
};

export const bound = (binding: Binding): Value => ({
  eval: fieldOf(binding.field),
  rep: binding.rep,
  nullable: binding.nullable,
  ...(binding.raw === undefined ? {} : { raw: binding.raw }),
  ...(binding.partFields === undefined ? {} : { partFields: binding.partFields }),
  ...(binding.parts === undefined ? {} : { parts: binding.parts }),
});

/** What an unmapped, declared text stands for when nulls are written as a text: `null` unless the profile says otherwise. */
export const nullTextOf = ({ profile }: Pick<TargetContext, 'profile'>): string => profile.nullText ?? 'null';

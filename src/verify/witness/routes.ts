// A pipeline in; for each table that it begins with the way of an event through the part that handles each event by itself out.
import type { Span } from '../../diagnostics/span.ts';
import { matchingPart } from '../../eval/matching.ts';
import type { SourceOf, TableSource } from '../../eval/scope.ts';
import { suppliedTables } from '../../eval/supplied.ts';
import type { Expr } from '../../ir/expr.ts';
import type { Pipeline, Source, Step } from '../../ir/pipeline.ts';
import { type Formula, formulaOf } from './formula.ts';

/** A step, or a source around the way so far (a union with this one branch). */
export type Item =
  | { readonly kind: 'step'; readonly step: Step; readonly marks: readonly Mark[] }
  | { readonly kind: 'around'; readonly source: (inner: Pipeline) => Source; readonly span: Span };

/** An atom, and the column that shows its value. */
export interface Mark {
  readonly atom: number;
  readonly name: string;
  readonly expr: Expr;
}

/** What an event has to stand up to, in order. `pass`: to leave some rows behind an item. */
export type Test =
  | { readonly kind: 'conjunct'; readonly span: Span; readonly formula: Formula; readonly item: number }
  | { readonly kind: 'pass'; readonly span: Span; readonly item: number };

export interface Route {
  readonly table: TableSource;
  readonly items: readonly Item[];
  readonly atoms: readonly Expr[];
  readonly tests: readonly Test[];
}

type Raw = { readonly kind: 'step'; readonly step: Step } | Extract<Item, { kind: 'around' }>;

interface Way {
  readonly table: TableSource;
  readonly raw: readonly Raw[];
  /** Steps were left out: what comes behind sees other columns. */
  readonly cut: boolean;
}

const unionOf = (n: SourceOf<'union'>): readonly Way[] =>
  n.branches.flatMap((branch) =>
    waysOf(branch).map((way) =>
      way.cut ? way : { ...way, raw: [...way.raw, { kind: 'around', span: n.span, source: (inner) => ({ ...n, branches: [inner] }) }] },
    ),
  );

const amongOf = (n: SourceOf<'search'> | SourceOf<'find'>): readonly Way[] =>
  (n.among ?? []).flatMap((branch) =>
    waysOf(branch).map((way) =>
      way.cut ? way : { ...way, raw: [...way.raw, { kind: 'around', span: n.span, source: (inner) => ({ ...n, among: [inner] }) }] },
    ),
  );

const startsOf = (source: Source): readonly Way[] => {
  if (source.kind === 'table') return [{ table: source, raw: [], cut: false }];
  if (source.kind === 'external' || source.kind === 'stored')
    return suppliedTables(source).map((table) => ({ table, raw: [], cut: false }));
  if (source.kind === 'union') return unionOf(source);
  return source.kind === 'search' || source.kind === 'find' ? amongOf(source) : [];
};

const waysOf = (pipeline: Pipeline): readonly Way[] => {
  const { steps } = matchingPart({ pipeline, frame: { columns: [], open: false } }).pipeline;
  const cut = steps.length < pipeline.steps.length;
  return startsOf(pipeline.source).map((way) =>
    way.cut ? way : { table: way.table, raw: [...way.raw, ...steps.map((step): Raw => ({ kind: 'step', step }))], cut },
  );
};

export const conjunctsOf = (condition: Expr): readonly Expr[] =>
  condition.kind === 'and' ? condition.operands.flatMap(conjunctsOf) : [condition];

/** Whether a row may be lost at an item that is no filter. */
const mayDrop = (raw: Raw): boolean => {
  if (raw.kind === 'around')
    return raw.source({ source: { kind: 'rows', span: raw.span, columns: [], rows: [] }, steps: [] }).kind !== 'union';
  const { step } = raw;
  if (step.kind === 'join') return step.mode !== 'leftouter';
  return step.kind === 'expand' || step.kind === 'apply' || (step.kind === 'capture' && step.required);
};

const routeOf = ({ table, raw }: Way): Route => {
  const atoms: Expr[] = [];
  const tests: Test[] = [];
  const items = raw.map((one, item): Item => {
    const first = atoms.length;
    if (one.kind === 'step' && one.step.kind === 'filter') {
      for (const conjunct of conjunctsOf(one.step.condition))
        tests.push({ kind: 'conjunct', span: conjunct.span, formula: formulaOf(conjunct, atoms), item });
    } else if (mayDrop(one)) tests.push({ kind: 'pass', span: one.kind === 'step' ? one.step.span : one.span, item });
    if (one.kind === 'around') return one;
    const marks = atoms.slice(first).map((expr, i) => ({ atom: first + i, name: `\u0001${first + i}`, expr }));
    return { ...one, marks };
  });
  return { table, items, atoms, tests };
};

/** Throws a `Refusal` for a source that is no constant name. */
export const routesOf = (pipeline: Pipeline): readonly Route[] => waysOf(pipeline).map(routeOf);

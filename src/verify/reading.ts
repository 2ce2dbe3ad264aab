// What a query reads: its tables with their columns, which of them it looks at, and the texts that it compares them with.
import type { TableUse } from '../backends/shared/proof.ts';
import { contains, type Span } from '../diagnostics/span.ts';
import { requester } from '../eval/evaluate.ts';
import { tried } from '../eval/refusal.ts';
import type { TableSource } from '../eval/scope.ts';
import { suppliedTables } from '../eval/supplied.ts';
import { withEventParts } from '../ir/event-parts.ts';
import type { Expr } from '../ir/expr.ts';
import type { Query } from '../ir/pipeline.ts';
import { visitPipeline } from '../ir/traverse.ts';
import { withUnpackedBags } from '../ir/unpacked-bags.ts';

type Read = TableSource & { readonly isLookup?: true };

const tablesOf = ({ pipeline }: Query): readonly Read[] => {
  const found = new Map<string, Read>();
  visitPipeline(pipeline, {
    source: (source) => {
      if (source.kind === 'table') found.set(source.name, source);
      if (source.kind !== 'external' && source.kind !== 'stored') return;
      const supplied = tried(
        () => suppliedTables(source),
        () => [],
      );
      for (const table of supplied) found.set(table.name, { ...table, isLookup: true });
    },
  });
  return [...found.values()];
};

const columnsWhere = ({ pipeline }: Query, counts: (column: Expr) => boolean): ReadonlySet<string> => {
  const names = new Set<string>();
  visitPipeline(pipeline, {
    expr: (expr) => {
      if (expr.kind === 'column' && counts(expr)) names.add(expr.name);
    },
  });
  return names;
};

/** Names of columns that stand inside a span (anywhere, without one). */
export const columnsIn = (query: Query, span?: Span): ReadonlySet<string> =>
  columnsWhere(query, (column) => !span || contains(span, column.span));

/** What `arg_max(x, *)` only carries along: nobody names it. */
export const carriedIn = (query: Query): ReadonlySet<Expr> => {
  const carried = new Set<Expr>();
  visitPipeline(query.pipeline, {
    step: (step) => {
      if (step.kind !== 'aggregate') return;
      for (const one of step.measures) if (one.kind === 'pick' && one.star) for (const { expr } of one.outputs) carried.add(expr);
    },
  });
  return carried;
};

/** Parts of columns that are read by constant names, as `column.part`. */
const partsOf = (query: Query): ReadonlySet<string> => {
  const parts = new Set<string>();
  visitPipeline(withEventParts(query, () => undefined).pipeline, {
    expr: (expr) => {
      if (expr.kind !== 'path' || expr.base.kind !== 'column' || expr.key.kind !== 'literal') return;
      if (typeof expr.key.value === 'string') parts.add(`${expr.base.name}.${expr.key.value}`);
    },
  });
  return parts;
};

/** Columns that the query looks at, and parts of them. */
const lookedAt = (query: Query): ReadonlySet<string> => {
  const carried = carriedIn(query);
  return new Set([...columnsWhere(query, (column) => !carried.has(column)), ...partsOf(query)]);
};

/** The column whose text is tested: itself, or the text of a dynamic one. */
const textColumn = (subject: Expr): string | null => {
  const [inner] = subject.kind === 'call' && subject.fn === 'tostring' ? subject.args : [];
  if (inner?.kind === 'column' && inner.type === 'dynamic') return inner.name;
  return subject.kind === 'column' ? subject.name : null;
};

/** Constant texts that columns are compared with as wholes. */
const namedTexts = ({ pipeline }: Query): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, string[]>();
  visitPipeline(pipeline, {
    expr: (expr) => {
      const subject = expr.kind === 'text' && expr.test === 'equals' ? textColumn(expr.subject) : null;
      if (expr.kind !== 'text' || subject === null) return;
      const texts = expr.patterns.flatMap((one) => (one.kind === 'literal' && typeof one.value === 'string' ? [one.value] : []));
      found.set(subject, [...(found.get(subject) ?? []), ...texts]);
    },
  });
  return found;
};

/** Columns that a condition beside `and` lets one constant text through of. */
const soleTexts = ({ pipeline }: Query): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  for (const step of pipeline.steps) {
    if (step.kind !== 'filter') continue;
    for (const one of step.condition.kind === 'and' ? step.condition.operands : [step.condition]) {
      if (one.kind !== 'text' || one.test !== 'equals' || one.subject.kind !== 'column') continue;
      const [pattern, ...more] = one.patterns;
      if (pattern?.kind === 'literal' && typeof pattern.value === 'string' && more.length === 0) found.set(one.subject.name, pattern.value);
    }
  }
  return found;
};

/** One entry per table. `normal`: in normal form. */
export const usesOf = (normal: Query): readonly TableUse[] => {
  const query = withUnpackedBags(normal);
  const only = soleTexts(query);
  const request = requester(query.pipeline);
  const read = lookedAt(query);
  const named = namedTexts(query);
  return tablesOf(query).map(({ isLookup, ...table }) => ({
    name: table.name,
    columns: request(table).columns,
    read,
    named,
    only,
    ...(isLookup ? { lookup: table.name } : {}),
  }));
};

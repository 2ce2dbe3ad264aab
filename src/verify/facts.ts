// A finding and an event in; what the declaration behind the finding asks about the event out.
import { isBag, isList, parsedDynamic } from '../backends/shared/cell-text.ts';
import type { KqlCell } from '../backends/shared/proof.ts';
import { contains, type Span } from '../diagnostics/span.ts';
import type { World } from '../eval/evaluate.ts';
import { type Event, isMatch } from '../eval/matching.ts';
import { tried } from '../eval/refusal.ts';
import type { Expr } from '../ir/expr.ts';
import type { Pipeline, Query, Source } from '../ir/pipeline.ts';
import { visitPipeline } from '../ir/traverse.ts';
import { withUnpackedBags } from '../ir/unpacked-bags.ts';
import { arraysIn, isUneven } from './array-reads.ts';
import { cellsOf } from './cells.ts';
import { type Reads, readsIn, valuesUnder } from './clause-reads.ts';
import { type Facts, partsOf } from './declared.ts';
import { pinned } from './pin.ts';
import { columnsIn, usesOf } from './reading.ts';

interface Clause {
  /** The table that it is asked of, where one is known. */
  readonly table: string | null;
  readonly query: Query;
}

/** Conditions of filters that lie inside a span, in the branches of a union too, each as a query over what its steps begin with alone. */
const clausesIn = (query: Query, span: Span): readonly Clause[] => {
  const found: Clause[] = [];
  const look = (source: Source, condition: Expr): void => {
    if (contains(span, condition.span)) {
      const steps = [{ kind: 'filter', span: condition.span, condition }] as const;
      found.push({ table: source.kind === 'table' ? source.name : null, query: { ...query, pipeline: { source, steps } } });
    } else if (condition.kind === 'and') for (const operand of condition.operands) look(source, operand);
  };
  const walk = ({ source, steps }: Pipeline): void => {
    if (source.kind === 'union') source.branches.forEach(walk);
    for (const step of steps) if (step.kind === 'filter') look(source, step.condition);
  };
  walk(query.pipeline);
  return found;
};

/** Constant times in a span, `now()` and `ago()` written out: ticks. */
const boundsIn = (query: Query, span: Span, now: bigint): readonly bigint[] => {
  const bounds: bigint[] = [];
  visitPipeline(pinned(query, now).pipeline, {
    expr: (expr) => {
      if (expr.kind === 'literal' && expr.type === 'datetime' && typeof expr.value === 'bigint' && contains(span, expr.span))
        bounds.push(expr.value);
    },
  });
  return bounds;
};

const matches = (query: Query, world: World, event: Event): boolean =>
  tried(
    () => isMatch(query, world, event),
    () => false,
  );

const absolute = (n: bigint): bigint => (n < 0n ? -n : n);

/** A value that the clause reads, the type of its column, and the keys under which it is looked for there; null: the whole column. */
type ReadCell = readonly [value: KqlCell, type: string, keys: ReadonlySet<string> | null];

const isBagUnderKey = ([value, , keys]: ReadCell): boolean =>
  keys !== null && isBag(value) && ![...value.keys()].some((key) => keys.has(key));

/** A dynamic value, also one that stands in a text as JSON. */
const dynamicOf = (cell: KqlCell, type: string | undefined): KqlCell => {
  if (type === 'dynamic') return cell;
  const value = typeof cell === 'string' ? parsedDynamic(cell) : undefined;
  return value !== undefined && (isBag(value) || isList(value)) ? value : null;
};

const isRead = (reads: Reads, name: string | undefined): boolean => name !== undefined && reads.has(name);

const isListUnderKey = ([value, , keys]: ReadCell): boolean => keys !== null && isList(value);

/** `normal`: the query in normal form. What the clause reads falls back to all that the query reads when no column of the event is known to be in it. */
export const factsAbout = (normal: Query, span: Span, world: World): ((event: Event) => Facts) => {
  const clauses = clausesIn(normal, span);
  const bounds = boundsIn(normal, span, world.now);
  const unpacked = withUnpackedBags(normal);
  const reads = readsIn(unpacked, span);
  const arrays = arraysIn(unpacked, span);
  const all: Reads = new Map([...columnsIn(normal)].map((name) => [name, null]));
  const supplied = new Set(usesOf(normal).flatMap(({ name, lookup }) => (lookup ? [name] : [])));
  return (event) => {
    const own = event.columns.some(({ name }) => reads.has(name)) ? reads : all;
    const isList = supplied.has(event.table);
    // The rows of a file may be looked up without a word about their columns: by the first.
    const isUnnamed = isList && !event.columns.some(({ name }) => own.has(name));
    const cells = cellsOf(event.row).flatMap((cell, i): readonly ReadCell[] => {
      const column = event.columns[i];
      if (isUnnamed) return i === 0 ? [[cell ?? '', column?.type ?? 'unknown', null]] : [];
      const keys = column ? own.get(column.name) : undefined;
      if (!column || keys === undefined) return [];
      return (keys === null ? [cell] : valuesUnder(cell, keys)).map((value) => [value, column.type, keys]);
    });
    const times = cells.flatMap(([cell, type]) => (type === 'datetime' && typeof cell === 'bigint' ? [cell] : []));
    const parts = cells.flatMap(([cell, type]) => (type === 'datetime' ? [] : partsOf(cell)));
    return {
      texts: parts.filter((part) => typeof part === 'string'),
      isNamed: reads.size > 0,
      numbers: parts.filter((part) => typeof part === 'number'),
      bagUnderKey: cells.some(isBagUnderKey),
      listUnderKey: cells.some(isListUnderKey),
      uneven: arrays.some((array) =>
        cellsOf(event.row).some(
          (cell, i) => isRead(own, event.columns[i]?.name) && isUneven(dynamicOf(cell, event.columns[i]?.type), array),
        ),
      ),
      boolean: parts.some((part) => typeof part === 'boolean'),
      times,
      nearBound: (ticks) => times.some((time) => bounds.some((bound) => absolute(time - bound) <= ticks)),
      holds: () => clauses.every(({ table, query }) => (table !== null && table !== event.table) || matches(query, world, event)),
      supplied: isList,
      now: world.now,
    };
  };
};

// A table with the filters behind it in; the base search and the columns that the rule needs out, and which conditions the base search settles.

import type { Span } from '../../diagnostics/span.ts';
import type { Expr } from '../../ir/expr.ts';
import type { Step } from '../../ir/pipeline.ts';
import { columnsRead, visitPipeline } from '../../ir/traverse.ts';
import type { ScalarType } from '../../ir/types.ts';
import type { TargetContext } from '../shared/backend.ts';
import { noPlace } from '../shared/no-place.ts';
import { both, type Command } from './ast.ts';
import { baseSearch, earlyConditions, type Reader, type Table, typeOf } from './base/base-search.ts';
import { toleratesRaw } from './base/tolerance.ts';
import { cleaning, naming, plainNames, type Read } from './commands/naming.ts';
import { type Binding, nullTextOf, type Scope } from './context.ts';
import { computedWith, type Demand, keepsAll, madeNames, neededBefore, unsettled } from './demand.ts';
import { isCustom, mappingOf } from './fields.ts';
import { lowering } from './lower-expr.ts';
import { isFieldName } from './quote.ts';
import { fieldOfColumn, isComposite, isTime as isEventTime, readColumn, timeField, type Use } from './stored/columns.ts';

export interface Rows {
  readonly commands: readonly Command[];
  readonly scope: Scope;
  /** Conditions that need no `where` any more. */
  readonly settled: ReadonlySet<Expr>;
  /** The rows keep every field of their events. */
  readonly whole: boolean;
}

interface Early {
  readonly conditions: readonly Expr[];
  readonly settled: ReadonlySet<Expr>;
  readonly columns: ReadonlySet<string>;
}

/** Conditions that read the raw fields rightly as they are: they come before the columns are cleaned, so that fewer rows need it. */
const tolerated = (r: Reader, steps: readonly Step[]): Early => {
  const conditions: Expr[] = [];
  const columns = new Set<string>();
  for (const { expr, source } of earlyConditions(steps)) {
    const raw = columnsRead(expr).every(
      (name) => source(name) === name && !r.isTime(name) && !isComposite(r.mapping, name, typeOf(r, name)),
    );
    if (!raw || !toleratesRaw(expr)) continue;
    conditions.push(expr);
    for (const name of columnsRead(expr)) columns.add(name);
  }
  return { conditions, settled: new Set(conditions), columns };
};

const whereEarly = (conditions: readonly Expr[], reads: readonly Read[], context: TargetContext): readonly Command[] => {
  if (conditions.length === 0) return [];
  const scope = new Map(reads.map(({ use, reading }): [string, Binding] => [use.name, reading.binding]));
  const l = lowering(context, scope, new Map(), true);
  return [{ kind: 'where', condition: both(...conditions.map((expr) => l.condition(expr, true))) }];
};

/** Where a rule names a column, for findings; the whole table when it never does. */
const usesOf = (table: Table, steps: readonly Step[], names: ReadonlySet<string>): readonly Use[] => {
  const seen = new Map<string, { span: Span; declared: boolean; type: ScalarType }>();
  visitPipeline(
    { source: table, steps },
    {
      expr: (e) => {
        if (e.kind === 'column' && !seen.has(e.name)) seen.set(e.name, { span: e.span, declared: e.declared, type: e.type });
      },
    },
  );
  const declared = new Map(table.frame.columns.map((column) => [column.name, column.type]));
  return [...names].map((name): Use => {
    const use = seen.get(name);
    const type = declared.get(name) ?? use?.type ?? 'unknown';
    return { name, type, declared: declared.has(name) || (use?.declared ?? true), span: use?.span ?? table.span };
  });
};

const stripped =
  (prefix: string | undefined, whole: boolean) =>
  (name: string): string =>
    whole && prefix && name.startsWith(prefix) ? name.slice(prefix.length) : name;

const eventTime: Binding = { field: timeField, rep: 'time', nullable: false };

const readAll = (r: Reader, uses: readonly Use[], numeric: ReadonlySet<string>, whole: boolean): readonly Read[] =>
  uses
    .filter((use) => !r.isTime(use.name))
    .map((use) => {
      const row = fieldOfColumn(r.mapping, r.table.name, use, r.context);
      const target = isFieldName(use.name) ? use.name : use.name.replace(/[^A-Za-z0-9_]/g, '_');
      if (target !== use.name) r.context.findings.assume('RMMC3809', use.span, { column: use.name, field: target });
      return { use, reading: readColumn(row, use, target, numeric.has(use.name), stripped(r.mapping.prefix, whole), r.context) };
    });

/** Lowers a table; `names` are the columns needed behind `steps`, `computed` those that are computed with there. */
export const lowerTable = (table: Table, steps: readonly Step[], { names: wanted, computed }: Demand, context: TargetContext): Rows => {
  const mapping = mappingOf(context, table.name);
  if (!mapping) {
    context.findings.refuse('RMMC4001', table.span, { table: table.name, target: 'spl', ...noPlace(table.name) });
    const lost = [...neededBefore(steps, wanted)].map((name): [string, Binding] => [name, { field: name, rep: 'text', nullable: true }]);
    return { commands: [], scope: new Map(lost), settled: new Set(), whole: false };
  }
  if (mapping.standIn !== undefined) context.findings.assume('RMMC3105', table.span, { table: table.name, source: mapping.standIn });
  if (mapping.where.exported) context.findings.assume('RMMC3870', table.span, { table: table.name });
  if (mapping.where.exported && isCustom(table.name)) context.findings.assume('RMMC3838', table.span, { table: table.name });
  const isTime = (name: string): boolean => isEventTime(mapping, table.timeColumn, name);
  const r: Reader = { mapping, table, context, isTime };
  const whole = keepsAll(steps) && wanted.size === 0;
  const base = baseSearch(r, steps);
  const left = unsettled(steps, base.settled);
  const early = tolerated(r, left);
  const rest = unsettled(left, early.settled);
  const made = new Set(madeNames(steps));
  const columns = neededBefore(rest, whole ? made : wanted);
  const own = whole && table.timeColumn !== null ? new Set([...columns, table.timeColumn]) : columns;
  const named = new Set([...own, ...early.columns]);
  checkOthers(r, steps, named);
  const reads = readAll(r, usesOf(table, steps, named), new Set([...computedWith(rest), ...computed]), whole);
  const nullText = nullTextOf(context);
  if (whole && nullText !== '') context.findings.assume('RMMC3802', table.span, { nullText });
  const strip: readonly Command[] = whole && mapping.prefix ? [{ kind: 'strip', prefix: mapping.prefix }] : [];
  const bindings = [...own].filter((name) => isTime(name)).map((name): [string, Binding] => [name, eventTime]);
  const cleaned = reads.filter(({ use }) => own.has(use.name));
  const scope = new Map([...bindings, ...cleaned.map(({ use, reading }): [string, Binding] => [use.name, reading.binding])]);
  const { commands: renamed, gone } = naming(reads);
  const commands: readonly Command[] = [
    { kind: 'search', terms: base.terms, leading: true },
    ...strip,
    ...renamed,
    ...whereEarly(early.conditions, reads, context),
    ...(whole && !mapping.prefix ? plainNames(r, reads, gone) : []),
    ...cleaning(cleaned, r),
  ];
  return { commands, scope, settled: new Set([...base.settled, ...early.settled]), whole };
};

/** Columns that only the base search names are looked up too, for the findings. */
const checkOthers = (r: Reader, steps: readonly Step[], read: ReadonlySet<string>): void => {
  const names = new Set([...neededBefore(steps, new Set())].filter((name) => !read.has(name) && !r.isTime(name)));
  for (const use of usesOf(r.table, steps, names)) fieldOfColumn(r.mapping, r.table.name, use, r.context);
};

// A bound query and a profile's exclusions in; the query that passes those rows over, and what became of each exclusion, out.
//
// Rows go behind the table that is read first, and behind the tables of a union that is: what the query does with fewer rows there is what was asked for. On the
// inner side of a join or in a subquery a row less could be a result more, so nothing is left out there.
import { type Diagnostic, report } from '../diagnostics/diagnostic.ts';
import type { Expr } from './expr.ts';
import { textLiteral } from './literals.ts';
import type { Exclusion } from './overlay.ts';
import type { Pipeline, Query, Source, Step } from './pipeline.ts';
import { visitPipeline } from './traverse.ts';
import type { Column } from './types.ts';

export interface Excluded {
  readonly query: Query;
  readonly diagnostics: readonly Diagnostic[];
}

type Table = Extract<Source, { kind: 'table' }>;

const tests = {
  equals: 'equals',
  startswith: 'startsWith',
  endswith: 'endsWith',
  contains: 'contains',
  has: 'term',
} as const satisfies Record<Exclusion['match'], string>;

const words: Readonly<Record<Exclusion['match'], string>> = {
  equals: 'equals',
  startswith: 'starts with',
  endswith: 'ends with',
  contains: 'contains',
  has: 'has',
};

const isFor = ({ tables }: Exclusion, table: Table): boolean => tables === undefined || tables.includes(table.name);

const integer = /^-?(?:0|[1-9]\d{0,17})$/;

/** The conditions under which a row stays; null when the column cannot be compared like that. */
const stays = ({ match, values }: Exclusion, { name, type }: Column, { span }: Table): readonly Expr[] | null => {
  const column: Expr = { kind: 'column', span, name, declared: true, type };
  const not = (operand: Expr): Expr => ({ kind: 'not', span, type: 'bool', operand });
  if (type === 'int' || type === 'long') {
    if (match !== 'equals' || !values.every((value) => integer.test(value))) return null;
    const numbers = values.map((value): Expr => ({ kind: 'literal', span, type: 'long', value: BigInt(value) }));
    return [not({ kind: 'member', span, type: 'bool', subject: column, values: numbers })];
  }
  if (type !== 'string' && type !== 'dynamic') return null;
  const subject: Expr = type === 'string' ? column : { kind: 'call', span, type: 'string', fn: 'tostring', args: [column] };
  const test = (patterns: readonly string[]): Expr => ({
    kind: 'text',
    span,
    type: 'bool',
    test: tests[match],
    caseless: true,
    subject,
    patterns: patterns.map((value) => textLiteral(value, span)),
    require: 'any',
  });
  const several = match === 'equals' || match === 'has';
  return (several ? [values] : values.map((value) => [value])).map((patterns) => not(test(patterns)));
};

const describe = ({ column, match, values }: Exclusion): string =>
  `\`${column}\` ${words[match]} ${values.length === 1 ? 'a given text' : `one of ${values.length} given texts`}`;

interface Run {
  readonly exclusions: readonly Exclusion[];
  readonly profile: string;
  readonly found: Diagnostic[];
  /** Sources that are done, and how often: a `let` stands in several places. */
  readonly done: Map<Source, number>;
}

const filtersOn = (run: Run, table: Table): readonly Step[] => {
  const { profile, found } = run;
  const conditions = run.exclusions.flatMap((exclusion): readonly Expr[] => {
    if (!isFor(exclusion, table)) return [];
    const column = table.frame.columns.find(({ name }) => name === exclusion.column);
    if (!column) {
      found.push(report('RMMC8081', table.span, { table: table.name, column: exclusion.column, profile }));
      return [];
    }
    const kept = stays(exclusion, column, table);
    if (kept === null) {
      const problem = `profile \`${profile}\` excludes by ${words[exclusion.match]} over texts`;
      found.push(report('RMMC8085', table.span, { table: table.name, column: column.name, type: column.type, problem }));
      return [];
    }
    found.push(report('RMMC8080', table.span, { table: table.name, test: describe(exclusion), profile }));
    return kept;
  });
  return conditions.map((condition) => ({ kind: 'filter', span: table.span, condition }));
};

/** Joins that give rows of the other side for which there is none on this one. */
const addsRows = (step: Step): boolean =>
  step.kind === 'join' && (step.mode === 'rightanti' || step.mode === 'rightouter' || step.mode === 'fullouter');

const excludeIn = (run: Run, pipeline: Pipeline): Pipeline => {
  const { source, steps } = pipeline;
  if (steps.some(addsRows)) return pipeline;
  if (source.kind === 'table') run.done.set(source, (run.done.get(source) ?? 0) + 1);
  if (source.kind === 'table') return { source, steps: [...filtersOn(run, source), ...steps] };
  if (source.kind !== 'union') return pipeline;
  return { source: { ...source, branches: source.branches.map((branch) => excludeIn(run, branch)) }, steps };
};

const elsewhere: ReadonlySet<Source['kind']> = new Set(['tables', 'remote', 'stored', 'search', 'find', 'external']);

/** Sources that the exclusions were meant for and do not reach. */
const untouched = (run: Run, source: Source): void => {
  const { profile } = run;
  const say = (what: string, { column }: Exclusion, why: string): void => {
    run.found.push(report('RMMC8082', source.span, { what, column, profile, why }));
  };
  const left = run.done.get(source) ?? 0;
  if (left > 0) run.done.set(source, left - 1);
  for (const exclusion of run.exclusions) {
    if (source.kind === 'table' && left === 0) {
      const has = source.frame.columns.some(({ name }) => name === exclusion.column);
      if (has && isFor(exclusion, source)) say(source.name, exclusion, 'here a row less could be a result more');
    } else if (elsewhere.has(source.kind)) say(`\`${source.kind}\``, exclusion, 'it is no table whose columns are known');
  }
};

/** @param profile whose exclusions they are, for messages */
export const exclude = (query: Query, exclusions: readonly Exclusion[], profile: string): Excluded => {
  const run: Run = { exclusions, profile, found: [], done: new Map() };
  const pipeline = excludeIn(run, query.pipeline);
  visitPipeline(query.pipeline, { source: (source) => untouched(run, source) });
  return { query: { ...query, pipeline }, diagnostics: run.found };
};

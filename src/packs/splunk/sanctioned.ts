// A rule with a list of sanctioned tools in; the result column that names the tool out, where filtering the result says the same as filtering the events.
import { match, P } from 'ts-pattern';
import type { Sanctioned } from '../../frontend/sanctioned.ts';
import type { Expr } from '../../ir/expr.ts';
import type { Step } from '../../ir/pipeline.ts';
import type { PackRule } from '../pack.ts';

const isColumn = (expr: Expr, name: string): boolean => expr.kind === 'column' && expr.name === name;

/** The column leaves the step as it came, and no row depends on rows with another value in it. */
const passes = (step: Step, name: string): boolean =>
  match(step)
    .with({ kind: P.union('filter', 'sort') }, () => true)
    .with({ kind: 'extend' }, ({ columns }) => columns.every((column) => column.name !== name))
    .with({ kind: 'project' }, ({ columns }) => columns.some((column) => column.name === name && isColumn(column.expr, name)))
    .with({ kind: 'aggregate' }, ({ by }) => by.some((key) => key.name === name && isColumn(key.expr, name)))
    .otherwise(() => false);

const macroName = 'rmmc_sanctioned_tools';
export const sanctionedMacro = { name: macroName, stanza: `${macroName}(1)`, argument: 'column' } as const;

/** Null when the rule has no such list or its result does not tell. */
export const sanctionedColumn = ({ sanctioned, query }: PackRule): string | null => {
  if (!sanctioned || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(sanctioned.column)) return null;
  const { source, steps } = query.pipeline;
  const known = query.frame.columns.some(({ name }) => name === sanctioned.column);
  return known && source.kind === 'table' && steps.every((step) => passes(step, sanctioned.column)) ? sanctioned.column : null;
};

/** ASCII, because both sides are compared in lower case; and nothing that a string or a macro of Splunk reads otherwise. */
const plain = /^[ !#%-[\]-_a-~]+$/;

/** The search command of a list; null when a value cannot stand in it, or there is none. */
export const sanctionedSearch = ({ values }: Sanctioned): string | null => {
  if (values.length === 0 || !values.every((value) => plain.test(value))) return null;
  const texts = [...new Set(values.map((value) => value.toLowerCase()))].sort().map((value) => `"${value}"`);
  return `where isnull('$${sanctionedMacro.argument}$') OR NOT lower('$${sanctionedMacro.argument}$') IN (${texts.join(', ')})`;
};

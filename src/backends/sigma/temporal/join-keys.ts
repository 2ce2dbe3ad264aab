// The pairs of columns that a join holds against each other in; the keys that a correlation can group the events of all its tables by out.
import type { Span } from '../../../diagnostics/span.ts';
import type { ColumnRef, Expr } from '../../../ir/expr.ts';
import type { TargetContext } from '../../shared/backend.ts';
import type { FieldMapping } from '../../shared/fields.ts';
import { correlatedField, hindrance } from '../correlation/keys.ts';
import { sigmaTable } from '../fields.ts';
import type { Path } from '../path.ts';
import { sameBin } from './apart.ts';
import { timeLegIn } from './joined-conditions.ts';
import { homeOf, type KeyPair, type Leg } from './legs.ts';

/** One column of each table, by its own name, in the order of the tables. */
export interface JoinKey {
  readonly columns: readonly ColumnRef[];
  readonly span: Span;
}

/** Columns that are equal in all rows of the join. */
interface Equals {
  readonly columns: ReadonlyMap<string, ColumnRef>;
  readonly pairs: readonly KeyPair[];
}

const merged = (all: readonly Equals[], pair: KeyPair, left: ColumnRef, right: ColumnRef): readonly Equals[] => {
  const touches = ({ columns }: Equals): boolean => columns.has(left.name) || columns.has(right.name);
  const known = all.filter(touches);
  const columns = new Map([...known.flatMap((one) => [...one.columns]), [left.name, left] as const, [right.name, right] as const]);
  return [...all.filter((one) => !touches(one)), { columns, pairs: [...known.flatMap((one) => one.pairs), pair] }];
};

const sameLiteral = (a: Expr | null, b: Expr | null): boolean => a?.kind === 'literal' && b?.kind === 'literal' && a.value === b.value;

/** How a field holds the values; fields that hold them otherwise are never equal. */
const formOf = (mapping: FieldMapping | null): string =>
  JSON.stringify([mapping?.transform ?? null, mapping?.values ?? null, mapping?.valuesRule ?? null]);

const plainTypes: ReadonlySet<Expr['type']> = new Set<Expr['type']>(['string', 'int', 'long', 'guid', 'bool', 'unknown']);

/** The key; or why there is none. */
const keyOf = ({ columns, pairs }: Equals, legs: readonly Leg[], context: TargetContext): JoinKey | string => {
  const own = legs.map((_, leg) => {
    const found = [...columns.values()].find(({ name }) => homeOf(name).leg === leg);
    return found && { ...found, name: homeOf(found.name).name };
  });
  const found = own.filter((one) => one !== undefined);
  if (found.length < legs.length) return 'not all tables of the join have it';
  const [pair] = pairs;
  if (!pair || columns.size > legs.length) return 'it is held against several columns of one table';
  for (const [leg, expr] of found.entries()) {
    const table = legs[leg]?.table;
    const why = table ? hindrance({ name: expr.name, expr, span: expr.span }, [table], context) : null;
    if (why !== null) return why;
    if (!plainTypes.has(expr.type)) return `fields hold a ${expr.type} in several forms`;
  }
  const forms = found.map((expr, leg) =>
    formOf(correlatedField(sigmaTable(legs[leg]?.table.name ?? '', context.profile), expr.name, context)),
  );
  if (new Set(forms).size > 1) return 'its fields hold it in several forms';
  return { columns: found, span: pair.span };
};

const nameOf = (expr: Expr | null): string => (expr?.kind === 'column' ? homeOf(expr.name).name : 'a computed value');

const isEmptyText = (expr: Expr | undefined): boolean => expr?.kind === 'literal' && expr.value === '';

/** Whether a condition on the events of a table says that the column is not empty. */
const fills = (condition: Expr, name: string): boolean => {
  const of = condition.kind === 'not' ? condition.operand : condition;
  if (of.kind !== 'text' || of.subject.kind !== 'column' || of.subject.name !== name) return false;
  if (condition.kind === 'not') return of.test === 'equals' && of.patterns.some(isEmptyText);
  return of.test !== 'regex' && of.patterns.every((one) => one.kind === 'literal' && !isEmptyText(one));
};

const assumeHeld = ({ columns, span }: JoinKey, legs: readonly Leg[], context: TargetContext): void => {
  const fields = columns.map(
    ({ name }, leg) => correlatedField(sigmaTable(legs[leg]?.table.name ?? '', context.profile), name, context)?.field ?? name,
  );
  const all = [...new Set(fields)].join(' and ');
  const column = [...new Set(columns.map(({ name }) => name))].join(' and ');
  if (new Set(fields).size > 1) context.findings.assume('RMMC3688', span, { column, fields: all });
  const isFilled = columns.some((one, leg) => legs[leg]?.conditions.some((condition) => fills(condition, one.name)));
  if (!isFilled) context.findings.assume('RMMC3687', span, { column, field: all });
};

/** Null after a refusal. A key that is left out makes coarser groups: they hold all pairs that KQL has. */
export const keysOfLegs = (path: Path, legs: readonly Leg[], context: TargetContext): readonly JoinKey[] | null => {
  const { findings } = context;
  const timeLeg = timeLegIn(path);
  const gone: { readonly pair: KeyPair; readonly why: string }[] = [];
  let equals: readonly Equals[] = [];
  for (const pair of path.joined.pairs) {
    const { left, right, span } = pair;
    if (sameLiteral(left, right) || (left && right && sameBin(left, right, span, timeLeg))) continue;
    if (left?.kind === 'column' && right?.kind === 'column') equals = merged(equals, pair, left, right);
    else gone.push({ pair, why: 'it is computed' });
  }
  const keys = equals.flatMap((one): readonly JoinKey[] => {
    const key = keyOf(one, legs, context);
    if (typeof key !== 'string') return [key];
    gone.push(...one.pairs.map((pair) => ({ pair, why: key })));
    return [];
  });
  const [span = path.table.span] = path.joined.spans;
  if (keys.length === 0) {
    const all = gone.map(({ pair, why }) => `${nameOf(pair.left)} (${why})`).join(', ');
    findings.refuse('RMMC3686', span, { keys: all || 'it has none' });
    return null;
  }
  for (const { pair, why } of gone) findings.widen('RMMC3644', pair.span, { column: nameOf(pair.left), why });
  for (const key of keys) assumeHeld(key, legs, context);
  return keys;
};

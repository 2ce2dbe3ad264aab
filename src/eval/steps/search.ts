// `search` and `find`: rows of several tables that pass a test, which may ask of every column at once.
import { match, P } from 'ts-pattern';
import type { SearchTest } from '../../ir/pipeline.ts';
import { visitExpr } from '../../ir/traverse.ts';
import type { Column, DynamicValue } from '../../ir/types.ts';
import { argOf, compileExpr } from '../compile-expr.ts';
import { conjunction, disjunction, inverse } from '../logic.ts';
import { unsupported } from '../refusal.ts';
import type { Env, Scope, SourceOf } from '../scope.ts';
import { textTest } from '../text-test.ts';
import type { Getter, Operator, Row, Value } from '../value.ts';
import { blankOf } from '../values/blank.ts';
import { convert, toDynamic } from '../values/convert.ts';
import { perRow } from './sinks.ts';

type Anywhere = Extract<SearchTest, { kind: 'anywhere' }>;

/** True where one of the columns passes. */
const anywhere = (n: Anywhere, columns: readonly Column[], scope: Scope): Getter => {
  const patterns = n.patterns.map((pattern) => argOf(pattern, scope));
  const tests = columns.map(({ name, type }) => {
    const slot = scope.columns.findIndex((column) => column.name === name);
    return textTest(n, { type, get: (row) => row[slot] ?? blankOf(type), fixed: undefined }, patterns);
  });
  return n.negated ? (row) => tests.some((test) => test(row) !== true) : (row) => tests.some((test) => test(row) === true);
};

/** `columns`: those that `anywhere` looks at. */
const testOf = (test: SearchTest, columns: readonly Column[], scope: Scope): Getter =>
  match(test)
    .returnType<Getter>()
    .with({ kind: 'every' }, (n) => conjunction(n.tests.map((inner) => testOf(inner, columns, scope))))
    .with({ kind: 'some' }, (n) => disjunction(n.tests.map((inner) => testOf(inner, columns, scope))))
    .with({ kind: 'fails' }, (n) => inverse(testOf(n.test, columns, scope)))
    .with({ kind: 'anywhere' }, (n) => anywhere(n, columns, scope))
    .with({ kind: 'holds' }, (n) => compileExpr(n.condition, scope))
    .exhaustive();

const leaves = (test: SearchTest): readonly SearchTest[] =>
  match(test)
    .returnType<readonly SearchTest[]>()
    .with({ kind: P.union('every', 'some') }, (n) => n.tests.flatMap(leaves))
    .with({ kind: 'fails' }, (n) => leaves(n.test))
    .with({ kind: P.union('anywhere', 'holds') }, (n) => [n])
    .exhaustive();

/** Keeps the rows of the union of all tables that pass. A blank stands there for a column that the row's table lacks: it must never decide. */
export const searchFilter = (n: SourceOf<'search'>, env: Env): Operator =>
  perRow((columns) => {
    const scope: Scope = { columns, env, cursor: null };
    for (const leaf of leaves(n.condition)) {
      if (leaf.kind !== 'anywhere') continue;
      const onBlank = anywhere(leaf, [{ name: '', type: 'string' }], { ...scope, columns: [] });
      if (onBlank([]) === true) unsupported('`search` with a test that empty columns pass', leaf.span);
    }
    const holds = testOf(
      n.condition,
      columns.filter(({ name }) => name !== '$table'),
      scope,
    );
    return {
      columns,
      take: (row, emit) => {
        if (holds(row) === true) emit(row);
      },
    };
  });

const namesIn = (test: SearchTest): ReadonlySet<string> => {
  const names = new Set<string>();
  for (const leaf of leaves(test)) {
    if (leaf.kind === 'holds') visitExpr(leaf.condition, (expr) => expr.kind === 'column' && names.add(expr.name));
  }
  return names;
};

/** Whether `find` looks into a table of these columns at all. */
const looksInto = (test: SearchTest, columns: readonly Column[]): boolean => {
  const names = namesIn(test);
  return names.size === 0 || leaves(test).some(({ kind }) => kind === 'anywhere') || columns.some(({ name }) => names.has(name));
};

const packed = (row: Row, columns: readonly Column[], shown: ReadonlySet<string>): DynamicValue => {
  const bag = new Map<string, DynamicValue>();
  for (const [i, { name, type }] of columns.entries()) {
    const value = row[i] ?? null;
    if (!shown.has(name) && value !== null && value !== '') bag.set(name, toDynamic(value, type));
  }
  return bag;
};

/** For the rows of one table, called `branch`. */
export const findIn = (n: SourceOf<'find'>, branch: string, env: Env): Operator =>
  perRow((columns) => {
    const own = new Set(columns.map(({ name }) => name));
    const absent = n.sees.columns.filter(({ name }) => !own.has(name));
    const blanks: readonly Value[] = absent.map(({ type }) => blankOf(type));
    const holds = testOf(n.condition, columns, { columns: [...columns, ...absent], env, cursor: null });
    const shown = new Set(n.columns.map(({ name }) => name));
    const slots = n.columns.map(({ name }) => columns.findIndex((column) => column.name === name));
    const wanted = looksInto(n.condition, columns);
    const cells = (row: Row): readonly Value[] =>
      n.columns.map(({ type }, i) => {
        const slot = slots[i] ?? -1;
        return slot < 0 ? blankOf(type) : convert(row[slot] ?? null, columns[slot]?.type ?? type, type);
      });
    return {
      columns: n.frame.columns,
      take: (row, emit) => {
        if (wanted && holds([...row, ...blanks]) === true) emit([branch, ...cells(row), ...(n.pack ? [packed(row, columns, shown)] : [])]);
      },
      done: () => !wanted,
    };
  });

// A bound query and its tests in; which pass, how the others differ, and which clauses of the query no event decides out.
import { cellOf, misfit } from '../data/cells.ts';
import type { DataRecord } from '../data/row-maker.ts';
import { type Diagnostic, report } from '../diagnostics/diagnostic.ts';
import { nearest } from '../diagnostics/nearest.ts';
import type { Span } from '../diagnostics/span.ts';
import { evaluate, requester, type TableRequest, type World } from '../eval/evaluate.ts';
import { type Decision, decisionsOf, type Event, isDecidedBy, isMatch, matchingPart } from '../eval/matching.ts';
import { tried } from '../eval/refusal.ts';
import type { TableSource } from '../eval/scope.ts';
import { suppliedTables } from '../eval/supplied.ts';
import { columnsOfAnswer, readsOneTable, suppliedNames, tablePatterns } from '../eval/tables.ts';
import type { Relation, Row } from '../eval/value.ts';
import { textOf } from '../eval/values/text.ts';
import type { TablesLike } from '../ir/frame.ts';
import type { Query } from '../ir/pipeline.ts';
import { visitPipeline } from '../ir/traverse.ts';
import type { RuleTest, TestEvent } from './read-tests.ts';

export interface TestResult {
  readonly name: string;
  readonly status: 'passed' | 'failed' | 'error';
  /** Lines that begin with `-` (expected, not there), `+` (there, not expected). */
  readonly difference: readonly string[];
  /** What is wrong with the test itself, on the file of tests. */
  readonly problems: readonly Diagnostic[];
  /** What the evaluator refused, on the rule. */
  readonly refusal: Diagnostic | null;
}

/** A clause of the rule, and whether the events of the tests show that it is needed. */
export interface ClauseCoverage {
  readonly kind: Decision['kind'];
  readonly span: Span;
  readonly decided: boolean;
}

export interface SuiteResult {
  readonly tests: readonly TestResult[];
  readonly clauses: readonly ClauseCoverage[];
}

/** A test made ready: its events as rows of the tables that the query reads. */
interface Ready {
  readonly test: RuleTest;
  readonly world: World;
  readonly events: readonly (Event & { readonly id: string | null })[];
  readonly problems: readonly Diagnostic[];
}

/** What the query asks of its tables; of columns that no schema has it gets those that the events have. */
const requestsOf = (query: Query, events: readonly TestEvent[], members: readonly TableSource[]): ReadonlyMap<string, TableRequest> => {
  const requests = new Map<string, TableRequest>();
  const request = requester(query.pipeline);
  const alone = readsOneTable(query);
  const keysOf = (name: string): ReadonlySet<string> =>
    new Set(events.flatMap(({ table, record }) => (table === name ? Object.keys(record) : [])));
  const ask = (table: TableSource): void => {
    const asked = request(table);
    requests.set(table.name, { ...asked, columns: columnsOfAnswer(asked, keysOf(table.name), alone) });
  };
  visitPipeline(query.pipeline, {
    source: (source) => {
      if (source.kind === 'table') ask(source);
      if (source.kind === 'stored' || source.kind === 'external') suppliedTables(source).forEach(ask);
    },
  });
  for (const table of members) if (!requests.has(table.name)) ask(table);
  return requests;
};

interface Fitted {
  readonly row: Row;
  readonly problems: readonly Diagnostic[];
}

const rowFor = ({ table, record, span }: TestEvent, { columns, table: source }: TableRequest): Fitted => {
  const names = new Set(columns.map(({ name }) => name));
  const unknown = source.frame.open ? [] : Object.keys(record).filter((name) => name !== 'id' && !names.has(name));
  const cells = columns.map(({ name, type }) => cellOf(Object.hasOwn(record, name) ? record[name] : null, type));
  const suggest = (name: string): { suggestion?: string } => {
    const suggestion = nearest(name, names);
    return suggestion ? { suggestion } : {};
  };
  return {
    row: cells.map((cell) => (cell === misfit ? null : cell)),
    problems: [
      ...unknown.map((column) => report('RMMC7105', span, { column, table, ...suggest(column) })),
      ...columns.flatMap(({ name, type }, i) => (cells[i] === misfit ? [report('RMMC7104', span, { column: name, table, type })] : [])),
    ],
  };
};

const ready = (query: Query, test: RuleTest, tablesLike: TablesLike): Ready => {
  const supplied = suppliedNames(query);
  const given = [...new Set(test.events.map(({ table }) => table))].filter((name) => !supplied.has(name));
  const tables = (pattern: string, span: Span): readonly TableSource[] => tablesLike(pattern, given, span);
  const members = tablePatterns(query).flatMap(({ pattern, span }) => tables(pattern, span));
  const requests = requestsOf(query, test.events, members);
  const problems: Diagnostic[] = [];
  const events = test.events.flatMap((event) => {
    const request = requests.get(event.table);
    if (!request) {
      const suggestion = nearest(event.table, requests.keys());
      problems.push(report('RMMC7106', event.span, { table: event.table, ...(suggestion ? { suggestion } : {}) }));
      return [];
    }
    const { row, problems: found } = rowFor(event, request);
    problems.push(...found);
    return [{ table: event.table, columns: request.columns, row, id: event.id }];
  });
  const world: World = {
    now: test.now,
    table: ({ table, columns }): Relation => ({
      columns: requests.get(table.name)?.columns ?? columns,
      rows: events.filter((event) => event.table === table.name).map(({ row }) => row),
    }),
    tables,
  };
  return { test, world, events, problems };
};

const expectMatches = (query: Query, { test, world, events }: Ready): readonly string[] => {
  if (test.matches === null) return [];
  const part = matchingPart(query);
  const expected = new Set(test.matches);
  return events.flatMap((event) => {
    if (event.id === null) return [];
    const found = isMatch(part, world, event);
    if (found === expected.has(event.id)) return [];
    return [found ? `+ matches ${event.id}` : `- matches ${event.id}`];
  });
};

const shownRow = (cells: readonly (readonly [name: string, text: string])[]): string =>
  cells.map(([name, text]) => `${name}=${/[\s,="]/.test(text) || text === '' ? JSON.stringify(text) : text}`).join(' ');

/** Rows are compared as a bag, over the columns that the expected rows name. */
const expectRows = (query: Query, { test, world }: Ready): readonly string[] => {
  if (test.rows === null) return [];
  const { columns, rows } = evaluate(query, world);
  const named = new Set(test.rows.flatMap((row) => Object.keys(row)));
  const missing = [...named].filter((name) => !columns.some((column) => column.name === name));
  if (missing.length > 0)
    return missing.map((name) => `- column ${name} (the result has ${columns.map((column) => column.name).join(', ')})`);
  const compared = test.rows.length === 0 ? columns : columns.filter(({ name }) => named.has(name));
  const wanted = test.rows.map((row) => shownRow(compared.map(({ name, type }) => [name, expectedText(row, name, type)] as const)));
  const found = rows.map((row) =>
    shownRow(
      compared.map(({ name, type }) => [name, textOf(row[columns.findIndex((column) => column.name === name)] ?? null, type)] as const),
    ),
  );
  return [...minus(wanted, found).map((row) => `- ${row}`), ...minus(found, wanted).map((row) => `+ ${row}`)];
};

const expectedText = (row: DataRecord, name: string, type: Parameters<typeof cellOf>[1]): string => {
  const cell = cellOf(row[name] ?? null, type);
  return cell === misfit ? String(row[name]) : textOf(cell, type);
};

/** What `a` has more often than `b`. */
const minus = (a: readonly string[], b: readonly string[]): readonly string[] => {
  const left = new Map<string, number>();
  for (const item of b) left.set(item, (left.get(item) ?? 0) + 1);
  return a.filter((item) => {
    const count = left.get(item) ?? 0;
    if (count > 0) left.set(item, count - 1);
    return count === 0;
  });
};

const runTest = (query: Query, one: Ready): TestResult => {
  const result = { name: one.test.name, problems: one.problems, refusal: null, difference: [] };
  if (one.problems.length > 0) return { ...result, status: 'error' };
  return tried<TestResult>(
    () => {
      const difference = [...expectMatches(query, one), ...expectRows(query, one)];
      return { ...result, status: difference.length === 0 ? 'passed' : 'failed', difference };
    },
    ({ diagnostic }) => ({ ...result, status: 'error', refusal: diagnostic }),
  );
};

const refused = ({ name }: RuleTest, refusal: Diagnostic): TestResult => ({ name, status: 'error', difference: [], problems: [], refusal });

/** Runs the tests of one rule. */
export const runTests = (query: Query, tests: readonly RuleTest[], tablesLike: TablesLike): SuiteResult =>
  tried(
    () => runSuite(query, tests, tablesLike),
    ({ diagnostic }) => ({ tests: tests.map((test) => refused(test, diagnostic)), clauses: [] }),
  );

const runSuite = (query: Query, tests: readonly RuleTest[], tablesLike: TablesLike): SuiteResult => {
  const suite = tests.map((test) => ready(query, test, tablesLike));
  const results = suite.map((one) => runTest(query, one));
  if (results.some(({ status }) => status === 'error')) return { tests: results, clauses: [] };
  const part = matchingPart(query);
  const judged = suite.flatMap(({ world, events }) => events.map((event) => ({ world, event, matches: isMatch(part, world, event) })));
  const clauses = decisionsOf(part).map((decision) => ({
    kind: decision.kind,
    span: decision.span,
    decided: judged.some(({ world, event, matches }) => isDecidedBy(decision, world, event, matches)),
  }));
  return { tests: results, clauses };
};

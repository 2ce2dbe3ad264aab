// The text of a `<rule>.test.yaml` in; its tests out, or diagnostics with positions. Nothing is guessed: an unknown key is an error.
import { isNode, parseDocument } from 'yaml';
import { type Checker, checkShape, type Shape } from '../config/shape.ts';
import type { DataRecord } from '../data/row-maker.ts';
import { type Diagnostic, report } from '../diagnostics/diagnostic.ts';
import { nearest } from '../diagnostics/nearest.ts';
import { type Source, wholeFile } from '../diagnostics/source.ts';
import type { Span } from '../diagnostics/span.ts';
import { toDatetime } from '../eval/values/convert.ts';

export interface TestEvent {
  /** The event's name in `matches`; null when it has none. */
  readonly id: string | null;
  readonly table: string;
  readonly record: DataRecord;
  readonly span: Span;
}

export interface RuleTest {
  readonly name: string;
  readonly span: Span;
  /** Ticks: what `now()` is. */
  readonly now: bigint;
  readonly events: readonly TestEvent[];
  /** Ids of the events that match by themselves; null: not asked. */
  readonly matches: readonly string[] | null;
  /** The rows of the result, by the columns that are named; null: not asked. */
  readonly rows: readonly DataRecord[] | null;
}

export interface TestFile {
  readonly source: Source;
  /** The rule's file beside this one; null: the one of the same name. */
  readonly rule: string | null;
  readonly tests: readonly RuleTest[];
  readonly diagnostics: readonly Diagnostic[];
}

const any: Shape = { is: 'any' };
const scalar: Shape = { is: 'scalar' };
const record: Shape = { is: 'map', of: any };
const events: Shape = { is: 'map', of: { is: 'list', of: record } };
const testShape: Shape = {
  is: 'record',
  where: 'a test',
  keys: new Map<string, Shape>([
    ['name', scalar],
    ['now', scalar],
    ['events', events],
    ['matches', { is: 'list', of: scalar }],
    ['rows', { is: 'list', of: record }],
  ]),
  needs: ['name', 'events'],
};
const fileShape: Shape = {
  is: 'record',
  where: 'a file of tests',
  keys: new Map<string, Shape>([
    ['rule', scalar],
    ['now', scalar],
    ['defaults', { is: 'map', of: record }],
    ['tests', { is: 'list', of: testShape }],
  ]),
  needs: ['tests'],
};

interface PlainTest {
  readonly name: unknown;
  readonly now?: unknown;
  readonly events: Readonly<Record<string, readonly DataRecord[]>>;
  readonly matches?: readonly unknown[];
  readonly rows?: readonly DataRecord[];
}

interface PlainFile {
  readonly rule?: unknown;
  readonly now?: unknown;
  readonly defaults?: Readonly<Record<string, DataRecord>>;
  readonly tests: readonly PlainTest[];
}

type Path = readonly (string | number)[];

interface Reader {
  readonly found: Diagnostic[];
  readonly spanAt: (path: Path) => Span;
}

const readNow = (reader: Reader, value: unknown, path: Path): bigint | null => {
  if (value === undefined) return null;
  const ticks = toDatetime(String(value), 'string');
  if (ticks === null) reader.found.push(report('RMMC7103', reader.spanAt(path), { found: String(value) }));
  return ticks;
};

const readEvents = (reader: Reader, file: PlainFile, test: PlainTest, at: number): readonly TestEvent[] =>
  Object.entries(test.events).flatMap(([table, list]) =>
    list.map((record, i) => ({
      id: record.id === undefined || record.id === null ? null : String(record.id),
      table,
      record: { ...file.defaults?.[table], ...record },
      span: reader.spanAt(['tests', at, 'events', table, i]),
    })),
  );

const checkIds = (reader: Reader, test: RuleTest, at: number): void => {
  const ids = new Set(test.events.flatMap(({ id }) => (id === null ? [] : [id])));
  for (const [i, id] of (test.matches ?? []).entries()) {
    const suggestion = nearest(id, ids);
    if (!ids.has(id)) {
      reader.found.push(report('RMMC7102', reader.spanAt(['tests', at, 'matches', i]), { id, ...(suggestion ? { suggestion } : {}) }));
    }
  }
};

/** 2026-01-01T00:00:00Z, so that a test without `now` gives the same result every day. */
const fixedNow = 639_028_224_000_000_000n;

const readTest = (reader: Reader, file: PlainFile, plain: PlainTest, at: number): RuleTest => {
  const span = reader.spanAt(['tests', at, 'name']);
  const now = readNow(reader, plain.now, ['tests', at, 'now']) ?? readNow(reader, file.now, ['now']) ?? fixedNow;
  const test: RuleTest = {
    name: String(plain.name),
    span,
    now,
    events: readEvents(reader, file, plain, at),
    matches: plain.matches?.map(String) ?? null,
    rows: plain.rows ?? null,
  };
  if (test.matches === null && test.rows === null) reader.found.push(report('RMMC7107', span, {}));
  checkIds(reader, test, at);
  return test;
};

/** Reads a file of tests. With diagnostics there are no tests. */
export const readTests = (text: string, file: string): TestFile => {
  const source = wholeFile(file, text.replace(/^\uFEFF/, ''));
  const checker: Checker = { diagnostics: [] };
  const document = parseDocument(source.fileText, { prettyErrors: false, uniqueKeys: false, logLevel: 'silent', intAsBigInt: true });
  const broken = document.errors.map((error) =>
    report(
      'RMMC5001',
      { start: error.pos[0], end: Math.max(error.pos[0] + 1, error.pos[1]) },
      { problem: error.message.split('\n')[0] ?? '' },
    ),
  );
  const none = { source, rule: null, tests: [] };
  if (broken.length > 0) return { ...none, diagnostics: broken };
  checkShape(checker, document.contents, fileShape, file, { start: 0, end: 0 });
  if (checker.diagnostics.length > 0) return { ...none, diagnostics: checker.diagnostics };
  const plain = document.toJS() as PlainFile;
  const spanAt = (path: Path): Span => {
    const node = document.getIn(path, true);
    const range = isNode(node) ? node.range : null;
    return range ? { start: range[0], end: range[1] } : { start: 0, end: 0 };
  };
  const reader: Reader = { found: [], spanAt };
  const tests = plain.tests.map((test, at) => readTest(reader, plain, test, at));
  const rule = plain.rule === undefined ? null : String(plain.rule);
  return reader.found.length > 0 ? { ...none, rule, diagnostics: reader.found } : { source, rule, tests, diagnostics: [] };
};

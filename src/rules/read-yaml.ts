// Sentinel YAML (hunting queries and analytics rules, one or several documents) in; one unit per document with a `query`, a reason for each other one.
import { type Document, isAlias, isMap, isScalar, parseAllDocuments, type YAMLError } from 'yaml';
import { type Diagnostic, report } from '../diagnostics/diagnostic.ts';
import type { Segment } from '../diagnostics/source.ts';
import type { Span } from '../diagnostics/span.ts';
import { repairFlatYaml } from './flat-yaml.ts';
import { ruleMeta } from './rule-meta.ts';
import { scalarSegments } from './scalar-map.ts';
import type { NamelessUnit, Reading } from './unit.ts';
import { type Page, ruleInPage } from './web-page.ts';
import { yamlExcess } from './yaml-guard.ts';
import { describeNode, type Entry, entriesOf, nodeSpan, styleOf, textOf } from './yaml-nodes.ts';

/** The text that is parsed (the file's, or a repaired one) and the way back to the file. */
interface Text {
  readonly file: string;
  readonly fileText: string;
  readonly text: string;
  toFile(offset: number): number;
}

const maxErrors = 5;
const parseOptions = { uniqueKeys: false, prettyErrors: false, logLevel: 'silent', merge: false, version: '1.2' } as const;

/** Documents of a text, or the reason why there are none. */
export const parseYaml = (text: string): { documents: readonly Document.Parsed[] } | { problem: Diagnostic } => {
  const excess = yamlExcess(text);
  const at = (offset: number): Span => ({ start: offset, end: Math.min(offset + 1, text.length) });
  if (excess) return { problem: report('RMMC1013', at(excess.offset), excess) };
  try {
    const documents = parseAllDocuments(text, parseOptions);
    return { documents: Array.isArray(documents) ? documents : [] };
  } catch (error) {
    return { problem: report('RMMC1007', at(0), { problem: error instanceof Error ? error.message : String(error) }) };
  }
};

const problemOf = (error: YAMLError): string => (error.message.split('\n')[0] ?? error.message).replace(/\.$/, '');

const spanIn = (source: Text, span: Span): Span => ({
  start: source.toFile(span.start),
  end: Math.max(source.toFile(span.start), source.toFile(span.end)),
});

const errorSpan = (source: Text, error: YAMLError): Span =>
  spanIn(source, { start: error.pos[0], end: Math.max(error.pos[0] + 1, Math.min(error.pos[1], error.pos[0] + 80)) });

/** Entries by key; of a key that stands twice the first counts. */
const byKey = (source: Text, entries: readonly Entry[]): { map: ReadonlyMap<string, Entry>; diagnostics: readonly Diagnostic[] } => {
  const map = new Map<string, Entry>();
  const diagnostics: Diagnostic[] = [];
  for (const entry of entries) {
    if (!map.has(entry.key)) map.set(entry.key, entry);
    else diagnostics.push(report(entry.key === 'query' ? 'RMMC1021' : 'RMMC1015', spanIn(source, entry.keySpan), { key: entry.key }));
  }
  return { map, diagnostics };
};

/**
 * An error before the query or behind the next key of the rule does not touch the query; any other one may have cut it short, and half a query is
 * worse than none.
 */
const cutsQuery = (query: Entry, entries: readonly Entry[], error: YAMLError): boolean => {
  const next = entries.find((entry) => entry.keySpan.start > query.keySpan.start && /^[A-Za-z]\w*$/.test(entry.key));
  const from = next ? next.keySpan.start : Number.POSITIVE_INFINITY;
  return error.pos[1] > query.keySpan.start && error.pos[0] < from;
};

const errorsOf = (source: Text, document: Document.Parsed, query: Entry | undefined, entries: readonly Entry[]): readonly Diagnostic[] =>
  document.errors.slice(0, maxErrors).map((error) => {
    const span = errorSpan(source, error);
    const problem = problemOf(error);
    if (!query) return report('RMMC1007', span, { problem });
    return cutsQuery(query, entries, error) ? report('RMMC1012', span, { problem }) : report('RMMC1008', span, { problem });
  });

const queryProblem = (source: Text, query: Entry | undefined, entries: readonly Entry[], whole: Span): Diagnostic | null => {
  if (!query) {
    const names = entries.slice(0, 8).map((entry) => `\`${entry.key.slice(0, 40)}\``);
    return report('RMMC1009', whole, { found: names.length === 0 ? 'no keys' : names.join(', ') });
  }
  const span = spanIn(source, nodeSpan(query.value, query.keySpan));
  const text = textOf(query.value);
  if (isAlias(query.value) || (text === null && describeNode(query.value) !== 'nothing')) {
    return report('RMMC1010', span, { found: describeNode(query.value) });
  }
  return text === null || text.trim() === '' ? report('RMMC1011', spanIn(source, query.keySpan), {}) : null;
};

const querySegments = (source: Text, node: unknown, value: string): readonly Segment[] => {
  if (!isScalar(node) || !node.range) return [{ start: 0, fileStart: 0 }];
  const [start, end] = node.range;
  const segments = scalarSegments({ text: source.text, start, end }, value, styleOf(node));
  return segments.map((segment) => ({ start: segment.start, fileStart: source.toFile(segment.fileStart) }));
};

const readDocument = (
  source: Text,
  document: Document.Parsed,
  strict: boolean,
): { unit: NamelessUnit | null; diagnostics: readonly Diagnostic[] } => {
  const { contents } = document;
  const [start, , end] = document.range;
  const first = nodeSpan(contents, { start, end });
  const line = source.text.indexOf('\n', first.start);
  const whole = spanIn(source, { start: first.start, end: line < 0 ? end : Math.min(line, end) });
  if (!isMap(contents)) {
    const errors = errorsOf(source, document, undefined, []);
    if (describeNode(contents) === 'nothing') return { unit: null, diagnostics: errors };
    return { unit: null, diagnostics: [...errors, report('RMMC1016', whole, { found: describeNode(contents) })] };
  }
  const entries = entriesOf(contents);
  const { map, diagnostics: twice } = byKey(source, entries);
  const query = map.get('query');
  const missing = queryProblem(source, query, entries, whole);
  const read = ruleMeta(map);
  const about = read.diagnostics.map((diagnostic) => ({ ...diagnostic, span: spanIn(source, diagnostic.span) }));
  const found = [...errorsOf(source, document, missing ? undefined : query, entries), ...twice, ...(missing ? [missing] : about)];
  const diagnostics = found.map((one): Diagnostic => (strict && one.severity === 'warning' ? { ...one, severity: 'error' } : one));
  const text = textOf(query?.value);
  if (text === null || !query || diagnostics.some((one) => one.severity === 'error')) return { unit: null, diagnostics };
  const segments = querySegments(source, query.value, text);
  const unit = {
    meta: read.meta,
    source: { file: source.file, fileText: source.fileText, text, segments },
    span: spanIn(source, { start, end }),
  };
  return { unit, diagnostics };
};

/** Notes of the page count when the rule has none of its own. */
const withNotes = (unit: NamelessUnit, page: Page | null): NamelessUnit =>
  page && unit.meta.falsePositives.length === 0 ? { ...unit, meta: { ...unit.meta, falsePositives: page.falsePositives } } : unit;

/** Reads the YAML of a rule file. Errors of a document leave the others as they are. */
export const readYaml = (file: string, fileText: string, strict: boolean): Reading => {
  const page = ruleInPage(fileText);
  const yamlText = page?.text ?? fileText;
  const repaired = repairFlatYaml(yamlText);
  const source: Text = { file, fileText, text: repaired?.text ?? yamlText, toFile: (offset) => repaired?.toFile(offset) ?? offset };
  const lenient = [
    ...(page ? [report('RMMC1024', page.span, {})] : []),
    ...(repaired?.keys ?? []).map(({ key, span }) => report('RMMC1017', span, { key })),
  ].map((found): Diagnostic => (strict ? { ...found, severity: 'error' } : found));
  const parsed = parseYaml(source.text);
  if ('problem' in parsed) return { units: [], diagnostics: [{ ...parsed.problem, span: spanIn(source, parsed.problem.span) }] };
  const read = parsed.documents.map((document) => readDocument(source, document, strict));
  const units = strict && lenient.length > 0 ? [] : read.flatMap(({ unit }) => (unit ? [withNotes(unit, page)] : []));
  return { units, diagnostics: [...lenient, ...read.flatMap(({ diagnostics }) => diagnostics)] };
};

// A rule file in; the file with its queries laid out, everything else untouched, out. A query that cannot be put back safely stays as it is.
import { type LocatedDiagnostic, locateDiagnostic } from '../diagnostics/located.ts';
import { fileOffset, type Source } from '../diagnostics/source.ts';
import type { ReadResult, RuleUnit } from '../rules/read-rules.ts';
import { type FormatOptions, formatQuery, sameContent } from './format-query.ts';

export interface FormattedFile {
  readonly text: string;
  /** Errors of the file and of queries that do not parse; these stay as they are. */
  readonly broken: readonly LocatedDiagnostic[];
  /** Queries that parse and stay as they are all the same: those in quoted or folded YAML, in JSON or in a web page. */
  readonly kept: readonly string[];
}

/** Reads a file text into its queries. */
export type Read = (text: string) => ReadResult;

/** A piece of the file and what stands there instead. */
interface Patch {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The indentation of the fence that a query stands in; none for other queries. */
const fenceIndentation = (unit: RuleUnit): string => {
  const above = unit.source.fileText.slice(0, unit.span.start).split('\n').at(-2) ?? '';
  return /^([ \t]*)(?:`{3,}|~{3,})/.exec(above)?.[1] ?? '';
};

const lineEndOf = (fileText: string): string => (/\r?\n/.exec(fileText)?.[0] === '\r\n' ? '\r\n' : '\n');

interface Place {
  readonly start: number;
  readonly end: number;
  /** What the file puts before each line of the query, as YAML does in a block. */
  readonly base: string;
}

/** Where the query stands as whole lines of the file; null when the file spells it otherwise (quotes, folded lines, JSON). */
const placeOf = (source: Source, query: string, offset: number): Place | null => {
  const { fileText, text } = source;
  const first = fileOffset(source, offset);
  const end = fileOffset(source, offset + query.length - 1) + 1;
  const start = fileText.lastIndexOf('\n', first - 1) + 1;
  const before = fileText.slice(start, first);
  const own = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  if (before.trim() !== '' || !before.endsWith(own)) return null;
  const base = before.slice(0, before.length - own.length);
  const written = fileText.slice(start, end).split(/\r?\n/);
  const lines = (own + query).split('\n');
  const isSame = (line: string, i: number): boolean => written[i] === base + line || (line.trim() === '' && written[i]?.trim() === '');
  return written.length === lines.length && lines.every(isSame) ? { start, end, base } : null;
};

/** What becomes of one query. */
type Outcome =
  | { readonly kind: 'same' }
  | { readonly kind: 'kept' }
  | { readonly kind: 'broken'; readonly diagnostics: readonly LocatedDiagnostic[] }
  | { readonly kind: 'patch'; readonly patch: Patch };

const outcomeOf = (unit: RuleUnit, options: FormatOptions): Outcome => {
  const { source } = unit;
  const query = source.text.trim();
  const offset = source.text.length - source.text.trimStart().length;
  const done = formatQuery(query, options);
  if ('diagnostics' in done) {
    const shifted = done.diagnostics.map((d) => ({ ...d, span: { start: d.span.start + offset, end: d.span.end + offset } }));
    return { kind: 'broken', diagnostics: shifted.map((d) => locateDiagnostic(source, d)) };
  }
  const place = placeOf(source, query, offset);
  if (place === null) return done.text === query ? { kind: 'same' } : { kind: 'kept' };
  const indentation = place.base + fenceIndentation(unit);
  const lines = done.text.split('\n').map((line) => (line === '' ? line : indentation + line));
  const text = lines.join(lineEndOf(source.fileText));
  const isSame = text === source.fileText.slice(place.start, place.end);
  return isSame ? { kind: 'same' } : { kind: 'patch', patch: { start: place.start, end: place.end, text } };
};

const applied = (fileText: string, patches: readonly Patch[]): string =>
  [...patches]
    .sort((a, b) => b.start - a.start)
    .reduce((text, { start, end, text: own }) => text.slice(0, start) + own + text.slice(end), fileText);

/** Whether a file is the query and nothing else; such a file ends in one line break. */
const isBare = (fileText: string, units: readonly RuleUnit[]): boolean => {
  const last = units.at(-1);
  return last?.span.end === fileText.length && fileText.slice(last.span.start).replaceAll('\r\n', '\n') === last.source.text;
};

/** Whether a file still holds the same queries, token by token and comment by comment. */
const holdsSame = (before: readonly RuleUnit[], after: readonly RuleUnit[]): boolean =>
  before.length === after.length &&
  before.every((unit, i) => {
    const other = after[i];
    return other !== undefined && other.name === unit.name && sameContent(unit.source.text, other.source.text);
  });

/**
 * Lays out the queries of a rule file. Line ends, YAML and the indentation of its blocks stay.
 * @param read how the file is read; it is read again when it is laid out, to prove that the queries are the same
 */
export const formatFile = (text: string, read: Read, options: FormatOptions = {}): FormattedFile => {
  const { units, source, diagnostics } = read(text);
  const outcomes = units.map((unit) => ({ unit, outcome: outcomeOf(unit, options) }));
  const errors = diagnostics.filter((d) => d.severity === 'error').map((d) => locateDiagnostic(source, d));
  const broken = [...errors, ...outcomes.flatMap(({ outcome }) => (outcome.kind === 'broken' ? outcome.diagnostics : []))];
  const patches = outcomes.flatMap(({ outcome }) => (outcome.kind === 'patch' ? [outcome.patch] : []));
  const namesOf = (kinds: readonly Outcome['kind'][]): readonly string[] =>
    outcomes.flatMap(({ unit, outcome }) => (kinds.includes(outcome.kind) ? [unit.name] : []));
  const mark = text.slice(0, text.length - source.fileText.length);
  const whole = applied(source.fileText, patches);
  const next = mark + (broken.length === 0 && isBare(source.fileText, units) ? whole.trimEnd() + lineEndOf(source.fileText) : whole);
  if (next === text || !holdsSame(units, read(next).units))
    return { text, broken, kept: namesOf(next === text ? ['kept'] : ['kept', 'patch']) };
  return { text: next, broken, kept: namesOf(['kept']) };
};

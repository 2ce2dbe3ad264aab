// A test of a string in (KQL's meaning, a lowered subject, literal needles); an ES|QL condition out, with the guard that a missing field needs.
import { match } from 'ts-pattern';
import type { Span } from '../../diagnostics/span.ts';
import type { Literal, TextTest } from '../../ir/expr.ts';
import { assumeAsciiClasses } from '../shared/ascii-classes.ts';
import type { FieldMapping } from '../shared/fields.ts';
import type { Position } from '../shared/findings.ts';
import { and, binary, bool, call, type Es, isNotNull, isNull, not, or, str } from './ast.ts';
import { type Context, refuse } from './context.ts';
import { escapeLike, isBrokenText } from './quote.ts';
import { anyNeedle, longestPattern } from './regex/lucene-needles.ts';
import { luceneRegex } from './regex/lucene-regex.ts';
import { wordsOf } from './stored/stored-words.ts';
import { textOf, type Value } from './value.ts';

export interface TextTestOf {
  readonly span: Span;
  readonly test: TextTest;
  readonly caseless: boolean;
  readonly require: 'any' | 'all';
  readonly needles: readonly string[];
}

/** A condition that is null where the subject is null. `empty`: KQL's answer for the empty string. `never`: no text passes. */
interface Predicate {
  readonly es: Es;
  readonly empty: boolean;
}

const hasLetter = (text: string): boolean => /[A-Za-z]/.test(text);

/** `TO_LOWER` folds all of Unicode: for these needles that is the same as folding ASCII (only the Kelvin sign becomes an ASCII letter). */
const lowersExactly = (text: string): boolean => /^[\0-\x7f]*$/.test(text) && !/[kK]/.test(text);

/** The dotted capital I becomes an `i` and a dot above it, which stands outside of a needle that ends in `i` where the text may go on. */
const foldsExactly = (test: TextTest, text: string): boolean =>
  lowersExactly(text) && !((test === 'contains' || test === 'startsWith') && /[iI]$/.test(text));

const anyOf = (subject: Es, values: readonly string[]): Es => {
  const [only] = values;
  return values.length === 1 && only !== undefined
    ? binary('==', subject, str(only))
    : { kind: 'in', left: subject, items: values.map(str) };
};

/** Measured: a shard takes no longer value to compare `TO_LOWER(field)` with. */
const longestValue = 1000;

/** The text of a field as the engine computes it itself: what it hands to a shard has limits of length. */
const computed = (subject: Es): Es => (subject.kind === 'field' ? call('CONCAT', subject, str('')) : subject);

/** A pattern that is too long for a shard is tested by the engine itself, which gets a computed text only. */
const rlike = (subject: Es, patterns: readonly string[]): Es =>
  or(
    ...patterns.map((pattern) => {
      const tested = pattern.length > longestPattern ? computed(subject) : subject;
      return binary('RLIKE', tested, str(pattern));
    }),
  );

const equals = (subject: Es, caseless: boolean, needles: readonly string[]): Es => {
  if (!caseless || !needles.some(hasLetter)) return anyOf(subject, needles);
  if (needles.every(lowersExactly)) {
    const isLong = needles.some((text) => text.length > longestValue);
    return anyOf(call('TO_LOWER', isLong ? computed(subject) : subject), [...new Set(needles.map((text) => text.toLowerCase()))]);
  }
  const full = needles.filter((text) => text !== '');
  const folded = rlike(subject, anyNeedle('equals', true, full));
  return full.length < needles.length ? or(binary('==', subject, str('')), folded) : folded;
};

const like = (subject: Es, test: Part, text: string): Es => {
  const pattern = `${test === 'startsWith' ? '' : '*'}${escapeLike(text)}${test === 'endsWith' ? '' : '*'}`;
  return binary('LIKE', subject, str(pattern));
};

/** Measured: a needle of 300 characters makes an automaton that the engine takes in the worst case, one of 400 does not. */
export const longestNeedle = 300;

/** Measured: a whole value in classes (`[Kk]`) that the engine still takes as a pattern. */
const longestClassed = 3000;

/** A needle too long for a pattern, as a plain search; the engine hands STARTS_WITH on a field to the shard as a pattern again. */
const plainSearch = (where: Es, test: Part, text: string): Es => {
  const subject = computed(where);
  return match(test)
    .with('contains', () => binary('>', call('LOCATE', subject, str(text)), { kind: 'number', text: '0' }))
    .with('startsWith', () => call('STARTS_WITH', subject, str(text)))
    .with('endsWith', () => call('ENDS_WITH', subject, str(text)))
    .exhaustive();
};

type Part = 'contains' | 'startsWith' | 'endsWith';

const onePart = (subject: Es, test: Part, caseless: boolean, text: string): Es => {
  const folds = caseless && hasLetter(text);
  const [where, what] = folds ? [call('TO_LOWER', subject), text.toLowerCase()] : [subject, text];
  if (text.length > longestNeedle) return plainSearch(where, test, what);
  return !folds || foldsExactly(test, text) ? like(where, test, what) : rlike(subject, anyNeedle(test, true, [text]));
};

const part = (subject: Es, test: Part, caseless: boolean, needles: readonly string[]): Es => {
  const short = needles.filter((text) => text.length <= longestNeedle);
  const long = needles.filter((text) => text.length > longestNeedle);
  const patterns =
    short.length > 1 ? [rlike(subject, anyNeedle(test, caseless, short))] : short.map((text) => onePart(subject, test, caseless, text));
  return or(...patterns, ...long.map((text) => onePart(subject, test, caseless, text)));
};

const regexPredicate = (context: Context, subject: Es, source: string, span: Span): Predicate => {
  const regex = luceneRegex(source);
  if (!regex.ok) {
    context.findings.refuse('RMMC3710', span, { pattern: source, why: regex.why });
    return { es: bool(false), empty: false };
  }
  assumeAsciiClasses(regex.regex, span, context.findings);
  if (regex.pattern === null) return { es: binary('!=', subject, subject), empty: false };
  return { es: rlike(subject, [regex.pattern]), empty: regex.empty };
};

const anyNeedlePredicate = (context: Context, subject: Es, t: TextTestOf): Predicate =>
  match(t.test)
    .returnType<Predicate>()
    .with('equals', () => ({ es: equals(subject, t.caseless, t.needles), empty: t.needles.includes('') }))
    .with('contains', 'startsWith', 'endsWith', (test) => ({ es: part(subject, test, t.caseless, t.needles), empty: false }))
    .with('term', 'termPrefix', 'termSuffix', (test) => ({ es: rlike(subject, anyNeedle(test, t.caseless, t.needles)), empty: false }))
    .with('regex', () => {
      const all = t.needles.map((source) => regexPredicate(context, subject, source, t.span));
      return { es: or(...all.map((one) => one.es)), empty: all.some((one) => one.empty) };
    })
    .exhaustive();

const predicate = (context: Context, subject: Es, t: TextTestOf): Predicate => {
  if (t.require === 'any' || t.needles.length === 1) return anyNeedlePredicate(context, subject, t);
  const all = t.needles.map((text) => anyNeedlePredicate(context, subject, { ...t, needles: [text] }));
  return { es: and(...all.map((one) => one.es)), empty: all.every((one) => one.empty) };
};

const ipv4 = /^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\.(?!$)|$)){4}$/;

/** An address field compared with plain IPv4 addresses needs no text. */
const asAddress = (subject: Value, t: TextTestOf): Es | null => {
  const mapping = subject.stored?.mapping;
  if (mapping?.type !== 'ip' || mapping.or || t.test !== 'equals' || !t.needles.every((text) => ipv4.test(text))) return null;
  return subject.es.kind === 'call' ? (subject.es.args[0] ?? null) : null;
};

/** Needles in the words of a field whose values are rewritten at ingest; null after a refusal. */
const rewritten = (context: Context, column: string, mapping: FieldMapping, t: TextTestOf): readonly string[] | null => {
  const known = new Map(Object.entries(mapping.values ?? {}));
  const why = (reason: string): null => {
    refuse(context, t.span, `this test of ${column}`, reason);
    return null;
  };
  if (t.test !== 'equals') return why(`the integration rewrites its values in ${mapping.field}, so that only whole values can be compared`);
  const out: string[] = [];
  for (const text of t.needles) {
    if (text === '') {
      out.push(text);
      continue;
    }
    const listed = t.caseless ? [...known].find(([name]) => name.toLowerCase() === text.toLowerCase())?.[1] : known.get(text);
    if (listed === null) return why(`the value ${text} has no counterpart in ${mapping.field}`);
    if (listed === undefined && mapping.valuesRule === 'unknown') return why(`nobody knows how ${mapping.field} stores the value ${text}`);
    if (listed === undefined) context.findings.assume('RMMC3706', t.span, { column, field: mapping.field, value: text });
    else if (t.caseless && listed !== text.toLowerCase())
      context.findings.assume('RMMC3725', t.span, { column, value: text, stored: listed });
    out.push(listed ?? (mapping.valuesRule === 'lower' ? text.toLowerCase().replaceAll(' ', '-') : text));
  }
  return out;
};

const regexIsCaseless = (source: string): boolean => source.startsWith('(?i)');

/** The test as the field's stored form asks for it; null after a refusal. */
const forStored = (context: Context, subject: Value, t: TextTestOf, position: Position): TextTestOf | null => {
  const stored = subject.stored;
  if (!stored) return t;
  const { column, mapping } = stored;
  if ((mapping.values || mapping.valuesRule) && !wordsOf(mapping, t)) {
    const needles = rewritten(context, column, mapping, t);
    return needles && { ...t, needles, caseless: false };
  }
  const lowered = mapping.transform === 'lower' || mapping.valuesRule === 'lower';
  if (lowered && !t.caseless && t.needles.some(hasLetter)) {
    if (t.test !== 'regex') {
      context.findings.inexact('RMMC3704', t.span, { column, field: mapping.field }, 'over', position);
      return { ...t, caseless: true };
    }
    if (!t.needles.every(regexIsCaseless)) {
      refuse(context, t.span, `a case-sensitive regular expression over ${column}`, `${mapping.field} is lower-cased at ingest`);
      return null;
    }
  }
  if (mapping.type === 'ip') context.findings.assume('RMMC3707', t.span, { column, field: mapping.field });
  return t;
};

const checked = (context: Context, t: TextTestOf): boolean => {
  if (t.test !== 'regex' && t.test !== 'equals' && t.needles.includes('')) {
    refuse(context, t.span, 'a test for an empty needle', 'KQL does not settle what it means');
    return false;
  }
  const isTerm = t.test === 'term' || t.test === 'termPrefix' || t.test === 'termSuffix';
  const isTooLong = (text: string): boolean =>
    t.test === 'equals'
      ? t.caseless && text.length > longestClassed && !t.needles.every(lowersExactly)
      : text.length > longestNeedle && (isTerm || (t.caseless && !foldsExactly(t.test, text)));
  if (t.test !== 'regex' && t.needles.some(isTooLong)) {
    refuse(
      context,
      t.span,
      'a needle of this length',
      `a pattern holds ${t.test === 'equals' ? longestClassed : longestNeedle} characters, and TO_LOWER would fold more than ASCII here`,
    );
    return false;
  }
  if (t.needles.some(isBrokenText)) {
    refuse(context, t.span, 'a text with half of a surrogate pair', 'a query is UTF-8');
    return false;
  }
  return true;
};

const guarded = (subject: Value, es: Es, empty: boolean, want: boolean): Es => {
  if (want) return empty ? or(isNull(subject.es), es) : es;
  if (!empty) return or(isNull(subject.es), not(es));
  // the optimizer makes IS NULL of NOT RLIKE ".*"
  return es.kind === 'in' || (es.kind === 'binary' && es.op === '==') ? not(es) : and(isNotNull(subject.es), not(es));
};

/** What is stored as another word than in lower case is told apart by its word. */
const withWords = (subject: Value, t: TextTestOf, found: Predicate): Predicate => {
  const words = subject.stored && wordsOf(subject.stored.mapping, t);
  if (!words) return found;
  const { missed, extra } = words;
  const without = extra.length > 0 ? and(found.es, not(anyOf(subject.es, extra))) : found.es;
  return { ...found, es: missed.length > 0 ? or(without, anyOf(subject.es, missed)) : without };
};

/** True exactly where KQL's test is `want`; null or false elsewhere. */
export const textCondition = (context: Context, subject: Value, test: TextTestOf, want: boolean, position: Position): Es => {
  if (!checked(context, test)) return bool(false);
  const address = asAddress(subject, test);
  if (address) return guarded({ ...subject, es: address }, anyOf(address, test.needles), false, want);
  const t = forStored(context, subject, test, position);
  if (!t) return bool(false);
  const isField = subject.es.kind === 'field';
  const es = isField ? subject.es : textOf(subject);
  const found = withWords(subject, t, predicate(context, es, t));
  if (!subject.nullable || !isField) return want ? found.es : not(found.es);
  return guarded(subject, found.es, found.empty, want);
};

/** The test as a value: true or false, never null. */
export const textValue = (context: Context, subject: Value, test: TextTestOf): Es => {
  if (!checked(context, test)) return bool(false);
  const t = forStored(context, subject, test, 'value');
  return t ? withWords(subject, t, predicate(context, textOf(subject), t)).es : bool(false);
};

/** The literal texts of patterns, or null when one is computed. */
export const needlesOf = (patterns: readonly { readonly kind: string }[]): readonly string[] | null => {
  const texts = patterns.map((pattern) => (pattern.kind === 'literal' ? (pattern as Literal).value : null));
  const known = texts.filter((text): text is string => typeof text === 'string');
  return known.length === texts.length ? known : null;
};

// `parse` and `parse-where` in; ES|QL out. DISSECT and GROK read other texts than KQL's pattern does, and fail as a whole: the pattern is one regular expression
// over the text, and each column is what REPLACE leaves of it.
import { match, P } from 'ts-pattern';
import type { CapturePart, StepOf } from '../../ir/pipeline.ts';
import { parseRegex } from '../../ir/regex/parse.ts';
import type { Column, ScalarType } from '../../ir/types.ts';
import { assumeAsciiClasses } from '../shared/ascii-classes.ts';
import { and, binary, call, type Es, isNotNull, nothing, str } from './ast.ts';
import { withWritten } from './commands/written.ts';
import { type Context, refuse } from './context.ts';
import { lowerValue } from './lower-value.ts';
import { placeOf } from './lowering.ts';
import { javaRegex } from './regex/java-regex.ts';
import type { State } from './state.ts';
import { textOf, type Value, value } from './value.ts';

type Capture = StepOf<'capture'>;

const quoted = (text: string): string => text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');

const numberForm = (type: ScalarType): string | null => {
  if (type === 'int' || type === 'long') return '-?\\d+';
  return type === 'real' ? '-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?' : null;
};

interface Pattern {
  /** RE2, over all of the text. */
  readonly source: string;
  readonly columns: readonly { readonly column: Column; readonly group: number }[];
}

/** What a column takes of the text; or why nothing says where it ends. */
const columnForm = (n: Capture, { type }: Column, next: CapturePart | undefined): { readonly form: string } | { readonly why: string } => {
  const number = numberForm(type);
  if (next?.kind === 'column') return { why: 'two columns stand beside each other, and no text says where the first one ends' };
  if (next?.kind === 'skip' && number === null && type !== 'string') return { why: `no text says where a ${type} ends` };
  const any = n.style === 'regex' ? '.*' : '.*?';
  if (n.style !== 'relaxed') return { form: number ?? any };
  return { form: number !== null && next?.kind === 'skip' ? `(?:${number})?` : any };
};

/** The end is open where the pattern ends with a text or a number: nothing says that the text must end there. */
const openEnd = (parts: readonly CapturePart[]): boolean => {
  const last = parts.at(-1);
  return last?.kind === 'text' || (last?.kind === 'column' && numberForm(last.column.type) !== null);
};

const patternOf = (n: Capture): Pattern | { readonly why: string } => {
  let groups = 0;
  let why: string | undefined;
  const columns: { column: Column; group: number }[] = [];
  const forms = n.parts.map((part, i) => {
    if (part.kind === 'skip') return n.style === 'regex' ? '.*' : '.*?';
    if (part.kind === 'text' && n.style !== 'regex') return quoted(part.value);
    if (part.kind === 'text') {
      const parsed = parseRegex(part.value);
      groups += parsed.ok ? parsed.captures : 0;
      if (!parsed.ok) why = `the pattern is not valid: ${parsed.why}`;
      return `(?:${part.value})`;
    }
    const form = columnForm(n, part.column, n.parts[i + 1]);
    groups += 1;
    columns.push({ column: part.column, group: groups });
    if ('why' in form) why = form.why;
    return 'why' in form ? '' : `(${form.form})`;
  });
  const flags = n.style === 'regex' ? n.flags : 's';
  return why === undefined ? { source: `${flags === '' ? '' : `(?${flags})`}(?:${forms.join('')})`, columns } : { why };
};

/** A piece of the text in the column's type; null where it is none. */
const typed = (context: Context, n: Capture, { name, type }: Column, piece: Es): Value =>
  match(type)
    .returnType<Value>()
    .with(P.union('string', 'unknown'), () => value(piece, 'keyword', false))
    .with('int', () => value(call('TO_INTEGER', piece), 'integer', true))
    .with('long', () => value(call('TO_LONG', piece), 'long', true))
    .with('real', () => value(call('TO_DOUBLE', piece), 'double', true))
    .with('datetime', () => {
      context.findings.assume('RMMC3717', n.span, { what: name });
      return value(call('TO_DATETIME', piece), 'date', true);
    })
    .with(P.union('bool', 'decimal', 'timespan', 'guid', 'dynamic'), () =>
      refuse(context, n.span, `a captured column of type ${type}`, 'text is not turned into it here'),
    )
    .exhaustive();

export const lowerCapture = (context: Context, state: State, n: Capture): State => {
  const pattern = patternOf(n);
  if ('why' in pattern) {
    refuse(context, n.span, 'this pattern of `parse`', pattern.why);
    return state;
  }
  const regex = javaRegex(pattern.source);
  if (!regex.ok) {
    refuse(context, n.span, 'this pattern of `parse`', regex.why);
    return state;
  }
  if (n.style === 'regex') assumeAsciiClasses(regex.regex, n.span, context.findings);
  const isOpen = openEnd(n.parts);
  if (isOpen) context.findings.assume('RMMC3754', n.span, {});
  const whole = `(?:${regex.pattern})${isOpen ? '(?s:.*)' : ''}\\z`;
  const text = textOf(lowerValue(placeOf(context, state, 'value'), n.subject, 'value'));
  const pieceOf = (group: number): Es => call('REPLACE', text, str(`\\A${whole}|\\A(?s:.*)\\z`), str(`$${group}`));
  const cells = pattern.columns.map(({ column, group }) => ({ name: column.name, v: typed(context, n, column, pieceOf(group)) }));
  // a sign in front tells a text that fits from one that is empty
  const fits = binary('==', call('REPLACE', call('CONCAT', str('+'), text), str(`\\A\\+${whole}`), str('')), str(''));
  const others = cells.filter(({ v }) => v.type !== 'keyword').map(({ v }) => isNotNull(v.es));
  const all = n.style === 'relaxed' || others.length === 0 ? null : and(...others);
  const guarded = cells.map(({ name, v }) => ({
    name,
    v: all ? { ...v, es: call('CASE', all, v.es, v.type === 'keyword' ? str('') : nothing) } : v,
  }));
  const next = withWritten(kept(state, n, n.required ? and(fits, ...(all ? [all] : [])) : null), guarded);
  return next;
};

const kept = (state: State, n: Capture, test: Es | null): State =>
  n.required && test ? { ...state, commands: [...state.commands, { kind: 'where', condition: test }] } : state;

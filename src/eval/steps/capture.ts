// `capture` (`parse`, `parse-where`): columns read out of a text by a pattern over all of it. The pattern becomes a regular expression of RE2:
// texts stand for themselves (in style `regex` for a regex), a number takes its digits, any other column the shortest piece that lets the rest fit
// (in style `regex` the longest, as there the flags say). In `simple` and `regex` all columns are blank where one does not convert, in `relaxed` it alone is.

import { match, P } from 'ts-pattern';
import type { CapturePart, StepOf } from '../../ir/pipeline.ts';
import type { Column, ScalarType } from '../../ir/types.ts';
import { argOf } from '../compile-expr.ts';
import { unsupported } from '../refusal.ts';
import { type Regex, regexOf } from '../regex.ts';
import type { Env } from '../scope.ts';
import type { Operator, Value } from '../value.ts';
import { blankOf } from '../values/blank.ts';
import { convert } from '../values/convert.ts';
import { textOf } from '../values/text.ts';
import { overlay } from './overlay.ts';
import { perRow } from './sinks.ts';

type Capture = StepOf<'capture'>;

const quoted = (text: string): string => text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');

const wholeNumber = '-?\\d+';
const realNumber = '-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?';

const numberForm = (type: ScalarType): string | null =>
  match(type)
    .with('int', 'long', () => wholeNumber)
    .with('real', 'decimal', () => realNumber)
    .with(P.union('bool', 'string', 'datetime', 'timespan', 'guid', 'dynamic', 'unknown'), () => null)
    .exhaustive();

/** What a column takes of the text. Behind a column of another type than a number nothing says where it ends when a `*` follows. */
const columnForm = (n: Capture, { type }: Column, next: CapturePart | undefined): string => {
  const any = n.style === 'regex' ? '.*' : '.*?';
  const number = numberForm(type);
  if (next?.kind === 'column') return unsupported('`parse` of two columns with no text between', n.span);
  if (next?.kind === 'skip' && number === null && type !== 'string') return unsupported(`\`parse\` of a ${type} before \`*\``, n.span);
  if (n.style !== 'relaxed') return number ?? any;
  return number !== null && next?.kind === 'skip' ? `(?:${number})?` : any;
};

interface Pattern {
  readonly regex: Regex;
  readonly columns: readonly Column[];
  /** The group of each column: groups of the rule's own regexes count too. */
  readonly groups: readonly number[];
}

const patternOf = (n: Capture): Pattern => {
  let groups = 0;
  const found: number[] = [];
  const forms = n.parts.map((part, i) => {
    if (part.kind === 'skip') return n.style === 'regex' ? '.*' : '.*?';
    if (part.kind === 'text') {
      if (n.style !== 'regex') return quoted(part.value);
      groups += regexOf(part.value, n.span).groups;
      return `(?:${part.value})`;
    }
    groups += 1;
    found.push(groups);
    return `(${columnForm(n, part.column, n.parts[i + 1])})`;
  });
  const flags = n.style === 'regex' ? n.flags : 's';
  const wanted = n.parts.flatMap((part) => (part.kind === 'column' ? [part.column] : []));
  return { regex: regexOf(`${flags === '' ? '' : `(?${flags})`}(?:${forms.join('')})`, n.span), columns: wanted, groups: found };
};

/** Whether the pattern would fit if it need not reach the ends of the text: the reference does not say that it must. */
const fitsInPart = (n: Capture, regex: Regex, text: string): boolean =>
  n.style === 'regex' ? regex.matcher(text).find() : n.parts.at(-1)?.kind !== 'skip' && regex.matcher(text).lookingAt();

/** The captured values; null when the text does not fit. */
const reader = (n: Capture): { readonly columns: readonly Column[]; readonly read: (text: string) => readonly Value[] | null } => {
  const { regex, columns, groups } = patternOf(n);
  return {
    columns,
    read: (text) => {
      const found = regex.matcher(text);
      if (!found.matches())
        return fitsInPart(n, regex, text) ? unsupported('`parse` of a text that goes on where the pattern ends', n.span) : null;
      const values = columns.map(({ type }, i) => {
        const piece = found.group(groups[i] ?? 0) ?? '';
        return type === 'string' ? piece : convert(piece, 'string', type);
      });
      return n.style !== 'relaxed' && values.includes(null) ? null : values;
    },
  };
};

export const capture = (n: Capture, env: Env): Operator => {
  const { columns: captured, read } = reader(n);
  const blanks = captured.map(({ type }) => blankOf(type));
  return perRow((columns) => {
    const subject = argOf(n.subject, { columns, env, cursor: null });
    const { columns: made, put } = overlay(columns, captured);
    return {
      columns: made,
      take: (row, emit) => {
        const values = read(textOf(subject.get(row), subject.type));
        if (values !== null || !n.required) emit(put(row, values ?? blanks));
      },
    };
  });
};

// `pairs` (`parse-kv`): the values of keys that a text holds. The first appearance of a key counts; blanks around keys and values do not.
import type { Span } from '../../diagnostics/span.ts';
import type { Property, StepOf } from '../../ir/pipeline.ts';
import { argOf } from '../compile-expr.ts';
import { failed, unsupported } from '../refusal.ts';
import { matchesIn, regexOf } from '../regex.ts';
import type { Env } from '../scope.ts';
import type { Operator } from '../value.ts';
import { blankOf } from '../values/blank.ts';
import { convert } from '../values/convert.ts';
import { textOf } from '../values/text.ts';
import { overlay } from './overlay.ts';
import { perRow } from './sinks.ts';

interface Marks {
  /** Opening and closing quotes. */
  readonly quotes: readonly (readonly [string, string])[];
  readonly escapes: ReadonlySet<string>;
}

/** A piece of the text: what stands between delimiters, or a delimiter. */
interface Token {
  readonly kind: 'piece' | 'pair' | 'kv';
  readonly text: string;
  readonly quoted: boolean;
}

/** The content of a quoted piece that begins at `at`, and where the text goes on; null when none begins there or it does not end. */
const quotedAt = (text: string, at: number, { quotes, escapes }: Marks): readonly [string, number] | null => {
  const quote = quotes.find(([open]) => text.startsWith(open, at));
  if (!quote) return null;
  let content = '';
  for (let i = at + 1; i < text.length; i += 1) {
    const here = text.charAt(i);
    if (escapes.has(here) && i + 1 < text.length) {
      i += 1;
      content += text.charAt(i);
    } else if (here === quote[1]) return [content, i + 1];
    else content += here;
  }
  return null;
};

/** The text cut at `delimiterAt`; a quote counts only where a piece begins. */
const tokensOf = (text: string, marks: Marks, delimiterAt: (at: number) => readonly ['pair' | 'kv', number] | null): readonly Token[] => {
  const tokens: Token[] = [];
  let piece = '';
  const flush = (): void => {
    if (piece.trim() !== '') tokens.push({ kind: 'piece', text: piece.trim(), quoted: false });
    piece = '';
  };
  let at = 0;
  while (at < text.length) {
    const quoted = piece.trim() === '' ? quotedAt(text, at, marks) : null;
    const delimiter = quoted ? null : delimiterAt(at);
    if (quoted) {
      tokens.push({ kind: 'piece', text: quoted[0], quoted: true });
      piece = '';
      at = quoted[1];
    } else if (delimiter) {
      flush();
      tokens.push({ kind: delimiter[0], text: text.slice(at, at + delimiter[1]), quoted: false });
      at += delimiter[1];
    } else {
      piece += text.charAt(at);
      at += 1;
    }
  }
  flush();
  return tokens;
};

type Read = (text: string) => ReadonlyMap<string, string>;

const setFirst = (map: Map<string, string>, key: string, value: string): void => {
  if (!map.has(key)) map.set(key, value);
};

/** `key=value` between delimiters; `greedy`: a value goes on until the next piece that is a key. */
const delimited = (pair: string, kv: string, marks: Marks, greedy: boolean): Read => {
  return (text) => {
    const tokens = tokensOf(text, marks, (at) => {
      if (text.startsWith(kv, at)) return ['kv', kv.length];
      return text.startsWith(pair, at) ? ['pair', pair.length] : null;
    });
    const isKey = (i: number): boolean => tokens[i]?.kind === 'piece' && tokens[i + 1]?.kind === 'kv';
    const found = new Map<string, string>();
    for (const [i, token] of tokens.entries()) {
      if (!isKey(i) || tokens[i - 1]?.kind === 'kv') continue;
      let end = i + 2;
      while (end < tokens.length && (tokens[end]?.kind !== 'pair' || (greedy && !isKey(end + 1) && end + 1 < tokens.length))) end += 1;
      const value = tokens.slice(i + 2, end);
      setFirst(
        found,
        token.text,
        value[0]?.quoted
          ? value[0].text
          : value
              .map((part) => part.text)
              .join('')
              .trim(),
      );
    }
    return found;
  };
};

const alphanumeric = /[\p{L}\p{N}]/u;

/** Without delimiters every character that is not alphanumeric is one: a listed key, then its value. */
const loose = (keys: ReadonlySet<string>, marks: Marks): Read => {
  return (text) => {
    const tokens = tokensOf(text, marks, (at) => (alphanumeric.test(text.charAt(at)) ? null : ['pair', 1])).filter(
      ({ kind }) => kind === 'piece',
    );
    const found = new Map<string, string>();
    for (let i = 0; i < tokens.length; i += 1) {
      const token = tokens[i];
      if (!token || !keys.has(token.text)) continue;
      i += 1;
      setFirst(found, token.text, tokens[i]?.text ?? '');
    }
    return found;
  };
};

const byRegex = (pattern: string, span: Span): Read => {
  const regex = regexOf(pattern, span);
  if (regex.groups !== 2) failed('the regex of `parse-kv` needs exactly two groups', span);
  return (text) => {
    const found = new Map<string, string>();
    for (const matcher of matchesIn(regex, text)) setFirst(found, (matcher.group(1) ?? '').trim(), (matcher.group(2) ?? '').trim());
    return found;
  };
};

const valuesOf = (properties: readonly Property[], name: string, env: Env): readonly string[] =>
  properties.flatMap((property) => {
    if (property.name !== name) return [];
    const { get, type } = argOf(property.value, { columns: [], env, cursor: null });
    return [textOf(get([]), type)];
  });

const quoteOf = (text: string, span: Span): readonly [string, string] =>
  text.length === 1 || text.length === 2
    ? [text.charAt(0), text.charAt(text.length - 1)]
    : failed('a quote of `parse-kv` has one or two characters', span);

const readerOf = (n: StepOf<'pairs'>, env: Env): Read => {
  const one = (name: string): string | undefined => valuesOf(n.properties, name, env)[0];
  const regex = one('regex');
  if (regex !== undefined) return byRegex(regex, n.span);
  const marks: Marks = {
    quotes: valuesOf(n.properties, 'quote', env).map((text) => quoteOf(text, n.span)),
    escapes: new Set(valuesOf(n.properties, 'escape', env)),
  };
  const [pair, kv] = [one('pair_delimiter'), one('kv_delimiter')];
  if (pair === undefined && kv === undefined) return loose(new Set(n.columns.map(({ name }) => name)), marks);
  if (!pair || !kv) return unsupported('`parse-kv` with one of its two delimiters', n.span);
  return delimited(pair, kv, marks, one('greedy') === 'true');
};

export const pairs = (n: StepOf<'pairs'>, env: Env): Operator => {
  const read = readerOf(n, env);
  return perRow((columns) => {
    const subject = argOf(n.subject, { columns, env, cursor: null });
    const { columns: made, put } = overlay(columns, n.columns);
    return {
      columns: made,
      take: (row, emit) => {
        const found = read(textOf(subject.get(row), subject.type));
        emit(
          put(
            row,
            n.columns.map(({ name, type }) => {
              const text = found.get(name);
              return text === undefined ? blankOf(type) : convert(text, 'string', type);
            }),
          ),
        );
      },
    };
  });
};

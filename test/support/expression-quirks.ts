// What other engines of KQL make of single operations otherwise than its reference says; each only where its condition holds of the values at hand.
import type { Blame } from './expression-blame.ts';
import type { EngineName } from './kql-quirks.ts';

export interface ExpressionQuirk {
  readonly engines: readonly EngineName[];
  readonly op: RegExp;
  readonly when: (blame: Blame) => boolean;
  /** The page that decides, and what the engine does. */
  readonly page: string;
}

const anyOp = /./;
const words = /^["]?[A-Za-z0-9].*[A-Za-z0-9]["]?$|^"?[A-Za-z0-9]"?$/;
const isForeign = (text: string): boolean => /[^\0-\x7f]/.test(text);

/** Whether the answers are the same but for these two words. */
const sameBut = (one: string, other: string): ((blame: Blame) => boolean) => {
  const merged = (text: string): string =>
    text
      .split(/(?<= \| | ; |^)(?=[^|;])/)
      .map((cell) => cell.replace(/^\S+/, (word) => (word === one ? other : word)))
      .sort()
      .join('');
  return ({ ours, theirs }) => merged(ours) === merged(theirs);
};

export const expressionQuirks: readonly ExpressionQuirk[] = [
  {
    engines: ['duckdb-kql'],
    op: /^tostring\(<bool>\)$/,
    when: ({ ours, theirs }) => ours === theirs.toLowerCase(),
    page: 'tostring-function.md does not spell a bool; bool.md writes true and false. duckdb-kql: True, False',
  },
  {
    engines: ['duckdb-kql', 'chdb'],
    op: /^\(<real> \/ \{number\}\)$/,
    when: ({ args, theirs }) => args[1] === '0.0' && (theirs === 'NaN' || theirs === 'null'),
    page: 'isinf-function.md (a real divided by 0 is infinite); both give null',
  },
  {
    engines: ['chdb'],
    op: / (==|!=|in) /,
    when: ({ args, theirs }) => theirs === 'null' && args.includes('null'),
    page: 'null-values.md (== of a null and a value is false, != true); chdb: null',
  },
  {
    engines: ['chdb'],
    op: anyOp,
    when: ({ text, args }) => text.includes('extract(') && (args.length === 0 || args.includes('')),
    page: 'null-values.md (no text is null); what extract() does not find is null in chdb, and stays so',
  },
  {
    engines: ['chdb'],
    op: / % /,
    when: ({ args }) => args[0]?.startsWith('-') === true,
    page: 'numerical-operators.md (never negative); chdb: the sign of the dividend',
  },
  {
    engines: ['chdb'],
    op: /^startof(day|month)/,
    when: ({ args, theirs }) => theirs === 't62135596800000000' && BigInt(args[0]?.slice(1) ?? 0) < 62_135_596_800_000_000n,
    page: 'startofday-function.md, startofmonth-function.md; chdb knows no days before 1970-01-01',
  },
  {
    engines: ['chdb'],
    op: / !?has/,
    when: ({ args }) => !words.test(args[1] ?? ''),
    page: 'datatypes-string-operators.md (terms); chdb wants a boundary also beside punctuation, and finds no empty text',
  },
  {
    engines: ['duckdb-kql', 'chdb'],
    op: / !?has/,
    when: ({ args }) => args.some(isForeign),
    page: 'datatypes-string-operators.md (terms of ASCII letters and digits, dataexplorer-docs#1070); both take other letters for part of a term',
  },
  {
    engines: ['duckdb-kql', 'chdb'],
    op: / (!?contains|!?startswith|endswith|=~|!~|!?in~) /,
    when: ({ args }) => args.some(isForeign),
    page: 'in-operator.md (case is ignored for ASCII letters only); both ignore it for others, too',
  },
  {
    engines: ['chdb'],
    op: /^coalesce\(<string>/,
    when: ({ args, theirs }) => args[0] === '' && theirs === '',
    page: 'coalesce-function.md (strings: the first that is not empty); chdb: the first that is not null',
  },
  {
    engines: ['chdb'],
    op: /^round\(/,
    when: ({ args }) => /5$/.test(args[0] ?? ''),
    page: 'round-function.md does not say where a half goes; the evaluator: away from 0, chdb: to the even digit',
  },
  {
    engines: ['chdb'],
    op: /^(sum|sumif)\(/,
    when: sameBut('null', '0'),
    page: 'summarize-operator.md, default values (a sum over nothing is 0); chdb: null',
  },
  {
    engines: ['chdb'],
    op: /^(dcount|make_set|make_list)\(/,
    when: ({ text }) => /iff\(.*\b(strlen|abs|countof|array_length)\(/.test(text),
    page: 'iff-function.md (the value, of one type); chdb keeps signed and unsigned integers apart, and counts the same number twice',
  },
  {
    engines: ['chdb'],
    op: /^avg\(/,
    when: sameBut('null', 'NaN'),
    page: 'summarize-operator.md, default values (an average over nothing is NaN); chdb: null',
  },
];

export const isKnown = (engine: EngineName, blame: Blame): boolean =>
  expressionQuirks.some(({ engines, op, when }) => engines.includes(engine) && op.test(blame.op) && when(blame));

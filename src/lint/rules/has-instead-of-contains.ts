// RMMC6002 and RMMC6003: tests with `contains` in; those where `has` serves, for sure (6003) or most likely (6002), out.
import { type Diagnostic, report } from '../../diagnostics/diagnostic.ts';
import { type ColumnKind, columnKind } from '../column-facts.ts';
import type { Lint, LintInput } from '../rule.ts';
import { operatorOf, quoted, type Test } from '../tests.ts';

const better: ReadonlyMap<string, string> = new Map([
  ['contains', 'has'],
  ['!contains', '!has'],
  ['contains_cs', 'has_cs'],
  ['!contains_cs', '!has_cs'],
]);

/** The index holds terms of three characters and more. */
const hasTerm = (needle: string): boolean => /[A-Za-z0-9]{3}/.test(needle);
const isAscii = (needle: string): boolean => /^[\x20-\x7e]+$/.test(needle);
const isPadded = (needle: string): boolean => /^[^A-Za-z0-9]/.test(needle) && /[^A-Za-z0-9]$/.test(needle);

/** Hexadecimal or base64 pieces and the like stand inside of longer words as a rule. */
const isWord = (needle: string): boolean => /[A-Za-z0-9]{4}/.test(needle) && !/^(?:[0-9a-f]+|\d+)$/i.test(needle);

/** Columns of running text, where words stand apart. Elsewhere (`ActionType`, `OSPlatform`) names are run together: `AmsiScriptDetection`. */
const prose: ReadonlySet<ColumnKind> = new Set<ColumnKind>(['commandLine', 'path', 'registryKey', 'url']);

const isProse = ({ origin }: Test): boolean => {
  const kind = origin && columnKind(origin);
  return kind !== null && prose.has(kind);
};

const isPhrase = (needle: string): boolean => /[A-Za-z0-9][^A-Za-z0-9]+[A-Za-z0-9]/.test(needle);

const suggest = (test: Test, sure: boolean): readonly Diagnostic[] => {
  const operator = operatorOf(test);
  const [needle] = test.needles ?? [];
  const word = operator && better.get(operator.text);
  if (!operator || !word || test.node.test !== 'contains' || needle === undefined || !isAscii(needle) || !hasTerm(needle)) return [];
  const params = { operator: operator.text, better: word, needle: quoted([needle]) };
  if (sure) return isPadded(needle) ? [{ ...report('RMMC6003', test.node.span, params), fix: { span: operator.span, text: word } }] : [];
  return !isPadded(needle) && isWord(needle) && (isProse(test) || isPhrase(needle)) ? [report('RMMC6002', test.node.span, params)] : [];
};

const find =
  (sure: boolean) =>
  ({ tests }: LintInput): readonly Diagnostic[] =>
    tests.flatMap((test) => suggest(test, sure));

export const hasInsteadOfContains: Lint = {
  title: '`contains` where `has` would do',
  why: '`contains` reads every value from end to end, while `has` looks whole terms up in an index and then reads the few rows that are left. The two differ only where the text stands inside a longer word.',
  find: find(false),
};

export const containsThatIsHas: Lint = {
  title: '`contains` that is the same as `has`',
  why: 'The text begins and ends with a character that is no letter or digit, so that its words are whole terms wherever it stands: `has` matches the same rows, and uses the index.',
  find: find(true),
};

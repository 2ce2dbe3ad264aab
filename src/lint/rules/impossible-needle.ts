// RMMC6007: tests of text in; those that look for what the column cannot hold, out.
import { type Diagnostic, report } from '../../diagnostics/diagnostic.ts';
import { type ColumnKind, columnKind } from '../column-facts.ts';
import type { Lint, LintInput } from '../rule.ts';
import { operatorOf, quoted, type Test } from '../tests.ts';

interface Reason {
  readonly why: string;
  readonly next: string;
}

const wildcard: Reason = {
  why: '`*` is no wildcard in KQL, and no such name holds one',
  next: 'use startswith, endswith, contains, or matches regex',
};

const digests: ReadonlyMap<number, string> = new Map([
  [32, 'MD5'],
  [40, 'SHA1'],
  [64, 'SHA256'],
]);

const hashReason = (column: string, needle: string, caseless: boolean): Reason | null => {
  const own = [...digests].find(([, name]) => column.endsWith(name));
  const other = /^[0-9a-f]+$/i.test(needle) ? digests.get(needle.length) : undefined;
  if (own && other && other !== own[1]) return { why: `it is a ${other}`, next: `compare it with the ${other} column` };
  if (!caseless && other && /[A-F]/.test(needle))
    return { why: 'hashes are kept in lower case', next: 'write the hash in lower case, or use `=~`' };
  return null;
};

const registryReason = (needle: string, anchored: boolean): Reason | null => {
  const hive = /^(HKLM|HKCU|HKU|HKCR)\\/i.exec(needle)?.[1]?.toUpperCase();
  const full = { HKLM: 'HKEY_LOCAL_MACHINE', HKCU: 'HKEY_CURRENT_USER', HKU: 'HKEY_USERS', HKCR: 'HKEY_CLASSES_ROOT' } as const;
  if (hive && anchored) return { why: 'Defender writes hives in full', next: `write ${full[hive as keyof typeof full]}` };
  return null;
};

const doubled: Reason = {
  why: 'it holds two backslashes one behind the other, and such names hold one',
  next: 'in `@"…"` a backslash stands for itself: write it once',
};

const isDoubled = (needle: string): boolean => /[^\\]\\\\(?!\\)/.test(needle);

/** Why a value of that kind never contains the needle; null when it may. `text` tests only, no regular expressions. */
const reasonFor = (kind: ColumnKind, column: string, needle: string, test: Test): Reason | null => {
  const whole = test.node.test === 'equals';
  if (kind === 'hash') return whole ? hashReason(column, needle, test.node.caseless) : null;
  if (kind === 'ip' && whole && /^[\d.]+\/\d+$/.test(needle))
    return { why: 'a range is no address', next: `use ipv4_is_in_range(${column}, ${quoted([needle])})` };
  if (kind === 'ip' && needle.includes('*')) return { ...wildcard, next: 'use has_ipv4_prefix() or ipv4_is_in_range()' };
  if (['fileName', 'path', 'domain', 'user'].includes(kind) && needle.includes('*')) return wildcard;
  if (kind === 'fileName' && /[\\/]/.test(needle) && !column.includes('Parent'))
    return { why: 'the column holds the name of the file without its folder', next: 'drop the folder, or test the column with the path' };
  if ((kind === 'path' || kind === 'registryKey') && isDoubled(needle)) return doubled;
  if (kind === 'registryKey') return registryReason(needle, whole || ['startsWith', 'term', 'contains'].includes(test.node.test));
  return null;
};

const cased = (test: Test): Reason | null => {
  const { subject, caseless } = test.node;
  if (caseless || subject.kind !== 'call' || (subject.fn !== 'tolower' && subject.fn !== 'toupper')) return null;
  const lower = subject.fn === 'tolower';
  return {
    why: `\`${subject.fn}()\` leaves no ${lower ? 'upper-case' : 'lower-case'} letter`,
    next: `write the text in ${lower ? 'lower' : 'upper'} case`,
  };
};

const check = (test: Test, text: string): readonly Diagnostic[] => {
  if (test.node.test === 'regex' || !operatorOf(test)) return [];
  const { origin, needles } = test;
  const kind = origin && columnKind(origin);
  const fixed = cased(test);
  const wrongCase = test.node.subject.kind === 'call' && test.node.subject.fn === 'toupper' ? /[a-z]/ : /[A-Z]/;
  const column = origin?.column ?? text.slice(test.node.subject.span.start, test.node.subject.span.end);
  const reasonOf = (needle: string): Reason | null => {
    if (fixed) return wrongCase.test(needle) ? fixed : null;
    return kind ? reasonFor(kind, column, needle, test) : null;
  };
  const bad = (needles ?? []).flatMap((needle) => {
    const reason = reasonOf(needle);
    return reason ? [{ needle, reason }] : [];
  });
  const [first] = bad;
  if (!first) return [];
  const same = bad.filter(({ reason }) => reason.why === first.reason.why).map(({ needle }) => needle);
  return [report('RMMC6007', test.node.span, { needle: quoted(same), column, ...first.reason })];
};

export const impossibleNeedle: Lint = {
  title: 'a text that the column never holds',
  why: 'The test is valid and can never match: a folder in a column of bare file names, `*` taken for a wildcard, a backslash doubled inside `@"…"`, a hash of another kind, an address range compared with `==`. The rule looks alive and detects nothing.',
  find: ({ tests, text }: LintInput) => tests.flatMap((test) => check(test, text)),
};

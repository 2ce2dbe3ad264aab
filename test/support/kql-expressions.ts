// Dice in; small typed KQL expressions over the columns of one table of awkward values out, as trees, so that a difference can be traced to one operation.
import type { Relation, Row, Value } from '../../src/eval/value.ts';
import { datetimeOfText } from '../../src/eval/values/time.ts';
import type { Column } from '../../src/ir/types.ts';
import type { Dice } from './kql-arbitrary.ts';

export type Kind = 'string' | 'long' | 'real' | 'bool' | 'datetime';

export interface Tree {
  /** The operation as the forms name it; columns and literals have none. */
  readonly op: string | null;
  readonly kind: Kind;
  readonly text: string;
  readonly args: readonly Tree[];
}

export const columns: readonly Column[] = [
  { name: 'Id', type: 'long' },
  { name: 'S', type: 'string' },
  { name: 'T', type: 'string' },
  { name: 'L', type: 'long' },
  { name: 'M', type: 'long' },
  { name: 'R', type: 'real' },
  { name: 'B', type: 'bool' },
  { name: 'D', type: 'datetime' },
  { name: 'E', type: 'datetime' },
];

const texts = [
  '',
  'alpha',
  'ALPHA',
  'Alpha beta',
  'alpha-beta',
  'alpha.exe',
  '_alpha_',
  'alphabet',
  'xalpha',
  ' alpha ',
  'k-1',
  'straße',
  'Zoë',
  'éalpha',
  'ÉCOLE',
  '日本',
  '0',
  '-5',
  '3.25',
  '443',
  'true',
  'a\nb',
  "it's",
  'a"b',
  'a\\b',
  'a%b_c*d',
];
const longs: readonly (bigint | null)[] = [null, 0n, 1n, -1n, 2n, 7n, -7n, 443n, 1000000007n, -4294967296n];
const reals: readonly (number | null)[] = [null, 0, 0.5, -0.5, 1.5, 2.5, -2.5, 1e10, 3.75];
const times = [
  '2026-01-10T00:00:00Z',
  '2026-01-09T23:59:59.999999Z',
  '2024-02-29T12:30:00Z',
  '1999-12-31T23:00:00Z',
  '1970-01-01T00:00:00Z',
  '1969-12-31T23:59:59Z',
];

const pick = <T>(roll: Dice, from: readonly T[]): T => {
  const found = from[roll(from.length)];
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
};

export const awkwardRows = (roll: Dice, count: number): Relation => {
  const time = (): Value => (roll(8) === 0 ? null : datetimeOfText(pick(roll, times)));
  const row = (_: unknown, id: number): Row => [
    BigInt(id),
    pick(roll, texts),
    pick(roll, texts),
    pick(roll, longs),
    pick(roll, longs),
    pick(roll, reals),
    pick(roll, [true, false, null]),
    time(),
    time(),
  ];
  return { columns, rows: Array.from({ length: count }, row) };
};

const quoted = (text: string): string => `"${text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n')}"`;

/** Literals that a form puts in for `{name}`. */
const literals: Readonly<Record<string, readonly string[]>> = {
  text: ['alpha', 'Alpha', 'beta', '-', 'a', 'é', 'k-1', '_', '.exe', ' ', '5'].map(quoted),
  list: ['("alpha", "k-1")', '("ALPHA", "Zoë", "")', '("beta", ".exe")'],
  regex: ['^alpha', 'a.+b', '[A-Z]', 'k-\\\\d', '(?i)ALPHA', '^$'].map((form) => `"${form}"`),
  group: ['(\\\\w+)-', '([a-z]+)', '^(.)', '(\\\\d+)'].map((form) => `"${form}"`),
  small: ['0', '1', '2', '5'],
  step: ['1', '5', '10'],
  realstep: ['0.5', '2.0'],
  whole: ['-3', '0', '1', '7', '443', '1000000007'],
  number: ['-1.5', '0.0', '0.5', '2.5'],
  time: ['datetime(2026-01-10)', 'datetime(2024-02-29 12:30:00)', 'datetime(1969-12-31)'],
  span: ['1h', '1d', '15m', '10s'],
  unit: ["'day'", "'hour'", "'minute'"],
};

const leaves: Readonly<Record<Kind, readonly string[]>> = {
  string: ['S', 'T'],
  long: ['L', 'M'],
  real: ['R'],
  bool: ['B'],
  datetime: ['D', 'E'],
};

const each = (words: string, form: (word: string) => string): readonly string[] => words.split(' ').map(form);

/** `<kind>` stands for an expression, `{name}` for a literal. */
const forms: Readonly<Record<Kind, readonly string[]>> = {
  bool: [
    ...each(
      'has !has has_cs contains !contains contains_cs startswith !startswith startswith_cs endswith endswith_cs hasprefix hassuffix == != =~ !~',
      (op) => `(<string> ${op} {text})`,
    ),
    ...each('in !in in~ !in~ has_any has_all', (op) => `(<string> ${op} {list})`),
    '(<string> matches regex {regex})',
    '(<string> == <string>)',
    ...each('== != < <= > >=', (op) => `(<long> ${op} {whole})`),
    ...each('== != < >=', (op) => `(<long> ${op} <long>)`),
    ...each('< >= ==', (op) => `(<real> ${op} {number})`),
    ...each('< >= == !=', (op) => `(<datetime> ${op} {time})`),
    '(<long> between (0 .. 7))',
    '(<long> in (1, 7, -7))',
    ...each('isempty isnotempty', (fn) => `${fn}(<string>)`),
    ...each('isnull isnotnull', (fn) => `${fn}(<long>)`),
    'isnull(<datetime>)',
    'not(<bool>)',
    '(<bool> and <bool>)',
    '(<bool> or <bool>)',
  ],
  string: [
    'tolower(<string>)',
    'toupper(<string>)',
    'strcat(<string>, {text})',
    'strcat(<string>, <string>)',
    'substring(<string>, {small})',
    'substring(<string>, {small}, {small})',
    'extract({group}, 1, <string>)',
    'tostring(split(<string>, {text})[0])',
    'replace_string(<string>, {text}, "x")',
    'trim("-", <string>)',
    'tostring(<long>)',
    'tostring(<bool>)',
    'iff(<bool>, <string>, <string>)',
    'coalesce(<string>, <string>)',
    'reverse(<string>)',
  ],
  long: [
    ...each('+ - *', (op) => `(<long> ${op} {whole})`),
    '(<long> + <long>)',
    '(<long> / {step})',
    '(<long> % {step})',
    'strlen(<string>)',
    'indexof(<string>, {text})',
    'countof(<string>, {text})',
    'tolong(<string>)',
    'bin(<long>, {step})',
    'abs(<long>)',
    'array_length(split(<string>, {text}))',
    'datetime_diff({unit}, <datetime>, <datetime>)',
    'tolong(hourofday(<datetime>))',
    'iff(<bool>, <long>, <long>)',
    'coalesce(<long>, {whole})',
  ],
  real: [
    ...each('+ - * /', (op) => `(<real> ${op} {number})`),
    '(<long> / 2.0)',
    'toreal(<string>)',
    'toreal(<long>)',
    'round(<real>, 1)',
    'bin(<real>, {realstep})',
    'abs(<real>)',
    'iff(<bool>, <real>, <real>)',
  ],
  datetime: [
    '(<datetime> + {span})',
    '(<datetime> - {span})',
    'bin(<datetime>, {span})',
    'startofday(<datetime>)',
    'startofmonth(<datetime>)',
    'datetime_add({unit}, {small}, <datetime>)',
    'iff(<bool>, <datetime>, <datetime>)',
    'coalesce(<datetime>, <datetime>)',
  ],
};

/** Literals are arguments like any other, so that a quirk can look at them. */
export const randomTree = (roll: Dice, kind: Kind, depth: number): Tree => {
  if (depth === 0) return { op: null, kind, text: pick(roll, leaves[kind]), args: [] };
  const op = pick(roll, forms[kind]);
  const args: Tree[] = [];
  const text = op.replace(/<(\w+)>|\{(\w+)\}/g, (_, inner: Kind | undefined, literal: string | undefined) => {
    const arg: Tree = literal
      ? { op: null, kind: 'string', text: pick(roll, literals[literal] ?? []), args: [] }
      : randomTree(roll, inner ?? kind, roll(depth));
    args.push(arg);
    return arg.text;
  });
  return { op, kind, text, args };
};

export const kinds = ['bool', 'string', 'long', 'real', 'datetime'] as const satisfies readonly Kind[];

/** Aggregates over an expression of a kind (`<>`), one value each. */
export const folds: Readonly<Record<Kind, readonly string[]>> = {
  bool: ['countif(<>)', 'sumif(L, <>)', 'dcountif(S, <>)'],
  string: ['dcount(<>)', 'make_set(<>)', 'make_list(<>)', 'min(<>)', 'max(<>)', 'countif(isempty(<>))'],
  long: ['sum(<>)', 'avg(<>)', 'min(<>)', 'max(<>)', 'dcount(<>)', 'make_set(<>)', 'make_list(<>)'],
  real: ['sum(<>)', 'avg(<>)', 'min(<>)', 'max(<>)'],
  datetime: ['min(<>)', 'max(<>)', 'dcount(<>)'],
};

/** The operations in a tree, inner ones first, each once. */
export const operationsIn = (tree: Tree): readonly Tree[] => {
  const found = new Map<string, Tree>();
  const visit = (one: Tree): void => {
    for (const arg of one.args) visit(arg);
    if (one.op !== null) found.set(one.text, one);
  };
  visit(tree);
  return [...found.values()];
};

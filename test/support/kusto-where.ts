// A KQL text as pySigma's kusto backend writes it in; its table and a test of rows out. Knows the few operators of that backend and throws on any other.
import { lower } from './ascii.ts';
import { children, kindName, parse } from './kusto.ts';

type Row = Readonly<Record<string, string>>;
type Check = (row: Row) => boolean;
type Tree = ReturnType<typeof parse>['root'];

const only = (node: Tree): Tree => {
  const [first] = children(node);
  if (!first) throw new Error(`${kindName(node)} is empty`);
  return first;
};

const text = (node: Tree): string => (node.IsToken ? (node.Text ?? '') : children(node).map(text).join(''));

const literal = (node: Tree): string => {
  if (kindName(node) !== 'StringLiteralExpression') throw new Error(`${kindName(node)} is no string literal`);
  return JSON.parse(text(node)) as string;
};

const isEmpty = (node: Tree): boolean => !node.IsToken && children(node).length === 0;
const operands = (node: Tree): readonly Tree[] => children(node).filter((child) => !child.IsToken && !isEmpty(child));

/** The elements of `( a, b )`. */
const listed = (node: Tree): readonly Tree[] =>
  children(node)
    .filter((c) => kindName(c) === 'List')
    .flatMap((list) => children(list).map(only));

const caseless = (test: (value: string, needle: string) => boolean) => (value: string, needle: string) => test(lower(value), lower(needle));
const stringTests: ReadonlyMap<string, (value: string, needle: string) => boolean> = new Map([
  ['ContainsExpression', caseless((value, needle) => value.includes(needle))],
  ['StartsWithExpression', caseless((value, needle) => value.startsWith(needle))],
  ['EndsWithExpression', caseless((value, needle) => value.endsWith(needle))],
  ['EqualTildeExpression', caseless((value, needle) => value === needle)],
  ['EqualExpression', (value: string, needle: string) => value === needle],
  [
    'MatchesRegexExpression',
    (value, needle) => new RegExp(needle.replace(/^\(\?i\)/, ''), needle.startsWith('(?i)') ? 'iu' : 'u').test(value),
  ],
]);

const callCheck = (node: Tree): Check => {
  const [name, list] = operands(node);
  const [argument] = list ? listed(list) : [];
  if (!name || !argument) throw new Error(`${text(node)} has no argument`);
  const called = text(name);
  if (called === 'not') {
    const inner = checkOf(argument);
    return (row) => !inner(row);
  }
  if (called === 'isempty') return (row) => (row[text(argument)] ?? '') === '';
  if (called === 'isnotempty') return (row) => (row[text(argument)] ?? '') !== '';
  throw new Error(`function ${called} is not known here`);
};

const checkOf = (node: Tree): Check => {
  const kind = kindName(node);
  const [left, right] = operands(node);
  if (kind === 'ParenthesizedExpression' && left) return checkOf(left);
  if (kind === 'FunctionCallExpression') return callCheck(node);
  if (!left || !right) throw new Error(`${kind} is not known here: ${text(node)}`);
  if (kind === 'AndExpression' || kind === 'OrExpression') {
    const [a, b] = [checkOf(left), checkOf(right)];
    return kind === 'AndExpression' ? (row) => a(row) && b(row) : (row) => a(row) || b(row);
  }
  if (kind === 'InCsExpression') {
    const among = listed(right).map((element) => lower(literal(element)));
    return (row) => among.includes(lower(row[text(left)] ?? ''));
  }
  const test = stringTests.get(kind);
  if (!test) throw new Error(`${kind} is not known here`);
  const needle = literal(right);
  return (row) => test(row[text(left)] ?? '', needle);
};

/** @throws when the text is not KQL or holds what pySigma does not write */
export const readWhere = (kql: string): { readonly table: string; readonly matches: Check } => {
  const { ok, root, diagnostics } = parse(kql);
  if (!ok) throw new Error(`${diagnostics.map((d) => d.message).join('; ')}: ${kql}`);
  const checks: Check[] = [];
  const tables: string[] = [];
  const visit = (node: Tree): void => {
    if (kindName(node) === 'FilterOperator') {
      const condition = operands(node).at(-1);
      if (condition) checks.push(checkOf(condition));
    } else if (kindName(node) === 'NameReference') tables.push(text(node));
    else for (const child of children(node)) visit(child);
  };
  visit(root);
  return { table: tables.join(), matches: (row) => checks.every((check) => check(row)) };
};

// SPL text from the tree alone: one command per line, ends with one newline.
import { match, P } from 'ts-pattern';
import type { Command, Eval, LookupPair, SplAst, Stat, Term } from './ast.ts';
import {
  assignedField,
  dataString,
  evalField,
  evalString,
  indexValue,
  listedField,
  macro,
  regexString,
  rexString,
  searchField,
  searchValue,
} from './quote.ts';

const printTerm = (term: Term, nested: boolean): string =>
  match(term)
    .with({ kind: 'field' }, (t) => `${searchField(t.field)}=${t.field === 'index' ? indexValue(t.pattern) : searchValue(t.pattern)}`)
    .with({ kind: 'fieldIn' }, (t) => `${searchField(t.field)} IN (${t.patterns.map(searchValue).join(', ')})`)
    .with({ kind: 'time' }, (t) => `${t.bound}=${t.value}`)
    .with({ kind: 'macro' }, (t) => macro(t.name))
    .with({ kind: 'not' }, (t) => `NOT ${printTerm(t.term, true)}`)
    .with({ kind: 'or' }, (t) => `(${t.terms.map((inner) => printTerm(inner, true)).join(' OR ')})`)
    .with({ kind: 'and' }, (t) => {
      const shown = t.terms.map((inner) => printTerm(inner, true)).join(' ');
      return nested ? `(${shown})` : shown;
    })
    .exhaustive();

/** Terms that all have to hold. */
export const printTerms = (terms: readonly Term[]): string => terms.map((term) => printTerm(term, terms.length > 1)).join(' ');

/** How tightly each kind binds; operands that bind less tightly get parentheses. */
const strength = (e: Eval): number =>
  match(e)
    .with({ kind: 'or' }, () => 1)
    .with({ kind: 'and' }, () => 2)
    .with({ kind: 'not' }, () => 3)
    .with({ kind: 'binary', op: P.union('==', '!=', '<', '<=', '>', '>=') }, () => 4)
    .with({ kind: 'binary', op: '.' }, () => 5)
    .with({ kind: 'binary', op: P.union('+', '-') }, () => 6)
    .with({ kind: 'binary', op: P.union('*', '/', '%') }, () => 7)
    .with({ kind: 'text' }, (t) => (evalString(t.value).compound ? 5 : 9))
    .with({ kind: P.union('number', 'regex', 'field', 'call') }, () => 9)
    .exhaustive();

const wrapped = (e: Eval, least: number): string => (strength(e) >= least ? printEval(e) : `(${printEval(e)})`);

/** A chain of the same `.`, `+` or `*` needs no parentheses on the left; every other nested operator gets them. */
const printBinary = (e: Extract<Eval, { kind: 'binary' }>): string => {
  const chains = (e.op === '.' || e.op === '+' || e.op === '*') && e.left.kind === 'binary' && e.left.op === e.op;
  return `${chains ? printEval(e.left) : wrapped(e.left, 8)} ${e.op} ${wrapped(e.right, 8)}`;
};

export const printEval = (e: Eval): string =>
  match(e)
    .with({ kind: 'text' }, (t) => evalString(t.value).text)
    .with({ kind: 'number' }, (n) => n.digits)
    .with({ kind: 'regex' }, (r) => regexString(r.pattern))
    .with({ kind: 'field' }, (f) => evalField(f.name))
    .with({ kind: 'call' }, (c) => `${c.fn}(${c.args.map((arg) => printEval(arg)).join(', ')})`)
    .with({ kind: 'binary' }, printBinary)
    .with({ kind: 'not' }, (n) => `NOT ${wrapped(n.operand, 8)}`)
    .with({ kind: 'and' }, (n) => n.operands.map((operand) => wrapped(operand, 3)).join(' AND '))
    .with({ kind: 'or' }, (n) => n.operands.map((operand) => wrapped(operand, 3)).join(' OR '))
    .exhaustive();

const printStat = (stat: Stat): string => {
  const as = ` as ${listedField(stat.as)}`;
  if (stat.arg === null) return `${stat.fn}${as}`;
  const arg = stat.arg.kind === 'field' ? listedField(stat.arg.name) : `eval(${printEval(stat.arg)})`;
  return `${stat.fn}(${arg})${as}`;
};

const list = (names: readonly string[]): string => names.map(listedField).join(' ');

/** Commands that make rows stand behind a pipe even in front. */
const generates = ({ kind }: Command): boolean =>
  kind === 'multisearch' || kind === 'makeresults' || kind === 'carried' || kind === 'inputlookup';

const pairs = (all: readonly LookupPair[]): string =>
  all.map(({ column, field }) => (column === field ? listedField(field) : `${listedField(column)} AS ${listedField(field)}`)).join(' ');

const pipeFirst = (first: Command | undefined): string => (first && generates(first) ? '| ' : '');

const subsearch = (leg: SplAst): string => `[ ${pipeFirst(leg.commands[0])}${leg.commands.map(printCommand).join(' | ')} ]`;

const printCommand = (command: Command): string =>
  match(command)
    .with({ kind: 'search' }, (c) => `${c.leading ? '' : 'search '}${printTerms(c.terms)}`)
    .with({ kind: 'eval' }, (c) => `eval ${c.assignments.map((a) => `${assignedField(a.field)}=${printEval(a.value)}`).join(', ')}`)
    .with({ kind: 'where' }, (c) => `where ${printEval(c.condition)}`)
    .with({ kind: 'rename' }, (c) => `rename ${c.pairs.map((pair) => `${listedField(pair.from)} as ${listedField(pair.to)}`).join(', ')}`)
    .with({ kind: 'strip' }, (c) => `rename ${c.prefix}* as *`)
    .with({ kind: P.union('stats', 'eventstats', 'streamstats') }, (c) => {
      const by = c.by.length > 0 ? ` by ${list(c.by)}` : '';
      const one = c.kind === 'streamstats' && c.before ? ` current=f${by === '' ? '' : ' global=f'} window=1` : '';
      return `${c.kind}${one} ${c.stats.map(printStat).join(' ')}${by}`;
    })
    .with({ kind: 'reverse' }, (c) => c.kind)
    .with({ kind: 'fillnull' }, (c) => `fillnull value=${c.value ?? '""'}${c.fields.length > 0 ? ` ${list(c.fields)}` : ''}`)
    .with({ kind: 'xyseries' }, (c) => `xyseries ${list([c.row, c.name, c.data])}`)
    .with({ kind: 'dedup' }, (c) => `dedup ${list(c.fields)}${c.keepEmpty ? ' keepempty=true' : ''}`)
    .with({ kind: 'mvexpand' }, (c) => `mvexpand ${listedField(c.field)}${c.limit === null ? '' : ` limit=${c.limit}`}`)
    .with({ kind: 'rex' }, (c) => `rex field=${listedField(c.field)} ${c.all ? 'max_match=0 ' : ''}${rexString(c.pattern)}`)
    .with({ kind: 'iplocation' }, (c) => `iplocation prefix=${c.prefix} ${listedField(c.field)}`)
    .with({ kind: 'keep' }, (c) => `fields ${list(c.fields)}`)
    .with(
      { kind: 'sort' },
      (c) => `sort 0 ${c.keys.map((key) => `${key.order === 'asc' ? '+' : '-'}${key.as}(${listedField(key.field)})`).join(' ')}`,
    )
    .with({ kind: 'head' }, (c) => `head ${c.count}`)
    .with({ kind: 'table' }, (c) => `table ${list(c.fields)}`)
    .with({ kind: 'remove' }, (c) => `fields - ${list(c.fields)}`)
    .with({ kind: 'makeresults' }, (c) => `makeresults${c.count === 1 ? '' : ` count=${c.count}`}`)
    .with({ kind: 'carried' }, (c) => `makeresults format=json data=${dataString(JSON.stringify(c.rows))}`)
    .with({ kind: 'inputlookup' }, (c) => `inputlookup ${c.append ? 'append=t ' : ''}${c.name}`)
    .with({ kind: 'lookup' }, (c) => `lookup ${c.name} ${pairs(c.keys)} OUTPUT ${pairs(c.outputs)}`)
    .with({ kind: 'multisearch' }, (c) => `multisearch ${c.legs.map((leg) => `\n    ${subsearch(leg)}`).join('')}`)
    .with({ kind: 'append' }, (c) => `append ${subsearch(c.leg)}`)
    .exhaustive();

export const print = (ast: SplAst): string => {
  const [first, ...rest] = ast.commands;
  if (!first) return '\n';
  const head = `${pipeFirst(first)}${printCommand(first)}`;
  return `${[head, ...rest.map((command) => `| ${printCommand(command)}`)].join('\n')}\n`;
};

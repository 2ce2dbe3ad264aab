// A target AST in; its text out: one command per line, conditions with one conjunct per line. Parentheses by binding strength only.
import { match } from 'ts-pattern';
import type { Assignment, BinaryOp, Command, Es, EsqlAst, SortKey } from './ast.ts';
import { quoteIndex, quoteName, quoteString } from './quote.ts';

const lineWidth = 120;

/** More operands than this are grouped by parentheses: the engine's parser goes no deeper than 300. */
const chain = 100;

const strengths = { or: 1, and: 2, not: 3, test: 4, sum: 5, product: 6, sign: 7, atom: 8 } as const;

const opStrength = (op: BinaryOp): number =>
  match(op)
    .with('+', '-', () => strengths.sum)
    .with('*', '/', '%', () => strengths.product)
    .with('==', '!=', '<', '<=', '>', '>=', 'LIKE', 'RLIKE', () => strengths.test)
    .exhaustive();

const strength = (e: Es): number =>
  match(e)
    .with({ kind: 'or' }, { kind: 'and' }, (n) => strengths[n.kind])
    .with({ kind: 'not' }, () => strengths.not)
    .with({ kind: 'binary' }, (n) => opStrength(n.op))
    .with({ kind: 'in' }, { kind: 'isNull' }, () => strengths.test)
    .with({ kind: 'negate' }, () => strengths.sign)
    .with({ kind: 'number' }, (n) => (n.text.startsWith('-') ? strengths.sign : strengths.atom))
    .with(
      { kind: 'string' },
      { kind: 'bool' },
      { kind: 'null' },
      { kind: 'list' },
      { kind: 'field' },
      { kind: 'call' },
      { kind: 'star' },
      () => strengths.atom,
    )
    .with({ kind: 'period' }, { kind: 'filtered' }, () => strengths.atom)
    .exhaustive();

const within = (e: Es, least: number): string => (strength(e) < least ? `(${printExpr(e)})` : printExpr(e));

/** A long chain as a chain of chains. */
const grouped = (operands: readonly Es[], kind: 'and' | 'or'): readonly Es[] => {
  if (operands.length <= chain) return operands;
  const size = Math.ceil(operands.length / Math.ceil(operands.length / chain));
  const groups: Es[] = [];
  for (let at = 0; at < operands.length; at += size) groups.push({ kind, operands: operands.slice(at, at + size) });
  return grouped(groups, kind);
};

const printChain = (operands: readonly Es[], kind: 'and' | 'or'): readonly string[] =>
  grouped(operands, kind).map((operand) => within(operand, strengths[kind] + 1));

/** Measured: a NULL that is written out makes null of all around a COALESCE over it (`x == COALESCE(CASE(a, b, NULL), "")`). */
const withoutNulls = (fn: string, args: readonly Es[]): readonly Es[] => {
  if (fn === 'CASE' && args.length > 2 && args.length % 2 === 1 && args.at(-1)?.kind === 'null') return args.slice(0, -1);
  const known = fn === 'COALESCE' ? args.filter(({ kind }) => kind !== 'null') : args;
  return known.length > 0 ? known : args;
};

const printCall = (fn: string, args: readonly Es[]): string => `${fn}(${withoutNulls(fn, args).map(printExpr).join(', ')})`;

const plural = (amount: bigint, unit: string): string => `${amount} ${unit}${amount === 1n ? '' : 's'}`;

/** An expression on one line. */
export const printExpr = (e: Es): string =>
  match(e)
    .with({ kind: 'string' }, (n) => quoteString(n.value))
    .with({ kind: 'number' }, (n) => n.text)
    .with({ kind: 'bool' }, (n) => String(n.value))
    .with({ kind: 'null' }, () => 'NULL')
    .with({ kind: 'list' }, (n) => `[${n.items.map(printExpr).join(', ')}]`)
    .with({ kind: 'star' }, () => '*')
    .with({ kind: 'period' }, (n) => plural(n.amount, n.unit))
    .with({ kind: 'field' }, (n) => quoteName(n.name))
    .with({ kind: 'call' }, (n) => printCall(n.fn, n.args))
    .with({ kind: 'binary' }, (n) => {
      const own = opStrength(n.op);
      const left = own === strengths.test ? own + 1 : own;
      return `${within(n.left, left)} ${n.op} ${within(n.right, own + 1)}`;
    })
    .with({ kind: 'in' }, (n) => `${within(n.left, strengths.sum)} IN (${n.items.map(printExpr).join(', ')})`)
    .with({ kind: 'isNull' }, (n) => `${within(n.operand, strengths.sum)} IS ${n.negated ? 'NOT ' : ''}NULL`)
    .with({ kind: 'not' }, (n) => printNot(n.operand))
    .with({ kind: 'and' }, { kind: 'or' }, (n) => printChain(n.operands, n.kind).join(n.kind === 'and' ? ' AND ' : ' OR '))
    .with({ kind: 'negate' }, (n) => `-${within(n.operand, strengths.atom)}`)
    .with({ kind: 'filtered' }, (n) => `${printExpr(n.aggregate)} WHERE ${printExpr(n.where)}`)
    .exhaustive();

/** `NOT x` in the words that readers expect: `x != y`, `x NOT IN (…)`, `x NOT LIKE y`. */
const printNot = (operand: Es): string => {
  if (operand.kind === 'binary' && operand.op === '==') return printExpr({ ...operand, op: '!=' });
  if (operand.kind === 'binary' && (operand.op === 'LIKE' || operand.op === 'RLIKE'))
    return `${within(operand.left, strengths.sum)} NOT ${operand.op} ${printExpr(operand.right)}`;
  if (operand.kind === 'in') return `${within(operand.left, strengths.sum)} NOT IN (${operand.items.map(printExpr).join(', ')})`;
  return `NOT ${within(operand, strengths.not)}`;
};

const list = (head: string, items: readonly string[]): string => {
  const flat = `${head} ${items.join(', ')}`;
  return flat.length <= lineWidth ? flat : `${head}\n    ${items.join(',\n    ')}`;
};

const printAssignment = (a: Assignment): string => `${quoteName(a.name)} = ${printExpr(a.expr)}`;

const printKey = (key: SortKey): string => `${printExpr(key.expr)} ${key.order} NULLS ${key.nulls}`;

/** One conjunct; alternatives that do not fit a line stand below each other. */
const printConjunct = (e: Es, indent: string, alone: boolean): string => {
  const flat = alone ? printExpr(e) : within(e, strengths.and + 1);
  if (e.kind !== 'or' || flat.length + indent.length <= lineWidth) return flat;
  const lines = printChain(e.operands, 'or').join(`\n${indent}    OR `);
  return alone ? lines : `(${lines})`;
};

const printWhere = (condition: Es): string => {
  if (condition.kind !== 'and') return `WHERE ${printConjunct(condition, '', true)}`;
  return `WHERE ${grouped(condition.operands, 'and')
    .map((e) => printConjunct(e, '    ', false))
    .join('\n    AND ')}`;
};

const printStats = (measures: readonly Assignment[], by: readonly string[]): string => {
  const keys = by.map(quoteName).join(', ');
  const head = measures.length === 0 ? 'STATS' : list('STATS', measures.map(printAssignment));
  if (by.length === 0) return head;
  const flat = `${head} BY ${keys}`;
  return flat.length <= lineWidth && !flat.includes('\n') ? flat : `${head}\n    BY ${keys}`;
};

const printCommand = (command: Command): string =>
  match(command)
    .with({ kind: 'from' }, (n) => {
      const metadata = n.metadata.length > 0 ? ` METADATA ${n.metadata.join(', ')}` : '';
      return `FROM ${n.indices.map(quoteIndex).join(', ')}${metadata}`;
    })
    .with({ kind: 'row' }, (n) => list('ROW', n.columns.map(printAssignment)))
    .with({ kind: 'where' }, (n) => printWhere(n.condition))
    .with({ kind: 'eval' }, (n) => list('EVAL', n.columns.map(printAssignment)))
    .with({ kind: 'stats' }, (n) => printStats(n.measures, n.by))
    .with({ kind: 'keep' }, { kind: 'drop' }, (n) => list(n.kind.toUpperCase(), n.names.map(quoteName)))
    .with({ kind: 'keepAll' }, (n) => list('KEEP', ['*', ...n.named.map(quoteName)]))
    .with({ kind: 'rename' }, (n) =>
      list(
        'RENAME',
        n.pairs.map((pair) => `${quoteName(pair.from)} AS ${quoteName(pair.to)}`),
      ),
    )
    .with({ kind: 'sort' }, (n) => list('SORT', n.keys.map(printKey)))
    .with({ kind: 'limit' }, (n) => `LIMIT ${n.count}`)
    .with({ kind: 'lookupJoin' }, (n) => `LOOKUP JOIN ${quoteIndex(n.index)} ON ${quoteName(n.on)}`)
    .with({ kind: 'dropAll' }, (n) => list('DROP', n.patterns))
    .with({ kind: 'dissect' }, (n) => `DISSECT ${quoteName(n.field)} ${quoteString(n.pattern)}`)
    .with({ kind: 'mvExpand' }, (n) => `MV_EXPAND ${quoteName(n.field)}`)
    .exhaustive();

/** The text of a query; ends with one newline. */
export const print = (ast: EsqlAst): string => `${ast.commands.map(printCommand).join('\n| ')}\n`;

// The commands of a query in; the same out, with `x IS NULL` written as `CASE(x IS NULL, true, false)` where the optimizer would read too much into it:
// beside the conjunct `x IS NULL` it puts null for x in the other conjuncts, also inside an OR, and then drops rows that they let through.
import { match, P } from 'ts-pattern';
import { and, bool, type Command, call, type Es, or } from '../ast.ts';
import { printExpr } from '../print.ts';
import { reads } from '../state.ts';

type NullTest = Extract<Es, { kind: 'isNull' }>;

/** The null test that an operand is, or becomes once the optimizer has taken its negation away. */
const nullTest = (e: Es): NullTest | null => {
  if (e.kind === 'isNull') return e.negated ? null : e;
  return e.kind === 'not' && e.operand.kind === 'isNull' && e.operand.negated ? { ...e.operand, negated: false } : null;
};

const opaque = (test: NullTest): Es => call('CASE', test, bool(true), bool(false));

const mentions = (e: Es, names: ReadonlySet<string>): boolean => [...reads(e)].some((name) => names.has(name));

const isMentioned = (test: NullTest, others: readonly Es[]): boolean => {
  const names = reads(test.operand);
  return others.some((other) => mentions(other, names));
};

const conjuncts = (operands: readonly Es[]): readonly Es[] =>
  operands.map((operand, at) => {
    const test = nullTest(operand);
    return test && isMentioned(test, operands.toSpliced(at, 1)) ? opaque(test) : guarded(operand);
  });

/** `(x IS NULL) == true` is the test itself for the optimizer. */
const compared = (e: Es): Es => (e.kind === 'isNull' ? opaque(e) : guarded(e));

const parts = (e: Es): readonly Es[] => (e.kind === 'and' ? e.operands : [e]);

/** A null test that all alternatives share is a conjunct once the optimizer has taken it out of them. */
const disjunction = (alternatives: readonly Es[]): Es => {
  const tests = alternatives.map(
    (one) =>
      new Set(
        parts(one)
          .flatMap((part) => nullTest(part) ?? [])
          .map(printExpr),
      ),
  );
  const isShared = (e: Es): boolean => {
    const test = nullTest(e);
    return test !== null && tests.every((some) => some.has(printExpr(test)));
  };
  const hidden = (e: Es): Es => {
    const test = isShared(e) ? nullTest(e) : null;
    return test ? opaque(test) : e;
  };
  return alternatives.length === 0 ? bool(false) : or(...alternatives.map((one) => guarded(and(...parts(one).map(hidden)))));
};

/** Null tests beside other conjuncts, however deep inside. */
const guarded = (e: Es): Es =>
  match(e)
    .returnType<Es>()
    .with({ kind: P.union('string', 'number', 'bool', 'null', 'list', 'period', 'field', 'star') }, (n) => n)
    .with({ kind: 'call' }, (n) => ({ ...n, args: n.args.map(guarded) }))
    .with({ kind: 'binary' }, (n) => ({ ...n, left: compared(n.left), right: compared(n.right) }))
    .with({ kind: 'in' }, (n) => ({ ...n, left: compared(n.left), items: n.items.map(compared) }))
    .with({ kind: P.union('isNull', 'not', 'negate') }, (n) => ({ ...n, operand: guarded(n.operand) }))
    .with({ kind: 'and' }, (n) => ({ ...n, operands: conjuncts(n.operands) }))
    .with({ kind: 'or' }, (n) => disjunction(n.operands.filter((operand) => operand.kind !== 'bool' || operand.value)))
    .with({ kind: 'filtered' }, (n) => ({ ...n, aggregate: guarded(n.aggregate), where: guarded(n.where) }))
    .exhaustive();

/** What a command computes, and the names that it makes. */
const spoken = (command: Command): readonly Es[] =>
  match(command)
    .returnType<readonly Es[]>()
    .with({ kind: 'where' }, (n) => [n.condition])
    .with({ kind: P.union('eval', 'row') }, (n) => n.columns.flatMap((one): readonly Es[] => [one.expr, { kind: 'field', name: one.name }]))
    .with({ kind: 'stats' }, (n) => [...n.measures.map((one) => one.expr), ...[...n.by, ...n.measures.map((one) => one.name)].map(asField)])
    .with({ kind: 'rename' }, (n) => n.pairs.flatMap((pair) => [pair.from, pair.to]).map(asField))
    .with({ kind: 'sort' }, (n) => n.keys.map((key) => key.expr))
    .with({ kind: 'dissect' }, { kind: 'mvExpand' }, (n) => [asField(n.field)])
    .with({ kind: 'lookupJoin' }, (n) => [asField(n.on)])
    .with({ kind: P.union('from', 'keep', 'keepAll', 'drop', 'dropAll', 'limit') }, () => [])
    .exhaustive();

const asField = (name: string): Es => ({ kind: 'field', name });

const filters = (command: Command): boolean =>
  command.kind === 'where' || (command.kind === 'stats' && command.measures.some((one) => one.expr.kind === 'filtered'));

/** Filters of one query are merged: a null test stays as it is only where no other condition, and nothing before one, mentions its column. */
export const guardNullTests = (commands: readonly Command[]): readonly Command[] => {
  const last = commands.findLastIndex(filters);
  const near = commands.slice(0, last + 1).map(spoken);
  const beside = (at: number): readonly Es[] => near.toSpliced(at, 1).flat();
  const condition = (e: Es, others: readonly Es[]): Es => {
    const whole = guarded(e);
    const operands = whole.kind === 'and' ? whole.operands : [whole];
    const shown = operands.map((operand) => {
      const test = nullTest(operand);
      return test && isMentioned(test, others) ? opaque(test) : operand;
    });
    const [only] = shown;
    return whole.kind === 'and' ? { ...whole, operands: shown } : (only ?? whole);
  };
  return commands.map((command, at) => {
    if (command.kind === 'where') return { ...command, condition: condition(command.condition, beside(at)) };
    if (command.kind === 'eval' || command.kind === 'row') {
      // a filter behind it reads the expression in place of its name
      const others = (own: number): readonly Es[] =>
        at > last ? [] : [...beside(at), ...command.columns.toSpliced(own, 1).map((one) => one.expr)];
      return { ...command, columns: command.columns.map((one, own) => ({ ...one, expr: condition(one.expr, others(own)) })) };
    }
    if (command.kind !== 'stats') return command;
    return { ...command, measures: command.measures.map((one) => ({ ...one, expr: measure(one.expr, (e) => condition(e, beside(at))) })) };
  });
};

const measure = (e: Es, condition: (e: Es) => Es): Es =>
  e.kind === 'filtered' ? { ...e, aggregate: guarded(e.aggregate), where: condition(e.where) } : guarded(e);

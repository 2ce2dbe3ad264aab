// Eval's functions that look into their expressions: conditions that choose, fields that stand for single values, literals that are errors.
import type { Expr, SearchTerm } from '../ast.ts';
import { parseSplTerms } from '../parse.ts';
import { compared } from './comparison.ts';
import { fixed } from './digits.ts';
import { convertFunctions } from './functions/convert.ts';
import { infoFunctions } from './functions/info.ts';
import { numberFunctions } from './functions/number.ts';
import { compiled, type EvalFunction, fieldArg, textArg } from './functions/shapes.ts';
import { fail, refuse } from './refusal.ts';
import type { Scope } from './scope.ts';
import { fits as termFits } from './terms.ts';
import { exactly, isMulti, isNum, multi, num, numberOf, textsOf, type Value } from './value.ts';

interface Evaluator {
  evaluate(expr: Expr, scope: Scope): Value;
  condition(expr: Expr, scope: Scope): boolean | null;
}
type Form = (args: readonly Expr[], scope: Scope, evaluator: Evaluator) => Value;

const pairs = (fn: string, args: readonly Expr[]): readonly (readonly [Expr, Expr])[] => {
  if (args.length % 2 !== 0) return fail(`${fn} takes conditions and values in pairs`);
  return args.flatMap((first, at) => {
    const second = args[at + 1];
    return at % 2 === 0 && second ? [[first, second] as const] : [];
  });
};

const choose: Form = ([test, yes, no], scope, { evaluate, condition }) =>
  test && yes && no ? evaluate(condition(test, scope) === true ? yes : no, scope) : fail('if takes three arguments');

/** The value behind the first condition that is so. */
const firstWhere =
  (fn: string, wanted: boolean): Form =>
  (args, scope, { evaluate, condition }) => {
    const found = pairs(fn, args).find(([test]) => condition(test, scope) === wanted);
    return found ? evaluate(found[1], scope) : null;
  };

const coalesce: Form = (args, scope, { evaluate }) => {
  for (const arg of args) {
    const value = evaluate(arg, scope);
    if (value !== null) return value;
  }
  return null;
};

const nullif: Form = (args, scope, { evaluate }) => {
  const [left = null, right = null] = args.map((arg) => evaluate(arg, scope));
  return compared('=', left, right, scope.context.asked) === true ? null : left;
};

const matches: Form = (args, scope, { evaluate }) => {
  const [subject = null, pattern = null] = args.map((arg) => evaluate(arg, scope));
  if (subject === null || pattern === null) return null;
  const regex = compiled(scope.context, textArg('match', pattern));
  const texts = textsOf(fieldArg('match', subject));
  const any = texts.some((text) => regex.match(text, 0) !== null);
  if (!isMulti(subject) || texts.length === 1) return any;
  const whole = regex.match(texts.join('\n'), 0) !== null;
  return any === whole || scope.context.asked.is('anyOfSeveralValuesCompares') ? any : whole;
};

/** Names of fields that an expression reads. */
const fieldsIn = (expr: Expr): readonly string[] => {
  if (expr.kind === 'field') return [expr.name];
  if (expr.kind === 'call') return expr.args.flatMap(fieldsIn);
  if (expr.kind === 'negate' || expr.kind === 'not') return fieldsIn(expr.operand);
  if (expr.kind === 'and' || expr.kind === 'or' || expr.kind === 'xor') return expr.operands.flatMap(fieldsIn);
  if (expr.kind === 'arithmetic' || expr.kind === 'compare') return [...fieldsIn(expr.left), ...fieldsIn(expr.right)];
  if (expr.kind === 'like') return [...fieldsIn(expr.subject), ...fieldsIn(expr.pattern)];
  return expr.kind === 'in' ? [...fieldsIn(expr.subject), ...expr.options.flatMap(fieldsIn)] : [];
};

/** The row with a field that holds one value of several. */
const withOne = (scope: Scope, name: string, text: string): Scope => ({ ...scope, row: new Map([...scope.row, [name, text]]) });

const filter: Form = ([test], scope, { condition }) => {
  if (!test) return fail('mvfilter takes a condition');
  const [name, ...others] = new Set(fieldsIn(test));
  if (name === undefined || others.length > 0) return fail('mvfilter reads one field');
  return multi(textsOf(scope.row.get(name) ?? null).filter((text) => condition(test, withOne(scope, name, text)) === true));
};

const map: Form = ([over, each], scope, { evaluate }) => {
  if (!over || !each) return fail('mvmap takes a field and an expression');
  const [name] = fieldsIn(over);
  const values = textsOf(fieldArg('mvmap', evaluate(over, scope)));
  if (name === undefined) return refuse('mvmap over an expression without a field');
  return multi(values.flatMap((text) => textsOf(fieldArg('mvmap', evaluate(each, withOne(scope, name, text))))));
};

/** Products in it are not rounded, and its digits do not round what it stands in. */
const exact: Form = ([arg], scope, { evaluate }) => {
  const value = arg ? evaluate(arg, { ...scope, exact: true }) : fail('exact takes a number');
  return isNum(value) ? { ...value, precision: exactly } : value;
};

const sigfig: Form = ([arg], scope, { evaluate }) => {
  const value = arg ? evaluate(arg, { ...scope, sigfig: true }) : fail('sigfig takes a number');
  if (!isNum(value)) return value;
  const { significant, decimals } = value.precision;
  if (Number.isFinite(decimals)) return num(Number(fixed(value.value, decimals)));
  return Number.isFinite(significant) ? num(value.value) : { ...value, precision: exactly };
};

const termsOf = (text: string): SearchTerm => {
  const parsed = parseSplTerms(text);
  return parsed.ok ? parsed.value : fail(`searchmatch: ${parsed.error.message}`);
};

const searchmatch: Form = (args, scope, { evaluate }) => {
  const [text = null] = args.map((arg) => evaluate(arg, scope));
  if (text === null) return null;
  return termFits(termsOf(textArg('searchmatch', text)), scope.row, {
    ...scope.context,
    subsearch: () => refuse('a subsearch in searchmatch'),
  });
};

/** A text that stands in the expression is no number, whatever it looks like. */
const ofLiterals =
  (name: string, isTrue: boolean, table: ReadonlyMap<string, EvalFunction>): Form =>
  (args, scope, { evaluate }) => {
    const [arg] = args;
    if (arg?.kind === 'string') return isTrue;
    return (
      table.get(name)?.apply(
        args.map((one) => evaluate(one, scope)),
        scope.context,
      ) ?? null
    );
  };

/** A text that stands in the expression and is none of what the function takes is an error; in a field it is passed over. */
const refusing =
  (name: string, table: ReadonlyMap<string, EvalFunction>, isError: (text: string, args: readonly Expr[]) => boolean): Form =>
  (args, scope, { evaluate }) => {
    const wrong = args.find((arg, at) => arg.kind === 'string' && (name !== 'tonumber' || at === 0) && isError(arg.value, args));
    if (wrong) return fail(`${name} takes no such text`);
    return (
      table.get(name)?.apply(
        args.map((one) => evaluate(one, scope)),
        scope.context,
      ) ?? null
    );
  };

export const forms: ReadonlyMap<string, Form> = new Map<string, Form>([
  ['true', () => true],
  ['false', () => false],
  ['null', () => null],
  ['if', choose],
  ['case', firstWhere('case', true)],
  ['validate', firstWhere('validate', false)],
  ['coalesce', coalesce],
  ['nullif', nullif],
  ['match', matches],
  ['mvfilter', filter],
  ['mvmap', map],
  ['exact', exact],
  ['sigfig', sigfig],
  ['searchmatch', searchmatch],
  ['isnum', ofLiterals('isnum', false, infoFunctions)],
  ['isint', ofLiterals('isint', false, infoFunctions)],
  ['isstr', ofLiterals('isstr', true, infoFunctions)],
  ['sum', refusing('sum', numberFunctions, () => true)],
  ['avg', refusing('avg', numberFunctions, () => true)],
  ['tonumber', refusing('tonumber', convertFunctions, (text, args) => args.length === 1 && numberOf(text) === null)],
]);

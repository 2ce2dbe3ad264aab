// Types of arguments in, whether a function or operator takes them and what it gives out. The rules are Microsoft's, as its binder applies them.
import { match, P } from 'ts-pattern';
import type { ArithOp, Expr } from '../../ir/expr.ts';
import { type ScalarFn, scalarRow } from '../../ir/functions.ts';
import { isNumeric, type ScalarType } from '../../ir/types.ts';
import { signatureOf } from '../vocabulary/signatures.ts';

const isInteger = (type: ScalarType): boolean => type === 'int' || type === 'long';
const isSummable = (type: ScalarType): boolean => isNumeric(type) || type === 'timespan' || type === 'datetime';

const kinds: ReadonlyMap<string, (type: ScalarType) => boolean> = new Map([
  ['scalar', () => true],
  ['commonScalar', () => true],
  ['commonScalarOrDynamic', () => true],
  ['commonOrderable', (t: ScalarType) => t !== 'dynamic'],
  ['any', () => true],
  ['integer', isInteger],
  ['number', isNumeric],
  ['numberOrBool', (t: ScalarType) => isNumeric(t) || t === 'bool'],
  ['summable', isSummable],
  ['notDynamic', (t: ScalarType) => t !== 'dynamic'],
  ['stringOrDynamic', (t: ScalarType) => t === 'string' || t === 'dynamic'],
  ['stringOrArray', (t: ScalarType) => t === 'string' || t === 'dynamic'],
  ['integerOrArray', (t: ScalarType) => isInteger(t) || t === 'dynamic'],
  ['dynamicArray', (t: ScalarType) => t === 'dynamic'],
  ['dynamicBag', (t: ScalarType) => t === 'dynamic'],
  ['string', (t: ScalarType) => t === 'string' || t === 'dynamic'],
  ['long', isInteger],
  ['real', isNumeric],
]);

const fits = (kind: string, type: ScalarType): boolean => type === 'unknown' || (kinds.get(kind)?.(type) ?? kind === type);

interface Parameter {
  readonly kind: string;
  readonly optional: boolean;
  readonly repeated: boolean;
}
interface Form {
  readonly text: string;
  readonly parameters: readonly Parameter[];
  readonly result: string;
}

const parsed = new Map<ScalarFn, readonly Form[]>();

const parseForm = (text: string): Form => {
  const [left = '', result = ''] = text.split('-> ');
  const parameters = left
    .trim()
    .split(', ')
    .filter(Boolean)
    .map((p) => ({ kind: p.replace(/[?*]/g, ''), optional: p.includes('?'), repeated: p.includes('*') }));
  return { text: left.trim(), parameters, result: result.trim() };
};

const formsOf = (fn: ScalarFn): readonly Form[] => {
  const known = parsed.get(fn);
  if (known) return known;
  const [, ...forms] = signatureOf(fn);
  const list = forms.map(parseForm);
  parsed.set(fn, list);
  return list;
};

/** Arguments against parameters in order; a run of repeated parameters (`bag_pack`'s key and value) goes round. */
const formFits = (form: Form, types: readonly ScalarType[]): boolean => {
  const { parameters } = form;
  const least = parameters.filter((p) => !p.optional).length;
  const firstRepeated = parameters.findIndex((p) => p.repeated);
  if (types.length < least || (firstRepeated < 0 && types.length > parameters.length)) return false;
  const round = parameters.filter((p) => p.repeated).length;
  return types.every((type, i) => {
    const own = parameters[i];
    const again = firstRepeated < 0 || i < firstRepeated ? undefined : parameters[firstRepeated + ((i - firstRepeated) % round)];
    return [own, again].some((parameter) => parameter !== undefined && fits(parameter.kind, type));
  });
};

const widest: readonly ScalarType[] = ['int', 'long', 'real', 'decimal'];

/** The wider of two number types. */
export const wider = (a: ScalarType, b: ScalarType): ScalarType => (widest.indexOf(a) >= widest.indexOf(b) ? a : b);

/** The type that values of several types have together: `unknown` and null literals give way; with `plain` dynamic does too. */
export const commonType = (types: readonly ScalarType[], plain: boolean): ScalarType => {
  const known = types.filter((t) => t !== 'unknown' && !(plain && t === 'dynamic'));
  if (known.length === 0) return types.includes('dynamic') ? 'dynamic' : 'unknown';
  return known.reduce((a, b) => (isNumeric(a) && isNumeric(b) ? wider(a, b) : a === b ? a : 'dynamic'));
};

const resultOf = (form: Form, types: readonly ScalarType[]): ScalarType =>
  match(form.result)
    .returnType<ScalarType>()
    .with('p0', () => types[0] ?? 'unknown')
    .with('p1', () => types[1] ?? 'unknown')
    .with('widest', () => (types.includes('unknown') ? 'unknown' : types.reduce(wider, 'long')))
    .with('common', () => commonType(types, false))
    .otherwise((name) => name as ScalarType);

/** Functions whose parameters of any type are read as text. */
const readsText: ReadonlySet<ScalarFn> = new Set([
  'tolower',
  'toupper',
  'substring',
  'indexof',
  'indexof_regex',
  'reverse',
  'split',
  'strcmp',
  'parse_command_line',
  'strcat',
  'strcat_delim',
  'strlen',
  'string_size',
  'strrep',
  'unicode_codepoints_from_string',
  'countof',
  'has_any_index',
  'parse_csv',
  'has_ipv4',
  'has_ipv4_prefix',
  'has_any_ipv4',
  'has_any_ipv4_prefix',
]);

/** Whether the argument at `index`, beside arguments of `types`, is read as text, so that a dynamic value is converted. */
export const isTextParameter = (fn: ScalarFn, index: number, types: readonly ScalarType[]): boolean => {
  const fitting = formsOf(fn).filter((candidate) => formFits(candidate, types));
  // A list of texts is a list where the function takes one: `ipv4_is_in_any_range(ip, dynamic([…]))`.
  if (types[index] === 'dynamic' && fitting.some((candidate) => candidate.parameters[index]?.kind === 'dynamicArray')) return false;
  const form = fitting[0] ?? formsOf(fn)[0];
  const last = (form?.parameters.length ?? 1) - 1;
  const kind = form?.parameters[Math.min(index, last)]?.kind;
  return kind === 'string' || (readsText.has(fn) && kind !== undefined && kind !== 'dynamicArray' && kind !== 'integer' && kind !== 'long');
};

/** The result type of a call, or the forms that would be accepted. */
export const typeOfCall = (fn: ScalarFn, types: readonly ScalarType[]): { type: ScalarType } | { forms: string } => {
  const forms = formsOf(fn);
  const [least, most] = scalarRow(fn).arity;
  const counted = types.length >= least && types.length <= most;
  const form = counted ? forms.find((candidate) => formFits(candidate, types)) : undefined;
  if (form && types.includes('unknown') && new Set(forms.map((f) => f.result)).size > 1) return { type: 'unknown' };
  return form ? { type: resultOf(form, types) } : { forms: forms.map((f) => f.text).join('; ') };
};

/** The result type of `left op right`, or null when KQL has no such operation. */
export const typeOfArith = (op: ArithOp, left: ScalarType, right: ScalarType): ScalarType | null => {
  if (left === 'unknown' || right === 'unknown') return unknownArith(op, left, right);
  if (isNumeric(left) && isNumeric(right)) return wider('long', wider(left, right));
  if (left === 'dynamic' || right === 'dynamic') return dynamicArith(left, right);
  const times = `${left} ${right}`;
  return match([op, times] as const)
    .returnType<ScalarType | null>()
    .with(
      ['add', 'timespan timespan'],
      ['sub', 'timespan timespan'],
      ['mod', 'timespan timespan'],
      ['mul', 'timespan timespan'],
      () => 'timespan',
    )
    .with(['sub', 'datetime datetime'], ['mod', P.union('datetime datetime', 'datetime timespan')], () => 'timespan')
    .with([P.union('add', 'sub'), P.union('datetime timespan', 'timespan datetime')], ['add', 'datetime datetime'], () => 'datetime')
    .with(['div', P.union('timespan timespan', 'datetime datetime', 'datetime timespan')], () => 'real')
    .with([P.union('mul', 'div', 'mod'), P._], () => spanTimesNumber(op, left, right))
    .otherwise(() => null);
};

const spanTimesNumber = (op: ArithOp, left: ScalarType, right: ScalarType): ScalarType | null => {
  if (left === 'timespan' && isNumeric(right)) return 'timespan';
  if (op === 'mul' && isNumeric(left) && right === 'timespan') return 'timespan';
  return null;
};

const unknownArith = (op: ArithOp, left: ScalarType, right: ScalarType): ScalarType => {
  const known = left === 'unknown' ? right : left;
  return isNumeric(known) && (op === 'add' || op === 'sub') ? known : 'unknown';
};

const dynamicArith = (left: ScalarType, right: ScalarType): ScalarType | null => {
  const other = left === 'dynamic' ? right : left;
  if (other === 'dynamic') return 'dynamic';
  if (other === 'int') return 'long';
  return isSummable(other) ? (other === 'datetime' ? 'datetime' : other) : null;
};

const rangeClass = (type: ScalarType): string => (isNumeric(type) || type === 'bool' ? 'number' : type);

/** Whether `<`, `<=`, `>`, `>=` are defined: numbers, timespans, datetimes among themselves; dynamic with numbers. */
export const canOrder = (left: ScalarType, right: ScalarType): boolean => {
  if (left === 'unknown' || right === 'unknown') return true;
  if (left === 'dynamic' || right === 'dynamic') {
    const other = left === 'dynamic' ? right : left;
    return other === 'dynamic' || isNumeric(other);
  }
  const kind = rangeClass(left);
  return kind === rangeClass(right) && ['number', 'timespan', 'datetime'].includes(kind);
};

/** `string, long` for a message. */
export const typeNames = (exprs: readonly Expr[]): string => exprs.map((e) => e.type).join(', ');

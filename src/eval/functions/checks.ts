// Tests of texts, columns and constants; small functions of arrays and bits. Each function by its KQL name; a call in, how to compute it for a row out.
import type { DynamicValue } from '../../ir/types.ts';
import { failed, unsupported } from '../refusal.ts';
import type { Arg, Call, Fn } from '../scope.ts';
import type { Row } from '../value.ts';
import { toDynamic } from '../values/convert.ts';
import { textOf } from '../values/text.ts';
import { array, strict, text, whole } from './shapes.ts';

/** Settled while the query is made ready; a condition that is false ends it. */
const assert: Fn = ({ args: [condition, message], span }) => {
  const holds = condition?.fixed;
  if (holds === undefined) return failed('the condition of `assert()` depends on the row', span);
  if (holds === false) return failed(`\`assert()\` has failed with the message '${textOf(message?.fixed ?? '', 'string')}'`, span);
  return holds === true ? () => true : unsupported('`assert()` of null', span);
};

/** Calls that are left here look at rows whose columns no schema names; where the data lacks the column, nobody can tell. */
const isColumn: Fn = ({ args: [name], scope, span }) =>
  scope.columns.some((column) => column.name === name?.fixed)
    ? () => true
    : unsupported('`iscolumnexists()` on rows whose columns are not known', span);

const settledInQuotes = /^(?:[A-Za-z0-9_\\.+*?()|[{^$]|[^\x00-\x7f])*$/;

/** The escapers of RE2 and of its successors do not agree on `-`, `]`, `}`, `#`, blanks and other signs: those are refused. */
const regexQuote: Fn = (call) =>
  strict([text], (plain) =>
    settledInQuotes.test(plain)
      ? plain.replace(/[\\.+*?()|[{^$]/g, '\\$&')
      : unsupported('`regex_quote()` of a sign that not all engines escape', call.span),
  )(call);

/** What stands in freed places: the argument, else the empty text among texts and null among others. */
const filler = (arg: Arg | undefined, { name, span }: Call): ((row: Row, elements: readonly DynamicValue[]) => DynamicValue) => {
  if (arg) return (row) => toDynamic(arg.get(row), arg.type);
  return (_row, elements) => {
    const texts = elements.filter((element) => typeof element === 'string').length;
    if (texts === 0) return null;
    return texts === elements.length ? '' : unsupported(`\`${name}()\` of texts and others without a value to fill with`, span);
  };
};

const shift =
  (direction: 1 | -1): Fn =>
  (call) => {
    const [first, places] = call.args;
    if (!first || !places) return () => null;
    const [elementsOf, placesOf, fill] = [array(first), whole(places), filler(call.args[2], call)];
    return (row) => {
      const [elements, by] = [elementsOf(row), placesOf(row)];
      if (elements === null || by === null) return null;
      const distance = Number(by) * direction;
      if (distance === 0) return elements;
      return elements.map((_, i) => {
        const from = elements[i + distance];
        return from === undefined ? fill(row, elements) : from;
      });
    };
  };

const onesIn = (value: bigint): bigint => BigInt(BigInt.asUintN(64, value).toString(2).replaceAll('0', '').length);

/** The page settles longs and ASCII texts: 8 bytes, and one byte for each character. */
const sizeOf = (arg: Arg, row: Row, { span }: Call): bigint => {
  const value = arg.get(row);
  if (arg.type === 'long' && value !== null) return 8n;
  return arg.type === 'string' && typeof value === 'string' && /^[\x00-\x7f]*$/.test(value)
    ? BigInt(value.length)
    : unsupported('`estimate_data_size()` of other values than longs and ASCII texts', span);
};

const dataSize: Fn = (call) => (row) => call.args.reduce((sum, arg) => sum + sizeOf(arg, row, call), 0n);

export const checksFunctions = {
  assert,
  iscolumnexists: isColumn,
  isascii: strict([text], (plain) => /^[\x00-\x7f]*$/.test(plain)),
  isutf8: strict([text], (plain) => !/\p{Surrogate}/u.test(plain)),
  regex_quote: regexQuote,
  array_shift_left: shift(1),
  array_shift_right: shift(-1),
  bitset_count_ones: strict([whole], onesIn),
  estimate_data_size: dataSize,
} as const satisfies Readonly<Record<string, Fn>>;

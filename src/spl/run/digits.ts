// Decimal rounding as eval does it: halves away from zero on the number's own digits; significant digits of literals and products.
import { doubleText, exactly, type Num, numberOf, type Precision } from './value.ts';

/** The digits of a double without an exponent, as `[sign, whole, fraction]`. */
const decimal = (value: number): readonly [sign: string, whole: string, fraction: string] => {
  const [, sign = '', whole = '0', fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(doubleText(value)) ?? [];
  const shift = Number(exponent);
  if (shift === 0) return [sign, whole, fraction];
  if (shift > 0) {
    const digits = whole + fraction.padEnd(shift, '0');
    return [sign, digits.slice(0, whole.length + shift), digits.slice(whole.length + shift)];
  }
  const digits = whole.padStart(whole.length - shift, '0') + fraction;
  return [sign, digits.slice(0, whole.length), digits.slice(whole.length)];
};

/** With exactly `places` decimals, halves away from zero: 2.555 to two is 2.56. A negative count rounds tens, hundreds … */
export const fixed = (value: number, places: number): string => {
  const [sign, whole, fraction] = decimal(value);
  const digits = whole + fraction.padEnd(Math.max(places, 0) + 1, '0');
  const cut = whole.length + places;
  if (cut < 0) return '0';
  const kept = BigInt(digits.slice(0, cut) || '0') + (digits.charAt(cut) >= '5' ? 1n : 0n);
  const text = places < 0 ? `${kept}${'0'.repeat(-places)}` : String(kept).padStart(places + 1, '0');
  const shown = places > 0 ? `${text.slice(0, -places)}.${text.slice(-places)}` : text;
  return /[1-9]/.test(shown) ? `${sign}${shown}` : shown;
};

/** The place of the first digit that counts: 0 for units, -1 for tenths. */
const leading = (value: number): number => {
  const [, whole, fraction] = decimal(value);
  const plain = whole.replace(/^0+/, '');
  if (plain !== '') return plain.length - 1;
  const zeros = /^0*/.exec(fraction)?.[0].length ?? 0;
  return -1 - zeros;
};

/** To so many significant digits, trailing zeros shown. */
export const toSignificant = (value: number, count: number): string => fixed(value, count - 1 - leading(value));

/** What the digits of a number say of its precision. A whole number is exact. */
export const precisionOf = (text: string): Precision => {
  const [, whole = '', fraction] = /^[+-]?(\d*)(?:\.(\d*))?/.exec(text) ?? [];
  if (fraction === undefined) return exactly;
  return { significant: Math.max(`${whole}${fraction}`.replace(/^0+/, '').length, 1), decimals: fraction.length };
};

/** A literal, with the precision of its digits. */
export const literal = (value: number, text: string): Num => ({ kind: 'number', value, text: null, precision: precisionOf(text) });

/** A product or quotient: rounded to the fewest significant digits of its operands. */
export const product = (value: number, left: Precision, right: Precision): Num => {
  const significant = Math.min(left.significant, right.significant);
  if (!Number.isFinite(significant) || !Number.isFinite(value) || value === 0)
    return { kind: 'number', value, text: null, precision: exactly };
  const text = toSignificant(value, significant);
  const fewer = Math.max(significant - 1 - leading(value), 0);
  return { kind: 'number', value: numberOf(text) ?? value, text, precision: { significant, decimals: fewer } };
};

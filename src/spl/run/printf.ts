// The format and values of eval's printf in; its text out (Search Reference, Conversion functions, printf).
import { fixed } from './digits.ts';
import { fail, refuse } from './refusal.ts';
import { textOf, toNumber, type Value } from './value.ts';

interface Spec {
  readonly flags: string;
  readonly width: number | null;
  readonly precision: number | null;
  readonly letter: string;
}

const conversion = /%([-+ #0']*)(\*|\d+)?(?:\.(\*|\d*))?([a-zA-Z%])/g;

const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
const withGroups = (text: string): string => {
  const [whole = '', ...rest] = text.split('.');
  return [grouped(whole), ...rest].join('.');
};

/** `+`, blank and `-` in front; zeros or blanks up to the width. */
const padded = (sign: string, body: string, { flags, width }: Spec, zeros: boolean): string => {
  const room = (width ?? 0) - sign.length - body.length;
  if (room <= 0) return sign + body;
  if (flags.includes('-')) return sign + body + ' '.repeat(room);
  return zeros && flags.includes('0') ? sign + '0'.repeat(room) + body : ' '.repeat(room) + sign + body;
};

const signOf = (negative: boolean, flags: string): string => {
  if (negative) return '-';
  if (flags.includes('+')) return '+';
  return flags.includes(' ') ? ' ' : '';
};

const exponent = (value: number, precision: number): string =>
  Math.abs(value)
    .toExponential(precision)
    .replace(/e([+-])(\d)$/, 'e$10$2');

/** C's `%g`: the shorter of fixed and exponent form, trailing zeros off unless `#`. */
const general = (value: number, spec: Spec): string => {
  const precision = spec.precision === 0 ? 1 : (spec.precision ?? 6);
  const size =
    value === 0
      ? 0
      : Number(
          Math.abs(value)
            .toExponential(precision - 1)
            .split('e')[1],
        );
  const text = size < -4 || size >= precision ? exponent(value, precision - 1) : fixed(Math.abs(value), precision - 1 - size);
  return spec.flags.includes('#') ? text : text.replace(/(\.\d*?)0+(?=e|$)/, '$1').replace(/\.(?=e|$)/, '');
};

/** C's `%a`: `0x1.922p+1`. */
const hexFloat = (value: number, precision: number | null): string => {
  if (value === 0) return `0x0${precision ? `.${'0'.repeat(precision)}` : ''}p+0`;
  let power = Math.floor(Math.log2(Math.abs(value)));
  let digits = Math.abs(value) / 2 ** power;
  const scale = 16 ** (precision ?? 13);
  digits = Math.round(digits * scale) / scale;
  if (digits >= 2) [digits, power] = [digits / 2, power + 1];
  const tail = Math.round((digits - 1) * scale)
    .toString(16)
    .padStart(precision ?? 13, '0');
  const shown = precision === null ? tail.replace(/0+$/, '') : tail;
  return `0x1${shown === '' || precision === 0 ? '' : `.${shown}`}p${power < 0 ? '-' : '+'}${Math.abs(power)}`;
};

const floating = (value: number, spec: Spec): string => {
  const letter = spec.letter.toLowerCase();
  const places = spec.precision ?? 6;
  const forms: ReadonlyMap<string, () => string> = new Map([
    ['e', () => exponent(value, places)],
    ['f', () => fixed(Math.abs(value), places)],
    ['g', () => general(value, spec)],
    ['a', () => hexFloat(value, spec.precision)],
  ]);
  const body = forms.get(letter)?.();
  const shown = spec.flags.includes("'") ? withGroups(body ?? '') : (body ?? '');
  const text = padded(signOf(value < 0, spec.flags), shown, spec, true);
  return spec.letter === letter ? text : text.toUpperCase();
};

const based = (value: number, spec: Spec, base: number, prefix: string): string => {
  const digits = Math.trunc(Math.abs(value))
    .toString(base)
    .padStart(spec.precision ?? 0, '0');
  return padded('', spec.flags.includes('#') && value !== 0 ? prefix + digits : digits, spec, true);
};

const whole = (value: number, spec: Spec): string => {
  const digits = String(Math.trunc(Math.abs(value))).padStart(spec.precision ?? 0, '0');
  return padded(signOf(value < 0, spec.flags), spec.flags.includes("'") ? grouped(digits) : digits, spec, true);
};

const character = (value: Value): string => {
  const point = toNumber(value);
  return point === null ? ([...shown(value)][0] ?? '') : String.fromCodePoint(point);
};

const shown = (value: Value): string => {
  if (value === null || typeof value === 'boolean') return fail('printf of a value that is no text and no number');
  return textOf(value);
};

/** `%i` is `%d`, `%z` is `%s`, `%p` is `%X`. */
const formatted = (spec: Spec, value: Value): string => {
  const { letter } = spec;
  if (letter === 's' || letter === 'z') {
    const text = shown(value);
    return padded('', spec.precision === null ? text : [...text].slice(0, spec.precision).join(''), spec, false);
  }
  if (letter === 'c') return padded('', character(value), spec, false);
  if (!/^[diuoxXpeEfFgGaA]$/.test(letter)) return fail(`printf does not take %${letter}`);
  const number = toNumber(value) ?? refuse(`printf of %${letter} and a text that is no number`);
  if (letter === 'd' || letter === 'i' || letter === 'u') return whole(number, spec);
  if (letter === 'o') return based(number, spec, 8, '0');
  if (letter === 'x') return based(number, spec, 16, '0x');
  if (letter === 'X' || letter === 'p') return based(number, spec, 16, '0x').toUpperCase();
  return floating(number, spec);
};

/** NULL among the values makes the whole text NULL. */
export const printf = (format: string, values: readonly Value[]): string | null => {
  let next = 0;
  const take = (): Value => (next < values.length ? (values[next++] ?? null) : fail('printf has fewer values than its format'));
  const star = (text: string | undefined): number | null => {
    if (text === undefined) return null;
    return text === '*' ? (toNumber(take()) ?? 0) : Number(text || 0);
  };
  if (values.includes(null)) return null;
  return format.replace(conversion, (_, flags: string, width: string | undefined, precision: string | undefined, letter: string) => {
    if (letter === '%') return '%';
    const wide = star(width);
    const spec: Spec = {
      flags: wide !== null && wide < 0 ? `${flags}-` : flags,
      width: wide && Math.abs(wide),
      precision: star(precision),
      letter,
    };
    return formatted(spec, take());
  });
};

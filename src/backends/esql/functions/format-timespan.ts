// A call of `format_timespan` with a literal format in; the digits of each unit, put together, out. A timespan is a whole number of milliseconds.
import { binary, call, type Es, num, str } from '../ast.ts';
import { type Value, value } from '../value.ts';
import type { Emit } from './call.ts';

const day = 86_400_000;

/** At least so many digits. */
const padded = (n: Es, width: number): Es => {
  const digits = call('TO_STRING', n);
  if (width === 1) return digits;
  return call(
    'CASE',
    binary('<', n, num(10 ** (width - 1))),
    call('RIGHT', call('CONCAT', str('0'.repeat(width)), digits), num(width)),
    digits,
  );
};

const within = (v: Es, size: number, unit: number): Es => binary('/', binary('%', v, num(size)), num(unit));

/** What a run of one letter writes; null for one that has no meaning here. */
const piece = (v: Es, token: string): Es | null => {
  const width = token.length;
  if (/^[ /\-:,._[\]]$/.test(token)) return str(token);
  if (/^d{1,8}$/.test(token)) return padded(binary('/', v, num(day)), width);
  if (/^(?:h|H){1,2}$/.test(token)) return padded(within(v, day, 3_600_000), width);
  if (/^m{1,2}$/.test(token)) return padded(within(v, 3_600_000, 60_000), width);
  if (/^s{1,2}$/.test(token)) return padded(within(v, 60_000, 1_000), width);
  if (!/^f{1,7}$/.test(token)) return null;
  const digits = call('CONCAT', padded(binary('%', v, num(1_000)), 3), str('0000'));
  return call('LEFT', digits, num(width));
};

const joined = (pieces: readonly Es[]): Es => {
  const [only] = pieces;
  return pieces.length === 1 && only ? only : call('CONCAT', ...pieces);
};

export const formatTimespan: Emit = (c): Value => {
  const format = c.literalText(1);
  const v = c.arg(0);
  const tokens = format?.match(/([A-Za-z])\1*|[^A-Za-z]/gu) ?? [];
  const pieces = tokens.flatMap((token) => piece(v.es, token) ?? []);
  if (v.type !== 'span' || pieces.length === 0 || pieces.length < tokens.length)
    return c.refuse('the format must be a literal of days, hours, minutes, seconds and their fractions');
  if (c.expr(0)?.kind !== 'literal') c.place.context.findings.assume('RMMC3763', c.node.span, {});
  return value(joined(pieces), 'keyword', v.nullable);
};

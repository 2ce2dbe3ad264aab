// convert: fields in, numbers, sizes and times out (Search Reference, convert).
import type { Conversion, ConvertCommand, ConvertName } from '../../ast.ts';
import { strftime } from '../strftime.ts';
import { strptime } from '../strptime.ts';
import { type Field, num, numberOf, textOf, toNumber } from '../value.ts';
import { type Run, type Table, withFields } from './frame.ts';
import { namesOf } from './names.ts';

const duration = /^(?:(\d+)\+)?(\d+):(\d\d):(\d\d(?:\.\d+)?)$/;
const minutes = /^(?:(\d+):)?(\d+)\.(\d+)$/;
const factors = new Map([
  ['k', 1],
  ['m', 1024],
  ['g', 1024 * 1024],
]);

const seconds = (text: string): number | null => {
  const [whole, days = '0', hours = '0', mins = '0', secs = '0'] = duration.exec(text) ?? [];
  return whole === undefined ? null : Number(days) * 86_400 + Number(hours) * 3600 + Number(mins) * 60 + Number(secs);
};
const millis = (text: string): number | null => {
  const [whole, mins = '0', secs = '0', part = ''] = minutes.exec(text) ?? [];
  return whole === undefined ? null : (Number(mins) * 60 + Number(secs)) * 1000 + Number(part.padEnd(3, '0').slice(0, 3));
};
const kilobytes = (text: string): number | null => {
  const [whole, size = '', unit = 'k'] = /^([\d.]+)\s*([kmg])?$/i.exec(text.trim()) ?? [];
  const number = numberOf(size);
  return whole === undefined || number === null ? null : number * (factors.get(unit.toLowerCase()) ?? 1);
};
const leadingNumber = (text: string): number | null => {
  const [found] = /^\s*[+-]?[\d.]+/.exec(text) ?? [];
  return found === undefined ? null : numberOf(found.trim());
};

/** NULL where a value is none of what the conversion reads. */
const converted = (fn: ConvertName, field: Field, format: string, { zone, asked }: Run): Field | null => {
  const text = textOf(field);
  const asField = (value: number | null): Field | null => (value === null ? null : num(value));
  if (fn === 'ctime') {
    const time = toNumber(field);
    return time === null ? null : strftime(time, format, zone, asked);
  }
  if (fn === 'mktime') return asField(strptime(text, format, zone, asked));
  if (fn === 'dur2sec') return asField(seconds(text));
  if (fn === 'mstime') return asField(millis(text));
  if (fn === 'memk') return asField(kilobytes(text));
  if (fn === 'rmcomma') return asField(numberOf(text.replaceAll(',', '')));
  if (fn === 'rmunit') return asField(leadingNumber(text));
  return asField(numberOf(text) ?? seconds(text) ?? numberOf(text.replaceAll(',', '')));
};

const ofField = (fn: ConvertName, name: string, target: string, over: Table, format: string, run: Run): Table => {
  const results = over.rows.map((row) => {
    const value = row.get(name);
    return value === undefined ? null : converted(fn, value, format, run);
  });
  // auto: all values of the field or none
  if (fn === 'auto' && over.rows.some((row, at) => row.has(name) && results[at] === null)) return over;
  const rows = over.rows.map((row, at) => (row.has(name) ? withFields(row, [[target, results[at] ?? null]]) : row));
  return { rows, columns: over.columns };
};

const one = ({ fn, field, as }: Conversion, over: Table, format: string, run: Run): Table =>
  fn === 'none' ? over : namesOf([field], over).reduce((so, name) => ofField(fn, name, as?.text ?? name, so, format, run), over);

export const convert = ({ conversions, timeFormat }: ConvertCommand, over: Table, run: Run): Table =>
  conversions.reduce((so, conversion) => one(conversion, so, timeFormat, run), over);

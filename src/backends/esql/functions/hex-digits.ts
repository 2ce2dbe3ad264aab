// A whole number of 32 bits in; its text in hexadecimal digits, as Windows writes process ids (`0x1a4`), out. Null stays null.
import { binary, call, type Es, num, str } from '../ast.ts';

const places = [7, 6, 5, 4, 3, 2, 1, 0] as const;

const digitAt = (number: Es, place: number): Es => {
  const shifted = place === 0 ? number : binary('/', number, num(16n ** BigInt(place)));
  return call('SUBSTRING', str('0123456789abcdef'), call('TO_INTEGER', binary('+', binary('%', shifted, num(16)), num(1))), num(1));
};

export const hexDigits = (number: Es): Es => {
  const long = call('TO_LONG', number);
  const all = call('CONCAT', ...places.map((place) => digitAt(long, place)));
  return call('CONCAT', str('0x'), call('REPLACE', all, str('^0+(?=.)'), str('')));
};

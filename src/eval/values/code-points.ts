// Positions in strings: KQL counts code points, JavaScript UTF-16 units; the two differ only where a text has characters beyond U+FFFF.

const pairs = /[\ud800-\udbff][\udc00-\udfff]/;

/** The number of code points. */
export const lengthOf = (text: string): number => {
  if (!pairs.test(text)) return text.length;
  let length = 0;
  for (const _ of text) length += 1;
  return length;
};

/** `length` code points from `start` on; both not negative. */
export const sliceOf = (text: string, start: number, length = Number.POSITIVE_INFINITY): string =>
  pairs.test(text) ? [...text].slice(start, start + length).join('') : text.slice(start, Math.min(text.length, start + length));

/** How many code points stand before a position in UTF-16 units. */
export const pointsBefore = (text: string, units: number): number => lengthOf(text.slice(0, units));

/** The position in UTF-16 units behind so many code points. */
export const unitsBefore = (text: string, points: number): number => sliceOf(text, 0, points).length;

/** The bytes in UTF-8. */
export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

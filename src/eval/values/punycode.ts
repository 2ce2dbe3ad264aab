// Punycode (RFC 3492): text in, its ASCII form out; and back. Letters keep their case.

const [base, least, most, skew, damp, initialBias, initialCode] = [36, 1, 26, 38, 700, 72, 128];
const digits = 'abcdefghijklmnopqrstuvwxyz0123456789';

const adapted = (delta: number, points: number, first: boolean): number => {
  let [rest, steps] = [first ? Math.floor(delta / damp) : Math.floor(delta / 2), 0];
  rest += Math.floor(rest / points);
  for (; rest > ((base - least) * most) / 2; steps += base) rest = Math.floor(rest / (base - least));
  return steps + Math.floor(((base - least + 1) * rest) / (rest + skew));
};

const threshold = (place: number, bias: number): number => Math.min(most, Math.max(least, place - bias));

/** A number as digits of growing weight. */
const digitsOf = (delta: number, bias: number): string => {
  let [rest, text] = [delta, ''];
  for (let place = base; ; place += base) {
    const limit = threshold(place, bias);
    if (rest < limit) return text + (digits[rest] ?? '');
    text += digits[limit + ((rest - limit) % (base - limit))] ?? '';
    rest = Math.floor((rest - limit) / (base - limit));
  }
};

export const encodePunycode = (text: string): string => {
  const points = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const plain = points.filter((point) => point < initialCode);
  let [code, delta, bias, done] = [initialCode, 0, initialBias, plain.length];
  let result = String.fromCharCode(...plain) + (plain.length > 0 ? '-' : '');
  while (done < points.length) {
    const next = Math.min(...points.filter((point) => point >= code));
    delta += (next - code) * (done + 1);
    code = next;
    for (const point of points) {
      if (point < code) delta += 1;
      if (point !== code) continue;
      result += digitsOf(delta, bias);
      bias = adapted(delta, done + 1, done === plain.length);
      [delta, done] = [0, done + 1];
    }
    [delta, code] = [delta + 1, code + 1];
  }
  return result;
};

/** Digits from `at` on as a number, and where they end; null when they do not end or grow too big. */
const numberAt = (text: string, at: number, bias: number): readonly [size: number, end: number] | null => {
  let [size, weight] = [0, 1];
  for (let [i, place] = [at, base]; i < text.length; [i, place] = [i + 1, place + base]) {
    const digit = digits.indexOf((text[i] ?? '').toLowerCase());
    size += digit * weight;
    if (digit < 0 || size > 0x7fffffff) return null;
    const limit = threshold(place, bias);
    if (digit < limit) return [size, i + 1];
    weight *= base - limit;
  }
  return null;
};

/** Null for what is no Punycode. */
export const decodePunycode = (text: string): string | null => {
  const hyphen = text.lastIndexOf('-');
  const points = Array.from(text.slice(0, Math.max(0, hyphen)), (character) => character.codePointAt(0) ?? 0);
  if (points.some((point) => point >= initialCode)) return null;
  let [code, index, bias, at] = [initialCode, 0, initialBias, hyphen > 0 ? hyphen + 1 : 0];
  while (at < text.length) {
    const found = numberAt(text, at, bias);
    if (!found) return null;
    const length = points.length + 1;
    bias = adapted(found[0], length, index === 0 && code === initialCode);
    index += found[0];
    code += Math.floor(index / length);
    index %= length;
    if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return null;
    points.splice(index, 0, code);
    [index, at] = [index + 1, found[1]];
  }
  return String.fromCodePoint(...points);
};

// A Windows command line in, its arguments out, as `CommandLineToArgvW` takes it apart.
// https://learn.microsoft.com/windows/win32/api/shellapi/nf-shellapi-commandlinetoargvw

const isGap = (character: string): boolean => character === ' ' || character === '\t';

const skipGaps = (line: string, from: number): number => {
  let at = from;
  while (isGap(line.charAt(at)) && at < line.length) at += 1;
  return at;
};

/** The program's name knows no escapes: up to the next quote, or up to the next gap. */
const programOf = (line: string): readonly [string, number] => {
  if (line.startsWith('"')) {
    const end = line.indexOf('"', 1);
    return end < 0 ? [line.slice(1), line.length] : [line.slice(1, end), end + 1];
  }
  const end = line.search(/[ \t]/);
  return end < 0 ? [line, line.length] : [line.slice(0, end), end];
};

const runLength = (line: string, from: number, character: string): number => {
  let at = from;
  while (at < line.length && line.charAt(at) === character) at += 1;
  return at - from;
};

/**
 * One argument from `from` on. Backslashes count only before a quote: two are one, an odd one makes the quote plain text.
 * Of quotes in a row, counted from the one that opens, each third is a quote in the text; a second one closes.
 */
const argumentAt = (line: string, from: number): readonly [string, number] => {
  let text = '';
  let quotes = 0;
  let at = from;
  while (at < line.length && !(quotes === 0 && isGap(line.charAt(at)))) {
    const slashes = runLength(line, at, '\\');
    at += slashes;
    if (line.charAt(at) !== '"') {
      text += '\\'.repeat(slashes) + (slashes > 0 ? '' : line.charAt(at));
      at += slashes > 0 ? 0 : 1;
      continue;
    }
    text += '\\'.repeat(Math.floor(slashes / 2));
    at += 1;
    if (slashes % 2 === 1) text += '"';
    else quotes += 1;
    for (; line.charAt(at) === '"'; at += 1) {
      quotes += 1;
      if (quotes === 3) {
        text += '"';
        quotes = 0;
      }
    }
    if (quotes === 2) quotes = 0;
  }
  return [text, at];
};

export const argumentsOf = (line: string): readonly string[] => {
  const [program, end] = programOf(line);
  const found = [program];
  for (let at = skipGaps(line, end); at < line.length; ) {
    const [text, next] = argumentAt(line, at);
    found.push(text);
    at = skipGaps(line, next);
  }
  return found;
};

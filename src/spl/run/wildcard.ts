// Patterns with `*` for any run of characters, as fields and the search command write them.

/** Whether `text` is the pattern; both in the case in which they are to be compared. */
export const fits = (pattern: string, text: string): boolean => {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === text;
  const last = rest.pop() ?? '';
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  const end = text.length - last.length;
  let at = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found === -1 || found + piece.length > end) return false;
    at = found + piece.length;
  }
  return true;
};

/** What each `*` of the pattern stands for in a text that fits: as little as it can, the last one the rest. */
export const captured = (pattern: string, text: string): readonly string[] | null => {
  if (!fits(pattern, text)) return null;
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return [];
  let at = first.length;
  const runs = rest.map((piece) => {
    const found = text.indexOf(piece, at);
    const run = text.slice(at, found);
    at = found + piece.length;
    return run;
  });
  return [...runs, text.slice(at, text.length - last.length)];
};

/** The pattern with its `*` filled in; a `*` beyond the runs stays out. */
export const filled = (pattern: string, runs: readonly string[]): string => {
  const [first = '', ...rest] = pattern.split('*');
  return rest.reduce((so, piece, at) => `${so}${runs[at] ?? ''}${piece}`, first);
};

// Two texts in; the lines that differ, in the unified format, out.

const around = 3;
/** Above this many pairs of lines, the changed part is shown as one piece. */
const most = 4_000_000;

type Step = readonly [mark: ' ' | '-' | '+', line: string];

/** The longest common subsequence of two lists, as steps from one to the other. */
const steps = (a: readonly string[], b: readonly string[]): readonly Step[] => {
  if (a.length * b.length > most) return [...a.map((line): Step => ['-', line]), ...b.map((line): Step => ['+', line])];
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const found: Step[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      found.push([' ', a[i] ?? '']);
      [i, j] = [i + 1, j + 1];
    } else if (i < a.length && (j >= b.length || at(i + 1, j) >= at(i, j + 1))) found.push(['-', a[i++] ?? '']);
    else found.push(['+', b[j++] ?? '']);
  }
  return found;
};

const range = (start: number, count: number): string => `${count === 0 ? start : start + 1},${count}`;

/** A unified diff with three lines around each change; empty when the texts are equal. Line ends are not told apart. */
export const unifiedDiff = (name: string, before: string, after: string): string => {
  const all = steps(before.split(/\r?\n/), after.split(/\r?\n/));
  const isNear = all.map((_, i) => all.slice(Math.max(0, i - around), i + around + 1).some(([mark]) => mark !== ' '));
  const out: string[] = [];
  let [oldLine, newLine] = [0, 0];
  for (let i = 0; i < all.length; ) {
    let to = i;
    while (to < all.length && isNear[to] === isNear[i]) to += 1;
    const hunk = all.slice(i, to);
    const [olds, news] = [hunk.filter(([mark]) => mark !== '+').length, hunk.filter(([mark]) => mark !== '-').length];
    if (isNear[i]) out.push(`@@ -${range(oldLine, olds)} +${range(newLine, news)} @@`, ...hunk.map(([mark, line]) => mark + line));
    [oldLine, newLine, i] = [oldLine + olds, newLine + news, to];
  }
  return out.length === 0 ? '' : [`--- ${name}`, `+++ ${name}`, ...out, ''].join('\n');
};

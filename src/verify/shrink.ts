// Events that show a difference and a way to try fewer of them in; the fewest that still show it out.

/**
 * Leaves out ever smaller parts as long as the rest shows it ("delta debugging"); at most `tries` tries. The result shows the difference, as the whole does.
 * @param shows whether a part shows it
 */
export const shrink = async <T>(
  items: readonly T[],
  shows: (part: readonly T[]) => Promise<boolean>,
  tries = 80,
): Promise<readonly T[]> => {
  let rest = items;
  let parts = 2;
  let left = tries;
  while (rest.length > 1 && left > 0) {
    const size = Math.ceil(rest.length / parts);
    let found: readonly T[] | null = null;
    for (let at = 0; at < rest.length && !found && left > 0; at += size) {
      const slice = rest.slice(at, at + size);
      left -= 1;
      if (slice.length < rest.length && (await shows(slice))) found = slice;
    }
    for (let at = 0; parts > 2 && at < rest.length && !found && left > 0; at += size) {
      const without = [...rest.slice(0, at), ...rest.slice(at + size)];
      left -= 1;
      if (without.length > 0 && (await shows(without))) found = without;
    }
    if (found) {
      parts = found.length < rest.length / 2 + 1 ? 2 : Math.max(parts - 1, 2);
      rest = found;
    } else if (size === 1) return rest;
    else parts = Math.min(parts * 2, rest.length);
  }
  return rest;
};

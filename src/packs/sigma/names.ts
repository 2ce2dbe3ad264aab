// Titles and slugs of rules in; titles and file names that no other rule of the pack has out.

const longestTitle = 256;

const cutTo = (text: string, length: number): string => [...text].slice(0, length).join('');

/** Gives each text once. Holds what it gave, which is all that a pack keeps of a rule. */
const unique = (again: (text: string, mark: string) => string): ((text: string, id: string) => string) => {
  const taken = new Set<string>();
  return (text, id) => {
    let found = text;
    for (let n = 1; taken.has(found); n += 1) found = again(text, n === 1 ? id.slice(0, 8) : `${id.slice(0, 8)}_${n}`);
    taken.add(found);
    return found;
  };
};

/** A title that is taken carries a part of the rule's id. */
export const titles = (): ((title: string, id: string) => string) =>
  unique((title, mark) => `${cutTo(title, longestTitle - mark.length - 3)} (${mark})`);

/** SigmaHQ's limits, without `.yml`. */
const [shortest, longest] = [10, 70];

/** Without the words that the prefix says already. */
const withoutEnd = (slug: string, end: string): string => (slug.endsWith(`_${end}`) ? slug.slice(0, -end.length - 1) : slug);

const smallWords = /^(?:a|and|for|in|of|on|or|the|to|with)_/;

/** What tells rules of a kind apart stands behind what they share: words go from the front until the rest fits. */
const shortened = (slug: string, length: number): string => {
  let rest = slug;
  while (rest.length > length && rest.includes('_')) rest = rest.slice(rest.indexOf('_') + 1);
  return cutTo(rest === slug ? rest : rest.replace(smallWords, ''), length);
};

/** `net_connection_win_` and `rmm_tool_anydesk_network_connection` (in a folder `network_connection`) make `net_connection_win_rmm_tool_anydesk`. */
export const fileNames = (): ((prefix: string, slug: string, folder: string, id: string) => string) => {
  const free = unique((name, mark) => `${cutTo(name, longest - mark.length - 1)}_${mark}`.replace(/__+/g, '_'));
  return (prefix, slug, folder, id) => {
    const own = withoutEnd(slug.startsWith(prefix) ? slug.slice(prefix.length) : slug, folder.split('/').at(-1) ?? '');
    const name = `${cutTo(prefix, longest / 2)}${shortened(own, longest - Math.min(prefix.length, longest / 2))}`;
    return free(name.length < shortest ? `${name}_${id.slice(0, 8)}` : name, id);
  };
};

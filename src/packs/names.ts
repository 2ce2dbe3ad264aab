// Names as rules have them in; names that no file system, no stanza and no markup takes for something else out.

/** Control characters, and the marks that change the direction or the joining of what a reader sees. */
const unseen = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/** The same text in memory of its own: a part of a long text keeps the whole of it alive for as long as it is held itself. */
export const detached = (text: string): string => text.split('').join('');

const longestTitle = 200;

/** A text as one line of visible characters; may be empty. */
export const lineOf = (text: string): string => text.replace(/\s+/g, ' ').replace(unseen, '').replace(/ +/g, ' ').trim();

/** One line, visible characters only; never empty. */
export const titleOf = (name: string, fallback: string): string =>
  [...(lineOf(name) || lineOf(fallback) || 'rule')].slice(0, longestTitle).join('').trim();

const longestSlug = 80;

/** `RMM tool - AnyDesk` is `rmm_tool_anydesk`. */
const plainSlug = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');

/**
 * Slugs of one pack, each given once. A name that is too long or already taken carries a part of the rule's id, so that it does not depend on how many rules
 * of that name came before.
 */
export const slugs = (): ((name: string, id: string) => string) => {
  const taken = new Set<string>();
  return (name, id) => {
    const plain = plainSlug(name) || 'rule';
    const mark = `_${id.slice(0, 8)}`;
    const short = plain.length > longestSlug ? `${plain.slice(0, longestSlug - mark.length)}${mark}` : plain;
    let slug = short;
    if (taken.has(slug)) slug = `${plain.slice(0, longestSlug - mark.length)}${mark}`;
    for (let n = 2; taken.has(slug); n += 1) slug = `${plain.slice(0, longestSlug - mark.length - 6)}${mark}_${n}`;
    taken.add(detached(slug));
    return slug;
  };
};

// The comment lines above a KQL query in, its title and description out.

/** Lines of `//` comments at the top; blank lines between them are skipped. */
const topComments = (query: string): readonly string[] => {
  const found: string[] = [];
  for (const raw of query.split('\n')) {
    const line = raw.trim();
    if (line === '') continue;
    if (!line.startsWith('//')) break;
    found.push(line.replace(/^\/+\s*/, '').trim());
  }
  return found.filter((line) => /[\p{L}\p{N}]/u.test(line));
};

const strip = (line: string): string => line.replace(/^(?:title|name|description|query)\s*:\s*/i, '').trim();
const maxTitle = 250;

/** The first comment line is the title, the others are the description; null where there is none. */
export const titleOf = (query: string): { name: string | null; description: string | null } => {
  const [first, ...rest] = topComments(query);
  const title = first === undefined ? '' : strip(first);
  const description = rest.map(strip).filter(Boolean).join('\n');
  return { name: title === '' ? null : title.slice(0, maxTitle), description: description === '' ? null : description };
};

/** References in comments: web addresses, each once. */
export const addressesIn = (query: string): readonly string[] => [
  ...new Set(topComments(query).flatMap((line) => line.match(/https?:\/\/[^\s<>"'`)\]]+/g) ?? [])),
];

// The data of a Windows event as XML text (`<Data Name="X">…</Data>` for each part) in; its parts out, and the text with other parts again.

const escapes: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
]);

/** The text of a part as it stands in XML. */
export const escaped = (text: string): string => text.replace(/[&<>]/g, (sign) => escapes.get(sign) ?? sign);

const unescaped = (text: string): string =>
  text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => ({ lt: '<', gt: '>', quot: '"', apos: "'" })[name] ?? '&');

export const partsOfXml = (text: string): ReadonlyMap<string, string> =>
  new Map([...text.matchAll(/<Data Name="(\w+)">([^<]*)/g)].map(([, name = '', value = '']) => [name, unescaped(value)] as const));

/** The same of a text that has only what a query looks for in front of a part's text: `X">text<`. */
export const namedParts = (text: string, names: readonly string[]): ReadonlyMap<string, string> => {
  const own = partsOfXml(text);
  if (own.size > 0) return own;
  return new Map(
    names.flatMap((name) => {
      const [, value] = new RegExp(`${name}">([^<]*)`).exec(text) ?? [];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
};

/** As Azure's agent writes it. */
export const xmlOfParts = (parts: Iterable<readonly [string, string]>): string => {
  const data = [...parts].map(([name, value]) => `<Data Name="${name}">${escaped(value)}</Data>`).join('');
  return `<DataItem type="System.XmlData"><EventData xmlns="http://schemas.microsoft.com/win/2004/08/events/event">${data}</EventData></DataItem>`;
};

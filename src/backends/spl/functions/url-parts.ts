// A part of a URL that is asked for (`parse_url(u).Host`) in; the expression that cuts it out of the text out. What is no absolute URL has empty parts.
import { call, type Eval, regex, text } from '../ast.ts';
import { literalPattern } from '../regex/pcre.ts';

/** Scheme, user, password, host, port, path (without its slash), query, fragment. */
const url =
  '^([A-Za-z][A-Za-z0-9+.-]*)://(?:([^/?#@:]*)(?::([^/?#@]*))?@)?([^/?#:@\\[\\]]*)(?::([0-9]+))?(?:/([^?#]*))?(?:\\?([^#]*))?(?:#((?s:.*)))?\\z';

const groups: ReadonlyMap<string, number> = new Map([
  ['Scheme', 1],
  ['Username', 2],
  ['Password', 3],
  ['Host', 4],
  ['Port', 5],
  ['Path', 6],
  ['Fragment', 8],
]);

const queryKey = /^Query Parameters\.([A-Za-z0-9_ -]+)$/;

/** Null for what is no single part. A parameter that is not there is null, as is a key that a URL has not; any other part is empty. */
export const urlPart = (source: Eval, path: string): Eval | null => {
  const group = groups.get(path);
  if (group !== undefined)
    return call('if', call('match', source, regex(url)), call('replace', source, regex(url), text(`\\${group}`)), text(''));
  const key = queryKey.exec(path)?.[1];
  if (key === undefined) return /^[A-Za-z]+$/.test(path) ? call('null') : null;
  const parameter = `^[^?#]*\\?(?:[^#]*&)?${literalPattern(key)}(?:=([^&#]*))?(?:[&#](?s:.*))?\\z`;
  return call('case', call('match', source, regex(parameter)), call('replace', source, regex(parameter), text('\\1')));
};

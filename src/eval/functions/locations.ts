// Paths and URLs. Each function by its KQL name; a call in, how to compute it for a row out.
import type { DynamicValue } from '../../ir/types.ts';
import { unsupported } from '../refusal.ts';
import type { Call, Fn } from '../scope.ts';
import { bytesOf } from '../values/code-points.ts';
import { orEmpty } from './or-empty.ts';
import { strict, text } from './shapes.ts';

const schemeForm = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//;
const driveForm = /^[A-Za-z]:(?=[\\/]|$)/;

const lastPart = (path: string): string => /[^\\/]*$/.exec(path)?.[0] ?? '';

/** A file at the root, a path with a gap between two separators or behind `\\?\`: what their parts are is not settled. */
const isUnsettledPath = (directory: string, separated: boolean): boolean =>
  /^[\\/]{2}[?.][\\/]/.test(directory) ||
  /[^\\/][\\/]{2}/.test(directory) ||
  (separated && (lastPart(directory) === '' || (driveForm.test(directory) && directory.length === 2)));

const parsePath: Fn = (call) =>
  strict([text], (path) => {
    const scheme = schemeForm.exec(path);
    const rest = scheme ? path.slice(scheme[0].length) : path;
    const end = Math.max(rest.lastIndexOf('\\'), rest.lastIndexOf('/'));
    const directory = rest.slice(0, Math.max(0, end));
    if (isUnsettledPath(directory, end >= 0)) return unsupported(`\`parse_path()\` of \`${path}\``, call.span);
    const [name = '', stream = '', ...more] = rest.slice(end + 1).split(':');
    if (more.length > 0 || (end < 0 && driveForm.test(rest))) return unsupported(`\`parse_path()\` of \`${path}\``, call.span);
    return new Map([
      ['Scheme', scheme?.[1] ?? ''],
      ['RootPath', driveForm.exec(rest)?.[0] ?? ''],
      ['DirectoryPath', directory],
      ['DirectoryName', lastPart(directory)],
      ['Filename', name],
      ['Extension', name.includes('.') ? name.slice(name.lastIndexOf('.') + 1) : ''],
      ['AlternateDataStreamName', stream],
    ]);
  })(call);

/** `a=1&b=2`. Whether escapes are decoded, and what a key that stands twice has, is not settled. */
const queryBag = (query: string, call: Call): DynamicValue => {
  if (/[%+]/.test(query)) return unsupported(`\`${call.name}()\` of a query with escapes`, call.span);
  const bag = new Map<string, DynamicValue>();
  for (const pair of query.split('&').filter((part) => part !== '')) {
    const at = pair.indexOf('=');
    const key = at < 0 ? pair : pair.slice(0, at);
    if (bag.has(key)) return unsupported(`\`${call.name}()\` of a query with the key \`${key}\` twice`, call.span);
    bag.set(key, at < 0 ? '' : pair.slice(at + 1));
  }
  return bag;
};

const parseUrlQuery: Fn = (call) =>
  strict([text], (query) => new Map([['Query Parameters', queryBag(query.startsWith('?') ? query.slice(1) : query, call)]]))(call);

const urlForm =
  /^([A-Za-z][A-Za-z0-9+.-]*):\/\/(?:([^/?#@:]*)(?::([^/?#@]*))?@)?([^/?#:@[\]]*)(?::(\d+))?(?:\/([^?#]*))?(?:\?([^#]*))?(?:#(.*))?$/s;

/** An absolute URL; of others the result is not settled. The path comes without its first slash, as in the page's example. */
const parseUrl: Fn = (call) =>
  strict([text], (url) => {
    const found = urlForm.exec(url);
    if (!found && url !== '') return unsupported(`\`parse_url()\` of \`${url}\`, which is no absolute URL`, call.span);
    const [, scheme = '', user = '', password = '', host = '', port = '', path = '', query = '', fragment = ''] = found ?? [];
    return new Map<string, DynamicValue>([
      ['Scheme', scheme],
      ['Host', host],
      ['Port', port],
      ['Path', path],
      ['Username', user],
      ['Password', password],
      ['Query Parameters', queryBag(query, call)],
      ['Fragment', fragment],
    ]);
  })(call);

const kept = /[0-9A-Za-z\-_.]/;
const unsettledMarks = /[~!*'()]/;

/** Letters, digits and `-_.` stay, a space is `space`, the other bytes of the UTF-8 text are `%xx`. */
const encoding =
  (space: string): Fn =>
  (call) =>
    strict([text], (plain) => {
      if (unsettledMarks.test(plain)) return unsupported(`\`${call.name}()\` of one of \`~!*'()\``, call.span);
      const one = (byte: number): string => {
        const character = String.fromCharCode(byte);
        if (kept.test(character)) return character;
        return byte === 32 ? space : `%${byte.toString(16).padStart(2, '0')}`;
      };
      return Array.from(bytesOf(plain), one).join('');
    })(call);

const decode: Fn = (call) =>
  strict([text], (encoded) => {
    if (encoded.includes('+') || /%(?![0-9A-Fa-f]{2})/.test(encoded))
      return unsupported('`url_decode()` of a `+` or an incomplete escape', call.span);
    try {
      return decodeURIComponent(encoded);
    } catch {
      return unsupported('`url_decode()` of escapes that are no UTF-8', call.span);
    }
  })(call);

export const locationFunctions = {
  parse_path: parsePath,
  parse_url: parseUrl,
  parse_urlquery: parseUrlQuery,
  url_encode: orEmpty(encoding('+')),
  url_encode_component: orEmpty(encoding('%20')),
  url_decode: orEmpty(decode),
} as const satisfies Readonly<Record<string, Fn>>;

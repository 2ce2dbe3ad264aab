// A call of `parse_path` in; the parts of the path, each what REPLACE leaves of it, out.
import { call, str } from '../ast.ts';
import { bagValue, value } from '../value.ts';
import type { Emit } from './call.ts';

const scheme = '(?:([A-Za-z][A-Za-z0-9+.-]*)://)?';
/** Scheme, directory, name, stream. */
const form = `\\A${scheme}(?:((?s:.*))[\\\\/])?([^\\\\/:]*)(?::([^\\\\/:]*))?\\z|\\A(?s:.*)\\z`;

const parts: ReadonlyMap<string, readonly [string, string]> = new Map([
  ['Scheme', [form, '$1']],
  ['RootPath', [`\\A${scheme}([A-Za-z]:)[\\\\/](?s:.*)\\z|\\A(?s:.*)\\z`, '$2']],
  ['DirectoryPath', [form, '$2']],
  ['DirectoryName', [`\\A${scheme}(?:(?s:.*)[\\\\/])?([^\\\\/]*)[\\\\/][^\\\\/]*\\z|\\A(?s:.*)\\z`, '$2']],
  ['Filename', [form, '$3']],
  ['Extension', ['\\A(?s:.*)\\.([^\\\\/:.]*)(?::[^\\\\/:]*)?\\z|\\A(?s:.*)\\z', '$1']],
  ['AlternateDataStreamName', [form, '$4']],
]);

export const parsePath: Emit = (c) => {
  c.place.context.findings.assume('RMMC3762', c.node.span, {});
  const path = c.text(0);
  return bagValue({
    at: ([key = '', ...rest]) => {
      const [pattern, group] = parts.get(key) ?? [];
      if (pattern === undefined || group === undefined || rest.length > 0) return null;
      return value(call('REPLACE', path, str(pattern), str(group)), 'keyword', false);
    },
    whole: () => c.refuse('the parts of a path are not written as one text'),
  });
};

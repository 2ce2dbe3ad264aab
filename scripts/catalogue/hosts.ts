// A domain of LOLRMM in; the host that stands for it, or why none does, out. And hosts in; words and a pattern for RemoteUrl out.
import { escapeRegex, fold, globCovers } from './pattern.ts';

export type Read = { readonly value: string } | { readonly code: string; readonly reason: string };

const label = /^[a-z0-9*](?:[a-z0-9*-]*[a-z0-9*])?$/;

/** Parents that anyone can have a host under. A host below them is whole or not at all. */
export const sharedParents: readonly string[] = [
  'amazonaws.com',
  'azure.com',
  'azureedge.net',
  'azurewebsites.net',
  'cloudflare.net',
  'cloudflarestorage.com',
  'cloudfront.net',
  'firebaseapp.com',
  'fastly.net',
  'github.com',
  'github.io',
  'githubusercontent.com',
  'google.com',
  'googleapis.com',
  'microsoft.com',
  'office.com',
  'pages.dev',
  'pubnubapi.com',
  'r2.dev',
  'sharepoint.com',
  'softonic.com',
  'visualstudio.com',
  'web.app',
  'windows.net',
];

/** The host that a domain of LOLRMM stands for: `*.example.com` and `example.com` are both that host and all below it. */
export const readHost = (raw: string): Read => {
  const value = fold(raw.trim()).replace(/\.$/, '');
  if (value === 'user_managed' || value.startsWith('<'))
    return { code: 'placeholder', reason: 'A placeholder: the server is run by the user' };
  if (/^\d+(\.\d+){3}$/.test(value)) return { code: 'address', reason: 'An address changes hands; hosts have names' };
  const host = value.replace(/^\*\./, '');
  const labels = host.split('.');
  if (labels.length < 2 || !labels.every((one) => label.test(one))) return { code: 'malformed', reason: 'No name of a host' };
  return { value: host };
};

/** Whether `narrow` is the host `wide` or one below it; a `*` stays inside its label. */
export const hostCovers = (wide: string, narrow: string): boolean => {
  const [w, n] = [wide.split('.'), narrow.split('.')];
  return n.length >= w.length && w.every((one, i) => globCovers(one, n[n.length - w.length + i] ?? ''));
};

/** The longest run of whole terms at the end of a host: each URL with the host has it, in the sense of KQL's `has`. */
export const wordOf = (host: string): string => {
  const tail = host.slice(host.lastIndexOf('*') + 1);
  return host.includes('*') ? tail.replace(/^[a-z0-9]*[^a-z0-9]+/, '') : host;
};

const hostPattern = (host: string): string => host.split('*').map(escapeRegex).join('[^./:?#@]*');

/** A pattern for a host or a URL (scheme, user, port, path) that names one of the hosts or one below them. */
export const urlPattern = (hosts: readonly string[]): string => {
  const [first = ''] = hosts;
  const host = hosts.length === 1 ? hostPattern(first) : `(${hosts.map(hostPattern).join('|')})`;
  return String.raw`(?i)^([a-z][a-z0-9+.-]*://)?([^/?#]*[.@])?${host}\.?(:[0-9]*)?([/?#].*)?$`;
};

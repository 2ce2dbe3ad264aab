// `pack:` of rmmc.yaml: the shape that it should have, and what it says of the packs that are built.
import { report } from '../diagnostics/diagnostic.ts';
import { flag, type Problem, type Shape, type Value } from './shape.ts';
import { bag } from './values.ts';

/** What is absent is the tool's own. `templates`: a folder, as written (relative to rmmc.yaml). */
export interface PackConfig {
  readonly name?: string;
  readonly title?: string;
  readonly version?: string;
  readonly author?: string;
  readonly description?: string;
  readonly date?: string;
  readonly templates?: string;
  /** Splunk: keys of Enterprise Security, and detections of a contentctl repository. */
  readonly enterpriseSecurity?: boolean;
  readonly contentctl?: boolean;
  /** Sentinel: the version of Microsoft Graph whose form custom detections have. */
  readonly defenderApi?: 'beta' | 'v1.0';
}

const problem: Problem = (span, params) => report('RMMC8004', span, params);

const checked = (expected: string, holds: (text: string) => boolean): Shape => ({ is: 'checked', expected, holds, problem });

const version = /^(?:0|[1-9]\d{0,5})\.(?:0|[1-9]\d{0,5})\.(?:0|[1-9]\d{0,5})(?:-[0-9A-Za-z.-]{1,40})?$/;

const isDate = (text: string): boolean => {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!found) return false;
  const [year, month, day] = found.slice(1).map(Number) as [number, number, number];
  const at = new Date(Date.UTC(year, month - 1, day));
  return at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
};

const isLine = (text: string): boolean => text.trim() !== '' && text.length <= 200 && !/[\p{Cc}\u2028\u2029]/u.test(text);
const line = checked('one line of at most 200 characters', isLine);

export const packShape: Shape = {
  is: 'record',
  where: '`pack`',
  keys: new Map<keyof PackConfig, Shape>([
    ['name', checked('a letter, then at most 79 letters, digits, `_` and `-`', (text) => /^[A-Za-z][A-Za-z0-9_-]{0,79}$/.test(text))],
    ['title', line],
    ['version', checked('a version such as 1.2.3', (text) => version.test(text))],
    ['author', line],
    ['description', { is: 'text' }],
    ['date', checked('a date such as 2026-11-21', isDate)],
    ['templates', { is: 'text' }],
    ['enterpriseSecurity', flag],
    ['contentctl', flag],
    ['defenderApi', checked('`beta` or `v1.0`', (text) => text === 'beta' || text === 'v1.0')],
  ]),
};

/** Null when rmmc.yaml has no `pack:`. */
export const packConfig = (value: Value | undefined): PackConfig | null => {
  if (value === undefined) return null;
  const { enterpriseSecurity, contentctl, ...texts } = bag(value);
  const wanted = Object.entries({ enterpriseSecurity, contentctl }).filter(([, given]) => given !== undefined);
  return { ...(texts as PackConfig), ...Object.fromEntries(wanted.map(([key, given]) => [key, given === 'true'])) };
};

// A column in; what stands there in an event when nothing is asked of it out. The columns that tell one event from another get their own value in each.
import type { Value } from '../../eval/value.ts';
import { type Column, ticksPerSecond } from '../../ir/types.ts';
import type { Fill } from './slots.ts';

const hex = (seed: number, length: number): string => {
  let state = (seed * 2_654_435_761 + 97) >>> 0;
  let text = '';
  while (text.length < length) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    text += (state >>> 8).toString(16).padStart(6, '0');
  }
  return text.slice(0, length);
};

const texts: readonly (readonly [RegExp, (n: number) => string])[] = [
  [/sha256$/i, (n) => hex(n, 64)],
  [/sha1$/i, (n) => hex(n, 40)],
  [/md5$/i, (n) => hex(n, 32)],
  [/^(aad)?deviceid$/i, (n) => hex(n, 40)],
  [/devicename$|computer$|hostname$|machine/i, (n) => `host${n}.example.org`],
  [/upn$|mail|userprincipal/i, (n) => `user${n}@example.org`],
  [/domain$/i, () => 'example'],
  [/accountname$|username$|^user|account$|^caller$/i, (n) => `user${n}`],
  [/ip(v[46])?(address)?$|ip$|^ip/i, (n) => `198.51.100.${n % 250}`],
  [/url$|uri$/i, () => 'www.example.net'],
  [/folderpath$|path$/i, () => 'C:\\Program Files\\Common\\host.exe'],
  [/commandline$/i, () => 'host.exe --run'],
  [/filename$/i, () => 'host.exe'],
  [/sid$/i, (n) => `S-1-5-21-${n + 1000}`],
  [/id$/i, (n) => `id-${n}`],
];

/** Columns that say which event, machine or account it is. */
const telling =
  /^(deviceid|devicename|reportid|accountupn|computer|userprincipalname|accountname|correlationid|networkmessageid|messageid|accountobjectid)$/i;

export const isTelling = ({ name, type }: Column): boolean => telling.test(name) && type !== 'datetime';

const textFor = (name: string, n: number): string => texts.find(([pattern]) => pattern.test(name))?.[1](n) ?? 'plain';

/** `n` tells events apart; `base`: the time of event 0, in ticks. */
export const plainFill = ({ name, type }: Column, n: number, base: bigint): Fill => {
  const values: Readonly<Record<Column['type'], () => Value>> = {
    string: () => textFor(name, n),
    unknown: () => textFor(name, n),
    dynamic: () => null,
    datetime: () => base - BigInt(n) * ticksPerSecond,
    timespan: () => 60n * ticksPerSecond,
    bool: () => true,
    int: () => (/port$/i.test(name) ? 443n : BigInt(n + 2)),
    long: () => BigInt(n + 2),
    real: () => n + 1.5,
    decimal: () => null,
    guid: () => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`,
  };
  return { value: values[type](), type };
};

// IPv4 addresses that stand somewhere in a text, between characters that are neither letters nor digits. Each function by its KQL name; a call in, how to compute it for a row out.
import { unsupported } from '../refusal.ts';
import type { Fn } from '../scope.ts';
import { hasTerm, needlesIn } from '../text-test.ts';
import { readIpv4 } from '../values/ip.ts';
import { textOf } from '../values/text.ts';

const prefixForm = /^(?:\d{1,3}\.){1,3}$/;
const runForm = /(?<![0-9A-Za-z])\d{1,3}(?:\.\d{1,3}){3}(?![0-9A-Za-z])/g;

const isAddress = (text: string): boolean => !text.includes('/') && readIpv4(text) !== null;

const hasAddress = (text: string, address: string): boolean => isAddress(address) && hasTerm(text, address, true, true);

/** A prefix is a whole address, or one to three octets with a dot behind each. */
const hasPrefix = (text: string, prefix: string): boolean => {
  if (!prefixForm.test(prefix)) return hasAddress(text, prefix);
  return text.includes(prefix) && [...text.matchAll(runForm)].some(([run]) => run.startsWith(prefix) && isAddress(run));
};

const anyOf =
  (test: (text: string, sought: string) => boolean): Fn =>
  ({ args: [source, ...sought], name, span }) => {
    if (!source) return unsupported(`\`${name}()\` without arguments`, span);
    return (row) => {
      const subject = textOf(source.get(row), source.type);
      return sought.some((arg) => needlesIn(arg.get(row), arg.type, span).some((needle) => test(subject, needle)));
    };
  };

export const networkTextFunctions = {
  has_ipv4: anyOf(hasAddress),
  has_any_ipv4: anyOf(hasAddress),
  has_ipv4_prefix: anyOf(hasPrefix),
  has_any_ipv4_prefix: anyOf(hasPrefix),
} as const satisfies Readonly<Record<string, Fn>>;

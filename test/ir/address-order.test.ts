// Comparisons of addresses in; the constant one stands second, as it is the same from both sides.
import { expect, test } from 'vitest';
import { dumpQuery } from '../../src/ir/dump.ts';
import { normalize } from '../../src/ir/normalize.ts';
import { boundQuery } from '../support/binding.ts';

test.each([
  ['ipv4_is_match("10.0.0.0/8", RemoteIP)', '(ipv4_is_match RemoteIP "10.0.0.0/8")'],
  ['ipv4_is_match("127.0.0.1", RemoteIP, 24)', '(ipv4_is_match RemoteIP "127.0.0.1" 24)'],
  ['ipv6_is_match("::1", RemoteIP)', '(ipv6_is_match RemoteIP "::1")'],
  ['ipv4_is_match(RemoteIP, "127.0.0.1")', '(ipv4_is_match RemoteIP "127.0.0.1")'],
  ['ipv4_is_match(RemoteIP, LocalIP)', '(ipv4_is_match RemoteIP LocalIP)'],
])('%s', (call, expected) => {
  expect(dumpQuery(normalize(boundQuery(`DeviceNetworkEvents | where ${call}`)))).toContain(`(filter ${expected})`);
});

// Ranges as text in; the IPv6 subnet that both kinds of engines take, or none.
import { expect, test } from 'vitest';
import { ipv6Range } from '../../../src/backends/shared/ip-ranges.ts';

test('the groups that count, without host bits', () => {
  expect(['fe80::1:2/10', 'FC00::/7', '2001:db8::/32', '2001:db8::1', '1:2:3:4:5:6:7:8/113', '::1', '::1:0:0/95'].map(ipv6Range)).toEqual([
    'fe80::/10',
    'fc00::/7',
    '2001:db8::/32',
    '2001:db8:0:0:0:0:0:1/128',
    '1:2:3:4:5:6:7:0/113',
    '0:0:0:0:0:0:0:1/128',
    '0:0:0:0:0:0::/95',
  ]);
});

test('ranges that hold IPv4 addresses, and what is no IPv6 range', () => {
  for (const range of [
    '::/0',
    '::/80',
    '::ffff:0:0/96',
    '::ffff:10.0.0.1/128',
    '0:0:0:0:0:ffff:a:b',
    '10.0.0.0/8',
    'fe80::/129',
    'fe80:::1',
    'g::',
    '',
    'fe80::/x',
  ])
    expect(ipv6Range(range), range).toBeNull();
});

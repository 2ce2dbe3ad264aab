// Functions of IP addresses: expected values from their reference pages (learn.microsoft.com/kusto/query/<name>-function) unless a test says otherwise.
import { describe } from 'vitest';
import { areRefused, valuesAre } from '../expressions.ts';

describe('IPv4', () => {
  valuesAre([
    ['ipv4_is_private("10.1.2.3")', 'true'],
    ['ipv4_is_private("192.168.1.1/24")', 'true'],
    ['ipv4_is_private("172.31.255.255")', 'true'],
    ['ipv4_is_private("172.32.0.0")', 'false'],
    ['ipv4_is_private("127.0.0.1")', 'false'],
    ['ipv4_is_private("2001:db8::1")', 'null'],
    ['ipv4_is_private("")', 'null'],
    ['ipv4_is_private("1.2.3.256")', 'null'],
    ['ipv4_is_private("v1.05.2")', 'null'],
    ['ipv4_is_in_range("192.168.1.6", "192.168.1.1/24")', 'true'],
    ['ipv4_is_in_range("192.168.1.1", "192.168.1.1")', 'true'],
    ['ipv4_is_in_range("192.168.2.1", "192.168.1.1/24")', 'false'],
    ['ipv4_is_in_range("8.8.8.8", "0.0.0.0/0")', 'true'],
    ['ipv4_is_in_range("x", "192.168.1.1/24")', 'null'],
    ['ipv4_is_in_any_range("192.168.1.6", "192.168.1.1/24", "10.0.0.1/8", "127.1.0.1/16")', 'true'],
    ['ipv4_is_match("192.168.1.1/24", "192.168.1.255")', 'true'],
    ['ipv4_is_match("192.168.1.1/30", "192.168.1.255/24")', 'true'],
    ['ipv4_is_match("192.168.1.1", "192.168.1.2")', 'false'],
    ['ipv4_is_match("192.168.1.1", "192.168.1.255", 24)', 'true'],
    ['ipv4_compare("192.168.1.1", "192.168.1.0", 31)', '0'],
    ['ipv4_compare("192.168.1.1", "192.168.1.2")', '-1'],
    ['ipv4_compare("192.168.1.1", "192.168.1.0")', '1'],
    ['ipv4_compare("192.168.1.1", "192.168.1.0", 33)', 'null'],
    ['ipv4_netmask_suffix("10.1.2.3")', '32'],
    ['ipv4_netmask_suffix("127.0.0.1/16")', '16'],
    ['ipv4_range_to_cidr_list("1.1.128.0", "1.1.140.255")', '["1.1.128.0/21","1.1.136.0/22","1.1.140.0/24"]'],
    ['ipv4_range_to_cidr_list("0.0.0.0", "255.255.255.255")', '["0.0.0.0/0"]'],
    ['parse_ipv4("192.168.1.1")', '3232235777'],
    ['parse_ipv4("192.168.1.1/24")', '3232235776'],
    ['parse_ipv4("255.255.255.255/31")', '4294967294'],
    ['parse_ipv4_mask("127.0.0.1", 24)', '2130706432'],
    ['format_ipv4("192.168.1.1", 24)', '"192.168.1.0"'],
    ['format_ipv4("192.168.1.1/24", 32)', '"192.168.1.0"'],
    ['format_ipv4("192.168.1.1/24", -1)', '""'],
    ['format_ipv4(3232236031, 24)', '"192.168.1.0"'],
    ['format_ipv4_mask("192.168.1.1", 32)', '"192.168.1.1/32"'],
    ['format_ipv4_mask("192.168.1.1/24", 32)', '"192.168.1.0/24"'],
  ]);
  areRefused(['ipv4_is_private("192.168.001.1")', 'ipv4_is_in_any_range("1.2.3.4", "x")', 'geo_info_from_ip_address("8.8.8.8")']);
});

describe('IPv6', () => {
  valuesAre([
    ['parse_ipv6("192.168.255.255")', '"0000:0000:0000:0000:0000:ffff:c0a8:ffff"'],
    ['parse_ipv6("192.168.255.255/24")', '"0000:0000:0000:0000:0000:ffff:c0a8:ff00"'],
    ['parse_ipv6("::1")', '"0000:0000:0000:0000:0000:0000:0000:0001"'],
    ['parse_ipv6("::ffff:10.0.0.1")', '"0000:0000:0000:0000:0000:ffff:0a00:0001"'],
    ['parse_ipv6("1:2:3:4:5:6:7::8")', '""'],
    ['parse_ipv6("1::2::3")', '""'],
    ['parse_ipv6("")', '""'],
    ['parse_ipv6_mask("192.168.255.255", 120)', '"0000:0000:0000:0000:0000:ffff:c0a8:ff00"'],
    ['parse_ipv6_mask("192.168.255.255/24", 124)', '"0000:0000:0000:0000:0000:ffff:c0a8:ff00"'],
    ['parse_ipv6_mask("fe80::85d:e82c:9446:7994/120", 124)', '"fe80:0000:0000:0000:085d:e82c:9446:7900"'],
    ['parse_ipv6_mask("::192.168.255.255/24", 128)', '"0000:0000:0000:0000:0000:ffff:c0a8:ff00"'],
    ['ipv6_is_match("192.168.1.1", "::ffff:c0a8:0101")', 'true'],
    ['ipv6_is_match("192.168.1.1", "192.168.1.0", 31)', 'true'],
    ['ipv6_is_match("192.168.1.1", "10.0.0.1", 31)', 'false'],
    ['ipv6_is_match("fe80::85d:e82c:9446:7994", "fe80::85d:e82c:9446:7995", 127)', 'true'],
    ['ipv6_is_match("::192.168.1.1/30", "192.168.1.255/24", 127)', 'true'],
    ['ipv6_compare("fe80::1", "fe80::2")', '-1'],
    ['ipv6_compare("fe80::1", "x")', 'null'],
    ['ipv6_is_in_range("a5e:f127:8a9d:146d:e102:b5d3:c755:abcd", "a5e:f127:8a9d:146d:e102:b5d3:c755:0000/112")', 'true'],
    ['ipv6_is_in_range("a5e:f127:8a9d:146d:e102:b5d3:c755:abcd", "0:0:0:0:0:ffff:c0a8:ac/60")', 'false'],
    ['ipv6_is_in_any_range("fe80::1", "fd00::/8", "fe80::/10")', 'true'],
  ]);
  areRefused(['parse_ipv6_mask("192.168.1.1", 24)']);
});

describe('addresses in texts', () => {
  valuesAre([
    ['has_ipv4("05:04:54 127.0.0.1 GET /favicon.ico 404", "127.0.0.1")', 'true'],
    ['has_ipv4("05:04:54 127.0.0.256 GET /favicon.ico 404", "127.0.0.256")', 'false'],
    ['has_ipv4("05:04:54127.0.0.1 GET /favicon.ico 404", "127.0.0.1")', 'false'],
    ['has_any_ipv4("05:04:54 127.0.0.1 GET /favicon.ico 404", "127.0.0.2", "127.0.0.1")', 'true'],
    ['has_ipv4_prefix("05:04:54 127.0.0.1 GET /favicon.ico 404", "127.0.")', 'true'],
    ['has_ipv4_prefix("05:04:54 127.0.0.1 GET /favicon.ico 404", "127.0")', 'false'],
    ['has_ipv4_prefix("05:04:54 127.0.0.256 GET /favicon.ico 404", "127.0.")', 'false'],
    ['has_ipv4_prefix("05:04:54127.0.0.1 GET /favicon.ico 404", "127.0.")', 'false'],
  ]);
});

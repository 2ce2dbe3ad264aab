// IP addresses. Each function by its KQL name; a call in, how to compute it for a row out.
import type { Fn } from '../scope.ts';
import { missing } from './missing.ts';

export const networkFunctions = {
  ipv4_is_private: missing,
  ipv4_is_in_range: missing,
  ipv4_is_in_any_range: missing,
  ipv4_is_match: missing,
  ipv4_compare: missing,
  ipv4_netmask_suffix: missing,
  ipv4_range_to_cidr_list: missing,
  ipv6_is_in_range: missing,
  ipv6_is_in_any_range: missing,
  ipv6_is_match: missing,
  ipv6_compare: missing,
  parse_ipv4: missing,
  parse_ipv4_mask: missing,
  parse_ipv6: missing,
  parse_ipv6_mask: missing,
  format_ipv4: missing,
  format_ipv4_mask: missing,
  geo_info_from_ip_address: missing,
} as const satisfies Readonly<Record<string, Fn>>;

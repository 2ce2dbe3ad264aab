// Deprecated and alternative function names in, the canonical name out; and the functions of KQL that exist but have no meaning in the IR yet.

/** Alias -> canonical scalar function (the meaning is the same). */
export const scalarAliases: ReadonlyMap<string, string> = new Map([
  ['array_iif', 'array_iff'],
  ['array_strcat', 'strcat_array'],
  ['arraylength', 'array_length'],
  ['base64_decodestring', 'base64_decode_tostring'],
  ['base64_encodestring', 'base64_encode_tostring'],
  ['columnifexists', 'column_ifexists'],
  ['datepart', 'datetime_part'],
  ['extractall', 'extract_all'],
  ['extractjson', 'extract_json'],
  ['floor', 'bin'],
  ['getmonth', 'monthofyear'],
  ['iif', 'iff'],
  ['make_string', 'unicode_codepoints_to_string'],
  ['notempty', 'isnotempty'],
  ['notnull', 'isnotnull'],
  ['pack', 'bag_pack'],
  ['pack_dictionary', 'bag_pack'],
  ['parsejson', 'parse_json'],
  ['parseurl', 'parse_url'],
  ['parseurlquery', 'parse_urlquery'],
  ['row_rank', 'row_rank_dense'],
  ['to_utf8', 'unicode_codepoints_from_string'],
  ['toboolean', 'tobool'],
  ['todouble', 'toreal'],
  ['todynamic', 'parse_json'],
  ['toobject', 'parse_json'],
  ['totime', 'totimespan'],
  ['weekofyear', 'week_of_year'],
]);

/** Scalar and aggregate functions that KQL has and the IR has not: they are named in a refusal, not called unknown. Prefixes end with `*`. */
const untranslatedNames = [
  'series_* geo_* convert_* cursor_* punycode_* zlib_* gzip_* node_* current_*',
  'all any_of around assert bag_map base64_encode_fromarray base64_encode_fromguid beta_cdf beta_inv beta_pdf bin_auto bitset_count_ones',
  'array_shift_left array_shift_right cluster database datetime_list_timezones dcount_hll entity_group erf erfc estimate_data_size',
  'extent_id extentid extent_tags external_table gamma graph hash_combine hash_many hll_isvalid inner_nodes isascii iscolumnexists isutf8',
  'labels loggamma map materialized_view percentile_tdigest percentiles_array_tdigest percentrank_tdigest rank_tdigest regex_quote row_id',
  'rowstore_ordinal_range stored_query_result tdigest_isvalid welch_test column_names_of has_ipv4_any',
  'covariance covarianceif covariancep covariancepif hll_if make_dictionary passthrough percentilesw percentilesw_array anyif take_anyif',
  'FileProfile DeviceFromIP SeenBy AssignedIPAddresses _GetWatchlist _GetWatchlistAlias workspace app resource adx arg externaldata',
]
  .join(' ')
  .split(' ');
const exact = new Set(untranslatedNames.filter((name) => !name.endsWith('*')));
const prefixes = untranslatedNames.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1));

export const isUntranslatedFunction = (name: string): boolean => exact.has(name) || prefixes.some((prefix) => name.startsWith(prefix));

// Deprecated and alternative function names in, the canonical name out; and the functions of KQL that have no meaning in the IR.

/** Alias -> canonical scalar function (the meaning is the same). */
export const scalarAliases: ReadonlyMap<string, string> = new Map([
  ['array_iif', 'array_iff'],
  ['array_strcat', 'strcat_array'],
  ['arraylength', 'array_length'],
  ['base64_decodestring', 'base64_decode_tostring'],
  ['base64_encodestring', 'base64_encode_tostring'],
  ['columnifexists', 'column_ifexists'],
  ['current_cursor', 'cursor_current'],
  ['datepart', 'datetime_part'],
  ['extentid', 'extent_id'],
  ['extractall', 'extract_all'],
  ['extractjson', 'extract_json'],
  ['floor', 'bin'],
  ['getmonth', 'monthofyear'],
  ['iif', 'iff'],
  ['make_string', 'unicode_codepoints_to_string'],
  ['merge_tdigest', 'tdigest_merge'],
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

/** Scalar functions that KQL has and the IR has not, by what they need that no query text has. They are named in a refusal, not called unknown. */
export const untranslated: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'a place in a graph': 'all any map inner_nodes node_id node_degree_in node_degree_out labels',
    'rows, not a value': 'cluster database table external_table materialized_view entity_group stored_query_result graph',
    'the setting `query_bin_auto_size`': 'bin_auto',
    'functions that the platform stores': 'FileProfile DeviceFromIP SeenBy AssignedIPAddresses _GetWatchlist _GetWatchlistAlias',
    'another service': 'workspace app resource adx arg externaldata',
  }).flatMap(([why, names]) => names.split(' ').map((name) => [name, why] as const)),
);

/** Also the functions that Microsoft keeps for itself (`__hash_crc32`). */
export const isUntranslatedFunction = (name: string): boolean => untranslated.has(name) || name.startsWith('__');

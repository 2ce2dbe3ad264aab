// Scalar functions that only KQL itself says: the other targets refuse all of them by one rule (`wide` in backends/shared/support.ts). A backend that learns
// one moves its row to functions.ts. Unless a row says otherwise, a null or malformed argument gives null (the empty string where the result is a string).
import { type GraphFn, graphFns, isGraphFn } from './graph.ts';
import { f, many, type Signature } from './signature.ts';

export const wideFns = {
  // text
  /** The text with each character that means something in RE2 escaped. */
  regex_quote: f('string', 1),
  /** Whether all characters are below U+0080; true for the empty string. Reads any type as text. */
  isascii: f('bool', 1),
  /** Whether the bytes are well-formed UTF-8. */
  isutf8: f('bool', 1),
  /** From an array of numbers 0-255. */
  base64_encode_fromarray: f('string', 1),
  base64_encode_fromguid: f('string', 1),
  /** Base64 of the compressed UTF-8 bytes, and back. */
  zlib_compress_to_base64_string: f('string', 1),
  zlib_decompress_from_base64_string: f('string', 1),
  gzip_compress_to_base64_string: f('string', 1),
  gzip_decompress_from_base64_string: f('string', 1),
  /** One label, without the `xn--` prefix. */
  punycode_from_string: f('string', 1),
  punycode_to_string: f('string', 1),
  /** Label by label, with the `xn--` prefix. */
  punycode_domain_from_string: f('string', 1),
  punycode_domain_to_string: f('string', 1),
  // hashes
  /** Combines hashes that were computed before; the order counts. */
  hash_combine: f('long', 2, many),
  /** `hash_combine` of the `hash` of each argument. */
  hash_many: f('long', 1, many),
  // control
  /** True; the query fails when the condition is false. Both arguments are constants. */
  assert: f('bool', 2),
  /** Whether the rows have a column of that name. */
  iscolumnexists: f('bool', 1),
  // arrays and bits
  /** Elements move by a number of places (negative: the other way); freed places hold the third argument, or null. */
  array_shift_left: f('same', 2, 3),
  array_shift_right: f('same', 2, 3),
  /** Ones in the two's complement of 64 bits. */
  bitset_count_ones: f('long', 1),
  /** Bytes of the values as the engine stores them. */
  estimate_data_size: f('long', 1, many),
  /** Names as `datetime_utc_to_local` takes them. */
  datetime_list_timezones: f('dynamic', 0),
  // sketches: what `hll` and `tdigest` give
  dcount_hll: f('long', 1),
  hll_merge: f('dynamic', 2, 16),
  hll_isvalid: f('bool', 2),
  /** Percentages are 0-100. */
  percentile_tdigest: f('dynamic', 2),
  percentiles_array_tdigest: f('dynamic', 2, many),
  /** Share (0-100) of the values that are at most the second argument. */
  percentrank_tdigest: f('real', 2),
  /** Number of the values that are at most the second argument. */
  rank_tdigest: f('real', 2),
  tdigest_merge: f('dynamic', 2, 16),
  tdigest_isvalid: f('bool', 2),
  // statistics
  beta_cdf: f('real', 3),
  beta_inv: f('real', 3),
  beta_pdf: f('real', 3),
  gamma: f('real', 1),
  /** Natural logarithm of the absolute value of `gamma`. */
  loggamma: f('real', 1),
  erf: f('real', 1),
  erfc: f('real', 1),
  /** The p-value of Welch's test: mean, variance and count of each sample. */
  welch_test: f('real', 6),
  // units: value, from, to (names as UnitsNet spells them: `Degree`, `Kilometer`); an unknown unit gives null
  convert_angle: f('real', 3),
  convert_energy: f('real', 3),
  convert_force: f('real', 3),
  convert_length: f('real', 3),
  convert_mass: f('real', 3),
  convert_speed: f('real', 3),
  convert_temperature: f('real', 3),
  convert_volume: f('real', 3),
  // series: arrays of numbers, element by element; what is missing or no number gives a null element. A number stands for an array of itself.
  series_add: f('dynamic', 2),
  series_subtract: f('dynamic', 2),
  series_multiply: f('dynamic', 2),
  series_divide: f('dynamic', 2),
  series_pow: f('dynamic', 2),
  series_greater: f('dynamic', 2),
  series_greater_equals: f('dynamic', 2),
  series_less: f('dynamic', 2),
  series_less_equals: f('dynamic', 2),
  series_equals: f('dynamic', 2),
  series_not_equals: f('dynamic', 2),
  series_abs: f('same', 1),
  series_sign: f('dynamic', 1),
  series_floor: f('dynamic', 1),
  series_ceiling: f('same', 1),
  series_exp: f('dynamic', 1),
  /** Natural. */
  series_log: f('dynamic', 1),
  /** Angles in radians. */
  series_sin: f('dynamic', 1),
  series_cos: f('dynamic', 1),
  series_tan: f('dynamic', 1),
  series_asin: f('dynamic', 1),
  series_acos: f('dynamic', 1),
  series_atan: f('dynamic', 1),
  // series as a whole
  /** Sum and product of the elements that are numbers; `series_magnitude` is the root of the sum of squares. */
  series_sum: f('real', 1),
  series_product: f('real', 1),
  series_magnitude: f('real', 1),
  series_dot_product: f('real', 2),
  /** The third and fourth arguments are the magnitudes, when known. */
  series_cosine_similarity: f('real', 2, 4),
  series_pearson_correlation: f('real', 2),
  /** Filters: coefficients as arrays; `series_fir` takes `normalize` (true) and `center` (false). */
  series_fir: f('dynamic', 2, 4),
  series_iir: f('dynamic', 3),
  /** Missing values (the second argument, or null) become the nearest, a constant (0) or the straight line between neighbours. */
  series_fill_backward: f('same', 1, 2),
  series_fill_forward: f('same', 1, 2),
  series_fill_const: f('same', 1, 3),
  series_fill_linear: f('same', 1, 4),
  /** Scores: beyond 1.5 or below -1.5 an element is an anomaly. Kind `ctukey` (10th and 90th percentile) or `tukey`. */
  series_outliers: f('same', 1, 6),
  /** Without a period (in bins) the period is detected. */
  series_seasonal: f('dynamic', 1, 3),
  /** The tuple function of the same name as one bag. */
  series_stats_dynamic: f('dynamic', 1, 2),
  series_fit_line_dynamic: f('dynamic', 1),
  series_fit_2lines_dynamic: f('dynamic', 1),
  // geography: WGS-84, longitude before latitude in degrees; lengths in metres, areas in square metres; shapes are GeoJSON
  geo_from_wkt: f('dynamic', 1),
  /** Clockwise, in radians. */
  geo_angle: f('real', 6),
  geo_azimuth: f('real', 4),
  geo_distance_2points: f('real', 4, 5),
  geo_distance_point_to_line: f('real', 3),
  geo_distance_point_to_polygon: f('real', 3),
  geo_closest_point_on_line: f('dynamic', 3),
  geo_closest_point_on_polygon: f('dynamic', 3),
  geo_point_in_circle: f('bool', 5),
  geo_point_in_polygon: f('bool', 3),
  geo_point_buffer: f('dynamic', 3, 4),
  geo_intersects_2lines: f('bool', 2),
  geo_intersects_line_with_polygon: f('bool', 2),
  geo_intersects_2polygons: f('bool', 2),
  geo_intersection_2lines: f('dynamic', 2),
  geo_intersection_line_with_polygon: f('dynamic', 2),
  geo_intersection_2polygons: f('dynamic', 2),
  geo_union_lines_array: f('dynamic', 1),
  geo_union_polygons_array: f('dynamic', 1),
  geo_simplify_polygons_array: f('dynamic', 1, 2),
  geo_line_length: f('real', 1),
  geo_line_buffer: f('dynamic', 2, 3),
  geo_line_centroid: f('dynamic', 1),
  geo_line_densify: f('dynamic', 1, 3),
  geo_line_simplify: f('dynamic', 1, 2),
  /** Where along the line, as a fraction 0-1, and back. */
  geo_line_locate_point: f('real', 3, 4),
  geo_line_interpolate_point: f('dynamic', 2),
  geo_line_to_s2cells: f('dynamic', 1, 3),
  geo_polygon_area: f('real', 1),
  geo_polygon_perimeter: f('real', 1),
  geo_polygon_buffer: f('dynamic', 2, 3),
  geo_polygon_centroid: f('dynamic', 1),
  geo_polygon_densify: f('dynamic', 1, 3),
  geo_polygon_simplify: f('dynamic', 1, 2),
  geo_polygon_to_h3cells: f('dynamic', 1, 3),
  geo_polygon_to_s2cells: f('dynamic', 1, 3),
  /** Accuracy 1-18, 5 unless told. */
  geo_point_to_geohash: f('string', 2, 3),
  geo_geohash_to_central_point: f('dynamic', 1),
  geo_geohash_to_polygon: f('dynamic', 1),
  geo_geohash_neighbors: f('dynamic', 1),
  /** Level 0-30, 11 unless told. */
  geo_point_to_s2cell: f('string', 2, 3),
  geo_s2cell_to_central_point: f('dynamic', 1),
  geo_s2cell_to_polygon: f('dynamic', 1),
  geo_s2cell_neighbors: f('dynamic', 1),
  /** Resolution 0-15, 6 unless told. */
  geo_point_to_h3cell: f('string', 2, 3),
  geo_h3cell_to_central_point: f('dynamic', 1),
  geo_h3cell_to_polygon: f('dynamic', 1),
  geo_h3cell_neighbors: f('dynamic', 1),
  geo_h3cell_children: f('dynamic', 1, 2),
  geo_h3cell_parent: f('string', 1, 2),
  geo_h3cell_rings: f('dynamic', 2),
  geo_h3cell_level: f('int', 1),
  // the service that runs the query, and how it keeps the rows
  current_cluster_endpoint: f('string', 0),
  current_database: f('string', 0),
  current_node_id: f('string', 0),
  current_principal: f('string', 0),
  current_principal_details: f('dynamic', 0),
  current_principal_is_member_of: f('bool', 1, many),
  cursor_after: f('bool', 1),
  cursor_before_or_at: f('bool', 1),
  cursor_current: f('string', 0),
  extent_id: f('guid', 0),
  extent_tags: f('dynamic', 0),
  row_id: f('string', 0),
  rowstore_ordinal_range: f('dynamic', 0),
} as const satisfies Record<string, Signature>;

export type WideFn = keyof typeof wideFns | GraphFn;
export const isWideFn = (name: string): name is WideFn => Object.hasOwn(wideFns, name) || isGraphFn(name);
/** `GraphFn`: only inside a pattern of a graph. */
export const wideRows = { ...wideFns, ...graphFns };

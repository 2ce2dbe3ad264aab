// Aggregations of KQL in; ES|QL out.
import { describe, expect, test } from 'vitest';
import { esql } from './table.ts';

describe('measures', () => {
  test('T | summarize count()', () => {
    expect(esql('T | summarize count()')).toMatchInlineSnapshot(`"| STATS count_ = COUNT(*)"`);
  });
  test('T | summarize c = count() by S, N', () => {
    expect(esql('T | summarize c = count() by S, N')).toMatchInlineSnapshot(`
      "| EVAL S = COALESCE(f.S, ""), N = f.N
      | STATS c = COUNT(*) BY S, N
      | KEEP S, N, c"
    `);
  });
  test('T | summarize countif(N > 1), sumif(N, S == "a") by S', () => {
    expect(esql('T | summarize countif(N > 1), sumif(N, S == "a") by S')).toMatchInlineSnapshot(`
      "| EVAL S = COALESCE(f.S, "")
      | STATS countif_ = COUNT(*) WHERE f.N > 1, sumif_N = COALESCE(SUM(f.N), 0) WHERE f.S == "a" BY S
      | KEEP S, countif_, sumif_N"
    `);
  });
  test('T | summarize dcount(S), dcount(N)', () => {
    expect(esql('T | summarize dcount(S), dcount(N)')).toMatchInlineSnapshot(`
      "// RMMC3711 assumption: dcount_S is an estimate in Elastic above 40,000 distinct values, as it is in KQL
      // RMMC3711 assumption: dcount_N is an estimate in Elastic above 40,000 distinct values, as it is in KQL
      | STATS
          dcount_S = COALESCE(COUNT_DISTINCT(COALESCE(f.S, ""), 40000), 0),
          dcount_N = COALESCE(COUNT_DISTINCT(f.N, 40000), 0)"
    `);
  });
  test('T | summarize sum(N), sum(R), avg(N)', () => {
    expect(esql('T | summarize sum(N), sum(R), avg(N)')).toMatchInlineSnapshot(
      `"| STATS sum_N = COALESCE(SUM(f.N), 0), sum_R = COALESCE(SUM(f.R), 0.0), avg_N = AVG(f.N)"`,
    );
  });
  test('T | summarize min(D), max(D), min(S)', () => {
    expect(esql('T | summarize min(D), max(D), min(S)')).toMatchInlineSnapshot(`
      "| STATS min_D = MIN(f.D), max_D = MAX(f.D), min_S = MIN(COALESCE(f.S, ""))
      | EVAL min_S = COALESCE(min_S, "")
      | KEEP min_D, max_D, min_S"
    `);
  });
  test('T | summarize make_set(S), make_set(N, 5)', () => {
    expect(esql('T | summarize make_set(S), make_set(N, 5)')).toMatchInlineSnapshot(
      `"| STATS set_S = VALUES(COALESCE(f.S, "")), set_N = MV_SLICE(VALUES(f.N), 0, 4)"`,
    );
  });
  test('T | summarize make_list(S)', () => {
    expect(esql('T | summarize make_list(S)')).toMatchInlineSnapshot(
      `
      "// RMMC3752 assumption: no value of list_S is taken to hold the control character U+001F, which stands between values
      FROM test-* METADATA _id, _index
      | STATS list_S = VALUES(CONCAT(_index, " ", _id, "|", COALESCE(f.S, "")))
      | EVAL
          list_S = SPLIT(REPLACE(MV_CONCAT(MV_SORT(list_S, "ASC"), FROM_BASE64("Hw==")), """(\\A|\\x{1f})[^|]*\\|""", "$1"), FROM_BASE64("Hw=="))
      | KEEP list_S"
    `,
    );
  });
  test('T | summarize stdev(R), variance(R), stdevp(R)', () => {
    expect(esql('T | summarize stdev(R), variance(R), stdevp(R)')).toMatchInlineSnapshot(`
      "// RMMC3720 assumption: stdev_R of fewer than two values is null in Elastic; KQL gives 0 or NaN
      // RMMC3720 assumption: variance_R of fewer than two values is null in Elastic; KQL gives 0 or NaN
      | STATS
          stdev_R = STD_DEV(f.R) * SQRT(COUNT(f.R) / (COUNT(f.R) - 1.0)),
          variance_R = POW(STD_DEV(f.R), 2) * (COUNT(f.R) / (COUNT(f.R) - 1.0)),
          stdevp_R = STD_DEV(f.R)"
    `);
  });
  test('T | summarize percentile(R, 95)', () => {
    expect(esql('T | summarize percentile(R, 95)')).toMatchInlineSnapshot(
      `"// RMMC3714 narrowing: Elastic estimates percentile_R_95 and interpolates between neighbouring values, KQL takes the nearest one"`,
    );
  });
  test('T | summarize take_any(S)', () => {
    expect(esql('T | summarize take_any(S)')).toMatchInlineSnapshot(`
      "| STATS S = MAX(COALESCE(f.S, ""))
      | EVAL S = COALESCE(S, "")
      | KEEP S"
    `);
  });
  test('T | summarize take_any(S, N)', () => {
    expect(esql('T | summarize take_any(S, N)')).toMatchInlineSnapshot(`
      "| EVAL packed_0 = CONCAT("", "|", TO_BASE64(COALESCE(f.S, "")), "|", COALESCE(TO_STRING(f.N), ""))
      | STATS packed_0 = MAX(packed_0)
      | DISSECT packed_0 "%{?packed_key}|%{packed_0_0}|%{packed_0_1}"
      | EVAL S = FROM_BASE64(packed_0_0), N = TO_LONG(CASE(packed_0_1 != "", packed_0_1))
      | DROP packed_0, packed_0_0, packed_0_1
      | EVAL S = COALESCE(S, "")
      | KEEP S, N"
    `);
  });
  test('T | summarize arg_max(D, S, N) by S2', () => {
    expect(esql('T | summarize arg_max(D, S, N) by S2')).toMatchInlineSnapshot(`
      "| EVAL
          S2 = COALESCE(f.S2, ""),
          packed_0 = CONCAT(COALESCE(DATE_FORMAT("yyyy-MM-dd'T'HH:mm:ss.SSS", f.D), " "), "|", TO_BASE64(COALESCE(f.S, "")), "|", COALESCE(TO_STRING(f.N), ""))
      | STATS D = MAX(f.D), packed_0 = MAX(packed_0) BY S2
      | DISSECT packed_0 "%{?packed_key}|%{packed_0_0}|%{packed_0_1}"
      | EVAL S = FROM_BASE64(packed_0_0), N = TO_LONG(CASE(packed_0_1 != "", packed_0_1))
      | DROP packed_0, packed_0_0, packed_0_1
      | EVAL S = COALESCE(S, "")
      | KEEP S2, D, S, N"
    `);
  });
  test('T | summarize arg_min(N, *) by S2 | project S2, S', () => {
    expect(esql('T | summarize arg_min(N, *) by S2 | project S2, S')).toMatchInlineSnapshot(`
      "| EVAL
          S2 = COALESCE(f.S2, ""),
          packed_0 = CONCAT(COALESCE(CASE(f.N < 0, CONCAT("0", RIGHT(CONCAT("0000000000000000000", TO_STRING(f.N + 9223372036854775807)), 19)), f.N >= 0, CONCAT("1", RIGHT(CONCAT("0000000000000000000", TO_STRING(f.N)), 19))), "~"), "|", TO_BASE64(COALESCE(f.S, "")))
      | STATS N = MIN(f.N), packed_0 = MIN(packed_0) BY S2
      | DISSECT packed_0 "%{?packed_key}|%{packed_0_0}"
      | EVAL S = FROM_BASE64(packed_0_0)
      | DROP packed_0, packed_0_0
      | EVAL S = COALESCE(S, "")
      | KEEP S2, S"
    `);
  });
  test('T | summarize arg_max(S, N)', () => {
    expect(esql('T | summarize arg_max(S, N)')).toMatchInlineSnapshot(
      `
      "// RMMC3761 assumption: texts that the greatest or least row is picked by are taken to hold neither of the characters U+0000 and U+0001
      | EVAL packed_0 = CONCAT(CONCAT(COALESCE(f.S, ""), FROM_BASE64("AQ==")), "|", COALESCE(TO_STRING(f.N), ""))
      | STATS S = MAX(COALESCE(f.S, "")), packed_0 = MAX(packed_0)
      | EVAL packed_0 = REPLACE(packed_0, """\\A(?s:.*)\\x{1}""", "")
      | DISSECT packed_0 "%{?packed_key}|%{packed_0_0}"
      | EVAL N = TO_LONG(CASE(packed_0_0 != "", packed_0_0))
      | DROP packed_0, packed_0_0
      | EVAL S = COALESCE(S, "")
      | KEEP S, N"
    `,
    );
  });
});

describe('constants and helper names', () => {
  test('T | extend C = "High" | summarize make_set(C), max(C) by S', () => {
    expect(esql('T | extend C = "High" | summarize make_set(C), max(C) by S')).toMatchInlineSnapshot(`
      "| EVAL S = COALESCE(f.S, ""), constant_0 = "High", constant_1 = "High"
      | STATS set_C = VALUES(constant_0), max_C = MAX(constant_1) BY S
      | EVAL max_C = COALESCE(max_C, "")
      | KEEP S, set_C, max_C"
    `);
  });
  test('T | summarize make_set("x"), dcount("x"), sum(2), take_any("y")', () => {
    expect(esql('T | summarize make_set("x"), dcount("x"), sum(2), take_any("y")')).toMatchInlineSnapshot(`
      "// RMMC3711 assumption: dcount_ is an estimate in Elastic above 40,000 distinct values, as it is in KQL
      | EVAL constant_0 = "x", constant_1 = "x", constant_2 = 2, constant_3 = "y"
      | STATS
          set_ = VALUES(constant_0),
          dcount_ = COALESCE(COUNT_DISTINCT(constant_1, 40000), 0),
          sum_ = COALESCE(SUM(constant_2), 0),
          any_arg0 = MAX(constant_3)
      | EVAL any_arg0 = COALESCE(any_arg0, "")
      | KEEP set_, dcount_, sum_, any_arg0"
    `);
  });
  test('T | summarize make_set(1), constant_0 = count() by packed_0 = S', () => {
    expect(esql('T | summarize make_set(1), constant_0 = count() by packed_0 = S')).toMatchInlineSnapshot(`
      "| EVAL packed_0 = COALESCE(f.S, ""), constant_0_ = 1
      | STATS set_ = VALUES(constant_0_), constant_0 = COUNT(*) BY packed_0
      | KEEP packed_0, set_, constant_0"
    `);
  });
  test('T | summarize arg_max(D, packed_0 = S, packed_0_1 = N) by S2', () => {
    expect(esql('T | summarize arg_max(D, packed_0 = S, packed_0_1 = N) by S2')).toMatchInlineSnapshot(`
      "| EVAL
          S2 = COALESCE(f.S2, ""),
          packed_0__ = CONCAT(COALESCE(DATE_FORMAT("yyyy-MM-dd'T'HH:mm:ss.SSS", f.D), " "), "|", TO_BASE64(COALESCE(f.S, "")), "|", COALESCE(TO_STRING(f.N), ""))
      | STATS D = MAX(f.D), packed_0__ = MAX(packed_0__) BY S2
      | DISSECT packed_0__ "%{?packed_key}|%{packed_0___0}|%{packed_0___1}"
      | EVAL packed_0 = FROM_BASE64(packed_0___0), packed_0_1 = TO_LONG(CASE(packed_0___1 != "", packed_0___1))
      | DROP packed_0__, packed_0___0, packed_0___1
      | EVAL packed_0 = COALESCE(packed_0, "")
      | KEEP S2, D, packed_0, packed_0_1"
    `);
  });
  test('T | summarize N = max(N), N_key = max(N2) by S | summarize m = max(N), k = max(N_key) by N = bin(N, 5)', () => {
    expect(
      esql('T | summarize N = max(N), N_key = max(N2) by S | summarize m = max(N), k = max(N_key) by N = bin(N, 5)'),
    ).toMatchInlineSnapshot(`
      "| EVAL S = COALESCE(f.S, "")
      | STATS N = MAX(f.N), N_key = MAX(f.N2) BY S
      | EVAL N_key_ = N - (N % 5 + 5) % 5
      | STATS m = MAX(N), k = MAX(N_key) BY N_key_
      | RENAME N_key_ AS N
      | KEEP N, m, k"
    `);
  });
  test('T | summarize dcount(S) by S2', () => {
    expect(esql('T | summarize dcount(S) by S2')).toMatchInlineSnapshot(`
      "// RMMC3711 assumption: dcount_S is an estimate in Elastic above 40,000 distinct values, as it is in KQL
      | EVAL S2 = COALESCE(f.S2, "")
      | STATS dcount_S = COUNT_DISTINCT(COALESCE(f.S, ""), 40000) BY S2
      | KEEP S2, dcount_S"
    `);
  });
  test('T | summarize dcountif(S, N > 1) by S2', () => {
    expect(esql('T | summarize dcountif(S, N > 1) by S2')).toMatchInlineSnapshot(`
      "// RMMC3711 assumption: dcountif_S is an estimate in Elastic above 40,000 distinct values, as it is in KQL
      | EVAL S2 = COALESCE(f.S2, "")
      | STATS dcountif_S = COALESCE(COUNT_DISTINCT(COALESCE(f.S, ""), 40000), 0) WHERE f.N > 1 BY S2
      | KEEP S2, dcountif_S"
    `);
  });
});

describe('keys', () => {
  test('T | summarize c = count() by bin(D, 1h), tolower(S)', () => {
    expect(esql('T | summarize c = count() by bin(D, 1h), tolower(S)')).toMatchInlineSnapshot(`
      "| EVAL D = DATE_TRUNC(1 hour, f.D), Column1 = COALESCE(TO_LOWER(f.S), "")
      | STATS c = COUNT(*) BY D, Column1
      | KEEP D, Column1, c"
    `);
  });
  test('T | summarize N = count() by S | where N > 1', () => {
    expect(esql('T | summarize N = count() by S | where N > 1')).toMatchInlineSnapshot(`
      "| EVAL S = COALESCE(f.S, "")
      | STATS N = COUNT(*) BY S
      | WHERE N > 1
      | KEEP S, N"
    `);
  });
  test('T | summarize m = max(Timestamp) by Timestamp = bin(Timestamp, 1d)', () => {
    expect(esql('T | summarize m = max(Timestamp) by Timestamp = bin(Timestamp, 1d)')).toMatchInlineSnapshot(`
      "| EVAL Timestamp = DATE_TRUNC(1 day, f.Timestamp)
      | STATS m = MAX(f.Timestamp) BY Timestamp
      | KEEP Timestamp, m"
    `);
  });
  test('T | summarize c = count() by X = split(S, ",")', () => {
    expect(esql('T | summarize c = count() by X = split(S, ",")')).toMatchInlineSnapshot(
      `"// RMMC2016 error: \`summarize … by\` does not take a dynamic value"`,
    );
  });
  test('T | summarize c = count() by B, R', () => {
    expect(esql('T | summarize c = count() by B, R')).toMatchInlineSnapshot(`
      "| EVAL B = f.B, R = f.R
      | STATS c = COUNT(*) BY B, R
      | KEEP B, R, c"
    `);
  });
});

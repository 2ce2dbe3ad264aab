// Functions of KQL in; ES|QL out, with the assumption or the refusal where there is one.
import { describe, expect, test } from 'vitest';
import { column } from './table.ts';

describe('time', () => {
  test('startofday(D)', () => {
    expect(column('startofday(D)')).toMatchInlineSnapshot(`"| EVAL X = DATE_TRUNC(1 day, f.D)"`);
  });
  test('startofday(D, -1)', () => {
    expect(column('startofday(D, -1)')).toMatchInlineSnapshot(`"| EVAL X = DATE_TRUNC(1 day, f.D) - 1 day"`);
  });
  test('startofweek(D)', () => {
    expect(column('startofweek(D)')).toMatchInlineSnapshot(`"| EVAL X = DATE_TRUNC(1 week, f.D + 1 day) - 1 day"`);
  });
  test('startofmonth(D)', () => {
    expect(column('startofmonth(D)')).toMatchInlineSnapshot(`"| EVAL X = DATE_TRUNC(1 month, f.D)"`);
  });
  test('endofday(D)', () => {
    expect(column('endofday(D)')).toMatchInlineSnapshot(`
      "// RMMC3716 assumption: dates in the index count milliseconds; the finer part of this time is cut off
      | EVAL X = DATE_TRUNC(1 day, f.D) + 1 day - 1 millisecond"
    `);
  });
  test('hourofday(D)', () => {
    expect(column('hourofday(D)')).toMatchInlineSnapshot(`"| EVAL X = DATE_EXTRACT("HOUR_OF_DAY", f.D)"`);
  });
  test('dayofweek(D)', () => {
    expect(column('dayofweek(D)')).toMatchInlineSnapshot(`"| EVAL X = DATE_EXTRACT("DAY_OF_WEEK", f.D) % 7 * 86400000"`);
  });
  test('getyear(D)', () => {
    expect(column('getyear(D)')).toMatchInlineSnapshot(`"| EVAL X = DATE_EXTRACT("YEAR", f.D)"`);
  });
  test('datetime_part("hour", D)', () => {
    expect(column('datetime_part("hour", D)')).toMatchInlineSnapshot(`"| EVAL X = DATE_EXTRACT("HOUR_OF_DAY", f.D)"`);
  });
  test('datetime_diff("minute", D, Timestamp)', () => {
    expect(column('datetime_diff("minute", D, Timestamp)')).toMatchInlineSnapshot(
      `"| EVAL X = TO_LONG(DATE_DIFF("minute", DATE_TRUNC(1 minute, f.Timestamp), DATE_TRUNC(1 minute, f.D)))"`,
    );
  });
  test('datetime_diff("week", D, Timestamp)', () => {
    expect(column('datetime_diff("week", D, Timestamp)')).toMatchInlineSnapshot(`
      "| EVAL
          X = TO_LONG(DATE_DIFF("week", DATE_TRUNC(1 week, f.Timestamp + 1 day) - 1 day, DATE_TRUNC(1 week, f.D + 1 day) - 1 day))"
    `);
  });
  test('datetime_diff("second", D, Timestamp)', () => {
    expect(column('datetime_diff("second", D, Timestamp)')).toMatchInlineSnapshot(
      `"| EVAL X = (TO_LONG(DATE_TRUNC(1 second, f.D)) - TO_LONG(DATE_TRUNC(1 second, f.Timestamp))) / 1000"`,
    );
  });
  test('datetime_add("month", 1, D)', () => {
    expect(column('datetime_add("month", 1, D)')).toMatchInlineSnapshot(`"| EVAL X = f.D + 1 month"`);
  });
  test('format_datetime(D, "yyyy-MM-dd HH:mm:ss")', () => {
    expect(column('format_datetime(D, "yyyy-MM-dd HH:mm:ss")')).toMatchInlineSnapshot(
      `"| EVAL X = DATE_FORMAT("yyyy-MM-dd HH:mm:ss", f.D)"`,
    );
  });
  test('format_datetime(D, "yyyy-MM-dd HH:mm:ss.fffffff")', () => {
    expect(column('format_datetime(D, "yyyy-MM-dd HH:mm:ss.fffffff")')).toMatchInlineSnapshot(
      `"// RMMC3001 refused: Elastic ES|QL has no way to say this use of \`format_datetime()\`: only literal formats of whole milliseconds have a counterpart"`,
    );
  });
  test('unixtime_microseconds_todatetime(N)', () => {
    expect(column('unixtime_microseconds_todatetime(N)')).toMatchInlineSnapshot(
      `"| EVAL X = TO_DATETIME((f.N - (f.N % 1000 + 1000) % 1000) / 1000)"`,
    );
  });
  test('unixtime_seconds_todatetime(N)', () => {
    expect(column('unixtime_seconds_todatetime(N)')).toMatchInlineSnapshot(`"| EVAL X = TO_DATETIME(f.N * 1000)"`);
  });
  test('bin(D, 1h)', () => {
    expect(column('bin(D, 1h)')).toMatchInlineSnapshot(`"| EVAL X = DATE_TRUNC(1 hour, f.D)"`);
  });
  test('bin(D, 7d)', () => {
    expect(column('bin(D, 7d)')).toMatchInlineSnapshot(`"| EVAL X = DATE_TRUNC(1 week, f.D)"`);
  });
  test('bin(D, 3d)', () => {
    expect(column('bin(D, 3d)')).toMatchInlineSnapshot(
      `"| EVAL X = TO_DATETIME(TO_LONG(f.D) - (TO_LONG(f.D) + 62135596800000) % 259200000)"`,
    );
  });
  test('bin(N, 10)', () => {
    expect(column('bin(N, 10)')).toMatchInlineSnapshot(`"| EVAL X = f.N - (f.N % 10 + 10) % 10"`);
  });
  test('bin(R, 0.5)', () => {
    expect(column('bin(R, 0.5)')).toMatchInlineSnapshot(`"| EVAL X = FLOOR(f.R / 0.5) * 0.5"`);
  });
  test('bin_at(D, 1h, datetime(2024-01-01))', () => {
    expect(column('bin_at(D, 1h, datetime(2024-01-01))')).toMatchInlineSnapshot(`
      "| EVAL
          X = TO_DATETIME(TO_LONG(f.D) - ((TO_LONG(f.D) - TO_LONG(TO_DATETIME("2024-01-01T00:00:00.000Z"))) % 3600000 + 3600000) % 3600000)"
    `);
  });
  test('ago(1d)', () => {
    expect(column('ago(1d)')).toMatchInlineSnapshot(`"| EVAL X = NOW() - 1 day"`);
  });
  test('now() - 1h', () => {
    expect(column('now() - 1h')).toMatchInlineSnapshot(`"| EVAL X = NOW() - 1 hour"`);
  });
  test('D + 5m', () => {
    expect(column('D + 5m')).toMatchInlineSnapshot(`"| EVAL X = f.D + 5 minutes"`);
  });
  test('D + totimespan(S)', () => {
    expect(column('D + totimespan(S)')).toMatchInlineSnapshot(
      `"// RMMC3001 refused: Elastic ES|QL has no way to say \`totimespan()\`: timespans are not read from text"`,
    );
  });
  test('D - Timestamp', () => {
    expect(column('D - Timestamp')).toMatchInlineSnapshot(`"| EVAL X = TO_LONG(f.D) - TO_LONG(f.Timestamp)"`);
  });
  test('(D - Timestamp) / 1h', () => {
    expect(column('(D - Timestamp) / 1h')).toMatchInlineSnapshot(`"| EVAL X = TO_DOUBLE(TO_LONG(f.D) - TO_LONG(f.Timestamp)) / 3600000"`);
  });
});

describe('conversions', () => {
  test('coalesce(S, S2)', () => {
    expect(column('coalesce(S, S2)')).toMatchInlineSnapshot(`"| EVAL X = CASE(f.S != "", f.S, COALESCE(f.S2, ""))"`);
  });
  test('coalesce(N, N2)', () => {
    expect(column('coalesce(N, N2)')).toMatchInlineSnapshot(`"| EVAL X = COALESCE(f.N, f.N2)"`);
  });
  test('tostring(N)', () => {
    expect(column('tostring(N)')).toMatchInlineSnapshot(`"| EVAL X = TO_STRING(f.N)"`);
  });
  test('tostring(D)', () => {
    expect(column('tostring(D)')).toMatchInlineSnapshot(`"| EVAL X = DATE_FORMAT("yyyy-MM-dd'T'HH:mm:ss.SSS'0000Z'", f.D)"`);
  });
  test('tostring(R)', () => {
    expect(column('tostring(R)')).toMatchInlineSnapshot(`
      "// RMMC3715 assumption: a real number as text: Elastic and KQL may write the same number differently as text
      | EVAL X = TO_STRING(f.R)"
    `);
  });
  test('tostring(B)', () => {
    expect(column('tostring(B)')).toMatchInlineSnapshot(`"| EVAL X = TO_STRING(f.B)"`);
  });
  test('toint(S)', () => {
    expect(column('toint(S)')).toMatchInlineSnapshot(`
      "// RMMC3721 assumption: the converted text is taken to hold decimal digits, if it holds a number
      | EVAL X = CASE(TRIM(f.S) RLIKE "[+-]?[0-9]+", TO_INTEGER(TRIM(f.S)))"
    `);
  });
  test('tolong(R)', () => {
    expect(column('tolong(R)')).toMatchInlineSnapshot(`"| EVAL X = TO_LONG(CASE(f.R < 0, CEIL(f.R), FLOOR(f.R)))"`);
  });
  test('todouble(S)', () => {
    expect(column('todouble(S)')).toMatchInlineSnapshot(`"| EVAL X = TO_DOUBLE(f.S)"`);
  });
  test('tobool(S)', () => {
    expect(column('tobool(S)')).toMatchInlineSnapshot(
      `"| EVAL X = CASE(TO_LOWER(f.S) IN ("true", "1"), true, TO_LOWER(f.S) IN ("false", "0"), false)"`,
    );
  });
  test('todatetime(S)', () => {
    expect(column('todatetime(S)')).toMatchInlineSnapshot(`
      "// RMMC3717 assumption: the converted text is taken to hold ISO 8601 text in UTC, with a \`T\` before the time of day
      | EVAL X = TO_DATETIME(f.S)"
    `);
  });
});

describe('text', () => {
  test('tolower(S)', () => {
    expect(column('tolower(S)')).toMatchInlineSnapshot(`"| EVAL X = TO_LOWER(f.S)"`);
  });
  test('strlen(S)', () => {
    expect(column('strlen(S)')).toMatchInlineSnapshot(`"| EVAL X = LENGTH(COALESCE(f.S, ""))"`);
  });
  test('strcat(S, "-", tostring(N))', () => {
    expect(column('strcat(S, "-", tostring(N))')).toMatchInlineSnapshot(
      `"| EVAL X = CONCAT(COALESCE(f.S, ""), "-", COALESCE(TO_STRING(f.N), ""))"`,
    );
  });
  test('strcat_delim(",", S, S2)', () => {
    expect(column('strcat_delim(",", S, S2)')).toMatchInlineSnapshot(`"| EVAL X = CONCAT(COALESCE(f.S, ""), ",", COALESCE(f.S2, ""))"`);
  });
  test('substring(S, 1, 2)', () => {
    expect(column('substring(S, 1, 2)')).toMatchInlineSnapshot(`"| EVAL X = SUBSTRING(COALESCE(f.S, ""), 2, 2)"`);
  });
  test('substring(S, N)', () => {
    expect(column('substring(S, N)')).toMatchInlineSnapshot(
      `"| EVAL X = SUBSTRING(COALESCE(f.S, ""), TO_INTEGER(CASE(f.N < 0, f.N, f.N + 1)))"`,
    );
  });
  test('indexof(S, "x")', () => {
    expect(column('indexof(S, "x")')).toMatchInlineSnapshot(`"| EVAL X = LOCATE(COALESCE(f.S, ""), "x") - 1"`);
  });
  test('countof(S, "ab")', () => {
    expect(column('countof(S, "ab")')).toMatchInlineSnapshot(
      `"| EVAL X = LENGTH(REPLACE(COALESCE(f.S, ""), "(?=ab)", "$0_")) - LENGTH(COALESCE(f.S, ""))"`,
    );
  });
  test('countof(S, "aa")', () => {
    expect(column('countof(S, "aa")')).toMatchInlineSnapshot(
      `"| EVAL X = LENGTH(REPLACE(COALESCE(f.S, ""), "(?=aa)", "$0_")) - LENGTH(COALESCE(f.S, ""))"`,
    );
  });
  test('split(S, "/")', () => {
    expect(column('split(S, "/")')).toMatchInlineSnapshot(`"| EVAL X = SPLIT(COALESCE(f.S, ""), "/")"`);
  });
  test('tostring(split(S, "/")[0])', () => {
    expect(column('tostring(split(S, "/")[0])')).toMatchInlineSnapshot(`"| EVAL X = MV_SLICE(SPLIT(COALESCE(f.S, ""), "/"), 0)"`);
  });
  test('tostring(split(S, "/")[-1])', () => {
    expect(column('tostring(split(S, "/")[-1])')).toMatchInlineSnapshot(`"| EVAL X = MV_SLICE(SPLIT(COALESCE(f.S, ""), "/"), -1)"`);
  });
  test('split(S, "ab")', () => {
    expect(column('split(S, "ab")')).toMatchInlineSnapshot(
      `
      "// RMMC3752 assumption: no value of the text is taken to hold the control character U+001F, which stands between values
      | EVAL X = SPLIT(REPLACE(COALESCE(f.S, ""), "ab", FROM_BASE64("Hw==")), FROM_BASE64("Hw=="))"
    `,
    );
  });
  test('trim(@"\\s", S)', () => {
    expect(column(String.raw`trim(@"\s", S)`)).toMatchInlineSnapshot(`
      "// RMMC3103 assumption: characters outside ASCII are taken not to occur where the pattern says \`\\s\`: Kusto's documentation counts them in, the translation does not
      | EVAL
          X = REPLACE(COALESCE(f.S, ""), """\\A(?>(?:[\\x{9}-\\x{a}\\x{c}-\\x{d}\\x{20}])+)|(?>(?:[\\x{9}-\\x{a}\\x{c}-\\x{d}\\x{20}])+)\\z""", "")"
    `);
  });
  test('trim("x+", S): what repeats without end is not repeated again', () => {
    expect(column('trim("x+", S)')).toMatchInlineSnapshot(`"| EVAL X = REPLACE(COALESCE(f.S, ""), """\\A(?:x+)|(?:x+)\\z""", "")"`);
  });
  test('trim_start(@"http[s]?://", S)', () => {
    expect(column('trim_start(@"http[s]?://", S)')).toMatchInlineSnapshot(
      `"| EVAL X = REPLACE(COALESCE(f.S, ""), """\\A(?:https?://)""", "")"`,
    );
  });
  test('trim_end("x+", S)', () => {
    expect(column('trim_end("x+", S)')).toMatchInlineSnapshot(`"| EVAL X = REPLACE(COALESCE(f.S, ""), """(?:x+)\\z""", "")"`);
  });
  test('replace_string(S, "a.b", "$1")', () => {
    expect(column('replace_string(S, "a.b", "$1")')).toMatchInlineSnapshot(
      `"| EVAL X = REPLACE(COALESCE(f.S, ""), """a\\.b""", """\\$1""")"`,
    );
  });
  test('replace_regex(S, @"(\\d+)-(\\d+)", @"\\2-\\1")', () => {
    expect(column(String.raw`replace_regex(S, @"(\d+)-(\d+)", @"\2-\1")`)).toMatchInlineSnapshot(
      `
      "// RMMC3103 assumption: characters outside ASCII are taken not to occur where the pattern says \`\\d\`: Kusto's documentation counts them in, the translation does not
      | EVAL X = REPLACE(COALESCE(f.S, ""), "([0-9]+)-([0-9]+)", "$2-$1")"
    `,
    );
  });
  test('extract(@"id=(\\d+)", 1, S)', () => {
    expect(column(String.raw`extract(@"id=(\d+)", 1, S)`)).toMatchInlineSnapshot(
      `
      "// RMMC3103 assumption: characters outside ASCII are taken not to occur where the pattern says \`\\d\`: Kusto's documentation counts them in, the translation does not
      | EVAL X = REPLACE(COALESCE(f.S, ""), """\\A(?s:.*?)(?:id=([0-9]+))(?s:.*)\\z|\\A(?s:.*)\\z""", "$1")"
    `,
    );
  });
  test('extract("a|b", 0, S)', () => {
    expect(column('extract("a|b", 0, S)')).toMatchInlineSnapshot(
      `"| EVAL X = REPLACE(COALESCE(f.S, ""), """\\A(?s:.*?)(a|b)(?s:.*)\\z|\\A(?s:.*)\\z""", "$1")"`,
    );
  });
  test('hash_sha256(S)', () => {
    expect(column('hash_sha256(S)')).toMatchInlineSnapshot(`"| EVAL X = SHA256(COALESCE(f.S, ""))"`);
  });
  test('base64_decode_tostring(S)', () => {
    expect(column('base64_decode_tostring(S)')).toMatchInlineSnapshot(`"| EVAL X = FROM_BASE64(COALESCE(f.S, ""))"`);
  });
  test('strrep(S, 3)', () => {
    expect(column('strrep(S, 3)')).toMatchInlineSnapshot(`"| EVAL X = REPEAT(COALESCE(f.S, ""), 3)"`);
  });
  test('strcmp(S, S2)', () => {
    expect(column('strcmp(S, S2)')).toMatchInlineSnapshot(
      `"| EVAL X = CASE(COALESCE(f.S, "") < COALESCE(f.S2, ""), -1, COALESCE(f.S, "") > COALESCE(f.S2, ""), 1, 0)"`,
    );
  });
  test('parse_url(S)', () => {
    expect(column('parse_url(S)')).toMatchInlineSnapshot(
      `
      "// RMMC3757 assumption: the text is taken to be an absolute URL with a name or an IPv4 address as host; the parts of any other are empty
      // RMMC3001 refused: Elastic ES|QL has no way to say this use of \`parse_url()\`: a bag of its parameters is not written as text"
    `,
    );
  });
  test('reverse(S)', () => {
    expect(column('reverse(S)')).toMatchInlineSnapshot(
      `"// RMMC3001 refused: Elastic ES|QL has no way to say \`reverse()\`: REVERSE keeps characters with their accents, KQL turns every code point around"`,
    );
  });
});

describe('numbers and lists', () => {
  test('N * 2 + 1', () => {
    expect(column('N * 2 + 1')).toMatchInlineSnapshot(`"| EVAL X = f.N * 2 + 1"`);
  });
  test('N / 2', () => {
    expect(column('N / 2')).toMatchInlineSnapshot(`"| EVAL X = f.N / 2"`);
  });
  test('N %% 2', () => {
    expect(column('N % 2')).toMatchInlineSnapshot(`
      "// RMMC3719 assumption: both sides of the remainder are taken not to be negative
      | EVAL X = f.N % 2"
    `);
  });
  test('R / N', () => {
    expect(column('R / N')).toMatchInlineSnapshot(`
      "// RMMC3718 assumption: the divisor is taken not to be 0: Elastic makes null of a division by zero, KQL infinity
      | EVAL X = f.R / f.N"
    `);
  });
  test('-N', () => {
    expect(column('-N')).toMatchInlineSnapshot(`"| EVAL X = -f.N"`);
  });
  test('abs(N)', () => {
    expect(column('abs(N)')).toMatchInlineSnapshot(`"| EVAL X = ABS(f.N)"`);
  });
  test('round(R, 2)', () => {
    expect(column('round(R, 2)')).toMatchInlineSnapshot(`
      "// RMMC3722 assumption: numbers that lie exactly between two results of round() may be rounded the other way
      | EVAL X = ROUND(f.R, 2)"
    `);
  });
  test('sqrt(R)', () => {
    expect(column('sqrt(R)')).toMatchInlineSnapshot(`
      "// RMMC3724 assumption: numbers are taken to lie where sqrt() has a finite result: Elastic makes null of any other, KQL infinity or NaN
      | EVAL X = SQRT(f.R)"
    `);
  });
  test('log2(R)', () => {
    expect(column('log2(R)')).toMatchInlineSnapshot(`
      "// RMMC3724 assumption: numbers are taken to lie where log2() has a finite result: Elastic makes null of any other, KQL infinity or NaN
      | EVAL X = LOG(2, f.R)"
    `);
  });
  test('log10(R)', () => {
    expect(column('log10(R)')).toMatchInlineSnapshot(`
      "// RMMC3724 assumption: numbers are taken to lie where log10() has a finite result: Elastic makes null of any other, KQL infinity or NaN
      | EVAL X = LOG10(f.R)"
    `);
  });
  test('pow(R, 2)', () => {
    expect(column('pow(R, 2)')).toMatchInlineSnapshot(`
      "// RMMC3724 assumption: numbers are taken to lie where pow() has a finite result: Elastic makes null of any other, KQL infinity or NaN
      | EVAL X = POW(TO_DOUBLE(f.R), 2)"
    `);
  });
  test('degrees(R)', () => {
    expect(column('degrees(R)')).toMatchInlineSnapshot(`"| EVAL X = f.R * 180.0 / PI()"`);
  });
  test('radians(R)', () => {
    expect(column('radians(R)')).toMatchInlineSnapshot(`"| EVAL X = f.R * PI() / 180.0"`);
  });
  test('max_of(1, 2)', () => {
    expect(column('max_of(1, 2)')).toMatchInlineSnapshot(`"| EVAL X = GREATEST(1, 2)"`);
  });
  test('max_of(N, N2)', () => {
    expect(column('max_of(N, N2)')).toMatchInlineSnapshot(
      `"// RMMC3001 refused: Elastic ES|QL has no way to say this use of \`max_of()\`: GREATEST of a null is null, and a field may be missing"`,
    );
  });
  test('iff(N > 1, "a", S)', () => {
    expect(column('iff(N > 1, "a", S)')).toMatchInlineSnapshot(`"| EVAL X = CASE(f.N > 1, "a", COALESCE(f.S, ""))"`);
  });
  test('case(N == 1, 1, N == 2, 2, N2)', () => {
    expect(column('case(N == 1, 1, N == 2, 2, N2)')).toMatchInlineSnapshot(
      `"| EVAL X = CASE(f.N == 1, TO_LONG(1), f.N == 2, TO_LONG(2), f.N2)"`,
    );
  });
  test('array_length(split(S, ","))', () => {
    expect(column('array_length(split(S, ","))')).toMatchInlineSnapshot(
      `"| EVAL X = COALESCE(MV_COUNT(SPLIT(COALESCE(f.S, ""), ",")), 0)"`,
    );
  });
  test('ipv4_is_private(S)', () => {
    expect(column('ipv4_is_private(S)')).toMatchInlineSnapshot(`
      "// RMMC3723 assumption: S is taken to hold plain IPv4 or IPv6 addresses, without a prefix length
      | EVAL
          X = CASE(CIDR_MATCH(TO_IP(f.S), "0.0.0.0/0"), CIDR_MATCH(TO_IP(f.S), "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"))"
    `);
  });
  test('ipv4_is_in_range(S, "192.168.1.255/24")', () => {
    expect(column('ipv4_is_in_range(S, "192.168.1.255/24")')).toMatchInlineSnapshot(`
      "// RMMC3723 assumption: S is taken to hold plain IPv4 or IPv6 addresses, without a prefix length
      | EVAL X = CASE(CIDR_MATCH(TO_IP(f.S), "0.0.0.0/0"), CIDR_MATCH(TO_IP(f.S), "192.168.1.0/24"))"
    `);
  });
  test('extract_all("Se(.*?)P", S)', () => {
    expect(column('extract_all("Se(.*?)P", S)')).toMatchInlineSnapshot(`
      "// RMMC3752 assumption: no value of the text is taken to hold the control character U+001F, which stands between values
      | EVAL
          X = CASE(REPLACE(COALESCE(f.S, ""), """(?s:.*?)(?:Se([^\\x{a}]*?)P)""", CONCAT("$1", FROM_BASE64("Hw=="))) != COALESCE(f.S, ""), SPLIT(REPLACE(REPLACE(COALESCE(f.S, ""), """(?s:.*?)(?:Se([^\\x{a}]*?)P)""", CONCAT("$1", FROM_BASE64("Hw=="))), """\\A(?:((?s:.*))\\x{1f})?[^\\x{1f}]*\\z""", "$1"), FROM_BASE64("Hw==")))"
    `);
  });
  test('extract_all("(a)(b)", dynamic([2]), S)', () => {
    expect(column('extract_all("(a)(b)", dynamic([2]), S)')).toMatchInlineSnapshot(`
      "// RMMC3752 assumption: no value of the text is taken to hold the control character U+001F, which stands between values
      | EVAL
          X = CASE(REPLACE(COALESCE(f.S, ""), "(?s:.*?)(?:(a)(b))", CONCAT("$2", FROM_BASE64("Hw=="))) != COALESCE(f.S, ""), SPLIT(REPLACE(REPLACE(COALESCE(f.S, ""), "(?s:.*?)(?:(a)(b))", CONCAT("$2", FROM_BASE64("Hw=="))), """\\A(?:((?s:.*))\\x{1f})?[^\\x{1f}]*\\z""", "$1"), FROM_BASE64("Hw==")))"
    `);
  });
  test('extract_all("(a)(b)", S)', () => {
    expect(column('extract_all("(a)(b)", S)')).toMatchInlineSnapshot(
      `"// RMMC3001 refused: Elastic ES|QL has no way to say this use of \`extract_all()\`: one group is gathered: arrays hold no arrays"`,
    );
  });
  test('extract_all("(a*)", S)', () => {
    expect(column('extract_all("(a*)", S)')).toMatchInlineSnapshot(
      `"// RMMC3001 refused: Elastic ES|QL has no way to say this use of \`extract_all()\`: matches of a regular expression that fits the empty text are found at different places"`,
    );
  });
  test('translate("ab%", "-$", S)', () => {
    expect(column('translate("ab%", "-$", S)')).toMatchInlineSnapshot(
      `"| EVAL X = REPLACE(REPLACE(COALESCE(f.S, ""), "%|b", """\\$"""), "a", "-")"`,
    );
  });
  test('translate("ab", "ba", S)', () => {
    expect(column('translate("ab", "ba", S)')).toMatchInlineSnapshot(
      `"// RMMC3001 refused: Elastic ES|QL has no way to say this use of \`translate()\`: a character that is put in would be replaced as well"`,
    );
  });
  test('countof(S, "[A-Z]", "regex")', () => {
    expect(column('countof(S, "[A-Z]", "regex")')).toMatchInlineSnapshot(
      `"| EVAL X = LENGTH(REPLACE(COALESCE(f.S, ""), "[A-Z]", "$0_")) - LENGTH(COALESCE(f.S, ""))"`,
    );
  });
  test('split(S, ".")[array_length(split(S, ".")) - 1]', () => {
    expect(column('split(S, ".")[array_length(split(S, ".")) - 1]')).toMatchInlineSnapshot(`
      "| EVAL
          X = MV_SLICE(SPLIT(COALESCE(f.S, ""), "."), TO_INTEGER(TO_LONG(COALESCE(MV_COUNT(SPLIT(COALESCE(f.S, ""), ".")), 0)) - 1))"
    `);
  });
  test('parse_path(S).Filename', () => {
    expect(column('parse_path(S).Filename')).toMatchInlineSnapshot(`
      "// RMMC3762 assumption: the text is taken to be a path without two separators in a row, with no file at the root of a drive and one colon at most behind the last separator
      | EVAL
          X = REPLACE(COALESCE(f.S, ""), """\\A(?:([A-Za-z][A-Za-z0-9+.-]*)://)?(?:((?s:.*))[\\\\/])?([^\\\\/:]*)(?::([^\\\\/:]*))?\\z|\\A(?s:.*)\\z""", "$3")"
    `);
  });
  test('format_timespan(30d, "d")', () => {
    expect(column('format_timespan(30d, "d")')).toMatchInlineSnapshot(`"| EVAL X = TO_STRING(2592000000 / 86400000)"`);
  });
  test('ipv4_is_match(S, "169.254.1.2/16")', () => {
    expect(column('ipv4_is_match(S, "169.254.1.2/16")')).toMatchInlineSnapshot(`
      "// RMMC3723 assumption: S is taken to hold plain IPv4 or IPv6 addresses, without a prefix length
      | EVAL X = CASE(CIDR_MATCH(TO_IP(f.S), "0.0.0.0/0"), CIDR_MATCH(TO_IP(f.S), "169.254.0.0/16"))"
    `);
  });
  test('bin(D, 1tick)', () => {
    expect(column('bin(D, 1tick)')).toMatchInlineSnapshot(`"| EVAL X = f.D"`);
  });
  test('S has "a"', () => {
    expect(column('S has "a"')).toMatchInlineSnapshot(`"| EVAL X = COALESCE(f.S, "") RLIKE "(.*[^0-9A-Za-z])?[Aa]([^0-9A-Za-z].*)?""`);
  });
  test('N == 1', () => {
    expect(column('N == 1')).toMatchInlineSnapshot(`"| EVAL X = COALESCE(f.N == 1, false)"`);
  });
  test('N > 1 and S == "a"', () => {
    expect(column('N > 1 and S == "a"')).toMatchInlineSnapshot(`"| EVAL X = f.N > 1 AND COALESCE(f.S, "") == "a""`);
  });
});

test('timespans and points in time as numbers are ticks', () => {
  expect(column('tolong(now() - D) + tolong(D)')).toMatchInlineSnapshot(
    `"| EVAL X = (TO_LONG(NOW()) - TO_LONG(f.D)) * 10000 + (TO_LONG(f.D) * 10000 + 621355968000000000)"`,
  );
  expect(column('todouble(now() - D)')).toMatchInlineSnapshot(`"| EVAL X = TO_DOUBLE((TO_LONG(NOW()) - TO_LONG(f.D)) * 10000)"`);
});

// Points in time and spans: expected values from their reference pages (learn.microsoft.com/kusto/query/<name>-function) unless a test says otherwise.
import { describe, expect, test } from 'vitest';
import { refusalOf, rowsOf } from '../run.ts';

const printOf = (expression: string): string => (rowsOf(`print x = ${expression}`)[1] ?? '').replace(/^"(.*)"$/, '$1');

const table = (examples: readonly (readonly [string, string])[]): void => {
  test.each(examples)('%s is %s', (expression, expected) => {
    expect(printOf(expression)).toBe(expected);
  });
};

const moment = 'datetime(2017-01-01 10:10:17)';

describe('borders', () => {
  table([
    [`startofday(${moment}, -1)`, '2016-12-31T00:00:00.0000000Z'],
    [`startofweek(${moment})`, '2017-01-01T00:00:00.0000000Z'],
    [`startofweek(${moment}, 1)`, '2017-01-08T00:00:00.0000000Z'],
    [`startofmonth(${moment}, -1)`, '2016-12-01T00:00:00.0000000Z'],
    [`startofyear(${moment}, 1)`, '2018-01-01T00:00:00.0000000Z'],
    [`endofday(${moment})`, '2017-01-01T23:59:59.9999999Z'],
    [`endofweek(${moment}, -1)`, '2016-12-31T23:59:59.9999999Z'],
    [`endofmonth(${moment})`, '2017-01-31T23:59:59.9999999Z'],
    [`endofyear(${moment})`, '2017-12-31T23:59:59.9999999Z'],
    ['endofyear(datetime(9999-05-05))', '9999-12-31T23:59:59.9999999Z'],
    ['startofday(datetime(null))', 'null'],
  ]);
});

describe('parts', () => {
  table([
    ['hourofday(datetime(2015-12-14 18:54))', '18'],
    ['dayofweek(datetime(2015-12-14))', '1.00:00:00'],
    ['dayofweek(datetime(1970-05-11))', '1.00:00:00'],
    ['dayofmonth(datetime(2015-12-14))', '14'],
    ['dayofyear(datetime(2015-12-14))', '348'],
    ['monthofyear(datetime(2015-12-14))', '12'],
    ['getyear(datetime(2015-12-14))', '2015'],
    ['week_of_year(datetime(2020-12-31))', '53'],
    ['week_of_year(datetime(2020-06-15))', '25'],
    ['week_of_year(datetime(1970-01-01))', '1'],
    ['week_of_year(datetime(2000-01-01))', '52'],
    ['datetime_part("dayOfYear", datetime(2017-10-30 01:02:03.7654321))', '303'],
    ['datetime_part("nanosecond", datetime(2017-10-30 01:02:03.7654321))', '765432100'],
  ]);
  test('an unknown part ends the query', () => {
    expect(refusalOf('print datetime_part("eon", datetime(2017-10-30))')).toMatchInlineSnapshot(
      `"RMMC7002 the query fails while it runs: \`datetime_part()\` knows no part of time called \`eon\`"`,
    );
  });
});

describe('differences count borders', () => {
  table([
    ['datetime_diff("year", datetime(2017-01-01), datetime(2000-12-31))', '17'],
    ['datetime_diff("month", datetime(2017-01-01), datetime(2015-12-30))', '13'],
    ['datetime_diff("Week", datetime(2017-10-29 00:00), datetime(2017-09-30 23:59))', '5'],
    ['datetime_diff("minute", datetime(2017-10-30 23:05:01), datetime(2017-10-30 23:00:59))', '5'],
    ['datetime_diff("nanosecond", datetime(2017-10-30 23:00:00.0000000), datetime(2017-10-30 23:00:00.0000007))', '-700'],
  ]);
});

describe('shifts', () => {
  table([
    ['datetime_add("quarter", 12, datetime(2017-01-01))', '2020-01-01T00:00:00.0000000Z'],
    ['datetime_add("month", -15, datetime(2017-01-01))', '2015-10-01T00:00:00.0000000Z'],
    ['datetime_add("week", 100, datetime(2017-01-01))', '2018-12-02T00:00:00.0000000Z'],
    // The last day of a shorter month, as .NET's AddMonths has it; the page does not say.
    ['datetime_add("month", 1, datetime(2020-01-31))', '2020-02-29T00:00:00.0000000Z'],
    ['ago(1d)', '2025-12-31T00:00:00.0000000Z'],
    ['now(-1h)', '2025-12-31T23:00:00.0000000Z'],
  ]);
});

describe('made of numbers', () => {
  table([
    ['make_datetime(2017, 10, 1)', '2017-10-01T00:00:00.0000000Z'],
    ['make_datetime(2017, 10, 1, 12, 11, 0.1234567)', '2017-10-01T12:11:00.1234567Z'],
    ['make_datetime(2017, 2, 30)', 'null'],
    ['make_timespan(12, 30)', '12:30:00'],
    ['make_timespan(1, 12, 30, 55)', '1.12:30:55'],
    ['make_timespan(24, 0)', 'null'],
    ['unixtime_seconds_todatetime(1546300800)', '2019-01-01T00:00:00.0000000Z'],
    ['unixtime_milliseconds_todatetime(1546300800000)', '2019-01-01T00:00:00.0000000Z'],
    ['unixtime_nanoseconds_todatetime(1546300800000000000)', '2019-01-01T00:00:00.0000000Z'],
  ]);
});

describe('formats', () => {
  table([
    ['format_datetime(datetime(2017-01-29 09:00:05), "yy-MM-dd [hh:mm:ss tt]")', '17-01-29 [09:00:05 AM]'],
    ['format_datetime(datetime(2017-01-29 09:00:05), "yyyy-M-dd [H:mm:ss]")', '2017-1-29 [9:00:05]'],
    ['format_datetime(datetime(2009-06-15T13:45:30.0001150), "FFFFFFF f")', '000115 0'],
    ['format_datetime(datetime(2009-06-15T00:45:30), "h y")', '12 9'],
    ['format_timespan(time(29.09:00:05.12345), "dd.hh:mm:ss:FF")', '29.09:00:05:12'],
    ['format_timespan(time(29.09:00:05.12345), "ddd.h:mm:ss [fffffff]")', '029.9:00:05 [1234500]'],
  ]);
  test('letters that the page does not list are refused', () => {
    expect(refusalOf('print format_datetime(now(), "MMM yyyy")')).toMatchInlineSnapshot(
      `"RMMC7001 \`MMM\` in the format of \`format_datetime()\` is not evaluated"`,
    );
  });
});

describe('time zones', () => {
  table([
    ['datetime_local_to_utc(datetime(2020-02-02 20:02:20), "US/Pacific")', '2020-02-03T04:02:20.0000000Z'],
    ['datetime_local_to_utc(datetime(2020-02-02 20:02:20), "Europe/Paris")', '2020-02-02T19:02:20.0000000Z'],
    ['datetime_utc_to_local(datetime(2022-07-11 22:18:48.4678620), "Australia/Canberra")', '2022-07-12T08:18:48.4678620Z'],
  ]);
  test('a local time that occurs twice is refused', () => {
    expect(refusalOf('print datetime_local_to_utc(datetime(2020-10-25 02:30), "Europe/Paris")')).toMatchInlineSnapshot(
      `"RMMC7001 a local time of \`Europe/Paris\` at which the clock is turned is not evaluated"`,
    );
  });
  test('an unknown zone ends the query', () => {
    expect(refusalOf('print datetime_utc_to_local(now(), "Mars/Olympus")')).toMatchInlineSnapshot(
      `"RMMC7002 the query fails while it runs: \`Mars/Olympus\` is no name of a time zone"`,
    );
  });
});

// Plugins over a timeline: the answers are those of their pages.
import { expect, test } from 'vitest';
import { refusalOf, rowsOf } from '../run.ts';

const users = `datatable(UserId:string, Timestamp:datetime) [
  "A", datetime(2017-08-01), "D", datetime(2017-08-01), "J", datetime(2017-08-01), "B", datetime(2017-08-01),
  "C", datetime(2017-08-02), "T", datetime(2017-08-02), "J", datetime(2017-08-02), "H", datetime(2017-08-03),
  "T", datetime(2017-08-03), "T", datetime(2017-08-03), "J", datetime(2017-08-03), "B", datetime(2017-08-03),
  "S", datetime(2017-08-03), "S", datetime(2017-08-04)]`;

test('activity_counts_metrics', () => {
  expect(rowsOf(`${users} | evaluate activity_counts_metrics(UserId, Timestamp, datetime(2017-08-01), datetime(2017-08-04), 1d)`)).toEqual([
    'Timestamp:datetime count:long dcount:long new_dcount:long aggregated_dcount:long',
    '2017-08-01T00:00:00.0000000Z | 4 | 4 | 4 | 4',
    '2017-08-02T00:00:00.0000000Z | 3 | 3 | 2 | 6',
    '2017-08-03T00:00:00.0000000Z | 6 | 5 | 2 | 8',
    '2017-08-04T00:00:00.0000000Z | 1 | 1 | 0 | 8',
  ]);
});

test('an empty bin between others is refused', () => {
  const query = `${users} | where UserId == "B" | evaluate activity_counts_metrics(UserId, Timestamp, datetime(2017-08-01), datetime(2017-08-04), 1d)`;
  expect(refusalOf(query)).toBe('RMMC7001 `activity_counts_metrics()` over a timeline with an empty bin is not evaluated');
});

test('activity_metrics compares each window with the one before', () => {
  const rows =
    'datatable(id:string, t:datetime) ["a",datetime(2020-01-01), "b",datetime(2020-01-01), "a",datetime(2020-01-02), "c",datetime(2020-01-02)]';
  expect(rowsOf(`${rows} | evaluate activity_metrics(id, t, datetime(2020-01-01), datetime(2020-01-02), 1d)`)).toEqual([
    't:datetime dcount_values:long dcount_newvalues:long retention_rate:real churn_rate:real',
    '2020-01-01T00:00:00.0000000Z | 2 | 2 | NaN | NaN',
    '2020-01-02T00:00:00.0000000Z | 2 | 1 | 0.5 | 0.5',
  ]);
});

test('sliding_window_counts', () => {
  const query = `${users} | evaluate sliding_window_counts(UserId, Timestamp, datetime(2017-08-01), datetime(2017-08-06), 2d, 1d)`;
  expect(rowsOf(query)).toEqual([
    'Timestamp:datetime Count:long Dcount:long',
    '2017-08-01T00:00:00.0000000Z | 4 | 4',
    '2017-08-02T00:00:00.0000000Z | 7 | 6',
    '2017-08-03T00:00:00.0000000Z | 9 | 6',
    '2017-08-04T00:00:00.0000000Z | 7 | 5',
    '2017-08-05T00:00:00.0000000Z | 1 | 1',
  ]);
});

test('active_users_count looks back from each appearance', () => {
  const rows = `datatable(User:string, Timestamp:datetime) ["B",datetime(2018-06-29), "B",datetime(2018-06-30), "A",datetime(2018-07-02),
    "B",datetime(2018-07-04), "B",datetime(2018-07-08), "A",datetime(2018-07-10), "A",datetime(2018-07-14), "A",datetime(2018-07-17),
    "A",datetime(2018-07-20), "B",datetime(2018-07-24)]`;
  expect(
    rowsOf(`${rows} | evaluate active_users_count(User, Timestamp, datetime(2018-07-01), datetime(2018-07-31), 8d, 1d, 3, 7d)`),
  ).toEqual(['Timestamp:datetime dcount:long', '2018-07-01T00:00:00.0000000Z | 1', '2018-07-15T00:00:00.0000000Z | 1']);
});

test('rolling_percentile, by a dimension', () => {
  const rows =
    'range idx from 0 to 24 * 4 - 1 step 1 | project T = datetime(2018-01-01) + 1h * idx, val = idx + 1, odd = iff(idx % 2 == 0, "Odd", "Even")';
  expect(rowsOf(`${rows} | evaluate rolling_percentile(val, 50, T, 1d, 3, odd) | sort by odd asc, T asc`)).toEqual([
    'T:datetime odd:string rolling_3_percentile_val_50:long',
    '2018-01-01T00:00:00.0000000Z | "Even" | 12',
    '2018-01-02T00:00:00.0000000Z | "Even" | 24',
    '2018-01-03T00:00:00.0000000Z | "Even" | 36',
    '2018-01-04T00:00:00.0000000Z | "Even" | 60',
    '2018-01-01T00:00:00.0000000Z | "Odd" | 11',
    '2018-01-02T00:00:00.0000000Z | "Odd" | 23',
    '2018-01-03T00:00:00.0000000Z | "Odd" | 35',
    '2018-01-04T00:00:00.0000000Z | "Odd" | 59',
  ]);
});

test('rows_near, with as many rows before as behind or with others', () => {
  const rows = 'range x from 1 to 9 step 1 | evaluate rows_near(x == 5';
  expect(rowsOf(`${rows}, 1)`)).toEqual(['x:long', '4', '5', '6']);
  expect(rowsOf(`${rows}, 0, 2)`)).toEqual(['x:long', '5', '6', '7']);
});

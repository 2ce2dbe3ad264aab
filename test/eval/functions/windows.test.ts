// Window functions: data and answers of their reference pages (learn.microsoft.com/kusto/query/<name>-function) unless a test says otherwise.
import { expect, test } from 'vitest';
import { refusalOf, rowsOf } from '../run.ts';

const numbers = 'datatable(n: long)[1, 2, 3, 4] | sort by n asc';

test('prev and next, with offset and default', () => {
  expect(rowsOf(`${numbers} | project n, a = prev(n), b = next(n), c = prev(n, 2, 0), d = next(n, 3, -1)`).slice(1)).toEqual([
    '1 | null | 2 | 0 | 4',
    '2 | 1 | 3 | 0 | -1',
    '3 | 2 | 4 | 1 | -1',
    '4 | 3 | null | 2 | -1',
  ]);
});

test('a string that is not there is empty', () => {
  expect(rowsOf('datatable(s: string)["a"] | serialize | project x = prev(s)').slice(1)).toEqual(['""']);
});

test('row numbers start where they are told to, and again', () => {
  const flights = `datatable(Airport: string, Departures: long)["TLV", 1, "TLV", 100, "SEA", 1, "SEA", 2, "SEA", 0]`;
  expect(
    rowsOf(`${flights} | sort by Airport asc, Departures desc | project Airport, Rank = row_number(1, prev(Airport) != Airport)`).slice(1),
  ).toEqual(['"SEA" | 1', '"SEA" | 2', '"SEA" | 3', '"TLV" | 1', '"TLV" | 2']);
  expect(rowsOf(`${numbers} | project x = row_number(7)`).slice(1)).toEqual(['7', '8', '9', '10']);
});

test('cumulative sums restart', () => {
  const salaries = 'datatable(name: string, month: int, salary: long)["Alice", 1, 1000, "Bob", 1, 1000, "Alice", 2, 2000, "Bob", 2, 1950]';
  expect(
    rowsOf(`${salaries} | sort by name asc, month asc | project name, total = row_cumsum(salary, name != prev(name))`).slice(1),
  ).toEqual(['"Alice" | 1000', '"Alice" | 3000', '"Bob" | 1000', '"Bob" | 2950']);
});

test('ranks', () => {
  const departures = 'datatable(d: long)[3, 100, 3, 2, 3] | sort by d asc';
  expect(rowsOf(`${departures} | project d, dense = row_rank_dense(d), least = row_rank_min(d)`).slice(1)).toEqual([
    '2 | 1 | 1',
    '3 | 2 | 2',
    '3 | 2 | 2',
    '3 | 2 | 2',
    '100 | 3 | 5',
  ]);
});

test('sessions', () => {
  const visits = `datatable(ID: string, T: datetime)["1", datetime(2024-04-11 10:00), "2", datetime(2024-04-11 10:18), "1", datetime(2024-04-11 11:00),
    "2", datetime(2024-04-11 13:30), "2", datetime(2024-04-11 10:16)]`;
  expect(rowsOf(`${visits} | sort by ID asc, T asc | project ID, s = row_window_session(T, 1h, 5m, ID != prev(ID))`).slice(1)).toEqual([
    '"1" | 2024-04-11T10:00:00.0000000Z',
    '"1" | 2024-04-11T11:00:00.0000000Z',
    '"2" | 2024-04-11T10:16:00.0000000Z',
    '"2" | 2024-04-11T10:16:00.0000000Z',
    '"2" | 2024-04-11T13:30:00.0000000Z',
  ]);
});

// Not on a page: a value is computed for every row, also for those whose branch is not taken.
test('a row number in a branch counts all rows', () => {
  expect(rowsOf(`${numbers} | project x = iff(n > 2, row_number(), 0)`).slice(1)).toEqual(['0', '0', '3', '4']);
});

test('a sum over a null is refused', () => {
  expect(refusalOf('datatable(n: long)[1, long(null)] | serialize | project x = row_cumsum(n)')).toMatchInlineSnapshot(
    `"RMMC7001 \`row_cumsum()\` over a null is not evaluated"`,
  );
});

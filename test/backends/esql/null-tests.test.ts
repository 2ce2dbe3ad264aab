// Conditions with null tests in; the form that the engine's optimizer does not read too much into, out.
import { describe, expect, test } from 'vitest';
import { esql } from './table.ts';

const shapes = [
  'T | where isnull(N)',
  'T | where isnull(N) | project N, S',
  'T | where isnull(N) and N2 > 5',
  'T | where (N > 5 or S == "az") and isnull(N)',
  'T | where N > 5 or S == "az" | take 9 | where isnull(N)',
  'T | where isnull(N) and (N2 > 3 or coalesce(N, 7) == 7)',
  'T | where N2 == 1 or ((N > 5 or S == "az") and isnull(N))',
  'T | where not(isnotnull(N)) and (N > 5 or S == "az")',
  'T | where S != "a" and S == ""',
  'T | summarize countif((N > 5 or S == "az") and isnull(N))',
  'T | extend B2 = (N > 5 or S == "az") and isnull(N)',
  'T | extend Q = N + 1 | where (N > 5 or S == "az") and isnull(Q)',
  'T | extend Y = isnull(N) | where Y and (N > 5 or S == "az")',
  'T | extend Y = isnull(N), Z = N > 5 or S == "az" | where Y and Z',
  'T | extend Y = isnull(N) and N2 > 1 | where Y and (N > 5 or S == "az")',
  'T | where isnull(N) == true and (N > 5 or S == "az")',
  'T | where isnull(N) != false and (N > 5 or S == "az")',
  'T | extend Y = isnull(N)',
  'T | where (isnull(N) or isempty(N)) and (N > 5 or S == "az")',
  'T | where (isnull(N) or N == long(null)) and (N > 5 or S == "az")',
  'T | where (isnull(N) or isnull(N) and N2 > 1) and (N > 5 or S == "az")',
  'T | where (isnull(N) or isnull(N2)) and (N > 5 or S == "az")',
];

describe('IS NULL beside other conditions', () => {
  test.each(shapes)('%s', (kql) => {
    expect(esql(kql)).toMatchSnapshot();
  });
});

// Expressions in KQL and what they give, printed: a table of both in, one test for each line out.
import { expect, test } from 'vitest';
import { refusalOf, rowsOf } from './run.ts';

/** Each line: an expression and its value, strings and dynamic values as JSON. */
export const valuesAre = (lines: readonly (readonly [string, string])[]): void => {
  test.each(lines)('%s is %s', (expression, expected) => {
    expect(rowsOf(`print x = ${expression}`)[1]).toBe(expected);
  });
};

/** Each line: an expression whose value nobody can know. */
export const areRefused = (expressions: readonly string[]): void => {
  test.each(expressions)('%s is refused', (expression) => {
    expect(refusalOf(`print x = ${expression}`).slice(0, 8)).toBe('RMMC7001');
  });
};

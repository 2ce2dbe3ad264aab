// Schedules: seconds in, cron out; and a user's cron that Splunk or its checker would not take.
import { describe, expect, test } from 'vitest';
import { cronOf, cronProblem } from '../../../src/packs/splunk/schedule.ts';

const id = '0000270f-0000-0000-0000-000000000000';

describe('how often', () => {
  test.each([
    [60, '4-59/5 * * * *'],
    [300, '4-59/5 * * * *'],
    [25 * 60, '19-59/20 * * * *'],
    [3600, '39 * * * *'],
    [5 * 3600, '39 2-23/4 * * *'],
    [86_400, '39 22 * * *'],
    [3 * 86_400, '39 22 * * *'],
    [14 * 86_400, '39 22 * * 6'],
  ])('%i seconds', (every, cron) => {
    expect(cronOf(id, every)).toBe(cron);
  });

  test('every one is one that is taken', () => {
    const crons = Array.from({ length: 3000 }, (_, at) => cronOf(`${(at * 1_431_655).toString(16).padStart(8, '0')}-0000`, at * 97));
    expect(crons.filter((cron) => cronProblem(cron) !== null)).toEqual([]);
  });
});

describe('a cron of the user', () => {
  test.each([
    ['*/5 * * * *', null],
    ['3-59/20 1,2 * * 1-5', null],
    ['* * * * *', 'runs more than 12 times in an hour'],
    ['*/4 * * * *', 'runs more than 12 times in an hour'],
    ['0 0 * *', 'has not five fields'],
    ['0 0 * * * *', 'has not five fields'],
    ['60 * * * *', 'has a field that Splunk does not read'],
    ['5/10 * * * *', 'has a field that Splunk does not read'],
    ['0 0 * * MON', 'has a field that Splunk does not read'],
    ['0 0 * * 1\n', 'has a field that Splunk does not read'],
  ])('%s', (cron, problem) => {
    expect(cronProblem(cron)).toBe(problem);
  });
});

// What the documentation leaves open: searches whose rows turn on such a point name it, others do not. And what is not computed is refused by name.
import { expect, test } from 'vitest';
import { parseSpl } from '../../../src/spl/parse.ts';
import { type JsonObject, runSearch } from '../../../src/spl/run/run.ts';
import { outcomeOf } from './running.ts';

const events: readonly JsonObject[] = [
  { id: 1, n: '1', m: ['a', 'b'], _time: 5, w: 'Ä' },
  { id: 2, n: '1.0', t: 'x', _time: 5, w: 'ä' },
];

const settingsOf = (spl: string): unknown => {
  const outcome = outcomeOf({ parseSpl, runSearch }, { spl, events });
  return outcome.kind === 'rows' ? outcome.dependsOn : outcome;
};

test.each([
  ['| where NOT t="y"', ['notOfNullIsTrue']],
  ['| where t="x"', []],
  ['| where n=="1"', ['numericTextsCompareAsNumbers']],
  ['| where n==1', []],
  ['| where m="a"', ['anyOfSeveralValuesCompares']],
  ['| search m!=a', ['anyOfSeveralValuesDiffers']],
  ['| search w="ä"', ['foldsLettersBeyondAscii']],
  ['| where t>5', ['mixedOperandsCompareAsTexts']],
  ['| eval r=(n+11)*0.3', ['literalDigitsRoundFieldProducts']],
  ['| eval r=exact((n+11)*0.3)', []],
  ['| eval r=tostring(true())', ['booleanTextIsCapital']],
  ['| stats median(id)', ['medianTakesHigher']],
  ['| stats perc50(id)', ['percentileInterpolates']],
  ['| stats exactperc50(id)', []],
  ['| stats latest(id)', ['latestTakesFirstArrival']],
  ['| stats first(m) as m', ['pickedMultivalueStaysWhole']],
  ['| mvexpand m', ['mvexpandKeepsMissing']],
  ['| sort n', []],
  ['| sort n | head 1', ['sortIsStable']],
  ['| eval r=json_extract("{\\"a\\":null}", "a")', ['jsonNullIsText']],
  ['| eval r=strptime("2024-01-01 rest", "%Y-%m-%d")', ['strptimeLeavesRest']],
  ['| eval r=strftime(1.9999, "%S.%3N")', ['strftimeCutsFraction']],
  ['| streamstats time_window=1s count | head 1', []],
  ['| eval _time=_time+id | streamstats time_window=1s count', ['timeWindowHoldsItsEdge']],
  ['| regex t!="z"', ['negatedRegexKeepsMissing']],
] as const)('%s', (spl, settings) => {
  expect(settingsOf(spl)).toEqual(settings);
});

test.each([
  ['| addinfo', 'the command addinfo'],
  ['| transaction id', 'the command transaction'],
  ['| search `macro`', 'the macro macro'],
  ['| eval r=relative(1)', null],
  ['| bin n', 'bin without a span'],
  ['| timechart count', 'timechart without a span'],
  ['| chart count over id by n limit=1', 'chart with more than 1 series'],
  ['| timechart span=1h count useother=f', 'timechart with useother'],
  [
    '| eval _time=-_time*id*id+4*id*_time | append [| makeresults | eval _time=0] | streamstats time_window=1s count',
    'streamstats with time_window over rows that are not in the order of time',
  ],
  ['| lookup none id', 'the lookup none'],
  ['| eval r=5+"a"', 'a number plus a text that is no number'],
  ['| eval r=len(m)', 'len of a field with several values'],
  ['| eval r=strftime(0, "%f")', 'strftime with %f'],
  ['| stats mode(id)', 'mode where several values are the most frequent'],
  ['| search earliest=1 OR n=1', 'time bounds under OR'],
] as const)('%s is refused', (spl, reason) => {
  const outcome = outcomeOf({ parseSpl, runSearch }, { spl, events });
  expect(outcome).toEqual(reason === null ? { kind: 'error', reason: expect.any(String) } : { kind: 'refused', reason });
});

test.each([
  ['| where n', 'a condition that is no Boolean'],
  ['| eval r=if(match(t, "("), 1, 0)', 'the regular expression (: missing closing parenthesis (at 1)'],
] as const)('%s is an error in Splunk too', (spl, reason) => {
  expect(outcomeOf({ parseSpl, runSearch }, { spl, events })).toMatchObject({ kind: 'error', reason });
});

// The time window of a rule, taken out of its first filter.
import { expect, test } from 'vitest';
import { dumpStep } from '../../src/ir/dump.ts';
import { normalize } from '../../src/ir/normalize.ts';
import { type Bound, timeWindow } from '../../src/ir/time-window.ts';
import { boundQuery } from '../support/binding.ts';

const boundText = (bound: Bound | null): string => {
  if (!bound) return 'open';
  const at = bound.at.kind === 'now' ? 'now' : `${bound.at.kind} ${bound.at.ticks / 10_000_000n}s`;
  return `${at} ${bound.inclusive ? 'inclusive' : 'exclusive'}`;
};

const windowText = (text: string): string => {
  const found = timeWindow(normalize(boundQuery(text)));
  if (!found) return 'none';
  const rest = found.rest.pipeline.steps.map(dumpStep).join(' ');
  return `${found.column}: ${boundText(found.lower)} .. ${boundText(found.upper)}; ${rest}`;
};

test.each([
  ['T | where Timestamp > ago(1d)', 'Timestamp: ago 86400s exclusive .. open; '],
  ['T | where ago(1h) <= Timestamp', 'Timestamp: ago 3600s inclusive .. open; '],
  [
    'T | where Timestamp between (now(-5d) .. now()) | where A == "x"',
    'Timestamp: ago 432000s inclusive .. now inclusive; (filter (text equals A "x"))',
  ],
  ['T | where Timestamp >= datetime(2024-01-01) and F', 'Timestamp: at 63839664000s inclusive .. open; (filter F)'],
  ['T | where Timestamp > ago(2d) and Timestamp > ago(1d)', 'Timestamp: ago 86400s exclusive .. open; '],
  ['T | where Timestamp > ago(1d) and Timestamp >= ago(1d)', 'Timestamp: ago 86400s exclusive .. open; '],
  [
    'T | where Timestamp > ago(2d) and Timestamp > datetime(2024-01-01)',
    'Timestamp: ago 172800s exclusive .. open; (filter (gt Timestamp datetime(2024-01-01T00:00:00.0000000Z)))',
  ],
  ['T | where not(Timestamp < ago(1d)) | take 5', 'Timestamp: ago 86400s inclusive .. open; (limit 5)'],
  ['T | where Timestamp > ago(1d) or F', 'none'],
  ['T | where Timestamp == ago(1d)', 'none'],
  ['T | extend x = 1 | where Timestamp > ago(1d)', 'none'],
  ['T | where Timestamp > todatetime(A)', 'none'],
  ['U | where E > 1', 'none'],
  ['union T, T | where Timestamp > ago(1d)', 'none'],
])('%s', (text, expected) => {
  expect(windowText(text)).toBe(expected);
});

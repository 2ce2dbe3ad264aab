// Time modifiers in, their steps out (Search Reference, "Time modifiers").
import { describe, expect, test } from 'vitest';
import { parseTimeModifier } from '../../src/spl/time-modifier.ts';

const steps = (text: string): string => {
  const time = parseTimeModifier(text);
  if (time?.kind !== 'relative') return time ? time.kind : 'none';
  return time.steps.map((step) => (step.kind === 'move' ? `${step.amount} ${step.unit}` : `@${step.unit}${step.weekday ?? ''}`)).join(', ');
};

describe('time modifiers', () => {
  test.each([
    ['-60m', '-60 m'],
    ['+1s', '1 s'],
    ['-h', '-1 h'],
    ['-2h@h', '-2 h, @h'],
    ['@d-2h', '@d, -2 h'],
    ['-1mon@mon+7d', '-1 mon, @mon, 7 d'],
    ['now-1d', '-1 d'],
    ['-3days', '-3 d'],
    ['-2quarters@q', '-2 q, @q'],
    ['@w', '@w0'],
    ['@w0', '@w0'],
    ['@w7', '@w0'],
    ['@w6', '@w6'],
    ['@week1', '@w1'],
    ['-10ms', '-10 ms'],
    ['now', 'now'],
    ['now()', 'now'],
    ['0', 'epoch'],
    ['1700000000.25', 'epoch'],
    ['11/20/2026:10:05:00', 'absolute'],
    ['3h', 'none'],
    ['-3x', 'none'],
    ['@', 'none'],
    ['-3', 'none'],
    ['@w8', 'none'],
    ['', 'none'],
  ])('%s', (text, expected) => {
    expect(steps(text)).toBe(expected);
  });
});

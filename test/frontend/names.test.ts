// Suggestions for misspelt names.
import { expect, test } from 'vitest';
import { suggest } from '../../src/frontend/bind/names.ts';

test('the same letters in another case win', () => {
  expect(suggest('filename', ['FileNames', 'FileName'])).toBe('FileName');
});

test('a longer name that ends with it wins over a near spelling', () => {
  expect(suggest('AccountUpn', ['AccountUp', 'InitiatingProcessAccountUpn', 'AccountSid'])).toBe('InitiatingProcessAccountUpn');
});

test('swapped letters are one edit', () => {
  expect(suggest('DeviecName', ['DeviceId', 'DeviceName'])).toBe('DeviceName');
});

test('nothing near gives nothing', () => {
  expect(suggest('Zzzz', ['DeviceName', 'Timestamp'])).toBeUndefined();
});

test('short names have no near spellings', () => {
  expect(suggest('b', ['T'])).toBeUndefined();
});

test('the name itself is no suggestion', () => {
  expect(suggest('f', ['f'])).toBeUndefined();
});

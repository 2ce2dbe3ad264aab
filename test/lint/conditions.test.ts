// RMMC6010-6014: conditions.
import { describe, expect, test } from 'vitest';
import { codesOf, diagnosticsOf, where } from './linting.ts';

const said = (text: string): string =>
  diagnosticsOf(text)
    .map((one) => `${one.code} ${one.message}`)
    .join('\n');

describe('no row passes', () => {
  test.each([
    'FileName =~ "a.exe" and FileName =~ "b.exe"',
    'FileName =~ "a.exe" | where FileName =~ "b.exe"',
    'FileName =~ "a.exe" and FileName !~ "a.exe"',
    'FileName in~ ("a.exe", "b.exe") and FileName !in~ ("a.exe", "b.exe", "c.exe")',
    'ProcessId == 1 and ProcessId == 2',
    'ProcessId in (1, 2) and ProcessId == 3',
    'ProcessId > 10 and ProcessId < 5',
    'ProcessId > 5 and ProcessId < 5',
    'FileName =~ "a.exe" and FileName startswith "b"',
    'Timestamp > ago(1h) and Timestamp < ago(1d)',
    'FileName in~ (dynamic([]))',
    'false',
    '1 == 2',
    'ActionType == "x" or (ProcessId == 1 and ProcessId == 2)',
  ])('%s', (condition) => expect(codesOf(where(condition))).toEqual(['RMMC6010']));

  test('the reason names the other condition', () => {
    expect(said(where('ProcessId == 1 and isnotempty(FileName) and ProcessId == 2'))).toBe(
      'RMMC6010 no row can pass this condition: `ProcessId == 1` excludes it',
    );
    expect(said(where('FileName in~ (dynamic([]))'))).toBe('RMMC6010 no row can pass this condition: the list is empty');
  });

  test.each([
    'FileName =~ "a.exe" and FileName =~ "A.EXE"',
    'ActionType == "a" and ActionType != "b"',
    'FileName =~ "a.exe" and FileName !in ("a.exe")  // rmmc-disable-line RMMC6006',
    'FileName has "a" and FileName has "b"',
    'ProcessId >= 5 and ProcessId <= 5',
    'ProcessId > 5 and ProcessId < 10',
    'Timestamp > ago(1d) and Timestamp < datetime(2024-01-01)',
    'ProcessId == 1 or ProcessId == 2',
    'FileName =~ "a.exe" and InitiatingProcessFileName =~ "b.exe"',
    'FileName startswith "a" and FileName endswith "b"',
    'ActionType contains "a"',
  ])('nothing on %s', (condition) => expect(codesOf(where(condition))).toEqual([]));

  test('a column that is computed anew between two filters', () => {
    expect(codesOf(where('ProcessId == 1 | extend ProcessId = ProcessId + 1 | where ProcessId == 2'))).toEqual([]);
  });
});

describe('every row passes', () => {
  test.each([
    'ActionType != "a" or ActionType != "b"',
    'ProcessId != 1 or ProcessId != 2',
    'ActionType == "a" or ActionType != "a"',
    'FileName contains ""',
    'true',
  ])('%s', (condition) => expect(codesOf(where(condition))).toEqual(['RMMC6011']));

  test.each([
    'ActionType != "a" and ActionType != "b"',
    'ActionType != "a" or ProcessId != 1',
    'ActionType != "a" or ActionType == "b"',
  ])('nothing on %s', (condition) => expect(codesOf(where(condition))).toEqual([]));

  test('a switch and an empty exclusion list are meant', () => {
    expect(codesOf(`let Name = "";\n${where('isempty(Name) or FileName =~ Name')}`)).toEqual([]);
    expect(codesOf(`let Allowed = dynamic([]);\n${where('FileName !in~ (Allowed)')}`)).toEqual([]);
  });
});

test('a column and itself', () => {
  expect(codesOf(where('DeviceId == DeviceId'))).toEqual(['RMMC6012']);
  expect(codesOf(where('ProcessId > ProcessId'))).toEqual(['RMMC6012']);
  expect(codesOf(where('ProcessId > InitiatingProcessId'))).toEqual([]);
});

test('a value twice', () => {
  expect(said(where('FileName in~ ("a.exe", "b.exe", "A.exe")'))).toBe(
    'RMMC6013 the list holds "A.exe" more than once, but for the case of letters',
  );
  expect(codesOf(where('ActionType in ("a", "A")'))).toEqual([]);
});

test('and beside or', () => {
  expect(codesOf(where('ProcessId == 1 or ProcessId == 2 and FileName =~ "a"'))).toEqual(['RMMC6014']);
  expect(codesOf(where('ProcessId == 1 or (ProcessId == 2 and FileName =~ "a")'))).toEqual([]);
  expect(codesOf(where('ProcessId == 1 and FileName =~ "b" or ProcessId == 2 and FileName =~ "a"'))).toEqual([]);
  expect(codesOf(where('(ProcessId == 1 or (ProcessId == 3 or ProcessId == 2 and FileName =~ "a")) and FileName has "a"'))).toEqual([
    'RMMC6014',
  ]);
});

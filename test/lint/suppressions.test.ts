// Comments that turn findings off, and settings that change their severity.
import { describe, expect, test } from 'vitest';
import { codesOf, diagnosticsOf } from './linting.ts';

const weak = 'where FileName == "a.exe"';
const query = (comment: string, after = ''): string => `DeviceProcessEvents\n| where Timestamp > ago(1d)\n${comment}\n| ${weak}${after}`;

describe('comments', () => {
  test.each([
    '// rmmc-disable-next-line RMMC6006',
    '//rmmc-disable-next-line rmmc6006: why',
    '// rmmc-disable-next-line RMMC6006\n\n// another comment',
    '// rmmc-disable RMMC6006: why',
  ])('%s', (comment) => expect(codesOf(query(comment))).toEqual([]));

  test('on the line itself, and for the whole query from anywhere in it', () => {
    expect(codesOf(query('', ' // rmmc-disable-line RMMC6006: why'))).toEqual([]);
    expect(codesOf(query('', '\n// rmmc-disable RMMC6006'))).toEqual([]);
  });

  test('the next line only', () => {
    expect(codesOf(`${query('// rmmc-disable-next-line RMMC6006')}\n| ${weak}`)).toEqual(['RMMC6006']);
  });

  test('one of several codes is not reported there', () => {
    expect(diagnosticsOf(query('// rmmc-disable-next-line RMMC6006, RMMC6002: why')).map((one) => one.message)).toEqual([
      'this comment turns RMMC6002 off, which is not reported for that line',
    ]);
  });

  test('warnings of the front end', () => {
    expect(codesOf('DeviceInfo\n| where Timestamp > ago(1d)\n| where Nam has "a" // rmmc-disable-line RMMC2001')).toEqual([]);
  });

  test('what cannot be followed', () => {
    const said = (comment: string): readonly string[] =>
      diagnosticsOf(query(comment, ' // rmmc-disable-line RMMC6006')).map((one) => `${one.message} (${one.help})`);
    expect(said('// rmmc-disable-next-line')).toEqual([
      'this comment turns nothing off: it names no code (write `// rmmc-disable-next-line RMMC6002: reason`)',
    ]);
    expect(said('// rmmc-disable RMMC6O06')).toEqual([
      'this comment turns nothing off: `RMMC6O06` is not a diagnostic code (did you mean `RMMC6006`?)',
    ]);
    expect(said('// rmmc-disable RMMC2002, RMMC1008')).toEqual([
      'this comment turns nothing off: RMMC1008 is about the file: turn it off in rmmc.yaml (write `// rmmc-disable-next-line RMMC6002: reason`)',
      'this comment turns nothing off: RMMC2002 is an error, or says what a target cannot do (write `// rmmc-disable-next-line RMMC6002: reason`)',
    ]);
  });

  test('other comments that look alike', () => {
    expect(codesOf(query('// rmmc-disabled RMMC6006'))).toEqual(['RMMC6006']);
    expect(codesOf(query('// see rmmc-disable RMMC6006'))).toEqual(['RMMC6006']);
  });

  test('a finding on a key of the file is turned off for the query', () => {
    const rule = 'kind: Scheduled\nqueryFrequency: 2d\nqueryPeriod: 1d\nquery: |\n  // rmmc-disable RMMC6021: why\n  SigninLogs\n';
    expect(codesOf(rule, 'a.yaml')).toEqual([]);
  });
});

describe('settings', () => {
  test('another severity, or off; also for warnings of the front end and of the readers', () => {
    const text = 'tactics: Execution\nquery: |\n  DeviceInfo | where Nam has "a"\n';
    const severities = new Map([
      ['RMMC6001', 'error'],
      ['RMMC2001', 'info'],
      ['RMMC1020', 'off'],
    ] as const);
    expect(diagnosticsOf(text, 'a.yaml').map((one) => `${one.code} ${one.severity}`)).toEqual([
      'RMMC1020 info',
      'RMMC6001 warning',
      'RMMC2001 warning',
    ]);
    expect(diagnosticsOf(text, 'a.yaml', { severities }).map((one) => `${one.code} ${one.severity}`)).toEqual([
      'RMMC6001 error',
      'RMMC2001 info',
    ]);
  });

  test('a broken rule is not linted', () => {
    expect(codesOf('DeviceInfo | project A = DeviceName | where B == 1')).toEqual(['RMMC2002']);
  });
});

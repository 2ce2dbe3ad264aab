// Code frames: the whole text that people see.
import { expect, test } from 'vitest';
import { report } from '../../src/diagnostics/diagnostic.ts';
import { byPlace, locateDiagnostic } from '../../src/diagnostics/located.ts';
import { nearest } from '../../src/diagnostics/nearest.ts';
import { renderDiagnostic } from '../../src/diagnostics/render.ts';
import { wholeFile } from '../../src/diagnostics/source.ts';

/** The part between ⟦ and ⟧ is marked. */
const rendered = (marked: string): string => {
  const start = marked.indexOf('⟦');
  const end = marked.indexOf('⟧') - 1;
  const source = wholeFile('r.kql', marked.replace(/[⟦⟧]/g, ''));
  return renderDiagnostic(locateDiagnostic(source, report('RMMC1011', { start, end }, {})), source);
};

test('one line', () => {
  expect(rendered('T\n| where ⟦a b⟧ c\n')).toBe(
    ['r.kql:2:9: error RMMC1011: the query is empty', '2 | | where a b c', '  |         ^^^', '  help: put the KQL here'].join('\n'),
  );
});

test('tabs keep their width, wide characters count two', () => {
  expect(rendered('\tä\t日本 ⟦x⟧').split('\n').slice(1, 3)).toEqual(['1 | \tä\t日本 x', '  | \t \t     ^']);
});

test('several lines, the first six of them', () => {
  expect(rendered(`⟦a\n  b\n\nc⟧\n`).split('\n').slice(1, -1)).toEqual(['1 | a', '  | ^', '2 |   b', '  |   ^', '4 | c', '  | ^']);
  expect(
    rendered(`⟦${'a\n'.repeat(9)}⟧`)
      .split('\n')
      .at(-2),
  ).toBe('  | … 3 more lines');
});

test('an empty span gets one caret, also at the end of the file', () => {
  expect(rendered('ab⟦⟧').split('\n').slice(1, 3)).toEqual(['1 | ab', '  |   ^']);
});

test('a long line is cut around the mark', () => {
  const [, line = '', carets = ''] = rendered(`${'a'.repeat(5000)}⟦XX⟧${'b'.repeat(5000)}`).split('\n');
  expect([line.length, line.slice(carets.indexOf('^'), carets.indexOf('^') + 2)]).toEqual(['1 | '.length + 162, 'XX']);
});

test('control and direction characters of a file do not reach the terminal', () => {
  expect(rendered('a\u001b[31m\u202e⟦b⟧').split('\n')[1]).toBe('1 | a␛[31m\uFFFDb');
});

test('CRLF does not show', () => {
  expect(rendered('⟦T⟧\r\n| x\r\n').split('\n')[1]).toBe('1 | T');
});

test('an order that does not depend on the order of the work', () => {
  const source = wholeFile('r.kql', 'ab\ncd');
  const at = (start: number, end: number) => locateDiagnostic(source, report('RMMC1011', { start, end }, {}));
  const sorted = [at(3, 4), at(1, 2), at(0, 2), at(0, 1)].sort(byPlace).map((one) => `${one.line}:${one.column}-${one.endColumn}`);
  expect(sorted).toEqual(['1:1-2', '1:1-3', '1:2-3', '2:1-2']);
});

test.each([
  ['indx', ['index', 'tables'], 'index'],
  ['SPL', ['spl', 'esql'], 'spl'],
  ['sgima', ['spl', 'sigma'], 'sigma'],
  ['splunk', ['spl', 'esql'], undefined],
  ['x', [], undefined],
])('nearest to %s', (word, known, expected) => {
  expect(nearest(word, known)).toBe(expected);
});

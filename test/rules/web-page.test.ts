// A rule on a web page: the YAML is taken out, its places stay those of the page.
import { expect, test } from 'vitest';
import { readRules } from '../../src/rules/read-rules.ts';
import { mappedBack, noted, queries } from './marks.ts';

const file = { file: 'page.txt' };
const notes = 'Scenario: S1\nDescription: D1\nFilter/Exclusion: F1\nScenario: S2\n';

test('a page whose YAML lost its indentation', () => {
  const page = `Prose about it.\nKQL Query\nT\n| take 2\nid: 7\nname: N\nquery: |\nT\n| take 1\n| Sentinel Table | Notes |\n|---|---|\n${notes}`;
  const { units } = readRules(page, file);
  expect(units.map(({ meta, source }) => [meta.id, meta.name, meta.falsePositives, source.text])).toEqual([
    ['7', 'N', [{ scenario: 'S1', description: 'D1', filter: 'F1' }, { scenario: 'S2' }], 'T\n| take 1\n'],
  ]);
  expect(mappedBack(page, file)).toEqual(queries(page, file));
  expect(noted(page, file)).toEqual(['warning RMMC1024 5:1-5:6', 'warning RMMC1017 7:1-7:6']);
  expect(queries(page, { ...file, strict: true })).toEqual([]);
});

test('a page whose YAML kept its indentation', () => {
  const page = `← Back\n\nProse\n\nid: 7\r\nquery: |\r\n  T\r\n  | take 1\r\nversion: 1.0.0\r\n\r\nMITRE ATT&CK Context\r\n`;
  expect(queries(page, file)).toEqual(['T\n| take 1\n']);
  expect(noted(page, file)).toEqual(['warning RMMC1024 5:1-5:6']);
});

test('YAML files are never taken for pages', () => {
  expect(noted('# comment\nname: N\nquery: |\n  T\n', { file: 'a.yaml' })).toEqual([]);
});

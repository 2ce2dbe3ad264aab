// The pages of docs/: one per code of the lint, true to the tables, with examples that do what they say.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { diagnosticsPage, indexPage } from '../../scripts/docs-pages.ts';
import { lintCodes } from '../../src/diagnostics/codes/lint.ts';
import type { Code } from '../../src/diagnostics/codes.ts';
import { ownSeverity } from '../../src/diagnostics/settable.ts';
import { lintAbout } from '../../src/lint/about.ts';
import { codesOf, fixed } from './linting.ts';

const docs = path.resolve(import.meta.dirname, '../../docs');
const read = (name: string): string => readFileSync(path.join(docs, name), 'utf8');
const codes = Object.keys(lintCodes);

interface Example {
  readonly text: string;
  readonly file: string;
}

const exampleUnder = (page: string, title: string): Example => {
  const found = new RegExp(`^## ${title}\\n\\n\`\`\`(\\w+)\\n([\\s\\S]*?)\`\`\`$`, 'm').exec(page);
  return { file: `a.${found?.[1]}`, text: found?.[2] ?? '' };
};

test('codes, titles and pages are one to one', () => {
  expect(readdirSync(path.join(docs, 'lint')).sort()).toEqual(codes.map((code) => `${code}.md`).sort());
  expect([...lintAbout.keys()].sort()).toEqual(codes.toSorted());
});

test('the generated pages are up to date (node scripts/run-ts.mjs scripts/write-docs.ts)', () => {
  expect(read('diagnostics.md')).toBe(diagnosticsPage());
  expect(read('README.md')).toBe(indexPage());
});

describe.each(codes)('%s', (code) => {
  const page = read(`lint/${code}.md`);
  const [bad, good] = [exampleUnder(page, 'Reported'), exampleUnder(page, 'Not reported')];

  test('has the title, severity and reason of the table', () => {
    const about = lintAbout.get(code);
    expect(page.startsWith(`# ${code}: ${about?.title}\n\nSeverity: ${ownSeverity(code as Code)}. `)).toBe(true);
    expect(page.includes(`**Why it matters.** ${about?.why}\n`)).toBe(true);
    expect(page.includes(`lint:\n  ${code}: off\n`)).toBe(true);
  });

  test('the first example gives this code, the second one nothing', () => {
    expect([...new Set(codesOf(bad.text, bad.file))]).toEqual([code]);
    expect(codesOf(good.text, good.file)).toEqual([]);
  });

  test('the setting of the page turns it off', () => {
    expect(codesOf(bad.text, bad.file, { severities: new Map([[code, 'off']]) })).toEqual([]);
  });

  test('a fix leaves nothing to report', () => {
    const after = bad.file === 'a.kql' ? fixed(bad.text) : bad.text;
    expect(after === bad.text || codesOf(after).length === 0).toBe(true);
  });
});

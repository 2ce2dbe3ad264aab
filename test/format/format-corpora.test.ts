// Every public query that Microsoft's parser takes: the layout changes white space alone, keeps the comments, and is stable.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatQuery, sameContent } from '../../src/format/format-query.ts';
import { absence } from '../support/corpus.ts';
import { minimal, parse, shared, tree } from '../support/kusto.ts';

interface Row {
  readonly id: string;
  readonly query: string;
  readonly official_parse: string;
}

const files = [
  'corpora/rmm',
  'corpora/bertjanp',
  'corpora/reprise99',
  'corpora/m365d',
  'kql/doc-examples',
  'kql/kusto-loco',
  'kql/seed-like',
];

const rows = files.flatMap((file) =>
  shared === null
    ? []
    : readFileSync(path.join(shared, `${file}.jsonl`), 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Row)
        .filter((row) => row.official_parse === 'ok'),
);

const laidOut = rows.flatMap(({ id, query }) => {
  const done = formatQuery(query);
  return 'text' in done ? [{ id, query, text: done.text }] : [];
});

/**
 * Microsoft's minimal text keeps whether a blank or a line break stands between two tokens, so that texts of different layout are the same only without
 * them; the tree holds every token as it is written, blanks in strings too.
 */
const squeezed = (text: string): string => minimal(text).replace(/\s+/g, '');

describe.skipIf(shared === null)(`public queries${absence}`, { timeout: 180_000 }, () => {
  it('are laid out', () => {
    expect({ accepted: rows.length, laidOut: laidOut.length }).toMatchInlineSnapshot(`
      {
        "accepted": 3367,
        "laidOut": 3365,
      }
    `);
  });

  it('have the same text for Microsoft’s parser, comments and white space apart', () => {
    expect(laidOut.filter(({ query, text }) => squeezed(query) !== squeezed(text)).map(({ id }) => id)).toEqual([]);
  });

  it('have the same tree of the same tokens for Microsoft’s parser', () => {
    const differ = laidOut.filter(({ query, text }) => tree(parse(query).root) !== tree(parse(text).root));
    expect(differ.map(({ id }) => id)).toEqual([]);
  });

  it('have the same tokens and comments in the same order', () => {
    expect(laidOut.filter(({ query, text }) => !sameContent(query, text)).map(({ id }) => id)).toEqual([]);
  });

  it('stay as they are when laid out again', () => {
    const changed = laidOut.filter(({ text }) => {
      const again = formatQuery(text);
      return !('text' in again) || again.text !== text;
    });
    expect(changed.map(({ id }) => id)).toEqual([]);
  });

  it('have no blanks at the ends of lines', () => {
    expect(laidOut.filter(({ text }) => !text.includes('```') && /[ \t]$/m.test(text)).map(({ id }) => id)).toEqual([]);
  });
});

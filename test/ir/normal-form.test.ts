// The rules of the IR and of its normal form, over every public query that binds.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { bind } from '../../src/frontend/bind/bind.ts';
import { parse } from '../../src/frontend/parse.ts';
import { builtinSchema } from '../../src/frontend/schema/schema.ts';
import { dumpQuery } from '../../src/ir/dump.ts';
import { normalize } from '../../src/ir/normalize.ts';
import type { Query } from '../../src/ir/pipeline.ts';
import { verify, verifyNormal } from '../../src/ir/verify.ts';
import { shared } from '../support/kusto.ts';

interface Item {
  readonly id: string;
  readonly query: string;
}

const read = (name: string): readonly Item[] =>
  readFileSync(path.join(shared ?? '', 'corpora', `${name}.jsonl`), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Item);

const schema = builtinSchema();
const bindText = (text: string): Query | null => bind(parse(text).ast, schema).query;

describe.skipIf(!shared)('public queries (needs the shared corpora)', () => {
  test.each(['rmm', 'bertjanp', 'reprise99', 'm365d'])('%s: the IR is sound, the normal form holds and is stable', {
    timeout: 120_000,
  }, (name) => {
    const broken: string[] = [];
    for (const { id, query } of read(name)) {
      const bound = bindText(query);
      if (!bound) continue;
      const form = normalize(bound);
      broken.push(...[...verify(bound), ...verifyNormal(form)].map((problem) => `${id}: ${problem}`));
      if (dumpQuery(normalize(form)) !== dumpQuery(form)) broken.push(`${id}: a second run changes the normal form`);
    }
    expect(broken).toEqual([]);
  });

  test('every published RMM rule without syntax errors binds', () => {
    const rules = read('rmm').filter(({ id }) => id.includes('.yaml'));
    const readable = rules.filter(({ query }) => parse(query).diagnostics.every((d) => d.severity !== 'error'));
    expect(readable.filter(({ query }) => bindText(query) === null).map(({ id }) => id)).toEqual([]);
    expect(readable.length).toBe(164);
  });
});

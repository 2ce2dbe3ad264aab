// Splunk's documented examples, those of other implementations' tests and of users: searches with rows in and rows out. What differs or is refused is listed with its page
// and the reason, and the list may only shrink.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import known from './documented.json' with { type: 'json' };
import { judged, outcomeOf, readExamples, trusts } from './examples.ts';
import { usesListedOnly } from './listed.ts';

const shared = process.env.RMMC_SHARED ?? path.resolve(import.meta.dirname, '../../../shared');
const file = path.join(shared, 'splunk', 'spl-examples.jsonl');
const examples = existsSync(file) ? readExamples(file).filter(({ confidence }) => confidence === 'normal') : [];

/** Shares that must be the same, of the examples that use the listed commands only: what is refused counts against them. */
const least = { vendor: 0.98, implementation: 0.9, community: 0.9 } as const;

describe.skipIf(examples.length === 0)('searches with documented results (needs splunk/spl-examples.jsonl)', () => {
  const verdicts = examples.map((example) => ({ ...example, verdict: judged(example, outcomeOf(example)) }));

  it('differ only where the list says so', () => {
    const found = verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'same' ? [] : [`${id}: ${verdict.kind}`]));
    expect(found).toEqual(known.map(({ id, verdict }) => `${id}: ${verdict}`));
  });

  it.each(trusts)('of trust %s with the listed commands are the same', (trust) => {
    const listed = verdicts.filter((one) => one.trust === trust && usesListedOnly(one.spl));
    const others = listed.flatMap(({ id, source, verdict }) => (verdict.kind === 'same' ? [] : [{ id, source, verdict }]));
    const share = (listed.length - others.length) / listed.length;
    const lines = others.map(({ id, source, verdict }) => `  ${id} (${source}): ${verdict.kind}: ${verdict.why}`);
    console.log([`${trust}: ${listed.length - others.length} of ${listed.length} (${(100 * share).toFixed(1)} %)`, ...lines].join('\n'));
    expect(share).toBeGreaterThanOrEqual(least[trust]);
  });

  it('are so many', () => {
    const counts = trusts.map((trust) => {
      const own = verdicts.filter((one) => one.trust === trust);
      return `${trust}: ${own.filter(({ verdict }) => verdict.kind === 'same').length} of ${own.length}`;
    });
    expect(counts).toEqual(['vendor: 382 of 399', 'implementation: 239 of 247', 'community: 37 of 37']);
  });
});

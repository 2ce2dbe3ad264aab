// Selectors: which rules they mean.
import { describe, expect, test } from 'vitest';
import { emptyMeta } from '../../src/ir/rule.ts';
import { fitsGlob, type Selectable, selectionOf } from '../../src/packs/select.ts';

const rule = (parts: Partial<Selectable>): Selectable => ({
  id: 'e2a1b000-0000-4000-8000-000000000001',
  ownId: null,
  title: 'RMM tool: AnyDesk [beta]',
  relative: 'windows/rmm/anydesk.yaml',
  meta: {
    ...emptyMeta,
    name: 'RMM tool: AnyDesk [beta]',
    tags: ['Sanctioned', 'rmm.tool'],
    techniques: ['T1059.001', 'T1219'],
    tactics: ['CommandAndControl'],
  },
  ...parts,
});

const wants = (only: readonly string[], skip: readonly string[] = [], given: Selectable = rule({})): boolean => {
  const selection = selectionOf(only, skip);
  if ('problems' in selection) throw new Error(selection.problems.map(({ message }) => message).join());
  return selection.wants(given);
};

describe('a selector fits', () => {
  test.each([
    ['id:E2A1B000-0000-4000-8000-000000000001', true],
    ['id:e2a1b000', false],
    ['e2a1b000-0000-4000-8000-000000000001', true],
    ['tag:sanctioned', true],
    ['tag:rmm.*', true],
    ['tag:sanction', false],
    ['technique:T1059', true],
    ['technique:t1059.001', true],
    ['technique:T1059.002', false],
    ['technique:T105', false],
    ['technique:T1219', true],
    ['tactic:command-and-control', true],
    ['tactic:Command and Control', true],
    ['tactic:Impact', false],
    ['name:*anydesk*', true],
    ['name:AnyDesk', false],
    ['RMM tool: AnyDesk [beta]', true],
    ['rmm tool: *', true],
    ['file:windows/rmm/*.yaml', true],
    ['file:windows/*.yaml', false],
    ['file:windows/**.yaml', true],
    ['file:**/anydesk.yaml', true],
    ['file:*', false],
  ])('%s: %s', (selector, expected) => {
    expect(wants([selector])).toBe(expected);
  });

  test('by the id that the rule has itself, which need be no UUID', () => {
    expect(wants(['id:rule-7'], [], rule({ ownId: 'rule-7' }))).toBe(true);
  });
});

test('several are alternatives, and --skip counts more', () => {
  expect([wants(['tactic:Impact', 'tag:Sanctioned']), wants(['tag:Sanctioned'], ['technique:T1059']), wants([], ['tag:x'])]).toEqual([
    true,
    false,
    true,
  ]);
});

test('what fitted no rule is named, also behind one that fitted', () => {
  const selection = selectionOf(['tag:Sanctioned', 'tag:Sanctoned'], ['name:*', 'id:x']);
  if ('problems' in selection) throw new Error('problems');
  selection.wants(rule({}));
  expect(selection.unused().map(({ code, message }) => `${code} ${message}`)).toEqual([
    'RMMC8087 --only tag:Sanctoned fits no rule',
    'RMMC8087 --skip id:x fits no rule',
  ]);
});

test.each([
  ['technqiue:T1059', 'RMMC8094 `technqiue:T1059` does not tell rules apart by anything known (did you mean `technique:T1059`?)'],
  ['tag:', 'RMMC8094 `tag:` does not tell rules apart by anything known (selectors: id:, name:, file:, tag:, technique:, tactic:)'],
  [' ', 'RMMC8094 ` ` does not tell rules apart by anything known (selectors: id:, name:, file:, tag:, technique:, tactic:)'],
])('%s is an error', (selector, expected) => {
  const found = selectionOf([selector], []);
  expect('problems' in found && found.problems.map(({ code, message, help }) => `${code} ${message} (${help})`)).toEqual([expected]);
});

describe('globs', () => {
  test.each([
    ['a*b*c', 'aXbYc', true],
    ['a*b*c', 'aXcYb', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['*', '', true],
    ['', '', true],
    ['[a]', '[A]', true],
    ['a.c', 'abc', false],
  ])('%s on %s: %s', (pattern, text, expected) => {
    expect(fitsGlob(pattern, text)).toBe(expected);
  });

  test('many stars take no longer', () => {
    const begin = performance.now();
    expect(fitsGlob('*a'.repeat(60), 'a'.repeat(300).concat('b'))).toBe(false);
    expect(performance.now() - begin).toBeLessThan(500);
  });
});

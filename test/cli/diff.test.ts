// Unified diffs.
import { expect, it } from 'vitest';
import { unifiedDiff } from '../../src/cli/diff.ts';

it('is empty for equal texts', () => {
  expect(unifiedDiff('a', 'x\r\ny', 'x\ny')).toBe('');
});

it('shows three lines around a change', () => {
  const before = '1\n2\n3\n4\n5\n6\n7\n8\n9\n';
  expect(unifiedDiff('a.kql', before, before.replace('5', 'five\n5b'))).toBe(
    '--- a.kql\n+++ a.kql\n@@ -2,7 +2,8 @@\n 2\n 3\n 4\n-5\n+five\n+5b\n 6\n 7\n 8\n',
  );
});

it('shows changes far apart in two pieces', () => {
  const before = 'a\n2\n3\n4\n5\n6\n7\n8\n9\nz';
  expect(unifiedDiff('a', before, before.replace('a', 'b').replace('z', 'y'))).toBe(
    '--- a\n+++ a\n@@ -1,4 +1,4 @@\n-a\n+b\n 2\n 3\n 4\n@@ -7,4 +7,4 @@\n 7\n 8\n 9\n-z\n+y\n',
  );
});

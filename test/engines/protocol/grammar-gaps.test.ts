import { expect, test } from 'vitest';
import { withoutGaps } from '../../../src/engines/splunk/grammar-gaps.ts';

test('functions that the grammar lacks are replaced, in strings nothing but what looks like an option', () => {
  const query = String.raw`index=a name="json_extract(\"x=1\")" | eval x=json_extract(y, "a=b"), z=mvmap(w, w . "=") | where commands > 2 AND x == "commands > 2"`;
  expect(withoutGaps(query)).toBe(
    String.raw`index=a name="json_extract(\"x:1\")" | eval x=mvappend(y, "a:b"), z=mvappend(w, w . ":") | where commands_ > 2 AND x == "commands > 2"`,
  );
});

test('a lookup in front of a pipe', () => {
  const query = 'index=a\n| lookup b c AS d OUTPUT c AS e\n| where isnotnull(e)';
  expect(withoutGaps(query)).toBe('index=a\n| fields a | where isnotnull(e)');
});

test('a text that is no SPL stays one', () => {
  expect(withoutGaps('index=a | where (x="b')).toBe('index=a | where (x="b');
});

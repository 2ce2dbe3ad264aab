// The progress line and colours, on streams that only remember.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { paintFor, progress } from '../../src/cli/terminal.ts';

const stream = (isTTY: boolean) => {
  const written: string[] = [];
  return { isTTY, columns: 20, written, write: (text: string) => written.push(text) };
};

afterEach(() => vi.unstubAllEnvs());

describe('progress', () => {
  test('one line that is overwritten, cut to the width, without control characters, and cleared at the end', () => {
    const terminal = stream(true);
    const line = progress(terminal, 100);
    line.step('a\u001b.kql');
    line.step('a-very-long-file-name.kql');
    line.done();
    expect(terminal.written).toEqual(['\r\u001b[K  1/100 a?.kql', '\r\u001b[K  2/100 a-very-long', '\r\u001b[K']);
  });

  test.each([
    ['no terminal', false, 100],
    ['few files', true, 20],
  ])('nothing: %s', (_name, isTTY, total) => {
    const terminal = stream(isTTY);
    const line = progress(terminal, total);
    line.step('a.kql');
    line.done();
    expect(terminal.written).toEqual([]);
  });
});

describe('colours', () => {
  test('none when NO_COLOR is set, and none into a pipe', () => {
    vi.stubEnv('FORCE_COLOR', undefined);
    vi.stubEnv('NO_COLOR', '1');
    expect(paintFor(stream(true)).error('x')).toBe('x');
    vi.stubEnv('NO_COLOR', undefined);
    expect(paintFor(stream(false)).error('x')).toBe('x');
  });
});

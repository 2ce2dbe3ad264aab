// rmmc fmt as it is called: what is printed, what is written, how it exits.
import { describe, expect, it } from 'vitest';
import { useCli } from './run-cli.ts';

const cli = useCli();

describe('fmt', () => {
  it('prints one file', () => {
    cli.write('one/a.kql', 'T|take 1');
    expect(cli.run(['fmt', 'one/a.kql'])).toEqual({ code: 0, out: 'T\n| take 1\n', err: '' });
    expect(cli.read('one/a.kql')).toBe('T|take 1');
  });

  it('reads standard input', () => {
    expect(cli.run(['fmt', '-'], 'T|take 1')).toEqual({ code: 0, out: 'T\n| take 1\n', err: '' });
  });

  it('checks without writing', () => {
    cli.write('check/a.kql', 'T|take 1');
    cli.write('check/b.kql', 'T\n| take 1\n');
    expect(cli.run(['fmt', '--check', 'check'])).toEqual({ code: 1, out: 'check/a.kql\n', err: '' });
    expect(cli.read('check/a.kql')).toBe('T|take 1');
  });

  it('writes what changes, once', () => {
    cli.write('write/a.yaml', 'query: |\r\n  T|take 1\r\n');
    expect(cli.run(['fmt', '--write', 'write'])).toEqual({ code: 0, out: 'write/a.yaml\n', err: '' });
    expect(cli.read('write/a.yaml')).toBe('query: |\r\n  T\r\n  | take 1\r\n');
    expect(cli.run(['fmt', '--write', 'write'])).toEqual({ code: 0, out: '', err: '' });
    expect(cli.list('write')).toEqual(['a.yaml']);
  });

  it('reports a broken query and lays out the others', () => {
    cli.write('broken/a.kql', 'T|wher a');
    cli.write('broken/b.kql', 'T|take 1');
    const { code, out, err } = cli.run(['fmt', '--write', 'broken']);
    expect({ code, out, head: err.split('\n')[0] }).toMatchInlineSnapshot(`
      {
        "code": 2,
        "head": "broken/a.kql:1:3: error RMMC1123: \`wher\` is no query operator",
        "out": "broken/b.kql
      ",
      }
    `);
    expect(cli.read('broken/a.kql')).toBe('T|wher a');
    expect(cli.read('broken/b.kql')).toBe('T\n| take 1\n');
  });

  it('prints no more than one file', () => {
    cli.write('two/a.kql', 'T');
    cli.write('two/b.kql', 'T');
    expect(cli.run(['fmt', 'two'])).toEqual({
      code: 3,
      out: '',
      err: 'RMMC5016: fmt prints one file, and there are 2\n  help: give --write or --check\n',
    });
  });

  it('says how it is used', () => {
    expect(cli.run(['fmt', '--help']).out).toMatchInlineSnapshot(`
      "rmmc fmt <paths..>

      Lay out the queries of rules

      Positionals:
        paths  Files, folders, or - for standard input                                            [string]

      Options:
            --write           Rewrite the files that change                     [boolean] [default: false]
            --check           Write nothing; name the files that would change   [boolean] [default: false]
            --width           Columns that a line should stay within               [number] [default: 100]
            --stdin-filename  Name for standard input (\`-\`); its extension picks the reader
                                                                               [string] [default: "stdin"]
        -h, --help            Show help                                                          [boolean]
        -v, --version         Show version number                                                [boolean]

      Exit codes:
        0  all is well
        1  translate, pack: a target refused a rule; check: warnings or errors
           run: lines of data were passed over; test: a test failed; verify: a translation differs
           diff: a rule came, went, changed in meaning or is translated otherwise
           fmt --check: files would change
        2  a rule (or a test) is broken or cannot be read (the others were translated all the same)
        3  wrong use or configuration; nothing was done
      Without --write and --check, the laid out text of one file is printed. Broken queries stay as they
      are (exit code 2).
      "
    `);
  });
});

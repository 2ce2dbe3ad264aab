// rmmc test as it is called: what passes, what differs, what no event decides, the JUnit report, how it exits.
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { useCli } from './run-cli.ts';

const cli = useCli();

const rule = `DeviceNetworkEvents
| where Timestamp >= datetime(2026-01-01)
| where RemoteUrl has_any ("atera.com", "splashtop.com") and RemotePort == 443
| summarize Count = count() by DeviceId
`;
const tests = (matches: string, rows: string): string => `defaults:
  DeviceNetworkEvents: { Timestamp: 2026-01-02T00:00:00Z, RemoteUrl: x.atera.com, RemotePort: 443, DeviceId: d1 }
tests:
  - name: hits and near misses
    events:
      DeviceNetworkEvents:
        - { id: hit }
        - { id: early, Timestamp: 2025-12-31 }
        - { id: other port, RemotePort: 80 }
    matches: ${matches}
    rows: ${rows}
`;

beforeAll(() => {
  cli.write('good/a.kql', rule);
  cli.write('good/a.test.yaml', tests('[hit]', '[{ DeviceId: d1, Count: 1 }]'));
  cli.write('bad/a.kql', rule);
  cli.write('bad/a.test.yaml', tests('[hit, early]', '[{ DeviceId: d1, Count: 2 }]'));
});

describe('test', () => {
  it('names the clauses that no event decides', () => {
    expect(cli.run(['test', 'good'])).toMatchInlineSnapshot(`
      {
        "code": 0,
        "err": "",
        "out": "good/a.test.yaml
        ok   hits and near misses
        clauses: 3 of 5 decided by the events
          3:9 no event fails by this condition alone: RemoteUrl has_any ("atera.com", "splashtop.com")
          3:41 no event matches by this alternative alone: "splashtop.com"
      1 passed, 0 failed
      ",
      }
    `);
  });

  it('runs a rule over the tables that a pattern fits', () => {
    cli.write('pattern/a.kql', 'union withsource=Table Device*Events | where ActionType == "a" | summarize Count = count() by Table');
    cli.write(
      'pattern/a.test.yaml',
      `tests:
  - name: two tables
    events:
      DeviceFileEvents: [{ id: file, ActionType: a }]
      DeviceNetworkEvents: [{ id: net, ActionType: a }, { id: other, ActionType: b }]
    matches: [file, net]
    rows: [{ Table: DeviceFileEvents, Count: 1 }, { Table: DeviceNetworkEvents, Count: 1 }]
`,
    );
    expect(cli.run(['test', 'pattern'])).toMatchInlineSnapshot(`
      {
        "code": 0,
        "err": "",
        "out": "pattern/a.test.yaml
        ok   two tables
        clauses: 1 of 1 decided by the events
      1 passed, 0 failed
      ",
      }
    `);
  });

  it('shows how a result differs', () => {
    expect(cli.run(['test', 'bad'])).toMatchInlineSnapshot(`
      {
        "code": 1,
        "err": "",
        "out": "bad/a.test.yaml
        FAIL hits and near misses
               - matches early
               - DeviceId=d1 Count=2
               + DeviceId=d1 Count=1
        clauses: 3 of 5 decided by the events
          3:9 no event fails by this condition alone: RemoteUrl has_any ("atera.com", "splashtop.com")
          3:41 no event matches by this alternative alone: "splashtop.com"
      0 passed, 1 failed
      ",
      }
    `);
  });

  it('writes a JUnit report', () => {
    cli.run(['test', 'good', 'bad', '--junit', 'out/report.xml']);
    expect(cli.read('out/report.xml')).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <testsuites>
        <testsuite name="bad/a.test.yaml" tests="1" failures="1" skipped="0" errors="0">
          <testcase name="hits and near misses" classname="bad/a.test.yaml">
            <failure message="the result differs">- matches early
      - DeviceId=d1 Count=2
      + DeviceId=d1 Count=1</failure>
          </testcase>
        </testsuite>
        <testsuite name="good/a.test.yaml" tests="1" failures="0" skipped="0" errors="0">
          <testcase name="hits and near misses" classname="good/a.test.yaml"/>
        </testsuite>
      </testsuites>
      "
    `);
  });

  it('says what is wrong with a test', () => {
    cli.write('wrong/a.kql', rule);
    cli.write(
      'wrong/a.test.yaml',
      'tests:\n  - name: one\n    events:\n      DeviceNetworkEvent: [{ id: a }]\n      DeviceNetworkEvents: [{ RemoteUr: x }, { RemotePort: http }]\n    matches: []\n',
    );
    cli.write('wrong/b.kql', rule);
    cli.write('wrong/b.test.yaml', 'tests:\n  - name: one\n    events: {}\n    matches: [a]\n  - name: two\n    event: {}\n');
    cli.write('wrong/c.test.yaml', 'tests: []\n');
    expect(cli.run(['test', 'wrong'])).toMatchInlineSnapshot(`
      {
        "code": 2,
        "err": "",
        "out": "wrong/a.test.yaml
        ERR  one
      wrong/a.test.yaml:4:28: error RMMC7106: the rule does not read the table \`DeviceNetworkEvent\`
      4 |       DeviceNetworkEvent: [{ id: a }]
        |                            ^^^^^^^^^
        help: did you mean \`DeviceNetworkEvents\`?

      wrong/a.test.yaml:5:29: error RMMC7105: DeviceNetworkEvents has no column \`RemoteUr\`
      5 |       DeviceNetworkEvents: [{ RemoteUr: x }, { RemotePort: http }]
        |                             ^^^^^^^^^^^^^^^
        help: did you mean \`RemoteUrl\`?

      wrong/a.test.yaml:5:46: error RMMC7104: the value of \`RemotePort\` is no int, the type of that column of DeviceNetworkEvents
      5 |       DeviceNetworkEvents: [{ RemoteUr: x }, { RemotePort: http }]
        |                                              ^^^^^^^^^^^^^^^^^^^^
        help: write the value as the table would hold it

      wrong/b.test.yaml
      wrong/b.test.yaml:6:5: error RMMC5002: \`event\` is not a setting of a test
      6 |     event: {}
        |     ^^^^^
        help: did you mean \`events\`?

      wrong/b.test.yaml:5:5: error RMMC5003: \`tests\` is a mapping; expected a mapping with \`events\`
      5 |   - name: two
        |     ^^^^^^^^^
      6 |     event: {}
        |     ^^^^^^^^^
        help: give a mapping with \`events\`

      wrong/c.test.yaml
      wrong/c.test.yaml:1:1: error RMMC7101: there is no rule \`wrong/c.yaml\` beside the tests
      1 | tests: []
        | ^
        help: name the rule file with \`rule:\`

      0 passed, 0 failed, 3 could not run
      ",
      }
    `);
  });

  it('runs a rule that joins, with columns that no schema has', () => {
    cli.write('join/a.kql', 'DeviceInfo | join kind=inner (New_CL | where Level > 3) on DeviceId | project DeviceId, Owner');
    cli.write(
      'join/a.test.yaml',
      'tests:\n  - name: one\n    events:\n      DeviceInfo: [{ id: known, DeviceId: d1 }, { id: other, DeviceId: d2 }]\n      New_CL: [{ DeviceId: d1, Level: 4, Owner: ann }, { DeviceId: d2, Level: 3 }]\n    matches: [known]\n    rows: [{ DeviceId: d1, Owner: ann }]\n',
    );
    expect(cli.run(['test', 'join']).out).toMatchInlineSnapshot(`
      "join/a.test.yaml
        ok   one
      1 passed, 0 failed
      "
    `);
  });

  it('finds no rules among tests and no tests among rules', () => {
    expect(cli.run(['check', 'good', '--no-lint'])).toEqual({ code: 0, out: '', err: '1 rule: 0 errors, 0 warnings, 0 notes\n' });
  });

  it('passes the tests of the shipped rules, which decide every clause', () => {
    const { code, out } = cli.run(['test', path.resolve(import.meta.dirname, '../../rules')]);
    expect(code).toBe(0);
    expect(out.split('\n').filter((line) => /FAIL|no event/.test(line))).toEqual([]);
    expect(out.split('\n').at(-2)).toBe('14 passed, 0 failed');
  });
});

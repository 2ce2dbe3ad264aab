// Access to dynamic values and to parts of URLs: rows in, rows out, by KQL's evaluator and by that of Splunk's documented rules.
import { describe, expect, it } from 'vitest';
import { answers } from './answers.ts';
import { spl } from './spl.ts';

describe('the same rows as KQL', () => {
  const cases: readonly (readonly [name: string, kql: string, rows: readonly string[]])[] = [
    [
      'a key with dots',
      'print d=dynamic({"TO.GROUP":"x","TO":{"GROUP":"y"}}) | project tostring(d["TO.GROUP"]), tostring(d.TO.GROUP)',
      ['x | y'],
    ],
    ['a key with quotes and braces', 'print d=dynamic({"a\\"{0}":"x"}) | project tostring(d["a\\"{0}"])', ['x']],
    ['the last element', 'print d=dynamic(["a","b"]) | project tostring(d[-1]), tostring(d[-3])', ['b | ']],
    ['the last piece of a text', 'datatable(t:string)["a@b", "c"] | project tostring(split(t, "@")[-1])', ['b', 'c']],
    [
      'a place by a column',
      'datatable(i:long)[0, 1, 9] | extend d=dynamic(["a", {"k":"v"}]) | project i, tostring(d[i])',
      ['0 | a', '1 | {"k":"v"}', '9 | '],
    ],
    [
      'a key by a column',
      'datatable(k:string)["x", "y.z", "q"] | extend d=dynamic({"x":1,"y.z":2}) | project k, tostring(d[k])',
      ['q | ', 'x | 1', 'y.z | 2'],
    ],
    ['a part behind the last element', 'print d=dynamic([{"k":[5,6]}]) | project tostring(d[-1].k[1])', ['6']],
    [
      'parts of a URL',
      'datatable(u:string)["https://u:p@a.b:8443/x/y?q=1&r=2#f", "http://h", ""] | project tostring(parse_url(u).Host), tostring(parse_url(u).Path), tostring(parse_url(u).Port)',
      [' |  | ', 'a.b | x/y | 8443', 'h |  | '],
    ],
    [
      'a query parameter',
      'datatable(u:string)["https://a/x?q=1&rr=2#f", "http://h?r=3&q=4"] | project tostring(parse_url(u)["Query Parameters"]["q"]), tostring(parse_url(u)["Query Parameters"].rr)',
      ['1 | 2', '4 | '],
    ],
    [
      'parts of a path',
      'datatable(p:string)[@"C:\\Users\\b\\tool.tar.gz", @"\\\\srv\\share\\x.exe:s", "/etc/cron.d/run", "name.txt", ""] | project tostring(parse_path(p).Filename), tostring(parse_path(p).Extension), tostring(parse_path(p).DirectoryName), tostring(parse_path(p).DirectoryPath)',
      [
        ' |  |  | ',
        'name.txt | txt |  | ',
        'run |  | cron.d | /etc/cron.d',
        'tool.tar.gz | gz | b | C:\\Users\\b',
        'x.exe | exe | share | \\\\srv\\share',
      ],
    ],
    [
      'a text of another column among the values of a set',
      'datatable(k:string, x:string)["a", "1", "a", "a", "01", "1", "b", ""] | summarize L = make_set(x) by k | where set_has_element(L, k) | project k',
      ['a'],
    ],
    [
      'a text of another column that is not among the values of a set',
      'datatable(k:string, x:string)["a", "1", "a", "a", "01", "1"] | summarize L = make_set(x) by k | extend r = iff(set_has_element(L, k), "y", "n") | project k, r',
      ['01 | n', 'a | y'],
    ],
  ];
  for (const [name, kql, rows] of cases) it(name, () => expect(answers(kql)).toEqual({ kql: rows, spl: rows }));
});

describe('what cannot be said', () => {
  it('a URL as a whole', () => {
    expect(spl('T | extend u = parse_url(A)')).toMatchInlineSnapshot(
      `"RMMC3810: Splunk SPL cannot say \`parse_url()\` as a whole: only its single parts (\`parse_url(x).Host\`) can be cut out"`,
    );
  });
  it('a path as a whole', () => {
    expect(spl('T | extend p = parse_path(A)')).toMatchInlineSnapshot(
      `"RMMC3810: Splunk SPL cannot say \`parse_path()\` as a whole: only its single parts (\`parse_path(x).Filename\`) can be cut out"`,
    );
  });
  it('all query parameters', () => {
    expect(spl('T | project u = parse_url(A)["Query Parameters"]')).toMatchInlineSnapshot(
      `"RMMC3810: Splunk SPL cannot say this part of \`parse_url()\`: only Scheme, Host, Port, Path … and one query parameter can be cut out"`,
    );
  });
});

describe('a column that holds a parsed URL', () => {
  const urls = 'datatable(A: string) ["https://u:p@h.example:8443/a/b?x=1&y=2#f", "", "http://h2.example"]';
  it('its parts, as long as it is in no result', () => {
    const kql = `${urls} | extend U = parse_url(A) | extend H = tostring(U.Host), Q = tostring(U.Query) | where H != "" | project H, Q, Y = tostring(U["Query Parameters"]["y"])`;
    expect(answers(kql)).toEqual({ kql: ['h.example |  | 2', 'h2.example |  | '], spl: ['h.example |  | 2', 'h2.example |  | '] });
  });
  it('in an aggregation, and left out by name', () => {
    const keyed = `${urls} | extend U = parse_url(A) | summarize n = count() by H = tostring(U.Host)`;
    expect(answers(keyed)).toEqual({ kql: [' | 1', 'h.example | 1', 'h2.example | 1'], spl: [' | 1', 'h.example | 1', 'h2.example | 1'] });
    const left = `${urls} | extend U = parse_url(A) | extend H = tostring(U.Host) | project-away U, A`;
    expect(answers(left)).toEqual({ kql: ['', 'h.example', 'h2.example'], spl: ['', 'h.example', 'h2.example'] });
  });
  it('the parts of a path', () => {
    const paths =
      'datatable(A: string) [@"C:\\Temp\\a.ps1", "/tmp/b.sh", "c"] | extend P = parse_path(A) | extend E = tostring(P.Extension)';
    const rows = ['ps1 | a.ps1', 'sh | b.sh'];
    expect(answers(`${paths} | where E in ("ps1", "sh") | project E, F = tostring(P.Filename)`)).toEqual({ kql: rows, spl: rows });
  });
  it('what it is read from changes: refused', () => {
    const whole = 'RMMC3810: Splunk SPL cannot say `parse_url()` as a whole: only its single parts (`parse_url(x).Host`) can be cut out';
    expect(spl('T | extend U = parse_url(A) | extend A = "x" | project A, tostring(U.Host)')).toBe(whole);
    expect(spl('T | extend U = parse_url(A) | project B, U | project B, tostring(U.Host)')).toBe(whole);
    expect(spl('T | extend U = parse_url(A)')).toBe(whole);
    expect(spl('T | extend U = parse_url(A) | project tostring(U)')).toBe(whole);
  });
});

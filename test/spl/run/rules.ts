// One documented rule per case: a search, its events, the rows that it gives. The pages are those of Splunk's Search Reference.
import type { JsonObject } from '../../../src/spl/run/run.ts';

export interface Rule {
  readonly rule: string;
  readonly spl: string;
  readonly events: readonly JsonObject[];
  /** Cells by column; a missing field is left out. */
  readonly rows: readonly Readonly<Record<string, string | readonly string[]>>[];
  readonly newestFirst?: true;
}

const letters = [{ a: 'x' }, { a: 'X' }, { b: 'y' }];
const flags = [
  { id: 1, a: 1, b: 2, c: 0 },
  { id: 2, a: 0, b: 0, c: 3 },
  { id: 3, a: 1, b: 0, c: 3 },
];
const ids = (...numbers: readonly number[]): Rule['rows'] => numbers.map((id) => ({ id: String(id) }));
const r = (value: string | readonly string[]): Rule['rows'] => [{ r: value }];
const one: readonly JsonObject[] = [{ n: '5', t: 'abc', m: ['b', 'a', 'b'] }];

/** `eval r=…` over one event with n=5, t=abc and m=(b, a, b). */
const gives = (rule: string, expression: string, value: string | readonly string[] | null): Rule => ({
  rule,
  spl: `| eval r=${expression} | table r`,
  events: one,
  rows: value === null ? [{}] : r(value),
});

export const rules: readonly Rule[] = [
  { rule: 'search: OR binds tighter than AND', spl: '| search a=1 AND b=2 OR c=3 | table id', events: flags, rows: ids(1, 3) },
  { rule: 'where: AND binds tighter than OR', spl: '| where a=1 AND b=2 OR c=3 | table id', events: flags, rows: ids(1, 2, 3) },
  { rule: 'search: values ignore case', spl: '| search a=x', events: letters, rows: [{ a: 'x' }, { a: 'X' }] },
  { rule: 'search: CASE() does not', spl: '| search a=CASE(x)', events: letters, rows: [{ a: 'x' }] },
  { rule: 'where: values do not ignore case', spl: '| where a="x"', events: letters, rows: [{ a: 'x' }] },
  { rule: 'search: field names have a case', spl: '| search A=x', events: letters, rows: [] },
  { rule: 'search: != needs the field', spl: '| search a!=x', events: letters, rows: [] },
  { rule: 'search: NOT = takes events without the field', spl: '| search NOT a=x', events: letters, rows: [{ b: 'y' }] },
  { rule: 'where: a comparison with a missing field is not true', spl: '| where a!="x"', events: letters, rows: [{ a: 'X' }] },
  { rule: 'where: NOT of a missing field stays NULL', spl: '| where NOT a="x"', events: letters, rows: [{ a: 'X' }] },
  { rule: 'search: * is any run of characters', spl: '| search t="a*c"', events: [{ t: 'ABC' }, { t: 'ab' }], rows: [{ t: 'ABC' }] },
  { rule: 'search: IN takes wildcards', spl: '| search t IN (a*, "z")', events: [{ t: 'abc' }, { t: 'b' }], rows: [{ t: 'abc' }] },
  { rule: 'search: = compares texts', spl: '| search n=1', events: [{ n: '1' }, { n: '1.0' }], rows: [{ n: '1' }] },
  { rule: 'search: < compares numbers', spl: '| search n<10', events: [{ n: '9' }, { n: '100' }], rows: [{ n: '9' }] },
  {
    rule: 'search: a bare word is a word',
    spl: '| search err | table id',
    events: [
      { id: 1, _raw: 'an err.' },
      { id: 2, _raw: 'error' },
    ],
    rows: ids(1),
  },
  {
    rule: 'search: a subnet',
    spl: '| search ip="10.0.0.0/8"',
    events: [{ ip: '10.1.2.3' }, { ip: '11.1.2.3' }],
    rows: [{ ip: '10.1.2.3' }],
  },
  {
    rule: 'search: earliest is inclusive, latest exclusive',
    spl: '| search earliest=-10s latest=now | table id',
    events: [
      { id: 1, _time: 999_989 },
      { id: 2, _time: 999_990 },
      { id: 3, _time: 1_000_000 },
    ],
    rows: ids(2),
  },
  {
    rule: 'search: earliest alone ends now',
    spl: '| search earliest=-10s | table id',
    events: [
      { id: 1, _time: 999_999 },
      { id: 2, _time: 1_000_000 },
    ],
    rows: ids(1),
  },
  {
    rule: 'a search gives the newest event first',
    spl: 'search id=* | table id',
    events: [
      { id: 1, _time: 1 },
      { id: 2, _time: 2 },
    ],
    rows: ids(2, 1),
    newestFirst: true,
  },
  gives('a number-like text is a number to numbers', 'if(n<10, "less", "more")', 'less'),
  gives('arithmetic with a missing field is NULL', 'none+1', null),
  gives('. joins texts and numbers', 'n . t', '5abc'),
  gives('+ joins two texts', '"a"+"b"', 'ab'),
  gives('+ adds two numbers', 'n+1', '6'),
  gives('division by zero is NULL', '1/0', null),
  gives('products are rounded to the digits of their literals', '8.250*0.2', '2'),
  gives('exact lifts the rounding', 'exact(3.99*1.5)', '5.985'),
  gives('== is =', 'if(t=="abc", 1, 0)', '1'),
  gives('case: the first that is true', 'case(n=1, "one", n=5, "five", true(), "other")', 'five'),
  gives('case: none is NULL', 'case(n=1, "one")', null),
  gives('if: NULL is not true', 'if(none="x", "yes", "no")', 'no'),
  gives('validate: the first that is false', 'validate(n=5, "a", n=6, "b")', 'b'),
  gives('coalesce: the first that is there', 'coalesce(none, t)', 'abc'),
  gives('coalesce: an empty text is there', 'coalesce("", t)', ''),
  gives('nullif', 'nullif(t, "abc")', null),
  gives('like: the whole text in its case', 'if(like(t, "A%"), 1, 0)', '0'),
  gives('match: somewhere in the text', 'if(match(t, "b"), 1, 0)', '1'),
  gives('match: a missing field is not true', 'if(match(none, ".*"), 1, 0)', '0'),
  gives('replace: every match, groups by number', 'replace("a1b2", "([a-z])(\\\\d)", "\\\\2\\\\1")', '1a2b'),
  gives('PCRE: lookbehind', 'if(match("xa", "(?<!x)a"), 1, 0)', '0'),
  gives('substr counts from 1', 'substr(t, 2, 1)', 'b'),
  gives('substr counts from the end', 'substr(t, -2)', 'bc'),
  gives('len counts code points', 'len("a💜")', '2'),
  gives('trim takes a set of characters', 'trim("xyabcyx", "xy")', 'abc'),
  gives('tostring of a Boolean', 'tostring(1==1)', 'True'),
  gives('tostring: commas', 'tostring(1234.567, "commas")', '1,234.57'),
  gives('tonumber: a base', 'tonumber("ff", 16)', '255'),
  gives('tonumber of a field that is none is NULL', 'tonumber(t)', null),
  gives('round: halves away from zero in decimal', 'round(2.555, 2)', '2.56'),
  gives('mvcount of a missing field is NULL', 'mvcount(none)', null),
  gives('mvindex counts from 0', 'mvindex(m, 1)', 'a'),
  gives('mvindex: the end is included', 'mvindex(m, -2, -1)', ['a', 'b']),
  gives('mvdedup keeps the first', 'mvdedup(m)', ['b', 'a']),
  gives('mvsort is by code point', 'mvsort(split("b,B,10,9", ","))', ['10', '9', 'B', 'b']),
  gives('mvfilter', 'mvfilter(m!="b")', 'a'),
  gives('mvmap', 'mvmap(m, upper(m))', ['B', 'A', 'B']),
  gives('mvzip', 'mvzip(m, split("1,2", ","), "-")', ['b-1', 'a-2']),
  gives('mvrange: the end is not reached', 'mvrange(1, 3)', ['1', '2']),
  gives('split keeps empty parts', 'mvcount(split("a,,b", ","))', '3'),
  gives(
    'json_extract keeps the digits of a number',
    'json_extract("{\\"a\\":{\\"b\\":12345678901234567890}}", "a.b")',
    '12345678901234567890',
  ),
  gives('spath: an array needs {}', 'spath("{\\"a\\":[1,2]}", "a")', null),
  gives('spath: all elements', 'spath("{\\"a\\":[1,2]}", "a{}")', ['1', '2']),
  gives('relative_time: first the move, then the snap', 'relative_time(1707911970, "-1d@d")', '1707782400'),
  gives('strftime', 'strftime(1707911970.25, "%Y-%m-%dT%H:%M:%S.%6N%z")', '2024-02-14T11:59:30.250000+0000'),
  gives('strptime: an offset in the text', 'strptime("2024-02-14 12:59:30 +0100", "%Y-%m-%d %H:%M:%S %z")', '1707911970.000000'),
  gives('cidrmatch: the subnet comes first', 'if(cidrmatch("10.0.0.0/8", "10.9.9.9"), 1, 0)', '1'),
  gives('urldecode', 'urldecode("%C3%A4%0A")', 'ä\n'),
  gives('md5', 'md5("abc")', '900150983cd24fb0d6963f7d28e17f72'),
  { rule: 'eval: later assignments see earlier ones', spl: '| eval a=1, r=a+1 | table r', events: [{}], rows: r('2') },
  { rule: 'eval: NULL takes the field out', spl: '| eval a=null()', events: [{ a: 'x', b: 'y' }], rows: [{ b: 'y' }] },
  {
    rule: 'stats: a missing key drops the row',
    spl: '| stats count by a',
    events: letters,
    rows: [
      { a: 'X', count: '1' },
      { a: 'x', count: '1' },
    ],
  },
  { rule: 'stats: an empty key is a key', spl: '| stats count by a', events: [{ a: '' }], rows: [{ a: '', count: '1' }] },
  { rule: 'stats: one row without a key, even over none', spl: '| search a=none | stats count', events: letters, rows: [{ count: '0' }] },
  { rule: 'stats: none with a key over none', spl: '| search a=none | stats count by a', events: letters, rows: [] },
  {
    rule: 'stats: a key of several values counts for each',
    spl: '| stats count by m',
    events: one,
    rows: [
      { m: 'a', count: '1' },
      { m: 'b', count: '2' },
    ],
  },
  { rule: 'stats: count(f) counts values', spl: '| stats count(m) as r', events: one, rows: r('3') },
  { rule: 'stats: count(eval()) counts what is true', spl: '| stats count(eval(a="x")) as r', events: letters, rows: r('1') },
  { rule: 'stats: dc reads texts', spl: '| stats dc(a) as r', events: [{ a: '1' }, { a: '1.0' }, { a: '1' }], rows: r('2') },
  { rule: 'stats: values are distinct and sorted', spl: '| stats values(m) as r', events: one, rows: r(['a', 'b']) },
  { rule: 'stats: list keeps all in their order', spl: '| stats list(m) as r', events: one, rows: r(['b', 'a', 'b']) },
  {
    rule: 'stats: list keeps 100',
    spl: '| makeresults count=101 | stats list(_time) as l | eval r=mvcount(l) | table r',
    events: [],
    rows: r('100'),
  },
  { rule: 'stats: sum over no numbers is missing', spl: '| stats sum(a) as r', events: letters, rows: [{}] },
  { rule: 'stats: min puts numbers before texts', spl: '| stats min(a) as r', events: [{ a: 'x' }, { a: '10' }, { a: '9' }], rows: r('9') },
  {
    rule: 'stats: latest is by time',
    spl: '| stats latest(a) as r',
    events: [
      { a: 'new', _time: 2 },
      { a: 'old', _time: 1 },
    ],
    rows: r('new'),
  },
  {
    rule: 'eventstats keeps the rows',
    spl: '| eventstats count as n | table b n',
    events: [{ b: 1 }, { b: 2 }],
    rows: [
      { b: '1', n: '2' },
      { b: '2', n: '2' },
    ],
  },
  {
    rule: 'streamstats counts up to the row',
    spl: '| streamstats sum(b) as n | table n',
    events: [{ b: 1 }, { b: 2 }],
    rows: [{ n: '1' }, { n: '3' }],
  },
  {
    rule: 'fillnull without fields fills those that exist',
    spl: '| fillnull value="-"',
    events: letters,
    rows: [
      { a: 'x', b: '-' },
      { a: 'X', b: '-' },
      { a: '-', b: 'y' },
    ],
  },
  { rule: 'fillnull makes a named field', spl: '| fillnull c', events: [{ a: 'x' }], rows: [{ a: 'x', c: '0' }] },
  { rule: 'rename with a wildcard', spl: '| rename p.* as *', events: [{ 'p.a': 1, q: 2 }], rows: [{ a: '1', q: '2' }] },
  { rule: 'rename of a missing field does nothing', spl: '| rename z as a', events: [{ a: 'x' }], rows: [{ a: 'x' }] },
  { rule: 'fields keeps internal fields', spl: '| fields a', events: [{ _time: 1, a: 'x', b: 'y' }], rows: [{ _time: '1', a: 'x' }] },
  { rule: 'table keeps no others', spl: '| table a', events: [{ _time: 1, a: 'x', b: 'y' }], rows: [{ a: 'x' }] },
  { rule: 'sort: numbers by size', spl: '| sort n', events: [{ n: '10' }, { n: '9' }], rows: [{ n: '9' }, { n: '10' }] },
  { rule: 'sort: a missing field is last both ways', spl: '| sort -a', events: [{ b: 'y' }, { a: 'x' }], rows: [{ a: 'x' }, { b: 'y' }] },
  { rule: 'sort keeps 10000', spl: '| makeresults count=10001 | sort _time | stats count as r', events: [], rows: r('10000') },
  { rule: 'sort 0 keeps all', spl: '| makeresults count=10001 | sort 0 _time | stats count as r', events: [], rows: r('10001') },
  { rule: 'head keeps 10', spl: '| makeresults count=11 | head | stats count as r', events: [], rows: r('10') },
  {
    rule: 'dedup keeps the first and drops rows without the field',
    spl: '| dedup a | table a',
    events: [...letters, { a: 'x' }],
    rows: [{ a: 'x' }, { a: 'X' }],
  },
  { rule: 'top: share with six decimals', spl: '| top a', events: [{ a: 'x' }], rows: [{ a: 'x', count: '1', percent: '100.000000' }] },
  { rule: 'bin goes down', spl: '| bin _time span=1h | table _time', events: [{ _time: 7199 }], rows: [{ _time: '3600' }] },
  {
    rule: 'bin: aligntime moves the bins',
    spl: '| bin _time span=2h aligntime=@d+1h | table _time',
    events: [{ _time: 7200 }],
    rows: [{ _time: '3600' }],
  },
  {
    rule: 'timechart: a column for each value, NULL for events without one, empty times in between',
    spl: '| timechart span=1h count by a',
    events: [{ _time: 1, a: 'x' }, { _time: 2 }, { _time: 7201, a: '_y' }],
    rows: [
      { _time: '0', VALUE_y: '0', x: '1', NULL: '1' },
      { _time: '3600', VALUE_y: '0', x: '0', NULL: '0' },
      { _time: '7200', VALUE_y: '1', x: '0', NULL: '0' },
    ],
  },
  {
    rule: 'timechart: empty times count 0 and sum nothing',
    spl: '| timechart span=1h count sum(n) as s',
    events: [
      { _time: 1, n: 5 },
      { _time: 7201, n: 6 },
    ],
    rows: [
      { _time: '0', count: '1', s: '5' },
      { _time: '3600', count: '0' },
      { _time: '7200', count: '1', s: '6' },
    ],
  },
  {
    rule: 'chart: several functions name their columns with the series',
    spl: '| chart count sum(n) over k by a',
    events: [
      { k: 1, a: 'x', n: 5 },
      { k: 2, a: 'y', n: 6 },
    ],
    rows: [
      { k: '1', 'count: x': '1', 'count: y': '0', 'sum(n): x': '5' },
      { k: '2', 'count: x': '0', 'count: y': '1', 'sum(n): y': '6' },
    ],
  },
  {
    rule: 'chart: usenull=f leaves events without the field out',
    spl: '| chart count over k by a usenull=f',
    events: [{ k: 1, a: 'x' }, { k: 1 }],
    rows: [{ k: '1', x: '1' }],
  },
  {
    rule: 'xyseries and untable are inverses',
    spl: '| untable k name value | xyseries k name value',
    events: [
      { k: 'a', x: 1 },
      { k: 'b', x: 2, y: 3 },
    ],
    rows: [
      { k: 'a', x: '1' },
      { k: 'b', x: '2', y: '3' },
    ],
  },
  { rule: 'strcat: a missing field is an empty text', spl: '| strcat a "-" z r | table r', events: [{ a: 'x' }], rows: r('x-') },
  { rule: 'strcat: allrequired wants all', spl: '| strcat allrequired=t a "-" z r | table r', events: [{ a: 'x' }], rows: [{}] },
  {
    rule: 'appendcols: row by row, what is there stays',
    spl: '| appendcols [| inputlookup t] | table k v',
    events: [{ k: 'z' }],
    rows: [
      { k: 'z', v: '1' },
      { k: 'a', v: '2' },
    ],
  },
  {
    rule: 'streamstats: time_window holds what is near',
    spl: '| streamstats time_window=10s count as r | table r',
    events: [{ _time: 30 }, { _time: 25 }, { _time: 16 }, { _time: 1 }],
    rows: [{ r: '1' }, { r: '2' }, { r: '2' }, { r: '1' }],
  },
  {
    rule: 'rate: growth in each second',
    spl: '| stats rate(n) as r',
    events: [
      { _time: 10, n: 30 },
      { _time: 0, n: 5 },
    ],
    rows: r('2.5'),
  },
  {
    rule: 'join: usetime keeps what is not later',
    spl: '| join usetime=true k [search v=* | fields _time k v] | where isnull(w) | table k v',
    events: [
      { k: 'a', _time: 5 },
      { k: 'a', _time: 9, v: 1, w: 1 },
      { k: 'a', _time: 3, v: 2, w: 1 },
    ],
    rows: [{ k: 'a', v: '2' }],
  },
  { rule: 'rex: named groups', spl: '| rex field=t "(?<k>[a-b]+)" | table k', events: one, rows: [{ k: 'ab' }] },
  { rule: 'rex: no match changes nothing', spl: '| rex field=t "(?<t>z)" | table t', events: one, rows: [{ t: 'abc' }] },
  { rule: 'mvexpand: a row for each value', spl: '| mvexpand m | table m', events: one, rows: [{ m: 'b' }, { m: 'a' }, { m: 'b' }] },
  {
    rule: 'join: the first match, its fields win',
    spl: '| join k [| inputlookup t] | table k v',
    events: [
      { k: 'a', v: 0 },
      { k: 'A', v: 0 },
    ],
    rows: [{ k: 'a', v: '1' }],
  },
  {
    rule: 'lookup: several matches make several values',
    spl: '| lookup t k OUTPUT v as r | table r',
    events: [{ k: 'a' }],
    rows: r(['1', '2']),
  },
  {
    rule: 'append puts rows behind',
    spl: '| append [| makeresults | eval a="z" | table a] | table a',
    events: [{ a: 'x' }],
    rows: [{ a: 'x' }, { a: 'z' }],
  },
  {
    rule: 'a subsearch is a condition',
    spl: '| search [search b=* | rename b as a | fields a] | table a',
    events: [{ a: 'y' }, { a: 'x' }, { b: 'y' }],
    rows: [{ a: 'y' }],
  },
  {
    rule: 'return gives values alone',
    spl: '| search [search b=* | return $b] | table id',
    events: [
      { id: 1, _raw: 'the y' },
      { b: 'y', _raw: 'z' },
    ],
    rows: ids(1),
  },
];

// Joins, subqueries and unions of queries on a real Elasticsearch, over random rows: the rows that come back are those that the evaluator gives.
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Elasticsearch, startElasticsearch } from '../../src/engines/elasticsearch/node.ts';
import { missingEngine } from '../support/engine.ts';
import { compared, joinedTables, loadTables } from '../support/esql-joins.ts';

const script = 'engines/elasticsearch/engine.sh';
const missing = await missingEngine(script);

const modes = ['inner', 'leftouter', 'rightouter', 'fullouter', 'leftsemi', 'rightsemi', 'leftanti', 'rightanti'];

const rights = [
  'B',
  'B | where V > 2 | extend W = V * 2 | project K, N, W',
  'B | summarize n = count(), s = make_set(V), m = max(Timestamp) by K, N',
  'B | where V > 1 | summarize c = sum(V) by K, N | where c > 3 | extend d = c * 2',
  'C | project K, N, L',
  'A | where V > 2 | project K, N, L',
  'B | distinct K, N',
];

const joins = modes.flatMap((mode) => [
  ...['K', 'N', 'K, N'].flatMap((on) =>
    rights.map((right) => `A | where V < 5 | project K, N, V, L | join kind=${mode} (${right}) on ${on}`),
  ),
  ...['K', 'N'].flatMap((on) => [
    `A | summarize c = count(), t = max(Timestamp) by ${on} | join kind=${mode} (B | summarize c = count(), s = make_set(L) by ${on}) on ${on}`,
    `A | summarize c = count() by ${on}, V | join kind=${mode} (B | summarize c = count(), arg_max(V, L) by ${on} | where c > 1) on ${on}`,
    `A | project A1 = ${on}, V | join kind=${mode} (C | project C1 = ${on}, V) on $left.A1 == $right.C1`,
  ]),
  `A | join kind=${mode} C on Timestamp`,
  `A | join kind=${mode} B on K, $left.N == $right.V`,
  `A | project K, V | join kind=${mode} (B | project K, W = V | join kind=inner (C | project K, Z = V) on K) on K`,
]);

const others = [
  // any of the rows at hand with equal keys: what is shown does not depend on which
  'A | project K | join kind=innerunique (B | project K, V) on K',
  'A | project N | join (B | summarize c = count() by N) on N',
  'A | project K, N, V | lookup (B | project K, W = V, N) on K',
  'A | lookup kind=inner (B | summarize W = max(V) by K) on K',
  'A | where K in ((B | project K))',
  'A | where K !in ((B | where V > 3 | distinct K)) | project K, V',
  'A | where N in ((B | project N)) | project N, V',
  'A | where N !in ((B | project N)) | project N, V',
  'A | where K in~ ((C | project L)) | project K, V',
  'A | where V > 3 or K in ((C | project K)) | project K, V',
  'A | extend x = iff(K in ((C | project K)), "y", "n") | project K, x, V',
  'A | where K in ((B | where N in ((C | project N)) | project K)) | project K, V',
  'A | where K in ((B | project K)) and N !in ((C | project N)) | summarize count() by K',
  'A | where V > toscalar(B | summarize avg(V)) | project K, V',
  'A | extend m = toscalar(B | where V > 100 | summarize count()) | project V, m',
  'A | extend m = toscalar(B | where V > 100 | summarize max(V)) | project V, m',
  'A | summarize m = max(V) by K | join kind=inner (A | project K, V) on K | where V == m | project K, V',
  'A | summarize s = make_set(V) by K, N | join kind=inner (B | summarize b = make_set(N) by K) on K | join kind=leftouter (C | project N, CC = V) on N | project K, N, s, b, CC',
  'union (A | project K, V), (A | project K, V) | summarize count(), sum(V) by K',
  'union (A | summarize c = count() by K), (B | summarize c = count() by K) | project K, c',
  'union withsource=T A, B, C | summarize count() by T, K',
  'union (A | project K, V | join kind=inner (C | project K, Z = V) on K), (B | project K, V) | project K, V, Z',
  'A | extend x = iff(V > 3, long(null), V), y = iff(V > 2, V, long(null)), z = case(V == 1, 1, V == 2, long(null), 3) | where coalesce(y, 0) < 5 and strcat(K, tostring(x)) != "q" | join kind=inner (B | distinct K) on K | project K, x, y, z',
  'A | extend y = iff(V > 2, V, long(null)), z = case(V == 1, 1, V == 2, long(null), 3) | project r = strcat(K, "|", coalesce(y, 0), "|", coalesce(z, 7), "|", tostring(z))',
  'A | where K in ((union (B | project K), (C | project K))) | project K, V',
];

/** Limits, lists and steps that drop or multiply rows, beside other queries; the keys that are sorted by differ. */
const beside = [
  'A | where N in ((B | summarize c = count() by N | top 2 by N desc | project N)) | project N, V',
  'union (A | summarize c = count() by N | top 3 by N asc nulls first), (B | summarize c = max(V) by N | top 2 by N desc) | project N, c',
  'A | summarize a = max(V) by N | extend x = N * 0.25 - 1 | top 3 by x desc | join kind=inner (B | project N, K) on N | project N, a, x, K',
  'union (A | summarize c = count() by V, N | sort by V desc, N asc | take 4), (B | project V, N) | project V, N, c',
  'A | project K, V | join kind=inner (B | summarize s = make_set(V) by K | mv-expand s to typeof(long) | project K, s) on K | project K, V, s',
  'A | summarize s = make_set(L), n = count() by K | mv-expand s to typeof(string) | join kind=leftouter (B | project K, V) on K | project K, s, n, V',
  'union (A | project K, V), (B | extend p = split(strcat("x-", tostring(V)), "-") | mv-expand p to typeof(string) | project K, p) | project K, V, p',
  'A | project K, V | join kind=leftouter (B | extend t = strcat("v", tostring(V)) | parse-where t with "v" W:long | project K, W) on K | project K, V, W',
  'A | where V > 2 | mv-apply x = split("a b c a", " ") to typeof(string) on (where x != "b" | extend y = strcat(x, K) | project x, y) | project K, x, y',
  'A | extend l = pack_array(K, L, K) | project K, l | join kind=inner (B | summarize c = count() by K | where c > 1) on K | project K, c, n = array_length(l), t = strcat_array(l, ",")',
  'A | summarize c = count() by K | extend K = substring(K, 0, 1) | join kind=leftouter (B | summarize d = count() by K | extend K = substring(K, 0, 1)) on K | project K, c, d',
  'A | extend X = strcat(K, "!") | where X in ((B | summarize c = count() by X = strcat(K, "!") | where c > 1 | distinct X)) | project X, V',
  'A | project K, V, N | join kind=inner (B | project N, W = V) on N | summarize l = make_list(V), n = count() by K',
  'A | project K, V, N | join kind=leftouter (B | project N, W = V, P = L) on N | summarize l = make_list(P), m = make_list(W) by K',
  'A | summarize l = make_list(V) by K | join kind=inner (A | project K, N) on K | project K, l, N',
  'A | summarize l = make_list(L), s = make_set(L) by K | where array_length(l) > 1 | join kind=inner (B | summarize m = make_list(V) by K) on K | project K, l, s, m',
  'A | where K in ((B | project K)) | summarize l = make_list(V) by N',
  'A | where K !in ((C | project K)) | extend K = strcat(K, "!"), N = N + 1 | summarize l = make_list(V) by N, K',
  'union (A | summarize l = make_list(V) by K), (B | project K, V) | project K, l, V',
  'union (A | project K, V), (B | project K, V), (A | project K, V) | summarize l = make_list(V), n = count() by K',
  'A | project K, V, N | join kind=fullouter (B | project N, W = V) on N | summarize l = make_list(V), m = make_list(W) by N',
  'A | summarize l = make_list(V) by K, N | join kind=leftouter (C | summarize c = count() by K, N | where c > 5) on K, N | project K, N, l, c',
  'A | where V > toscalar(B | summarize avg(V)) | summarize l = make_list(L)',
  'A | summarize l = make_list(V) by K | where l has "2" and l !has "3" | join kind=inner (A | project K, V) on K | project K, V',
  'A | summarize l = make_list(V) by K | where l has "2" and l !has "3" | project K',
  'A | project K, V, N | join kind=inner (B | project N, W = V) on N | sort by W asc | summarize l = make_list(W) by K',
  'A | project K, V, N | join kind=inner (B | project N, W = V) on N | sort by W desc | where V > 1 | extend V = V + W | summarize l = make_list(W), n = count() by K',
  'A | sort by V desc | project K, V, N | join kind=inner (B | project N, W = V) on N | summarize l = make_list(V) by K',
  'A | summarize l = make_list(strcat(K, L)), m = make_list(G), t = make_list(Timestamp), r = make_list(R) by N | join kind=leftouter (B | summarize l2 = make_list(L) by N) on N | project N, l, m, t, r, l2',
  'datatable(K:int, S:string)[1, "a", 1, "a", 2, "b"] | join kind=inner (datatable(K:int, R:real)[1, 0.5, 1, 0.5, 3, real(null)]) on K | summarize l = make_list(S), m = make_list(R) by K',
  'A | project K, V, N | join kind=inner (B | project N, W = V) on N | sort by W desc | summarize l = make_list(tostring(W)) by K | project K, t = strcat_array(l, ",")',
  'A | summarize arg_max(K, V, L) by N',
  'A | summarize arg_max(L, K, G) by V',
  'A | summarize n = count(), arg_min(L, K, R) by V',
  'A | summarize arg_max(K, *) by N, G | project N, G, K, L = strlen(L) >= 0',
  'A | where V > 100 | summarize arg_max(K, L, V)',
  'A | summarize arg_max(G, G2 = G) by N',
  'A | summarize arg_min(strcat(K, "|", L), V) by N',
  'A | summarize arg_max(K, V) by N | join kind=inner (B | summarize arg_min(L, W = V) by N) on N',
  'union (A | summarize s = make_set(V), m = max(N)), (B | project K, V)',
  'union (A | where V > 2 | summarize s = make_set(K)), (B | summarize t = make_set(L)), (C | where K in ((A | project K)) | project K, V)',
  'A | project K, V | join kind=leftouter (B | summarize m = max(V), K = take_any("a")) on K | project K, V, m',
  'A | summarize c = count() by N | extend d = c - toscalar(A | summarize c = count() by N | summarize max(c)) | project N, d',
];

/** All matches of a regular expression, null without one; characters for characters; elements by a computed index; timespans and paths. */
const matches = [
  'A | extend x = extract_all("([a-z])", strcat(K, L)) | mv-expand x | project K, y = x, x',
  'A | extend x = extract_all("([a-z])", strcat(K, L)) | mv-expand x to typeof(string) | project K, L, x',
  'A | extend x = extract_all("([a-z])", strcat(K, L)) | mv-expand x | summarize count() by s = tostring(x)',
  'A | extend x = extract_all("([a-z])", strcat(K, L)) | mv-expand x | summarize take_any(x), arg_max(V, x) by N | project N',
  'A | extend d = V * 1d + 3h + 4m + 5s + 67ms | project d1 = format_timespan(d, "d"), d2 = format_timespan(d, "ddd.hh:mm:ss"), d3 = format_timespan(d * 30, "H-m_s.fff"), d4 = format_timespan(d, "[dd] hh,fffffff f"), d5 = format_timespan(30d, "d"), d6 = format_timespan(Timestamp - datetime(2026-01-01), "d.hh:mm:ss.ff")',
  'A | extend p = strcat(@"C:\\Win\\", K, @"x\\", V, ".tar.gz") | extend q = parse_path(p) | project p, a = tostring(q.Filename), b = tostring(q.Extension), c = tostring(q.DirectoryPath), d = tostring(q.DirectoryName), e = tostring(q.RootPath), f = tostring(q.Scheme), g = tostring(q.AlternateDataStreamName)',
  'A | extend p = strcat("file://c/d/e", V, ":st") | extend q = parse_path(p) | project p, a = tostring(q.Filename), b = tostring(q.Extension), c = tostring(q.DirectoryPath), d = tostring(q.DirectoryName), e = tostring(q.RootPath), f = tostring(q.Scheme), g = tostring(q.AlternateDataStreamName)',
  'A | extend p = strcat("e", K, ".x:st") | extend q = parse_path(p) | project p, a = tostring(q.Filename), b = tostring(q.Extension), c = tostring(q.DirectoryPath), d = tostring(q.DirectoryName), e = tostring(q.RootPath), f = tostring(q.Scheme), g = tostring(q.AlternateDataStreamName)',
  'A | extend p = strcat("/usr/local", "/bin/", K, "z") | extend q = parse_path(p) | project p, a = tostring(q.Filename), b = tostring(q.Extension), c = tostring(q.DirectoryPath), d = tostring(q.DirectoryName), e = tostring(q.RootPath), f = tostring(q.Scheme), g = tostring(q.AlternateDataStreamName)',
  'A | extend p = strcat(@"\\\\srv\\share\\", V, @"\\.profile") | extend q = parse_path(p) | project p, a = tostring(q.Filename), b = tostring(q.Extension), c = tostring(q.DirectoryPath), d = tostring(q.DirectoryName), e = tostring(q.RootPath), f = tostring(q.Scheme), g = tostring(q.AlternateDataStreamName)',
  'A | extend s = split(strcat(K, ".", L, ".b"), ".") | project K, L, x = tostring(s[array_length(s) - 1]), y = tostring(s[array_length(s) - 2]), z = tostring(s[array_length(s) - 4]), w = tostring(s[-1])',
  'A | extend s = split(strcat(K, ".", L, ".b"), ".") | project K, L, x = tostring(s[V]), y = tostring(s[N]), z = tostring(s[-V])',
  'A | extend t = strcat(K, "aaaa", L, "ABaAbB") | project t, a = countof(t, "aa"), b = countof(t, "A"), c = countof(t, "[A-Z]", "regex"), d = countof(t, ".", "regex"), e = countof(t, "a+", "regex"), f = countof(t, "bB"), g = countof(t, "\\"")',
  'A | extend t = strcat("\\U0001f600", K, "é\\n") | project t, a = countof(t, ".", "regex"), b = countof(t, "[^a]", "regex"), c = countof(t, "é"), d = countof(t, "\\U0001f600")',
  'A | where countof(K, "a") > 0 | project K, V',
  'A | extend x = extract_all("([a-z])", K) | project K, x',
  'A | extend t = strcat(K, ",", L, ";a1b22c333") | extend x = extract_all("([0-9]+)", t) | project t, x',
  'A | extend t = strcat(K, "Se", L, "Pr,SePr-Se", K, "Pr") | extend x = extract_all("Se(.*?)Pr", t) | mv-expand x | project t, x',
  'A | extend t = strcat(L, K) | extend x = extract_all("(a|(b)|x)", dynamic([2]), t) | mv-expand x to typeof(string) | project K, L, x',
  'A | extend t = strcat(L, K) | extend x = extract_all("(a|(b)|x)", dynamic([1]), t) | project t, n = array_length(x), f = tostring(x[0]), s = tostring(x)',
  'A | extend x = extract_all("([aA])", strcat(K, L)) | where x has "a" | project K, L',
  'A | extend x = extract_all("([aA])", strcat(K, L)) | mv-expand x | summarize n = count(), s = make_set(x) by K',
  "A | extend x = extract_all(\"([a-z])\", dynamic([1]), strcat(K, L)) | extend y = translate('[\"]', '', tostring(x)) | project K, L, y",
  'A | project K, x = translate("abA", "xyz", strcat(K, L, "aAbB"))',
  'A | project K, x = translate("ab|", "-", strcat(K, L, "aAbB"))',
  'A | project K, x = translate("aab%", "-$", strcat(K, L, "aAbB"))',
  'A | extend x = extract_all("(^a|q$|b)", strcat(K, "\\n", L, K)) | project K, L, x',
  'A | extend x = extract_all(@"(\\ba)", strcat(K, " aa a-a ", L)) | project K, L, x',
  'A | extend x = extract_all("(.)", strcat(K, L)) | mv-expand x to typeof(string) | extend y = strcat("<", x) | summarize count() by y',
  'A | where K in ((B | extend x = extract_all("(.)", strcat(K, L)) | mv-expand x to typeof(string) | where isnotempty(x) | project x)) | project K, V',
  'A | extend x = extract_all("([a-z])", strcat(K, L)) | mv-expand x | where x == "a" or isempty(x) | project K, L, e = isnull(x), f = strcat(x, "!")',
  'A | extend x = extract_all("([a-z])", strcat(K, L)) | where isnull(x) | project K, L',
  'A | extend x = extract_all("([a-z])", strcat(K, L)) | where isnotnull(x) and array_length(x) >= 1 | project K, L',
  'A | extend x = extract_all("([a-z])", strcat(K, L)) | join kind=inner (B | project N, V) on N | project K, x, V, t = tostring(x), n = array_length(x)',
  'A | extend x = extract_all("([a-z])", strcat(K, L)) | summarize n = dcount(tostring(x)), l = make_list(tostring(x[0])) by K',
];

const left =
  'datatable(K:int, S:string, T:datetime)[0, "a|b", datetime(2020-01-01 10:00:00.5), 0, "", datetime(null), 1, "x\\"*", datetime(1960-01-01), int(null), "n", datetime(2020-01-03), 3, "z", datetime(2020-01-03)]';
const right =
  'datatable(K:int, S:string, R:real, B:bool)[0, "World", 1.5, true, 0, "Mundo", real(null), false, 1, "M", -2, bool(null), int(null), "null", 3, true, 16, "", 4, true]';

const constants = [
  left,
  `${left} | where isempty(S) or T > datetime(2000-01-01) | project S, n = strlen(S), T`,
  'datatable(V:int)[3, 1, 3, 2] | where V > 1 | summarize count() by V',
  ...modes.map((mode) => `${left} | join kind=${mode} (${right}) on K`),
  `${left} | join kind=inner (${right} | summarize c = count(), r = max(R) by K) on K | project K, S, c, r`,
  `union (${left} | where K < 2 | summarize n = count() by K), (${right} | extend n = 7 | top 2 by R asc nulls last), (${left} | project K) | project K, n, R`,
];

describe.skipIf(missing !== null)(`rows of several queries on Elasticsearch 8.19 (${missing ?? 'running'})`, () => {
  let engine: Elasticsearch;
  const tables = joinedTables(1);

  beforeAll(async () => {
    engine = await startElasticsearch(execFileSync('bash', [script, '--home'], { encoding: 'utf8' }).trim());
    await loadTables(engine, 'joined', tables);
  }, 120_000);
  afterAll(() => engine?.stop(), 30_000);

  test.each([...joins, ...others, ...beside, ...matches, ...constants])('%s', async (kql) => {
    const { expected, got } = await compared(engine, 'joined', kql, tables);
    expect(got).toEqual(expected);
  }, 30_000);
});

// Rows, and queries over them whose columns hold arrays, bags and pieces of texts: what Elasticsearch makes of them is to be KQL's.
import type { RowsTable } from './esql-rows.ts';

export const dynamicTable: RowsTable = {
  columns: [
    { name: 'Id', type: 'long' },
    { name: 'S', type: 'string' },
    { name: 'K', type: 'string' },
    { name: 'N', type: 'long' },
    { name: 'R', type: 'real' },
  ],
  rows: [
    [0n, 'C:\\Windows\\a.exe', 'a', 5n, 1.5],
    [1n, 'a,b,,a', 'a', null, null],
    [2n, '', 'b', 0n, -2.25],
    [3n, 'user "x" id=42; y', 'b', -7n, 0],
    [4n, '"quoted"', '', 5n, null],
    [5n, '{"k":"v","n":5}', 'c', 12n, 3],
    [6n, 'id=99999999999999999999; z', 'c', 1n, 3],
    [7n, 'line\nid=7;\ttab * ? | ` {{y}}', 'c', 1n, 3],
    [8n, 'null', 'd', null, null],
  ],
};

export const dynamicQueries: readonly string[] = [
  // pieces of a text
  'T | parse S with Drive ":\\\\" Rest | project Id, Drive, Rest',
  'T | parse S with Drive @"\\" * | project Id, Drive',
  'T | parse S with * "id=" Number:long ";" * | project Id, Number',
  'T | parse S with * "id=" Number:long ";" Rest | project Id, Number, Rest',
  'T | parse-where S with * "id=" Number:long ";" Rest | project Id, Number, Rest',
  'T | parse-where S with A "," B "," C | project Id, A, B, C',
  'T | parse kind=relaxed S with * "id=" Number:long ";" Rest | project Id, Number, Rest',
  'T | parse kind=regex S with A ":[^a-z]+" B | project Id, A, B',
  'T | parse kind=regex flags=Us S with * "(i)d=" A ";" * | project Id, A',
  'T | parse S with S "," Rest | project Id, S, Rest',
  'T | parse S with * "\\"" A "\\"" * | extend B = strcat(A, K) | project Id, A, B',
  'T | where Id > 100 | parse S with A "," B | project A, B',
  // arrays in rows
  'T | mv-expand A = split(S, ",") | project Id, A = tostring(A)',
  'T | mv-expand A = split(S, ",") to typeof(string) | where A == "a" | project Id, A',
  'T | mv-expand A = split(S, ",") limit 2 | project Id, A = tostring(A)',
  'T | summarize A = make_set(S) by K | mv-expand A | project K, A = tostring(A)',
  'T | summarize A = make_set(N) by K | mv-expand A to typeof(long) | project K, A',
  'T | summarize A = make_set(N) by K | extend B = A | mv-expand A to typeof(long) | project K, A, B',
  'T | where Id > 100 | summarize A = make_set(S) | mv-expand A',
  'T | mv-expand X = dynamic(["p", "q"]) to typeof(string) | project Id, X',
  'T | mv-expand X = dynamic([1, 2]) to typeof(long) | summarize sum(X * N) by K',
  // every value of a group
  'T | summarize A = make_list(S) by K | project K, A, n = array_length(A)',
  'T | summarize A = make_list(N), B = make_list(R), C = make_set(N) by K',
  'T | summarize A = make_list_if(N, N > 0), c = count() by K',
  'T | sort by Id desc | summarize A = make_list(Id) | project t = tostring(A)',
  'T | sort by N asc nulls last | where isnotnull(N) and Id in (0, 2, 3, 5) | summarize A = make_list(S) | project t = tostring(A), n = tostring(A[0])',
  'T | where Id > 100 | summarize A = make_list(S) | project n = array_length(A)',
  'T | summarize A = make_list(S) by K | mv-expand A to typeof(string) | project K, A',
  'T | summarize A = make_list(Id, 3) | project n = array_length(A)',
  // parts of texts
  'T | project Id, A = split(S, "er "), n = array_length(split(S, ",,"))',
  'T | extend U = strcat("https://u:p@", K, "h.example:8080/a/b.html?q=1&r=2#f") | project Id, h = tostring(parse_url(U).Host), p = tostring(parse_url(U).Path), o = tostring(parse_url(U).Port), f = tostring(parse_url(U).Fragment), s = tostring(parse_url(U).Scheme), n = tostring(parse_url(U).Username)',
  // arrays as values
  'T | extend A = split(S, ",") | project Id, n = array_length(A), h = set_has_element(A, "b"), e = set_has_element(A, ""), f = tostring(A[0]), l = tostring(array_slice(A, 1, 2))',
  'T | project Id, t = tostring(split(S, ","))',
  'T | summarize A = make_set(N) by K | project K, n = array_length(A), h = set_has_element(A, 5), s = tostring(array_sort_asc(A))',
  'T | project Id, A = pack_array(S, K), n = array_length(pack_array(S, K, "x")), t = tostring(pack_array(K, S))',
  'T | project Id, A = array_concat(split(S, ","), split(K, ",")), u = set_union(split(S, ","), split(K, ","))',
  'T | project Id, b = tostring(bag_pack("k", K, "s", S, "n", N)), k = tostring(bag_pack("k", K, "n", N).k)',
  'T | extend B = bag_pack("k", K, "n", N) | where B.k == "a" | project Id, n = tolong(B.n)',
  'T | where S !contains "{" and S !contains "\\n" and S !contains " " | project Id, t = tostring(parse_json(S))',
  'T | where isnotempty(tostring(dynamic(["a", "b"]))) | project Id, x = tostring(dynamic([1, 2]))',
];

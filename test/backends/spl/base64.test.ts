// `base64_decode_tostring`: texts in, decoded texts out, by KQL's evaluator and by that of Splunk's documented rules.
import { describe, expect, it } from 'vitest';
import { answers } from './answers.ts';
import { spl } from './spl.ts';

const coded = (bytes: readonly number[] | string): string => Buffer.from(bytes as string).toString('base64');

const cases: readonly (readonly [name: string, base64: string, text: string])[] = [
  ['no padding', coded('abc'), 'abc'],
  ['one sign of padding', coded('ab'), 'ab'],
  ['two signs of padding', coded('a'), 'a'],
  ['several groups', coded('IEX (New-Object Net.WebClient) | "x\\y" * ? ~ <>'), 'IEX (New-Object Net.WebClient) | "x\\y" * ? ~ <>'],
  ['the whole alphabet', 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', ''],
  ['two, three and four bytes', coded('é€𐍈\ud7ff'), 'é€𐍈\ud7ff'],
  ['zero bytes stay', coded('i\0e\0x\0'), 'i\0e\0x\0'],
  ['line breaks', coded('a\r\nb'), 'a\r\nb'],
  ['percent signs', coded('100%25 +x'), '100%25 +x'],
  ['the empty text', '', ''],
  ['no base64', 'abc', ''],
  ['padding in between', 'YQ==YQ==', ''],
  ['padding alone', '====', ''],
  ['another letter', 'ab-_', ''],
  ['a line break behind it', 'YWJj\n', ''],
  ['a lone byte of a longer letter', coded([0x61, 0x80]), ''],
  ['a letter that is cut off', coded([0x61, 0xe2, 0x82]), ''],
  ['an overlong form', coded([0xc1, 0x81]), ''],
  ['an overlong form of three bytes', coded([0xe0, 0x80, 0x81]), ''],
  ['half of a pair', coded([0xed, 0xa0, 0x80]), ''],
  ['beyond the last letter', coded([0xf4, 0x90, 0x80, 0x80]), ''],
  ['the last letter', coded('\u{10ffff}'), '\u{10ffff}'],
];

describe('the same text as KQL', () => {
  it.each(cases)('%s', async (_, base64, text) => {
    const kql = `print t=${JSON.stringify(base64)} | extend d=base64_decode_tostring(t) | project d`;
    const { kql: own, spl: theirs } = await answers(kql);
    expect(own).toEqual([text]);
    expect(theirs).toEqual(own);
  });
});

it("PowerShell's encoded command, out of its command line", () => {
  const command = Buffer.from('IEX "$env:é" | Out-Null', 'utf16le').toString('base64');
  const kql = `print c=${JSON.stringify(`powershell.exe -enc ${command}`)}, n=1
    | extend b = extract(@'\\s+([A-Za-z0-9+/]{20}\\S+$)', 1, c) | extend d = replace_string(base64_decode_tostring(b), '\\u0000', '') | project d`;
  expect(answers(kql)).toEqual({ kql: [''], spl: [''] });
});

it('in a condition: behind the conditions that decode nothing', () => {
  expect(spl('T | where base64_decode_tostring(A) has "iex" and N > 1 | project B')).toMatchInlineSnapshot(`
    "index=*
    | fillnull value="" B A
    | eval N=tonumber(N)
    | where N > 1
    | eval rmmc_base64=if(match(A, "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)\\\\z"), A, null())
    | eval rmmc_decoded=split(replace(replace(rmmc_base64, "=", "A"), "(.)(?=.)", "\\\\1 "), " ")
    | eval rmmc_decoded=mvmap(rmmc_decoded, len(replace("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", "[" . rmmc_decoded . "].*", "")))
    | eval rmmc_decoded=mvjoin(mvmap(rmmc_decoded, floor(rmmc_decoded / 8) . (rmmc_decoded % 8)), "")
    | eval rmmc_decoded=split(replace(rmmc_decoded, "(.{8})(?=.)", "\\\\1 "), " ")
    | eval rmmc_decoded=mvjoin(mvmap(rmmc_decoded, substr(tostring(tonumber(rmmc_decoded, 8) + 16777216, "hex"), 4)), "")
    | eval rmmc_decoded=substr(rmmc_decoded, 1, len(rmmc_decoded) - (2 * (len(rmmc_base64) - len(rtrim(rmmc_base64, "=")))))
    | eval rmmc_decoded=if(match(rmmc_decoded, "(?i)^(?:[0-7].|(?:c[2-9a-f]|d.)[89ab].|(?:e0[ab]|e[1-9abcef][89ab]|ed[89]).[89ab].|(?:f0[9ab]|f[1-3][89ab]|f48).(?:[89ab].){2})++\\\\z"), urldecode(replace(rmmc_decoded, "(..)", "%\\\\1")), "")
    | where match(rmmc_decoded, "(?i)(?<![0-9A-Za-z])iex(?![0-9A-Za-z])")
    | table B
    "
  `);
});

it('twice the same text, and two texts', () => {
  expect(
    spl('T | project x = base64_decode_tostring(A), y = strlen(base64_decode_tostring(A)), z = base64_decode_tostring(tolower(B))'),
  ).toMatchInlineSnapshot(`
    "index=*
    | fillnull value="" A B
    | eval rmmc_base64=if(match(A, "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)\\\\z"), A, null())
    | eval rmmc_decoded=split(replace(replace(rmmc_base64, "=", "A"), "(.)(?=.)", "\\\\1 "), " ")
    | eval rmmc_decoded=mvmap(rmmc_decoded, len(replace("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", "[" . rmmc_decoded . "].*", "")))
    | eval rmmc_decoded=mvjoin(mvmap(rmmc_decoded, floor(rmmc_decoded / 8) . (rmmc_decoded % 8)), "")
    | eval rmmc_decoded=split(replace(rmmc_decoded, "(.{8})(?=.)", "\\\\1 "), " ")
    | eval rmmc_decoded=mvjoin(mvmap(rmmc_decoded, substr(tostring(tonumber(rmmc_decoded, 8) + 16777216, "hex"), 4)), "")
    | eval rmmc_decoded=substr(rmmc_decoded, 1, len(rmmc_decoded) - (2 * (len(rmmc_base64) - len(rtrim(rmmc_base64, "=")))))
    | eval rmmc_decoded=if(match(rmmc_decoded, "(?i)^(?:[0-7].|(?:c[2-9a-f]|d.)[89ab].|(?:e0[ab]|e[1-9abcef][89ab]|ed[89]).[89ab].|(?:f0[9ab]|f[1-3][89ab]|f48).(?:[89ab].){2})++\\\\z"), urldecode(replace(rmmc_decoded, "(..)", "%\\\\1")), ""), rmmc_base64=lower(B)
    | eval rmmc_base64=if(match(rmmc_base64, "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)\\\\z"), rmmc_base64, null())
    | eval rmmc_decoded_2=split(replace(replace(rmmc_base64, "=", "A"), "(.)(?=.)", "\\\\1 "), " ")
    | eval rmmc_decoded_2=mvmap(rmmc_decoded_2, len(replace("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", "[" . rmmc_decoded_2 . "].*", "")))
    | eval rmmc_decoded_2=mvjoin(mvmap(rmmc_decoded_2, floor(rmmc_decoded_2 / 8) . (rmmc_decoded_2 % 8)), "")
    | eval rmmc_decoded_2=split(replace(rmmc_decoded_2, "(.{8})(?=.)", "\\\\1 "), " ")
    | eval rmmc_decoded_2=mvjoin(mvmap(rmmc_decoded_2, substr(tostring(tonumber(rmmc_decoded_2, 8) + 16777216, "hex"), 4)), "")
    | eval rmmc_decoded_2=substr(rmmc_decoded_2, 1, len(rmmc_decoded_2) - (2 * (len(rmmc_base64) - len(rtrim(rmmc_base64, "=")))))
    | eval rmmc_decoded_2=if(match(rmmc_decoded_2, "(?i)^(?:[0-7].|(?:c[2-9a-f]|d.)[89ab].|(?:e0[ab]|e[1-9abcef][89ab]|ed[89]).[89ab].|(?:f0[9ab]|f[1-3][89ab]|f48).(?:[89ab].){2})++\\\\z"), urldecode(replace(rmmc_decoded_2, "(..)", "%\\\\1")), ""), y=len(rmmc_decoded)
    | rename rmmc_decoded as x, rmmc_decoded_2 as z
    | table x y z
    "
  `);
});

it('whole rows lose what only helped', () => {
  expect(spl('T | where base64_decode_tostring(A) has "iex"').split('\n').slice(-4)).toMatchInlineSnapshot(`
    [
      "| where match(rmmc_decoded, "(?i)(?<![0-9A-Za-z])iex(?![0-9A-Za-z])")",
      "| fields - rmmc_base64 rmmc_decoded",
      "| eval Timestamp=strftime(_time, "%Y-%m-%dT%H:%M:%S.%6N%z")",
      "",
    ]
  `);
});

// Functions of texts that hold structure: expected values from their reference pages (learn.microsoft.com/kusto/query/<name>-function) unless a test says otherwise.
import { describe } from 'vitest';
import { areRefused, valuesAre } from '../expressions.ts';

const path = (text: string, parts: readonly [string, string, string, string, string, string, string]): readonly [string, string] => {
  const [Scheme, RootPath, DirectoryPath, DirectoryName, Filename, Extension, AlternateDataStreamName] = parts;
  const bag = { Scheme, RootPath, DirectoryPath, DirectoryName, Filename, Extension, AlternateDataStreamName };
  return [`parse_path(@"${text}")`, JSON.stringify(bag)];
};

describe('parse_path', () => {
  valuesAre([
    path('C:\\temp\\file.txt', ['', 'C:', 'C:\\temp', 'temp', 'file.txt', 'txt', '']),
    path('temp\\file.txt', ['', '', 'temp', 'temp', 'file.txt', 'txt', '']),
    path('file://C:/temp/file.txt:some.exe', ['file', 'C:', 'C:/temp', 'temp', 'file.txt', 'txt', 'some.exe']),
    path('\\\\shared\\users\\temp\\file.txt.gz', ['', '', '\\\\shared\\users\\temp', 'temp', 'file.txt.gz', 'gz', '']),
    path('/usr/lib/temp/file.txt', ['', '', '/usr/lib/temp', 'temp', 'file.txt', 'txt', '']),
    path('', ['', '', '', '', '', '', '']),
    path('C:\\temp\\', ['', 'C:', 'C:\\temp', 'temp', '', '', '']),
  ]);
  areRefused(['parse_path(@"C:\\file.txt")', 'parse_path(@"\\\\?\\C:\\temp\\file.txt")', 'parse_path("/file.txt")']);
});

describe('URLs', () => {
  const bag =
    '{"Scheme":"scheme","Host":"host","Port":"1234","Path":"this/is/a/path","Username":"username","Password":"password",' +
    '"Query Parameters":{"k1":"v1","k2":"v2"},"Fragment":"fragment"}';
  valuesAre([
    ['parse_url("scheme://username:password@host:1234/this/is/a/path?k1=v1&k2=v2#fragment")', bag],
    ['parse_url("https://bing.com").Host', '"bing.com"'],
    ['parse_urlquery("k1=v1&k2=v2&k3=v3")', '{"Query Parameters":{"k1":"v1","k2":"v2","k3":"v3"}}'],
    ['parse_urlquery("view=vs-2019&preserve-view=true")["Query Parameters"]["preserve-view"]', '"true"'],
    ['url_encode("https://www.bing.com/hello world")', '"https%3a%2f%2fwww.bing.com%2fhello+world"'],
    ['url_encode_component("https://www.bing.com/hello world")', '"https%3a%2f%2fwww.bing.com%2fhello%20world"'],
    ['url_encode("é")', '"%c3%a9"'],
    ['url_decode("https%3a%2f%2fwww.bing.com%2f%C3%A9")', '"https://www.bing.com/é"'],
  ]);
  areRefused(['parse_url("bing.com")', 'parse_url("https://a/?q=%20")', 'url_decode("a+b")', 'url_decode("%f")', 'url_encode("~")']);
});

describe('parse_command_line', () => {
  valuesAre([
    ['parse_command_line("echo \\"hello world!\\"", "windows")', '["echo","hello world!"]'],
    [String.raw`parse_command_line(@'"C:\Program Files\a.exe" -x "b c"', "windows")`, String.raw`["C:\\Program Files\\a.exe","-x","b c"]`],
  ]);
  areRefused(['parse_command_line("", "windows")']);
});

describe('parse_csv', () => {
  valuesAre([
    [
      `parse_csv('aa,"b,b,b",cc,"Escaping quotes: ""Title""","line1\\nline2"')`,
      '["aa","b,b,b","cc","Escaping quotes: \\"Title\\"","line1\\nline2"]',
    ],
    [`parse_csv('record1,a,b,c\\nrecord2,x,y,z')`, '["record1","a","b","c"]'],
    ['parse_csv("")', '[""]'],
    ['parse_csv("a,,")', '["a","",""]'],
  ]);
  areRefused([`parse_csv('"a"b,c')`]);
});

describe('parse_version', () => {
  valuesAre([
    ['parse_version("0.0.0.5")', '5'],
    ['parse_version("0.0.7.0")', '700000000'],
    ['parse_version("0.2")', '20000000000000000'],
    ['parse_version("1.2.3.4")', '1000000020000000300000004'],
    ['parse_version("1")', '1000000000000000000000000'],
    ['parse_version("1.2.3.4.5")', 'null'],
    ['parse_version("1.123456789")', 'null'],
    ['parse_version("1.a")', 'null'],
    ['parse_version("1.10") > parse_version("1.9")', 'true'],
  ]);
});

describe('parse_xml', () => {
  const xml = (text: string, bag: string): readonly [string, string] => [`parse_xml('${text}')`, bag];
  valuesAre([
    xml('<e/>', '{"e":null}'),
    xml('<e>text</e>', '{"e":"text"}'),
    xml('<e name="value" />', '{"e":{"@name":"value"}}'),
    xml('<e name="value">text</e>', '{"e":{"@name":"value","#text":"text"}}'),
    xml('<e> <a>text</a> <b>text</b> </e>', '{"e":{"a":"text","b":"text"}}'),
    xml('<e> <a>text</a> <a>text</a> </e>', '{"e":{"a":["text","text"]}}'),
    xml('<e> text <a>text</a> </e>', '{"e":{"#text":"text","a":"text"}}'),
    xml('<?xml version="1.0" encoding="UTF-8"?><!-- c --><e>a &lt;&#x41;&#66;&gt;</e>', '{"e":"a <AB>"}'),
    xml('<e>', 'null'),
    xml('<e></f>', 'null'),
    xml('<e a="1" a="2"/>', 'null'),
    xml('<e>&nbsp;</e>', 'null'),
    xml('<e/><f/>', 'null'),
    xml('no xml', 'null'),
    xml('', 'null'),
  ]);
  areRefused([`parse_xml('<e><![CDATA[x]]></e>')`, `parse_xml('<!DOCTYPE e><e/>')`, `parse_xml('<e>a<b/>c</e>')`]);
});

describe('Base64', () => {
  valuesAre([
    ['base64_encode_tostring("Kusto")', '"S3VzdG8="'],
    ['base64_encode_tostring("é")', '"w6k="'],
    ['base64_decode_tostring("S3VzdG8=")', '"Kusto"'],
    ['base64_decode_tostring("U3RyaW5n0KHR0tGA0L7Rh9C60LA=")', '""'],
    ['base64_decode_tostring("S3VzdG8")', '""'],
    ['base64_decode_tostring("no base")', '""'],
    ['base64_decode_toarray("S3VzdG8=")', '[75,117,115,116,111]'],
    ['base64_decode_toarray("U3RyaW5n0KHR0tGA0L7Rh9C60LA")', 'null'],
    ['base64_decode_toguid("abcd1231")', 'null'],
  ]);
});

describe('JSON', () => {
  valuesAre([
    ['parse_json("null")', 'null'],
    ['parse_json("[1, 2.0, 1e2, 9223372036854775807, 9223372036854775808]")', '[1,2.0,100.0,9223372036854775807,9.223372036854776E+18]'],
    ['parse_json("")', 'null'],
    ['parse_json(" ")', '" "'],
    ['parse_json("invalid")', '"invalid"'],
    [`parse_json("{'a': 'b'}")`, `"{'a': 'b'}"`],
    [`parse_json('{"a":1,"a":2}')`, '{"a":2}'],
    [`parse_json('"\\\\u0041\\\\n"')`, '"A\\n"'],
    [`extract_json("$.name", '{"name": "John", "age": 30}')`, '"John"'],
    [`extract_json("$.a[1]['b c']", '{"a": [0, {"b c": {"d": 1}}]}')`, '"{\\"d\\":1}"'],
    [`extract_json("$.x", '{"a": 1}')`, '""'],
    [`extract_json("$.x", 'no json')`, '""'],
    [
      `dynamic_to_json(dynamic({"b":{"z":1,"y":2},"a":[3,{"d":1,"c":2}]}))`,
      '"{\\"a\\":[3,{\\"c\\":2,\\"d\\":1}],\\"b\\":{\\"y\\":2,\\"z\\":1}}"',
    ],
  ]);
  areRefused([`extract_json("$..a", '{}')`, `extract_json("$.a[*]", '{}')`]);
});

describe('left out', () => {
  areRefused(['parse_user_agent("Mozilla/5.0", "browser")']);
});

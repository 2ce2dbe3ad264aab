// Base64 of bytes, compressed texts, Punycode: answers of their reference pages (learn.microsoft.com/kusto/query) unless a test says otherwise.
import { describe, expect, test } from 'vitest';
import { refusalOf, rowsOf } from '../run.ts';

const printOf = (expression: string): string => rowsOf(`print x = ${expression}`)[1] ?? '';

const table = (examples: readonly (readonly [string, string])[]): void => {
  test.each(examples)('%s is %s', (expression, expected) => {
    expect(printOf(expression)).toBe(expected);
  });
};

describe('base64', () => {
  table([
    // base64-encode-fromarray-function, whose array is that of "S3VzdG8="
    ['base64_encode_fromarray(dynamic([75,117,115,116,111]))', '"S3VzdG8="'],
    ['base64_encode_fromarray(dynamic(null))', '""'],
    // base64-encode-fromguid-function
    ['base64_encode_fromguid(toguid("ae3133f2-6e22-49ae-b06a-16e6a9b212eb"))', '"8jMxriJurkmwahbmqbIS6w=="'],
    ['base64_encode_fromguid(guid(null))', '""'],
  ]);
  test('an element that is no byte', () => {
    expect(refusalOf('print base64_encode_fromarray(dynamic([256]))')).toBe(
      'RMMC7001 `base64_encode_fromarray()` of an element that is no byte is not evaluated',
    );
  });
});

describe('compressed texts', () => {
  table([
    // zlib-base64-decompress-function
    ['zlib_decompress_from_base64_string("eJwLSS0uUSguKcrMS1cwNDIGACxqBQ4=")', '"Test string 123"'],
    ['zlib_decompress_from_base64_string("x0x0x0")', '""'],
    // zlib-base64-compress-function, back
    ['zlib_decompress_from_base64_string("eAEBFADr/zEyMzQ1Njc4OTBxd2VydHl1aW9wOAkGdw==")', '"1234567890qwertyuiop"'],
    // gzip-base64-decompress
    ['gzip_decompress_from_base64_string("H4sIAAAAAAAA/wEUAOv/MTIzNDU2Nzg5MHF3ZXJ0eXVpb3A6m7f2FAAAAA==")', '"1234567890qwertyuiop"'],
    ['gzip_decompress_from_base64_string("x0x0x0")', '""'],
    // one is not the other, and a checksum must hold
    ['gzip_decompress_from_base64_string("eJwLSS0uUSguKcrMS1cwNDIGACxqBQ4=")', '""'],
    ['zlib_decompress_from_base64_string("eJwLSS0uUSguKcrMS1cwNDIGACxqBQ8=")', '""'],
  ]);
  test('the bytes that Kusto compresses to are not documented', () => {
    expect(refusalOf('print zlib_compress_to_base64_string("1234567890qwertyuiop")')).toBe(
      'RMMC7001 the function `zlib_compress_to_base64_string()` is not evaluated',
    );
  });
});

describe('punycode', () => {
  table([
    // punycode-from-string-function, punycode-to-string-function
    ["punycode_from_string('académie-française')", '"acadmie-franaise-npb1a"'],
    ["punycode_from_string('艺术')", '"cqv902d"'],
    ["punycode_to_string('acadmie-franaise-npb1a')", '"académie-française"'],
    ["punycode_to_string('a_b!')", '""'],
    // punycode-domain-to-string-function
    ["punycode_domain_to_string('Lê Lợi。Thuận Thiên。com')", '"xn--L Li-gpa4517b.xn--Thun Thin-s4a7194f.com"'],
    ["punycode_domain_to_string('Riðill｡Skáldskaparmál｡org')", '"xn--Riill-jta.xn--Skldskaparml-dbbj.org"'],
    ['punycode_domain_to_string("Kaledvoulc\'h.Artorījos.edu")', '"Kaledvoulc\'h.xn--Artorjos-ejb.edu"'],
    // punycode-domain-from-string-function
    ["punycode_domain_from_string('xn--Ge-mia.Bulg.edu')", '"Gáe.Bulg.edu"'],
    ["punycode_domain_from_string('xn--Lin-8na.Celtchair.org')", '"Lúin.Celtchair.org"'],
    ["punycode_domain_from_string('xn--Ry-lja8c.xn--Jng-uta63a.xn--Bng-9ka.com')", '"Rúyì.Jīngū.Bàng.com"'],
  ]);
  test('ASCII text', () => {
    expect(refusalOf("print punycode_from_string('abc')")).toBe(
      'RMMC7001 `punycode_from_string()` of text without other characters than ASCII is not evaluated',
    );
  });
});

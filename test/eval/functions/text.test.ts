// Functions of strings: expected values from their reference pages (learn.microsoft.com/kusto/query/<name>-function) unless a test says otherwise.
import { describe, expect, test } from 'vitest';
import { valuesAre } from '../expressions.ts';
import { refusalOf } from '../run.ts';

describe('case', () => {
  valuesAre([
    ['tolower("HÉLLO Σ")', '"héllo σ"'],
    ['toupper("héllo")', '"HÉLLO"'],
  ]);
  test('one character that becomes two is refused', () => {
    expect(refusalOf('print x = toupper("straße")')).toMatchInlineSnapshot(`"RMMC7001 \`toupper()\` of \`ß\` is not evaluated"`);
  });
});

describe('size', () => {
  valuesAre([
    ['strlen("⒦⒰⒮⒯⒪")', '5'],
    ['strlen("a😀")', '2'],
    ['string_size("⒦⒰⒮⒯⒪")', '15'],
    ['strlen(tostring(dynamic(null)))', '0'],
  ]);
});

describe('substring', () => {
  valuesAre([
    ['substring("123456", 1)', '"23456"'],
    ['substring("123456", 2, 2)', '"34"'],
    ['substring("ABCD", 0, 2)', '"AB"'],
    ['substring("123456", -2, 2)', '"56"'],
    ['substring("abc", 10, 5)', '""'],
    ['substring("a😀b", 1, 1)', '"😀"'],
  ]);
  test('a start before the text is refused', () => {
    expect(refusalOf('print x = substring("abc", -5)')).toMatchInlineSnapshot(
      `"RMMC7001 \`substring()\` that starts before the text is not evaluated"`,
    );
  });
});

describe('joined', () => {
  valuesAre([
    ['strcat("a", 1, true, dynamic({"b":[1.5]}), 1h, int(null))', '"a1true{\\"b\\":[1.5]}01:00:00"'],
    ['strcat_delim("-", 1, "2", "A", 1s)', '"1-2-A-00:00:01"'],
    ['strcat_array(dynamic([1, 2, 3]), "->")', '"1->2->3"'],
    ['strrep("ABC", 2)', '"ABCABC"'],
    ['strrep(123, 3, ".")', '"123.123.123"'],
    ['strrep(3s, 2, " ")', '"00:00:03 00:00:03"'],
    ['reverse("a😀b")', '"b😀a"'],
    ['reverse(3h)', '"00:00:30"'],
  ]);
});

describe('strcmp', () => {
  valuesAre([
    ['strcmp("ABC", "ABC")', '0'],
    ['strcmp("abc", "ABC")', '1'],
    ['strcmp("ABC", "abc")', '-1'],
    ['strcmp("abcde", "abc")', '1'],
  ]);
});

describe('indexof', () => {
  valuesAre([
    ['indexof("abcdefg", "cde")', '2'],
    ['indexof("abcdefg", "cde", 1, 4)', '2'],
    ['indexof("abcdefg", "cde", 1, 2)', '-1'],
    ['indexof("abcdefg", "cde", 3, 4)', '-1'],
    ['indexof("abcdefg", "cde", -5)', '2'],
    ['indexof(1234567, 5, 1, 4)', '4'],
    ['indexof("abcdefgabcdefg", "cde", 1, 10, 2)', '9'],
    ['indexof("abcdefgabcdefg", "cde", 1, -1, 3)', '-1'],
    ['indexof("😀b", "b")', '1'],
    ['indexof("abc", "b", 0, -2)', 'null'],
    ['indexof("abc", "b", 0, -1, -1)', 'null'],
    ['indexof("abc", "", 9)', '-1'],
    ['indexof_regex("abcabc", @"a.c")', '0'],
    ['indexof_regex("abcabcdefg", @"a.c", 0, 9, 2)', '3'],
    ['indexof_regex("abcabc", @"a.c", 1, -1, 2)', '-1'],
    ['indexof_regex("ababaa", @"a.a", 0, -1, 2)', '-1'],
    ['indexof_regex("abcabc", @"a|ab", -1)', 'null'],
  ]);
});

describe('countof', () => {
  valuesAre([
    ['countof("aaa", "a")', '3'],
    ['countof("aaaa", "aa")', '3'],
    ['countof("ababa", "ab", "normal")', '2'],
    ['countof("ababa", "aba")', '2'],
    ['countof("ababa", "aba", "regex")', '1'],
    ['countof("abcabc", "a.c", "regex")', '2'],
    ['countof("Aa", "a")', '1'],
  ]);
});

describe('split', () => {
  valuesAre([
    ['split("aa_bb", "_")', '["aa","bb"]'],
    ['split("aaa_bbb_ccc", "_", 1)', '["bbb"]'],
    ['split("", "_")', '[""]'],
    ['split("a__b", "_")', '["a","","b"]'],
    ['split("aabbcc", "bb")', '["aa","cc"]'],
    ['split("a_b", "_", 5)', '[]'],
  ]);
});

describe('trim', () => {
  valuesAre([
    ['trim("--", @"--https://bing.com--")', '"https://bing.com"'],
    ['trim(@"[^\\w]+", @"-  Te st1// $")', '"Te st1"'],
    ['trim("1", "11")', '""'],
    ['trim("1", "1210")', '"210"'],
    ['trim_start(@"[^\\w]+", @"-  Te st1// $")', '"Te st1// $"'],
    ['trim_end(".com", "bing.com")', '"bing"'],
    ['trim_end("b|c", "acbcb")', '"a"'],
    ['trim("a*", "aaathis is a testaaaa")', '"this is a test"'],
    ['trim(@"\\s+", "\\u00a0x\\v")', '"x"'],
  ]);
});

describe('replace', () => {
  valuesAre([
    ['replace_string("a cat into a dog", "cat", "$&")', '"a $& into a dog"'],
    ['replace_regex("Number is 1", @"is (\\d+)", @"was: \\1")', '"Number was: 1"'],
    ['replace_regex("ab", @"(a)(b)", @"\\2\\1\\0\\\\")', '"baab\\\\"'],
    ['replace_regex("abc", "", "-")', '"-a-b-c-"'],
    ['replace_regex("aab", "a*", "-")', '"-b-"'],
    ['replace_regex("a$1", @"\\$1", "$0")', '"a$0"'],
    ['replace_strings("A cat into a dog", dynamic(["cat", "dog"]), dynamic(["dog", "pigeon"]))', '"A dog into a pigeon"'],
    ['replace_strings("This is an", dynamic(["This", "is"]), dynamic(["This", "was"]))', '"This was an"'],
    ['replace_strings("This is an", dynamic(["is", "This"]), dynamic(["was", "This"]))', '"Thwas was an"'],
    ['replace_strings("This is an", dynamic(["This", "is"]), dynamic([12345, "was"]))', '"This was an"'],
    ['translate("abc", "x", "abc")', '"xxx"'],
    ['translate("abc", "", "ab")', '""'],
    ['translate("krasp", "otsku", "spark")', '"kusto"'],
  ]);
  test('a group that is not there ends the evaluation', () => {
    expect(refusalOf('print x = replace_regex("a", "a", @"\\1")')).toMatchInlineSnapshot(
      `"RMMC7002 the query fails while it runs: the rewrite \`\\1\` names group 1 of 0"`,
    );
  });
});

describe('extract', () => {
  valuesAre([
    ['extract("User: ([^,]+)", 1, "User: James, Age: 29")', '"James"'],
    ['extract(@"\\d+", 0, "Age: 29")', '"29"'],
    ['extract(@"Email: (\\S+),", 1, "Age: 29")', '""'],
    ['extract(@"-(\\d{2})-", 1, "21-07-2023", typeof(int))', '7'],
    ['extract(@"x(\\d)?", 1, "x", typeof(long))', 'null'],
    ['extract("a", 3, "a")', '""'],
    ['extract_all(@"([\\da-f]{2})", "82b8be2d")', '["82","b8","be","2d"]'],
    ['extract_all(@"(\\w)(\\w+)(\\w)", "82b8-dfa7")', '[["8","2b","8"],["d","fa","7"]]'],
    ['extract_all(@"(\\w)(\\w+)(\\w)", dynamic([1,3]), "82b8-dfa7")', '[["8","8"],["d","7"]]'],
    ['extract_all(@"(?P<first>\\w)(?P<middle>\\w+)(?P<last>\\w)", dynamic(["first",2,"last"]), "82b8")', '[["8","2b","8"]]'],
    ['extract_all(@"(x)", "abc")', 'null'],
  ]);
  test('extract_all() without a group ends the evaluation', () => {
    expect(refusalOf('print x = extract_all("a", "a")')).toMatchInlineSnapshot(
      `"RMMC7002 the query fails while it runs: a regular expression of \`extract_all()\` needs 1 to 16 groups, not 0"`,
    );
  });
});

describe('has_any_index', () => {
  valuesAre([
    ['has_any_index("this is an example", dynamic(["this", "example"]))', '0'],
    ['has_any_index("this is an example", dynamic(["not", "example"]))', '1'],
    ['has_any_index("this is an example", dynamic(["not", "found"]))', '-1'],
    ['has_any_index("Example number 2", range(1, 3, 1))', '1'],
    ['has_any_index("this is an example", dynamic([]))', '-1'],
  ]);
});

describe('code points', () => {
  valuesAre([
    ['unicode_codepoints_from_string("⒦⒰")', '[9382,9392]'],
    ['unicode_codepoints_to_string(75, 117, 115, 116, 111)', '"Kusto"'],
    ['unicode_codepoints_to_string(dynamic([75, 117, 115]), 116, 111)', '"Kusto"'],
    ['make_string(dynamic([75, 117, 115]), 128512)', '"Kus😀"'],
  ]);
});

describe('format_bytes', () => {
  valuesAre([
    ['format_bytes(564)', '"564 Bytes"'],
    ['format_bytes(10332, 1)', '"10.1 KB"'],
    ['format_bytes(20010332)', '"19 MB"'],
    ['format_bytes(20010332, 2)', '"19.08 MB"'],
    ['format_bytes(20010332, 0, "KB")', '"19541 KB"'],
  ]);
  test('a fraction that ends in 0 is refused', () => {
    expect(refusalOf('print x = format_bytes(1024, 2)')).toMatchInlineSnapshot(
      `"RMMC7001 \`format_bytes()\` of 1024 with 2 digits is not evaluated"`,
    );
  });
});

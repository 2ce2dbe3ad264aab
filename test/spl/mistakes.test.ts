// What is no SPL in, the complaint and the words it points at out: one mistake per row.
import { describe, expect, test } from 'vitest';
import { splTree } from '../support/spl-tree.ts';

const rows: readonly (readonly [title: string, text: string, tree: string])[] = [
  ['nothing', '', "'' at 0: A search expected, found the end of the search"],
  ['no command behind a pipe', 'a |', "'' at 3: A command expected, found the end of the search"],
  ['two pipes', 'a || head', "'|' at 3: A command expected, found '|'"],
  ['an unknown command', 'a | summarize count() by b', "'summarize' at 4: Unknown command 'summarize'"],
  ['an unknown function', 'a | eval b=strcat(c, d)', "'strcat' at 11: Unknown function 'strcat'"],
  ['too few arguments', 'a | eval b=if(c=1, 2)', "'if(c=1, 2)' at 11: The function 'if' takes 3 arguments, not 2"],
  ['pairs', 'a | eval b=case(c=1, 2, 3)', "'case(c=1, 2, 3)' at 11: The function 'case' takes 2 or more arguments in pairs, not 3"],
  ['an unknown aggregation', 'a | stats cuont', "'cuont' at 10: Unknown function 'cuont'"],
  ['an aggregation without a field', 'a | stats dc()', "'()' at 12: The function 'dc' needs a field"],
  ['a percentile without its number', 'a | stats perc(b)', "'perc' at 10: Unknown function 'perc'"],
  ['no name behind as', 'a | rename b as', "'' at 15: A name after 'as' expected, found the end of the search"],
  ['no as', 'a | rename b c', "'c' at 13: 'as' expected, found 'c'"],
  ['an open quote', 'a | eval b="c', '\'"c\' at 11: The text has no closing "'],
  ['an open comment', 'a ``` b', "'``` b' at 2: The comment has no closing ```"],
  ['an open parenthesis', 'a | where (b=1', "'' at 14: ')' expected, found the end of the search"],
  ['a closing parenthesis too many', 'a | where b=1)', "')' at 13: A '|' or the end of the command expected, found ')'"],
  ['a closing bracket too many', 'a ]', "']' at 2: The end of the search expected, found ']'"],
  ['an open bracket', 'a | append [search b=1', "'' at 22: ']' expected, found the end of the search"],
  ['an operator at the end', 'a | where b=1 AND', "'' at 17: A value expected, found the end of the search"],
  ['comparisons in a row', 'a | where b=c=d', "'=' at 13: The end of a comparison (comparisons do not chain) expected, found '='"],
  ['an unknown operator', 'a | where b<>1', "'<' at 11: A '|' or the end of the command expected, found '<'"],
  [
    'a value that is a word of the search',
    'a b=AND',
    "'AND' at 4: A value (an operator's word as a value stands in quotes) expected, found 'AND'",
  ],
  ['OR at the start', 'OR a', "'OR' at 0: A term (an operator's word as a value stands in quotes) expected, found 'OR'"],
  ['XOR in a search', 'a XOR b', "'XOR' at 2: A term (the search command has no XOR) expected, found 'XOR'"],
  ['two equal signs in a search', 'a==b', "'=' at 2: A value expected, found '='"],
  ['an empty group', 'a ()', "')' at 3: A term expected, found ')'"],
  ['an empty list', 'a IN ()', "')' at 6: A value expected, found ')'"],
  ['an open list', 'a IN (b,', "'' at 8: A value expected, found the end of the search"],
  ['no time modifier', 'earliest=yesterday', "'yesterday' at 9: 'yesterday' is no time modifier"],
  [
    'an old time modifier',
    'starttime=5',
    "'starttime' at 0: The time modifier 'starttime' is not read here; 'earliest' and 'latest' say the same",
  ],
  ['single quotes around a name of the search', "'a b'=1", "'b'' at 3: Single quotes do not quote in the search command"],
  ['a Boolean in a field', '| eval a=(b=1)', "'(b=1)' at 9: A field cannot hold a Boolean; if(…, …, …) makes a value of it"],
  ['bare true', '| where a=true', "'true' at 10: A bare 'true' is not settled: 'true()' or 'true' in quotes"],
  ['a name that starts with a digit', '| where 2a=1', "'2' at 8: A field name that starts with a digit stands in single quotes"],
  ['an unknown option', '| dedup a keepall=t', "'keepall' at 10: Unknown option 'keepall'; known are keepevents, keepempty, consecutive"],
  ['an option twice', '| mvexpand a limit=1 limit=2', "'limit' at 21: The option 'limit' is given twice"],
  ['no number', '| streamstats window=x count', "'x' at 21: 'window' is a whole number, not 'x'"],
  ['neither true nor false', '| streamstats current=maybe count', "'maybe' at 22: 'current' is true or false, not 'maybe'"],
  ['no span', '| bin _time span=soon', "'soon' at 17: 'soon' is no span"],
  ['head of a word', '| head abc', "'abc' at 7: A number or a condition in parentheses expected, found 'abc'"],
  ['sort by nothing', '| sort', "'sort' at 2: A field to sort by is missing"],
  ['rex without a pattern', '| rex field=a', "'rex field=a' at 2: rex needs a regular expression in quotes"],
  [
    'rex with a bad sed text',
    '| rex mode=sed "s/a"',
    '\'"s/a"\' at 15: A sed expression is s/regex/replacement/flags or y/characters/characters/',
  ],
  ['wildcards on one side', '| rename a* as b', "'b' at 15: A rename of several fields has a wildcard on both sides"],
  [
    'one search for multisearch',
    '| multisearch [search a=1]',
    "'multisearch [search a=1]' at 2: multisearch needs at least two searches in brackets",
  ],
  [
    'multisearch of rows that gather',
    '| multisearch [search a=1] [search b=1 | stats count]',
    "'stats count' at 41: multisearch takes streaming commands only, 'stats' is none",
  ],
  [
    'a subsearch without a source',
    '| append [where a=1]',
    "'where a=1' at 10: 'where' cannot be the first command of a subsearch: it brings no rows",
  ],
  ['makeresults in the middle', 'a | makeresults', "'makeresults' at 4: 'makeresults' can only be the first command"],
  ['makeresults of data without a format', '| makeresults data="a"', "'makeresults data=\"a\"' at 2: 'format' and 'data' go together"],
  ['a join without a search', '| join a', "'' at 8: A search in brackets expected, found the end of the search"],
  [
    'a bad condition in an option',
    '| streamstats count reset_after="(a="',
    "'\"(a=\"' at 32: 'reset_after': A value expected, found the end of the search",
  ],
  ['a comma in a bare value', 'a=1,2', "',' at 3: A term (text with a comma stands in quotes) expected, found ','"],
  ['a comma between terms', 'a, b', "',' at 1: A term (text with a comma stands in quotes) expected, found ','"],
  ['a dot beside a sum', '| eval a=b . c + d', "'+' at 15: The order of '.' and '+' is not settled: parentheses say it"],
];

describe('mistakes', () => {
  test.each(rows)('%s', (_, text, tree) => {
    expect(splTree(text)).toBe(tree);
  });
});

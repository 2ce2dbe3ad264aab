// A parse error of chevrotain in, what KQL wants at that place out, in words.
import type { IRecognitionException } from 'chevrotain';
import { keywordSpellings } from '../lexer/tokens.ts';

/** By the name of the token type that the grammar insists on. */
const tokenPhrases = new Map([
  ['RParen', '`)`'],
  ['LParen', '`(`'],
  ['RBracket', '`]`'],
  ['LBracket', '`[`'],
  ['RBrace', '`}`'],
  ['LBrace', '`{`'],
  ['Colon', '`:`'],
  ['Comma', '`,`'],
  ['Equals', '`=`'],
  ['DotDot', '`..` between the two bounds'],
  ['Semicolon', '`;`'],
  ['Pipe', '`|`'],
  ['NameWord', 'a name'],
  ['Identifier', 'a name'],
  ['TypeOf', '`typeof(…)`'],
  ['StringLiteral', 'a text in quotes'],
  ['Literal', 'a value'],
]);

/** By the rule of the grammar in which none of the ways fits. */
const rulePhrases = new Map([
  ['operand', 'an expression'],
  ['name', 'a name'],
  ['bracketName', "a name in quotes, as in ['name']"],
  ['entity', 'a name'],
  ['wildcardName', 'a name'],
  ['path', 'a name'],
  ['operator', 'a query operator such as `where`'],
  ['operators', 'a query operator such as `where`'],
  ['source', 'a table, or a query in parentheses'],
  ['parameter', 'a name'],
  ['parameterValue', 'a value'],
  ['json', 'a value of JSON'],
  ['statement', 'a query'],
  ['pipeline', 'a table or an expression'],
  ['makeSeries', '`from … to … step …` or `in range(…)`'],
  ['tail', 'a name'],
  ['entityTail', 'a name'],
  ['typeOfPart', 'a type'],
  ['functionParameter', 'a type'],
  ['partition', 'a query in parentheses'],
  ['fork', 'a query in parentheses'],
  ['facet', 'an operator'],
  ['declareStatement', '`query_parameters` or `pattern`'],
  ['patternPart', 'a text, a column or `*`'],
  ['findColumns', '`project`'],
  ['searchedTable', 'a table'],
  ['render', 'a kind of chart'],
]);

/** What is expected where the error stands. */
export const expectedAt = (error: IRecognitionException, rule: string): string => {
  if (error.name === 'NotAllInputParsedException') return '`|`, `;` or the end of the query';
  const type = error.name === 'MismatchedTokenException' ? /--> (\w+) <--/.exec(error.message)?.[1] : undefined;
  if (type === undefined) return rulePhrases.get(rule) ?? 'an expression';
  const spelling = keywordSpellings.get(type);
  return tokenPhrases.get(type) ?? (spelling === undefined ? 'an expression' : `\`${spelling}\``);
};

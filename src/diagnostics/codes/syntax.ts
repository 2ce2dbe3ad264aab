// RMMC11xx: what the lexer and the parser reject.
import { says } from './says.ts';

export const syntaxCodes = {
  RMMC1100: says<{ found: string; expected: string; help?: string }>(
    'error',
    (p) => `found ${p.found}, expected ${p.expected}`,
    (p) => p.help ?? 'check the query around this place',
  ),
  RMMC1101: says<{ character: string; hint?: string }>(
    'error',
    (p) => `\`${p.character}\` is no character of KQL here`,
    (p) => p.hint ?? 'remove it, or put it in quotes if it belongs to a text',
  ),
  RMMC1102: says<{ count: number }>(
    'error',
    (p) => `${p.count} more characters that are no KQL; reading stops here`,
    () => 'check that the text is a KQL query in UTF-8',
  ),
  RMMC1103: says<{ quote: string; escaped: boolean }>(
    'error',
    (p) => `this text has no closing ${p.quote}${p.escaped ? ': the backslash before a quote on this line escapes that quote' : ''}`,
    (p) =>
      p.escaped
        ? 'write the backslash twice (`\\\\`), or use a verbatim text: @"…"'
        : `close the text with ${p.quote}${p.quote.length > 1 ? '' : ' on the same line'}`,
  ),
  RMMC1104: says<{ escape: string; quote: string }>(
    'error',
    (p) => `\`${p.escape}\` is no escape that KQL knows`,
    (p) => `write the backslash twice (\`\\${p.escape}\`), or use a verbatim text: @${p.quote}…${p.quote}`,
  ),
  RMMC1105: says<{ literal: string }>(
    'error',
    (p) => `the literal ${p.literal}(… has no closing parenthesis on its line`,
    () => 'close it with `)`',
  ),
  RMMC1106: says(
    'error',
    () => 'comparisons do not chain',
    () => 'put one of them in parentheses, or join two comparisons with `and`',
  ),
  RMMC1107: says<{ left: string }>(
    'error',
    (p) =>
      p.left === 'a condition' ? 'found `=` in a condition, expected `==`' : 'only a name, or names in parentheses, may stand before `=`',
    (p) => (p.left === 'a condition' ? 'write `==` to compare' : 'write `==` to compare, or `name = …` to name the result'),
  ),
  RMMC1108: says<{ word: string }>(
    'error',
    (p) => `\`${p.word}\` is a reserved word of KQL`,
    (p) => `write ['${p.word}'] to use it as a name`,
  ),
  RMMC1109: says<{ word: string }>(
    'error',
    (p) => `\`${p.word}\` is no type of KQL`,
    () => 'the types are bool, int, long, real, decimal, string, datetime, timespan, guid and dynamic',
  ),
  RMMC1110: says<{ literal: string }>(
    'error',
    (p) => `\`${p.literal}\` is no value of its type`,
    () => 'check the spelling; dates are written as in datetime(2024-01-31 10:00:00), spans as in 1d, 90m or timespan(1.02:03:04)',
  ),
  RMMC1111: says<{ guid: string }>(
    'error',
    () => 'a GUID may not stand without its type',
    (p) => `write guid(${p.guid}), or put it in quotes to compare it with text`,
  ),
  RMMC1112: says<{ word: string }>(
    'error',
    (p) => `\`${p.word}\` is no value in dynamic(…)`,
    () => 'dynamic(…) holds JSON: texts in quotes, numbers, true, false, null, [ … ] and { … }',
  ),
  RMMC1113: says<{ count: number; limit: number }>(
    'error',
    (p) => `this expression goes on for ${p.count} steps; at most ${p.limit} are read`,
    () => 'split it with `let` or `extend`',
  ),
  RMMC1114: says(
    'error',
    () => 'a query may not stand in a list beside other values',
    () => 'put the query alone in the parentheses',
  ),
  RMMC1115: says(
    'error',
    () => 'found `,` in a group, expected `)`',
    () =>
      'names in parentheses stand only before `=`, as in `(a, b) = f(x)`; a list of values needs `in`, `has_any` or `has_all` before it',
  ),
  RMMC1116: says(
    'error',
    () => 'a cell of datatable must be a literal',
    () => 'write the value itself, such as "text", 5 or datetime(2024-01-31)',
  ),
  RMMC1118: says<{ found: string; after: string }>(
    'error',
    (p) => `found \`${p.found}\`, expected \`;\` or \`|\` after ${p.after}`,
    () => 'end each statement with `;`, put prose in a comment (`// …`), and begin each operator with `|`',
  ),
  RMMC1119: says(
    'error',
    () => 'the query is empty',
    () => 'write at least a table name',
  ),
  RMMC1120: says<{ ended?: boolean }>(
    'error',
    (p) => (p.ended === true ? 'found `|` behind `;`, which ends the query' : 'the query begins with `|`'),
    (p) => (p.ended === true ? 'remove the `;` before it' : 'put a table before it, as in `DeviceProcessEvents | …`'),
  ),
  RMMC1121: says(
    'error',
    () => 'no operator follows this `|`',
    () => 'remove the `|`, or write an operator such as `where` after it',
  ),
  RMMC1122: says<{ operator: string }>(
    'error',
    (p) => `the operator \`${p.operator}\` is not supported`,
    () => 'rewrite the query without it',
  ),
  RMMC1123: says<{ word: string; meant?: string; condition?: boolean }>(
    'error',
    (p) => (p.condition ? `found \`${p.word}\` after \`|\`, expected a query operator` : `\`${p.word}\` is no query operator`),
    (p) =>
      p.condition
        ? `did you mean \`where ${p.word} …\`?`
        : p.meant
          ? `did you mean \`${p.meant}\`?`
          : 'begin the step with an operator such as `where`, `extend` or `summarize`',
  ),
  RMMC1124: says<{ operator: string }>(
    'error',
    (p) => `found \`${p.operator}\` without \`|\` before it`,
    (p) => `write \`| ${p.operator}\``,
  ),
  RMMC1125: says<{ closing: string }>(
    'error',
    (p) => `nothing follows this comma before ${p.closing}`,
    () => 'remove the comma',
  ),
  RMMC1126: says(
    'error',
    () => 'found `,` where a value belongs',
    () => 'remove one comma',
  ),
  RMMC1127: says<{ first: string; second: string }>(
    'error',
    (p) => `two operators in a row: \`${p.first}\` and \`${p.second}\``,
    () => 'keep one of them',
  ),
  RMMC1128: says<{ word: string; meant: string }>(
    'error',
    (p) => `\`${p.word}\` is no operator of KQL`,
    (p) => `did you mean \`${p.meant}\`?`,
  ),
  RMMC1129: says<{ opener: string }>(
    'error',
    (p) => `this \`${p.opener}\` is never closed`,
    (p) => `close it with \`${p.opener === '(' ? ')' : p.opener === '[' ? ']' : '}'}\` before the step ends`,
  ),
  RMMC1130: says<{ closer: string }>(
    'error',
    (p) => `this \`${p.closer}\` closes nothing`,
    () => 'remove it, or open it before',
  ),
  RMMC1131: says<{ operator: string; found: string }>(
    'error',
    (p) => `found ${p.found} after \`${p.operator}\`, expected a list in parentheses`,
    (p) => (p.operator.includes('between') ? `write \`${p.operator} (low .. high)\`` : `write \`${p.operator} (value, …)\``),
  ),
  RMMC1132: says<{ limit: number }>(
    'error',
    (p) => `brackets nest deeper than ${p.limit} levels here`,
    () => 'split the query with `let`',
  ),
  RMMC1133: says(
    'error',
    () => 'found `;` without a statement before it',
    () => 'remove it',
  ),
  RMMC1134: says(
    'error',
    () => '`*` may not stand here',
    () =>
      'it stands for all columns before `==` and text operators, in `count(*)`, `distinct *` and `search *`; to keep all columns, leave out `project`',
  ),
  RMMC1135: says<{ command: string }>(
    'error',
    (p) => `\`${p.command}\` is a control command, not a query`,
    () => 'give a query',
  ),
  RMMC1136: says(
    'error',
    () => 'brackets stand here without a value before them',
    () => "write `value[index]`, or put a name in quotes: ['name']",
  ),
  RMMC1137: says<{ what: string }>(
    'error',
    (p) => `${p.what} is not supported`,
    () => 'rewrite the query without it',
  ),
  RMMC1138: says<{ what: string }>(
    'error',
    (p) => `${p.what} must be a literal`,
    () => 'write the value itself, such as "text", 5 or datetime(2024-01-31)',
  ),
};

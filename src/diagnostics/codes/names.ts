// RMMC20xx: names and types (the binder).
import { says } from './says.ts';

const meant = (p: { suggestion?: string }, otherwise: string): string => (p.suggestion ? `did you mean \`${p.suggestion}\`?` : otherwise);

export const nameCodes = {
  RMMC2001: says<{ name: string; table: string; suggestion?: string }>(
    'warning',
    (p) => `column \`${p.name}\` is not in the schema of ${p.table}`,
    (p) => meant(p, 'check the spelling, or add the column to the schema in rmmc.yaml'),
  ),
  RMMC2002: says<{ name: string; suggestion?: string }>(
    'error',
    (p) => `\`${p.name}\` is not a column or \`let\` at this point of the query`,
    (p) => meant(p, 'an earlier step fixed the columns (project, summarize, distinct …); keep the column there'),
  ),
  RMMC2003: says<{ name: string; suggestion?: string }>(
    'warning',
    (p) => `table \`${p.name}\` is in no known schema; its columns are taken as written, as text`,
    (p) => meant(p, 'add the table with its columns to the schema in rmmc.yaml'),
  ),
  RMMC2004: says<{ name: string; suggestion?: string }>(
    'error',
    (p) => `there is no function \`${p.name}\``,
    (p) => meant(p, 'define it with `let`, or write out what it does'),
  ),
  RMMC2005: says<{ operator: string; types: string }>(
    'error',
    (p) => `the operator \`${p.operator}\` does not take ${p.types}`,
    () => 'convert one side (tostring, tolong, todatetime …)',
  ),
  RMMC2006: says<{ name: string; found: string; forms: string }>(
    'error',
    (p) => `\`${p.name}\` does not take (${p.found})`,
    (p) => `it takes (${p.forms})`,
  ),
  RMMC2007: says<{ found: string; expected: string; where: string }>(
    'error',
    (p) => `${p.where} needs ${p.expected}, found ${p.found}`,
    (p) => `write an expression of type ${p.expected}`,
  ),
  RMMC2008: says<{ name: string }>(
    'error',
    (p) => `two columns of this step are called \`${p.name}\``,
    () => 'give one of them another name',
  ),
  RMMC2009: says<{ what: string }>(
    'error',
    (p) => `${p.what} must be known before the query runs`,
    () => 'write a literal, or a `let` that holds one',
  ),
  RMMC2010: says<{ operator: string }>(
    'error',
    (p) => `the operator \`${p.operator}\` is not translated yet`,
    () => 'rewrite the query without it, or keep running this rule in KQL',
  ),
  RMMC2011: says<{ name: string }>(
    'error',
    (p) => `the function \`${p.name}\` is not translated yet`,
    () => 'rewrite the expression without it, or keep running this rule in KQL',
  ),
  RMMC2012: says<{ what: string }>(
    'error',
    (p) => `${p.what} is not translated yet`,
    () => 'rewrite the query without it, or keep running this rule in KQL',
  ),
  RMMC2013: says<{ name: string; found: string; expected: string }>(
    'error',
    (p) => `\`${p.name}\` is ${p.found}, ${p.expected} is needed here`,
    (p) => (p.expected === 'a value' ? 'take one value from it with toscalar(…)' : 'name a table or a `let` that holds a query'),
  ),
  RMMC2014: says<{ limit: number }>(
    'error',
    (p) => `the query grows beyond ${p.limit} nodes when its \`let\`s and functions are written out`,
    () => 'use fewer nested `let` queries or functions',
  ),
  RMMC2015: says<{ left: string; right: string }>(
    'warning',
    (p) => `${p.left} is compared with ${p.right}; both are compared as text`,
    () => 'write the constant in the type of the column',
  ),
  RMMC2016: says<{ operator: string }>(
    'error',
    (p) => `\`${p.operator}\` does not take a dynamic value`,
    () => 'convert it with tostring(…)',
  ),
  RMMC2017: says(
    'error',
    () => 'the text holds no query',
    () => 'end it with an expression such as `Table | where …`',
  ),
  RMMC2018: says(
    'error',
    () => 'the text holds a second query',
    () => 'put each query into a file or rule of its own',
  ),
  RMMC2019: says<{ found: string }>(
    'error',
    (p) => `${p.found} stands where an aggregate function is needed`,
    () => 'aggregate it (count(), make_set(…), take_any(…)), or move it behind `by`',
  ),
  RMMC2020: says<{ name: string }>(
    'error',
    (p) => `the aggregate function \`${p.name}\` stands outside of \`summarize\``,
    () => 'compute it with `summarize`, and test its result in a later `where`',
  ),
  RMMC2021: says<{ name: string }>(
    'warning',
    (p) => `column \`${p.name}\` is text in the schema; its parts are read as JSON`,
    (p) => `write parse_json(${p.name}), or declare the column as dynamic in rmmc.yaml`,
  ),
  RMMC2022: says<{ name: string; table: string; column: string }>(
    'warning',
    (p) => `column \`${p.name}\` is not in the schema of ${p.table}; it is read as \`${p.column}\``,
    (p) => `write \`${p.column}\`: column names are case-sensitive`,
  ),
  RMMC2023: says<{ name: string }>(
    'warning',
    (p) => `the query parameter \`${p.name}\` is not handed in: its default stands for it`,
    () => 'write a `let` with the value that the rule is to run with',
  ),
  RMMC2024: says<{ name: string; time: string }>(
    'warning',
    (p) =>
      `\`{{${p.name}}}\` is a blank that the Sentinel portal fills in from its time picker; \`${p.time}\` stands for it, as the portal has it at first`,
    () => 'write the time that the rule is to look at, for example `ago(7d)`',
  ),
  RMMC2025: says<{ name: string }>(
    'warning',
    (p) =>
      `\`=\` compares nothing: \`${p.name}\` is read as a name for the condition behind it, as Microsoft's parser has it, and that condition alone decides`,
    () => 'write `==` to compare',
  ),
  RMMC2030: says<{ why: string; next: string }>(
    'error',
    (p) => `the regular expression is not valid: ${p.why}`,
    (p) => p.next,
  ),
};

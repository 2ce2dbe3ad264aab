// RMMC60xx: the lint. Rules that are valid and weak. 600x tests of text, 601x conditions, 602x schedules, 603x detections, 604x style, 609x suppressions.
import { says } from './says.ts';

export const lintCodes = {
  RMMC6001: says<{ tables: string; column: string }>(
    'warning',
    (p) => `nothing bounds the time of ${p.tables}: the query reads whatever range the caller has set`,
    (p) => `add \`| where ${p.column} > ago(1d)\`, with the range that the hunt needs, right behind the table`,
  ),
  RMMC6002: says<{ operator: string; better: string; needle: string }>(
    'info',
    (p) => `\`${p.operator}\` reads every value from end to end; \`${p.better}\` looks the terms of ${p.needle} up in the index`,
    (p) => `write \`${p.better}\`, unless ${p.needle} may also stand inside a longer word: \`${p.better}\` does not match it there`,
  ),
  RMMC6003: says<{ operator: string; better: string; needle: string }>(
    'warning',
    (p) =>
      `\`${p.operator}\` reads every value from end to end; \`${p.better}\` matches the same rows, since ${p.needle} has no letter or digit at its ends`,
    (p) => `write \`${p.better}\``,
  ),
  RMMC6004: says<{ pattern: string; better: string }>(
    'info',
    (p) => `the pattern ${p.pattern} holds plain text only, and a regular expression is the slowest test there is`,
    (p) => `write \`${p.better}\``,
  ),
  RMMC6005: says<{ pattern: string; better: string }>(
    'info',
    (p) => `\`.*\` at an end of ${p.pattern} does nothing: \`matches regex\` finds the pattern anywhere in the value`,
    (p) => `write ${p.better}`,
  ),
  RMMC6006: says<{ operator: string; better: string; column: string; why: string }>(
    'warning',
    (p) => `\`${p.operator}\` tells upper from lower case, and ${p.why}: ${p.column} with other letters is missed`,
    (p) => `write \`${p.better}\``,
  ),
  RMMC6007: says<{ needle: string; column: string; why: string; next: string }>(
    'warning',
    (p) => `${p.column} never matches ${p.needle}: ${p.why}`,
    (p) => p.next,
  ),
  RMMC6008: says<{ fn: string; operator: string; better: string }>(
    'info',
    (p) => `\`${p.fn}()\` changes every value before it is compared, so that no index helps`,
    (p) => (p.operator === p.better ? `leave it out: \`${p.operator}\` ignores case by itself` : `leave it out and write \`${p.better}\``),
  ),
  RMMC6010: says<{ why: string }>(
    'warning',
    (p) => `no row can pass this condition: ${p.why}`,
    () => 'correct the condition, or remove the rule',
  ),
  RMMC6011: says<{ why: string }>(
    'warning',
    (p) => `every row passes this condition: ${p.why}`,
    () => 'correct the condition, or remove it',
  ),
  RMMC6012: says<{ column: string }>(
    'warning',
    (p) => `${p.column} is compared with itself`,
    () => 'compare it with the column or value that was meant',
  ),
  RMMC6013: says<{ values: string; note: string }>(
    'info',
    (p) => `the list holds ${p.values} more than once${p.note}`,
    () => 'remove the repetition',
  ),
  RMMC6014: says(
    'warning',
    () => '`and` binds tighter than `or`, and nothing shows that this is meant here',
    () => 'put the part that belongs together in parentheses',
  ),
  RMMC6020: says<{ window: string; period: string }>(
    'warning',
    (p) => `the query looks back ${p.window}, but each run sees the last ${p.period} only`,
    (p) => `set queryPeriod to ${p.window}, or look back ${p.period}`,
  ),
  RMMC6021: says<{ frequency: string; reach: string; what: string }>(
    'warning',
    (p) => `the rule runs every ${p.frequency} and looks back ${p.reach} (${p.what}): events in between are never seen`,
    (p) => `look back at least ${p.frequency}`,
  ),
  RMMC6022: says<{ problem: string; limit: string }>(
    'warning',
    (p) => `Sentinel does not take this schedule: ${p.problem}`,
    (p) => p.limit,
  ),
  RMMC6030: says<{ missing: string; lost: string }>(
    'warning',
    (p) => `a custom detection needs ${p.missing} in its result${p.lost}`,
    () => 'keep the columns: project them, or take them along with `summarize arg_max(Timestamp, *) by …`',
  ),
  RMMC6031: says<{ operator: string; effect: string }>(
    'warning',
    (p) => `\`${p.operator}\` keeps arbitrary rows: ${p.effect}`,
    () => 'remove it, or pick rows with `top … by …`',
  ),
  RMMC6032: says<{ operator: string }>(
    'warning',
    (p) => `\`${p.operator}\` searches every table of the workspace`,
    () => 'name the tables that can hold the event',
  ),
  RMMC6040: says<{ name: string; better: string; note: string }>(
    'info',
    (p) => `\`${p.name}\` is deprecated${p.note}`,
    (p) => `write \`${p.better}\``,
  ),
  RMMC6041: says<{ name: string }>(
    'warning',
    (p) => `nothing uses \`${p.name}\``,
    () => 'remove the `let`, or use it in the condition that it was written for',
  ),
  RMMC6042: says<{ by: string }>(
    'info',
    (p) => `the order is lost: \`${p.by}\` behind it does not keep it`,
    () => 'remove the `sort`, or move it to the end',
  ),
  RMMC6043: says<{ keys: string }>(
    'warning',
    (p) => `a join without \`kind\` is \`innerunique\`: of the rows on its left with the same ${p.keys} only one is kept`,
    () => 'write `kind=inner` to keep them all, or `kind=innerunique` if one will do',
  ),
  RMMC6044: says<{ name: string; now: string; since: string }>(
    'warning',
    (p) => `the table \`${p.name}\` ${p.since}`,
    (p) => `read \`${p.now}\`, and check the names of the columns`,
  ),
  RMMC6090: says<{ code: string; where: string }>(
    'warning',
    (p) => `this comment turns ${p.code} off, which is not reported ${p.where}`,
    () => 'remove the comment',
  ),
  RMMC6091: says<{ found: string; suggestion?: string }>(
    'warning',
    (p) => `this comment turns nothing off: ${p.found}`,
    (p) => (p.suggestion ? `did you mean \`${p.suggestion}\`?` : 'write `// rmmc-disable-next-line RMMC6002: reason`'),
  ),
};

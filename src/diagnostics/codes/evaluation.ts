// RMMC70xx: running a query on rows (`rmmc run`, `rmmc test`).
import { says } from './says.ts';

export const evaluationCodes = {
  RMMC7001: says<{ what: string }>(
    'error',
    (p) => `${p.what} is not evaluated`,
    () => 'run the query without it; translation is not touched by this',
  ),
  RMMC7002: says<{ why: string }>(
    'error',
    (p) => `the query fails while it runs: ${p.why}`,
    () => 'Kusto ends with an error here too; mend the expression',
  ),
  RMMC7003: says<{ table: string; given: string }>(
    'error',
    (p) => `there is no data for table \`${p.table}\``,
    (p) => (p.given === '' ? `give it with --data ${p.table}=FILE` : `data was given for ${p.given}; add --data ${p.table}=FILE`),
  ),
  RMMC7004: says<{ place: string; problem: string }>('warning', (p) => `${p.place}: ${p.problem}`),
  RMMC7005: says<{ pattern: string; tables: string; empty: number }>(
    'info',
    (p) =>
      `\`${p.pattern}\` reads the data of ${p.tables}${p.empty > 0 ? `; ${p.empty} more table${p.empty === 1 ? '' : 's'} that fit are taken as empty` : ''}`,
  ),
  RMMC7006: says<{ target: string; why: string }>(
    'error',
    (p) => `no self-test query in ${p.target}: ${p.why}`,
    () => '`rmmc verify` tries the translation out on the engines that are there',
  ),
  RMMC7007: says<{ most: number }>(
    'error',
    (p) => `here the query makes more than ${p.most} rows of those that it is given`,
    () => 'evaluate it over fewer rows',
  ),
} as const;

// The public queries (RMMC_SHARED names the folder of the corpora) in; Markdown out: how many each target says, and why it does not say the others. Counted are
// the queries that Microsoft's parser and binder take. `npm run -s coverage > docs/coverage.md`.
import { backends } from '../src/backends/registry.ts';
import { translate } from '../src/index.ts';
import { type CorpusQuery, corpusQueries, lines } from '../test/support/corpus.ts';

const targets = ['spl', 'esql', 'sigma', 'kql'] as const;
type Target = (typeof targets)[number];

const sound = (): readonly CorpusQuery[] => {
  const good = new Set(
    lines<{ id: string; ok: boolean }>('corpora/official-analysis.jsonl')
      .filter(({ ok }) => ok)
      .map(({ id }) => id),
  );
  return corpusQueries().filter(({ id }) => good.has(id));
};

interface Refusal {
  readonly code: string;
  readonly reason: string;
}

/** A message without the names of one query: what cannot be said, and why. */
const reasonOf = (message: string): string =>
  message
    .replace(/^the rows come without the result columns .*?, which decide none of them: /, '')
    .replace(/^(?:Splunk SPL|Elastic ES\|QL|Sigma) (?:has no way to say|cannot say) /, '')
    .replace(/^column \S+ has no field/, 'a column has no field')
    .replace(/^table (\S+) has no mapping/, 'a table has no mapping')
    .replace(/^the (?:path|column) `?[\w.[\]]+`?/, (found) => found.split(' ').slice(0, 2).join(' '))
    .replace(/^column \S+: its field \S+/, 'a column: its field')
    .replaceAll('|', '\\|')
    .slice(0, 160);

interface Outcome {
  readonly corpus: string;
  /** null: all of it is said. */
  readonly refusals: ReadonlyMap<Target, readonly Refusal[] | null>;
  /** Targets that say the rows without a column of the result. */
  readonly partly: ReadonlySet<Target>;
}

/** A column of the result is left out, and why. */
const leftOut: ReadonlySet<string> = new Set([...backends.values()].flatMap(({ leavesOut }) => leavesOut ?? []));

const outcomes: readonly Outcome[] = sound().map(({ id, query }) => {
  const { results } = translate(query, { file: 'query.kql', format: 'kql' });
  return {
    corpus: id.split('/')[0] ?? '',
    refusals: new Map(
      results.map(({ target, status, diagnostics }) => {
        const found = diagnostics.filter(({ code, severity }) => severity === 'error' || leftOut.has(code));
        return [
          target,
          status === 'ok' && found.length === 0 ? null : found.map(({ code, message }) => ({ code, reason: reasonOf(message) })),
        ];
      }),
    ),
    partly: new Set(
      results.flatMap(({ target, status, diagnostics }) =>
        status === 'ok' && diagnostics.some(({ code }) => leftOut.has(code)) ? [target] : [],
      ),
    ),
  };
});

const partly = (target: Target): number => outcomes.filter((one) => one.partly.has(target)).length;

const isSaid = (one: Outcome, target: Target): boolean => one.refusals.get(target) === null;

const share = (list: readonly Outcome[], target: Target): string => {
  const said = list.filter((one) => isSaid(one, target)).length;
  return `${said} (${((100 * said) / list.length).toFixed(1)} %)`;
};

const row = (name: string, list: readonly Outcome[]): string =>
  `| ${name} | ${list.length} | ${targets.map((target) => share(list, target)).join(' | ')} |`;

const reasonsOf = (target: Target): readonly string[] => {
  const all = new Map<string, { count: number; alone: number }>();
  for (const one of outcomes) {
    const keys = new Set((one.refusals.get(target) ?? []).map(({ code, reason }) => `${code} | ${reason}`));
    for (const key of keys) {
      const entry = all.get(key) ?? { count: 0, alone: 0 };
      all.set(key, { count: entry.count + 1, alone: entry.alone + (keys.size === 1 ? 1 : 0) });
    }
  }
  return [...all]
    .sort(([a, x], [b, y]) => y.count - x.count || (a < b ? -1 : 1))
    .filter(([, { count }]) => count > 1)
    .map(([key, { count, alone }]) => `| ${count} | ${alone} | ${key} |`);
};

const corpora = [...new Set(outcomes.map(({ corpus }) => corpus))];
console.log(`# What the public queries become

${outcomes.length} queries of four public collections that Microsoft's parser and binder take, translated with the shipped field maps and no flags. Written by
\`npm run -s coverage\`, which needs the collections.

| collection | queries | ${targets.join(' | ')} |
|---|---|${targets.map(() => '---|').join('')}
${corpora
  .map((name) =>
    row(
      name,
      outcomes.filter(({ corpus }) => corpus === name),
    ),
  )
  .join('\n')}
${row('all', outcomes)}

Counted are queries that are said as a whole. Beside them ${partly('spl')} in spl and ${partly('esql')} in esql are translated without a column of their result that decides no row and that the target
has no words for: it is named (RMMC3835, RMMC3782), and stands below among the reasons.
${targets
  .map(
    (target) => `
## Why ${target} refuses

\`alone\`: queries with no other reason. Reasons of a single query are left out.

| queries | alone | code | reason |
|---|---|---|---|
${reasonsOf(target).join('\n')}`,
  )
  .join('\n')}`);

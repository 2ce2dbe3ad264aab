// Verdicts in; a report in Markdown out: totals per engine, one row per rule, what differs in full. No times and no dates: equal runs give equal bytes.
import { isFailure, type Verdict } from '../verdict.ts';
import { outcomeKinds, tallies } from './tally.ts';
import { differenceLines, engineName, outcomeLine } from './words.ts';

const cell = (text: string): string => text.replace(/\\/g, '\\\\').replace(/\|/g, '\\|').replace(/\r?\n/g, ' ').replace(/</g, '&lt;');

const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] => [
  row(head),
  `|${head.map(() => '---').join('|')}|`,
  ...rows.map(row),
];

/** A fence longer than any inside. */
const fenced = (lines: readonly string[]): readonly string[] => {
  const text = lines.join('\n');
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}text`, ...lines, fence];
};

const totals = (verdicts: readonly Verdict[]): readonly string[] => {
  const kinds = outcomeKinds.filter((kind) => verdicts.some(({ outcome }) => outcome.kind === kind));
  return table(
    ['target', 'engine', ...kinds],
    tallies(verdicts).map(({ target, engine, counts }) => [target, engine, ...kinds.map((kind) => String(counts.get(kind) ?? 0))]),
  );
};

const failures = (verdicts: readonly Verdict[]): readonly string[] =>
  verdicts
    .filter(({ outcome }) => isFailure(outcome))
    .flatMap((verdict) => [
      '',
      `### ${cell(verdict.rule.name)} · ${verdict.target} · ${engineName(verdict)}`,
      '',
      `${verdict.rule.file}: ${cell(outcomeLine(verdict))}`,
      '',
      ...(verdict.outcome.kind === 'different' ? fenced(differenceLines(verdict)) : []),
    ]);

export const markdown = (verdicts: readonly Verdict[]): string => {
  const failed = failures(verdicts);
  const lines = [
    '# Equivalence by execution',
    '',
    ...totals(verdicts),
    ...(failed.length > 0 ? ['', '## Failures', ...failed] : []),
    '',
    '## Rules',
    '',
    ...table(
      ['rule', 'target', 'engine', 'verdict'],
      verdicts.map((verdict) => [`${verdict.rule.name} (${verdict.rule.file})`, verdict.target, engineName(verdict), outcomeLine(verdict)]),
    ),
  ];
  return `${lines.join('\n')}\n`;
};

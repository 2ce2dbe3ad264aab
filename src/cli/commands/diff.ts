// rmmc diff: two states of a set of rules in (packs or rules); which rules came, went or changed, in meaning or only in text, out.
import { visible } from '../../diagnostics/render.ts';
import {
  type Change,
  type ChangeKind,
  type Comparison,
  changeKinds,
  compare,
  type LookupChange,
  surroundings,
} from '../../packs/compare.ts';
import type { PackName } from '../../packs/registry.ts';
import { unifiedDiff } from '../diff.ts';
import { type Asked, lockBehind, lockSide, rulesSide, type Side } from '../diff-side.ts';
import { exitCodes } from '../exit.ts';
import { packsNamed, settingsOf } from '../pack-settings.ts';
import { type SharedArguments, translateOptions } from '../run.ts';
import { paintFor } from '../terminal.ts';

export interface DiffArguments extends SharedArguments {
  readonly show: boolean;
  readonly format: 'text' | 'json' | 'markdown';
}

const out = (text: string): void => void process.stdout.write(text);

const headings: Readonly<Record<ChangeKind, string>> = {
  added: 'Added',
  removed: 'Removed',
  meaning: 'Changed in meaning',
  settings: 'Same meaning, other schedule or metadata',
  translation: 'Same rule, other translation',
  text: 'Changed only in text',
};

/** A change with what it looks like in KQL; empty: nothing to show. */
interface Shown extends Change {
  readonly diff: string;
}

interface Report {
  readonly comparison: Comparison;
  readonly changes: readonly Shown[];
  readonly around: readonly string[];
}

const placeOf = ({ file, from }: Change): string => (from && from.file !== file ? `${from.file} -> ${file}` : file);

const groups = (changes: readonly Shown[]): readonly (readonly [ChangeKind, readonly Shown[]])[] =>
  changeKinds.flatMap((kind) => {
    const own = changes.filter((change) => change.kind === kind);
    return own.length === 0 ? [] : [[kind, own] as const];
  });

const summary = ({ changes, comparison }: Report): string => {
  const counts = groups(changes).map(([kind, own]) => `${own.length} ${headings[kind].toLowerCase()}`);
  const { lookups, unchanged } = comparison;
  const looked = lookups.length === 0 ? [] : [`${lookups.length} ${lookups.length === 1 ? 'lookup' : 'lookups'} changed`];
  return [...counts, `${unchanged} unchanged`, ...looked].join(', ');
};

const lookupWords = {
  added: 'is new',
  removed: 'is gone',
  changed: 'has other columns',
} as const satisfies Record<LookupChange['kind'], string>;

const lookupLine = ({ kind, pack, lookup }: LookupChange): string => `${pack}: ${lookup} ${lookupWords[kind]}`;

const asText = (report: Report): void => {
  const paint = paintFor(process.stdout);
  for (const line of report.around) out(`${paint.dim(visible(line))}\n`);
  for (const [kind, own] of groups(report.changes)) {
    out(`${paint.bold(headings[kind])}\n`);
    for (const change of own) {
      out(`  ${visible(change.name)} ${paint.dim(`(${change.id}, ${visible(placeOf(change))})`)}\n`);
      for (const detail of change.details) out(`      ${visible(detail)}\n`);
      for (const line of change.diff === '' ? [] : change.diff.trimEnd().split('\n')) out(`      ${visible(line)}\n`);
    }
  }
  const { lookups } = report.comparison;
  if (lookups.length > 0) out(`${paint.bold('Lookups')}\n${lookups.map((one) => `  ${visible(lookupLine(one))}\n`).join('')}`);
  out(`${summary(report)}\n`);
};

/** On one line, and nothing in it is markup. */
const escaped = (text: string): string => visible(text).replace(/[\\`*_{}[\]<>()#+!|~&$]/g, '\\$&');

/** A fence that the text does not close. */
const fenced = (text: string): string => {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `\n${fence}diff\n${text.trimEnd()}\n${fence}\n`;
};

const asMarkdown = (report: Report): void => {
  out(`${summary(report)}\n`);
  if (report.around.length > 0) out(`\n${report.around.map((line) => `- ${escaped(line)}\n`).join('')}`);
  for (const [kind, own] of groups(report.changes)) {
    out(`\n## ${headings[kind]}\n\n| rule | id | file | what |\n|---|---|---|---|\n`);
    for (const change of own) {
      out(
        `| ${escaped(change.name)} | ${escaped(change.id)} | ${escaped(placeOf(change))} | ${change.details.map(escaped).join('<br>')} |\n`,
      );
    }
    for (const { name, diff } of own) if (diff !== '') out(`\n### ${escaped(name)}\n${fenced(diff)}`);
  }
  const { lookups } = report.comparison;
  if (lookups.length > 0) out(`\n## Lookups\n\n${lookups.map((one) => `- ${escaped(lookupLine(one))}\n`).join('')}`);
};

const asJson = ({ changes, comparison, around }: Report): void => {
  const counts = Object.fromEntries(changeKinds.map((kind) => [kind, changes.filter((change) => change.kind === kind).length]));
  const listed = changes.map(({ diff, ...change }) => (diff === '' ? change : { ...change, diff }));
  out(
    `${JSON.stringify({ summary: { ...counts, unchanged: comparison.unchanged }, around, changes: listed, lookups: comparison.lookups }, null, 2)}\n`,
  );
};

const shownOf = (change: Change, before: Side, after: Side): Shown => {
  if (change.kind !== 'meaning' && change.kind !== 'added' && change.kind !== 'removed') return { ...change, diff: '' };
  const old = change.kind === 'added' ? '' : before.queries?.get(change.fromId ?? change.id);
  const fresh = change.kind === 'removed' ? '' : after.queries?.get(change.id);
  return { ...change, diff: old === undefined || fresh === undefined ? '' : unifiedDiff(change.file, old, fresh) };
};

/** Where nothing is said, the packs that a lock on either side has; two states of rules are told apart without translating them. */
const namesFor = (to: readonly string[], locked: readonly (Side | null)[]): readonly PackName[] => {
  if (to.length > 0) return packsNamed(to);
  const found = locked.flatMap((side) => Object.keys(side?.state.mapping ?? {}));
  return found.length === 0 ? [] : packsNamed(found);
};

/** Gives the exit code: 1 when other events may be found, or a lookup has to be installed again. */
export const runDiff = async (given: DiffArguments): Promise<number> => {
  const { to, paths, show, format, stdinFilename } = given;
  const rules = paths.find((one) => lockBehind(one) === null);
  const options = await translateOptions({ ...given, paths: rules === undefined ? [] : [rules], to: ['all'] });
  const locked: (Side | null)[] = [];
  for (const one of paths) {
    const file = lockBehind(one);
    locked.push(file === null ? null : await lockSide(file));
  }
  const asked: Asked = { names: namesFor(to, locked), settings: settingsOf(options, undefined), options, stdinFilename, show };
  const [before, after] = [locked[0] ?? (await rulesSide(paths[0] ?? '', asked)), locked[1] ?? (await rulesSide(paths[1] ?? '', asked))];
  const comparison = compare(before.state, after.state);
  const changes = comparison.changes.map((change) => shownOf(change, before, after));
  const report: Report = { comparison, changes, around: surroundings(before.state, after.state) };
  if (show && (locked[0] || locked[1])) process.stderr.write('note: a lock holds no queries: --show needs rules on both sides\n');
  if (format === 'json') asJson(report);
  else if (format === 'markdown') asMarkdown(report);
  else asText(report);
  if (before.broken || after.broken) return exitCodes.broken;
  return comparison.lookups.length > 0 || changes.some(({ otherEvents }) => otherEvents) ? exitCodes.findings : exitCodes.ok;
};

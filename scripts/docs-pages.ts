// The tables of codes in, the pages docs/diagnostics.md and docs/README.md out.
import { type Code, codes } from '../src/diagnostics/codes.ts';
import { describeCode, families } from '../src/diagnostics/describe.ts';
import { isSettable, ownSeverity } from '../src/diagnostics/settable.ts';
import { lintAbout } from '../src/lint/about.ts';

const all = Object.keys(codes).sort() as Code[];

/** Angle brackets outside of code would be HTML; a bar would end the cell. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/<(\w+)>/g, '‹$1›');

const severityText = (code: Code): string => {
  const own = ownSeverity(code);
  if (own === 'fidelity') return 'by fidelity';
  return isSettable(code) ? own : `${own}, fixed`;
};

const row = (code: Code): string => {
  const { message, help } = describeCode(code);
  return `| ${code} | ${severityText(code)} | ${cell(message)} | ${cell(help ?? '')} |`;
};

const notes: Readonly<Record<string, string>> = {
  RMMC10: 'Where the rule can be read all the same, it is a warning (`--strict` makes invalid YAML an error).',
  RMMC11: 'The parser goes on behind an error, so that one run reports several.',
  RMMC20: 'Given by the binder, which resolves names and types against the schemas of Defender XDR and Sentinel and those in `rmmc.yaml`.',
  RMMC3:
    'Given per target. The severity follows from how the clause fares: an assumption is a note, a widening a warning, a narrowing or a refusal an error. 30xx any target, 31xx text and regular expressions, 32xx null and logic, 33xx time, 34xx aggregation, 35xx order and limits, 36xx Sigma, 37xx ES|QL, 38xx SPL.',
  RMMC40: 'Given per target. `rmmc.yaml` maps tables and columns; `--unmapped keep` writes the names of KQL.',
  RMMC50: 'Nothing is translated while the configuration is wrong: exit code 3.',
  RMMC60: 'Given by `rmmc check`. Each has a page: see the [list](README.md).',
  RMMC70: 'Given by `rmmc run` and `rmmc test`.',
  RMMC71: 'Given by `rmmc test`.',
  RMMC90: 'Please report it with the rule.',
};

const section = ({ prefix, title, about }: (typeof families)[number]): string =>
  [
    `## ${title} (${prefix.padEnd(8, 'x')})`,
    '',
    `${about} ${notes[prefix] ?? ''}`.trim(),
    '',
    '| code | severity | says | next step |',
    '|---|---|---|---|',
    ...all.filter((code) => code.startsWith(prefix)).map(row),
    '',
  ].join('\n');

export const diagnosticsPage = (): string =>
  [
    '# Diagnostics',
    '',
    'Written by `scripts/write-docs.ts` from the tables in `src/diagnostics/codes/`. Words in ‹brackets› stand for what is found in the rule.',
    'A severity that is not fixed can be set in `rmmc.yaml` (`lint: { RMMC2001: error }`). `rmmc explain CODE` prints the same.',
    '',
    ...families.map(section),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');

export const indexPage = (): string =>
  [
    '# Pages on diagnostics',
    '',
    'Written by `scripts/write-docs.ts`. [All codes of all families](diagnostics.md) with what they say and the next step.',
    '',
    '## The lint',
    '',
    '`rmmc check` reports rules that are valid and weak. Each finding has a page with an example:',
    '',
    '| code | severity | finds |',
    '|---|---|---|',
    ...[...lintAbout]
      .sort(([a], [z]) => (a < z ? -1 : 1))
      .map(([code, { title }]) => `| [${code}](lint/${code}.md) | ${ownSeverity(code as Code)} | ${cell(title)} |`),
    '',
    '## Settings',
    '',
    'Severities stand in `rmmc.yaml` beside the rules; `ruleKind` says how rules run that do not say it themselves (`hunting`, `scheduled`, `custom-detection`):',
    '',
    '```yaml',
    'lint:',
    '  ruleKind: hunting',
    '  RMMC6002: off',
    '  RMMC6006: error',
    '  RMMC2001: error   # warnings of the front end can be set, too',
    '```',
    '',
    'In a query, comments turn findings off. One that turns nothing off is reported (RMMC6090):',
    '',
    '```kql',
    '// rmmc-disable RMMC6001: for the whole query',
    '// rmmc-disable-next-line RMMC6006, RMMC6002: for the next line that is no comment',
    '| where FileName == "PsExec.exe" // rmmc-disable-line RMMC6006: for this line',
    '```',
    '',
    '`rmmc check rules --write-baseline rmmc-baseline.json` lists what is found today, `rmmc check rules --baseline rmmc-baseline.json` reports what is new.',
    'Entries go by file, code and text, so that moved lines stay known; what breaks a rule is never listed; entries that nothing matches any more are named.',
    '',
  ].join('\n');

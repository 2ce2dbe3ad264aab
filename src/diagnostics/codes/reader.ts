// RMMC10xx: reading rule files (YAML, KQL, Markdown, JSON, standard input). RMMC50xx: configuration and use. RMMC9001: a defect of rmmc itself.
import { says } from './says.ts';

export const readerCodes = {
  RMMC1001: says<{ file: string }>(
    'error',
    (p) => `${p.file} is empty`,
    () => 'give a file that holds a KQL query',
  ),
  RMMC1002: says<{ file: string; hint?: string }>(
    'error',
    (p) => `${p.file} is not a text file: it holds NUL characters`,
    (p) => p.hint ?? 'give a YAML, KQL or Markdown file',
  ),
  RMMC1003: says<{ file: string }>(
    'error',
    (p) => `${p.file} is not valid UTF-8`,
    () => 'save the file as UTF-8',
  ),
  RMMC1004: says<{ file: string; limit: string }>(
    'error',
    (p) => `${p.file} is larger than ${p.limit}`,
    () => 'split the file',
  ),
  RMMC1005: says<{ limit: string }>(
    'error',
    (p) => `the query is longer than ${p.limit}`,
    () => 'split the query',
  ),
  RMMC1006: says<{ file: string; looked: string }>(
    'error',
    (p) => `${p.file} holds no rule: no ${p.looked} was found`,
    () => 'a rule is a Sentinel YAML file with a `query` key, a KQL file, or Markdown with a fenced KQL block',
  ),
  RMMC1007: says<{ problem: string }>(
    'error',
    (p) => `this YAML cannot be read: ${p.problem}`,
    () => 'mend the YAML at this place',
  ),
  RMMC1008: says<{ problem: string }>(
    'warning',
    (p) => `not valid YAML: ${p.problem}; the rule was read all the same`,
    () => 'indent the line under the entry that it belongs to',
  ),
  RMMC1009: says<{ found: string }>(
    'error',
    (p) => `this document has no \`query\` key; it has ${p.found}`,
    () => 'put the KQL under `query: |`',
  ),
  RMMC1010: says<{ found: string }>(
    'error',
    (p) => `\`query\` is ${p.found}, not text`,
    () => 'write `query: |` and the KQL indented below it',
  ),
  RMMC1011: says(
    'error',
    () => 'the query is empty',
    () => 'put the KQL here',
  ),
  RMMC1012: says<{ problem: string }>(
    'error',
    (p) => `the query may be cut short here: ${p.problem}`,
    () => 'indent every line of the query at least as far as its first line',
  ),
  RMMC1013: says<{ what: string; limit: number }>(
    'error',
    (p) => `this YAML has more than ${p.limit} ${p.what}; a rule needs far fewer`,
    () => 'split the file, or write the values out',
  ),
  RMMC1014: says<{ key: string }>(
    'warning',
    (p) => `the alias under \`${p.key}\` is not followed`,
    (p) => `write the value of \`${p.key}\` out`,
  ),
  RMMC1015: says<{ key: string }>(
    'warning',
    (p) => `\`${p.key}\` stands twice in this document; the first one counts`,
    () => 'remove one of them',
  ),
  RMMC1016: says<{ found: string }>(
    'error',
    (p) => `this document is ${p.found}, not a rule`,
    () => 'a rule is a mapping with a `query` key',
  ),
  RMMC1017: says<{ key: string }>(
    'warning',
    (p) => `the text under \`${p.key}\` is not indented; everything up to the next key of the rule was taken`,
    () => 'indent the text by two blanks',
  ),
  RMMC1018: says<{ key: string; found: string; expected: string }>(
    'warning',
    (p) => `\`${p.key}\` is ${p.found}, not ${p.expected}; it was left out`,
    (p) => `write ${p.expected}`,
  ),
  RMMC1019: says<{ count: number }>(
    'info',
    (p) => `the file holds ${p.count} queries, parted by blank lines or \`;\`; each is a rule of its own`,
  ),
  RMMC1020: says<{ key: string }>(
    'info',
    (p) => `\`${p.key}\` is a single value; it was read as a list of one`,
    (p) => `write \`${p.key}\` as a list`,
  ),
  RMMC1021: says<{ key: string }>(
    'error',
    (p) => `\`${p.key}\` stands twice in this document, so that it is unclear which query is meant`,
    () => 'remove one of them',
  ),
  RMMC1022: says<{ file: string; reason: string }>('error', (p) => `${p.file} cannot be read: ${p.reason}`),
  RMMC1023: says(
    'warning',
    () => 'this fenced block is not closed; everything up to the end of the file was taken',
    () => 'close the block',
  ),
  RMMC1024: says(
    'warning',
    () => 'the rule was taken out of the text around it, which was left out',
    () => 'keep the YAML of the rule in a file of its own',
  ),
  RMMC5001: says<{ problem: string }>(
    'error',
    (p) => `the configuration is not valid YAML: ${p.problem}`,
    () => 'mend the YAML at this place',
  ),
  RMMC5002: says<{ key: string; where: string; suggestion?: string; known: string }>(
    'error',
    (p) => `\`${p.key}\` is not a setting of ${p.where}`,
    (p) => (p.suggestion ? `did you mean \`${p.suggestion}\`?` : `known here: ${p.known}`),
  ),
  RMMC5003: says<{ key: string; found: string; expected: string }>(
    'error',
    (p) => `\`${p.key}\` is ${p.found}; expected ${p.expected}`,
    (p) => `give ${p.expected}`,
  ),
  RMMC5004: says<{ name: string; suggestion?: string }>(
    'error',
    (p) => `profile \`${p.name}\` is not defined`,
    (p) => (p.suggestion ? `did you mean \`${p.suggestion}\`?` : 'define it under `profiles` in rmmc.yaml'),
  ),
  RMMC5005: says<{ chain: string }>(
    'error',
    (p) => `profiles extend each other in a ring: ${p.chain}`,
    () => 'remove one `extends`',
  ),
  RMMC5006: says<{ key: string }>(
    'error',
    (p) => `\`${p.key}\` stands twice`,
    () => 'remove one of them',
  ),
  RMMC5007: says<{ code: string }>(
    'error',
    (p) => `the severity of ${p.code} cannot be set`,
    () => 'errors and what a target cannot say stay as they are; a narrowing is accepted with --allow',
  ),
  RMMC5010: says<{ path: string; reason: string }>('error', (p) => `${p.path}: ${p.reason}`),
  RMMC5011: says<{ paths: string }>(
    'error',
    (p) => `no rule file under ${p.paths}`,
    () => 'rule files end in .yaml, .yml, .kql, .csl, .kusto, .txt, .md or .json',
  ),
  RMMC5012: says<{ path: string; first: string; second: string }>(
    'error',
    (p) => `${p.first} and ${p.second} would both be written to ${p.path}; nothing was written`,
    () => 'rename one of them, or translate them into two folders',
  ),
  RMMC5013: says<{ path: string; directory: string }>(
    'error',
    (p) => `${p.path} would be written outside of ${p.directory}; nothing was written`,
    () => 'start rmmc in a folder above the rules',
  ),
  RMMC5014: says<{ name: string; known: string; suggestion?: string }>(
    'error',
    (p) => `\`${p.name}\` is not a target`,
    (p) => (p.suggestion ? `did you mean \`${p.suggestion}\`?` : `targets: ${p.known}, all`),
  ),
  RMMC5015: says<{ code: string }>(
    'error',
    (p) => `\`${p.code}\` is not a diagnostic code`,
    () => 'codes look like RMMC3001; each diagnostic names its own',
  ),
  RMMC5016: says<{ problem: string }>(
    'error',
    (p) => p.problem,
    () => 'see `rmmc --help`',
  ),
  RMMC5017: says<{ file: string }>(
    'warning',
    (p) => `${p.file} is the translation of an earlier run; the rule has none now`,
    () => 'remove the file, or mend the rule',
  ),
  RMMC5018: says<{ file: string; entry: string }>(
    'info',
    (p) => `${p.file}: ${p.entry} is not found any more`,
    () => 'write the baseline again with --write-baseline',
  ),
  RMMC5019: says<{ file: string; problem: string }>(
    'error',
    (p) => `${p.file} is no baseline of rmmc: ${p.problem}`,
    () => 'write one with --write-baseline',
  ),
  RMMC5020: says<{ given: string; reason: string }>(
    'error',
    (p) => `--data ${p.given}: ${p.reason}`,
    () => 'write --data DeviceProcessEvents=events.ndjson (ndjson, json, csv, tsv; .gz)',
  ),
  RMMC5021: says<{ given: string }>(
    'error',
    (p) => `--now ${p.given}: this is no point in time`,
    () => 'write --now 2026-01-05T00:00:00Z',
  ),
  RMMC5022: says<{ version: string; target: string; known: string }>(
    'error',
    (p) => `\`${p.version}\` is no version of ${p.target} that is known`,
    (p) => `versions: ${p.known}`,
  ),
  RMMC5023: says<{ file: string }>(
    'info',
    (p) => `${p.file} holds tests of rules and is passed over`,
    () => 'run them with `rmmc test`',
  ),
  RMMC5025: says<{ given: string }>(
    'error',
    (p) => `\`${p.given}\` is no period`,
    () => 'write days, hours or minutes: 14d, 12h, 30m',
  ),
  RMMC5024: says<{ folder: string }>(
    'info',
    (p) => `${p.folder} holds rmmc.lock: \`rmmc pack\` wrote it, and it is passed over`,
    () => 'name that folder itself to read the files in it as rules',
  ),
  RMMC9001: says<{ what: string }>(
    'error',
    (p) => `a defect in rmmc: ${p.what}`,
    () => 'please report it with the rule; RMMC_DEBUG=1 shows where it happened',
  ),
};

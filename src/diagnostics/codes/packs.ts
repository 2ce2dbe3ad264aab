// RMMC80xx: packs of translated rules (`rmmc pack`). 8000-8019 all packs, 8020-8039 Splunk, 8040-8059 Elastic, 8060-8069 Sigma, 8070-8079 Sentinel and Defender,
// 8080-8099 profiles, locks and comparison.
import { says } from './says.ts';

export const packCodes = {
  RMMC8001: says<{ id: string; fresh: string }>(
    'warning',
    (p) => `an earlier rule of the pack has the id ${p.id}: this one gets ${p.fresh}, made of its file`,
    () => 'give each rule an id of its own',
  ),
  RMMC8002: says<{ directory: string }>(
    'error',
    (p) => `${p.directory} holds files and no rmmc.lock: what is in it is not from an earlier run`,
    () => 'name a new or an empty folder',
  ),
  RMMC8003: says<{ file: string; directory: string }>(
    'error',
    (p) => `${p.file} is not from an earlier run, and ${p.directory} is written as a whole`,
    () => 'move it to another place, or name another folder',
  ),
  RMMC8004: says<{ key: string; found: string; expected: string }>(
    'error',
    (p) => `\`${p.key}\` of the pack is ${p.found}, expected ${p.expected}`,
    () => 'mend it under `pack:` in rmmc.yaml',
  ),
  RMMC8005: says<{ file: string; problem: string }>(
    'error',
    (p) => `${p.file} is no template: ${p.problem}`,
    () => 'mend it; templates are written for Handlebars',
  ),
  RMMC8006: says(
    'error',
    () => 'no rule is left to pack, and nothing was written',
    () => 'name other files, or let `--only` and `--skip` choose more',
  ),
  RMMC8009: says<{ lookup: string; rows: string }>(
    'info',
    (p) => `the pack brings the lookup ${p.lookup} along without rows: until it holds ${p.rows}, the rule finds nothing in it`,
    (p) => `fill ${p.lookup}, or name one that exists in rmmc.yaml under \`lookups\``,
  ),
  RMMC8020: says<{ template: string; problem: string }>(
    'error',
    (p) => `the template ${p.template} makes no text of this rule: ${p.problem}`,
    () => 'mend the template',
  ),
  RMMC8021: says<{ file: string; what: string }>(
    'error',
    (p) => `${p.file} would not say what is meant: ${p.what}`,
    () => 'the rule is not packed; change its name or value, or the template',
  ),
  RMMC8022: says<{ key: string; why: string }>(
    'error',
    (p) => `the key \`${p.key}\` for Splunk ${p.why}`,
    () => 'mend it where the profile has its extra keys',
  ),
  RMMC8023: says<{ cron: string; why: string }>(
    'error',
    (p) => `the schedule \`${p.cron}\` ${p.why}`,
    () => 'give five fields of numbers, `*`, `,`, `-` and `/` that run at most 12 times in an hour',
  ),
  RMMC8024: says<{ field: string }>(
    'error',
    (p) => `\`${p.field}\` cannot stand in Splunk's list of fields for suppression`,
    () => 'name a result column without a comma, blank or quote',
  ),
  RMMC8025: says<{ macro: string }>(
    'error',
    (p) => `the macro ${p.macro} would be defined for two things`,
    () => 'set another tableMacro in the profile',
  ),
  RMMC8026: says<{ field: string }>(
    'warning',
    (p) => `alerts are suppressed by \`${p.field}\`, which is no column of the result`,
    () => 'name a result column',
  ),
  RMMC8027: says<{ found: string }>(
    'warning',
    (p) => `\`triggerOperator\` is ${p.found}: the alert of the saved search is raised by more rows than the threshold`,
    () => 'write gt, lt, eq or ne',
  ),

  RMMC8040: says<{ tactic: string; version: string }>(
    'warning',
    (p) => `${p.tactic} is no tactic of ATT&CK ${p.version}: the packed rule does not name it`,
    () => 'name one of the fourteen enterprise tactics, such as CommandAndControl',
  ),
  RMMC8041: says<{ technique: string; version: string }>(
    'warning',
    (p) => `${p.technique} is no technique of ATT&CK ${p.version}: the packed rule does not name it`,
    () => 'name a technique that attack.mitre.org lists',
  ),
  RMMC8042: says<{ technique: string; now: string }>(
    'info',
    (p) => `ATT&CK has revoked ${p.technique} in favour of ${p.now}, which the packed rule names`,
    (p) => `write ${p.now} in the rule`,
  ),
  RMMC8043: says<{ technique: string; tactics: string }>(
    'warning',
    (p) =>
      `${p.technique} belongs to ${p.tactics}, which is no tactic of the rule: Kibana files techniques under tactics, so that it is left out`,
    (p) => `add ${p.tactics} to the rule's tactics`,
  ),
  RMMC8044: says<{ cron: string; interval: string }>(
    'warning',
    (p) => `Kibana runs rules by interval and not by \`${p.cron}\`: this one runs every ${p.interval}`,
    () => 'say `every:` in the overlay',
  ),
  RMMC8045: says<{ key: string; why: string }>(
    'warning',
    (p) => `\`${p.key}\` is left out of the Kibana rule: ${p.why}`,
    () => 'mend it under `extra.elastic` of the overlay',
  ),
  RMMC8046: says(
    'error',
    () => 'the query reads no index, and a Kibana rule needs one',
    () => 'pack a query that reads a table',
  ),
  RMMC8047: says<{ why: string }>(
    'warning',
    (p) => `alerts are not suppressed in Kibana: ${p.why}`,
    () => 'name one to three columns of the result under `suppress` of the overlay',
  ),
  RMMC8048: says<{ count: string }>(
    'warning',
    (p) => `the rule raises one alert for more than ${p.count} rows; a Kibana rule raises one for each row, from the first`,
    () => 'count in the query (`summarize … | where count_ > n`) where the number matters',
  ),
  RMMC8049: says<{ trigger: string }>(
    'error',
    (p) =>
      `the rule raises its alert when its number of rows is ${p.trigger}; a Kibana rule raises one for each row and none for their absence`,
    () => 'count in the query, so that a row stands for the alert',
  ),
  RMMC8050: says<{ template: string; problem: string }>(
    'error',
    (p) => `the template ${p.template} does not work: ${p.problem}`,
    () => 'mend the template, or pack without it',
  ),
  RMMC8051: says<{ date: string }>(
    'info',
    (p) => `the pack has no date, and a format wants one: its files say ${p.date}`,
    () => 'give `date` under `pack:` in rmmc.yaml',
  ),
  RMMC8080: says<{ table: string; test: string; profile: string }>(
    'info',
    (p) => `rows of ${p.table} whose ${p.test} are left out: profile \`${p.profile}\` asks for it`,
  ),
  RMMC8081: says<{ table: string; column: string; profile: string }>(
    'info',
    (p) => `${p.table} has no column \`${p.column}\`: what profile \`${p.profile}\` excludes by it stays in`,
    () => 'narrow the exclusion to other tables with `tables`, or name a column of this one too',
  ),
  RMMC8082: says<{ what: string; column: string; profile: string; why: string }>(
    'info',
    (p) => `${p.what} keeps the rows that profile \`${p.profile}\` excludes by \`${p.column}\`: ${p.why}`,
  ),
  RMMC8083: says<{ name: string; profile: string; count: number }>(
    'info',
    (p) => `\`${p.name}\` holds the ${p.count === 1 ? 'text' : `${p.count} texts`} of profile \`${p.profile}\``,
  ),
  RMMC8084: says<{ name: string; profile: string }>(
    'error',
    (p) => `\`${p.name}\` is no list of texts, and profile \`${p.profile}\` gives it one`,
    () => 'write it as `dynamic(["a", "b"])`, or take it out of `lets` in rmmc.yaml',
  ),
  RMMC8085: says<{ table: string; column: string; type: string; problem: string }>(
    'error',
    (p) => `\`${p.column}\` of ${p.table} is ${p.type}: ${p.problem}`,
    () => 'mend the exclusion in rmmc.yaml, or narrow it to other tables with `tables`',
  ),
  RMMC8086: says<{ name: string; profile: string }>(
    'warning',
    (p) => `no rule has a \`let ${p.name}\`, for which profile \`${p.profile}\` gives texts`,
    () => 'mend its name under `lets` in rmmc.yaml',
  ),
  RMMC8087: says<{ option: string; selector: string }>(
    'warning',
    (p) => `${p.option} ${p.selector} fits no rule`,
    () => 'selectors are id:, name:, file:, tag:, technique: and tactic: with a value, or an id or a name',
  ),
  RMMC8088: says<{ name: string; profile: string }>(
    'warning',
    (p) => `no rule has the id, the name or the file's stem \`${p.name}\`, for which profile \`${p.profile}\` has settings`,
    () => 'mend it under `rules` in rmmc.yaml',
  ),
  RMMC8089: says<{ file: string; suggestion?: string }>(
    'error',
    (p) => `${p.file} is a template that no pack knows`,
    (p) => (p.suggestion ? `did you mean \`${p.suggestion}\`?` : 'take it out of the folder of templates'),
  ),
  RMMC8090: says<{ template: string; problem: string }>(
    'error',
    (p) => `the template ${p.template} cannot be used: ${p.problem}`,
    () => 'mend the template',
  ),
  RMMC8091: says<{ file: string; problem: string }>(
    'error',
    (p) => `${p.file} is no report of verdicts: ${p.problem}`,
    () => 'write one with `rmmc verify --format json` or `ndjson`',
  ),
  RMMC8092: says<{ count: number; file: string }>(
    'warning',
    (p) =>
      `${p.count === 1 ? 'one verdict' : `${p.count} verdicts`} of ${p.file} ${p.count === 1 ? 'is' : 'are'} on another rule, or on another state of it: left out of the lock`,
    () => 'verify the rules again, with the same options',
  ),
  RMMC8093: says<{ file: string; problem: string }>(
    'error',
    (p) => `${p.file} cannot be read as rmmc.lock: ${p.problem}`,
    () => 'name a folder that this version of `rmmc pack` wrote, or another one',
  ),
  RMMC8094: says<{ selector: string; known: string; suggestion?: string }>(
    'error',
    (p) => `\`${p.selector}\` does not tell rules apart by anything known`,
    (p) => (p.suggestion ? `did you mean \`${p.suggestion}\`?` : `selectors: ${p.known}`),
  ),
  RMMC8060: says<{ title: string; fresh: string }>(
    'warning',
    (p) => `an earlier rule of the pack has the title "${p.title}": this one is called "${p.fresh}"`,
    () => 'give each rule a name of its own',
  ),
  RMMC8061: says(
    'info',
    () => 'SigmaHQ wants each rule to have a `date`; the pack has none, so none is written',
    () => 'set `date` under `pack:` in rmmc.yaml',
  ),
  RMMC8070: says<{ what: string; limit: string }>(
    'warning',
    (p) => `${p.what}: ${p.limit}; it is written as it is`,
    () => 'mend it in the rule before it is contributed',
  ),
  RMMC8071: says<{ what: string; limit: string }>(
    'error',
    (p) => `${p.what}, and Sentinel takes ${p.limit}`,
    () => 'shorten it or split the rule; nothing is cut',
  ),
  RMMC8072: says(
    'warning',
    () => 'no column of the result names a host, an account or another entity, so `entityMappings` is empty',
    () => 'let the query return such a column (`DeviceName`, `AccountUpn`, `RemoteIP` …), or give the rule `entityMappings`',
  ),
  RMMC8073: says<{ entity: string; column: string }>(
    'warning',
    (p) => `\`entityMappings\` maps ${p.entity} to the column ${p.column}, which the result does not have`,
    () => 'correct the column, or let the query return it',
  ),
  RMMC8074: says<{ missing: string }>(
    'warning',
    (p) => `no Defender custom detection is written: the result has no ${p.missing}`,
    () => 'Defender takes a query whose result keeps them: leave out `summarize` and `project`, or add them there',
  ),
  RMMC8075: says<{ what: string; limit: string }>(
    'error',
    (p) => `${p.what}, and Sentinel wants ${p.limit}`,
    () => 'change the schedule in the rule or in the overlay',
  ),
  RMMC8076: says<{ key: string; found: string; written: string }>(
    'warning',
    (p) => `\`${p.key}\` is ${p.found}: ${p.written} is written`,
    (p) => `say \`${p.key}\` in the rule`,
  ),
  RMMC8077: says<{ tables: string }>(
    'warning',
    (p) => `no data connector of Sentinel is known for ${p.tables}: \`requiredDataConnectors\` does not name it`,
    () => 'name it under `requiredDataConnectors` in the rule',
  ),
  RMMC8078: says<{ fields: string }>(
    'warning',
    (p) => `suppression by ${p.fields} is left out: Sentinel stops the whole rule after an alert, which would lose other events`,
    () => 'group alerts by entities in `incidentConfiguration`',
  ),
  RMMC8079: says<{ keys: string }>('info', (p) => `Sentinel's format has no place for ${p.keys}: left out`),
} as const;

// RMMC30xx-38xx: how exactly a clause is said in a target. The class (assumption, widening, narrowing, refused) comes with the finding.
// 30xx any target, 31xx strings and regular expressions, 32xx null, empty and logic, 33xx time, 34xx aggregation, 35xx order and limits,
// 36xx Sigma, 37xx ES|QL, 38xx SPL.
import { columnMissing, columnsLeftOut, columnTaken, propertyTaken } from './asked-columns.ts';
import { correlationCodes } from './correlation.ts';
import { splCodes } from './fidelity-spl.ts';
import { says } from './says.ts';

export const fidelityCodes = {
  RMMC3001: says<{ target: string; feature: string; why: string }>(
    'fidelity',
    (p) => `${p.target} has no way to say ${p.feature}: ${p.why}`,
  ),
  RMMC3002: says<{ target: string; what: string; since: string; version: string }>(
    'fidelity',
    (p) => `${p.what} is needed here, which ${p.target} has since ${p.since}; the version asked for is ${p.version}`,
    (p) => `ask for version ${p.since} or later`,
  ),
  RMMC3101: says<{ needle: string }>(
    'fidelity',
    (p) =>
      `letters outside ASCII at the edge of ${p.needle} are taken to end a term: Kusto's documentation leaves it open, and this reading matches more`,
  ),
  RMMC3102: says(
    'fidelity',
    () =>
      "a letter outside ASCII beside the needle is taken to end a term: Kusto's documentation leaves it open, and under a negation this reading matches less",
  ),
  RMMC3103: says<{ classes: string }>(
    'fidelity',
    (p) =>
      `characters outside ASCII are taken not to occur where the pattern says ${p.classes}: Kusto's documentation counts them in, the translation does not`,
  ),
  RMMC3104: says(
    'fidelity',
    () =>
      'the letters \u212a (U+212A), \u017f (U+017F), \u0130 (U+0130) and \u0131 (U+0131) are taken not to occur in tested texts: an engine that folds all of Unicode reads them as k, s and i; KQL, which folds ASCII only, does not',
  ),
  RMMC3105: says<{ table: string; source: string }>(
    'fidelity',
    (p) => `the rows of ${p.table} are read from ${p.source}, which are taken to record the same events`,
  ),
  RMMC3106: says<{ column: string; domain: string; name: string }>(
    'fidelity',
    (p) => `${p.column} is taken to be \`${p.domain}\`, a backslash and \`${p.name}\`, or empty where the event has neither`,
  ),
  RMMC3108: says<{ most: string }>(
    'fidelity',
    (p) =>
      `no more than ${p.most} rows are taken to reach FileProfile(), which asks about so many; the lookup file_profile, one row for each hash, answers for all`,
  ),
  RMMC3115: says<{ columns: string }>(
    'fidelity',
    (p) => `the rows that are shown come without the columns that no field of the events holds, and that no step names: ${p.columns}`,
    () => 'end the query with the columns that are wanted (`project`)',
  ),
  RMMC3116: says<{ column: string; own: string; other: string; kinds: string }>(
    'fidelity',
    (p) =>
      `${p.column} is taken to be \`${p.other}\` in events of ${p.kinds} and where there is no \`${p.own}\`, which it is in all others`,
  ),
  RMMC3109: says(
    'fidelity',
    () =>
      "an empty text among the values that are searched for is taken to be in every text: Kusto's documentation leaves it open; where the test is not negated this reading matches more",
    () => 'keep empty values out of the query that is searched for (`where isnotempty(…)`)',
  ),
  RMMC3601: says<{ table: string; logsource: string }>(
    'fidelity',
    (p) => `the events of ${p.table} are taken to be those of the log source ${p.logsource}`,
  ),
  RMMC3602: says<{ table: string; logsource: string }>(
    'fidelity',
    (p) => `SigmaHQ has no log source for ${p.table}; its own column names are kept under ${p.logsource}`,
    (p) => `map it in rmmc.yaml under profiles.<name>.sigma.tables.${p.table} if the target names it otherwise`,
  ),
  RMMC3603: says<{ column: string; field: string; logsource: string }>(
    'fidelity',
    (p) => `column ${p.column} is taken to be the field ${p.field} of ${p.logsource}, which its documentation does not list`,
  ),
  RMMC3604: says<{ column: string; field: string }>(
    'fidelity',
    (p) => `column ${p.column} is taken to be the part of ${p.field} behind its last backslash`,
  ),
  RMMC3605: says<{ window: string }>(
    'fidelity',
    (p) => `the time window \`${p.window}\` belongs to the schedule of a Sigma rule: run it over that window`,
  ),
  RMMC3606: says<{ keys: string }>('fidelity', (p) => `aggregation is left out: one alert per event instead of one row ${p.keys}`),
  RMMC3607: says<{ column: string }>(
    'fidelity',
    (p) => `the computed column ${p.column} is taken not to be needed for the match: a Sigma rule shows fields of the event only`,
  ),
  RMMC3608: says('fidelity', () => 'the order is taken not to matter: a Sigma rule has no order of events'),
  RMMC3609: says<{ count: string }>(
    'fidelity',
    (p) => `the limit of ${p.count} rows is left out: a Sigma rule alerts on every event that matches`,
  ),
  RMMC3610: says<{ column: string }>(
    'fidelity',
    (p) => `column ${p.column} is taken not to be needed in the alert: it has no field in Sigma`,
  ),
  RMMC3611: says<{ column: string }>(
    'fidelity',
    (p) => `the condition looks at ${p.column}, a result of an aggregation; a Sigma detection sees one event at a time`,
    () => 'move the threshold into the system that runs the rule, or use a target that can aggregate',
  ),
  RMMC3612: says<{ tables: string }>(
    'fidelity',
    (p) => `one Sigma rule has one log source; the query reads ${p.tables}`,
    () => 'split the query into one rule per table',
  ),
  RMMC3613: says('fidelity', () => 'no condition on a field is left; a Sigma detection needs at least one'),
  RMMC3614: says<{ what: string }>('fidelity', (p) => `Sigma tests a field against constants; it cannot test ${p.what}`),
  RMMC3615: says<{ needle: string }>(
    'fidelity',
    (p) => `\`contains\` also matches ${p.needle} inside a longer word`,
    () => 'set match: exact in the profile for a regular expression with word edges',
  ),
  RMMC3616: says<{ column: string; field: string; why: string }>(
    'fidelity',
    (p) => `the test of ${p.column} cannot be asked of the field ${p.field}: ${p.why}`,
  ),
  RMMC3617: says<{ what: string }>('fidelity', (p) => `regular expressions in Sigma have no ${p.what}`),
  RMMC3618: says('fidelity', () => 'values are taken not to end in a newline: some engines let `$` match before one'),
  RMMC3619: says<{ fn: string }>(
    'fidelity',
    (p) =>
      `\`${p.fn}()\` before a comparison is said by a caseless match; letters outside ASCII are taken not to fold into the compared text`,
  ),
  RMMC3620: says<{ text: string }>('fidelity', (p) => `the display hint \`${p.text}\` is taken not to matter: a Sigma rule has none`),
  RMMC3621: says<{ column: string; field: string }>(
    'fidelity',
    (p) => `the case of ${p.field} is taken not to matter: it is stored otherwise than ${p.column}`,
  ),
  RMMC3622: says<{ column: string; field: string }>(
    'fidelity',
    (p) => `${p.field} holds the name of the value behind ${p.column}, so that the test also sees that name`,
  ),
  RMMC3655: says<{ column: string; field: string }>(
    'fidelity',
    (p) =>
      `${p.column} is told from the address in ${p.field}, by the ranges that IANA sets apart; where Defender may draw the line elsewhere, the events are taken to match`,
  ),
  RMMC3624: says(
    'fidelity',
    () => 'events without the field are taken to pass `not`, as most Sigma backends have it: KQL keeps a row whose value is missing there',
  ),
  RMMC3625: says<{ action: string; others: string }>(
    'fidelity',
    (p) => `the log source does not tell ${p.action} from ${p.others}: events of all of them match`,
  ),
  ...correlationCodes,
  RMMC3701: says<{ cap: string }>(
    'fidelity',
    (p) => `the result is taken to have at most ${p.cap} rows: Elastic returns no more and does not say so`,
    () => 'narrow the query or aggregate when more rows are expected',
  ),
  RMMC3702: says<{ column: string; table: string }>(
    'fidelity',
    (p) => `column ${p.column} is not in the schema of ${p.table} and no field is mapped to it; it is read as the empty string`,
    (p) => `check the spelling, or map it in rmmc.yaml under profiles.<name>.esql.tables.${p.table}.fields.${p.column}`,
  ),
  RMMC3703: says<{ column: string; field: string }>(
    'fidelity',
    (p) =>
      `${p.field} is lower-cased at ingest: values of ${p.column} come back in lower case, and values that differ by case only are one`,
  ),
  RMMC3704: says<{ column: string; field: string }>(
    'fidelity',
    (p) => `${p.field} is lower-cased at ingest, so that this case-sensitive test of ${p.column} ignores case`,
  ),
  RMMC3705: says<{ column: string; field: string }>(
    'fidelity',
    (p) => `the integration rewrites the values of ${p.column} in ${p.field}; they come back as they are stored there`,
  ),
  RMMC3706: says<{ column: string; field: string; value: string }>(
    'fidelity',
    (p) => `the value ${p.value} of ${p.column} is taken to be stored in ${p.field} in lower case with \`-\` for blanks`,
  ),
  RMMC3707: says<{ column: string; field: string }>(
    'fidelity',
    (p) => `${p.field} is an address, not text: ${p.column} is tested in the canonical form of the address`,
  ),
  RMMC3708: says<{ column: string; field: string }>(
    'fidelity',
    (p) => `the field ${p.field} for column ${p.column} is a guess; check it against real events`,
    () => 'confirm or correct it in rmmc.yaml under profiles.<name>.esql.tables',
  ),
  RMMC3709: says<{ column: string; fields: string }>(
    'fidelity',
    (p) => `${p.column} may stand in any of ${p.fields}; the first that is present is read`,
  ),
  RMMC3710: says<{ pattern: string; why: string }>(
    'fidelity',
    (p) => `the regular expression \`${p.pattern}\` has no form in Lucene's language: ${p.why}`,
  ),
  RMMC3711: says<{ measure: string }>(
    'fidelity',
    (p) => `${p.measure} is an estimate in Elastic above 40,000 distinct values, as it is in KQL`,
  ),
  RMMC3712: says<{ column: string }>('fidelity', (p) => `${p.column} is a timespan; it comes back as a number of milliseconds`),
  RMMC3714: says<{ measure: string }>(
    'fidelity',
    (p) => `Elastic estimates ${p.measure} and interpolates between neighbouring values, KQL takes the nearest one`,
  ),
  RMMC3715: says<{ what: string }>('fidelity', (p) => `${p.what}: Elastic and KQL may write the same number differently as text`),
  RMMC3716: says('fidelity', () => 'dates in the index count milliseconds; the finer part of this time is cut off'),
  RMMC3717: says<{ what: string }>(
    'fidelity',
    (p) => `${p.what} is taken to hold ISO 8601 text in UTC, with a \`T\` before the time of day`,
  ),
  RMMC3718: says('fidelity', () => 'the divisor is taken not to be 0: Elastic makes null of a division by zero, KQL infinity'),
  RMMC3719: says('fidelity', () => 'both sides of the remainder are taken not to be negative'),
  RMMC3720: says<{ measure: string }>('fidelity', (p) => `${p.measure} of fewer than two values is null in Elastic; KQL gives 0 or NaN`),
  RMMC3721: says<{ what: string }>('fidelity', (p) => `${p.what} is taken to hold decimal digits, if it holds a number`),
  RMMC3722: says('fidelity', () => 'numbers that lie exactly between two results of round() may be rounded the other way'),
  RMMC3723: says<{ what: string }>('fidelity', (p) => `${p.what} is taken to hold plain IPv4 or IPv6 addresses, without a prefix length`),
  RMMC3724: says<{ fn: string }>(
    'fidelity',
    (p) => `numbers are taken to lie where ${p.fn}() has a finite result: Elastic makes null of any other, KQL infinity or NaN`,
  ),
  RMMC3725: says<{ column: string; value: string; stored: string }>(
    'fidelity',
    (p) =>
      `${p.column} is taken to hold ${p.value} in the letter case that Microsoft documents: the integration stores that one as ${p.stored}`,
  ),
  RMMC3750: says<{ what: string }>(
    'fidelity',
    (p) => `${p.what} is taken to hold objects and single values, and no text with JSON inside: its parts are read from their own fields`,
  ),
  RMMC3751: says<{ column: string; field: string }>(
    'fidelity',
    (p) =>
      `the place of ${p.column} is read from ${p.field}, which the integration looks up when the event comes in: another database than KQL's, of another day`,
  ),
  RMMC3760: says<{ column: string }>(
    'fidelity',
    (p) => `all events with the same address in ${p.column} are taken to hold the same place of it: rows of one address are one row here`,
  ),
  RMMC3761: says(
    'fidelity',
    () => 'texts that the greatest or least row is picked by are taken to hold neither of the characters U+0000 and U+0001',
  ),
  RMMC3762: says(
    'fidelity',
    () =>
      'the text is taken to be a path without two separators in a row, with no file at the root of a drive and one colon at most behind the last separator',
  ),
  RMMC3763: says('fidelity', () => 'the timespans that are written as texts are taken not to be negative'),
  RMMC3764: says(
    'fidelity',
    () =>
      'the aggregation without keys is taken to find an event: over none, KQL has one row of nulls and empty arrays, and this has no row',
  ),
  RMMC3752: says<{ what: string }>(
    'fidelity',
    (p) => `no value of ${p.what} is taken to hold the control character U+001F, which stands between values`,
  ),
  RMMC3771: says<{ columns: string }>(
    'fidelity',
    (p) => `the picked rows come without the columns that no field holds in a form ES|QL reads, and that no later step names: ${p.columns}`,
  ),
  RMMC3753: says<{ what: string }>(
    'fidelity',
    (p) =>
      `${p.what} is taken to hold no JSON, or JSON as its writer leaves it: a single text without escapes, or no blanks between the parts`,
  ),
  RMMC3754: says('fidelity', () => 'a text that goes on behind the end of the pattern is taken to fit it'),
  RMMC3755: says(
    'fidelity',
    () =>
      'the time of ingestion is read from event.ingested, which Elastic sets when the event comes in: its own, not the one of the workspace',
  ),
  RMMC3756: says<{ column: string; field: string }>(
    'fidelity',
    (p) =>
      `${p.column} is taken to hold each value once, and to be missing where ${p.field} is: the index keeps no repeats and no empty arrays`,
  ),
  RMMC3780: says<{ path: string; field: string }>(
    'fidelity',
    (p) =>
      `${p.path} is taken to be a single value, spelled as here: the index keeps what stands below ${p.field} as texts, and of an array any element passes`,
  ),
  RMMC3781: says<{ column: string; field: string }>(
    'fidelity',
    (p) =>
      `the text is looked for in single values below ${p.field}: ${p.column} is taken to hold it in one of them, and in no name of a key`,
  ),
  RMMC3795: says<{ path: string; field: string }>(
    'fidelity',
    (p) =>
      `the text of ${p.path} is looked for in all values below ${p.field}: by its key the index can be asked for whole values only, and events that have the text elsewhere there pass, too`,
    () => 'lift the value out at ingest, and name its field in rmmc.yaml under profiles.<name>.esql.tables.<table>.fields',
  ),
  RMMC3796: propertyTaken,
  RMMC3832: says<{ what: string }>(
    'fidelity',
    (p) => `${p.what} is taken to hold true or false wherever it holds anything: what is read is the text of a value, and not its type`,
  ),
  RMMC3834: says<{ array: string; parts: string; fields: string; index: string; mapping: string }>(
    'fidelity',
    (p) =>
      `each element of ${p.array} is taken to be ${p.parts === '' ? 'a single value' : `an object with ${p.parts}, single values that are all there`}: the runtime fields ${p.fields}, which the mapping of ${p.index} has to have, give them one after the other, as the stored document has them, which is taken to be no synthetic one`,
    (p) => `PUT ${p.index}/_mapping ${p.mapping}`,
  ),
  RMMC3799: says<{ column: string }>(
    'fidelity',
    (p) => `${p.column} shows numbers and booleans as texts: what is read is the text of a value, and not its type`,
  ),
  RMMC3798: says(
    'fidelity',
    () =>
      'the rows come with the columns that the query computes, the fields that it names, and _id: where all fields are asked for, ES|QL reads none below a flattened one',
    () => 'end the query with project',
  ),
  RMMC3797: says<{ path: string; field: string; index: string }>(
    'fidelity',
    (p) =>
      `${p.path} is read by the runtime field ${p.field}, which the mapping of ${p.index} has to have: it is taken to be a single value (an object gives none, an array several), and the stored document to be no synthetic one`,
    (p) => `PUT ${p.index}/_mapping {"runtime":{"${p.field}":{"type":"keyword"}}}`,
  ),
  RMMC3790: says<{ column: string; fields: string; dropped: string }>(
    'fidelity',
    (p) =>
      `${p.column} is read where the ingest pipelines of the integrations leave it (${p.fields}), and they are taken to keep its text${p.dropped === '' ? '' : `; it is taken to be none of what they drop: ${p.dropped}`}`,
    () => 'where a pipeline of yours moves it, name the field in rmmc.yaml under profiles.<name>.esql.tables.<table>.fields',
  ),
  RMMC3791: says<{ table: string; beside: string; indices: string }>(
    'fidelity',
    (p) => `${p.table} stands beside ${p.beside}: events of ${p.indices} are taken to be rows of ${p.beside}, and of no other table`,
  ),
  RMMC3792: says<{ part: string }>(
    'fidelity',
    (p) =>
      `EventData is read at its part ${p.part} instead of as XML: each event is taken to have every part that is read, once, in the order in which they are, on one line, with no signs that XML escapes, and no two events to agree in all columns by which \`pivot\` groups`,
  ),
  RMMC3793: says(
    'fidelity',
    () =>
      'the test of the whole data of the event is left out: what a later test finds in one of its parts is taken to be found in the whole, with no line break or tab next to it',
  ),
  RMMC3758: says<{ column: string }>(
    'fidelity',
    (p) => `no element of ${p.column} is taken to hold a quote, a backslash or a control character: JSON spells them otherwise`,
  ),
  RMMC3759: says<{ column: string; field: string }>(
    'fidelity',
    (p) => `${p.column} is taken to be the empty array where ${p.field} has no values: the index keeps no empty arrays`,
  ),
  RMMC3757: says(
    'fidelity',
    () => 'the text is taken to be an absolute URL with a name or an IPv4 address as host; the parts of any other are empty',
  ),
  RMMC3782: columnsLeftOut,
  RMMC3783: columnTaken,
  RMMC3784: columnMissing,
  RMMC3770: says<{ column: string; field: string }>(
    'fidelity',
    (p) => `${p.column} is read from the words in ${p.field} by the table of the field map; a word that is not in it counts as missing`,
  ),
  RMMC3772: says<{ path: string; field: string }>(
    'fidelity',
    (p) =>
      `${p.path} is read out of _source by JSON_EXTRACT (a preview in Elasticsearch 9.4): below ${p.field} the stored document is taken to be the log's own, and no synthetic one; nulls and empty texts in it count as missing, and what is shown of it is text`,
  ),
  RMMC3773: says<{ path: string; field: string }>(
    'fidelity',
    (p) =>
      `the text of ${p.path} is that of ${p.field}, whose keys the integration writes in another way: it is taken to hold what is looked for in no key`,
  ),
  RMMC3774: says<{ what: string }>(
    'fidelity',
    (p) =>
      `the JSON in ${p.what} is read by JSON_EXTRACT (a preview in Elasticsearch 9.4), which gives numbers, arrays and objects as they are written there: as KQL writes them, it is taken, and no key stands twice in an object`,
  ),
  RMMC3777: says<{ what: string; type: string }>(
    'fidelity',
    (p) => `${p.what} is taken to hold ${p.type} wherever it holds anything: what is read is the text of a value, and not its type`,
  ),
  RMMC3794: says<{ literal: string }>(
    'fidelity',
    (p) =>
      `the value that is compared with ${p.literal} is taken to be no text that reads the same: its field keeps the text of a value, and not its type`,
  ),
  RMMC3775: says<{ index: string; rows: string; fields: string }>(
    'fidelity',
    (p) => `the index ${p.index} is taken to hold ${p.rows}, in the fields ${p.fields}`,
    (p) =>
      `make ${p.index} an index (no alias) with index.mode lookup, one document for each row, each text field with a part \`listed\` of type keyword; an empty one lets the rule find nothing`,
  ),
  RMMC3776: says<{ index: string; field: string }>(
    'fidelity',
    (p) =>
      `each value of ${p.field} is taken to stand in one document of ${p.index}, and none to be empty: LOOKUP JOIN gives a row for each document`,
  ),
  RMMC3740: says<{ table: string; indices: string }>(
    'fidelity',
    (p) =>
      `events of ${p.table} are taken to be those whose index is named as ${p.indices}: nothing else tells them from the query's other tables`,
    (p) => `give the table a test of its own in rmmc.yaml under profiles.<name>.esql.tables.${p.table}.constraint`,
  ),
  RMMC3741: says<{ columns: string }>(
    'fidelity',
    (p) => `the result has the columns that have a field, and is without ${p.columns}`,
    () => 'end the query with the columns that are wanted (`project`)',
  ),
  RMMC3746: says<{ column: string }>(
    'fidelity',
    (p) => `the elements of one array of ${p.column} are taken to differ: equal ones make one row here, as nothing numbers them`,
  ),
  RMMC3744: says<{ count: string }>(
    'fidelity',
    (p) =>
      `any ${p.count} rows are taken here in KQL, and all of them in Elastic, where LIMIT cuts the rows of all queries that are put together`,
    () => 'sort in front of it (`top … by …`) when certain rows are meant',
  ),
  RMMC3745: says(
    'fidelity',
    () => 'real numbers that are sorted by are taken to lie within ±9.2e18, and to be equal or to differ by more than 1e-18',
  ),
  RMMC3742: says(
    'fidelity',
    () => 'of the rows on the left with equal keys this join keeps any one, and so does its translation: not always the same one as KQL',
    () => 'say `kind=inner` when all of them are meant',
  ),
  RMMC3743: says(
    'fidelity',
    () =>
      'the rows that are searched and all values that are searched for are taken to fit in the memory of one node: Elasticsearch ends a query that does not fit with an error',
    () => 'narrow the rows before this test',
  ),
  ...splCodes,
};

// RMMC38xx: how exactly a clause is said in Splunk SPL. The class comes with the finding.
import { columnMissing, columnsLeftOut, columnTaken, propertyTaken } from './asked-columns.ts';
import { says } from './says.ts';

const bounds = (bound: string): string =>
  bound === 'earliest' ? 'it is inclusive' : `it ${bound === 'latest' ? 'is exclusive and ' : ''}counts whole seconds`;

export const splCodes = {
  RMMC3801: says<{ column: string }>(
    'fidelity',
    (p) =>
      `the column ${p.column} is read as JSON text, from its own field or from the event in \`_raw\`: events are taken to be JSON and to write it as KQL shows it (order of keys, blanks)`,
  ),
  RMMC3802: says<{ nullText: string }>(
    'fidelity',
    (p) => `columns that the rule only tests, or never names, keep the text that Splunk stores; a JSON null reads \`${p.nullText}\` there`,
  ),
  RMMC3803: says<{ measure: string }>(
    'fidelity',
    (p) => `list() keeps the first 100 values of a group: ${p.measure} is taken to have no more`,
  ),
  RMMC3804: says<{ what: string }>(
    'fidelity',
    (p) => `${p.what} is computed in the time zone of whoever runs the search; KQL computes in UTC`,
    () => 'run the search as a user whose time zone is UTC',
  ),
  RMMC3805: says<{ column: string }>('fidelity', (p) => `the timespan ${p.column} is shown as a number of seconds`),
  RMMC3806: says<{ column: string; field: string }>(
    'fidelity',
    (p) => `no schema declares the column ${p.column}; it is taken to be the field \`${p.field}\`, and empty where that is missing`,
  ),
  RMMC3808: says<{ what: string }>(
    'fidelity',
    (p) => `${p.what} uses eventstats, which is complete as long as its rows fit the memory that limits.conf grants (max_mem_usage_mb)`,
  ),
  RMMC3809: says<{ column: string; field: string }>(
    'fidelity',
    (p) => `a Splunk field cannot be called \`${p.column}\`; the column is called \`${p.field}\``,
  ),
  RMMC3810: says<{ what: string; why: string }>('fidelity', (p) => `Splunk SPL cannot say ${p.what}: ${p.why}`),
  RMMC3811: says<{ slack: string; bound: string }>(
    'fidelity',
    (p) =>
      `no event is taken to be stamped ${p.slack} the bound of the time window: Splunk's \`${p.bound}\` lets it in (${bounds(p.bound)}), KQL does not`,
  ),
  RMMC3812: says<{ period: string }>(
    'fidelity',
    (p) => `the rule names no time window; its queryPeriod of ${p.period} becomes the time range of the search`,
  ),
  RMMC3813: says(
    'fidelity',
    () =>
      'lower() folds letters outside ASCII too; KQL folds ASCII letters only when it ignores case, so values are taken to differ in ASCII letters at most',
  ),
  RMMC3814: says<{ measure: string }>(
    'fidelity',
    (p) =>
      `Splunk interpolates between neighbouring values, KQL takes the nearest one: ${p.measure} may differ by less than one step of the data`,
  ),
  RMMC3815: says(
    'fidelity',
    () =>
      "the pattern repeats without end what may itself differ in length; Perl's engine may give up on a hostile value, and Splunk takes that for no match",
  ),
  RMMC3816: says<{ what: string }>(
    'fidelity',
    (p) => `${p.what}: Splunk and KQL may write the same number differently as text (1 and 1.0)`,
  ),
  RMMC3817: says<{ what: string }>(
    'fidelity',
    (p) =>
      `${p.what} is taken to hold ISO 8601 text in UTC with a date and a time of day (\`2026-01-31T10:15:00Z\`), to the microsecond: Splunk's seconds are no finer`,
  ),
  RMMC3818: says('fidelity', () => 'the divisor is taken not to be 0: Splunk makes null of a division by zero, KQL infinity'),
  RMMC3819: says<{ field: string; column: string; confidence: string }>(
    'fidelity',
    (p) =>
      `the field \`${p.field}\` for column ${p.column} is ${p.confidence === 'guess' ? 'a guess' : p.confidence}; check it against real events`,
    () => 'confirm or correct it in rmmc.yaml under profiles.<name>.spl.tables',
  ),
  RMMC3820: says<{ what: string }>(
    'fidelity',
    (p) => `${p.what}: a URL decoder may or may not turn \`+\` into a blank; values are taken to have none`,
  ),
  RMMC3821: says('fidelity', () => 'no event is taken to be stamped in the future: with `earliest` alone Splunk searches up to now'),
  RMMC3822: says<{ nullText: string; column: string; taken: string }>(
    'fidelity',
    (p) => `the text \`${p.nullText}\` in ${p.column} is taken to be ${p.taken}: Splunk writes both in the same way`,
    () => 'set nullText in the profile if the events write a missing value otherwise',
  ),
  RMMC3823: says(
    'fidelity',
    () => 'the rule names no time range; the search covers what the time picker or the schedule says',
    () => 'set the time range of the search, or give the rule a queryPeriod (`--query-period 1d`)',
  ),
  RMMC3824: says<{ value: string }>(
    'fidelity',
    (p) =>
      `no number is taken to stand so near to ${p.value} that it is the same double: Splunk compares whole numbers beyond 2^53 as doubles`,
  ),
  RMMC3825: says<{ what: string }>(
    'fidelity',
    (p) => `${p.what} is taken to hold decimal digits alone wherever KQL reads a number in it (not \`1e3\`, \`0x1F\` or a boolean of JSON)`,
  ),
  RMMC3826: says(
    'fidelity',
    () => '`row_cumsum()` is taken to meet no null: what KQL makes of one is not documented, Splunk passes over it',
  ),
  RMMC3827: says(
    'fidelity',
    () => 'both sides of the remainder are taken not to be negative: KQL never gives a negative remainder, Splunk does',
  ),
  RMMC3828: says<{ measure: string }>(
    'fidelity',
    (p) => `${p.measure} of fewer than two values: KQL gives 0, what Splunk gives is not documented`,
  ),
  RMMC3829: says<{ column: string; field: string }>(
    'fidelity',
    (p) =>
      `the parts of ${p.column} are read from the fields of their names, and the whole as the XML in \`${p.field}\`, which is taken to say what KQL's text of them says: no text in it is taken to hold signs that either of them escapes`,
  ),
  RMMC3830: says<{ part: string }>(
    'fidelity',
    (p) =>
      `EventData is read at its part ${p.part} instead of as XML: each event is taken to have every part that is read, once, in the order in which they are, on one line, with no signs that XML escapes, and no two events to agree in all columns by which \`pivot\` groups`,
  ),
  RMMC3835: columnsLeftOut,
  RMMC3839: propertyTaken,
  RMMC3836: columnTaken,
  RMMC3837: columnMissing,
  RMMC3838: says<{ table: string }>(
    'fidelity',
    (p) =>
      `${p.table} is taken to be filled by a data collection rule, as the export leaves out what the old HTTP Data Collector API brings, and the end of a column's name (_s, _d, _b, _t, _g) to say its type`,
  ),
  RMMC3840: says(
    'fidelity',
    () =>
      'several rows of each side may have one key; mvexpand pairs them, and is complete as long as they fit the memory that limits.conf grants (max_mem_usage_mb)',
  ),
  RMMC3870: says<{ table: string }>(
    'fidelity',
    (p) =>
      `the rows of ${p.table} are taken to come by the data export of Log Analytics to Event Hubs: one JSON event per row, the table's name in \`Type\`, the columns under their own names, TimeGenerated as the event's time`,
    (p) =>
      `let TIME_PREFIX in props.conf point to TimeGenerated, or say in rmmc.yaml under profiles.<name>.spl.tables.${p.table} where the rows are`,
  ),
  RMMC3871: says<{ column: string; field: string; kept: boolean }>(
    'fidelity',
    (p) =>
      `${p.column} is read from the words in \`${p.field}\` by the table of the field map; a word that is not in it ${p.kept ? 'is kept as it is' : 'counts as missing'}`,
  ),
  RMMC3850: says<{ what: string }>(
    'fidelity',
    (p) => `${p.what} uses mvexpand, which is complete as long as its rows fit the memory that limits.conf grants (max_mem_usage_mb)`,
  ),
  RMMC3851: says<{ what: string }>(
    'fidelity',
    (p) => `the text \`null\` as ${p.what} is taken to be a missing value: Splunk writes both in the same way`,
  ),
  RMMC3852: says<{ column: string; type: string }>(
    'fidelity',
    (p) => `the digits that ${p.column} takes out of the text are taken to fit the type ${p.type}`,
  ),
  RMMC3853: says(
    'fidelity',
    () => "texts are taken to end where the pattern ends: Kusto's documentation does not say whether a text that goes on fits",
  ),
  RMMC3854: says<{ what: string }>(
    'fidelity',
    (p) => `${p.what} is looked up in the database of iplocation, which is not Kusto's: places may differ or be missing`,
  ),
  RMMC3855: says<{ column: string }>(
    'fidelity',
    (p) => `the column ${p.column} is taken to hold an array wherever it is not missing, as its field does`,
  ),
  RMMC3856: says(
    'fidelity',
    () =>
      "the text is taken to be an absolute URL without escapes in its query, or empty: Kusto's documentation does not say what others give",
  ),
  RMMC3857: says(
    'fidelity',
    () =>
      'urldecode() is taken to read `%` with two digits as a byte, zero bytes too, and the bytes as UTF-8: base64 is decoded through it',
  ),
  RMMC3858: says<{ column: string }>(
    'fidelity',
    (p) =>
      `no value of ${p.column} is taken to be empty, to begin with \`_\` or to be the name of another column: values become the names of columns`,
  ),
  RMMC3859: says(
    'fidelity',
    () =>
      'the addresses are taken to have no prefix of their own (`10.1.2.3/16`): KQL compares by the shorter one, cidrmatch() knows addresses only',
  ),
  RMMC3831: says(
    'fidelity',
    () =>
      'the addresses are taken to have no prefix of their own, and cidrmatch() to be false where the address is IPv4, or none, and the range IPv6',
  ),
  RMMC3860: says('fidelity', () => 'the group is taken to find at least one character: rex may leave out an empty find'),
  RMMC3875: says<{ lookup: string; rows: string; columns: string }>(
    'fidelity',
    (p) => `the lookup ${p.lookup} is taken to hold ${p.rows}${p.columns === '' ? '' : `, in columns of the same names (${p.columns})`}`,
    (p) => `fill the lookup ${p.lookup} (case_sensitive_match = true, no match types); a lookup that is empty lets the rule find nothing`,
  ),
  RMMC3876: says<{ lookup: string; column: string }>(
    'fidelity',
    (p) => `no row of the lookup ${p.lookup} is taken to have an empty ${p.column}: Splunk looks up no empty values`,
  ),
};

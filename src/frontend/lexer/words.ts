// The words of KQL that are more than names: which keyword the grammar knows, and which of them may still name a column.
// Facts taken from the keyword tables of Microsoft's parser (12.4).

import type { TypeName } from '../ast/ast.ts';

/** How far a reserved word may be a name: `free` anywhere, `named` before `=` and `:`, `never`. */
export type Freedom = 'free' | 'named' | 'never';

const split = (words: string): readonly string[] => words.split(' ');

/** Words the grammar knows that may be names anywhere. */
export const freeKeywords = split(
  'access alias bin consume count database declare default distinct evaluate extend facet filter fork from getschema id join let limit lookup mvapply mvexpand nulls on optional order output parse __partitionby partition pattern query_parameters range reduce render restrict scan serialize sort step summarize take top view with',
);

/** Words the grammar knows that may be names only where a name is declared: before `=` and `:`. */
export const namedKeywords = split(
  'as by contains datatable externaldata find has in invoke materialize of print sample sample-distinct search set to toscalar totable top-nested top-hitters where',
);

/** Words the grammar knows that may never be names. */
export const strictKeywords = split(
  'and or asc desc granny-asc granny-desc between !between external_data graph-mark-components graph-match graph-shortest-paths graph-to-table make-graph make-series mv-apply mv-expand parse-kv parse-where project project-away project-by-names project-keep project-rename project-reorder project-smart union assert-schema __executeAndCache __projectAway',
);

/** Words that KQL knows, the grammar does not, and that are names everywhere but where only a word without meaning may stand. */
const quietKeywords = split(
  'best_effort bool dataformat datetime_pattern edges entity_group graph guid inline_external_table nodes null pack plotly regex typeof uuid with_node_id',
);

/** Words of control commands, with hyphens in them: one token, and never names. */
export const commandWords = split(
  'commands-and-queries materialized-views materialized-view-combine partitioned-by set-or-append set-or-replace',
);

/** Operators that KQL has and this compiler does not read. */
export const unreadOperators = split('macro-expand graph-where-nodes graph-where-edges');

/** Words the grammar does not know that KQL reserves all the same, and which may be names before `=` and `:`. */
const reservedNamed = split('accumulate earliest latest mdm sql title verbose viewers');

/** Words the grammar does not know that KQL reserves: they need brackets, as in `['title']`. */
const reservedStrict = split(
  '3Dchart __contextual_datatable __crossCluster __crossDB __id __isFuzzy __noWithSource __packedColumn __sourceColumnIndex anomalychart areachart bagexpansion barchart bin_legacy boolean byte cachingpolicy callout cancel card char columnchart cycles dataexport datascope date datetime decimal decodeblocks double dynamic encodingpolicy expandoutput extent_tags_retention first flags float force_remote harddelete hardretention hotcache int int16 int32 int64 int8 isfuzzy journal ladderchart last linechart long matches missing nooptimization others pathformat piechart pivotchart queries query_results real relaxed restricted_view_access row_level_security rowstore rowstore_references rowstore_sealinfo rowstorepolicy rowstores scatterchart seal seals shards simple softdelete softretention stackedareachart statistics storedqueryresultcontainers string tablepurge time timechart timeline timepivot timespan treemap uint uint16 uint32 uint64 uint8 ulong uniqueid unrestrictedviewers views with_itemindex with_match_id with_step_name writeaheadlog',
);

/** Spellings of the string operators, and the operator each one means. */
export const stringOperators = {
  '=~': '=~',
  '!~': '!~',
  ':': 'has',
  has: 'has',
  '!has': '!has',
  has_cs: 'has_cs',
  '!has_cs': '!has_cs',
  hasprefix: 'hasprefix',
  '!hasprefix': '!hasprefix',
  hasprefix_cs: 'hasprefix_cs',
  '!hasprefix_cs': '!hasprefix_cs',
  hassuffix: 'hassuffix',
  '!hassuffix': '!hassuffix',
  hassuffix_cs: 'hassuffix_cs',
  '!hassuffix_cs': '!hassuffix_cs',
  contains: 'contains',
  '!contains': '!contains',
  notcontains: '!contains',
  contains_cs: 'contains_cs',
  containscs: 'contains_cs',
  '!contains_cs': '!contains_cs',
  notcontainscs: '!contains_cs',
  startswith: 'startswith',
  '!startswith': '!startswith',
  startswith_cs: 'startswith_cs',
  '!startswith_cs': '!startswith_cs',
  endswith: 'endswith',
  '!endswith': '!endswith',
  endswith_cs: 'endswith_cs',
  '!endswith_cs': '!endswith_cs',
  like: 'like',
  notlike: 'notlike',
  likecs: 'likecs',
  notlikecs: 'notlikecs',
  'matches regex': 'matches regex',
} as const;

/** Spellings of the operators that take a list. */
export const listOperators = ['in', '!in', 'in~', '!in~', 'has_any', 'has_all'] as const;

/** Words that may name a column in an expression, and nothing else: operators read them as their parameters. */
export const columnOnlyWords: ReadonlySet<string> = new Set(['kind', 'withsource', 'with_source']);

const freedoms = new Map<string, Freedom>([
  ...[
    ...strictKeywords,
    ...unreadOperators,
    ...commandWords,
    ...reservedStrict,
    ...columnOnlyWords,
    ...listOperators,
    ...Object.keys(stringOperators),
  ].map((w) => [w, 'never'] as const),
  ...[...namedKeywords, ...reservedNamed].map((w) => [w, 'named'] as const),
]);

/** How far a word may be a name; any word that KQL does not reserve is free. */
export const freedomOf = (word: string): Freedom => freedoms.get(word) ?? 'free';

const known = new Set([...freeKeywords, ...quietKeywords]);

/** A word that means nothing to KQL. */
export const isPlainWord = (word: string): boolean => freedomOf(word) === 'free' && !known.has(word);

/** Parameters that every operator takes, whether it heeds them or not. */
export const knownParameters: ReadonlySet<string> = new Set(
  split(
    'bagexpansion bin_legacy __crossCluster __crossDB cycles decodeblocks expandoutput force_remote __id isfuzzy __isFuzzy kind __noWithSource __packedColumn __sourceColumnIndex with_itemindex with_match_id withsource with_source with_step_name',
  ),
);

/** Kinds of charts that `render` knows besides any plain word. */
export const chartWords: ReadonlySet<string> = new Set(
  split(
    '3Dchart anomalychart areachart barchart card columnchart graph ladderchart linechart piechart pivotchart plotly scatterchart stackedareachart timechart timeline timepivot treemap',
  ),
);

/** Type names and their aliases. */
export const typeNames: ReadonlyMap<string, TypeName> = new Map<string, TypeName>([
  ...(['bool', 'int', 'long', 'real', 'decimal', 'string', 'datetime', 'timespan', 'guid', 'dynamic'] as const).map((t) => [t, t] as const),
  ['boolean', 'bool'],
  ['date', 'datetime'],
  ['double', 'real'],
  ['time', 'timespan'],
  ['int64', 'long'],
  ['int8', 'bool'],
  ['uniqueid', 'guid'],
]);

/** Types that only `typeof(…)` admits. */
export const extendedTypeNames: ReadonlyMap<string, TypeName> = new Map<string, TypeName>([
  ['float', 'real'],
  ['int16', 'int'],
  ['int32', 'int'],
  ['uint', 'int'],
  ['uint8', 'int'],
  ['uint16', 'int'],
  ['uint32', 'long'],
  ['uint64', 'long'],
  ['ulong', 'long'],
]);

/** Suffixes of a timespan and their length in ticks of 100 ns; nanoseconds are a hundredth of a tick. */
export const timespanUnits = new Map<string, number>([
  ...split('d day days').map((u) => [u, 864e9] as const),
  ...split('h hr hrs hour hours').map((u) => [u, 36e9] as const),
  ...split('m min minute minutes').map((u) => [u, 6e8] as const),
  ...split('s sec second seconds').map((u) => [u, 1e7] as const),
  ...split('ms milli millis millisec millisecond milliseconds').map((u) => [u, 1e4] as const),
  ...split('micro micros microsec microsecond microseconds').map((u) => [u, 10] as const),
  ...split('tick ticks').map((u) => [u, 1] as const),
  ...split('nano nanos nanosec nanosecond nanoseconds').map((u) => [u, 0.01] as const),
]);

/** Every query operator by name. */
export const operatorNames: readonly string[] = split(
  'where filter extend project project-away project-keep project-rename project-reorder project-by-names summarize distinct sort order top top-nested top-hitters take limit sample sample-distinct count join lookup union search find mv-expand mvexpand mv-apply mvapply parse parse-where parse-kv evaluate invoke make-series serialize scan partition fork facet reduce consume getschema as render print range make-graph graph-match graph-shortest-paths graph-to-table graph-mark-components assert-schema __partitionby __executeAndCache',
);

/** Every infix operator that is a word. */
export const infixWords: readonly string[] = [
  ...Object.keys(stringOperators).filter((w) => /\w/.test(w)),
  ...listOperators,
  'between',
  '!between',
  'and',
  'or',
];

/** What other languages write, and what KQL writes instead. */
export const foreignWords: ReadonlyMap<string, string> = new Map([
  ['&&', 'and'],
  ['||', 'or'],
  ['is', '=='],
  ['equals', '=='],
  ['eq', '=='],
  ['ne', '!='],
  ['AND', 'and'],
  ['OR', 'or'],
  ['NOT', 'not(…)'],
  ['not', 'not(…)'],
  ['as', 'name = …'],
  ['ascending', 'asc'],
  ['descending', 'desc'],
  ['ASC', 'asc'],
  ['DESC', 'desc'],
  ['contains_any', 'contains … or contains'],
  ['startswith_any', 'startswith … or startswith'],
  ['endswith_any', 'endswith … or endswith'],
  ['contains_all', 'contains … and contains'],
  ['LIKE', 'contains'],
  ['notin', '!in'],
  ['nothas', '!has'],
  ['matches', 'matches regex'],
  ['regex', 'matches regex'],
  ['select', 'project'],
  ['group', 'summarize … by'],
  ['groupby', 'summarize … by'],
  ['stats', 'summarize'],
  ['head', 'take'],
  ['eval', 'extend'],
]);

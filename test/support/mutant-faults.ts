// A target's name in; the kinds of faults that a text of it can have out: operators, bounds, needles, guards, escapes.
import {
  dropped,
  type Fault,
  rewrite,
  swap,
  textFaults,
  unwrapped,
  withoutArgument,
  withoutAssignment,
  withoutOperand,
} from './mutant-edits.ts';

const esqlText = /"""[\s\S]*?"""(?!")|"(?:\\.|[^"\\])*"/g;
const splText = /"(?:\\[\s\S]|[^"\\])*"/g;
const yamlText = /'(?:[^']|'')*'|(?<=(?<!condition): |- )(?!null\b|re$|\d+$)[^'\s:|][^':\n]*$/gm;
const kqlText = /@"(?:[^"]|"")*"|@'(?:[^']|'')*'|```[\s\S]*?```|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g;

const comparisons: readonly Fault[] = [
  swap('comparison', / == /g, ' != '),
  swap('comparison', / != /g, ' == '),
  swap('bound', / >= /g, ' > ', ' <= '),
  swap('bound', / > /g, ' >= ', ' < '),
  swap('bound', / <= /g, ' < ', ' >= '),
  swap('bound', / < /g, ' <= ', ' > '),
];

const numbers: readonly Fault[] = [
  rewrite('number', /(?<![\w."'\\{,[-])\d+(?![\w."'},\]-])/g, (found) => String(BigInt(found) + 1n)),
  rewrite('number', /(?<![\w."'\\{,[-])\d+(?![\w."'},\]-])/g, (found) => (found === '0' ? null : String(BigInt(found) - 1n))),
];

const units: ReadonlyMap<string, string> = new Map([
  ['day', 'hour'],
  ['hour', 'minute'],
  ['minute', 'hour'],
  ['second', 'minute'],
  ['week', 'day'],
  ['d', 'h'],
  ['h', 'm'],
  ['m', 'h'],
  ['s', 'm'],
]);

const escapes: readonly Fault[] = [
  swap('escape', /\\{1,2}(?=[.*?+()[\]{}|^$#@&<>~"'])/g, ''),
  rewrite('escape', /\\{2,4}(?=\w)/g, (found) => found.slice(found.length / 2)),
];

const guards: readonly Fault[] = [
  swap('guard', /\(\.\*\[\^0-9A-Za-z\]\)\?/g, '.*', ''),
  swap('guard', /\(\[\^0-9A-Za-z\]\.\*\)\?/g, '.*', ''),
  swap('guard', /\(\^\|\[\^0-9A-Za-z[^\]]*\]\)/g, '', '^'),
  swap('guard', /\(\[\^0-9A-Za-z[^\]]*\]\|\$\)/g, '', '$'),
  swap('guard', /(?<=\[\^)0-9(?=A-Za-z)/g, ''),
  swap('guard', /(?<=\[\^0-9)A-Z(?=a-z)/g, ''),
  swap('guard', /(?<=\[\^0-9A-Z)a-z(?=[\]\\])/g, ''),
  swap('guard', /(?<=\[\^0-9A-Za-z)(?=[\]\\])/g, '_', '.', '-'),
];

const regexes: readonly Fault[] = [
  rewrite('case class', /\[([A-Z])([a-z])\]/g, (_, [upper = '']) => upper),
  rewrite('case class', /\[([A-Z])([a-z])\]/g, (_, [, lower = '']) => lower),
  swap('alternative dropped', /\|[^|()"'\n]+(?=[|)])/g, ''),
  swap('alternative dropped', /(?<=\()[^|()"'\n]+\|/g, ''),
];

const esqlNames = /(?<!\w)(?:TO_LOWER|TO_UPPER|COALESCE|CONCAT|TO_LONG|TO_INTEGER|TO_STRING|TRIM|REPLACE|SUBSTRING|LENGTH|DATE_TRUNC)\(/g;

const esql: readonly Fault[] = [
  ...comparisons,
  swap('logic', /\bAND\b/g, 'OR'),
  swap('logic', /\bOR\b/g, 'AND'),
  swap('not dropped', /\bNOT /g, ''),
  swap('not added', /(?<!NOT )\b(?=R?LIKE |IN \()/g, 'NOT '),
  swap('null test', /\bIS NULL\b/g, 'IS NOT NULL'),
  swap('null test', /\bIS NOT NULL\b/g, 'IS NULL'),
  swap('edge', /(?<=LIKE "(?:"")?)\*/g, ''),
  swap('edge', /(?<=\bLIKE "[^"]*)\*(?="(?:\s|\)|$))/g, ''),
  ...guards,
  ...regexes,
  ...escapes,
  unwrapped('call dropped', esqlNames, esqlText),
  rewrite('text lost', /\bCOALESCE\([\w.@]+, ""\)/g, () => '""'),
  withoutArgument('item dropped', /\bIN \(/g, esqlText),
  withoutArgument('item dropped', /\bCONCAT\(/g, esqlText),
  withoutArgument('item dropped', /\bCASE\(/g, esqlText, 2),
  swap('measure', /\bMIN\(/g, 'MAX('),
  swap('measure', /\bMAX\(/g, 'MIN('),
  swap('measure', /\bCOUNT_DISTINCT\(/g, 'COUNT('),
  swap('measure', /\bVALUES\(/g, 'MAX('),
  swap('measure', /\bSUM\(/g, 'AVG('),
  swap('order', / ASC\b/g, ' DESC'),
  swap('order', / DESC\b/g, ' ASC'),
  rewrite('unit', /(?<=\d )(day|hour|minute|second|week)(?=s?\b)/g, (found) => units.get(found) ?? null),
  dropped('test dropped', /\n +(?:AND|OR) [^\n]*(?=\n)/g, esqlText),
  dropped('test dropped', /(?<=\| WHERE )[^\n]*\n +(?:AND|OR) /g, esqlText),
  dropped('step dropped', /\| (?:WHERE|EVAL|LIMIT|DEDUP) [^\n]*(?:\n +[^\n]*)*\n(?=\|)/g, esqlText),
  ...numbers,
  ...textFaults(esqlText),
];

const sigma: readonly Fault[] = [
  swap('operator', /\|contains(?=[|:])/g, '|startswith', '|endswith', ''),
  swap('operator', /\|startswith(?=[|:])/g, '|contains', ''),
  swap('operator', /\|endswith(?=[|:])/g, '|contains', ''),
  swap('case flag', /\|re\|i(?=[|:])/g, '|re'),
  swap('case flag', /\|cased(?=[|:])/g, ''),
  swap('all dropped', /\|all(?=[|:])/g, ''),
  swap('bound', /\|lte(?=:)/g, '|lt', '|gte'),
  swap('bound', /\|gte(?=:)/g, '|gt', '|lte'),
  swap('bound', /\|lt(?=:)/g, '|lte', '|gt'),
  swap('bound', /\|gt(?=:)/g, '|gte', '|lt'),
  ...guards,
  ...regexes,
  ...escapes,
  rewrite('logic', /(?<=condition: .*)\b(and|or)\b/g, (found) => (found === 'and' ? 'or' : 'and')),
  rewrite('logic', /(?<=condition: .*)\b(1|all)(?= of )/g, (found) => (found === 'all' ? '1' : 'all')),
  swap('not dropped', /(?<=condition: .*)\bnot /g, ''),
  swap('null test', /(?<=[:-] )null$/gm, "''"),
  swap('item dropped', /(?<=\n) +- .*\n/g, ''),
  swap('test dropped', /(?<=\n) {8}\w.*\n(?: {12}.*\n)*/g, ''),
  ...numbers,
  ...textFaults(yamlText),
];

const kql: readonly Fault[] = [
  ...comparisons,
  swap('case flag', / =~ /g, ' == '),
  swap('case flag', / !~ /g, ' != '),
  swap('case flag', / == (?=["'@])/g, ' =~ '),
  swap('case flag', / (!?)in~ /g, ' in '),
  swap('case flag', / in (?=\()/g, ' in~ '),
  swap('case flag', /(?<= !?(?:has|contains|startswith|endswith|hasprefix|hassuffix)) /g, '_cs '),
  swap('case flag', /(?<= !?(?:has|contains|startswith|endswith|hasprefix|hassuffix))_cs /g, ' '),
  swap('operator', /(?<= !?)has(?= |_cs )/g, 'contains', 'hasprefix', 'hassuffix'),
  swap('operator', /(?<= !?)hasprefix(?= |_cs )/g, 'has', 'contains', 'startswith'),
  swap('operator', /(?<= !?)hassuffix(?= |_cs )/g, 'has', 'contains', 'endswith'),
  swap('operator', /(?<= !?)contains(?= |_cs )/g, 'has', 'startswith', 'endswith'),
  swap('operator', /(?<= !?)startswith(?= |_cs )/g, 'contains', 'hasprefix'),
  swap('operator', /(?<= !?)endswith(?= |_cs )/g, 'contains', 'hassuffix'),
  swap('operator', /\bhas_any\b/g, 'has_all'),
  swap('operator', /\bhas_all\b/g, 'has_any'),
  swap('operator', /\bbetween\b/g, '!between'),
  swap('logic', / and /g, ' or '),
  swap('logic', / or /g, ' and '),
  swap('not dropped', / !(?=[a-z])/g, ' '),
  swap('not dropped', /\bnot(?=\()/g, ''),
  swap('not added', / (?=(?:has|contains|startswith|endswith|in|hasprefix|hassuffix)(?:_cs|~)? )/g, ' !'),
  swap('null test', /\bisempty\(/g, 'isnotempty('),
  swap('null test', /\bisnotempty\(/g, 'isempty('),
  swap('null test', /\bisnull\(/g, 'isnotnull('),
  swap('null test', /\bisnotnull\(/g, 'isnull('),
  swap('measure', /\bmin\(/g, 'max('),
  swap('measure', /\bmax\(/g, 'min('),
  swap('measure', /\bdcount\(/g, 'count_distinct(1 + strlen(', 'countif(isnotempty('),
  swap('measure', /\bmake_set\(/g, 'make_list('),
  swap('order', /\basc\b/g, 'desc'),
  swap('order', /\bdesc\b/g, 'asc'),
  unwrapped('call dropped', /\b(?:tolower|toupper|tostring|trim|strlen)\(/g, kqlText),
  withoutArgument('item dropped', /\b(?:in~?|has_any|has_all) \(/g, kqlText),
  ...escapes,
  rewrite('bound', /(?<![\w."'])\d+(?=(?:d|h|m|s)\b)/g, (found) => String(BigInt(found) + 1n)),
  rewrite('unit', /(?<=(?<![\w."'])\d+)(?:d|h|m|s)\b/g, (found) => units.get(found) ?? null),
  rewrite('bound', /(?<=\bago\()[^()]+(?=\))/g, (found) => `${found} + 1tick`),
  dropped('test dropped', /\n +(?:and|or) [^\n]*(?=\n)/g, kqlText),
  dropped('test dropped', /(?<=\| where )[^\n]*\n +(?:and|or) /g, kqlText),
  dropped('step dropped', /\n\| (?:where|distinct|take|top|sort) [^\n]*(?:\n +[^\n]*)*/g, kqlText),
  ...numbers,
  ...textFaults(kqlText),
];

/** The blank between two conditions of the base search; not behind a time bound, which no `OR` may hold. */
const baseTerm = /(?<!\b(?:NOT|OR|AND|earliest=\S+|latest=\S+)) (?=\(?(?:NOT )?properties\.\w+(?:=| IN \())/g;
const shifted =
  (seconds: bigint) =>
  (bound: string): string =>
    bound.replace(/\d+/, (digits) => String(BigInt(digits) + seconds));

const spl: readonly Fault[] = [
  ...comparisons,
  swap('comparison', /(?<=\bproperties\.\w+)=(?=["*])/g, '!='),
  swap('logic', / AND /g, ' OR '),
  swap('logic', / OR /g, ' AND '),
  swap('logic', baseTerm, ' OR '),
  swap('not dropped', /\bNOT /g, ''),
  swap('not added', /(?<!NOT )\b(?=match\(|in\(|properties\.\w+(?:=| IN \())/g, 'NOT '),
  swap('null test', /\bisnull\(/g, 'isnotnull('),
  swap('null test', /\bisnotnull\(/g, 'isnull('),
  swap('wildcard', /(?<=(?:=|\bIN \(|, )")\*/g, ''),
  swap('wildcard', /(?<=(?:=|\bIN \(|, )"(?:\\.|[^"\\])*)\*(?="(?:[\s,)]|$))/g, ''),
  swap('wildcard', /(?<=properties\.\w+=")(?=[^*"])/g, '*'),
  swap('case flag', /\(\?i\)/g, ''),
  swap('case flag', /(?<=\bmatch\((?:[\w.']+|lower\([\w.']+\)), ")(?!\(\?i\))/g, '(?i)'),
  swap('guard', /\(\?<!\[\^?0-9A-Za-z\]\)/g, '', '^'),
  swap('guard', /\(\?!\[\^?0-9A-Za-z\]\)/g, '', '$'),
  swap('guard', /(?<=\[)0-9(?=A-Za-z)/g, ''),
  swap('guard', /(?<=\[0-9)A-Z(?=a-z)/g, ''),
  swap('guard', /(?<=\[0-9A-Z)a-z(?=\])/g, ''),
  swap('guard', /(?<=\[0-9A-Za-z)(?=\])/g, '_', '.', '-'),
  swap('anchor', /(?<=")\^|(?<="\(\?i\))\^/g, ''),
  swap('anchor', /\\\\z(?=")/g, '', '$'),
  ...regexes,
  ...escapes,
  unwrapped('call dropped', /(?<!\w)(?:lower|upper|coalesce|nullif|tonumber|tostring|trim|strftime|len|mvdedup|split)\(/g, splText),
  rewrite('text lost', /\bcoalesce\(nullif\([\w.']+, "null"\), ""\)/g, () => '""'),
  withoutArgument('item dropped', /(?<!\w)in\(/g, splText),
  withoutArgument('item dropped', /\bIN \(/g, splText),
  withoutArgument('item dropped', /(?<!\w)case\(/g, splText, 2),
  swap('measure', /\bmin\(/g, 'max('),
  swap('measure', /\bmax\(/g, 'min('),
  swap('measure', /\bdc\(/g, 'count('),
  swap('measure', /\bvalues\(/g, 'max('),
  swap('measure', /\bsum\(/g, 'avg('),
  swap('measure', /(?<=\| (?:event|stream)?stats [^\n]*)\bcount(?= as )/g, 'dc(index)'),
  swap('key dropped', /(?<=\| (?:event|stream)?stats [^\n]* by(?: [\w.']+)*) [\w.']+/g, ''),
  swap('key dropped', /(?<=\| dedup(?: [\w.']+)+) [\w.']+/g, ''),
  swap('column dropped', /(?<=\| table(?: [\w.']+)+) [\w.']+/g, ''),
  swap('order', /(?<=\| sort [^\n]*)-(?=[\w.'(])/g, '+'),
  swap('order', /(?<=\| sort [^\n]*)\+(?=[\w.'(])/g, '-'),
  rewrite('time bound', /\b(?:earliest|latest)=[-+]?\d+s?/g, shifted(1n)),
  rewrite('time bound', /\b(?:earliest|latest)=[-+]?\d+s?/g, shifted(86_400n)),
  swap('time bound', / (?:earliest|latest)=\S+/g, ''),
  withoutOperand('test dropped', splText),
  swap('test dropped', / (?:NOT )?properties\.\w+(?:=(?:"(?:\\.|[^"\\])*"|\*)| IN \((?:"(?:\\.|[^"\\])*"(?:, )?)+\))/g, ''),
  withoutAssignment('assignment dropped', /\| eval /g, splText),
  withoutAssignment('assignment dropped', /\| rename /g, splText),
  swap('step dropped', /\n\| (?:where|eval|dedup|rename|head|sort|stats|eventstats|streamstats|mvexpand) [^\n]*/g, ''),
  ...numbers,
  ...textFaults(splText),
];

const byTarget: ReadonlyMap<string, readonly Fault[]> = new Map([
  ['esql', esql],
  ['sigma', sigma],
  ['kql', kql],
  ['spl', spl],
]);

export const faultsOf = (target: string): readonly Fault[] => byTarget.get(target) ?? [];

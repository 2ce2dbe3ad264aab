// Searches in, their commands out: one command or option per row.
import { describe, expect, test } from 'vitest';
import { splTree } from '../support/spl-tree.ts';

const rows: readonly (readonly [title: string, text: string, tree: string])[] = [
  ['an implicit search', 'index=a b', '(search term=(and (= index a) b))'],
  ['a leading search', 'search index=a', '(search term=(= index a))'],
  ['search after a pipe', '| search a=1', '(search term=(= a 1))'],
  ['search for nothing', 'index=a | search', '(search term=(= index a))\n(search)'],
  ['no search before the pipe', '| makeresults', '(makeresults count=1 !annotate)'],
  ['where', '| where a=1 AND like(b, "x%")', '(where condition=(and (= a 1) (like b "x%")))'],
  [
    'eval',
    '| eval a=1, b=a+1',
    '(eval assignments=[(target=(parts=[(text text="a")]) value=1) (target=(parts=[(text text="b")]) value=(+ a 1))])',
  ],
  [
    'eval of quoted names',
    '| eval "a b"=1, \'c.d\'=2, e.f=3',
    '(eval assignments=[(target=(parts=[(text text="a b")]) value=1) (target=(parts=[(text text="c.d")]) value=2) (target=(parts=[(text text="e.f")]) value=3)])',
  ],
  [
    'eval of names that a field gives',
    '| eval {a}=1, "x_{b}_y"=2',
    '(eval assignments=[(target=(parts=[a]) value=1) (target=(parts=[(text text="x_") b (text text="_y")]) value=2)])',
  ],
  ['command names in any case', '| EVAL a=1', '(eval assignments=[(target=(parts=[(text text="a")]) value=1)])'],
  [
    'stats',
    '| stats count, dc(a) as n values(b) by c, d e',
    '(stats aggregations=[(fn="count" input=(none) written="count") (fn="dc" input=(field field=a) as=n written="dc(a)") (fn="values" input=(field field=b) written="values(b)")] by=[c d e] !allnum delim=" " !dedupSplitvals)',
  ],
  [
    'stats with other names',
    '| stats c(a) distinct_count(b) p95(x) perc99.9(y) exactperc50(z) mean(w)',
    '(stats aggregations=[(fn="count" input=(field field=a) written="c(a)") (fn="dc" input=(field field=b) written="distinct_count(b)") (fn="perc" percent=95 input=(field field=x) written="p95(x)") (fn="perc" percent=99.9 input=(field field=y) written="perc99.9(y)") (fn="exactperc" percent=50 input=(field field=z) written="exactperc50(z)") (fn="mean" input=(field field=w) written="mean(w)")] !allnum delim=" " !dedupSplitvals)',
  ],
  [
    'stats of conditions',
    '| stats count(eval(a="x" OR b=1)) as n sum(eval(a*b)) as s',
    String.raw`(stats aggregations=[(fn="count" input=(eval expr=(or (= a "x") (= b 1))) as=n written="count(eval(a=\"x\" OR b=1))") (fn="sum" input=(eval expr=(* a b)) as=s written="sum(eval(a*b))")] !allnum delim=" " !dedupSplitvals)`,
  ],
  [
    'stats of patterns',
    '| stats values(*) as * avg(*lay) AS *_avg',
    '(stats aggregations=[(fn="values" input=(field field=~*) as=~* written="values(*)") (fn="avg" input=(field field=~*lay) as=~*_avg written="avg(*lay)")] !allnum delim=" " !dedupSplitvals)',
  ],
  [
    'stats without a field',
    '| stats count() avg',
    '(stats aggregations=[(fn="count" input=(none) written="count()") (fn="avg" input=(field field=~*) written="avg")] !allnum delim=" " !dedupSplitvals)',
  ],
  [
    'stats options',
    '| stats allnum=true delim=";" count by a dedup_splitvals=t',
    '(stats aggregations=[(fn="count" input=(none) written="count")] by=[a] allnum delim=";" dedupSplitvals)',
  ],
  [
    'stats under quoted names',
    '| stats count as "Total Events" sum(a) as \'b c\' by "d e"',
    '(stats aggregations=[(fn="count" input=(none) as=Total Events written="count") (fn="sum" input=(field field=a) as=b c written="sum(a)")] by=[d e] !allnum delim=" " !dedupSplitvals)',
  ],
  [
    'eventstats',
    '| eventstats allnum=t avg(a) by b',
    '(eventstats aggregations=[(fn="avg" input=(field field=a) written="avg(a)")] by=[b] allnum)',
  ],
  [
    'streamstats',
    '| streamstats current=f window=3 global=f count by a reset_on_change=true',
    '(streamstats aggregations=[(fn="count" input=(none) written="count")] by=[a] !allnum !current !global window=3 resetOnChange)',
  ],
  [
    'streamstats that starts anew',
    String.raw`| streamstats count reset_after="("match(a,\"yes\")")" reset_before=(b=1)`,
    '(streamstats aggregations=[(fn="count" input=(none) written="count")] !allnum current global window=0 resetBefore=(= b 1) resetAfter=(match a "yes") !resetOnChange)',
  ],
  [
    'streamstats over time',
    '| streamstats time_window=5m count',
    '(streamstats aggregations=[(fn="count" input=(none) written="count")] !allnum current global window=0 timeWindow=(time amount=5 unit="m") !resetOnChange)',
  ],
  ['fillnull', '| fillnull', '(fillnull value="0")'],
  ['fillnull of fields', '| fillnull value="" a, b c', '(fillnull value="" fields=[a b c])'],
  ['rename', "| rename a as b, \"c d\" AS e 'f' as 'g'", '(rename pairs=[(from=a to=b) (from=c d to=e) (from=f to=g)])'],
  ['rename by pattern', '| rename VALUE_* as *', '(rename pairs=[(from=~VALUE_* to=~*)])'],
  ['fields', '| fields a, b* c', '(fields mode="keep" fields=[a ~b* c])'],
  ['fields that stay', '| fields + a', '(fields mode="keep" fields=[a])'],
  ['fields that go', '| fields - a b', '(fields mode="remove" fields=[a b])'],
  ['table', '| table a b.c "nested.b{}" d*', '(table fields=[a b.c nested.b{} ~d*])'],
  [
    'sort',
    '| sort a, -b +c',
    '(sort limit=10000 keys=[(field=a !descending by="auto") (field=b descending by="auto") (field=c !descending by="auto")] !reverse)',
  ],
  ['sort with blanks', '| sort 0 - a', '(sort limit=0 keys=[(field=a descending by="auto")] !reverse)'],
  [
    'sort by kinds',
    '| sort 10 + str(a) -num(b) ip(c) auto(d)',
    '(sort limit=10 keys=[(field=a !descending by="str") (field=b descending by="num") (field=c !descending by="ip") (field=d !descending by="auto")] !reverse)',
  ],
  ['sort with a limit', '| sort limit=2 -a', '(sort limit=2 keys=[(field=a descending by="auto")] !reverse)'],
  [
    'sort turned round',
    '| sort a b desc',
    '(sort limit=10000 keys=[(field=a !descending by="auto") (field=b !descending by="auto")] reverse)',
  ],
  ['head', '| head', '(head limit=10 !keepLast !acceptNull)'],
  ['head of a number', '| head 5', '(head limit=5 !keepLast !acceptNull)'],
  ['head by condition', '| head (a=1) limit=5 null=t keeplast=true', '(head limit=5 condition=(= a 1) keepLast acceptNull)'],
  ['tail', '| tail 3', '(tail limit=3)'],
  ['reverse', '| reverse', '(reverse)'],
  ['addinfo', '| addinfo', '(addinfo)'],
  ['dedup', '| dedup a b', '(dedup count=1 fields=[a b] !keepEvents !keepEmpty !consecutive)'],
  [
    'dedup with all it takes',
    '| dedup 2 a, b keepevents=true keepempty=t consecutive= true sortby - num(c) d',
    '(dedup count=2 fields=[a b] keepEvents keepEmpty consecutive sortBy=[(field=c descending by="num") (field=d !descending by="auto")])',
  ],
  [
    'top',
    '| top 3 a, b by c',
    '(top limit=3 fields=[a b] by=[c] countField="count" percentField="percent" showCount showPercent !useOther otherText="OTHER")',
  ],
  [
    'top with options',
    '| top limit=0 countfield=n showperc=f useother=true a',
    '(top limit=0 fields=[a] countField="n" percentField="percent" showCount !showPercent useOther otherText="OTHER")',
  ],
  [
    'rare',
    '| rare a',
    '(rare limit=10 fields=[a] countField="count" percentField="percent" showCount showPercent !useOther otherText="OTHER")',
  ],
  ['bin', '| bin _time span=1h AS hour', '(bin field=_time as=hour width=(time amount=1 unit="h"))'],
  [
    'bin with the options first',
    '| bucket span=5m aligntime=@d+3h _time',
    '(bin field=_time width=(time amount=5 unit="m") alignTime="@d+3h")',
  ],
  ['bin of numbers', '| bin bins=20 start=0 end=-5.5 a', '(bin field=a bins=20 start=0 end=-5.5)'],
  ['bin in powers', '| bin span=2log10 a', '(bin field=a width=(log coefficient=2 base=10))'],
  ['rex', String.raw`| rex "(?<a>\d+)"`, String.raw`(rex field=_raw mode="extract" pattern="(?<a>\\d+)" maxMatch=1)`],
  [
    'rex of a field',
    String.raw`| rex field=a max_match=0 offset_field=o "x=(?<b>\"[^\"]+\")"`,
    String.raw`(rex field=a mode="extract" pattern="x=(?<b>\"[^\"]+\")" maxMatch=0 offsetField="o")`,
  ],
  [
    'rex in sed mode',
    String.raw`| rex mode=sed field=a "s/(\d)-/X\1/g"`,
    String.raw`(rex field=a mode="sed" pattern="s/(\\d)-/X\\1/g" maxMatch=1)`,
  ],
  ['regex', '| regex "a|b"', '(regex field=_raw !negated pattern="a|b")'],
  ['regex of a field', '| regex a="^x"', '(regex field=a !negated pattern="^x")'],
  ['regex turned round', '| regex a!="^x"', '(regex field=a negated pattern="^x")'],
  ['makemv', '| makemv a', '(makemv field=a split=(delim delim=" ") !allowEmpty !setSv)'],
  ['makemv by a text', '| makemv delim="," allowempty=t setsv=true a', '(makemv field=a split=(delim delim=",") allowEmpty setSv)'],
  ['makemv by a pattern', '| makemv tokenizer="([^,]+),?" a', '(makemv field=a split=(tokenizer pattern="([^,]+),?") !allowEmpty !setSv)'],
  ['mvexpand', '| mvexpand a limit=2', '(mvexpand field=a limit=2)'],
  ['mvcombine', '| mvcombine delim="," a', '(mvcombine field=a delim=",")'],
  ['nomv', '| nomv a', '(nomv field=a)'],
  ['spath', '| spath', '(spath input=_raw)'],
  ['spath of a path', '| spath input=a output=b path=c{0}.d{@e}', '(spath input=a output=b path="c{0}.d{@e}")'],
  ['spath of a bare path', '| spath server.name', '(spath input=_raw path="server.name")'],
  [
    'join',
    '| join a, b [search c=1]',
    '(join type="inner" fields=[a b] overwrite max=1 !useTime earlier subsearch={(search term=(= c 1))})',
  ],
  [
    'join with options',
    '| join type=outer max=0 overwrite=false usetime=t earlier=f a [| inputlookup t]',
    '(join type="left" fields=[a] !overwrite max=0 useTime !earlier subsearch={(inputlookup table="t" !append start=0 max=1000000000)})',
  ],
  ['join on all', '| join [search c=1]', '(join type="inner" overwrite max=1 !useTime earlier subsearch={(search term=(= c 1))})'],
  [
    'append',
    '| append maxout=10 [search a=1 | stats count]',
    '(append subsearch={(search term=(= a 1)) | (stats aggregations=[(fn="count" input=(none) written="count")] !allnum delim=" " !dedupSplitvals)})',
  ],
  ['union', '| union [search a=1] [search b=2]', '(union searches=[{(search term=(= a 1))} {(search term=(= b 2))}])'],
  [
    'multisearch',
    '| multisearch [search a=1] [search b=2 | eval c=1]',
    '(multisearch searches=[{(search term=(= a 1))} {(search term=(= b 2)) | (eval assignments=[(target=(parts=[(text text="c")]) value=1)])}])',
  ],
  ['lookup', '| lookup t a', '(lookup table="t" keys=[(lookup=a event=a)])'],
  [
    'lookup with names',
    '| lookup local=t t.csv a AS b c OUTPUT d AS e, f',
    '(lookup table="t.csv" keys=[(lookup=a event=b) (lookup=c event=c)] output=(!keepExisting fields=[(lookup=d event=e) (lookup=f event=f)]))',
  ],
  [
    'lookup that keeps',
    '| lookup t a OUTPUTNEW b',
    '(lookup table="t" keys=[(lookup=a event=a)] output=(keepExisting fields=[(lookup=b event=b)]))',
  ],
  ['inputlookup', '| inputlookup t.csv', '(inputlookup table="t.csv" !append start=0 max=1000000000)'],
  [
    'inputlookup with a condition',
    '| inputlookup append=t start=1 max=6 t where a>0 AND b!="c"',
    '(inputlookup table="t" append start=1 max=6 where=(and (> a 0) (!= b "c")))',
  ],
  ['makeresults', '| makeresults count=3 annotate=t', '(makeresults count=3 annotate)'],
  [
    'makeresults of data',
    String.raw`| makeresults format=csv data="a,b\n1,2"`,
    String.raw`(makeresults count=1 !annotate data=(format="csv" text="a,b\\n1,2"))`,
  ],
  [
    'convert',
    '| convert timeformat="%H:%M" ctime(_time) AS t num(a)',
    '(convert timeFormat="%H:%M" conversions=[(fn="ctime" field=_time as=t) (fn="num" field=a)])',
  ],
  [
    'return',
    '| return 5 a b=c $d',
    '(return count=5 items=[(pair name="a" field="a") (pair name="b" field="c") (value name="d" field="d")])',
  ],
  [
    'format',
    '| format maxresults=3 "[" "[" "&&" "]" "||" "]"',
    '(format texts=["[" "[" "&&" "]" "||" "]"] mvSeparator="OR" maxResults=3 emptyText="NOT( )")',
  ],
  ['a macro as a command', 'index=a | `m(1)` | table b', '(search term=(= index a))\n(macro m "1")\n(table fields=[b])'],
  ['a macro at the head', '`m` a=1', '(search term=(and (macro m) (= a 1)))'],
  [
    'comments between commands',
    'index=a ```first``` | ```then``` head 1',
    '(search term=(= index a))\n(head limit=1 !keepLast !acceptNull)',
  ],
  [
    'a command by name only',
    '| transaction a maxspan=5m | delta b',
    '(unsupported name="transaction" text="a maxspan=5m")\n(unsupported name="delta" text="b")',
  ],
  [
    'a timechart',
    '| timechart span=1h count by b',
    '(timechart aggregations=[(fn="count" input=(none) written="count")] row=_time split=b width=(time amount=1 unit="h") limit=10 useNull nullText="NULL" continuous)',
  ],
  [
    'a chart',
    '| chart limit=0 sum(a) as n count over b by c usenull=f',
    '(chart aggregations=[(fn="sum" input=(field field=a) as=n written="sum(a)") (fn="count" input=(none) written="count")] row=b split=c limit=0 !useNull nullText="NULL" !continuous)',
  ],
  [
    'a chart by two fields',
    '| chart count by a, b',
    '(chart aggregations=[(fn="count" input=(none) written="count")] row=a split=b limit=10 useNull nullText="NULL" !continuous)',
  ],
  [
    'a chart whose series a condition chooses',
    '| timechart count by a where count in top5',
    '(unsupported name="timechart" text="count by a where count in top5")',
  ],
  ['xyseries', '| xyseries sep=":" a b c d', '(xyseries row=a name=b data=[c d] separator=":")'],
  ['untable', '| untable a, b, c', '(untable row=a name=b value=c)'],
  ['strcat', '| strcat allrequired=t a "-" b c', '(strcat allRequired parts=[(field text="a") (text text="-") (field text="b")] target=c)'],
  ['appendcols', '| appendcols override=true [search a=1]', '(appendcols override subsearch={(search term=(= a 1))})'],
  [
    'brackets and pipes in it',
    '| foreach a* [eval <<FIELD>>="x]|"] | head 1',
    '(unsupported name="foreach" text="a* [eval <<FIELD>>=\\"x]|\\"]")\n(head limit=1 !keepLast !acceptNull)',
  ],
  [
    'a join by condition',
    '| join left=L right=R where L.a=R.b [search c=1]',
    '(unsupported name="join" text="left=L right=R where L.a=R.b [search c=1]")',
  ],
  ['new lines', 'index=a\n| where b=1\n| table b\n', '(search term=(= index a))\n(where condition=(= b 1))\n(table fields=[b])'],
];

describe('commands', () => {
  test.each(rows)('%s', (_, text, tree) => {
    expect(splTree(text)).toBe(tree);
  });
});

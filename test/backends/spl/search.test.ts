// Whole searches: one shape of rule per test.
import { describe, expect, it } from 'vitest';
import { spl } from './spl.ts';

const defender = {};

describe('searches', () => {
  it('Defender rule with a term test and groups', () => {
    expect(
      spl(
        'DeviceProcessEvents | where Timestamp between (ago(5d) .. now()) | where ProcessVersionInfoCompanyName has "Atera Networks" | summarize FirstSeen=min(Timestamp), Report=make_set(ReportId), Count=count() by DeviceId',
        defender,
      ),
    ).toMatchInlineSnapshot(`
      "index=* sourcetype="mscs:azure:eventhub:defender:advancedhunting" category="AdvancedHunting-DeviceProcessEvents" earliest=-432000s latest=+1s properties.ProcessVersionInfoCompanyName="*Atera Networks*"
      | rename properties.DeviceId as DeviceId, properties.ReportId as ReportId, properties.ProcessVersionInfoCompanyName as ProcessVersionInfoCompanyName
      | where match(ProcessVersionInfoCompanyName, "(?i)(?<![0-9A-Za-z])Atera Networks(?![0-9A-Za-z])")
      | eval DeviceId=coalesce(nullif(DeviceId, "null"), ""), ReportId=nullif(ReportId, "null")
      | stats min(_time) as FirstSeen values(ReportId) as Report count as Count by DeviceId
      | eval FirstSeen=strftime(FirstSeen, "%Y-%m-%dT%H:%M:%S.%6N%z")
      | table DeviceId FirstSeen Report Count
      "
    `);
  });
  it('whole rows', () => {
    expect(
      spl('DeviceProcessEvents | where Timestamp > ago(1d) and FileName =~ "cmd.exe" | project-away SHA1', defender),
    ).toMatchInlineSnapshot(`
      "index=* sourcetype="mscs:azure:eventhub:defender:advancedhunting" category="AdvancedHunting-DeviceProcessEvents" earliest=-86400s properties.FileName="cmd.exe"
      | rename properties.* as *
      | fields - SHA1
      | eval Timestamp=strftime(_time, "%Y-%m-%dT%H:%M:%S.%6N%z")
      "
    `);
  });
  it('the rule period is the window of a rule without one', () => {
    expect(spl('T | where A =~ "x" | project A', { nullText: '', tables: { T: {} } }, '1d')).toMatchInlineSnapshot(`
      "index=* earliest=-86400s latest=now A="x"
      | fillnull value="" A
      | table A
      "
    `);
  });
  it('a macro stands for index and sourcetype', () => {
    expect(spl('DeviceEvents | project DeviceName', { macro: 'defender_hunting', nullText: '' })).toMatchInlineSnapshot(`
      "\`defender_hunting\`
      | rename properties.DeviceName as DeviceName
      | fillnull value="" DeviceName
      | table DeviceName
      "
    `);
  });
  it('a null number is a group', () => {
    expect(spl('T | summarize n=count() by N | where N != 5')).toMatchInlineSnapshot(`
      "index=*
      | eval N=tonumber(N), N=coalesce(N, "")
      | stats count as n by N
      | eval N=nullif(N, "")
      | where isnull(N) OR N != 5
      | table N n
      "
    `);
  });
  it('arg_max of computed values', () => {
    expect(spl('T | summarize arg_max(Timestamp, B = strcat(B, "!"), tostring(N)) by A')).toMatchInlineSnapshot(`
      "index=*
      | fillnull value="" A B
      | eval B_2=B . "!", N_2=coalesce(N . "", "")
      | sort 0 -num(_time)
      | dedup A
      | eval Timestamp=strftime(_time, "%Y-%m-%dT%H:%M:%S.%6N%z"), B=B_2, N=N_2
      | table A Timestamp B N
      "
    `);
  });
  it('a list that only one branch of a union has', () => {
    expect(spl('T | summarize L = make_set(B) by A | union (T | summarize N = count() by A)')).toMatchInlineSnapshot(`
      "| multisearch 
          [ search index=* | fillnull value="" A B | eval rmmc_side="branch_1" | fields rmmc_side A B | fields - _raw ]
          [ search index=* | fillnull value="" A | eval rmmc_side="branch_2" | fields rmmc_side A | fields - _raw ]
      | eval rmmc_group=if(rmmc_side == "branch_1", A, null())
      | eventstats values(B) as L by rmmc_group
      | dedup rmmc_group keepempty=true
      | eval rmmc_group_2=if(rmmc_side == "branch_2", A, null())
      | eventstats count as rmmc_N by rmmc_group_2
      | dedup rmmc_group_2 keepempty=true
      | eval N=if(rmmc_side == "branch_2", rmmc_N, N)
      | table A L N
      "
    `);
  });
  it('arg_max keeps one whole row of a group', () => {
    expect(spl('T | summarize arg_max(Timestamp, *) by A | project A, B')).toMatchInlineSnapshot(`
      "index=*
      | fillnull value="" A B
      | sort 0 -num(_time)
      | dedup A
      | table A B
      "
    `);
  });
  it('several rows of a group: each is numbered in its order', () => {
    expect(spl('T | summarize last = arg_max(Timestamp, A), first = arg_min(Timestamp, A), count() by B')).toMatchInlineSnapshot(`
      "index=*
      | fillnull value="" B A
      | sort 0 -num(_time)
      | streamstats count as rmmc_rank by B
      | eval last=if(rmmc_rank == 1, _time, null()), A_2=if(rmmc_rank == 1, A, null())
      | sort 0 +num(_time)
      | streamstats count as rmmc_rank_2 by B
      | eval first=if(rmmc_rank_2 == 1, _time, null()), A1=if(rmmc_rank_2 == 1, A, null())
      | stats count as count_ first(last) as last first(A_2) as A first(first) as first first(A1) as A1 by B
      | eval last=strftime(last, "%Y-%m-%dT%H:%M:%S.%6N%z"), first=strftime(first, "%Y-%m-%dT%H:%M:%S.%6N%z")
      | table B last A first A1 count_
      "
    `);
  });
  it('conditional aggregates', () => {
    expect(spl('T | summarize a=countif(N > 1), b=sumif(N, A has "x"), c=dcount(A), d=make_set(A, 5)')).toMatchInlineSnapshot(`
      "index=*
      | fillnull value="" A
      | eval N=tonumber(N), arg_b=if(match(A, "(?i)(?<![0-9A-Za-z])x(?![0-9A-Za-z])"), N, null())
      | stats count(eval(N > 1)) as a sum(arg_b) as b dc(A) as c values(A) as d
      | eval b=coalesce(b, 0), d=mvindex(d, 0, 4)
      | table a b c d
      "
    `);
  });
  it('ascending sort puts nulls first', () => {
    expect(spl('T | sort by N asc, A desc | take 5 | project N, A')).toMatchInlineSnapshot(`
      "index=*
      | fillnull value="" A
      | eval N=tonumber(N), N_known=if(isnull(N), 0, 1)
      | sort 0 +num(N_known) +num(N) -str(A)
      | head 5
      | table N A
      "
    `);
  });
  it('columns that change places', () => {
    expect(spl('T | extend A=B, B=A | project A, B')).toMatchInlineSnapshot(`
      "index=*
      | fillnull value="" B A
      | eval out_A=B, out_B=A
      | rename out_A as A, out_B as B
      | table A B
      "
    `);
  });
  it('integer division cuts off', () => {
    expect(spl('T | where N / 3 == 1 | project A')).toMatchInlineSnapshot(`
      "index=*
      | fillnull value="" A
      | eval N=tonumber(N)
      | where if((N / 3) < 0, ceiling(N / 3), floor(N / 3)) == 1
      | table A
      "
    `);
  });
  it('bins count from year 1 in UTC', () => {
    expect(spl('T | summarize count() by bin(Timestamp, 7d)')).toMatchInlineSnapshot(`
      "index=*
      | eval Timestamp=(floor((_time + 62135596800) / 604800) * 604800) - 62135596800
      | stats count as count_ by Timestamp
      | eval Timestamp=strftime(Timestamp, "%Y-%m-%dT%H:%M:%S.%6N%z")
      | table Timestamp count_
      "
    `);
  });
  it('a union of tables with the same fields is one base search', () => {
    expect(
      spl(
        'union DeviceProcessEvents, DeviceNetworkEvents | where Timestamp > ago(1d) | where DeviceName =~ "x" | project DeviceName',
        defender,
      ),
    ).toMatchInlineSnapshot(`
      "index=* sourcetype="mscs:azure:eventhub:defender:advancedhunting" earliest=-86400s properties.DeviceName="x" (category="AdvancedHunting-DeviceProcessEvents" OR category="AdvancedHunting-DeviceNetworkEvents")
      | rename properties.DeviceName as DeviceName
      | eval DeviceName=coalesce(nullif(DeviceName, "null"), "")
      | table DeviceName
      "
    `);
  });
  it('a search of one table needs no multisearch, which takes two searches at least', () => {
    expect(spl('search in (T) "x" | project A', { nullText: '', tables: { T: { constraint: null } } })).toMatchInlineSnapshot(`
      "index=*
      | fillnull value="" A B
      | eval N=tonumber(N), R=tonumber(R), D=coalesce(D, json_extract(_raw, "D")), F=case(match(F, "(?i)^(?:true|1)\\\\z"), "true", match(F, "(?i)^(?:false|0)\\\\z"), "false"), When=strptime(substr(When, 1, 19) . "+0000", "%Y-%m-%dT%H:%M:%S%z") + coalesce(tonumber("0" . replace(When, "^[^.]*(\\\\.\\\\d+)?Z?$", "\\\\1")), 0)
      | where match(A, "(?i)(?<![0-9A-Za-z])x(?![0-9A-Za-z])") OR match(B, "(?i)(?<![0-9A-Za-z])x(?![0-9A-Za-z])") OR match(coalesce(N . "", ""), "(?i)(?<![0-9A-Za-z])x(?![0-9A-Za-z])") OR match(coalesce(R . "", ""), "(?i)(?<![0-9A-Za-z])x(?![0-9A-Za-z])") OR match(coalesce(D, ""), "(?i)(?<![0-9A-Za-z])x(?![0-9A-Za-z])") OR match(coalesce(F, ""), "(?i)(?<![0-9A-Za-z])x(?![0-9A-Za-z])") OR match(coalesce(strftime(When, "%Y-%m-%dT%H:%M:%S.%6N") . "0Z", ""), "(?i)(?<![0-9A-Za-z])x(?![0-9A-Za-z])") OR match(strftime(_time, "%Y-%m-%dT%H:%M:%S.%6N") . "0Z", "(?i)(?<![0-9A-Za-z])x(?![0-9A-Za-z])")
      | eval "$table"="T"
      | table A
      "
    `);
  });
  it('membership in another query', () => {
    expect(
      spl(
        'let bad = DeviceProcessEvents | where FileName =~ "a.exe" | distinct DeviceId; DeviceNetworkEvents | where DeviceId in (bad) | project DeviceName',
        defender,
      ),
    ).toMatchInlineSnapshot(`
      "| multisearch 
          [ search index=* sourcetype="mscs:azure:eventhub:defender:advancedhunting" category="AdvancedHunting-DeviceNetworkEvents" | rename properties.DeviceName as DeviceName, properties.DeviceId as DeviceId | eval DeviceName=coalesce(nullif(DeviceName, "null"), ""), DeviceId=coalesce(nullif(DeviceId, "null"), ""), rmmc_key_1=DeviceId, rmmc_side="outer" ]
          [ search index=* sourcetype="mscs:azure:eventhub:defender:advancedhunting" category="AdvancedHunting-DeviceProcessEvents" properties.FileName="a.exe" | rename properties.DeviceId as DeviceId | eval DeviceId=coalesce(nullif(DeviceId, "null"), ""), rmmc_key_1=DeviceId, rmmc_side="rmmc_key_1" ]
      | eventstats count(eval(rmmc_side == "rmmc_key_1")) as rmmc_hits_1 by rmmc_key_1
      | where rmmc_side == "outer" AND rmmc_hits_1 > 0
      | table DeviceName
      "
    `);
  });
  it('membership in arrays is refused: a key is one value', () => {
    expect(spl('T | where A in ((T | summarize make_list(D)))')).toBe(
      'RMMC3810: Splunk SPL cannot say membership in list_D, which is dynamic: KQL looks into its arrays, and a key is one value; spread it with mv-expand, or drop the make_list',
    );
  });
  it('constant rows', () => {
    expect(spl('datatable(a:string, b:long)["x", 1, "y", 2] | where b > 1')).toMatchInlineSnapshot(`
      "| makeresults count=2
      | streamstats count as row_number
      | eval a=case(row_number == 1, "x", row_number == 2, "y"), b=case(row_number == 1, 1, row_number == 2, 2)
      | where b > 1
      | table a b
      "
    `);
  });
  it('the first match of a pattern', () => {
    expect(spl('T | project x=extract(@"id=(\\d+)", 1, A)')).toMatchInlineSnapshot(`
      "index=*
      | fillnull value="" A
      | eval x=if(match(A, "id=(\\\\d+)"), replace(A, "^(?s:.*?)(?:id=(\\\\d+))(?s:.*)\\\\z", "\\\\1"), "")
      | table x
      "
    `);
  });
  it('an aggregation in a membership runs behind both sides and leaves the outer rows alone', () => {
    expect(spl('T | where A in ((T | summarize n=count() by A | where n > 3 | project A)) | project A')).toMatchInlineSnapshot(
      `
      "| multisearch 
          [ search index=* | fillnull value="" A | eval rmmc_key_1=A, rmmc_side="outer" | fields rmmc_side A rmmc_key_1 | fields - _raw ]
          [ search index=* | fillnull value="" A | eval rmmc_side="rmmc_key_1" | fields rmmc_side A | fields - _raw ]
      | eval rmmc_group=if(rmmc_side == "rmmc_key_1", A, null())
      | eventstats count as n by rmmc_group
      | dedup rmmc_group keepempty=true
      | where rmmc_side != "rmmc_key_1" OR n > 3
      | eval rmmc_key_1=if(rmmc_side == "rmmc_key_1", A, rmmc_key_1)
      | eventstats count(eval(rmmc_side == "rmmc_key_1")) as rmmc_hits_1 by rmmc_key_1
      | where rmmc_side == "outer" AND rmmc_hits_1 > 0
      | table A
      "
    `,
    );
  });
  it('a table that nobody mapped', () => {
    expect(spl('AppFileEvents | project FileName', defender)).toMatchInlineSnapshot(
      `"RMMC4001: table AppFileEvents has no mapping for spl (gone since March 2021; CloudAppEvents takes its place)"`,
    );
  });
  it('a function that Splunk lacks', () => {
    expect(spl('T | extend x=base64_decode_toguid(A)')).toMatchInlineSnapshot(
      `"RMMC3001: Splunk SPL has no way to say \`base64_decode_toguid()\`: Splunk has no built-in decoder"`,
    );
  });
});

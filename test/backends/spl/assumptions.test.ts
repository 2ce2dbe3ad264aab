// What a search takes for granted is named, and what could lose events is said another way: findings and the whole search.
import { describe, expect, it } from 'vitest';
import { named } from './spl.ts';

describe('trim', () => {
  it('a pattern that repeats without end is not repeated again', () => {
    expect(named(String.raw`T | project x=trim(@"\s+", A)`)).toMatchInlineSnapshot(`
      "RMMC3103 assumption: characters outside ASCII are taken not to occur where the pattern says \`\\s\`: Kusto's documentation counts them in, the translation does not
      index=* earliest=-86400s latest=now
      | fillnull value="" A
      | eval x=replace(A, "^(?:\\\\s+)|(?:\\\\s+)\\\\z", "")
      | table x
      "
    `);
  });
  it('finds of one length are never given back', () => {
    expect(named('T | project x=trim("--", A)')).toMatchInlineSnapshot(`
      "index=* earliest=-86400s latest=now
      | fillnull value="" A
      | eval x=replace(A, "^(?>(?:--)+)|(?>(?:--)+)\\\\z", "")
      | table x
      "
    `);
  });
  it('finds of different lengths may make the engine give up', () => {
    expect(named('T | project x=trim("a|bc", A)')).toMatchInlineSnapshot(`
      "RMMC3815 assumption: the pattern repeats without end what may itself differ in length; Perl's engine may give up on a hostile value, and Splunk takes that for no match
      index=* earliest=-86400s latest=now
      | fillnull value="" A
      | eval x=replace(A, "^(?:a|bc)+|(?:a|bc)+\\\\z", "")
      | table x
      "
    `);
  });
  it('one find at the start', () => {
    expect(named('T | project x=trim_start("--", A)')).toMatchInlineSnapshot(`
      "index=* earliest=-86400s latest=now
      | fillnull value="" A
      | eval x=replace(A, "^(?:--)", "")
      | table x
      "
    `);
  });
  it('one find at the end', () => {
    expect(named('T | project x=trim_end("--", A)')).toMatchInlineSnapshot(`
      "index=* earliest=-86400s latest=now
      | fillnull value="" A
      | eval x=replace(A, "(?:--)\\\\z", "")
      | table x
      "
    `);
  });
});

describe('the text that stands for a null', () => {
  it('is the value in a test that every raw field passes or fails as KQL has it', () => {
    expect(named('T | where A == "null" or B has "null" | project A', 'null')).toMatchInlineSnapshot(`
      "RMMC3822 assumption: the text \`null\` in A is taken to be the value, not a missing one: Splunk writes both in the same way
      RMMC3822 assumption: the text \`null\` in B is taken to be the value, not a missing one: Splunk writes both in the same way
      index=* earliest=-86400s latest=now (A="null" OR B="*null*")
      | where A == "null" OR match(B, "(?i)(?<![0-9A-Za-z])null(?![0-9A-Za-z])")
      | eval A=coalesce(nullif(A, "null"), "")
      | table A
      "
    `);
  });
  it('is a missing value where the rule also asks for what is not there', () => {
    expect(named('T | where A == "null" or B != "x" | project N', 'null')).toMatchInlineSnapshot(`
      "RMMC3822 assumption: the text \`null\` in A is taken to be a missing value: Splunk writes both in the same way
      index=* earliest=-86400s latest=now
      | eval N=nullif(N, "null"), A=coalesce(nullif(A, "null"), ""), B=coalesce(nullif(B, "null"), "")
      | where A == "null" OR B != "x"
      | table N
      "
    `);
  });
  it('passes a negated test', () => {
    expect(named('T | where A != "null" | project N', 'null')).toMatchInlineSnapshot(`
      "index=* earliest=-86400s latest=now
      | eval N=nullif(N, "null"), A=coalesce(nullif(A, "null"), "")
      | where A != "null"
      | table N
      "
    `);
  });
  it('in a regular expression', () => {
    expect(named('T | where A matches regex "nul" | project N', 'null')).toMatchInlineSnapshot(`
      "RMMC3822 assumption: the text \`null\` in A is taken to be the value, not a missing one: Splunk writes both in the same way
      index=* earliest=-86400s latest=now A="*nul*"
      | where match(A, "nul")
      | eval N=nullif(N, "null")
      | table N
      "
    `);
  });
});

describe('times', () => {
  it('the tightest of two relative bounds is the modifier', () => {
    expect(named('T | where Timestamp < ago(2h) and Timestamp < ago(1d) and Timestamp > ago(9d) | project N')).toMatchInlineSnapshot(`
      "RMMC3811 assumption: no event is taken to be stamped exactly at the bound of the time window: Splunk's \`earliest\` lets it in (it is inclusive), KQL does not
      index=* earliest=-777600s latest=-86400s
      | table N
      "
    `);
  });
  it('bounds of two clocks cannot be compared: the second one gets the second that now() lacks', () => {
    expect(named('T | where Timestamp < datetime(2024-05-01) and Timestamp < ago(1d) | project N')).toMatchInlineSnapshot(`
      "RMMC3811 assumption: no event is taken to be stamped within the second after the bound of the time window: Splunk's \`now()\` lets it in (it counts whole seconds), KQL does not
      index=* latest=1714521600
      | where _time < ((now() - 86400) + 1)
      | table N
      "
    `);
  });
  it('an upper bound within an or', () => {
    expect(named('T | where Timestamp < ago(2h) or N == 1 | project N')).toMatchInlineSnapshot(`
      "RMMC3811 assumption: no event is taken to be stamped within the second after the bound of the time window: Splunk's \`now()\` lets it in (it counts whole seconds), KQL does not
      index=* earliest=-86400s latest=now
      | eval N=tonumber(N)
      | where _time < ((now() - 7200) + 1) OR N == 1
      | table N
      "
    `);
  });
  it('now() as the later side on the left', () => {
    expect(named('T | where now() > Timestamp or N == 1 | project N')).toMatchInlineSnapshot(`
      "RMMC3811 assumption: no event is taken to be stamped within the second after the bound of the time window: Splunk's \`now()\` lets it in (it counts whole seconds), KQL does not
      index=* earliest=-86400s latest=now
      | eval N=tonumber(N)
      | where (now() + 1) > _time OR N == 1
      | table N
      "
    `);
  });
  it('in() takes constants only', () => {
    expect(named('T | where Timestamp in (ago(1d), ago(2d)) or N == 1 | project N')).toMatchInlineSnapshot(`
      "index=* earliest=-86400s latest=now
      | eval N=tonumber(N)
      | where _time == (now() - 86400) OR _time == (now() - 172800) OR N == 1
      | table N
      "
    `);
  });
  it('not one of values that are computed', () => {
    expect(named('T | where not(N in (strlen(A), 5)) | project N')).toMatchInlineSnapshot(`
      "index=* earliest=-86400s latest=now
      | fillnull value="" A
      | eval N=tonumber(N)
      | where isnull(N) OR (N != len(A) AND N != 5)
      | table N
      "
    `);
  });
  it('no time range and no period', () => {
    expect(named('T | project N', '', null)).toMatchInlineSnapshot(`
      "RMMC3823 assumption: the rule names no time range; the search covers what the time picker or the schedule says
      index=*
      | table N
      "
    `);
  });
  it('a datetime column beside the time of the event', () => {
    expect(named('T | project When')).toMatchInlineSnapshot(`
      "RMMC3817 assumption: the column When is taken to hold ISO 8601 text in UTC with a date and a time of day (\`2026-01-31T10:15:00Z\`), to the microsecond: Splunk's seconds are no finer
      index=* earliest=-86400s latest=now
      | eval When=strptime(substr(When, 1, 19) . "+0000", "%Y-%m-%dT%H:%M:%S%z") + coalesce(tonumber("0" . replace(When, "^[^.]*(\\\\.\\\\d+)?Z?$", "\\\\1")), 0), When=strftime(When, "%Y-%m-%dT%H:%M:%S.%6N%z")
      | table When
      "
    `);
  });
});

describe('aggregation', () => {
  it('a measure sees the null of its own key', () => {
    expect(named('T | summarize c=countif(isnull(N)), m=min(N), d=dcount(N) by N | where c > 0')).toMatchInlineSnapshot(`
      "index=* earliest=-86400s latest=now
      | eval N=tonumber(N), N_2=coalesce(N, "")
      | stats count(eval(isnull(N))) as c min(N) as m dc(N) as d by N_2
      | where c > 0
      | rename N_2 as N
      | table N c m d
      "
    `);
  });
  it('make_list of at most 100 values', () => {
    expect(named('T | summarize x=make_list(A, 100), y=make_list(A, 101)')).toMatchInlineSnapshot(`
      "RMMC3803 assumption: list() keeps the first 100 values of a group: y is taken to have no more
      index=* earliest=-86400s latest=now
      | fillnull value="" A
      | stats list(A) as x list(A) as y
      | eval x=mvindex(x, 0, 99), y=mvindex(y, 0, 100)
      | table x y
      "
    `);
  });
});

describe('conditions', () => {
  it('whole numbers beyond 2^53', () => {
    expect(
      named('T | where N > 9007199254740992 or R == 1.5 and N in (9007199254740991, -9007199254740993) | project A'),
    ).toMatchInlineSnapshot(`
      "RMMC3824 assumption: no number is taken to stand so near to 9007199254740992 that it is the same double: Splunk compares whole numbers beyond 2^53 as doubles
      RMMC3824 assumption: no number is taken to stand so near to -9007199254740993 that it is the same double: Splunk compares whole numbers beyond 2^53 as doubles
      index=* earliest=-86400s latest=now
      | fillnull value="" A
      | eval N=tonumber(N), R=tonumber(R)
      | where N > 9007199254740992 OR (R == 1.5 AND in(N, 9007199254740991, -9007199254740993))
      | table A
      "
    `);
  });
  it('one column on both sides', () => {
    expect(named('T | where N * 2 != N * 2 | project N')).toMatchInlineSnapshot(`
      "index=* earliest=-86400s latest=now
      | eval N=tonumber(N)
      | where (N * 2) != (N * 2)
      | table N
      "
    `);
  });
  it('classes of a regular expression', () => {
    expect(named(String.raw`T | where A matches regex @"\bfoo[\d\W]" | project N`)).toMatchInlineSnapshot(`
      "RMMC3103 assumption: characters outside ASCII are taken not to occur where the pattern says \`\\b\`, \`\\d\`, \`\\W\`: Kusto's documentation counts them in, the translation does not
      index=* earliest=-86400s latest=now A="*foo*"
      | where match(A, "\\\\bfoo[\\\\d\\\\W]")
      | table N
      "
    `);
  });
  it('coalesce stops at a constant', () => {
    expect(named('T | project x=coalesce(A, "", "none", B)')).toMatchInlineSnapshot(`
      "index=* earliest=-86400s latest=now
      | fillnull value="" A B
      | eval x=coalesce(nullif(A, ""), "none")
      | table x
      "
    `);
  });
  it('a name that Splunk does not allow is reported once', () => {
    expect(named('T | extend ["a$b"]=strlen(A) | project ["a$b"]')).toMatchInlineSnapshot(`
      "RMMC3809 assumption: a Splunk field cannot be called \`a$b\`; the column is called \`a_b\`
      index=* earliest=-86400s latest=now
      | fillnull value="" A
      | eval a_b=len(A)
      | table a_b
      "
    `);
  });
});

it('remainders and spreads', () => {
  expect(named('T | project X = N % 2')).toMatchInlineSnapshot(`
    "RMMC3827 assumption: both sides of the remainder are taken not to be negative: KQL never gives a negative remainder, Splunk does
    index=* earliest=-86400s latest=now
    | eval N=tonumber(N), X=N % 2
    | table X
    "
  `);
  expect(named('T | summarize X = stdev(N) by A')).toMatchInlineSnapshot(`
    "RMMC3828 assumption: X of fewer than two values: KQL gives 0, what Splunk gives is not documented
    index=* earliest=-86400s latest=now
    | fillnull value="" A
    | eval N=tonumber(N)
    | stats stdev(N) as X by A
    | table A X
    "
  `);
});

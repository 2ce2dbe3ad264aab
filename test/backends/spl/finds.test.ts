// `extract_all`: texts in, arrays of finds out, by KQL's evaluator and by that of Splunk's documented rules.
import { describe, expect, it } from 'vitest';
import { answers } from './answers.ts';
import { spl } from './spl.ts';

const data = `datatable(Id: long, S: string) [1, "SeDebugPrivilege SeTcbPrivilege", 2, "none", 3, "", 4, "SeA\\"\\\\|*Privilege", 5, "Se1Privilege"]`;

describe('the same rows as KQL', () => {
  const cases: readonly (readonly [name: string, kql: string, rows: readonly string[]])[] = [
    [
      'a row for each find, and one where there is none',
      `${data} | extend p = extract_all("Se(.+?)Privilege", S) | mv-expand p to typeof(string) | project Id, p`,
      ['1 | Debug', '1 | Tcb', '2 | ', '3 | ', '4 | A"\\|*', '5 | 1'],
    ],
    [
      'texts that look like numbers',
      `${data} | project Id, p = tostring(extract_all("([0-9])", S)[0])`,
      ['1 | ', '2 | ', '3 | ', '4 | ', '5 | 1'],
    ],
    ['how many', `${data} | project Id, n = array_length(extract_all("(?i)(se)[a-z]", S))`, ['1 | 2', '2 | -', '3 | -', '4 | 1', '5 | -']],
    ['a find that may be empty', `print s = "xaa xa" | project p = tostring(extract_all("x(a*)", s))`, ['["aa","a"]']],
    ['in a condition', `${data} | where array_length(extract_all("(e)", S)) > 2 | project Id`, ['1', '4', '5']],
  ];
  for (const [name, kql, rows] of cases) it(name, () => expect(answers(kql)).toEqual({ kql: rows, spl: rows }));
});

it('as text', () => {
  expect(spl('T | project x = extract_all("a(b+)", A)')).toMatchInlineSnapshot(`
    "index=*
    | fillnull value="" A
    | eval rmmc_finds=null()
    | rex field=A max_match=0 "(?:a)(?<rmmc_finds>b+)"
    | eval rmmc_finds=mv_to_json_array(rmmc_finds)
    | rename rmmc_finds as x
    | table x
    "
  `);
  expect(spl('T | where array_length(extract_all("(?i)([a-z]+)[.]", tolower(A))) > 1').split('\n').slice(-8)).toMatchInlineSnapshot(`
    [
      "| fillnull value="" A",
      "| eval rmmc_searched=lower(A), rmmc_finds=null()",
      "| rex field=rmmc_searched max_match=0 "(?<rmmc_finds>(?i)[a-z]+)(?:(?i)[.])"",
      "| eval rmmc_finds=mv_to_json_array(rmmc_finds)",
      "| where if(rmmc_finds == "[]", 0, mvcount(json_array_to_mv(rmmc_finds))) > 1",
      "| fields - rmmc_searched rmmc_finds",
      "| eval Timestamp=strftime(_time, "%Y-%m-%dT%H:%M:%S.%6N%z")",
      "",
    ]
  `);
});

it('what is not said', () => {
  expect(spl('T | project x = extract_all("(a)(b)", A)')).toMatchInlineSnapshot(
    `"RMMC3810: Splunk SPL cannot say this \`extract_all()\`: the rex command gives the finds of one group that takes part in each of them, and no arrays of arrays"`,
  );
  expect(spl('T | project x = extract_all("(a)?b", A)')).toMatchInlineSnapshot(
    `"RMMC3810: Splunk SPL cannot say this \`extract_all()\`: the rex command gives the finds of one group that takes part in each of them, and no arrays of arrays"`,
  );
  expect(spl('T | project x = extract_all("(a)|b", A)')).toMatchInlineSnapshot(
    `"RMMC3810: Splunk SPL cannot say this \`extract_all()\`: the rex command gives the finds of one group that takes part in each of them, and no arrays of arrays"`,
  );
  expect(spl('T | project x = extract_all("x((a))", A)')).toMatchInlineSnapshot(
    `"RMMC3810: Splunk SPL cannot say this \`extract_all()\`: the rex command gives the finds of one group that takes part in each of them, and no arrays of arrays"`,
  );
  expect(spl('T | project x = extract_all("(a)", dynamic([1]), A)')).toMatchInlineSnapshot(
    `"RMMC3810: Splunk SPL cannot say this \`extract_all()\`: the rex command gives the finds of one group that takes part in each of them, and no arrays of arrays"`,
  );
});

// Calls of parsers that Sentinel's information model keeps in the workspace in; the KQL that is printed again, with the names of arguments, out.
import { expect, test } from 'vitest';
import { translate } from '../../src/index.ts';

const printed = (kql: string) => {
  const { results } = translate(kql, { file: 'q.kql', format: 'kql' });
  return results.map(({ target, status, output, diagnostics }) => [
    target,
    status,
    output ?? diagnostics.find(({ severity }) => severity === 'error')?.code,
  ]);
};

test('arguments keep their names', () => {
  expect(printed('_Im_Dns(starttime=ago(1d), domain_has_any=dynamic(["a.b"])) | where DnsQuery has "x"')).toMatchInlineSnapshot(`
    [
      [
        "spl",
        "refused",
        "RMMC3001",
      ],
      [
        "esql",
        "refused",
        "RMMC3001",
      ],
      [
        "sigma",
        "refused",
        "RMMC3001",
      ],
      [
        "kql",
        "ok",
        "_Im_Dns(starttime = ago(1d), domain_has_any = dynamic(["a.b"]))
    | where DnsQuery has "x"
    ",
      ],
    ]
  `);
});

test.each(['imDns()', 'ASimDns(disabled=false)', 'vimWebSession(pack=true)', '_ASim_NetworkSession()'])('%s is a parser', (call) => {
  const [, , , kql] = printed(`${call} | where DnsQuery == "x"`);
  expect(kql?.[1]).toBe('ok');
});

test('another function that nobody knows is an error', () => {
  expect(printed('Imports() | where A == "x"').map(([, status]) => status)).toEqual(['error', 'error', 'error', 'error']);
});

// `Type` in a table of a Log Analytics workspace: the rewritten query.
import { expect, test } from 'vitest';
import { dumpQuery } from '../../src/ir/dump.ts';
import { normalize } from '../../src/ir/normalize.ts';
import { withTableNames } from '../../src/ir/table-names.ts';
import { boundQuery } from '../support/binding.ts';

const named = (kql: string, held: readonly string[] = []): string =>
  dumpQuery(withTableNames(normalize(boundQuery(kql)), ({ name }) => held.includes(name)));

test('each table says its own name', () => {
  expect(named('union SigninLogs, AuditLogs | where OperationName == "a" | summarize N = count() by Type')).toMatchInlineSnapshot(`
    "(union-outer (query (table SigninLogs) (extend (= Type "SigninLogs"))) (query (table AuditLogs) (extend (= Type "AuditLogs"))))
    (filter (text equals OperationName "a"))
    (aggregate (by Type) (= N (count)))"
  `);
  expect(named('SigninLogs | where Type == "SigninLogs" and ResultType == "0" | project Type, ResultType')).toMatchInlineSnapshot(`
    "(table SigninLogs)
    (filter (text equals ResultType "0"))
    (extend (= Type "SigninLogs"))
    (project Type ResultType)"
  `);
  expect(named('SigninLogs | where Type == "SigninLogs" | count')).toMatchInlineSnapshot(`
    "(table SigninLogs)
    (extend (= Type "SigninLogs"))
    (aggregate (by) (= Count (count)))"
  `);
  expect(named('SigninLogs | where Type in ("AuditLogs", "Other") | count')).toMatchInlineSnapshot(`
    "(table SigninLogs)
    (filter false)
    (extend (= Type "SigninLogs"))
    (aggregate (by) (= Count (count)))"
  `);
});

test('a column that the events hold, that means something else, or that nobody asks for stays', () => {
  expect(named('SigninLogs | project Type', ['SigninLogs'])).toMatchInlineSnapshot(`
    "(table SigninLogs)
    (project Type)"
  `);
  expect(named('IdentityInfo | project Type')).toMatchInlineSnapshot(`
    "(table IdentityInfo)
    (project Type)"
  `);
  expect(named('T | project Type = A | where Type == "a"')).toMatchInlineSnapshot(`
    "(table T)
    (project (= Type A))
    (filter (text equals Type "a"))"
  `);
  expect(named('SigninLogs | summarize arg_max(TimeGenerated, *) by Id | project Id')).not.toContain('Type "SigninLogs"');
});

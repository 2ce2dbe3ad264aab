// Queries that become rules of the SIEM: their events' ids are kept, whatever the end of the query.
import { describe, expect, test } from 'vitest';
import { translate } from '../../../src/compile.ts';

const rule = (kql: string): string => {
  const [result] = translate(kql, { to: ['esql'], use: 'rule' }).results;
  const refused = result?.diagnostics.filter((one) => one.severity === 'error').map((one) => `${one.code}: ${one.message}`) ?? [];
  return result?.output ?? refused.join('\n');
};

describe('as a rule', () => {
  test('an open end keeps every column', () => {
    expect(rule('DeviceProcessEvents | where ProcessId == 4')).toMatchInlineSnapshot(`
      "FROM logs-m365_defender.event-* METADATA _id, _index, _version
      | WHERE m365_defender.event.category == "AdvancedHunting-DeviceProcessEvents"
      | WHERE process.pid == 4
      | KEEP *, _id, _index, _version
      | LIMIT 10000
      "
    `);
  });
  test('computed columns come before that', () => {
    expect(rule('DeviceProcessEvents | extend X = ProcessId + 1')).toMatchInlineSnapshot(`
      "FROM logs-m365_defender.event-* METADATA _id, _index, _version
      | WHERE m365_defender.event.category == "AdvancedHunting-DeviceProcessEvents"
      | EVAL X = process.pid + 1
      | KEEP *, _id, _index, _version
      | LIMIT 10000
      "
    `);
  });
  test('fixed columns have the ids beside them', () => {
    expect(rule('DeviceProcessEvents | project ProcessId')).toMatchInlineSnapshot(`
      "FROM logs-m365_defender.event-* METADATA _id, _index, _version
      | WHERE m365_defender.event.category == "AdvancedHunting-DeviceProcessEvents"
      | EVAL ProcessId = process.pid
      | KEEP ProcessId, _id, _index, _version
      | LIMIT 10000
      "
    `);
  });
  test('groups have none', () => {
    expect(rule('DeviceProcessEvents | summarize count() by ProcessId')).toMatchInlineSnapshot(`
      "FROM logs-m365_defender.event-*
      | WHERE m365_defender.event.category == "AdvancedHunting-DeviceProcessEvents"
      | EVAL ProcessId = process.pid
      | STATS count_ = COUNT(*) BY ProcessId
      | KEEP ProcessId, count_
      | LIMIT 10000
      "
    `);
  });
  test('a result column of that name would hide them', () => {
    expect(rule('DeviceProcessEvents | project _id = ProcessId')).toMatchInlineSnapshot(
      `"RMMC3001: Elastic ES|QL has no way to say a result column \`_id\`: events go by the engine's own column of that name"`,
    );
  });
  test('a column of that name beside the fields of an event has another', () => {
    expect(rule('DeviceProcessEvents | extend _id = ProcessId')).toMatchInlineSnapshot(`
      "FROM logs-m365_defender.event-* METADATA _id, _index, _version
      | WHERE m365_defender.event.category == "AdvancedHunting-DeviceProcessEvents"
      | EVAL _id_ = process.pid
      | KEEP *, _id, _index, _version
      | LIMIT 10000
      "
    `);
  });
  test('a group key of that name hides nothing', () => {
    expect(rule('DeviceProcessEvents | summarize by _id = ProcessId')).toMatchInlineSnapshot(`
      "FROM logs-m365_defender.event-*
      | WHERE m365_defender.event.category == "AdvancedHunting-DeviceProcessEvents"
      | EVAL _id_ = process.pid
      | STATS BY _id_
      | RENAME _id_ AS _id
      | KEEP _id
      | LIMIT 10000
      "
    `);
  });
  test('a single measure is kept, too', () => {
    expect(rule('DeviceProcessEvents | count')).toMatchInlineSnapshot(`
      "FROM logs-m365_defender.event-*
      | WHERE m365_defender.event.category == "AdvancedHunting-DeviceProcessEvents"
      | STATS Count = COUNT(*)
      | KEEP Count
      "
    `);
  });
  test('a query that somebody runs stays as it is', () => {
    const kql = 'DeviceProcessEvents | where ProcessId == 4';
    expect(translate(kql, { to: ['esql'] }).results[0]?.output).toBe(rule(kql).replace('| KEEP *, _id, _index, _version\n', ''));
  });
});

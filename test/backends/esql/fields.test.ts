// The shipped field map under a user's profile: what overrides what, and how a column is read.

import { describe, expect, test } from 'vitest';
import fields from '../../../src/backends/esql/fields.json' with { type: 'json' };
import type { TargetProfile } from '../../../src/backends/shared/fields.ts';
import { emitEsql } from '../../support/esql.ts';

interface TableFields {
  readonly columns?: Readonly<Record<string, { readonly field: string; readonly type?: string } | null>>;
}

const query = (kql: string, profile: TargetProfile = {}, unmapped: 'error' | 'keep' = 'error'): string =>
  emitEsql(kql, { profile, unmapped });

describe('the shipped map', () => {
  test.each([
    ['DeviceProcessEvents | where ActionType == "ProcessCreated"'],
    ['DeviceProcessEvents | where DeviceName == "PC1" | project DeviceName'],
    ['DeviceProcessEvents | where ProcessId == 4 and ReportId == 7'],
    ['DeviceNetworkEvents | where RemoteIP == "8.8.8.8" and RemoteIP !startswith "10."'],
    ['DeviceNetworkEvents | summarize count() by AccountUpn'],
    ['DeviceNetworkEvents | where AccountUpn == "x"'],
    ['DeviceProcessEvents | where FileSize > 5'],
    ['DeviceEvents | where AdditionalFields has "x"'],
    ['DeviceLogonEvents | where ActionType startswith "Logon"'],
    ['SigninLogs | where tostring(DeviceDetail.browser) has "Edge"'],
    ['Heartbeat | take 1'],
    ['union withsource=T DeviceProcessEvents, DeviceFileEvents | where FileName == "a" | project T, FileName'],
    ['union (DeviceProcessEvents | where FileName == "a"), (DeviceProcessEvents | where FileName == "b") | count'],
  ])('%s', (kql) => {
    expect(query(kql)).toMatchSnapshot();
  });
});

describe('tables of other integrations', () => {
  test.each([
    ['SecurityAlert | where AlertSeverity == "High" and IsIncident == false | project TimeGenerated, AlertName, Description'],
    ['SecurityAlert | where Entities has "x"'],
    ['SecurityAlert | where Tactics has "x"'],
    ['SecurityIncident | where tostring(Owner.assignedTo) == "Ann" and IncidentNumber > 7 | project Title'],
    ['AADUserRiskEvents | where RiskEventType == "x" and IpAddress == "10.0.0.1" | project UserPrincipalName'],
    ['AADRiskyUsers | where IsDeleted == false | project RiskState'],
    ['MicrosoftGraphActivityLogs | where RequestUri has "users" and ResponseStatusCode == 200 | project AppId'],
    ['DeviceTvmSoftwareVulnerabilities | where CveId == "CVE-2021-44228" | distinct DeviceName'],
    ['AADSignInEventsBeta | where ErrorCode == 0 and Country == "DE" | project AccountUpn'],
    ['EntraIdSpnSignInEvents | project ServicePrincipalName'],
    [`EntraIdSignInEvents | where LogonType == '["interactiveUser"]' | project AccountUpn`],
    [`EntraIdSignInEvents | where LogonType has "interactive" | project AccountUpn`],
    ['EntraIdSignInEvents | where RiskLevelAggregated >= 50 or IsGuestUser | project RiskState, IsManaged'],
    ['EntraIdSignInEvents | where EndpointCall == "x"'],
    ['SecurityEvent | where SubjectAccount == @"CORP\\bob" | project TargetAccount'],
    ['SecurityEvent | where EventID == 4624 and Account has "bob" | project Account'],
    ['IdentityInfo | summarize arg_max(TimeGenerated, *) by AccountName | where City == "Bonn"'],
    ['IdentityInfo | summarize arg_max(TimeGenerated, *) by AccountName | where UserState == "x"'],
    ['IntuneDevices | where OS == "Windows" and todatetime(LastContact) > ago(30d) | project DeviceName, JoinType, StorageFree'],
    ['IntuneDevices | where LastContact startswith "2024"'],
    ['IntuneDevices | where UPN == "a@b.c"'],
    ['IntuneAuditLogs | where OperationName == "wipe ManagedDevice" and ResultType == "Success" | project Identity'],
    ['IdentityLogonEvents | where Protocol == "Kerberos" | project DeviceName'],
    ['DeviceLogonEvents | where Protocol =~ "NTLM" | project DeviceName'],
    ['LAQueryLogs | take 1'],
    ['AzureDiagnostics | take 1'],
  ])('%s', (kql) => {
    expect(query(kql)).toMatchSnapshot();
  });
});

describe('a profile', () => {
  test('replaces index, constraint and fields', () => {
    const profile: TargetProfile = {
      tables: {
        DeviceProcessEvents: {
          index: 'mine-*, yours-*',
          constraint: null,
          fields: { FileName: 'proc', ProcessId: { field: 'pid', type: 'long' } },
        },
      },
    };
    expect(query('DeviceProcessEvents | where FileName == "a" and ProcessId > 3', profile)).toMatchSnapshot();
  });

  test('null takes a field away', () => {
    expect(
      query('DeviceProcessEvents | where FileName == "a"', { tables: { DeviceProcessEvents: { fields: { FileName: null } } } }),
    ).toMatchSnapshot();
  });

  test('unmapped columns are kept on request', () => {
    expect(query('DeviceProcessEvents | where FileSize > 5', {}, 'keep')).toMatchSnapshot();
  });
});

test('a field has one type in all tables: a query over several of them reads it once', () => {
  const types = new Map<string, Set<string>>();
  for (const { columns } of Object.values(fields as unknown as Readonly<Record<string, TableFields>>))
    for (const mapping of Object.values(columns ?? {}))
      if (mapping) types.set(mapping.field, (types.get(mapping.field) ?? new Set()).add(mapping.type ?? 'keyword'));
  expect([...types].filter(([, all]) => all.size > 1)).toEqual([]);
});

test('a text beside a boolean or a whole number of the rule is compared as it is written', () => {
  const where = (test: string): string | undefined =>
    query(`SigninLogs | where ${test} | project AppId`)
      .split('\n')
      .findLast((line) => line.startsWith('| WHERE'));
  expect(where('DeviceDetail.isCompliant == false')).toMatchInlineSnapshot(
    `"| WHERE azure.signinlogs.properties.device_detail.is_compliant == false"`,
  );
  expect(where('DeviceDetail.trustType != 5')).toMatchInlineSnapshot(
    `"| WHERE COALESCE(azure.signinlogs.properties.device_detail.trust_type, "") != "5""`,
  );
  expect(query('SigninLogs | where DeviceDetail.trustType > 5')).toContain('RMMC3001');
  expect(query('AADSignInEventsBeta | where RiskLevelDuringSignIn == 100 | project AccountUpn')).toContain(
    'risk_level_during_signin, "") == "high"',
  );
  expect(query('AADSignInEventsBeta | where RiskLevelDuringSignIn == 7 | project AccountUpn')).toContain('RMMC3001');
});

// Where tables stand in Splunk: searches as a whole, and what is assumed or refused.
import { describe, expect, it } from 'vitest';
import { translate } from '../../../src/index.ts';

/** The search, and the codes of what it assumes about the place of its rows; or why there is none. */
const placed = (query: string): string => {
  const [result] = translate(query, { file: 'q.kql', format: 'kql', to: ['spl'] }).results;
  const said = (result?.diagnostics ?? []).filter(({ code }) => /^RMMC(310[56]|387\d|400\d)$/.test(code));
  const why = [...new Set(said.map(({ code, message }) => (code.startsWith('RMMC400') ? `${code}: ${message}` : code)))];
  return [...(result?.status === 'ok' ? [(result.output ?? '').trimEnd()] : []), ...why].join('\n');
};

describe('tables that Log Analytics exports', () => {
  it.each([
    'SecurityAlert',
    'SecurityIncident',
    'DeviceTvmSoftwareVulnerabilities',
    'CommonSecurityLog',
    'BehaviorAnalytics',
    'ASimDnsActivityLogs',
    'GCPAuditLogs',
  ])('%s by its Type, columns under their own names', (table) => {
    expect(placed(`${table} | count`)).toBe(
      `index=* sourcetype="mscs:azure:eventhub" Type="${table}"\n| stats count as Count\n| table Count\nRMMC3870`,
    );
  });
  it('a condition, a time window and a result', () => {
    expect(
      placed('SecurityAlert | where TimeGenerated > ago(1d) and AlertSeverity == "High" | project TimeGenerated, AlertName'),
    ).toMatchInlineSnapshot(`
      "index=* sourcetype="mscs:azure:eventhub" Type="SecurityAlert" earliest=-86400s AlertSeverity="High"
      | where AlertSeverity == "High"
      | eval AlertName=coalesce(nullif(AlertName, "null"), ""), TimeGenerated=strftime(_time, "%Y-%m-%dT%H:%M:%S.%6N%z")
      | table TimeGenerated AlertName
      RMMC3870"
    `);
  });
  it('a dynamic column is read from the event itself', () => {
    expect(placed('SecurityIncident | where tostring(Owner.assignedTo) == "Ann" | project Title')).toMatchInlineSnapshot(`
      "index=* sourcetype="mscs:azure:eventhub" Type="SecurityIncident"
      | eval Title=coalesce(nullif(Title, "null"), ""), Owner=nullif(coalesce(Owner, json_extract(_raw, "Owner")), "null")
      | where coalesce(json_extract(Owner, "assignedTo"), nullif('Owner.assignedTo', "null"), "") == "Ann"
      | table Title
      RMMC3870"
    `);
  });
  it('Timestamp is a column of its own where the table has both', () => {
    expect(placed('GCPAuditLogs | where TimeGenerated > ago(1d) | project Timestamp')).toMatchInlineSnapshot(`
      "index=* sourcetype="mscs:azure:eventhub" Type="GCPAuditLogs" earliest=-86400s
      | eval Timestamp=strptime(substr(Timestamp, 1, 19) . "+0000", "%Y-%m-%dT%H:%M:%S%z") + coalesce(tonumber("0" . replace(Timestamp, "^[^.]*(\\\\.\\\\d+)?Z?$", "\\\\1")), 0), Timestamp=strftime(Timestamp, "%Y-%m-%dT%H:%M:%S.%6N%z")
      | table Timestamp
      RMMC3870"
    `);
  });
  it('a column that the table has in Defender alone', () => {
    expect(placed('CampaignInfo | project CampaignSubtype')).toMatchInlineSnapshot(`
      "RMMC3870
      RMMC4002: column CampaignInfo.CampaignSubtype has no field in spl"
    `);
  });
});

describe('tables with another name in Splunk', () => {
  it.each([
    ['AADUserRiskEvents | project RiskEventType', 'UserRiskEvents', 'riskEventType', 'RiskEventType'],
    ['AADRiskyUsers | project RiskState', 'RiskyUsers', 'riskState', 'RiskState'],
    ['MicrosoftGraphActivityLogs | project RequestUri', 'MicrosoftGraphActivityLogs', 'requestUri', 'RequestUri'],
    ['AADProvisioningLogs | project ProvisioningAction', 'ProvisioningLogs', 'provisioningAction', 'ProvisioningAction'],
  ])('%s', (query, category, field, column) => {
    expect(placed(query)).toBe(
      `index=* sourcetype="azure:monitor:aad" category="${category}"\n| rename properties.${field} as ${column}\n| eval ${column}=coalesce(nullif(${column}, "null"), "")\n| table ${column}`,
    );
  });
});

describe('Entra sign-ins of advanced hunting', () => {
  it.each(['AADSignInEventsBeta', 'EntraIdSignInEvents'])('%s is read from the diagnostic logs', (table) => {
    expect(placed(`${table} | where ErrorCode == 0 and Application =~ "Azure Portal" | project AccountUpn`)).toMatchSnapshot();
  });
  it.each(['AADSpnSignInEventsBeta', 'EntraIdSpnSignInEvents'])('%s is read from the diagnostic logs of services', (table) => {
    expect(placed(`${table} | project ServicePrincipalName`)).toMatchSnapshot();
  });
  it('a type of logon is the array of the log', () => {
    expect(placed(`EntraIdSignInEvents | where LogonType == '["interactiveUser"]' | project AccountUpn`)).toMatchInlineSnapshot(`
      "index=* sourcetype="azure:monitor:aad" category IN ("SignInLogs", "NonInteractiveUserSignInLogs")
      | rename properties.userPrincipalName as AccountUpn
      | eval AccountUpn=coalesce(nullif(AccountUpn, "null"), ""), LogonType=coalesce(nullif(json_extract(_raw, "properties.signInEventTypes"), "null"), "")
      | where LogonType == "[\\"interactiveUser\\"]"
      | table AccountUpn
      RMMC3105"
    `);
  });
  it('numbers and truth values that the log writes as words', () => {
    expect(placed('EntraIdSignInEvents | where RiskLevelAggregated >= 50 and IsGuestUser | project AccountUpn')).toMatchInlineSnapshot(`
      "index=* sourcetype="azure:monitor:aad" category IN ("SignInLogs", "NonInteractiveUserSignInLogs")
      | rename properties.userPrincipalName as AccountUpn, properties.riskLevelAggregated as RiskLevelAggregated, properties.userType as IsGuestUser
      | eval AccountUpn=coalesce(nullif(AccountUpn, "null"), ""), RiskLevelAggregated=tonumber(case(RiskLevelAggregated == "none", "1", RiskLevelAggregated == "low", "10", RiskLevelAggregated == "medium", "50", RiskLevelAggregated == "high", "100")), IsGuestUser=case(IsGuestUser == "Guest", "true", IsGuestUser == "Member", "false")
      | where RiskLevelAggregated >= 50 AND IsGuestUser == "true"
      | table AccountUpn
      RMMC3105
      RMMC3871"
    `);
  });
  it('what the logs have not', () => {
    expect(placed('EntraIdSignInEvents | where isnotempty(EndpointCall) | count')).toMatchInlineSnapshot(`
      "RMMC3105
      RMMC4002: column EntraIdSignInEvents.EndpointCall has no field in spl"
    `);
  });
});

describe('accounts of Windows events', () => {
  it('are put together from a domain and a name', () => {
    expect(placed('SecurityEvent | where SubjectAccount == @"CORP\\bob" | project TargetAccount')).toMatchSnapshot();
  });
  it('the one that depends on the event is read from the fields of its kind', () => {
    expect(placed('SecurityEvent | where Account has "bob" | count')).toMatchSnapshot();
  });
});

describe('tables without a place, and inventories', () => {
  it.each(['AzureDiagnostics', 'ExposureGraphNodes', 'AppFileEvents'])('%s', (table) => {
    expect(placed(`${table} | count`)).toMatchSnapshot();
  });
});

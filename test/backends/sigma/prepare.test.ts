// What decides which events match is kept or refused; what does not is left out by name.
import { describe, expect, test } from 'vitest';
import { ruleOf, sigma } from './sigma.ts';

const findingsOf = (query: string) => sigma(query).findings;

describe('left out, with the match unharmed', () => {
  test('an aggregation; its columns that have a field are shown', () => {
    const query = 'DeviceProcessEvents | where FolderPath =~ "a" | summarize Count = count(), make_set(ReportId) by DeviceId, DeviceName';
    expect(sigma(query).messages).toEqual([
      'aggregation is left out: one alert per event instead of one row per DeviceId, DeviceName',
      'the events of DeviceProcessEvents are taken to be those of the log source windows/process_creation',
    ]);
    expect([ruleOf(query).detection, ruleOf(query).fields]).toEqual([
      { selection: { Image: 'a' }, condition: 'selection' },
      ['ComputerName'],
    ]);
  });

  test('columns without a field', () => {
    const query = 'DeviceProcessEvents | where FolderPath =~ "a" | project Timestamp, DeviceId, FolderPath';
    expect([ruleOf(query).fields, sigma(query).messages[0]]).toEqual([
      ['Image'],
      'column DeviceId is taken not to be needed in the alert: it has no field in Sigma',
    ]);
  });

  test.each([
    ['extend x = strcat(FileName, "a")', 'RMMC3607 assumption'],
    ['sort by FileName', 'RMMC3608 assumption'],
    ['distinct DeviceName', 'RMMC3606 refused'],
    ['take 5', 'RMMC3609 widening'],
    ['render timechart', 'RMMC3620 assumption'],
  ])('%s', (step, finding) => {
    expect(findingsOf(`DeviceProcessEvents | where FolderPath =~ "a" | ${step}`)).toEqual([finding, 'RMMC3601 assumption']);
  });

  test('the time window, which belongs to the schedule', () => {
    const query = 'DeviceProcessEvents | where Timestamp between (ago(5d) .. now()) and FolderPath =~ "a"';
    expect(sigma(query).messages.slice(0, 2)).toEqual([
      'the time window `Timestamp >= ago(5d)` belongs to the schedule of a Sigma rule: run it over that window',
      'the time window `Timestamp <= now()` belongs to the schedule of a Sigma rule: run it over that window',
    ]);
  });
});

describe('computed columns in conditions are put back', () => {
  test.each([
    ['extend L = tolower(FolderPath) | where L == "a"', { Image: 'a' }],
    ['extend P = FolderPath | where P =~ "a"', { Image: 'a' }],
    ['project-rename P = FolderPath | where P =~ "a"', { Image: 'a' }],
    ['project P = FolderPath | where P =~ "a"', { Image: 'a' }],
    ['summarize count() by P = FolderPath | where P =~ "a"', { Image: 'a' }],
  ])('%s', (steps, selection) => {
    expect(ruleOf(`DeviceProcessEvents | ${steps}`).detection).toEqual({ selection, condition: 'selection' });
  });

  test('a test that can never hold is no rule', () => {
    expect(findingsOf('DeviceProcessEvents | where tolower(FolderPath) == "A"')).toEqual(['RMMC3619 assumption', 'RMMC3613 refused']);
  });

  test('a name that was redefined means its definition', () => {
    expect(findingsOf('DeviceProcessEvents | extend FolderPath = strcat(FolderPath, "x") | where FolderPath =~ "a"')).toContain(
      'RMMC3001 refused',
    );
  });
});

describe('refused', () => {
  test.each([
    [
      'DeviceProcessEvents | where FolderPath =~ "a" | summarize n = max(ProcessId) by DeviceName | extend m = n + 1 | where m > 5',
      'RMMC3611 refused',
    ],
    ['DeviceProcessEvents | summarize n = count() | where n == 0', 'RMMC3649 refused'],
    ['DeviceProcessEvents', 'RMMC3613 refused'],
    ['DeviceProcessEvents | where Timestamp > ago(1d)', 'RMMC3613 refused'],
    ['union DeviceProcessEvents, DeviceNetworkEvents | where DeviceName =~ "a"', 'RMMC3612 refused'],
    ['print a = 1 | where a == 1', 'RMMC3001 refused'],
    ['DeviceTvmSoftwareVulnerabilities | where DeviceName =~ "a"', 'RMMC4001 refused'],
    ['DeviceProcessEvents | where Timestamp > ago(1d) or FolderPath =~ "a"', 'RMMC3614 refused'],
  ])('%s', (query, finding) => {
    expect([sigma(query).text, findingsOf(query).includes(finding)]).toEqual([null, true]);
  });
});

describe('Entra sign-ins of advanced hunting', () => {
  test.each([
    [`EntraIdSignInEvents | where LogonType == '["interactiveUser"]' and ErrorCode == 0`, { IsInteractive: 'true', ResultType: 0 }],
    [
      'AADSignInEventsBeta | where RiskLevelAggregated in (50, 100) and IsGuestUser',
      { RiskLevelAggregated: ['medium', 'high'], UserType: 'Guest' },
    ],
    ['EntraIdSpnSignInEvents | where ServicePrincipalName == "a"', { 'ServicePrincipalName|cased': 'a' }],
  ])('%s', (query, selection) => {
    const rule = ruleOf(query);
    expect([rule.logsource, rule.detection]).toEqual([
      { product: 'azure', service: 'signinlogs' },
      { selection, condition: 'selection' },
    ]);
    expect(findingsOf(query)).toContain('RMMC3105 assumption');
  });
  test('a word that is not in the table', () => {
    expect(findingsOf('EntraIdSignInEvents | where RiskLevelAggregated == 7')).toContain('RMMC3616 refused');
  });
  test('words have no order', () => {
    expect(findingsOf('EntraIdSignInEvents | where RiskLevelAggregated > 10')).toContain('RMMC3616 refused');
  });
});

test('a union over one table is one rule', () => {
  const query =
    'union (DeviceProcessEvents | where FolderPath =~ "a"), (DeviceProcessEvents | where ProcessId == 1) | where DeviceName =~ "d"';
  expect(ruleOf(query).detection).toEqual({
    selection: [
      { Image: 'a', ComputerName: 'd' },
      { ProcessId: 1, ComputerName: 'd' },
    ],
    condition: 'selection',
  });
});

describe('the log source', () => {
  test.each([
    ['DeviceFileEvents | where ActionType == "FileDeleted" and FolderPath =~ "a"', { category: 'file_delete', product: 'windows' }],
    ['DeviceFileEvents | where FolderPath =~ "a"', { category: 'file_event', product: 'windows' }],
    [
      'DeviceProcessEvents | where ActionType == "ProcessCreated" and FolderPath =~ "a"',
      { category: 'process_creation', product: 'windows' },
    ],
  ])('%s', (query, logsource) => {
    expect([ruleOf(query).logsource, ruleOf(query).detection]).toMatchObject([logsource, { condition: 'selection' }]);
  });

  test('what SigmaHQ has no log source for keeps its own names', () => {
    const query = "DeviceFileCertificateInfo | where Signer has '-'";
    expect(sigma(query).findings).toEqual(['RMMC3602 assumption']);
    expect([ruleOf(query).logsource, ruleOf(query).detection]).toEqual([
      {
        product: 'm365_defender',
        service: 'devicefilecertificateinfo',
        definition: 'Rows of the Microsoft Defender XDR table DeviceFileCertificateInfo under its own column names',
      },
      { selection: { 'Signer|contains': '-' }, condition: 'selection' },
    ]);
  });

  test('the profile overrides log source and fields', () => {
    const profile = {
      tables: { DeviceProcessEvents: { logsource: { product: 'edr' }, fields: { FolderPath: 'path', AccountUpn: 'upn' } } },
    };
    const rule = ruleOf('DeviceProcessEvents | where FolderPath =~ "a" and AccountUpn =~ "b"', { profile });
    expect([rule.logsource, rule.detection]).toEqual([{ product: 'edr' }, { selection: { path: 'a', upn: 'b' }, condition: 'selection' }]);
  });
});

describe('keys of a dynamic column are dotted fields', () => {
  test.each([
    ['where tostring(InitiatedBy.user.ipAddress) =~ "a"', { 'InitiatedBy.user.ipAddress': 'a' }],
    ['where InitiatedBy["user"].ipAddress =~ "a"', { 'InitiatedBy.user.ipAddress': 'a' }],
    ['extend U = parse_json(tostring(InitiatedBy.user)) | where tostring(U.ipAddress) =~ "a"', { 'InitiatedBy.user.ipAddress': 'a' }],
    ['project I = InitiatedBy.user | extend J = tostring(I.ipAddress) | where J =~ "a"', { 'InitiatedBy.user.ipAddress': 'a' }],
  ])('%s', (steps, selection) => {
    const query = `AuditLogs | ${steps}`;
    expect(ruleOf(query).detection).toEqual({ selection, condition: 'selection' });
    expect(findingsOf(query)).toContain('RMMC3689 assumption');
  });

  test('of a column whose keys are fields of the event', () => {
    const { detection } = ruleOf('CloudAppEvents | where tostring(parse_json(RawEventData).ClientAppId) =~ "a"');
    expect(detection).toEqual({ selection: { ClientAppId: 'a' }, condition: 'selection' });
  });

  test.each([
    ['a place in an array', 'AuditLogs | where tostring(TargetResources[0].displayName) =~ "a"', 'RMMC3001 refused'],
    ['a key with a dot', 'AuditLogs | where tostring(InitiatedBy["a.b"]) =~ "a"', 'RMMC3001 refused'],
    ['a column without a field', 'DeviceEvents | where tostring(parse_json(AdditionalFields).Manufacturer) =~ "a"', 'RMMC4002 refused'],
  ])('%s: refused', (_what, query, finding) => {
    expect(sigma(query)).toMatchObject({ text: null, findings: expect.arrayContaining([finding]) });
  });
});

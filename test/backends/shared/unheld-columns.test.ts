// Results that show whole rows in; which columns a target leaves out because no event holds them and no step names them, out.
import { describe, expect, test } from 'vitest';
import { translate } from '../../../src/index.ts';

const said = (kql: string, target: 'spl' | 'esql'): string => {
  const { diagnostics } = translate(kql, { file: 'q.kql', format: 'kql', to: [target] });
  const shown = diagnostics.filter(({ code }) => code === 'RMMC3115' || code === 'RMMC4002');
  return shown.map(({ code, message }) => `${code} ${message.replace(/^.*: /, '')}`).join('\n');
};

describe('SPL', () => {
  test('a join shows whole rows of a table whose map is closed', () => {
    expect(
      said(
        'MicrosoftGraphActivityLogs | lookup kind=leftouter (IdentityInfo | project UserId = AccountObjectId, JobTitle) on UserId',
        'spl',
      ),
    ).toMatchInlineSnapshot(
      `"RMMC3115 TenantId, ATContent, ATContentH, ATContentP, SourceSystem, Type, _IsBillable, _BilledSize, _ResourceId, _SubscriptionId, _TimeReceived, _ItemId"`,
    );
  });
  test('a step that names the column needs it', () => {
    const kql =
      'MicrosoftGraphActivityLogs | where TenantId == "x" | join kind=inner (IdentityInfo | project UserId = AccountObjectId) on UserId';
    expect(said(kql, 'spl')).toMatchInlineSnapshot(`
      "RMMC4002 column MicrosoftGraphActivityLogs.TenantId has no field in spl
      RMMC3115 TenantId, ATContent, ATContentH, ATContentP, SourceSystem, Type, _IsBillable, _BilledSize, _ResourceId, _SubscriptionId, _TimeReceived, _ItemId"
    `);
  });
  test('a list of the wanted columns leaves nothing out', () => {
    const kql =
      'MicrosoftGraphActivityLogs | join kind=inner (IdentityInfo | project UserId = AccountObjectId) on UserId | project RequestUri';
    expect(said(kql, 'spl')).toBe('');
  });
  test('events that come as they are have no list of columns', () => {
    expect(said('MicrosoftGraphActivityLogs | where RequestMethod == "GET"', 'spl')).toBe('');
  });
  test('a computed column of such a name is shown', () => {
    const kql =
      'MicrosoftGraphActivityLogs | extend Type = "graph" | join kind=leftanti (IdentityInfo | project UserId = AccountObjectId) on UserId';
    expect(said(kql, 'spl')).toMatchInlineSnapshot(
      `"RMMC3115 TenantId, ATContent, ATContentH, ATContentP, SourceSystem, _IsBillable, _BilledSize, _ResourceId, _SubscriptionId, _TimeReceived, _ItemId"`,
    );
  });
  test('the column of the other side of a join that got a number goes, too', () => {
    const graph = 'MicrosoftGraphActivityLogs | project-away _BilledSize, ATContent, ATContentH, ATContentP';
    expect(said(`${graph} | join kind=inner (${graph}) on RequestId`, 'spl')).toMatchInlineSnapshot(
      `"RMMC3115 TenantId, SourceSystem, Type, _IsBillable, _ResourceId, _SubscriptionId, _TimeReceived, _ItemId, TenantId1, SourceSystem1, Type1, _IsBillable1, _ResourceId1, _SubscriptionId1, _TimeReceived1, _ItemId1"`,
    );
  });
});

describe('ES|QL', () => {
  test('a union shows whole rows, and a column in two types is two columns', () => {
    expect(said('union SigninLogs, AADNonInteractiveUserSignInLogs | where ResultType == "0"', 'esql')).toMatchInlineSnapshot(
      `"RMMC3115 SourceSystem, AuthenticationDetails, AppliedEventListeners, AuthenticationProcessingDetails, AuthenticationRequirementPolicies, ConditionalAccessPolicies_dynamic, ConditionalAccessPolicies_string, DeviceDetail_dynamic, DeviceDetail_string, LocationDetails_dynamic, LocationDetails_string, MfaDetail_dynamic, NetworkLocationDetails, Status_dynamic, Status_string, AADTenantId, SessionId, AuthenticationAppDeviceDetails, AuthenticationAppPolicyEvaluationDetails, FederatedCredentialId, GlobalSecureAccessIpAddress, HomeTenantName, TokenProtectionStatusDetails_dynamic, TokenProtectionStatusDetails_string, AppOwnerTenantId, ResourceOwnerTenantId, Agent_dynamic, Agent_string, SourceAppClientId, ConditionalAccessAudiences, AuthenticatorAppLocation, AppliedConditionalAccessPolicies, Type, _IsBillable, _BilledSize, TenantId, _ResourceId, _SubscriptionId, _TimeReceived, _ItemId, ClientSessionId"`,
    );
  });
  test('columns in two types that nothing reads are not asked for', () => {
    expect(said('union SigninLogs, AADNonInteractiveUserSignInLogs | summarize count() by UserPrincipalName', 'esql')).toBe('');
  });
  test('a part that a step reads is no reason to show the whole', () => {
    const kql =
      'union SigninLogs, AADServicePrincipalSignInLogs | extend City = tostring(LocationDetails_dynamic.city) | project-away Status';
    expect(said(kql, 'esql')).toMatchInlineSnapshot(
      `"RMMC3115 SourceSystem, AuthenticationDetails, AppliedEventListeners, AuthenticationProcessingDetails, AuthenticationRequirementPolicies, ConditionalAccessPolicies_dynamic, ConditionalAccessPolicies_string, CreatedDateTime, DeviceDetail, LocationDetails_dynamic, LocationDetails_string, MfaDetail, NetworkLocationDetails, UserAgent, AADTenantId, SessionId, AutonomousSystemNumber, AuthenticationAppDeviceDetails, AuthenticationAppPolicyEvaluationDetails, FederatedCredentialId, GlobalSecureAccessIpAddress, HomeTenantName, TokenProtectionStatusDetails, AppOwnerTenantId, ResourceOwnerTenantId, Agent_dynamic, Agent_string, SourceAppClientId, ConditionalAccessAudiences, AuthenticatorAppLocation, AppliedConditionalAccessPolicies, Type, _IsBillable, _BilledSize, TenantId, _ResourceId, _SubscriptionId, _TimeReceived, _ItemId"`,
    );
  });
  test('reordered columns are named', () => {
    expect(said('union AADRiskyUsers, AADUserRiskEvents | project-reorder TenantId', 'esql')).toMatchInlineSnapshot(
      `"RMMC3115 SourceSystem, Type, _IsBillable, _BilledSize, _ResourceId, _SubscriptionId, _TimeReceived, _ItemId, AdditionalInfo, Location"`,
    );
  });
});

// A table in; why nobody keeps its rows outside of Microsoft's portals, when that is known, out. What has no place in a target is refused with that reason.

const alone = 'advanced hunting alone answers for it: it is in no stream and no export';
const state = 'it is a state that Microsoft computes and shows, not a record of events';

const reasons: ReadonlyMap<string, string> = new Map([
  [
    'AzureDiagnostics',
    'its columns depend on the kind of resource, and the data export leaves it out; map the resource-specific table instead',
  ],
  ...['ExposureGraphEdges', 'ExposureGraphNodes'].map((name): [string, string] => [name, `a graph of assets; ${alone}`]),
  ...[
    'DeviceBaselineComplianceAssessment',
    'DeviceBaselineComplianceAssessmentKB',
    'DeviceBaselineComplianceProfiles',
    'DeviceTvmBrowserExtensions',
    'DeviceTvmBrowserExtensionsKB',
    'DeviceTvmCertificateInfo',
    'DeviceTvmHardwareFirmware',
    'DeviceTvmInfoGathering',
    'DeviceTvmInfoGatheringKB',
    'DeviceTvmSoftwareEvidenceBeta',
    'GraphAPIAuditEvents',
    'DataSecurityBehaviors',
    'DataSecurityEvents',
    'AIAgentsInfo',
    'CloudPolicyEnforcementEvents',
  ].map((name): [string, string] => [name, alone]),
  ['AppFileEvents', 'gone since March 2021; CloudAppEvents takes its place'],
  ['Resources', 'Azure Resource Graph answers for it'],
  ...['ProtectionStatus', 'AlertHistory'].map((name): [string, string] => [name, state]),
]);

/** The `note` of RMMC4001. */
export const noPlace = (table: string): { readonly note?: string } => {
  const note = reasons.get(table);
  return note === undefined ? {} : { note };
};

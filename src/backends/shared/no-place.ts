// A table in; why nobody keeps its rows outside of Microsoft's portals, when that is known, out. What has no place in a target is refused with that reason.

const alone = 'advanced hunting alone answers for it: it is in no stream and no export';
const state = 'it is a state that Microsoft computes and shows, not a record of events';

/** Tables of what there is now, not of events: whoever asks Microsoft for their rows can keep them as a lookup. */
export const inventories: ReadonlySet<string> = new Set([
  'ExposureGraphEdges',
  'ExposureGraphNodes',
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
]);

const reasons: ReadonlyMap<string, string> = new Map([
  [
    'AzureDiagnostics',
    'its columns depend on the kind of resource, and the data export leaves it out; map the resource-specific table instead',
  ],
  ...[...inventories].map((name): [string, string] => [name, `an inventory; ${alone}`]),
  ...['GraphAPIAuditEvents', 'DataSecurityBehaviors', 'DataSecurityEvents', 'AIAgentsInfo', 'CloudPolicyEnforcementEvents'].map(
    (name): [string, string] => [name, alone],
  ),
  ['AppFileEvents', 'gone since March 2021; CloudAppEvents takes its place'],
  ['Resources', 'Azure Resource Graph answers for it'],
  ...['ProtectionStatus', 'AlertHistory'].map((name): [string, string] => [name, state]),
]);

/** The `note` of RMMC4001. */
export const noPlace = (table: string): { readonly note?: string } => {
  const note = reasons.get(table);
  return note === undefined ? {} : { note };
};

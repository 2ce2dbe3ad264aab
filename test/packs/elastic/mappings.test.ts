// Rules that read runtime fields in; the bodies that make these fields in the mappings of their indices out.
import { expect, test } from 'vitest';
import { packing } from '../../support/packing.ts';

const rules = [
  { file: 'a.kql', text: 'CloudAppEvents | project AccountId, Op = tostring(RawEventData.Op), Key = tostring(RawEventData.Key)' },
  { file: 'b.kql', text: 'DeviceEvents | where AdditionalFields.TaskName contains "upd" | summarize N = count() by DeviceId' },
  {
    file: 'c.kql',
    text: 'AADNonInteractiveUserSignInLogs | summarize N = count() by tostring(AuthenticationDetails.authenticationMethod)',
  },
];

const mappingsIn = (files: ReadonlyMap<string, string>): readonly (readonly [string, unknown])[] =>
  [...files].flatMap(([path, text]) => (path.startsWith('mappings/') ? [[path, JSON.parse(text)] as const] : []));

test('one body for each pattern of indices, with the fields of all rules', () => {
  const { files, packed } = packing('elastic', rules, { options: { flattened: 'runtime' } });
  expect(packed).toBe(3);
  expect(mappingsIn(files)).toEqual([
    [
      'mappings/logs-azure.signinlogs-_.json',
      { runtime: { 'azure.signinlogs.properties.authentication_details.authentication_method': { type: 'keyword' } } },
    ],
    [
      'mappings/logs-m365_defender.event-_.json',
      {
        runtime: {
          'm365_defender.event.additional_fields.TaskName': { type: 'keyword' },
          'm365_defender.event.raw_event_data.Key': { type: 'keyword' },
          'm365_defender.event.raw_event_data.Op': { type: 'keyword' },
        },
      },
    ],
  ]);
});

test('none where the index alone is asked', () => {
  expect(mappingsIn(packing('elastic', rules).files)).toEqual([]);
});

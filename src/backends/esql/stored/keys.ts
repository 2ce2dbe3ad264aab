// The field of a column and KQL's keys below it in; the keys as the integration stores them below the field out, where that is known from its ingest pipelines.

/**
 * How an integration writes what comes as JSON. `same`: with the keys of the log, which are KQL's. `snake`: `displayName` becomes `display_name`, in lists of
 * objects too. `moved`: first keys that its pipeline takes out of the object.
 */
interface Stored {
  readonly keys: 'same' | 'snake';
  readonly moved?: readonly string[];
}

const same: Stored = { keys: 'same' };
const snake: Stored = { keys: 'snake' };

/** By field. Not here: what a pipeline builds anew (`authentication_processing_details`: a list of keys and values becomes an object). */
const shipped: ReadonlyMap<string, Stored> = new Map([
  [
    'm365_defender.event.additional_fields',
    { keys: 'same', moved: ['direction', 'qclass_name', 'query', 'qtype_name', 'rcode_name', 'answers'] },
  ],
  ['m365_defender.event.raw_event_data', same],
  ['m365_defender.event.activity.objects', same],
  ['m365_defender.event.connected_networks', same],
  ['m365_defender.event.ip_addresses', same],
  ['m365_defender.event.detection.methods', same],
  ['m365_defender.event.confidence_level', same],
  ['azure.signinlogs.properties.applied_conditional_access_policies', snake],
  ['azure.signinlogs.properties.authentication_details', snake],
  ['azure.signinlogs.properties.authentication_requirement_policies', snake],
  ['azure.signinlogs.properties.network_location_details', snake],
  ['azure.activitylogs.properties', { keys: 'same', moved: ['eventCategory', 'serviceRequestId', 'statusCode', 'statusMessage'] }],
  ['azure.identityprotection.properties.additional_info', same],
  ['aws.cloudtrail.flattened.additional_eventdata', same],
  ['aws.cloudtrail.flattened.request_parameters', same],
  ['aws.cloudtrail.flattened.response_elements', same],
  ['aws.cloudtrail.flattened.service_event_details', same],
]);

/** Fields whose text is not the JSON of the log (`{key=value}`, a list of names), and the field that keeps it; null: none does. */
const elsewhere: ReadonlyMap<string, string | null> = new Map([
  ['aws.cloudtrail.additional_eventdata', 'aws.cloudtrail.flattened.additional_eventdata'],
  ['aws.cloudtrail.request_parameters', 'aws.cloudtrail.flattened.request_parameters'],
  ['aws.cloudtrail.response_elements', 'aws.cloudtrail.flattened.response_elements'],
  ['aws.cloudtrail.service_event_details', 'aws.cloudtrail.flattened.service_event_details'],
  ['m365_defender.event.active_users', null],
]);

/** The field that keeps the JSON of a text field; undefined: the field itself does. */
export const jsonFieldOf = (field: string): string | null | undefined => elsewhere.get(field);

/** As the pipelines of the Azure integration do it. */
const snakeCase = (key: string): string => key.replace(/([a-z])([A-Z]+)/g, '$1_$2').toLowerCase();

const isAscii = (key: string): boolean => /^[\x20-\x7e]*$/.test(key);

/** Null: not known, or stored elsewhere. `isOwn`: the field stands in the user's profile, and is taken to hold the log's own keys. */
export const storedKeys = (field: string, keys: readonly string[], isOwn: boolean): readonly string[] | null => {
  const stored = shipped.get(field) ?? (isOwn ? same : undefined);
  if (!stored) return null;
  const [first] = keys;
  if (first !== undefined && stored.moved?.includes(first)) return null;
  if (stored.keys === 'same') return keys;
  return keys.every(isAscii) ? keys.map(snakeCase) : null;
};

/** Whether the text of the whole, or of an object in it, shows KQL's keys. */
export const keepsKeys = (field: string): boolean => shipped.get(field)?.keys !== 'snake';

/** The same as the index knows them: where nobody knows otherwise they are KQL's. */
export const indexedKeys = (field: string, keys: readonly string[]): readonly string[] | null =>
  shipped.has(field) ? storedKeys(field, keys, false) : keys;

// Where the integrations keep the place of an address (`source.geo`) in; the fields of its parts with KQL's names for them out.

/** KQL's name of a part that is a text, and the field's below the place. */
export const placeTexts: readonly (readonly [string, string])[] = [
  ['country', 'country_name'],
  ['state', 'region_name'],
  ['city', 'city_name'],
];

/** The field that holds both coordinates. */
export const placePoint = (geo: string): string => `${geo}.location`;

/** All fields of a place with their types. */
export const placeFields = (geo: string): readonly (readonly [string, string])[] => [
  ...placeTexts.map(([, name]) => [`${geo}.${name}`, 'keyword'] as const),
  [placePoint(geo), 'geo_point'],
];

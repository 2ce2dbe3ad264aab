// What SPL gained in which version of Splunk Enterprise, as far as emitted searches use it.
import type { Since, Versions } from '../shared/versions.ts';

const jsonFunction = (fn: string): readonly [string, Since] => [
  `call:${fn}`,
  { version: '8.1', what: `${fn}()`, source: 'Search Reference 8.1, JSON functions' },
];

export const versions: Versions = {
  normal: '9.4',
  known: ['8.0', '8.1', '8.2', '9.0', '9.1', '9.2', '9.3', '9.4', '10.0'],
  since: {
    ...Object.fromEntries(['json_array_to_mv', 'json_extract', 'json_object', 'mv_to_json_array'].map(jsonFunction)),
    carried: { version: '9.0', what: 'makeresults format=json', source: 'Search Reference 9.0, makeresults' },
  },
};

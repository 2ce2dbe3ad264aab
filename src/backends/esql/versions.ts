// What ES|QL gained in which version of Elasticsearch, as far as emitted queries use it.
import type { TargetContext } from '../shared/backend.ts';
import { isOlder, type Versions } from '../shared/versions.ts';

export const versions: Versions = {
  normal: '8.19',
  known: ['8.14', '8.15', '8.16', '8.17', '8.18', '8.19', '9.0', '9.1', '9.2', '9.3', '9.4', '9.5'],
  since: {
    filtered: { version: '8.16', what: 'an aggregate with WHERE', source: 'ES|QL reference, STATS' },
    'call:JSON_EXTRACT': { version: '9.4', what: 'JSON_EXTRACT', source: 'ES|QL reference, JSON_EXTRACT (a preview in 9.4)' },
    lookupJoin: { version: '8.18', what: 'LOOKUP JOIN', source: 'ES|QL reference, LOOKUP JOIN' },
  },
};

/** Whether the version that is asked for has JSON_EXTRACT. */
export const readsJson = ({ profile }: Pick<TargetContext, 'profile'>): boolean =>
  !isOlder(profile.version ?? versions.normal, versions.since['call:JSON_EXTRACT']?.version ?? '');

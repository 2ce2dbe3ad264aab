// What correlations gained in which version of Sigma's specification.
import type { Versions } from '../shared/versions.ts';

const source = 'Sigma Correlation Rules Specification 2.1.0, correlation types';

export const versions: Versions = {
  normal: '2.1',
  known: ['2.0', '2.1'],
  since: {
    'type:value_sum': { version: '2.1', what: 'value_sum', source },
    'type:value_avg': { version: '2.1', what: 'value_avg', source },
  },
};

import { expect, test } from 'vitest';
import { backend } from '../../../src/backends/esql/index.ts';
import { FindingList } from '../../../src/backends/shared/findings.ts';
import { frontEnd } from '../../../src/compile.ts';
import { emptyMeta } from '../../../src/ir/rule.ts';
import { unitOf } from '../../support/stages.ts';

/** The kinds of the steps, filters with the number of their conjuncts. */
const stepsOf = (kql: string): string => {
  const unit = unitOf(kql);
  const normal = unit && frontEnd(unit, {}).normal;
  if (!normal || !backend.prepare) throw new Error(`no query: ${kql}`);
  const context = { meta: emptyMeta, profile: {}, options: { unmapped: 'error' as const }, findings: new FindingList(false, new Set()) };
  const { steps } = backend.prepare(normal, context).pipeline;
  return steps
    .map((step) => (step.kind === 'filter' ? `filter ${step.condition.kind === 'and' ? step.condition.operands.length : 1}` : step.kind))
    .join(', ');
};

const among = '((DeviceProcessEvents | where FileName == "a.exe" | distinct DeviceId))';

test.each([
  [`DeviceNetworkEvents | where DeviceId in ${among} | summarize count() by DeviceId`, 'aggregate, filter 1'],
  [
    `DeviceNetworkEvents | where RemotePort > 1 and DeviceId !in ${among} | summarize count() by Id = DeviceId`,
    'filter 1, aggregate, filter 1',
  ],
  [`DeviceNetworkEvents | where DeviceId in ${among} | summarize count() by DeviceName`, 'filter 1, aggregate'],
  [`DeviceNetworkEvents | where DeviceId in ${among} | summarize count() by tolower(DeviceId)`, 'filter 1, aggregate'],
  [`DeviceNetworkEvents | where DeviceId in ${among} or RemotePort > 1 | summarize count() by DeviceId`, 'filter 1, aggregate'],
  [`DeviceNetworkEvents | where DeviceId in ${among} | summarize count()`, 'filter 1, aggregate'],
  [`DeviceNetworkEvents | where DeviceId in ${among} | where RemotePort > 1`, 'filter 2'],
])('%s', (kql, expected) => {
  expect(stepsOf(kql)).toBe(expected);
});

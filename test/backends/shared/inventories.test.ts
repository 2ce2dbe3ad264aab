// Inventories, which no stream and no integration brings: lookups to be filled, in the targets that have some.
import { expect, test } from 'vitest';
import { inventories as ofElastic } from '../../../src/backends/esql/lookup-table.ts';
import { lookupsIn, withLookups } from '../../../src/backends/shared/lookups.ts';
import { inventories } from '../../../src/backends/shared/no-place.ts';
import { translate } from '../../../src/index.ts';
import { normalize } from '../../../src/ir/normalize.ts';
import { boundQuery } from '../../support/binding.ts';

const namesIn = (kql: string, profile = {}): readonly string[] =>
  lookupsIn(withLookups(normalize(boundQuery(kql)), { profile, inventories: ofElastic })).map(({ name, of }) => `${of}: ${name}`);

test('each has a name of its own', () => {
  const all = [...inventories, ...ofElastic];
  const found = all.flatMap((table) => namesIn(table));
  expect(found).toHaveLength(all.length);
  expect(new Set(found.map((one) => one.split(': ')[1])).size).toBe(all.length);
  expect(found[0]).toBe('ExposureGraphEdges: exposure_graph_edges');
});

test('a profile that says where the events of one stand has them as events', () => {
  expect(namesIn('ExposureGraphNodes', { tables: { ExposureGraphNodes: { index: 'assets' } } })).toEqual([]);
  expect(namesIn('DeviceProcessEvents')).toEqual([]);
});

test('SPL and ES|QL read the lookup, and say that it has to be filled', () => {
  const { results } = translate('DeviceTvmBrowserExtensions | where ExtensionRisk == "High" | summarize n = count() by ExtensionName', {
    file: 'query.kql',
    format: 'kql',
  });
  const of = (target: string) => results.find((one) => one.target === target);
  expect(of('spl')?.output).toContain('| inputlookup device_tvm_browser_extensions');
  expect(of('spl')?.diagnostics.map(({ code }) => code)).toContain('RMMC3875');
  expect(of('esql')?.output).toContain('FROM rmmc-lookup-device-tvm-browser-extensions');
  expect(of('esql')?.diagnostics.map(({ code }) => code)).toContain('RMMC3775');
  expect(of('sigma')?.status).toBe('refused');
});

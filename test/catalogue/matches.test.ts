// The rules of the catalogue, evaluated: events made from each fact match, look-alikes do not, sanctioned ones are left out.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { fold } from '../../scripts/catalogue/pattern.ts';
import { hasShape, type Shape } from '../../scripts/catalogue/query.ts';
import { readCatalogue } from '../../scripts/catalogue/read.ts';
import { slugOf } from '../../scripts/catalogue/slug.ts';
import type { Tool } from '../../scripts/catalogue/types.ts';
import { rowsOf } from '../eval/run.ts';

const root = path.resolve(import.meta.dirname, '../..');
const { tools } = readCatalogue(root);

const queryOf = (tool: Tool, shape: Shape): string => {
  const text = readFileSync(path.join(root, `rules/catalogue/${slugOf(tool.file)}-${shape}.yaml`), 'utf8');
  return (load(text) as { readonly query: string }).query;
};

/** Values of the columns that a shape tests, and whether the rule has to find the event. */
interface Sample {
  readonly values: readonly string[];
  readonly found: boolean;
}
const hit = (...values: readonly string[]): Sample => ({ values, found: true });
const miss = (...values: readonly string[]): Sample => ({ values, found: false });

const now = '2026-01-10T12:00:00Z';
const columnsOf: Readonly<Record<Shape, { readonly table: string; readonly tested: string }>> = {
  process: { table: 'DeviceProcessEvents', tested: 'FileName ProcessVersionInfoOriginalFileName ProcessVersionInfoProductName' },
  'file-signature': { table: 'DeviceFileCertificateInfo', tested: 'Signer' },
  network: { table: 'DeviceNetworkEvents', tested: 'RemoteUrl InitiatingProcessFileName' },
};

/** Indices of the samples that the query finds; each sample is an event of a device of its own. */
const foundBy = (query: string, shape: Shape, samples: readonly Sample[]): ReadonlySet<number> => {
  const { table, tested } = columnsOf[shape];
  const rows = samples.map(({ values }, i) => ['2026-01-09T08:00:00Z', String(i), 'ws', 1, ...values]);
  const columns = `Timestamp:datetime DeviceId:string DeviceName:string ReportId:long ${tested}`;
  const [, ...found] = rowsOf(query, { now, tables: { [table]: { columns, rows } } });
  return new Set(found.map((row) => Number(row.split(' | ')[0]?.replaceAll('"', ''))));
};

const filled = (pattern: string): string => pattern.replaceAll('*', 'q1');

const processes = ({ exes, originals, paired }: Tool): readonly Sample[] => [
  ...exes.flatMap((exe) => [
    hit(filled(exe), '', ''),
    hit(filled(exe).toUpperCase(), 'other', 'Other'),
    miss(`zz-${filled(exe)}`, '', ''),
    miss(`${filled(exe)}.txt`, '', ''),
  ]),
  ...originals.flatMap((original) => [hit('renamed.exe', original, ''), miss('renamed.exe', `zz-${original}`, '')]),
  ...paired.flatMap(({ exe, product }) => [hit(exe, '', `${product} 4`), miss(exe, '', ''), miss('renamed.exe', '', product)]),
];

const signatures = ({ signers }: Tool): readonly Sample[] =>
  signers.flatMap((signer) => [
    hit(signer),
    hit(`CN=${signer}, C=DE`),
    ...(/^[a-z0-9]/i.test(signer) ? [miss(`Zz${signer}`)] : []),
    miss(signer.slice(0, -2)),
    ...(/[a-z0-9]$/i.test(signer) ? [miss(`${signer}zz`)] : []),
  ]);

const connections = ({ hosts }: Tool): readonly Sample[] =>
  hosts
    .map(filled)
    .flatMap((host) => [
      ...[host, host.toUpperCase(), `eu.${host}`, `${host}.`, `${host}:443`, `https://${host}`, `HTTPS://eu.${host}:8443/a?b=c.d#e`].map(
        (url) => hit(url, 'x.exe'),
      ),
      hit(`http://user@${host}/`, 'x.exe'),
      hit(`http://${host}?q`, 'x.exe'),
      ...[`zz${host}`, `zz-${host}`, `${host}zz`, `${host}.evil.example`, `${host}-zz.example`].map((url) => miss(url, 'x.exe')),
      ...[`evil.example/${host}`, `https://evil.example/?u=${host}`, `https://evil.example/#.${host}`].map((url) => miss(url, 'x.exe')),
      ...[`https://${host}@evil.example/`, `${host}:443@evil.example`, ''].map((url) => miss(url, 'x.exe')),
    ]);

const samplesOf: Readonly<Record<Shape, (tool: Tool) => readonly Sample[]>> = {
  process: processes,
  'file-signature': signatures,
  network: connections,
};

const wrong = (tool: Tool, shape: Shape): readonly string[] => {
  const samples = samplesOf[shape](tool);
  const found = foundBy(queryOf(tool, shape), shape, samples);
  return samples.flatMap(({ values, found: wanted }, i) =>
    found.has(i) === wanted ? [] : [`${tool.file} ${wanted ? 'misses' : 'finds'} ${values.join(' | ')}`],
  );
};

describe.each(['process', 'file-signature', 'network'] as const)('%s', { timeout: 120_000 }, (shape) => {
  const having = tools.filter((tool) => hasShape(tool, shape));

  test('every fact matches, its look-alikes do not', () => {
    expect(having.flatMap((tool) => wrong(tool, shape))).toEqual([]);
  });

  test('what is sanctioned is left out', () => {
    const kept = having.filter((tool) => {
      const samples = samplesOf[shape](tool).filter(({ found }) => found);
      const at = shape === 'network' ? 1 : 0;
      const sanctioned = JSON.stringify(samples.map(({ values }) => fold(values[at] ?? '')));
      const query = queryOf(tool, shape).replace('dynamic([])', `dynamic(${sanctioned})`);
      return foundBy(query, shape, samples).size > 0;
    });
    expect(kept.map(({ file }) => file)).toEqual([]);
  });
});

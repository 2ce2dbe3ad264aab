// A small set of raw facts and decisions in, the tools and what was left out, out; and decisions that do not fit.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { cleanTools } from '../../scripts/catalogue/clean.ts';
import { fold } from '../../scripts/catalogue/pattern.ts';
import type { Decisions, LeftOut, RawTool, Tool } from '../../scripts/catalogue/types.ts';

const raw = (file: string, facts: Partial<RawTool> = {}): RawTool => ({
  file,
  name: file.replace('.yaml', ''),
  category: 'RMM',
  website: null,
  domains: [],
  signers: [],
  pe: [],
  paths: [],
  ...facts,
});
const nothing: Decisions = { merge: [], rename: [], website: [], leave: [], repair: [], add: [], pair: [] };

const raws = [
  raw('two.yaml', { domains: ['*.two.com', 'api.two.com', '*.shared.com'], signers: ['Two\\'], paths: ['C:\\Two\\agent.exe', 'two.exe'] }),
  raw('one.yaml', { domains: ['github.com'], pe: [{ Filename: 'tsh.exe', OriginalFileName: 'tsh.exe' }], signers: ['Big Vendor'] }),
  raw('two_old.yaml', { domains: ['user_managed'], paths: ['TWO.EXE', '*\\Two\\*'] }),
  raw('bare.yaml', { domains: ['user_managed'] }),
];
const decisions: Decisions = {
  merge: [{ from: ['two_old.yaml'], into: 'two.yaml', reason: 'One product' }],
  rename: [{ tool: 'two.yaml', as: 'Two', reason: 'Its name' }],
  website: [{ tool: 'one.yaml', as: 'https://one.example', reason: 'Its site' }],
  leave: [
    { kind: 'host', code: 'shared-host', reason: 'Everyone has hosts there', values: ['github.com'] },
    { kind: 'host', tool: 'two.yaml', code: 'vendor-host', reason: 'The vendor uses it for more', values: ['shared.com'] },
    { kind: 'signer', code: 'generic-signer', reason: 'Signs more', values: ['big vendor'] },
    { kind: 'exe', code: 'generic-name', reason: 'Too many', values: ['agent.exe'] },
  ],
  repair: [{ kind: 'signer', tool: 'two.yaml', value: 'Two\\', as: 'Two, Inc.', reason: 'Cut off' }],
  add: [{ kind: 'exe', tool: 'two.yaml', values: ['two'], reason: 'Its name on Linux' }],
  pair: [{ tool: 'one.yaml', exe: 'tsh.exe', product: 'One', reason: 'Others have the name' }],
};

test('facts become tools, the rest is told with its reason', () => {
  expect(cleanTools(raws, decisions)).toEqual({
    tools: [
      {
        file: 'one.yaml',
        also: [],
        name: 'one',
        category: 'RMM',
        website: 'https://one.example',
        hosts: [],
        signers: [],
        exes: [],
        originals: ['tsh.exe'],
        paired: [{ exe: 'tsh.exe', product: 'One' }],
        added: [],
      },
      {
        file: 'two.yaml',
        also: ['two_old.yaml'],
        name: 'Two',
        category: 'RMM',
        website: null,
        hosts: ['two.com'],
        signers: ['Two, Inc.'],
        exes: ['two', 'TWO.EXE'],
        originals: [],
        paired: [],
        added: ['two'],
      },
    ],
    leftOut: [
      {
        file: 'bare.yaml',
        kind: 'host',
        code: 'placeholder',
        reason: 'A placeholder: the server is run by the user',
        values: ['user_managed'],
      },
      { file: 'bare.yaml', kind: 'tool', code: 'no-facts', reason: 'No fact is left that tells the tool apart', values: ['bare'] },
      { file: 'one.yaml', kind: 'host', code: 'shared-host', reason: 'Everyone has hosts there', values: ['github.com'] },
      { file: 'one.yaml', kind: 'signer', code: 'generic-signer', reason: 'Signs more', values: ['Big Vendor'] },
      { file: 'two.yaml', kind: 'host', code: 'vendor-host', reason: 'The vendor uses it for more', values: ['*.shared.com'] },
      { file: 'two.yaml', kind: 'exe', code: 'generic-name', reason: 'Too many', values: ['C:\\Two\\agent.exe'] },
      {
        file: 'two_old.yaml',
        kind: 'host',
        code: 'placeholder',
        reason: 'A placeholder: the server is run by the user',
        values: ['user_managed'],
      },
      { file: 'two_old.yaml', kind: 'exe', code: 'folder', reason: 'A folder, or a name without .exe', values: ['*\\Two\\*'] },
      { file: 'two.yaml', kind: 'host', code: 'covered', reason: 'The rule has two.com, which covers it', values: ['api.two.com'] },
      { file: 'two.yaml', kind: 'exe', code: 'covered', reason: 'The rule has TWO.EXE, which covers it', values: ['two.exe'] },
    ],
  });
});

test('the order of the facts does not matter for the tools', () => {
  expect(cleanTools([...raws].reverse(), decisions).tools).toEqual(cleanTools(raws, decisions).tools);
});

const refused = (tools: readonly RawTool[], wanted: Partial<Decisions>): string => {
  try {
    cleanTools(tools, { ...nothing, ...wanted });
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return 'nothing refused';
};

test('a value of two tools needs a decision', () => {
  const tools = [raw('a.yaml', { signers: ['S'], paths: ['x.exe'] }), raw('b.yaml', { signers: ['s'], paths: ['X.EXE'] })];
  expect(refused(tools, {})).toBe('The decisions do not fit the facts:\nsigner s: a.yaml, b.yaml\nexe x.exe: a.yaml, b.yaml');
});

test('a shared parent is no host of a tool', () => {
  expect(refused([raw('a.yaml', { domains: ['*.amazonaws.com'] })], {})).toBe(
    "The decisions do not fit the facts:\na.yaml: amazonaws.com is everyone's",
  );
});

test('decisions that no value asks for are refused', () => {
  expect(
    refused([raw('a.yaml')], {
      merge: [{ from: ['b.yaml'], into: 'a.yaml', reason: 'r' }],
      leave: [{ kind: 'signer', code: 'c', reason: 'r', values: ['S'] }],
      repair: [{ kind: 'exe', tool: 'a.yaml', value: 'x', as: 'y', reason: 'r' }],
      pair: [{ tool: 'a.yaml', exe: 'x.exe', product: 'p', reason: 'r' }],
    }),
  ).toBe(
    'The decisions do not fit the facts:\nidle: leave signer everywhere S\nidle: repair exe a.yaml x\nidle: pair a.yaml x.exe\nidle: no file b.yaml',
  );
});

const root = path.resolve(import.meta.dirname, '../..');
const shared = process.env.RMMC_SHARED ?? path.resolve(root, '../shared');
const facts = path.join(shared, 'catalog/lolrmm.json');

describe.skipIf(!existsSync(facts))('with the facts of LOLRMM at hand', () => {
  const json = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
  const lolrmm = existsSync(facts) ? (json(facts) as RawTool[]) : [];
  const committed = json(path.join(root, 'catalogue/decisions.json')) as Decisions;
  const tools = json(path.join(root, 'catalogue/tools.json')) as Tool[];
  const leftOut = json(path.join(root, 'catalogue/left-out.json')) as LeftOut[];

  test('the committed data are what the importer writes', () => {
    expect(cleanTools(lolrmm, committed)).toEqual({ tools, leftOut });
  });

  test('every value is in a tool or among those left out', () => {
    const left = new Set(leftOut.flatMap(({ file, kind, values }) => values.map((value) => `${file} ${kind} ${value}`)));
    const repaired = new Set(committed.repair.map(({ kind, value }) => `${kind} ${value}`));
    const kept = (file: string, value: string): boolean => {
      const tool = tools.find((one) => one.file === file || one.also.includes(file));
      const last = fold(value.split(/[\\/]/).at(-1) ?? '');
      const all = tool ? [...tool.hosts, ...tool.signers, ...tool.exes, ...tool.originals, ...tool.paired.map(({ exe }) => exe)] : [];
      return all.some((one) => fold(one) === last || `*.${fold(one)}` === last || fold(one) === fold(value));
    };
    const lost = lolrmm.flatMap(({ file, domains, signers, paths, pe }) =>
      [
        ...domains.map((value) => ['host', value] as const),
        ...signers.map((value) => ['signer', value] as const),
        ...[...paths, ...pe.map(({ Filename }) => Filename ?? '')].map((value) => ['exe', value] as const),
        ...pe.map(({ OriginalFileName }) => ['original', OriginalFileName ?? ''] as const),
      ]
        .filter(
          ([kind, value]) =>
            value !== '' && !left.has(`${file} ${kind} ${value}`) && !repaired.has(`${kind} ${value}`) && !kept(file, value),
        )
        .map(([kind, value]) => `${file} ${kind} ${value}`),
    );
    expect(lost).toEqual([]);
  });
});

// The Sigma pack in; what `sigma check`, pySigma and rsigma say against its files out.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { run } from '../../../src/engines/process.ts';
import { absence, rmmRules, shared, upstreamFile } from '../../support/corpus.ts';
import { shippedRules } from '../../support/emit.ts';
import { ask, missingEngine, scripts } from '../../support/engine.ts';
import { hostileTexts, packing, type RuleFileText } from '../../support/packing.ts';

const checker = 'engines/sigma/check.sh';
const reader = 'engines/sigma/read.sh';
const evaluator = 'engines/sigma/evaluate.sh';
const missing = (await Promise.all([checker, reader, evaluator].map((script) => missingEngine(script))))
  .filter((reason) => reason !== null)
  .join('; ');

const scratch = mkdtempSync(path.join(tmpdir(), 'rmmc-sigma-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

type Files = ReadonlyMap<string, string>;

const filesOf = (rules: readonly RuleFileText[]): Files =>
  new Map([...packing('sigma', rules, { settings: { date: '2026-11-21' } }).files].filter(([file]) => file.endsWith('.yml')));

/** Null: nothing against the files. */
const check = async (name: string, files: Files): Promise<string | null> => {
  const folder = path.join(scratch, name);
  for (const [file, text] of files) {
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  const { status, stdout, stderr } = await run('bash', [path.join(scripts, 'sigma/check.sh'), folder], { seconds: 250, env: process.env });
  return status === 0 && stdout.includes('Found 0 errors, 0 condition errors and 0 issues.') ? null : `${stdout}\n${stderr}`;
};

const linesOf = (files: Files, more: object): readonly string[] => [...files].map(([id, sigma]) => JSON.stringify({ id, sigma, ...more }));

interface Answer {
  readonly id: string;
  readonly errors?: readonly string[];
  readonly error?: string | null;
}

const answers = async (script: string, lines: readonly string[]): Promise<readonly string[]> =>
  (await ask(script, lines)).flatMap((line) => {
    const { id, errors = [], error = null } = JSON.parse(line) as Answer;
    return [...errors, ...(error === null ? [] : [error])].map((one) => `${id}: ${one}`);
  });

const unread = async (files: Files): Promise<readonly string[]> => [
  ...(await answers(reader, linesOf(files, { parseOnly: true }))),
  ...(await answers(evaluator, linesOf(files, { events: [{}] }))),
];

describe.skipIf(missing !== '')(`other people's readers of Sigma${missing && ` (skipped: ${missing})`}`, () => {
  test('the shipped rules', async () => {
    const files = filesOf(shippedRules());
    expect([files.size, await check('shipped', files), await unread(files)]).toEqual([5, null, []]);
  });

  test('the catalogue', async () => {
    const folder = path.resolve(import.meta.dirname, '../../../rules/catalogue');
    const names = readdirSync(folder).filter((name) => name.endsWith('.yaml') && !name.endsWith('.test.yaml'));
    const files = filesOf(names.map((file) => ({ file, text: readFileSync(path.join(folder, file), 'utf8') })));
    expect([files.size, await check('catalogue', files), await unread(files)]).toEqual([names.length, null, []]);
    expect(names.length).toBeGreaterThan(400);
  });

  test('correlation rules', async () => {
    const passes = ['Failures > 20', 'Hosts >= 5', 'Failures >= 10 and Hosts > 2'];
    const files = filesOf(
      passes.map((condition, at) => {
        const counted = 'summarize Failures = count(), Hosts = dcount(RemoteIP) by AccountName';
        const query = `DeviceLogonEvents | where Timestamp > ago(1d) | where ActionType == "LogonFailed" | ${counted} | where ${condition}`;
        return { file: 'rule.yaml', text: JSON.stringify({ name: `Logons ${at}`, description: 'Failed logons.', author: 'a', query }) };
      }),
    );
    expect([files.size, await check('correlations', files), await unread(files)]).toEqual([passes.length, null, []]);
    expect([...files.values()].every((text) => text.includes('\ncorrelation:\n'))).toBe(true);
  });

  test('hostile names and texts', async () => {
    const files = filesOf(
      hostileTexts.map((hostile, at) => {
        const text = hostile.replaceAll('\0', '');
        const query = `DeviceProcessEvents | where FileName =~ "a${at}.exe"`;
        return { file: 'rule.yaml', text: JSON.stringify({ name: text, description: text, author: text, query }) };
      }),
    );
    expect([files.size, await check('hostile', files), await unread(files)]).toEqual([hostileTexts.length, null, []]);
  });

  test('what is wrong is told', async () => {
    const files = filesOf(shippedRules());
    const spoil = (from: RegExp, to: string): Files => new Map([...files].map(([file, text]) => [file, text.replace(from, to)]));
    const same = await check('same', spoil(/^id: .*$/m, 'id: 4981dc4a-83e6-5f4d-b626-76e6cb550945'));
    const unknown = await check('unknown', spoil(/\|re\|i/, '|ree'));
    expect([same?.includes('identifier'), unknown === null]).toEqual([true, false]);
    expect((await unread(spoil(/condition: selection/, 'condition: selectio'))).length).toBeGreaterThan(0);
  });

  describe.skipIf(!shared)(`public rules${absence}`, () => {
    test('the RMM rules', async () => {
      const files = filesOf(rmmRules().map((one) => ({ file: one.path, text: upstreamFile(one) })));
      expect([files.size, await check('rmm', files), await unread(files)]).toEqual([164, null, []]);
    });
  });
});

// How people get it: the package from its tarball in an empty folder, the step of action.yml, the hooks by pre-commit.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { missingEngine, scripts } from '../support/engine.ts';

const root = path.resolve(import.meta.dirname, '../..');
const home = mkdtempSync(path.join(os.tmpdir(), 'rmmc-installed-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const folder = (name: string): string => {
  const made = path.join(home, name);
  mkdirSync(made, { recursive: true });
  return made;
};

const ran = (command: string, args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}) => {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env: { ...process.env, NO_COLOR: '1', ...env }, encoding: 'utf8' });
  return { status, stdout, stderr };
};

const done = (command: string, args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): string => {
  const { status, stdout, stderr } = ran(command, args, cwd, env);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr.slice(-2000)}${stdout.slice(-2000)}`);
  return stdout;
};

const sound = 'DeviceProcessEvents\n| where Timestamp > ago(1d)\n| where FileName =~ "anydesk.exe"\n| project Timestamp, DeviceName\n';
const broken = 'DeviceProcessEvents\n| wher FileName =~ "anydesk.exe"\n';

describe('the package', () => {
  let tarball = '';
  beforeAll(() => {
    const packed = folder('packed');
    const [found] = JSON.parse(done('npm', ['pack', '--json', '--pack-destination', packed], root).replace(/^[^[]*/, '')) as {
      filename: string;
    }[];
    tarball = path.join(packed, found?.filename ?? '');
  });

  test('installed from its tarball into an empty folder, it translates and can be imported', () => {
    const cwd = folder('user');
    writeFileSync(path.join(cwd, 'package.json'), '{"name":"user","version":"1.0.0","private":true,"type":"module"}\n');
    done('npm', ['install', '--no-audit', '--no-fund', tarball], cwd);
    writeFileSync(path.join(cwd, 'hunt.kql'), sound);
    const spl = done('npx', ['--no-install', 'rmmc', 'translate', 'hunt.kql', '--to', 'spl'], cwd);
    expect(spl.split('\n')[0]).toContain('category="AdvancedHunting-DeviceProcessEvents"');
    const script = `import { translate } from 'rmmc'; process.stdout.write(translate(${JSON.stringify(sound)}, { to: ['spl'], file: 'hunt.kql' }).results[0].output);`;
    expect(done('node', ['--input-type=module', '-e', script], cwd)).toBe(spl);
    done('npx', ['--no-install', 'rmmc', 'pack', 'hunt.kql', '--to', 'all', '--out', 'build', '--quiet'], cwd);
    expect((JSON.parse(readFileSync(path.join(cwd, 'build/rmmc.lock'), 'utf8')) as { rules: unknown[] }).rules).toHaveLength(1);
  });
});

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: { readonly steps: readonly { readonly run: string; readonly env?: Readonly<Record<string, string>> }[] };
}

describe('the GitHub Action', () => {
  const action = parse(readFileSync(path.join(root, 'action.yml'), 'utf8')) as Action;

  /** The step as a runner runs it: bash with `-e -o pipefail`, inputs through the environment. */
  const act = (cwd: string, inputs: Readonly<Record<string, string>>) => {
    const filledIn = (text: string): string =>
      text
        .replace(/\$\{\{ github\.action_path \}\}/g, root)
        .replace(/\$\{\{ inputs\.(\w+) \}\}/g, (_, name: string) => inputs[name] ?? action.inputs[name]?.default ?? '');
    const [step, ...more] = action.runs.steps;
    if (!step || more.length > 0) throw new Error('the action has one step');
    const env = Object.fromEntries(Object.entries(step.env ?? {}).map(([name, value]) => [name, filledIn(value)]));
    return ran('bash', ['-e', '-o', 'pipefail', '-c', step.run], cwd, env);
  };

  test('passes sound rules, and annotates broken ones', () => {
    const cwd = folder('action');
    writeFileSync(path.join(cwd, 'hunt.kql'), sound);
    expect(act(cwd, { paths: 'hunt.kql' }).status).toBe(0);
    writeFileSync(path.join(cwd, 'bad.kql'), broken);
    const { status, stdout } = act(cwd, { paths: 'bad.kql' });
    expect(status).toBe(2);
    expect(stdout.split('\n')[0]).toMatch(/^::error file=bad\.kql,line=2,/);
  });

  test('takes arguments that would be commands to a shell as what they are', () => {
    const cwd = folder('hostile');
    writeFileSync(path.join(cwd, 'hunt.kql'), sound);
    const { status, stdout } = act(cwd, { paths: 'hunt.kql $(touch_me)', args: '; echo injected' });
    expect(status).toBe(3);
    expect(stdout).not.toContain('injected');
  });
});

const script = 'engines/pre-commit/pre-commit.sh';
const missing = await missingEngine(script);

describe.skipIf(missing !== null)(`pre-commit${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const tool = path.join(scripts, 'pre-commit/pre-commit.sh');
  const env = { PRE_COMMIT_HOME: path.join(home, 'pre-commit') };

  test('runs the hooks of the last commit: sound rules pass, broken ones fail', () => {
    const cwd = folder('repository');
    done('git', ['init', '-q'], cwd);
    writeFileSync(path.join(cwd, 'hunt.kql'), sound);
    writeFileSync(path.join(cwd, 'bad.kql'), broken);
    done('git', ['add', '.'], cwd);
    const rev = done('git', ['rev-parse', 'HEAD'], root).trim();
    const hooks = ['rmmc-check', 'rmmc-fmt'].map((id) => ({ id }));
    writeFileSync(path.join(cwd, '.pre-commit-config.yaml'), JSON.stringify({ repos: [{ repo: root, rev, hooks }] }));
    const hook = (id: string, file: string) => ran(tool, ['run', id, '--files', file], cwd, env);
    expect(hook('rmmc-check', 'hunt.kql')).toMatchObject({ status: 0, stdout: expect.stringMatching(/rmmc check\.+Passed/) });
    expect(hook('rmmc-check', 'bad.kql')).toMatchObject({ status: 1, stdout: expect.stringContaining('RMMC11') });
    expect(hook('rmmc-fmt', 'hunt.kql')).toMatchObject({ status: 0, stdout: expect.stringMatching(/rmmc fmt\.+Passed/) });
  });
});

// `rmmc pack --to all` over copies of rules: rules per second and peak memory at three sizes (one thread: with a heap of 110 MB, because V8 takes what it is given), and in the same run the conversion of its Sigma files by pySigma.
// npm run build && node scripts/run-ts.mjs bench/pack-rules.ts [RULES] [FOLDER]. FOLDER: rules to copy (rules/). Needs GNU time, and Python for engines/sigma/read.sh.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';

interface Cost {
  readonly wall: number;
  readonly cpu: number;
  readonly mb: number;
  readonly out: string;
}

const measure = (command: readonly string[]): Cost => {
  const { stdout, stderr } = spawnSync('/usr/bin/time', ['-f', '%e %U %S %M', ...command], { encoding: 'utf8', maxBuffer: 2 ** 30 });
  const [wall = 0, user = 0, system = 0, kb = 0] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return { wall, cpu: user + system, mb: kb / 1024, out: stdout };
};

const python = (): string => {
  spawnSync('engines/sigma/read.sh', ['--prepare'], { stdio: 'inherit' });
  const cache = path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'rmmc');
  const found = readdirSync(cache)
    .filter((name) => name.startsWith('sigma-read-'))
    .map((name) => path.join(cache, name));
  return path.join(found.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0] ?? cache, 'venv/bin/python');
};

/** Copies with ids and names of their own. */
const copies = (texts: readonly string[], count: number, folder: string): void => {
  for (let i = 0; i < count; i += 1) {
    const at = path.join(folder, String(Math.floor(i / 500)).padStart(4, '0'));
    if (i % 500 === 0) mkdirSync(at, { recursive: true });
    const id = `00000000-0000-4000-8000-${i.toString(16).padStart(12, '0')}`;
    const text = (texts[i % texts.length] ?? '').replace(/^id:.*$/m, `id: ${id}`).replace(/^(name:.*\S)\s*$/m, `$1 ${i}`);
    writeFileSync(path.join(at, `r${String(i).padStart(6, '0')}.yaml`), text);
  }
};

const [most = '20000', from = 'rules'] = process.argv.slice(2);
const texts = readdirSync(from, { recursive: true, encoding: 'utf8' })
  .filter((name) => /(?<!\.test)\.yaml$/.test(name))
  .sort()
  .map((name) => readFileSync(path.join(from, name), 'utf8'));
const folder = mkdtempSync(path.join(tmpdir(), 'rmmc-bench-'));
const shown = (name: string, rules: number, { wall, cpu, mb }: Cost): void =>
  console.log(
    `${name.padEnd(32)}${rules} rules  ${wall.toFixed(1)} s  ${(rules / wall).toFixed(0)} rules/s  ${cpu.toFixed(1)} s CPU  ${mb.toFixed(0)} MB`,
  );
for (const part of [0.05, 0.25, 1]) {
  const count = Math.round(Number(most) * part);
  const rules = path.join(folder, `rules-${count}`);
  copies(texts, count, rules);
  for (const jobs of part === 1 ? ['1', '2'] : ['1']) {
    rmSync(path.join(folder, 'out'), { recursive: true, force: true });
    const heap = jobs === '1' ? ['--max-old-space-size=110'] : [];
    const command = [
      'node',
      ...heap,
      'dist/rmmc.mjs',
      'pack',
      rules,
      '--to',
      'all',
      '--out',
      path.join(folder, 'out'),
      '--quiet',
      '--jobs',
      jobs,
    ];
    shown(`rmmc pack, --jobs ${jobs}`, count, measure(command));
  }
}
const converted = measure([python(), 'bench/pack-pysigma.py', path.join(folder, 'out', 'sigma')]);
const [queries = 0, files = 0] = converted.out.split(' ').map(Number);
shown(`pySigma, Sigma to KQL (${queries})`, files, converted);
rmSync(folder, { recursive: true });

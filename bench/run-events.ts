// `rmmc run` beside duckdb-kql over the same generated NDJSON, in turns: wall and CPU seconds, peak memory, their ratios.
// npm run build && node scripts/run-ts.mjs bench/run-events.ts [PAIRS] [EVENTS]. Needs GNU time, and Python for engines/kql/run.sh.
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';

const table = 'DeviceProcessEvents';
const query = `${table}
| where Timestamp between (datetime(2026-01-03) .. datetime(2026-01-10))
| where FileName in~ ("ateraagent.exe", "anydesk.exe", "cmd.exe") and ProcessCommandLine has "screenconnect"
| summarize Count = count(), First = min(Timestamp), Last = max(Timestamp) by DeviceName, FileName
`;

let seed = 42;
const below = (limit: number): number => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return Math.floor((seed / 2 ** 32) * limit);
};
const pick = (list: readonly string[]): string => list[below(list.length)] ?? '';
const programs = 'powershell cmd AteraAgent svchost chrome AnyDesk Teams conhost msedge RuntimeBroker git'
  .split(' ')
  .map((name) => `${name}.exe`);
const folders = [
  'C:\\Windows\\System32',
  'C:\\Program Files\\Google\\Chrome\\Application',
  'C:\\Users\\j.doe\\AppData\\Local\\Programs\\Tool',
];

/** Events in the order of their time, over two weeks. */
const event = (i: number, count: number): object => {
  const [program, folder, host] = [pick(programs), pick(folders), below(2000)];
  const extra = below(50) === 0 ? ' -url https://relay.screenconnect.com/?e=Access' : below(200) === 0 ? ' --city=München' : '';
  return {
    Timestamp: new Date(Date.UTC(2026, 0, 1) + Math.floor((i / count) * 14 * 86_400_000)).toISOString(),
    DeviceId: Array.from({ length: 5 }, () =>
      below(2 ** 32)
        .toString(16)
        .padStart(8, '0'),
    ).join(''),
    DeviceName: `host-${host}.corp.example.com`,
    ActionType: 'ProcessCreated',
    FileName: program,
    FolderPath: `${folder}\\${program}`,
    ProcessId: below(65_536),
    ProcessCommandLine: `"${folder}\\${program}" --type=renderer --lang=en-US --id=${below(1_000_000)}${extra}`,
    AccountName: `user${host % 500}`,
    InitiatingProcessFileName: pick(programs),
    ReportId: i,
    AdditionalFields: below(4) === 0 ? JSON.stringify({ a: below(10), b: 'x' }) : '',
  };
};

const generate = (file: string, count: number): void => {
  const out = openSync(file, 'w');
  for (let i = 0; i < count; i += 1000) {
    writeSync(out, Array.from({ length: Math.min(1000, count - i) }, (_, k) => `${JSON.stringify(event(i + k, count))}\n`).join(''));
  }
  closeSync(out);
};

interface Cost {
  readonly wall: number;
  readonly cpu: number;
  readonly mb: number;
  readonly rows: number;
}

const measure = (command: readonly string[]): Cost => {
  const { status, stdout, stderr } = spawnSync('/usr/bin/time', ['-f', '%e %U %S %M', ...command], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const [wall = 0, user = 0, system = 0, kb = 0] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  if (status !== 0) throw new Error(stderr);
  return { wall, cpu: user + system, mb: kb / 1024, rows: stdout.split('\n').length - 1 };
};

const python = (): string => {
  spawnSync('engines/kql/run.sh', ['--prepare'], { stdio: 'inherit' });
  const cache = path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'rmmc');
  const newest = readdirSync(cache)
    .filter((name) => name.startsWith('kql-engines-'))
    .map((name) => path.join(cache, name));
  return path.join(newest.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0] ?? cache, 'venv/bin/python');
};

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

const [pairs = 5, count = 1_000_000] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(path.join(tmpdir(), 'rmmc-bench-'));
const [data, rule] = [path.join(folder, `${table}.ndjson`), path.join(folder, 'query.kql')];
generate(data, count);
writeFileSync(rule, query);
const own = ['node', 'dist/rmmc.mjs', 'run', rule, '--data', `${table}=${data}`, '--format', 'ndjson'];
const theirs = [python(), 'bench/run-events.py', rule, table, data];
const measured = Array.from({ length: pairs + 1 }, () => [measure(own), measure(theirs)] as const).slice(1);
console.log(`${count} events, ${Math.round(statSync(data).size / 1e6)} MB; the median of ${pairs} pairs after one that is not counted`);
console.log(`rows: rmmc ${measured[0]?.[0].rows}, duckdb-kql ${measured[0]?.[1].rows}`);
for (const key of ['wall', 'cpu', 'mb'] as const) {
  const [a, b] = [median(measured.map(([one]) => one[key])), median(measured.map(([, one]) => one[key]))];
  const ratio = median(measured.map(([one, other]) => one[key] / other[key]));
  console.log(`${key.padEnd(6)}${a.toFixed(2).padStart(9)}${b.toFixed(2).padStart(9)}${ratio.toFixed(2).padStart(8)}`);
}
rmSync(folder, { recursive: true });

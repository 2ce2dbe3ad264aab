// Folders with scripts that stand in for engines, or with none, in; which engines are found, and why the others are not, out.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Answer, Dataset, Engine, Found } from '../../../src/engines/engine.ts';
import { findEngines } from '../../../src/engines/find.ts';
import { scripts } from '../../support/engine.ts';

const folders: string[] = [];
const engines: Engine[] = [];
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const folderWith = (files: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'rmmc-test-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return folder;
};

const options = { targets: ['esql', 'spl', 'sigma', 'kql'], prepare: false, env: process.env };

const found = async (given: Parameters<typeof findEngines>[0]): Promise<readonly Found[]> => {
  const all = await findEngines(given);
  for (const one of all) if ('engine' in one) engines.push(one.engine);
  return all;
};

const shown = (all: readonly Found[]): readonly string[] =>
  all.map((one) => `${one.name} (${one.takes}): ${'engine' in one ? `${one.engine.version}, ${one.engine.gives}` : one.absent}`);

const engineIn = (all: readonly Found[], name: string): Engine => {
  const one = all.find((each) => each.name === name);
  if (one === undefined || !('engine' in one)) throw new Error(`${name} is absent: ${one?.absent}`);
  return one.engine;
};

const noServer = 'no server is named: `--splunk https://host:8089`, with a token in RMMC_SPLUNK_TOKEN, names one';

test('without their folder, engines are absent with a reason', async () => {
  const folder = folderWith({});
  const missing = (script: string): string =>
    `${path.join(folder, script)} is not there: the folder of the engines is part of rmmc's package`;
  expect(shown(await found({ ...options, scripts: folder }))).toEqual([
    `Elasticsearch (esql): ${missing('elasticsearch/engine.sh')}`,
    `Splunk (spl): ${noServer}`,
    'spl (documented rules) (spl): 1, rows',
    `Teragrep pth_03 (spl): ${missing('splunk/grammar.sh')}`,
    `rsigma (sigma): ${missing('sigma/evaluate.sh')}`,
    `pySigma (sigma): ${missing('sigma/read.sh')}`,
    "Microsoft's KQL parser (kql): not installed: `npm install @kusto/language-service-next` brings it (a package for development)",
  ]);
});

test('unplugged: what was never built is absent with the next step', async () => {
  const cache = folderWith({});
  const env = { ...process.env, XDG_CACHE_HOME: cache, RMMC_ELASTIC_HOME: undefined };
  const all = await found({ ...options, targets: ['esql', 'spl', 'sigma'], scripts, env });
  const step = (needs: string): string => `not built: \`rmmc verify --prepare\` fetches and builds it (${needs})`;
  expect(shown(all)).toEqual([
    `Elasticsearch (esql): ${step('Maven, JDK 17, unzip')}`,
    `Splunk (spl): ${noServer}`,
    'spl (documented rules) (spl): 1, rows',
    `Teragrep pth_03 (spl): ${step('Maven, JDK 17')}`,
    `rsigma (sigma): ${step('Cargo, Rust 1.95')}`,
    `pySigma (sigma): ${step('Python 3.11 with venv and pip')}`,
  ]);
});

test('a build that fails says why', async () => {
  const folder = folderWith({ 'splunk/grammar.sh': '[[ $1 == --ready ]] && exit 1; echo "no Maven here" >&2; exit 9' });
  const notes: string[] = [];
  const all = await found({ ...options, targets: ['spl'], scripts: folder, prepare: true, onNote: (text) => notes.push(text) });
  expect(shown(all)[2]).toBe('Teragrep pth_03 (spl): not built: no Maven here (it takes Maven, JDK 17)');
  expect(notes).toEqual(['fetching and building Teragrep pth_03 (Maven, JDK 17)']);
});

test('a named server that is not there is absent, not replaced', async () => {
  const elastic = 'http://someone:secret@127.0.0.1:9';
  expect(shown(await found({ ...options, targets: ['esql'], scripts, elastic }))).toEqual([
    'Elasticsearch (esql): http://127.0.0.1:9 gives no answer: bad port',
  ]);
});

/** `answer`: JavaScript from `line` to what is printed. */
const standIn = (answer: string): string => `
case "\${1:-}" in
  --ready) test -e "$(dirname "$0")/ready" ;;
  --prepare) touch "$(dirname "$0")/ready" ;;
  --version) echo '{"pySigma":"1.2.3","pySigma-backend-kusto":"4.5"}' ;;
  *) exec node -e 'require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => console.log(${answer}))' ;;
esac
`;

const data: readonly Dataset[] = [{ place: 'DeviceEvents', fields: new Map(), events: [{ A: 'x' }, { A: 'y' }] }];

const answers = async (engine: Engine, queries: readonly string[], given = data): Promise<readonly (Answer | string)[]> => {
  const loaded = await engine.load(given);
  const heard: (Answer | string)[] = [];
  for (const query of queries) heard.push(await loaded.ask(query).catch((error: Error) => error.message));
  await loaded.drop();
  return heard;
};

test('rsigma is asked line by line', async () => {
  const folder = folderWith({
    'sigma/evaluate.sh': standIn(`((one) => JSON.stringify(one.sigma === "bad" ? { error: "no rule", matched: [] }
      : { error: null, matched: one.events.slice(one.sigma === "few" ? 1 : 0).map(({ A }) => A === one.sigma) }))(JSON.parse(line))`),
    'sigma/evaluate/Cargo.lock': '[[package]]\nname = "rsigma-eval"\nversion = "0.9.1"\n',
  });
  const all = await found({ ...options, targets: ['sigma'], scripts: folder, prepare: true });
  const engine = engineIn(all, 'rsigma');
  expect([engine.version, await answers(engine, ['y', 'bad', 'few'])]).toEqual([
    '0.9.1',
    [{ kind: 'matches', matched: [false, true] }, { kind: 'refused', reason: 'no rule' }, 'rsigma judged 1 of 2 events'],
  ]);
});

test('pySigma is told the table and asked line by line', async () => {
  const folder = folderWith({
    'sigma/read.sh':
      standIn(`((one) => JSON.stringify({ errors: one.sigma === "bad" ? ["e", "e"] : [], issues: one.sigma === "bad" ? ["i"] : [], refused: null,
      kql: one.sigma === "two" ? ["a", "b"] : [one.table + " | " + one.sigma] }))(JSON.parse(line))`),
  });
  const engine = engineIn(await found({ ...options, targets: ['sigma'], scripts: folder, prepare: true }), 'pySigma');
  expect([engine.version, await answers(engine, ['q', 'bad', 'two'])]).toEqual([
    '1.2.3 (backend-kusto 4.5)',
    [
      { kind: 'translation', kql: 'DeviceEvents | q' },
      { kind: 'refused', reason: 'e' },
      { kind: 'unable', reason: 'it makes 2 queries of one rule' },
    ],
  ]);
  const logs = [{ place: 'dns', fields: new Map(), events: [] }];
  expect(await answers(engine, ['q'], logs)).toEqual([{ kind: 'translation', kql: 'undefined | q' }]);
});

test('the grammar is asked in base64', async () => {
  const folder = folderWith({
    'splunk/grammar.sh':
      standIn(`((text) => text === "a\\n|ä" ? "ok" : text === "?" ? "what" : "error " + Buffer.from("1:2 ü").toString("base64"))
      (Buffer.from(line, "base64").toString())`),
    'splunk/pom.xml': '<artifactId>pth_03</artifactId>\n <version>7.0</version>',
  });
  const engine = engineIn(await found({ ...options, targets: ['spl'], scripts: folder, prepare: true }), 'Teragrep pth_03');
  expect([engine.version, await answers(engine, ['a\n|ä', 'x', '?'])]).toEqual([
    '7.0',
    [{ kind: 'accepted' }, { kind: 'refused', reason: '1:2 ü' }, 'Teragrep pth_03 said `what`'],
  ]);
});

test("Microsoft's parser knows the tables of the data", async () => {
  const engine = engineIn(await found({ ...options, targets: ['kql'], scripts }), "Microsoft's KQL parser");
  const fields = new Map([
    ['constructor', 'string'],
    ['N', 'long'],
  ]);
  const loaded = await engine.load([{ place: 'T', fields, events: [] }]);
  const given = await Promise.all(['T | where constructor has "x" | summarize sum(N)', 'T | where Nope == 1', 'T | wher'].map(loaded.ask));
  expect(given).toEqual([
    { kind: 'accepted' },
    { kind: 'refused', reason: "KS142 The name 'Nope' does not refer to any known column, table, variable or function. (at 10)" },
    { kind: 'refused', reason: 'KS176 Query operator expected. (at 4)' },
  ]);
  const strange = await engine.load([{ place: 'T', fields: new Map([['A', 'keyword']]), events: [] }]);
  await expect(strange.ask('T')).rejects.toThrow("Microsoft's parser fails over it: `keyword` is no type of KQL");
});

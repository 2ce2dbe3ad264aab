import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { findEngines } from './src/engines/find.ts';
import { readUnits } from './src/units.ts';
import { corpusQueries } from './test/support/corpus.ts';
import { failureText } from './test/support/verifying.ts';
import { ticksPerMilli, unixEpochTicks } from './src/ir/types.ts';
import { verifyRule } from './src/verify/verify.ts';
const to = (process.env.TO ?? 'spl,esql').split(',') as never;
const ids = process.env.IDS ? new Set(JSON.parse(readFileSync(process.env.IDS, 'utf8')) as string[]) : null;
const out = process.env.OUT!;
writeFileSync(out, '');
const engines = await findEngines({ targets: to, scripts: `${process.cwd()}/engines`, prepare: true, env: process.env });
const clock = () => BigInt(Date.now()) * ticksPerMilli + unixEpochTicks;
const modulo = Number(process.env.MOD ?? 1), rest = Number(process.env.REST ?? 0);
const cases = corpusQueries().filter((q, at) => (!ids || ids.has(q.id)) && at % modulo === rest);
let next = 0;
const work = async () => {
  for (let at = next++; at < cases.length; at = next++) {
    const { id, query } = cases[at]!;
    for (const unit of readUnits(query, { file: 'query.kql', format: 'kql' }).units)
      try {
        for await (const v of verifyRule(unit, { targets: to, engines, seed: 1, clock })) {
          const bad = ['different', 'rejected', 'crashed', 'narrower', 'wider'].includes(v.outcome.kind);
          appendFileSync(out, JSON.stringify({ id, engine: v.engine.name, target: v.target, kind: v.outcome.kind, text: bad ? failureText(v) : (v.outcome as any).reason ?? '' }) + '\n');
        }
      } catch (e) { appendFileSync(out, JSON.stringify({ id, kind: 'threw', text: String((e as Error).stack) }) + '\n'); }
  }
};
await Promise.all([work(), work()]);
for (const f of engines) if ('engine' in f) await f.engine.close();
appendFileSync(out, '{"done":true}\n');

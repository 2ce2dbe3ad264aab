// Result columns against Microsoft's binder, over the public queries that it accepts.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { bind } from '../../src/frontend/bind.ts';
import { parse } from '../../src/frontend/parse.ts';
import { builtinSchema, type EnvironmentChoice } from '../../src/frontend/schema/schema.ts';
import { shared } from '../support/kusto.ts';

interface Analysis {
  readonly id: string;
  readonly env: string;
  readonly ok: boolean;
  readonly result_columns?: readonly string[];
}

const lines = <T>(name: string): readonly T[] =>
  readFileSync(path.join(shared ?? '', 'corpora', `${name}.jsonl`), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T);

const schemas = { auto: builtinSchema(), defender: builtinSchema('defender'), sentinel: builtinSchema('sentinel') };
const choiceOf = (env: string): EnvironmentChoice => (env === 'defender' || env === 'sentinel' ? env : 'auto');

/** Codes that say "not translated yet". */
const refusals = new Set(['RMMC2010', 'RMMC2011', 'RMMC2012']);

describe.skipIf(!shared)('result columns (needs the shared corpora)', () => {
  test('names, order and types are those of Microsoft’s binder', { timeout: 120_000 }, () => {
    const texts = new Map(
      ['rmm', 'bertjanp', 'reprise99', 'm365d'].flatMap((name) =>
        lines<{ id: string; query: string }>(name).map((q) => [q.id, q.query] as const),
      ),
    );
    const accepted = lines<Analysis>('official-analysis').filter((a) => a.ok && texts.has(a.id));
    const different: string[] = [];
    const rejected: string[] = [];
    let bound = 0;
    for (const { id, env, result_columns: official } of accepted) {
      const parsed = parse(texts.get(id) ?? '');
      const { query, diagnostics } = bind(parsed.ast, schemas[choiceOf(env)]);
      const wrong = diagnostics.filter((d) => d.severity === 'error' && !refusals.has(d.code));
      if (parsed.diagnostics.length === 0 && wrong.length > 0)
        rejected.push(`${id}: ${wrong.map((d) => `${d.code} ${d.message}`).join('; ')}`);
      if (!query || parsed.diagnostics.some((d) => d.severity === 'error')) continue;
      bound += 1;
      const own = query.frame.columns.map((column) => `${column.name}:${column.type}`);
      // Behind `bag_unpack` Microsoft's binder adds each column that the query names; here the rows are open instead.
      const listed = query.frame.open
        ? (official ?? []).filter((column) => !column.endsWith(':unknown') || own.includes(column))
        : official;
      if (own.join() !== (listed ?? []).join()) different.push(id);
    }
    // The schema that Microsoft's binder was given there is that of both environments in one.
    expect(different).toEqual(['bertjanp/Defender For Endpoint/LocalGroupDiscovery.md#2']);
    expect(rejected).toMatchInlineSnapshot(`
      [
        "reprise99/Data Management/Data-DetectAnomalousDataIngestion.kql#1: RMMC1107 found \`=\` in a condition, expected \`==\`; RMMC1107 found \`=\` in a condition, expected \`==\`",
        "reprise99/Defender for Cloud Apps/DCA-ExtractPhoneNumber.kql#1: RMMC1110 \`datetime("Insert date")\` is no value of its type",
        "reprise99/Defender for Endpoint/Device-ASRAudit.kql#1: RMMC1107 found \`=\` in a condition, expected \`==\`",
        "reprise99/Defender for Endpoint/Device-ASRLsassAudit.kql#1: RMMC1107 found \`=\` in a condition, expected \`==\`",
        "reprise99/Defender for Endpoint/Device-ASRLsassAudit.kql#2: RMMC1107 found \`=\` in a condition, expected \`==\`",
        "m365d/Exfiltration/detect-exfiltration-after-termination.md#1: RMMC2002 \`5Minutebin\` is not a column or \`let\` at this point of the query",
        "m365d/General queries/insider-threat-detection-queries.md#11: RMMC2018 the text holds a second query",
        "m365d/General queries/insider-threat-detection-queries.md#17: RMMC1110 \`datetime("8:00:00 AM")\` is no value of its type; RMMC1110 \`datetime("5:00:00 PM")\` is no value of its type",
      ]
    `);
    expect(`${bound} of ${accepted.length}`).toMatchInlineSnapshot(`"2104 of 2132"`);
  });
});

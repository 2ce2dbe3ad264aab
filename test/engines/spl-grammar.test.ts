// Emitted SPL in; the verdict of Teragrep's SPL grammar (pth_03) out.
import { describe, expect, test } from 'vitest';
import { withoutGaps } from '../../src/engines/splunk/grammar-gaps.ts';
import { absence, rmmRules, shared, traps } from '../support/corpus.ts';
import { emit, emitTrap, outputOf, shippedRules } from '../support/emit.ts';
import { ask, missingEngine } from '../support/engine.ts';
import { hostileValues, stringOperators } from '../support/hostile.ts';

const script = 'engines/splunk/grammar.sh';
const missing = await missingEngine(script);

interface Query {
  readonly name: string;
  readonly spl: string;
}

/** The queries that the grammar does not take, with its first complaint. */
const rejected = async (queries: readonly Query[]): Promise<readonly string[]> => {
  const verdicts = await ask(
    script,
    queries.map(({ spl }) => Buffer.from(withoutGaps(spl)).toString('base64')),
  );
  return verdicts.flatMap((verdict, at) => {
    if (verdict === 'ok') return [];
    const complaint = Buffer.from(verdict.replace(/^error /, ''), 'base64').toString();
    return [`${queries[at]?.name}: ${complaint}\n${queries[at]?.spl}`];
  });
};

describe.skipIf(missing !== null)(`the grammar of Teragrep${missing === null ? '' : ` (missing: ${missing})`}`, () => {
  test('tells SPL from what is not', async () => {
    const queries = ['index=a | where match(x, "b")', 'index=a | where (x="b"', 'index=a | where', 'index=a | nosuchcommand x'].map(
      (spl) => ({ name: spl, spl }),
    );
    expect((await rejected(queries)).map((text) => text.split(': ')[0])).toEqual(queries.slice(1).map(({ name }) => name));
  });

  test('takes the shipped rules', async () => {
    const queries = shippedRules().map(({ file, text }) => ({ name: file, spl: outputOf(emit(text, { file, to: ['spl'] }), 'spl') }));
    expect(await rejected(queries)).toEqual([]);
  });

  test('takes hostile values in every string test', async () => {
    const queries = hostileValues.flatMap((value) =>
      stringOperators.flatMap(({ name, kql }) => {
        const result = emit(`DeviceProcessEvents | where ${kql('FileName', value)}`, { to: ['spl'] }).get('spl');
        return result?.output ? [{ name: `${name} ${JSON.stringify(value)}`, spl: result.output }] : [];
      }),
    );
    expect(await rejected(queries)).toEqual([]);
  });

  describe.skipIf(!shared)(`public rules and traps${absence}`, () => {
    test('takes the RMM rules', async () => {
      const queries = rmmRules()
        .filter(({ official_parse }) => official_parse === 'ok')
        .map(({ path, query }) => ({ name: path, spl: outputOf(emit(query, { to: ['spl'] }), 'spl') }));
      expect([queries.length, await rejected(queries)]).toEqual([164, []]);
    });

    test('takes the traps that SPL can say', async () => {
      const queries = traps().flatMap((trap) => {
        const output = emitTrap(trap, { to: ['spl'] }).get('spl')?.output;
        return output ? [{ name: `${trap.id} ${trap.title}`, spl: output }] : [];
      });
      expect(queries.length).toBeGreaterThan(30);
      expect(await rejected(queries)).toEqual([]);
    });
  });
});

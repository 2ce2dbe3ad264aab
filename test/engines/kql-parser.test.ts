// Emitted KQL in; Microsoft's parser and binder say whether it is KQL and whether it gives the columns of its source.
import { describe, expect, test } from 'vitest';
import { builtinSchema } from '../../src/frontend/schema/schema.ts';
import { readRules } from '../../src/index.ts';
import { absence, rmmRules, shared, traps } from '../support/corpus.ts';
import { emit, emitTrap, outputOf, shippedRules } from '../support/emit.ts';
import { hostileValues, stringOperators } from '../support/hostile.ts';
import { analyze, type KustoGlobals, makeGlobals } from '../support/kusto.ts';

const schemaOf = (columns: readonly { readonly name: string; readonly type: string }[]): Readonly<Record<string, string>> =>
  Object.fromEntries(columns.map(({ name, type }) => [name, type]));

const defender = makeGlobals(
  Object.fromEntries(
    ['DeviceNetworkEvents', 'DeviceProcessEvents', 'DeviceFileCertificateInfo'].map((table) => [
      table,
      schemaOf(builtinSchema('defender').table(table, 'defender')?.columns ?? []),
    ]),
  ),
);

/** Result columns as `name:type`, and complaints. A column that the source's author misspelt is unknown on both sides. */
const reading = (kql: string, globals: KustoGlobals) => {
  const { columns, diagnostics } = analyze(kql, globals);
  return {
    columns: columns?.map(({ name, type }) => `${name}:${type}`),
    complaints: diagnostics.filter(({ severity }) => severity === 'Error').map(({ code, message }) => `${code} ${message}`),
  };
};

/** Null when Microsoft gives both the same columns and the output no complaint that its source does not have (a wrong case may have been mended). */
const difference = (source: string, output: string, globals: KustoGlobals): string | null => {
  const [before, after] = [reading(source, globals), reading(output, globals)];
  const isSame = JSON.stringify(before.columns) === JSON.stringify(after.columns);
  return isSame && after.complaints.every((complaint) => before.complaints.includes(complaint))
    ? null
    : `${JSON.stringify(before)}\n${JSON.stringify(after)}\n${output}`;
};

test.each(shippedRules())('$file', ({ file, text }) => {
  const source = readRules(text, { file }).units[0]?.source.text ?? '';
  expect(difference(source, outputOf(emit(text, { file, to: ['kql'] }), 'kql'), defender)).toBeNull();
});

test('hostile values stay one literal', () => {
  const wrong = hostileValues.flatMap((value) =>
    stringOperators.flatMap(({ kql }) => {
      const source = `DeviceProcessEvents\n| where ${kql('FileName', value)}\n| project FileName, ProcessId`;
      const found = difference(source, outputOf(emit(source, { to: ['kql'] }), 'kql'), defender);
      return found === null ? [] : [found];
    }),
  );
  expect(wrong).toEqual([]);
});

describe.skipIf(!shared)(`public rules and traps${absence}`, () => {
  test('the RMM rules', () => {
    const sound = rmmRules().filter(({ official_parse }) => official_parse === 'ok');
    const wrong = sound.flatMap(({ query, path }) => {
      const found = difference(query, outputOf(emit(query, { to: ['kql'] }), 'kql'), defender);
      return found === null ? [] : [`${path}\n${found}`];
    });
    expect([sound.length, wrong]).toEqual([164, []]);
  });

  test.each(traps())('trap $id: $title', (trap) => {
    const globals = makeGlobals({ [trap.table]: schemaOf(trap.columns) });
    const result = emitTrap(trap, { to: ['kql'] }).get('kql');
    // What the language subset leaves out must say so.
    if (!result?.output) expect(result?.diagnostics.some(({ severity }) => severity === 'error')).toBe(true);
    else expect(difference(trap.kql, result.output, globals)).toBeNull();
  });
});

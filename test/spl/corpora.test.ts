// Emitted and public SPL in; what the reader rejects, and the commands that it only knows by name, out.
import { describe, expect, test } from 'vitest';
import { parseSpl } from '../../src/spl/parse.ts';
import { absence, rmmRules, shared, traps } from '../support/corpus.ts';
import { emit, emitTrap, outputOf, shippedRules } from '../support/emit.ts';
import { hostileValues, stringOperators } from '../support/hostile.ts';
import { randomRule } from '../support/random-rules.ts';
import { splExamples, splIdioms, splMalformed } from '../support/spl-corpus.ts';

/** Why a text is not read whole, or null. */
const objection = (spl: string): string | null => {
  const parsed = parseSpl(spl);
  if (!parsed.ok) return parsed.error.message;
  const unread = parsed.value.commands.filter(({ kind }) => kind === 'unsupported' || kind === 'macro');
  return unread.length > 0 ? `only by name: ${unread.map((command) => ('name' in command ? command.name : '')).join(' ')}` : null;
};

const emitted = (kql: string): string | null => emit(kql, { to: ['spl'] }).get('spl')?.output ?? null;

/** How many texts there are, and the objections to them. */
const judged = (texts: readonly (string | null)[]): readonly [number, readonly string[]] => {
  const there = texts.filter((text) => text !== null);
  return [
    there.length,
    there.flatMap((text) => {
      const found = objection(text);
      return found === null ? [] : [`${found}\n${text}`];
    }),
  ];
};

const rejected = (texts: readonly { readonly id: string; readonly spl: string }[]): readonly string[] =>
  texts.flatMap(({ id, spl }) => {
    const parsed = parseSpl(spl);
    return parsed.ok ? [] : [`${id}: ${parsed.error.message}`];
  });

describe('the reader takes what the compiler emits', () => {
  test('the shipped rules', () => {
    const texts = shippedRules().map(({ file, text }) => outputOf(emit(text, { file, to: ['spl'] }), 'spl'));
    expect(judged(texts)).toEqual([5, []]);
  });

  test('hostile values in every string test', () => {
    const texts = hostileValues.flatMap((value) =>
      stringOperators.map(({ kql }) => emitted(`DeviceProcessEvents | where ${kql('FileName', value)}`)),
    );
    const [count, objections] = judged(texts);
    expect(count).toBeGreaterThan(500);
    expect(objections).toEqual([]);
  });

  test('generated rules', () => {
    const [count, objections] = judged(Array.from({ length: 100 }, (_, seed) => emitted(randomRule(seed))));
    expect(count).toBeGreaterThan(90);
    expect(objections).toEqual([]);
  });

  describe.skipIf(!shared)(`public rules and traps${absence}`, () => {
    test('the RMM rules', () => {
      const texts = rmmRules()
        .filter(({ official_parse }) => official_parse === 'ok')
        .map(({ query }) => emitted(query));
      expect(judged(texts)).toEqual([164, []]);
    });

    test('the traps', () => {
      const [count, objections] = judged(traps().map((trap) => emitTrap(trap, { to: ['spl'] }).get('spl')?.output ?? null));
      expect(count).toBeGreaterThan(30);
      expect(objections).toEqual([]);
    });
  });
});

test('brackets without end are a mistake like any other', () => {
  expect(objection(`a | where ${'('.repeat(50_000)}`)).toBe('The search is nested too deeply');
});

describe.skipIf(!shared)(`SPL from elsewhere${absence}`, () => {
  test('the documented examples; the one that is rejected is an example of an error', () => {
    expect([splExamples().length, rejected(splExamples())]).toEqual([705, ['pth-fields-empty-error: A field name is missing']]);
  });

  test('the idioms; those that are rejected are against the documentation', () => {
    expect([splIdioms().length, rejected(splIdioms())]).toEqual([
      102,
      [
        "index=a | inputlookup t.csv: 'inputlookup' can only be the first command",
        "index=a | stats sum(x) y: Unknown function 'y'",
        `index=a | where x<>"a": A '|' or the end of the command expected, found '<'`,
        "index=a | where x=true: A bare 'true' is not settled: 'true()' or 'true' in quotes",
        "index=a | makeresults: 'makeresults' can only be the first command",
      ],
    ]);
  });

  test('the malformed texts; the one that is read groups by a field called where', () => {
    const read = splMalformed().filter(({ spl }) => parseSpl(spl).ok);
    expect([splMalformed().length, read.map(({ spl }) => spl)]).toEqual([50, ['index=main | stats count by a b c d where']]);
  });
});

// The public queries through the verifier on every engine there is: no undeclared difference, no text that an engine rejects, no crash, but for those that are
// named with their reason. A run takes one part of the queries (those whose place modulo 24 is 19); RMMC_PART=0…23 chooses another, RMMC_RANDOM=1 takes them all.
import { describe, expect, test } from 'vitest';
import { readUnits } from '../../src/units.ts';
import { tallyLines } from '../../src/verify/report/tally.ts';
import { isFailure, type Verdict } from '../../src/verify/verdict.ts';
import { absence, corpusQueries, shared } from '../support/corpus.ts';
import { missingEngine } from '../support/engine.ts';
import { enginesFor, failureText, targets, verdictsOf } from '../support/verifying.ts';
import named from './corpus-verdicts.json' with { type: 'json' };

const reasonsBy: Readonly<Record<string, Readonly<Record<string, string>>>> = named;

const built = ['elasticsearch/engine.sh', 'sigma/evaluate.sh', 'sigma/read.sh', 'splunk/grammar.sh'];
const reasons = shared ? await Promise.all(built.map((script) => missingEngine(`engines/${script}`))) : [];
const missing = reasons.filter((reason) => reason !== null).join('; ');
const parts = process.env.RMMC_RANDOM ? 1 : 24;
const part = Number(process.env.RMMC_PART ?? 19) % parts;

/** A busy machine: an engine that does not answer in time says nothing of the text. */
const isLate = (verdict: Verdict): boolean => verdict.outcome.kind === 'rejected' && failureText(verdict).includes('no answer in time');

/** A query that Microsoft parses and does not bind is no rule: nothing is verified. */
const fails = (verdict: Verdict): boolean => verdict.outcome.kind !== 'broken' && isFailure(verdict.outcome) && !isLate(verdict);

/** Reasons by query and target. */
const reasonFor: ReadonlyMap<string, string> = new Map(
  Object.entries(reasonsBy).flatMap(([target, known]) => Object.entries(known).map(([id, why]) => [`${target} ${id}`, why] as const)),
);

describe.skipIf(!shared || missing !== '')(
  `the public queries on all engines, part ${part} of ${parts}${absence}${missing === '' ? '' : ` (missing: ${missing})`}`,
  () => {
    const engines = enginesFor(targets);

    test('no undeclared difference', { timeout: 7_200_000 }, async () => {
      const cases = corpusQueries().flatMap(({ id, query }, at) =>
        at % parts === part ? readUnits(query, { file: 'query.kql', format: 'kql' }).units.map((unit) => ({ id, unit })) : [],
      );
      const verdicts = (await verdictsOf(cases, engines())).flatMap((all, at) =>
        all.map((verdict) => ({ id: cases[at]?.id ?? '', verdict })),
      );
      console.log(tallyLines(verdicts.map(({ verdict }) => verdict)).join('\n'));
      expect(verdicts.filter(({ verdict }) => isLate(verdict)).length).toBeLessThan(4);
      const failures = verdicts
        .filter(({ verdict }) => fails(verdict))
        .map(({ id, verdict }) => ({ key: `${verdict.target} ${id}`, id, text: failureText(verdict) }));
      expect(failures.filter(({ key }) => !reasonFor.has(key)).map(({ id, text }) => `${id}\n${text}`)).toEqual([]);
      const taken = new Set(cases.flatMap(({ id }) => targets.map((target) => `${target} ${id}`)));
      const failing = new Set(failures.map(({ key }) => key));
      expect([...reasonFor.keys()].filter((key) => taken.has(key) && !failing.has(key))).toEqual([]);
      const equal = (engine: string): number =>
        verdicts.filter(({ verdict }) => verdict.engine.name === engine && verdict.outcome.kind === 'equal').length;
      for (const engine of ['Elasticsearch', 'spl (documented rules)', 'reference evaluator'])
        expect(equal(engine)).toBeGreaterThan(cases.length * 0.4);
    });
  },
);

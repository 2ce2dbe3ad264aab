// Public SPL in; where our reader and Teragrep's grammar (pth_03) differ out.
import { describe, expect, test } from 'vitest';
import { parseSpl } from '../../src/spl/parse.ts';
import { absence, shared } from '../support/corpus.ts';
import { ask, missingEngine } from '../support/engine.ts';
import { splExamples, splIdioms, splMalformed } from '../support/spl-corpus.ts';

const script = 'engines/splunk/grammar.sh';
const missing = await missingEngine(script);

/** The grammar dies of a bracket that nothing opened. */
const deadly = 'index=main ]';

describe.skipIf(missing !== null || !shared)(
  `the reader and the grammar of Teragrep${missing === null ? absence : ` (missing: ${missing})`}`,
  () => {
    test('what the grammar takes the reader takes, but for commands out of place and commands without their fields', async () => {
      const texts = [...splExamples(), ...splIdioms(), ...splMalformed()].filter(({ spl }) => spl !== deadly);
      const verdicts = await ask(
        script,
        texts.map(({ spl }) => Buffer.from(spl).toString('base64')),
      );
      const only = texts.filter(({ spl }, at) => verdicts[at] === 'ok' && !parseSpl(spl).ok);
      expect([verdicts.filter((verdict) => verdict === 'ok').length, only.map(({ spl }) => spl)]).toEqual([
        651,
        ['index=a | inputlookup t.csv', 'index=a | makeresults', 'index=main | sort', 'index=main | dedup'],
      ]);
    });
  },
);

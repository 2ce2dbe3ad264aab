// Packed rules in; the reports beside the packs (ATT&CK Navigator layer, catalogue, SARIF, JUnit) written piece by piece, so that memory does not grow with them.

import type { TranslateResult } from '../compile.ts';
import { wholeFile } from '../diagnostics/source.ts';
import type { PackedResult, PackedRule } from '../packs/assemble.ts';
import { attackVersion, techniqueOf } from '../packs/attack.ts';
import { catalogue } from '../packs/catalogue.ts';
import type { LockedRule } from '../packs/lock.ts';
import { navigator } from '../packs/navigator.ts';
import type { PackSettings } from '../packs/pack.ts';
import type { PackName } from '../packs/registry.ts';
import { usageError } from './exit.ts';
import { type Case, junitStream } from './junit.ts';
import { sarifStream } from './sarif.ts';
import type { Staging } from './staging.ts';
import { version } from './version.ts';

const folder = 'reports';

export interface Reports {
  rule(rule: PackedRule, locked: LockedRule): void;
  /** All that is said of a file, behind its rules. `text`: of the file. `shown`: its name. */
  file(result: TranslateResult, text: string, shown: string): void;
  /** Gives the files that were written at once. @throws UsageError when a template cannot be used */
  end(): readonly string[];
}

const caseOf = (shown: string, { pack, result, diagnostics, packed }: PackedResult): Case => {
  const wrong = diagnostics.filter(({ severity }) => severity === 'error');
  const status = packed ? 'passed' : result.status === 'error' ? 'error' : 'failed';
  return {
    name: pack,
    status,
    difference: wrong.map(({ code, message, line, column }) => `${shown}:${line}:${column} ${code} ${message}`),
    problems: status === 'error' ? wrong.map(({ code, message }) => ({ message: `${code} ${message}` })) : [],
    refusal: null,
    failure: 'not packed',
  };
};

export const reportsIn = (staging: Staging, names: readonly PackName[], settings: PackSettings): Reports => {
  const layer = navigator((id) => techniqueOf(id)?.name ?? null, attackVersion.split('.')[0] ?? attackVersion);
  const list = catalogue(names, settings);
  const sarif = sarifStream(version);
  const tests = junitStream();
  const append = (name: string, text: string): void => staging.append(`${folder}/${name}`, text);
  append('rmmc.sarif', sarif.head);
  append('junit.xml', tests.head);
  const pieces = (made: ReturnType<typeof list.end>): void => {
    for (const { path, text, kind } of made) {
      if (kind === 'whole') staging.whole(`${folder}/${path}`, text);
      else append(path, text);
    }
    const [problem] = list.problems();
    if (problem) throw usageError(problem);
  };
  return {
    rule: (rule, locked) => {
      if (rule.results.some(({ packed }) => packed)) layer.add(rule.identity.meta.techniques);
      pieces(list.add(rule, locked));
      append('junit.xml', tests.add({ name: `${locked.file} ${locked.unit}`, cases: rule.results.map((one) => caseOf(locked.file, one)) }));
    },
    file: ({ diagnostics }, text, shown) => {
      const source = wholeFile(shown, text);
      append('rmmc.sarif', sarif.add(diagnostics.map((one) => ({ diagnostic: { ...one, file: shown }, source }))));
    },
    end: () => {
      append('rmmc.sarif', sarif.end());
      append('junit.xml', tests.end);
      staging.whole(`${folder}/navigator.json`, `${JSON.stringify(layer.layer(settings), null, 2)}\n`);
      const last = list.end();
      pieces(last);
      return [`${folder}/navigator.json`, ...last.map(({ path }) => `${folder}/${path}`)];
    },
  };
};

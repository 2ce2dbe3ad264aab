// A test that ignores case in; once per query, a finding on the letters outside ASCII that an engine's own folding takes for ASCII letters.
import type { ExprOf } from '../../ir/expr.ts';
import type { Findings } from './findings.ts';

const said = new WeakSet<Findings>();

/**
 * KQL folds ASCII letters only; an engine that folds all of Unicode takes the Kelvin sign for a k, the long s for an s, the dotted capital I for an i.
 * @param letters ASCII letters, in lower case, that have such relatives where the target folds
 */
export const assumeAsciiFolding = (node: ExprOf<'text'>, letters: string, findings: Findings): void => {
  if (!node.caseless || node.test === 'regex' || said.has(findings)) return;
  const texts = node.patterns.flatMap((one) => (one.kind === 'literal' && typeof one.value === 'string' ? [one.value.toLowerCase()] : []));
  if (!texts.some((needle) => [...letters].some((letter) => needle.includes(letter)))) return;
  said.add(findings);
  findings.assume('RMMC3104', node.span, {});
};

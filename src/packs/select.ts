// Selectors of the command line (`--only`, `--skip`) in; which rules they mean, and which of them meant none, out.
import { type Diagnostic, report } from '../diagnostics/diagnostic.ts';
import { nearest } from '../diagnostics/nearest.ts';
import { nowhere } from '../diagnostics/span.ts';
import type { RuleIdentity } from './rule.ts';

/** What a selector looks at. `relative`: the rule's file below the folder that was given. */
export type Selectable = Pick<RuleIdentity, 'id' | 'title' | 'meta'> & { readonly relative: string; readonly ownId: string | null };

export interface Selection {
  wants(rule: Selectable): boolean;
  /** Selectors that fitted no rule so far. */
  unused(): readonly Diagnostic[];
}

type Test = (rule: Selectable) => boolean;

const folded = (text: string): string => text.toLowerCase();
const letters = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

/**
 * Whether a text fits a pattern with `*` and `?`; letters by any case. All places of the pattern are kept at once, so that no pattern takes long.
 * @param within the character that `*` and `?` do not stand for, unless the star is doubled; empty: none
 */
export const fitsGlob = (pattern: string, text: string, within = ''): boolean => {
  const wide = '\u0000';
  const stars = [...folded(pattern).replaceAll('**', wide)];
  const letter = [...folded(text)];
  const passes = (star: string | undefined, at: number): boolean => star === wide || letter[at] !== within;
  /** Places of the pattern, with those that are reached for nothing behind a star. */
  const closed = (from: ReadonlySet<number>): Set<number> => {
    const all = new Set(from);
    for (const at of all) if (stars[at] === '*' || stars[at] === wide) all.add(at + 1);
    return all;
  };
  let states = closed(new Set([0]));
  for (let at = 0; at < letter.length; at += 1) {
    const next = new Set<number>();
    for (const state of states) {
      const star = stars[state];
      if (star === '*' || star === wide) {
        if (passes(star, at)) next.add(state);
      } else if ((star === '?' && passes(star, at)) || (star !== undefined && star === letter[at])) next.add(state + 1);
    }
    states = closed(next);
  }
  return states.has(stars.length);
};

const isId =
  (value: string): Test =>
  ({ id, ownId }) =>
    folded(id) === folded(value) || (ownId !== null && folded(ownId) === folded(value));

const isNamed =
  (value: string): Test =>
  ({ title, meta }) =>
    fitsGlob(value, title) || (meta.name !== null && fitsGlob(value, meta.name));

const kinds: ReadonlyMap<string, (value: string) => Test> = new Map([
  ['id', isId],
  ['name', isNamed],
  [
    'file',
    (value) =>
      ({ relative }) =>
        fitsGlob(value, relative, '/'),
  ],
  [
    'tag',
    (value) =>
      ({ meta }) =>
        meta.tags.some((tag) => fitsGlob(value, tag)),
  ],
  [
    'technique',
    (value) =>
      ({ meta }) =>
        meta.techniques.some((one) => folded(one) === folded(value) || folded(one).startsWith(`${folded(value)}.`)),
  ],
  [
    'tactic',
    (value) =>
      ({ meta }) =>
        meta.tactics.some((one) => letters(one) === letters(value)),
  ],
]);

const kindNames = [...kinds.keys()];

/** The test of a selector, or why there is none. A name may hold a colon: what stands before it counts only when it is a word that is nearly one of ours. */
const testOf = (selector: string): Test | Diagnostic => {
  const found = /^([a-z]+):(.*)$/is.exec(selector);
  const [, kind = '', value = ''] = found ?? [];
  const make = kinds.get(folded(kind));
  if (make && value.trim() !== '') return make(value.trim());
  const suggestion = found && !make && !/^\s/.test(value) ? nearest(folded(kind), kindNames) : undefined;
  if (make || suggestion || selector.trim() === '') {
    const known = kindNames.map((name) => `${name}:`).join(', ');
    return report('RMMC8094', nowhere, { selector, known, ...(suggestion ? { suggestion: `${suggestion}:${value}` } : {}) });
  }
  const [byId, byName] = [isId(selector.trim()), isNamed(selector.trim())];
  return (rule) => byId(rule) || byName(rule);
};

interface Counted {
  readonly option: string;
  readonly selector: string;
  readonly test: Test;
  used: boolean;
}

/**
 * @param only rules that fit one of these (none given: all) …
 * @param skip … and none of these
 */
export const selectionOf = (only: readonly string[], skip: readonly string[]): Selection | { readonly problems: readonly Diagnostic[] } => {
  const problems: Diagnostic[] = [];
  const counted = (option: string, selectors: readonly string[]): readonly Counted[] =>
    selectors.flatMap((selector) => {
      const test = testOf(selector);
      if (typeof test === 'function') return [{ option, selector, test, used: false }];
      problems.push(test);
      return [];
    });
  const [wanted, unwanted] = [counted('--only', only), counted('--skip', skip)];
  if (problems.length > 0) return { problems };
  /** Each is asked, so that each is known to be used. */
  const fits = (selectors: readonly Counted[], rule: Selectable): boolean =>
    selectors.filter((one) => {
      const fit = one.test(rule);
      one.used ||= fit;
      return fit;
    }).length > 0;
  return {
    wants: (rule) => {
      const [kept, skipped] = [fits(wanted, rule), fits(unwanted, rule)];
      return (wanted.length === 0 || kept) && !skipped;
    },
    unused: () =>
      [...wanted, ...unwanted].filter(({ used }) => !used).map(({ option, selector }) => report('RMMC8087', nowhere, { option, selector })),
  };
};

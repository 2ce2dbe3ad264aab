// A field whose values are rewritten at ingest and a test for part of a value in; the stored words that the test takes for others than KQL does, out.
import { type Needles, passes } from '../../../ir/fold-text.ts';
import type { FieldMapping } from '../../shared/fields.ts';

export interface Words {
  /** Stored words that pass in KQL, and as they are stored do not. */
  readonly missed: readonly string[];
  /** Stored words that pass as they are stored, and in KQL do not. */
  readonly extra: readonly string[];
}

/** Listed values are stored as other words, all others in lower case, and no needle sees the blanks that become `-`. null: part of a value cannot be looked for. */
export const wordsOf = ({ valuesRule, values = {} }: FieldMapping, t: Needles): Words | null => {
  if (valuesRule !== 'lower' || t.test === 'equals' || t.test === 'regex') return null;
  if (!t.needles.every((text) => /^[0-9A-Za-z]+$/.test(text))) return null;
  const missed: string[] = [];
  const extra: string[] = [];
  for (const [value, stored] of Object.entries(values)) {
    const [wanted, found] = [passes(t, value), stored === null ? null : passes(t, stored)];
    if (stored === null || wanted === null || found === null) return null;
    if (wanted !== found) (wanted ? missed : extra).push(stored);
  }
  return { missed, extra };
};

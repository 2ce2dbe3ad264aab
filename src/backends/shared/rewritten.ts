// How a mapping rewrites whole texts (`values`, `valuesRule`, lower case) in; the stored text of a value, and the value that a stored text stands for, out.
import type { FieldMapping } from './fields.ts';

export interface Rewriting {
  /** null: nothing stands for the value. */
  stored(text: string): string | null;
  /** The one value that is taken for all that are stored alike: one that the query names, else one that the map lists, else the stored text. */
  value(stored: string): string;
}

const unlisted = (text: string, rule: FieldMapping['valuesRule'], lowered: (text: string) => string): string | null => {
  if (rule === 'unknown') return null;
  return rule === 'lower' ? lowered(text) : text;
};

/** @param lowered how the rule `lower` writes a value */
export const rewritingOf = (mapping: FieldMapping, named: readonly string[], lowered: (text: string) => string): Rewriting => {
  const listed = new Map(Object.entries(mapping.values ?? {}));
  // A listed value in another letter case does not occur: it counts as the listed one.
  const inOtherCase = (text: string): string | null | undefined =>
    [...listed].find(([name]) => name.toLowerCase() === text.toLowerCase())?.[1];
  const rewrites = mapping.values !== undefined || mapping.valuesRule !== undefined;
  const stored = (text: string): string | null => {
    if (text === '') return '';
    const own = listed.get(text) ?? inOtherCase(text);
    if (own !== undefined) return own;
    if (!rewrites) return mapping.transform === 'lower' ? text.toLowerCase() : text;
    return unlisted(text, mapping.valuesRule, lowered);
  };
  const known = rewrites ? [...named, ...listed.keys()].filter((text) => text !== '') : [];
  return { stored, value: (text) => known.find((one) => stored(one) === text) ?? text };
};

// A list of sanctioned tools in; the macro that stands for it in the filters of all rules out.
import type { Sanctioned } from '../../frontend/sanctioned.ts';

const macroName = 'rmmc_sanctioned_tools';
export const sanctionedMacro = { name: macroName, stanza: `${macroName}(1)`, argument: 'column' } as const;

/** ASCII, because both sides are compared in lower case; and nothing that a string or a macro of Splunk reads otherwise. */
const plain = /^[ !#%-[\]-_a-~]+$/;

/** The search command of a list; null when a value cannot stand in it, or there is none. */
export const sanctionedSearch = ({ values }: Sanctioned): string | null => {
  if (values.length === 0 || !values.every((value) => plain.test(value))) return null;
  const texts = [...new Set(values.map((value) => value.toLowerCase()))].sort().map((value) => `"${value}"`);
  return `where isnull('$${sanctionedMacro.argument}$') OR NOT lower('$${sanctionedMacro.argument}$') IN (${texts.join(', ')})`;
};

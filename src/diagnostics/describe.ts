// A code in, what it says with the names of its parameters in the place of their values out: for lists of codes.

import type { Row } from './codes/says.ts';
import { type Code, codes } from './codes.ts';
import { ownSeverity } from './settable.ts';

export interface CodeText {
  readonly code: Code;
  readonly severity: 'error' | 'warning' | 'info' | 'fidelity';
  readonly message: string;
  readonly help: string | null;
}

/** Parameters that only some findings have. */
const optional: ReadonlyMap<string, string | undefined> = new Map([
  ['suggestion', undefined],
  ['hint', undefined],
  ['note', ''],
  ['lost', ''],
]);

const names = new Proxy({}, { get: (_, name) => (optional.has(String(name)) ? optional.get(String(name)) : `<${String(name)}>`) });

export const describeCode = (code: Code): CodeText => {
  const row = codes[code] as unknown as Row<object>;
  return { code, severity: ownSeverity(code), message: row.text(names), help: row.help?.(names) ?? null };
};

/** The families of codes: prefix, title, what they have in common. */
export const families: readonly { readonly prefix: string; readonly title: string; readonly about: string }[] = [
  { prefix: 'RMMC10', title: 'Reading files', about: 'The rule file cannot be read as it stands.' },
  { prefix: 'RMMC11', title: 'Syntax', about: 'The query is not valid KQL.' },
  { prefix: 'RMMC20', title: 'Names and types', about: 'A name or a type in the query does not fit.' },
  { prefix: 'RMMC3', title: 'Fidelity', about: 'A target cannot say a part of the rule exactly.' },
  { prefix: 'RMMC40', title: 'Fields', about: 'A table or a column has no mapping in a target.' },
  { prefix: 'RMMC50', title: 'Configuration and use', about: 'The configuration or the use of rmmc is wrong.' },
  { prefix: 'RMMC60', title: 'Lint', about: 'The query is valid and weak.' },
  { prefix: 'RMMC70', title: 'Evaluation', about: 'A query cannot be run on the events at hand as it stands.' },
  { prefix: 'RMMC71', title: 'Rule tests', about: 'A test beside a rule is wrong, or does not hold.' },
  { prefix: 'RMMC90', title: 'Defects', about: 'A defect of rmmc.' },
];

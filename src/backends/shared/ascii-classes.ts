// A regular expression in; a finding out when it names classes that KQL may read in Unicode and every target here says in ASCII.
import type { Span } from '../../diagnostics/span.ts';
import { type ClassItem, type Regex, visitRegex } from '../../ir/regex/ast.ts';
import type { Findings } from './findings.ts';

const named = (item: ClassItem): readonly string[] =>
  item.kind === 'perl' ? [`\`\\${item.negated ? item.name.toUpperCase() : item.name}\``] : [];

const namesOf = (node: Regex): readonly string[] => {
  if (node.kind === 'class') return node.items.flatMap(named);
  if (node.kind !== 'assert') return [];
  return node.at === 'word' ? ['`\\b`'] : node.at === 'notWord' ? ['`\\B`'] : [];
};

/** One finding for a pattern with `\w`, `\d`, `\s`, `\b` or one of their opposites. */
export const assumeAsciiClasses = (regex: Regex, span: Span, findings: Findings): void => {
  const names = new Set<string>();
  visitRegex(regex, (node) => {
    for (const name of namesOf(node)) names.add(name);
  });
  if (names.size > 0) findings.assume('RMMC3103', span, { classes: [...names].join(', ') });
};

// A packed rule in; the Markdown of its investigation guide out: what the translation assumes, by code, and how it runs. The words are a template's.
import type { PackRule } from '../pack.ts';
import { sanctionedColumn } from '../sanctioned.ts';
import { type Rendered, templateOf } from '../template.ts';
import { markdown, plainText } from './free-text.ts';
import { timesOf } from './schedule.ts';

export const noteTemplate = 'note.md.hbs';

const builtIn = `## Translation

{{#if findings}}
This query is translated from the KQL of rule {{id}}. It gives the same rows, but for what is said here by code:

{{#each findings}}
- **{{code}}**: {{md message}}
{{/each}}
{{else}}
This query is translated from the KQL of rule {{id}} and gives exactly the same rows.
{{/if}}

{{#if sanctioned}}
## Sanctioned tools

{{#if named}}The query leaves out the tools that were named when the rule was packed. To leave out more{{else}}The rule has a list of tools that are allowed, which is empty. To leave tools out{{/if}}, put a line like this in front of \`| KEEP\`, with names in lower case, or name them under \`lets\` in rmmc.yaml and pack again:

\`\`\`
| WHERE COALESCE(TO_LOWER({{sanctioned}}), "") NOT IN ("tool.exe", "other.exe")
\`\`\`

{{/if}}
## Schedule

{{#if window}}
The query holds the rule's own time window, so that it gives the same rows when it is run by hand. A run over past times finds nothing older than that window.{{#if sooner}} Runs follow each other every {{interval}}, so that their windows overlap and no event falls between them.{{/if}}
{{else}}
The query sets no time: it looks back as far as \`from\` says.{{#if more}} That is {{more}} seconds more than the rule says, so that late events are not missed.{{/if}}
{{/if}}
`;

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** What the translation says of the clauses, each once, by code. */
const findingsOf = ({ result }: PackRule): readonly { readonly code: string; readonly message: string }[] => {
  const codes = new Set(result.clauses.flatMap((clause) => clause.codes));
  const own = result.diagnostics.filter(({ code }) => codes.has(code)).map(({ code, message }) => ({ code, message }));
  const distinct = new Map(own.map((one) => [`${one.code} ${one.message}`, one]));
  return [...distinct.values()].toSorted((a, b) => compareText(`${a.code} ${a.message}`, `${b.code} ${b.message}`));
};

/** The column of the result that the list is about: a step that names its columns has it under the rule's own name. */
const sanctionedIn = (rule: PackRule): { readonly sanctioned: string | null; readonly named: boolean } => {
  const isListed = rule.query.pipeline.steps.some(({ kind }) => kind === 'aggregate' || kind === 'project');
  return { sanctioned: isListed ? sanctionedColumn(rule) : null, named: (rule.sanctioned?.values.length ?? 0) > 0 };
};

const factsOf = (rule: PackRule) => {
  const times = timesOf(rule);
  return {
    id: rule.id,
    title: rule.title,
    fidelity: rule.result.fidelity,
    findings: findingsOf(rule),
    tables: rule.tables,
    ...sanctionedIn(rule),
    ...times,
  };
};

/** @param own a user's template, or null for the built-in one */
export const noteWriter = (own: string | null): ((rule: PackRule) => Rendered) => {
  const render = templateOf(own ?? builtIn, { md: (text) => markdown(String(text)) });
  return (rule) => {
    const made = render(factsOf(rule));
    return 'text' in made ? { text: plainText(made.text) } : made;
  };
};

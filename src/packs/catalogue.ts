// Packed rules in; a catalogue in Markdown (rule x pack x fidelity, one file per tactic) out, piece by piece. Holds counts alone.
import { type Diagnostic, report } from '../diagnostics/diagnostic.ts';
import { nowhere } from '../diagnostics/span.ts';
import type { PackedRule } from './assemble.ts';
import { tacticOf } from './attack.ts';
import type { LockedResult, LockedRule } from './lock.ts';
import type { PackSettings, Piece } from './pack.ts';
import type { PackName } from './pack-names.ts';
import { type Rendered, templateOf } from './template.ts';

export interface Catalogue {
  add(rule: PackedRule, locked: LockedRule): readonly Piece[];
  end(): readonly Piece[];
  /** Of templates that cannot be used. */
  problems(): readonly Diagnostic[];
}

const index = `# {{cell title}} {{cell version}}

Rules: {{count}}, by what they are for, with the fidelity of each translation: _exact_, _assumption_ (exact if what is named holds), _widening_ (more may match), _narrowing_ (accepted by the user), _in part_ (the same events match; what is made of them is left out), _refused_.

| | rules |
|---|---|
{{#each tactics}}
| [{{cell name}}](catalogue/{{file}}) | {{count}} |
{{/each}}

|{{#each packs}} | {{name}}{{/each}} |
|---{{#each packs}}|---{{/each}}|
{{#each fidelities}}
| {{fidelity}}{{#each counts}} | {{this}}{{/each}} |
{{/each}}
`;

const head = `# {{cell name}}

| rule | techniques | severity | file{{#each packs}} | {{this}}{{/each}} |
|---|---|---|---{{#each packs}}|---{{/each}}|
`;

const row = `| {{cell name}} | {{#each techniques}}{{#unless @first}}, {{/unless}}{{cell this}}{{/each}} | {{cell severity}} | {{cell file}}{{#each packs}} | {{cell fidelity}}{{#if codes}} ({{#each codes}}{{#unless @first}}, {{/unless}}{{this}}{{/each}}){{/if}}{{#each verified}}, {{cell outcome}} on {{cell engine}}{{/each}}{{/each}} |
`;

const builtIn = { 'catalogue.md.hbs': index, 'catalogue-tactic.md.hbs': head, 'catalogue-rule.md.hbs': row } as const;

export const catalogueTemplates = Object.keys(builtIn);

/** Text of a rule as it stands in a cell of a table: on one line, and nothing in it is markup. */
const cell = (value: unknown): string =>
  String(value ?? '')
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .replace(/[\\`*_{}[\]<>()#+!|~&$]/g, (mark) => `\\${mark}`)
    .trim();

const fidelities = ['exact', 'assumption', 'widening', 'narrowing', 'in part', 'refused', 'error'] as const;

const labelOf = ({ status, fidelity }: Pick<LockedResult, 'status' | 'fidelity'>): string => {
  if (status !== 'packed') return status;
  return fidelity === 'refused' ? 'in part' : fidelity;
};

const unknown = { status: 'error', fidelity: 'refused', verified: [] } as const;

/** Codes of what stands against packing it. */
const reasons = (rule: PackedRule, pack: PackName): readonly string[] => {
  const found = rule.results.find((one) => one.pack === pack && !one.packed)?.diagnostics ?? [];
  return [...new Set(found.flatMap(({ severity, code }) => (severity === 'error' ? [code] : [])))].sort();
};

interface Heading {
  readonly name: string;
  readonly file: string;
}

const others: Heading = { name: 'Without a tactic', file: 'without-a-tactic.md' };

const headingsOf = ({ identity }: PackedRule): readonly Heading[] => {
  const known = identity.meta.tactics.flatMap((name) => tacticOf(name) ?? []);
  const headings = new Map(known.map(({ name, shortName }) => [shortName, { name, file: `${shortName}.md` }]));
  return headings.size === 0 ? [others] : [...headings.values()];
};

/** @param names the packs, in their order */
export const catalogue = (names: readonly PackName[], settings: PackSettings): Catalogue => {
  const problems = new Map<string, Diagnostic>();
  const own = (name: keyof typeof builtIn) => {
    const render = templateOf(settings.template(name) ?? builtIn[name], { cell });
    return (data: object): string => {
      const made: Rendered = render(data);
      if ('text' in made) return made.text;
      problems.set(name, report('RMMC8090', nowhere, { template: name, problem: made.problem }));
      return '';
    };
  };
  const [indexOf, headOf, rowOf] = [own('catalogue.md.hbs'), own('catalogue-tactic.md.hbs'), own('catalogue-rule.md.hbs')];
  const tactics = new Map<string, { readonly heading: Heading; count: number }>();
  const counts = new Map<string, number>();
  let rules = 0;

  const rowData = (rule: PackedRule, { name, file, severity, packs }: LockedRule): object => ({
    name,
    file,
    severity,
    techniques: rule.identity.meta.techniques,
    packs: names.map((pack) => {
      const result = packs[pack] ?? unknown;
      return { name: pack, fidelity: labelOf(result), codes: reasons(rule, pack), verified: result.verified ?? [] };
    }),
  });

  const begin = (heading: Heading): readonly Piece[] => {
    const there = tactics.get(heading.file);
    if (there) there.count += 1;
    else tactics.set(heading.file, { heading, count: 1 });
    return there ? [] : [{ path: `catalogue/${heading.file}`, text: headOf({ name: heading.name, packs: names }), kind: 'append' }];
  };

  return {
    add: (rule, locked) => {
      rules += 1;
      for (const pack of names) {
        const key = `${pack} ${labelOf(locked.packs[pack] ?? unknown)}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      const text = rowOf(rowData(rule, locked));
      return headingsOf(rule).flatMap((heading) => [
        ...begin(heading),
        { path: `catalogue/${heading.file}`, text, kind: 'append' } as const,
      ]);
    },
    end: () => {
      const data = {
        title: settings.title,
        version: settings.version,
        count: rules,
        tactics: [...tactics.values()].map(({ heading, count }) => ({ ...heading, count })).sort((a, z) => (a.file < z.file ? -1 : 1)),
        packs: names.map((name) => ({ name })),
        fidelities: fidelities.map((fidelity) => ({
          fidelity,
          counts: names.map((name) => counts.get(`${name} ${fidelity}`) ?? 0),
        })),
      };
      return [{ path: 'catalogue.md', text: indexOf(data), kind: 'whole' }];
    },
    problems: () => [...problems.values()],
  };
};

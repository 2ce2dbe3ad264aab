// Rules in; an NDJSON file that Kibana imports, and one TOML file of elastic/detection-rules for each rule, out.
import { isError, report } from '../../diagnostics/diagnostic.ts';
import { nowhere } from '../../diagnostics/span.ts';
import { lookupsOf } from '../lookups.ts';
import { noDate, type Pack, type Packed, type PackRule, type PackSettings, type Piece } from '../pack.ts';
import type { Rendered } from '../template.ts';
import { makeRule } from './make-rule.ts';
import { mappingsOf } from './mappings.ts';
import { noteTemplate, noteWriter } from './note.ts';
import { printToml } from './toml.ts';

/** The release that the queries are written for. */
const minStackVersion = '8.19.0';

const refused = (...findings: Packed['findings']): Packed => ({ pieces: [], findings });

const add = (rule: PackRule, settings: PackSettings, note: Rendered): Packed => {
  if (rule.tables.length === 0) return refused(report('RMMC8046', nowhere, {}));
  if ('problem' in note) return refused(report('RMMC8050', nowhere, { template: noteTemplate, problem: note.problem }));
  const { rule: made, findings } = makeRule(rule, settings, note.text);
  const date = (settings.date ?? noDate).replaceAll('-', '/');
  const undated = settings.date === null ? [report('RMMC8051', nowhere, { date })] : [];
  return {
    pieces: [
      { path: `${settings.name}.ndjson`, text: `${JSON.stringify(made)}\n`, kind: 'append' },
      { path: `toml/${rule.slug}.toml`, text: printToml(made, rule.slug, { date, minStackVersion }), kind: 'whole' },
    ],
    findings: [...findings, ...undated],
  };
};

export const pack: Pack = {
  tune: (options) => ({ ...options, use: 'rule' }),
  open: (settings, way) => {
    const note = noteWriter(settings.template(noteTemplate));
    const lookups = lookupsOf(way);
    const mappings = mappingsOf();
    return {
      add: (rule) => {
        const packed = add(rule, settings, note(rule));
        if (packed.findings.some(isError)) return packed;
        mappings.add(rule.result.runtimeFields ?? []);
        return { ...packed, findings: [...packed.findings, ...lookups.add(rule)] };
      },
      end: () => [
        ...lookups.all().map(({ name, text }): Piece => ({ path: `lookups/${name}.json`, text, kind: 'whole', lookup: name })),
        ...mappings.all(),
      ],
    };
  },
  templates: [noteTemplate],
  archives: () => [],
};

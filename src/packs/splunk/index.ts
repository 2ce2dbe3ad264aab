// Rules for Splunk in; an app with a saved search and macros for each, and detections for contentctl where they are asked for, out.
import { type Diagnostic, isError, report } from '../../diagnostics/diagnostic.ts';
import { nowhere } from '../../diagnostics/span.ts';
import { lookupsOf } from '../lookups.ts';
import { lineOf } from '../names.ts';
import { noDate, type Pack, type Packed, type PackRule, type PackSession, type PackSettings, type Piece } from '../pack.ts';
import { appFiles, type Made } from './app-files.ts';
import type { Settings } from './conf.ts';
import { detectionFiles, detectionNames, macroFile } from './contentctl.ts';
import { lookupPieces } from './lookup-files.ts';
import { type Filter, macroSettings, macros } from './macros.ts';
import { prose } from './prose.ts';
import { sanctionedMacro } from './sanctioned.ts';
import { savedSearch } from './saved-search.ts';
import { searchNames } from './search-names.ts';
import { builtin, header } from './templates.ts';

const defaultPrefix = 'rmmc_';

/** The name under which overlays give keys of their own to this pack. */
const overlayKey = 'splunk';

const searchesFile = 'savedsearches.conf';
const macrosFile = 'macros.conf';

const findingOf = (made: Made, file: string): readonly Diagnostic[] => {
  if ('text' in made) return [];
  if ('misread' in made) return [report('RMMC8021', nowhere, { file, what: made.misread })];
  return [report('RMMC8020', nowhere, made)];
};

interface Stanza {
  readonly file: typeof searchesFile | typeof macrosFile;
  readonly name: string;
  readonly settings: Settings;
}

const macroStanza = ({ name, definition, description }: Filter): Stanza => ({
  file: macrosFile,
  name,
  settings: macroSettings(definition, description, []),
});

/** Files that are written once, whatever the case of their names. */
const onceEach = (): ((pieces: readonly Piece[]) => readonly Piece[]) => {
  const taken = new Set<string>();
  return (pieces) =>
    pieces.filter(({ path }) => {
      const key = path.toLowerCase();
      const fresh = !taken.has(key);
      taken.add(key);
      return fresh;
    });
};

const ruleData = ({ id, slug, title, meta, schedule, tables }: PackRule): object => ({
  rule: {
    id,
    slug,
    title,
    description: lineOf(meta.description ?? ''),
    severity: lineOf(meta.severity ?? ''),
    tactics: meta.tactics.map(lineOf),
    techniques: meta.techniques.map(lineOf),
    references: meta.references.map(lineOf),
    scheduled: schedule.scheduled,
    tables: tables.map(lineOf),
  },
});

const open: Pack['open'] = (settings, way): PackSession => {
  const { backend, options } = way;
  const lookups = lookupsOf(way);
  const profile = options.profile?.targets[backend.name] ?? {};
  const context = { profile, options: { unmapped: options.unmapped ?? 'error' } };
  const files = appFiles(settings, profile.tableMacro ?? defaultPrefix);
  const known = macros((table) => backend.tableMacro?.(table, context) ?? null);
  const nameOf = searchNames();
  const detectionOf = detectionNames();
  const once = onceEach();
  const begun = new Set<string>();

  const pieceOf = (
    { file, name, settings: meant }: Stanza,
    more: object,
  ): { readonly findings: readonly Diagnostic[]; readonly piece: Piece } => {
    const made = files.stanza(`${file}.hbs`, name, meant, more);
    const text = 'text' in made ? made.text : '';
    return { findings: findingOf(made, file), piece: { path: `${settings.name}/default/${file}`, text, kind: 'append' } };
  };

  /** Pieces with the head of each file in front of its first. */
  const headed = (pieces: readonly Piece[]): readonly Piece[] =>
    pieces.flatMap((piece) => {
      if (begun.has(piece.path)) return [piece];
      begun.add(piece.path);
      return [{ ...piece, text: header }, piece];
    });

  const sanctionedFile = (definition: string, description: string): Piece =>
    macroFile(settings, sanctionedMacro.name, definition, description, [sanctionedMacro.argument]);

  const refused = (findings: readonly Diagnostic[]): Packed => ({ pieces: [], findings });

  const add = (rule: PackRule): Packed => {
    if (files.broken) return refused([report('RMMC8020', nowhere, files.broken)]);
    const name = nameOf(rule.title, rule.id);
    const detection = detectionOf(rule.title, rule.id);
    const filter = known.filter(rule);
    const { settings: keys, findings } = savedSearch(rule, settings, name, filter.name, rule.overlay.extra?.[overlayKey] ?? {});
    if (findings.some(isError)) return refused(findings);
    const tables = known.tables(rule);
    if ('clash' in tables) return refused([...findings, report('RMMC8025', nowhere, { macro: tables.clash })]);
    const described = tables.map(({ table, macro }) => ({ ...macro, description: prose(`Where the table ${table} is.`) }));
    const stanzas = [
      ...described.map((macro) => macroStanza(macro)),
      { file: searchesFile, name, settings: keys } as const,
      macroStanza(filter),
    ];
    const made = stanzas.map((stanza) => pieceOf(stanza, ruleData(rule)));
    const wrong = [...findings, ...made.flatMap((one) => one.findings)];
    if (wrong.some(isError)) return refused(wrong);
    known.define(tables);
    const content = settings.contentctl
      ? [
          ...detectionFiles(rule, settings, detection, filter),
          ...described.map((macro) => macroFile(settings, macro.name, macro.definition, macro.description, [])),
        ]
      : [];
    const undated = settings.contentctl && settings.date === null ? [report('RMMC8051', nowhere, { date: noDate })] : [];
    return {
      pieces: [...headed(made.map(({ piece }) => piece)), ...once(content)],
      findings: [...wrong, ...undated, ...lookups.add(rule)],
    };
  };

  const end = (): readonly Piece[] => {
    const sanctioned = known.sanctioned();
    const looked = lookupPieces(lookups.all(), settings);
    if (!sanctioned) return [...files.pieces, ...looked];
    const { definition, description } = sanctioned;
    const stanza = macroSettings(definition, description, [sanctionedMacro.argument]);
    const { piece } = pieceOf({ file: macrosFile, name: sanctionedMacro.stanza, settings: stanza }, {});
    return [...headed([piece]), ...files.pieces, ...looked, ...(settings.contentctl ? [sanctionedFile(definition, description)] : [])];
  };

  return { add, end };
};

const tune: Pack['tune'] = (options, target) => {
  const targets = options.profile?.targets ?? {};
  const own = { tableMacro: defaultPrefix, ...targets[target] };
  return { ...options, profile: { name: 'default', ...options.profile, targets: { ...targets, [target]: own } } };
};

export const pack: Pack = {
  tune,
  open,
  templates: Object.keys(builtin),
  archives: (settings: PackSettings) => [{ folder: settings.name, file: `${settings.name}.tgz` }],
};

// The pack's settings in; the files of the app that do not depend on its rules, and what writes a stanza of the others, out.
import type { PackSettings, Piece } from '../pack.ts';
import { type Template, templateOf } from '../template.ts';
import { confValue, misread, readConf, type Settings } from './conf.ts';
import { prose } from './prose.ts';
import { sanctionedMacro } from './sanctioned.ts';
import { builtin, type TemplateName } from './templates.ts';

/** A text, or the template that does not make it. */
export type Made = { readonly text: string } | { readonly template: string; readonly problem: string } | { readonly misread: string };

export interface AppFiles {
  readonly pieces: readonly Piece[];
  /** The first template that cannot be used; then no rule is packed. */
  readonly broken: { readonly template: string; readonly problem: string } | null;
  stanza(template: 'savedsearches.conf.hbs' | 'macros.conf.hbs', name: string, settings: Settings, more: object): Made;
}

const helpers = { conf: (value: unknown): string => confValue(String(value)) };

const data = (settings: PackSettings, tableMacro: string): object => ({
  id: settings.name,
  title: prose(settings.title),
  version: settings.version,
  author: prose(settings.author),
  description: prose(settings.description),
  tableMacro,
  sanctionedMacro: sanctionedMacro.name,
});

const places = {
  'app.conf.hbs': 'default/app.conf',
  'default.meta.hbs': 'metadata/default.meta',
  'README.txt.hbs': 'README.txt',
} as const;

/** `tableMacro`: what names of tables' macros begin with. */
export const appFiles = (settings: PackSettings, tableMacro: string): AppFiles => {
  const isOwn = (name: TemplateName): boolean => settings.template(name) === null;
  const templates = new Map<TemplateName, Template>();
  const template = (name: TemplateName): Template => {
    const known = templates.get(name) ?? templateOf(settings.template(name) ?? builtin[name], helpers);
    templates.set(name, known);
    return known;
  };
  let broken: AppFiles['broken'] = null;
  const pieces = (Object.keys(places) as (keyof typeof places)[]).map((name): Piece => {
    const made = template(name)(data(settings, tableMacro));
    const path = `${settings.name}/${places[name]}`;
    const problem = 'problem' in made ? made.problem : (name === 'README.txt.hbs' ? [] : readConf(made.text).problems)[0];
    if ('text' in made && problem === undefined) return { path, text: made.text, kind: 'whole' };
    broken ??= { template: name, problem: problem ?? '' };
    const fallback = templateOf(builtin[name], helpers)(data(settings, tableMacro));
    return { path, text: 'text' in fallback ? fallback.text : '', kind: 'whole' };
  });
  return {
    pieces,
    broken,
    stanza: (name, stanza, meant, more) => {
      const made = template(name)({ ...more, name: stanza, settings: [...meant].map(([key, value]) => ({ key, value })) });
      if ('problem' in made) return { template: name, problem: made.problem };
      const wrong = misread(made.text, stanza, meant, isOwn(name));
      return wrong === null ? { text: made.text } : { misread: wrong };
    },
  };
};

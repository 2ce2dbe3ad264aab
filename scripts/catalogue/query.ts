// A tool, a shape and the template of that shape in; the KQL of the rule in the house layout out.
import Handlebars from 'handlebars';
import { match } from 'ts-pattern';
import { quoteString } from '../../src/backends/kql/quote.ts';
import { formatQuery } from '../../src/format/format-query.ts';
import { urlPattern, wordOf } from './hosts.ts';
import { compareText, withoutCovered } from './pattern.ts';
import { signerCovers } from './signers.ts';
import type { Tool } from './types.ts';

export const shapes = ['process', 'file-signature', 'network'] as const;
export type Shape = (typeof shapes)[number];

/** The text of a template by its shape. */
export type Templates = Readonly<Record<Shape, string>>;

export const hasShape = (tool: Tool, shape: Shape): boolean =>
  match(shape)
    .with('process', () => tool.exes.length + tool.originals.length + tool.paired.length > 0)
    .with('file-signature', () => tool.signers.length > 0)
    .with('network', () => tool.hosts.length > 0)
    .exhaustive();

/** What a rule says of its source: LOLRMM's files and the state they were taken from. */
export const sourceOf = ({ file, also, added }: Tool): string => {
  const files = [file, ...also].map((one) => `yaml/${one}`).join(', ');
  const more = added.length > 0 ? `; added here: ${added.join(', ')}` : '';
  return `LOLRMM (magicsword-io/LOLRMM, Apache-2.0), ${files} at commit 3c75cf09, cleaned${more}.`;
};

/** A file name of the tool for the list of sanctioned ones; a browser's when it has none. */
const exampleOf = ({ exes, originals }: Tool): string => {
  const [some = originals[0] ?? 'msedge.exe'] = exes;
  return exes.find((exe) => !exe.includes('*')) ?? some.replace(/(?<=[A-Za-z0-9])\*(?=\.)/, '').replace('*', '1');
};

type Test =
  | { readonly form: 'names' | 'originals'; readonly values: readonly string[] }
  | { readonly form: 'wildcard'; readonly start: string; readonly end: string }
  | { readonly form: 'paired'; readonly exe: string; readonly product: string };

const testsOf = ({ exes, originals, paired }: Tool): readonly Test[] => {
  const plain = exes.filter((exe) => !exe.includes('*'));
  return [
    ...(plain.length > 0 ? [{ form: 'names', values: plain } as const] : []),
    ...exes
      .filter((exe) => exe.includes('*'))
      .map((exe) => ({ form: 'wildcard', start: exe.slice(0, exe.indexOf('*')), end: exe.slice(exe.indexOf('*') + 1) }) as const),
    ...(originals.length > 0 ? [{ form: 'originals', values: originals } as const] : []),
    ...paired.map(({ exe, product }) => ({ form: 'paired', exe, product }) as const),
  ];
};

/** Conjunctions stand in brackets beside others. */
const alternatives = (tests: readonly Test[]): readonly object[] => tests.map((test) => ({ ...test, several: tests.length > 1 }));

const contextOf = (tool: Tool, shape: Shape): object => {
  const source = sourceOf(tool);
  return match(shape)
    .with('process', () => ({ source, example: exampleOf(tool), tests: alternatives(testsOf(tool)) }))
    .with('file-signature', () => ({ source, example: tool.signers[0] ?? '', signers: tool.signers }))
    .with('network', () => ({
      source,
      example: exampleOf(tool),
      words: [...withoutCovered(tool.hosts.map(wordOf), signerCovers).kept].sort(compareText),
      pattern: urlPattern(tool.hosts),
    }))
    .exhaustive();
};

const anyOf = (values: readonly string[], one: string, many: string): string =>
  values.length === 1 ? `${one} ${values.map(quoteString).join()}` : `${many} (${values.map(quoteString).join(', ')})`;

const handlebars = Handlebars.create();
handlebars.registerHelper('kql', (value: unknown) => quoteString(String(value)));
handlebars.registerHelper('kqlIs', (values: readonly string[]) => anyOf(values, '=~', 'in~'));
handlebars.registerHelper('kqlHas', (values: readonly string[]) => anyOf(values, 'has', 'has_any'));
handlebars.registerHelper('comment', (value: unknown) => String(value).replace(/[\p{Cc}\u2028\u2029]/gu, ' '));

/** @throws Error when the template does not give a query that can be read. */
export const queryOf = (tool: Tool, shape: Shape, templates: Templates): string => {
  const text = handlebars.compile(templates[shape], { noEscape: true, strict: true })(contextOf(tool, shape));
  const formatted = formatQuery(text.trim());
  if ('diagnostics' in formatted)
    throw new Error(`${tool.file} ${shape}: ${formatted.diagnostics.map(({ message }) => message).join('; ')}\n${text}`);
  return `${formatted.text}\n`;
};

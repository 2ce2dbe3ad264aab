// The text of a rule file in; its queries with metadata and positions, and what was wrong with it, out. No rule is lost silently: each document or
// fence gives a unit or a diagnostic.
import { type Diagnostic, report } from '../diagnostics/diagnostic.ts';
import { wholeFile } from '../diagnostics/source.ts';
import { nowhere } from '../diagnostics/span.ts';
import { withLineFeeds } from './line-ends.ts';
import { readJson } from './read-json.ts';
import { readKql } from './read-kql.ts';
import { readMarkdown } from './read-markdown.ts';
import { readYaml } from './read-yaml.ts';
import { formatOf } from './sniff.ts';
import type { NamelessUnit, Reading, ReadOptions, ReadResult, RuleFormat, RuleUnit } from './unit.ts';

export type { ReadOptions, ReadResult, RuleFormat, RuleUnit } from './unit.ts';

export const maxFileBytes = 4 * 1024 * 1024;
const maxQueryLength = 1024 * 1024;
const utf8Length = (text: string): number => new TextEncoder().encode(text).length;

/** What makes a text no rule file at all. */
const unreadable = (file: string, text: string): Diagnostic | null => {
  if (text.length > maxFileBytes || (text.length * 3 > maxFileBytes && utf8Length(text) > maxFileBytes)) {
    return report('RMMC1004', nowhere, { file, limit: '4 MiB' });
  }
  if (text.trim() === '') return report('RMMC1001', nowhere, { file });
  const nul = text.indexOf('\0');
  if (nul >= 0) return report('RMMC1002', { start: nul, end: nul + 1 }, { file });
  const broken = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.exec(text);
  return broken ? report('RMMC1003', { start: broken.index, end: broken.index + 1 }, { file }) : null;
};

const read = (file: string, text: string, format: RuleFormat, options: ReadOptions): Reading => {
  if (format === 'yaml') return readYaml(file, text, options.strict ?? false);
  if (format === 'json') return readJson(file, text);
  if (format === 'markdown') return readMarkdown(file, text);
  return readKql(file, text, options);
};

/** `dir/Rule one.yaml` is `Rule one`. */
export const stemOf = (file: string): string => {
  const base = file.split(/[\\/]/).at(-1) ?? file;
  const stem = base.replace(/\.[^.]+$/, '');
  return stem === '' ? base : stem;
};

const named = (file: string, units: readonly NamelessUnit[]): readonly RuleUnit[] =>
  units.map((unit, index) => ({
    name: units.length === 1 ? stemOf(file) : `${stemOf(file)}#${index + 1}`,
    ...unit,
    source: withLineFeeds(unit.source),
  }));

const queryTooLong = (unit: NamelessUnit): Diagnostic =>
  report('RMMC1005', { start: unit.span.start, end: unit.span.start }, { limit: '1 MiB' });

/** The YAML parser may point behind the last character. */
const within = (diagnostic: Diagnostic, length: number): Diagnostic => {
  const { start, end } = diagnostic.span;
  return end <= length ? diagnostic : { ...diagnostic, span: { start: Math.min(start, length), end: length } };
};

/**
 * Reads a rule file.
 * @example readRules('T | take 1', { file: 'a.kql' }).units[0]?.source.text // 'T | take 1'
 */
export const readRules = (text: string, options: ReadOptions): ReadResult => {
  const { file } = options;
  const fileText = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const source = wholeFile(file, fileText);
  const problem = unreadable(file, fileText);
  if (problem) return { units: [], source, diagnostics: [problem] };
  const format = options.format && options.format !== 'auto' ? options.format : formatOf(file, fileText);
  const { units, diagnostics } = read(file, fileText, format, options);
  const tooLong = units.filter((unit) => unit.source.text.length > maxQueryLength);
  return {
    units: named(
      file,
      units.filter((unit) => !tooLong.includes(unit)),
    ),
    source,
    diagnostics: [...diagnostics.map((one) => within(one, fileText.length)), ...tooLong.map(queryTooLong)],
  };
};

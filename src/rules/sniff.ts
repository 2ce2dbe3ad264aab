// A file's name and text in, the format that it is read as out. A known extension decides; `.txt`, other extensions and standard input are sniffed.
import { fencesOf, isKqlFence } from './read-markdown.ts';
import type { RuleFormat } from './unit.ts';

const byExtension = new Map<string, RuleFormat>([
  ['yaml', 'yaml'],
  ['yml', 'yaml'],
  ['kql', 'kql'],
  ['csl', 'kql'],
  ['kusto', 'kql'],
  ['md', 'markdown'],
  ['markdown', 'markdown'],
  ['json', 'json'],
]);

/** A top-level `query:` at the start of a line makes it YAML: no KQL starts a line so. */
const sniff = (text: string): RuleFormat => {
  if (/^[ \t]*[[{][ \t\r\n]*["{}\]]/.test(text)) return 'json';
  if (/^query[ \t]*:(?:[ \t]|\r?$)/m.test(text)) return 'yaml';
  if (/^(?:id|name|description|tactics)[ \t]*:[ \t]/m.test(text) && !/^[ \t]*\|[ \t]*[a-z]/m.test(text)) return 'yaml';
  return fencesOf(text).some((fence) => fence.tag !== '' && isKqlFence(text, fence)) ? 'markdown' : 'kql';
};

export const formatOf = (file: string, text: string): RuleFormat =>
  byExtension.get(/\.([^./\\]+)$/.exec(file)?.[1]?.toLowerCase().replace(/"$/, '') ?? '') ?? sniff(text);

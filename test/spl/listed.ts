// A search in; whether it uses only the commands that this reader and evaluator are made for out.
import type { Command } from '../../src/spl/ast.ts';
import { parseSpl } from '../../src/spl/parse.ts';

/** The commands of Splunk's Search Reference that are to be read and computed; `transaction` is to be refused by name and not among them. */
export const listedCommands: ReadonlySet<string> = new Set<Command['kind']>([
  'search',
  'where',
  'eval',
  'stats',
  'eventstats',
  'streamstats',
  'fillnull',
  'rename',
  'fields',
  'table',
  'sort',
  'head',
  'dedup',
  'top',
  'rare',
  'bin',
  'rex',
  'regex',
  'makemv',
  'mvexpand',
  'mvcombine',
  'spath',
  'join',
  'append',
  'union',
  'lookup',
  'inputlookup',
  'makeresults',
  'convert',
  'macro',
]);

/** Names of the commands of a tree, those of its subsearches included. */
const commandsIn = (node: unknown): readonly string[] => {
  if (typeof node !== 'object' || node === null) return [];
  if (Array.isArray(node)) return node.flatMap(commandsIn);
  const own = 'commands' in node && Array.isArray(node.commands) ? (node.commands as readonly Command[]) : [];
  return [...own.map((one) => (one.kind === 'unsupported' ? one.name : one.kind)), ...Object.values(node).flatMap(commandsIn)];
};

/** A text that cannot be read is among them: the reader is at fault, or the page says that it is an error. */
export const usesListedOnly = (spl: string): boolean => {
  const parsed = parseSpl(spl);
  return !parsed.ok || commandsIn(parsed.value).every((name) => listedCommands.has(name));
};

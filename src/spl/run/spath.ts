// JSON or XML text in; the value of a path, or every field of it, out (Search Reference, spath).

import { pathOf, reached } from './json-path.ts';
import { type JsonNode, parseJson, printJson, shownJson } from './json-text.ts';
import { refuse } from './refusal.ts';
import { type Field, multi } from './value.ts';
import { parseXml, xmlAt } from './xml.ts';

/** spath without a path reads only so many characters. */
const mostCharacters = 5000;

/** An array at the end of a path is not reached: it needs `{}`. */
const ends = (nodes: readonly JsonNode[]): readonly string[] => nodes.filter(({ kind }) => kind !== 'array').map(shownJson);

/** The value at a path: texts, a JSON null the text `null`; NULL when nothing is there. */
export const spathOf = (text: string, path: string): Field | null => {
  const steps = pathOf(path);
  if (!steps) return refuse(`spath with the path ${path}`);
  const json = parseJson(text);
  if (json) return multi(ends(reached(json, steps)));
  const xml = text.trimStart().startsWith('<') ? parseXml(text) : null;
  return xml && multi(xmlAt(xml, steps));
};

const leaves = (node: JsonNode, name: string): readonly (readonly [name: string, text: string])[] => {
  if (node.kind === 'object') return node.entries.flatMap(([key, value]) => leaves(value, name === '' ? key : `${name}.${key}`));
  if (node.kind === 'array') return node.items.flatMap((item) => leaves(item, `${name}{}`));
  return [[name, node.kind === 'string' ? node.value : printJson(node)]];
};

/** Every field of a JSON text, named by its path. */
export const everyField = (text: string): ReadonlyMap<string, Field> => {
  if ([...text].length > mostCharacters) return refuse(`spath without a path of a text beyond ${mostCharacters} characters`);
  const json = parseJson(text);
  if (!json) return text.trimStart().startsWith('<') ? refuse('spath without a path of XML') : new Map();
  const texts = new Map<string, string[]>();
  for (const [name, leaf] of leaves(json, '')) texts.set(name, [...(texts.get(name) ?? []), leaf]);
  return new Map(
    [...texts].flatMap(([name, all]): readonly (readonly [string, Field])[] => {
      const field = multi(all);
      return field === null ? [] : [[name, field]];
    }),
  );
};

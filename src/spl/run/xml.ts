// XML text in; the texts that a path of spath reaches out: places count from 1, `{@name}` is an attribute.
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { PathStep } from './json-path.ts';

/** An element: its name, its attributes, what is in it. A text has no name. */
interface XmlNode {
  readonly name: string;
  readonly text: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlNode[];
}

type Raw = Readonly<Record<string, unknown>>;
const attributeMark = ':@';

const nodeOf = (raw: Raw): XmlNode => {
  const name = Object.keys(raw).find((key) => key !== attributeMark) ?? '';
  const content = raw[name];
  const attributes = new Map(Object.entries((raw[attributeMark] ?? {}) as Readonly<Record<string, string>>));
  if (!Array.isArray(content)) return { name: '', text: String(content), attributes, children: [] };
  const children = content.map((child: Raw) => nodeOf(child));
  return { name, text: children.map(({ text }) => text).join(''), attributes, children };
};

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  trimValues: false,
  ignoreDeclaration: true,
});

/** Null when the text is no XML. */
export const parseXml = (text: string): XmlNode | null => {
  if (XMLValidator.validate(text) !== true) return null;
  return { name: '', text: '', attributes: new Map(), children: (parser.parse(text) as readonly Raw[]).map(nodeOf) };
};

const grouped = (nodes: readonly (readonly XmlNode[])[], step: PathStep): readonly (readonly XmlNode[])[] => {
  if (step.kind === 'key') return nodes.flatMap((group) => group.map(({ children }) => children.filter(({ name }) => name === step.key)));
  if (step.kind === 'index') return nodes.map((group) => group.slice(step.index - 1, step.index));
  return nodes;
};

export const xmlAt = (root: XmlNode, steps: readonly PathStep[]): readonly string[] => {
  const last = steps.at(-1);
  const found = steps.reduce<readonly (readonly XmlNode[])[]>(grouped, [[root]]).flat();
  if (last?.kind !== 'attribute') return found.map(({ text }) => text);
  return found.flatMap(({ attributes }) => attributes.get(last.name) ?? []);
};

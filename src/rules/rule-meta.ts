// The entries of a rule's YAML in, its metadata out, with diagnostics on what had to be left out. Unknown keys are none of our business.
import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import { type Diagnostic, report } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/span.ts';
import { type Carried, carriedKeys, type DataConnector, type EntityMapping, type FalsePositive, type RuleMeta } from '../ir/rule.ts';
import { describeNode, type Entry, entriesOf, nodeSpan, textOf } from './yaml-nodes.ts';

interface Item {
  readonly text: string;
  readonly span: Span;
}

/** Reads entries and keeps what was wrong with them. */
interface Asker {
  readonly entries: ReadonlyMap<string, Entry>;
  readonly diagnostics: Diagnostic[];
}

const first = (asker: Asker, keys: readonly string[]): Entry | undefined => {
  for (const key of keys) {
    const entry = asker.entries.get(key);
    if (entry && describeNode(entry.value) !== 'nothing') return entry;
  }
  return undefined;
};

const complain = (asker: Asker, entry: Entry, node: unknown, expected: string): null => {
  const span = nodeSpan(node, entry.keySpan);
  if (isAlias(node)) asker.diagnostics.push(report('RMMC1014', span, { key: entry.key }));
  else asker.diagnostics.push(report('RMMC1018', span, { key: entry.key, found: describeNode(node), expected }));
  return null;
};

const text = (asker: Asker, ...keys: readonly string[]): string | null => {
  const entry = first(asker, keys);
  if (!entry) return null;
  const found = textOf(entry.value);
  return found === null ? complain(asker, entry, entry.value, 'text') : found.trim() || null;
};

const integer = (asker: Asker, key: string): number | null => {
  const entry = first(asker, [key]);
  if (!entry) return null;
  const found = textOf(entry.value)?.trim() ?? '';
  if (/^\d{1,9}$/.test(found)) return Number(found);
  return complain(asker, entry, entry.value, 'a whole number');
};

/** A list of texts; a single value counts as a list of what its commas part. */
const list = (asker: Asker, entry: Entry, hint: boolean): readonly Item[] => {
  if (isSeq(entry.value)) {
    return entry.value.items.flatMap((node) => {
      const found = textOf(node);
      if (found === null) complain(asker, entry, node, 'text');
      return found === null ? [] : [{ text: found.trim(), span: nodeSpan(node, entry.keySpan) }];
    });
  }
  const single = textOf(entry.value);
  const span = nodeSpan(entry.value, entry.keySpan);
  if (single === null) return complain(asker, entry, entry.value, 'a list') ?? [];
  if (hint) asker.diagnostics.push(report('RMMC1020', span, { key: entry.key }));
  return single
    .split(',')
    .map((part) => ({ text: part.trim(), span }))
    .filter((item) => item.text !== '');
};

const lists = (asker: Asker, keys: readonly string[], hint = true): readonly { entry: Entry; item: Item }[] =>
  keys.flatMap((key) => {
    const entry = first(asker, [key]);
    return entry ? list(asker, entry, hint).map((item) => ({ entry, item })) : [];
  });

const distinct = (values: readonly string[]): readonly string[] => [...new Set(values)];

/** `Command and Control`, `command-and-control` and `CommandAndControl` are one tactic. */
const tactic = (value: string): string =>
  value
    .split(/[\s_-]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

const tactics = (asker: Asker): readonly string[] =>
  distinct(
    lists(asker, ['tactics']).flatMap(({ entry, item }) => {
      const name = tactic(item.text);
      if (/^[A-Z][A-Za-z]+$/.test(name)) return [name];
      asker.diagnostics.push(
        report('RMMC1018', item.span, { key: entry.key, found: quoted(item.text), expected: 'a tactic such as CommandAndControl' }),
      );
      return [];
    }),
  );

const techniques = (asker: Asker): readonly string[] =>
  distinct(
    lists(asker, ['relevantTechniques', 'techniques', 'subTechniques']).flatMap(({ entry, item }) => {
      const id = item.text.toUpperCase();
      if (/^T\d{4}(\.\d{3})?$/.test(id)) return [id];
      asker.diagnostics.push(
        report('RMMC1018', item.span, { key: entry.key, found: quoted(item.text), expected: 'a technique such as T1219' }),
      );
      return [];
    }),
  );

const quoted = (value: string): string => JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);

/** One note: a mapping with `scenario`, `description`, `filter`, or a sentence. */
const falsePositive = (asker: Asker, entry: Entry, node: unknown): readonly FalsePositive[] => {
  if (isScalar(node) && textOf(node) !== null) return [{ scenario: (textOf(node) ?? '').trim() }];
  if (!isMap(node)) return complain(asker, entry, node, 'text or a mapping with `scenario`') ?? [];
  const parts = new Map(entriesOf(node).map((part) => [part.key.toLowerCase(), textOf(part.value)?.trim() ?? '']));
  const scenario = parts.get('scenario') || parts.get('name') || parts.get('title');
  const description = parts.get('description');
  const filter = parts.get('filter') || parts.get('exclusion') || parts.get('filter/exclusion');
  if (!scenario && !description) return complain(asker, entry, node, 'a mapping with `scenario`') ?? [];
  return [{ scenario: scenario || description || '', ...(scenario && description ? { description } : {}), ...(filter ? { filter } : {}) }];
};

const falsePositives = (asker: Asker): readonly FalsePositive[] => {
  const entry = first(asker, ['falsePositives', 'falsepositives', 'knownFalsePositives']);
  if (!entry) return [];
  const nodes = isSeq(entry.value) ? entry.value.items : [entry.value];
  return nodes.flatMap((node) => falsePositive(asker, entry, node));
};

/** `author: X`, or `metadata: { author: { name: X } }`. */
const author = (asker: Asker): string | null => {
  const nested = (node: unknown, key: string): unknown =>
    isMap(node) ? entriesOf(node).find((entry) => entry.key === key)?.value : undefined;
  const own = asker.entries.get('author')?.value ?? nested(asker.entries.get('metadata')?.value, 'author');
  return textOf(isMap(own) ? nested(own, 'name') : own)?.trim() || null;
};

/** A tag is a text, or a mapping such as `{ SchemaVersion: x }`, which is written `SchemaVersion: x`. */
const tags = (asker: Asker): readonly string[] => {
  const entry = first(asker, ['tags']);
  if (!entry) return [];
  if (!isSeq(entry.value)) return list(asker, entry, false).map((item) => item.text);
  return entry.value.items.flatMap((node) =>
    isMap(node)
      ? entriesOf(node).map((pair) => `${pair.key}: ${textOf(pair.value) ?? ''}`.trim())
      : [textOf(node)?.trim() ?? ''].filter(Boolean),
  );
};

/** The mappings of a list, each by its keys; what is none is left out, with a diagnostic. */
const mappings = (asker: Asker, key: string): readonly { readonly node: unknown; readonly parts: ReadonlyMap<string, unknown> }[] => {
  const entry = first(asker, [key]);
  if (!entry) return [];
  if (!isSeq(entry.value)) return complain(asker, entry, entry.value, 'a list') ?? [];
  return entry.value.items.flatMap((node) => {
    if (isMap(node)) return [{ node, parts: new Map(entriesOf(node).map((part) => [part.key, part.value])) }];
    return complain(asker, entry, node, 'a mapping') ?? [];
  });
};

const textIn = (parts: ReadonlyMap<string, unknown>, key: string): string => textOf(parts.get(key))?.trim() ?? '';

const entityMappings = (asker: Asker): readonly EntityMapping[] =>
  mappings(asker, 'entityMappings').flatMap(({ parts }) => {
    const fields = parts.get('fieldMappings');
    const found = (isSeq(fields) ? fields.items : []).flatMap((node) => {
      const pair = new Map(isMap(node) ? entriesOf(node).map((part) => [part.key, part.value]) : []);
      const [identifier, column] = [textIn(pair, 'identifier'), textIn(pair, 'columnName')];
      return identifier && column ? [{ identifier, column }] : [];
    });
    const entityType = textIn(parts, 'entityType');
    return entityType && found.length > 0 ? [{ entityType, fields: found }] : [];
  });

const connectors = (asker: Asker): readonly DataConnector[] =>
  mappings(asker, 'requiredDataConnectors').flatMap(({ parts }) => {
    const types = parts.get('dataTypes');
    const connectorId = textIn(parts, 'connectorId');
    const dataTypes = (isSeq(types) ? types.items : [types]).map((node) => textOf(node)?.trim() ?? '').filter(Boolean);
    return connectorId ? [{ connectorId, dataTypes: distinct(dataTypes) }] : [];
  });

const deepest = 12;

/** Aliases are never followed: their place is empty. */
const plainOf = (node: unknown, depth = 0): Carried => {
  if (depth > deepest) return null;
  if (isSeq(node)) return node.items.map((item) => plainOf(item, depth + 1));
  if (isMap(node)) return new Map(entriesOf(node).map(({ key, value }) => [key, plainOf(value, depth + 1)]));
  if (!isScalar(node)) return null;
  const { value } = node;
  return typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)) ? value : textOf(node);
};

const carried = (asker: Asker): ReadonlyMap<string, Carried> =>
  new Map(
    carriedKeys.flatMap((key) => {
      const entry = first(asker, [key]);
      return entry ? [[key, plainOf(entry.value)] as const] : [];
    }),
  );

export const ruleMeta = (entries: ReadonlyMap<string, Entry>): { meta: RuleMeta; diagnostics: readonly Diagnostic[] } => {
  const asker: Asker = { entries, diagnostics: [] };
  const meta: RuleMeta = {
    id: text(asker, 'id'),
    name: text(asker, 'name', 'displayName', 'title'),
    description: text(asker, 'description'),
    tactics: tactics(asker),
    techniques: techniques(asker),
    severity: text(asker, 'severity'),
    kind: text(asker, 'kind'),
    queryFrequency: text(asker, 'queryFrequency'),
    queryPeriod: text(asker, 'queryPeriod'),
    triggerOperator: text(asker, 'triggerOperator'),
    triggerThreshold: integer(asker, 'triggerThreshold'),
    version: text(asker, 'version'),
    author: author(asker),
    references: distinct(lists(asker, ['references', 'reference'], false).map(({ item }) => item.text)),
    tags: tags(asker),
    falsePositives: falsePositives(asker),
    entityMappings: entityMappings(asker),
    connectors: connectors(asker),
    carried: carried(asker),
  };
  return { meta, diagnostics: asker.diagnostics };
};

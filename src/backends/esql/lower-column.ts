// A column of a table in; the field that holds it, cast to the type that KQL gives it, out. Field types and value changes at ingest are decided here.
import type { Span } from '../../diagnostics/span.ts';
import type { ColumnRef } from '../../ir/expr.ts';
import type { Column, ScalarType } from '../../ir/types.ts';
import type { TargetContext } from '../shared/backend.ts';
import { assumeAccount } from '../shared/domain-name.ts';
import type { FieldMapping, TableMapping } from '../shared/fields.ts';
import { bool, call, type Es, field, isNull, or, str } from './ast.ts';
import { type Context, refuse, refusePath, type Use } from './context.ts';
import { type EsqlWhere, fieldMap } from './fields.ts';
import { hexDigits } from './functions/hex-digits.ts';
import { nested } from './json/bag.ts';
import { readsOf, sourceJson, wholeOf } from './json/source-json.ts';
import { droppedIn, type KnownValues, knownOfTable, partMapping as partOfEvent } from './stored/event-channels.ts';
import { indexedKeys } from './stored/keys.ts';
import { kindsMet, kindValue } from './stored/kind-value.ts';
import { readsRuntime, runtimeField, runtimeParts } from './stored/runtime-fields.ts';
import { type Bag, bagValue, type EsType, type JsonSource, refused, typeOf, type Value, value } from './value.ts';
import { readsJson } from './versions.ts';

/** Field types that ES|QL reads as text. */
const textTypes: ReadonlySet<string> = new Set(['keyword', 'wildcard', 'constant_keyword', 'text', 'match_only_text', 'version']);

const nativeTypes: ReadonlyMap<string, EsType> = new Map([
  ['long', 'long'],
  ['integer', 'integer'],
  ['short', 'integer'],
  ['byte', 'integer'],
  ['double', 'double'],
  ['float', 'double'],
  ['half_float', 'double'],
  ['scaled_float', 'double'],
  ['date', 'date'],
  ['boolean', 'boolean'],
  ['ip', 'keyword'],
]);

const conversions: Readonly<Record<Exclude<EsType, 'list' | 'bag' | 'null'>, string>> = {
  keyword: 'TO_STRING',
  integer: 'TO_INTEGER',
  long: 'TO_LONG',
  span: 'TO_LONG',
  double: 'TO_DOUBLE',
  boolean: 'TO_BOOLEAN',
  date: 'TO_DATETIME',
};

const unreadable = (mapping: FieldMapping): string | null => {
  if (mapping.type === 'flattened') return `its field ${mapping.field} is of the type flattened, which ES|QL cannot read`;
  if (mapping.type === 'object' || mapping.type === 'nested') return `${mapping.field} is an object; only the fields below it have values`;
  return null;
};

const hives: readonly (readonly [string, string])[] = [
  ['HKLM', 'HKEY_LOCAL_MACHINE'],
  ['HKCU', 'HKEY_CURRENT_USER'],
  ['HKU', 'HKEY_USERS'],
  ['HKCR', 'HKEY_CLASSES_ROOT'],
  ['HKCC', 'HKEY_CURRENT_CONFIG'],
];

/** `registry.key` has no hive: it stands, abbreviated, in `registry.hive`. */
const withHive = (key: string): Es => {
  const hive = field('registry.hive');
  const long = hives.flatMap(([short, name]): readonly Es[] => [{ kind: 'binary', op: '==', left: hive, right: str(short) }, str(name)]);
  const whole = call('CONCAT', call('CASE', ...long, call('COALESCE', hive, str(''))), str('\\'), call('COALESCE', field(key), str('')));
  return call('CASE', isNull(hive), call('COALESCE', field(key), str('')), whole);
};

interface Account {
  /** `DOMAIN\\name` of two fields. */
  readonly joined: Es;
  readonly isMissing: Es;
}

const accountOf = (name: string, domain: string): Account => {
  const [front, behind] = [call('COALESCE', field(domain), str('')), call('COALESCE', field(name), str(''))];
  const isMissing: Es = { kind: 'binary', op: '==', left: call('CONCAT', front, behind), right: str('') };
  return { joined: call('CONCAT', front, str('\\'), behind), isMissing };
};

/** The account of the event's kind; where it has none, the other one; the empty text where it has neither. */
const withDomain = ({ field: name, instead }: FieldMapping, domain: string): Es => {
  const own = accountOf(name, domain);
  if (!instead) return call('CASE', own.isMissing, str(''), own.joined);
  const other = accountOf(instead.field, instead.domain);
  const isOther = or({ kind: 'in', left: field(instead.when.field), items: instead.when.values.map(str) }, own.isMissing);
  return call('CASE', isOther, call('CASE', other.isMissing, str(''), other.joined), own.joined);
};

/** The fields as one expression: the first that is present. */
const read = (mapping: FieldMapping): Es => {
  if (mapping.transform === 'registry_hive_abbrev') return withHive(mapping.field);
  if (mapping.domain !== undefined) return withDomain(mapping, mapping.domain);
  if (mapping.transform === 'hex_digits') {
    const digits = hexDigits(field(mapping.field));
    return mapping.or ? call('COALESCE', digits, ...mapping.or.map(field)) : digits;
  }
  const fields = [mapping.field, ...(mapping.or ?? [])].map(field);
  const [first] = fields;
  return fields.length === 1 && first ? first : call('COALESCE', ...fields);
};

/** What the engine has in hand, converted where KQL's type asks for another. */
const converted = (es: Es, mapping: FieldMapping, type: ScalarType): { readonly es: Es; readonly type: EsType } => {
  if (mapping.transform === 'hex_digits') return { es, type: 'keyword' };
  const wanted = typeOf(type);
  const native = mapping.type === undefined ? undefined : nativeTypes.get(mapping.type);
  const isText = mapping.type === undefined || textTypes.has(mapping.type);
  if (wanted === 'keyword') return isText ? { es, type: 'keyword' } : { es: call('TO_STRING', es), type: 'keyword' };
  if (native === wanted || (native === 'integer' && wanted === 'long') || (native === 'long' && wanted === 'span'))
    return { es, type: native };
  if (wanted === 'list' || wanted === 'bag' || wanted === 'null') return { es, type: 'keyword' };
  return { es: call(conversions[wanted], es), type: wanted };
};

const assumeAboutValue = (context: Context, span: Span, ref: ColumnRef, mapping: FieldMapping): void => {
  const { column, field: name } = { column: ref.name, field: mapping.field };
  if (mapping.values || mapping.valuesRule) context.findings.assume('RMMC3705', span, { column, field: name });
  else if (mapping.transform === 'lower') context.findings.assume('RMMC3703', span, { column, field: name });
};

const literalOf = (value: string, type: ScalarType): Es => (type === 'bool' ? bool(value === 'true') : { kind: 'number', text: value });

/** A number or a truth value that the field holds as a word: each word is its value, and any other is none. */
const decoded = (context: Context, ref: ColumnRef, mapping: FieldMapping): Value => {
  context.findings.assume('RMMC3770', ref.span, { column: ref.name, field: mapping.field });
  const words = Object.entries(mapping.values ?? {}).flatMap(([own, stored]): readonly Es[] =>
    stored === null ? [] : [{ kind: 'binary', op: '==', left: read(mapping), right: str(stored) }, literalOf(own, ref.type)],
  );
  return value(call('CASE', ...words, { kind: 'null' }), typeOf(ref.type), true);
};

/** A text that the field holds as another word; any other word is none. */
const wordOf = (mapping: FieldMapping): Value => {
  const words = Object.entries(mapping.values ?? {}).flatMap(([own, stored]): readonly Es[] =>
    stored === null ? [] : [{ kind: 'binary', op: '==', left: read(mapping), right: str(stored) }, str(own)],
  );
  return value(call('CASE', ...words, str('')), 'keyword', false);
};

const fieldsRead = (mapping: FieldMapping, known: KnownValues): readonly string[] => {
  const own = [...(mapping.domain === undefined ? [] : [mapping.domain]), mapping.field, ...(mapping.or ?? [])];
  if (!mapping.byKind) return own;
  const { some, all } = kindsMet(mapping.byKind, known);
  return [...new Set([...some.flatMap(({ to }) => (to ? fieldsRead(to, known) : [])), ...(all ? [] : own)])];
};

/** A text of a Windows event, read where the integrations' pipelines leave it in events of its kind. */
const fromKinds = (context: Context, table: string, ref: ColumnRef, mapping: FieldMapping, dropped = ''): Value => {
  const known = knownOfTable(table, context.known);
  context.findings.assume('RMMC3790', ref.span, { column: ref.name, fields: fieldsRead(mapping, known).join(', '), dropped });
  const readKind = ({ byKind, ...own }: FieldMapping): Value => {
    if (byKind) return kindValue(byKind, known, (kind) => (kind === null ? readKind(own) : kind.to && readKind(kind.to)));
    return own.values ? wordOf(own) : fromMapping(context, table, ref, own, 'test');
  };
  return readKind(mapping);
};

const fromMapping = (context: Context, table: string, ref: ColumnRef, mapping: FieldMapping, use: Use): Value => {
  if (mapping.byKind) return fromKinds(context, table, ref, mapping);
  if (mapping.confidence === 'guess') context.findings.assume('RMMC3708', ref.span, { column: ref.name, field: mapping.field });
  assumeAccount(context.findings, ref, mapping);
  if (mapping.or) context.findings.assume('RMMC3709', ref.span, { column: ref.name, fields: [mapping.field, ...mapping.or].join(', ') });
  if (mapping.values && typeOf(ref.type) !== 'keyword') return decoded(context, ref, mapping);
  if (use === 'value') assumeAboutValue(context, ref.span, ref, mapping);
  const { es, type } = converted(read(mapping), mapping, ref.type);
  const reads = readsJson(context) && type === 'keyword' ? readsOf(context, ref, mapping) : null;
  return {
    ...(reads ? { reads } : {}),
    es,
    type,
    nullable: mapping.transform !== 'registry_hive_abbrev' && mapping.domain === undefined,
    ...(mapping.transform === 'hex_digits' ? {} : { stored: { column: ref.name, table, mapping } }),
  };
};

/** A part of the data of a Windows event; null: the column has no such parts. */
const eventPart = (context: Context, table: TableInSight, ref: ColumnRef, keys: readonly string[], span: Span): Value | null => {
  const prefix = table.mapping.columns.get(ref.name)?.partFields;
  const [key, ...below] = keys;
  if (prefix === undefined || key === undefined) return null;
  const path = `${ref.name}.${keys.join('.')}`;
  const known = knownOfTable(table.name, context.known);
  const mapping = below.length === 0 && /^[A-Za-z0-9_]+$/.test(key) ? partOfEvent(key, prefix, known) : null;
  if (!mapping) {
    const why =
      'the ingest pipelines of the integrations do not keep it as it is in a field; where events of one channel keep it, a test of the channel helps';
    return refuse(context, span, `the path ${path}`, why);
  }
  return fromKinds(
    context,
    table.name,
    { kind: 'column', span, type: 'string', name: path, declared: true },
    mapping,
    droppedIn(known).join(', '),
  );
};

const whole = (context: Context, table: TableInSight, ref: ColumnRef, mapping: FieldMapping, span: Span): Value =>
  refuse(
    context,
    span,
    `column ${table.name}.${ref.name}`,
    unreadable(mapping) ?? `its field ${mapping.field} does not keep the JSON text of a dynamic value`,
  );

/** Keys as the field map spells a path. A key with a point in it would be read as two. */
const pathOf = (keys: readonly string[]): string | null => (keys.some((key) => key.includes('.')) ? null : keys.join('.'));

/** A path whose indexes stand as `*` in the map, where the field is named for every index. */
const starred = (keys: readonly string[]): string => keys.map((key) => (/^\d+$/.test(key) ? '*' : key)).join('.');

const withIndexes = (field: string, keys: readonly string[]): string => {
  const indexes = keys.filter((key) => /^\d+$/.test(key));
  return indexes.reduce((name, index) => name.replace('*', index), field);
};

/** The field of a part: of its own path, or of the path for every index. */
const partMapping = (table: TableInSight, keys: readonly string[]): FieldMapping | null => {
  const path = pathOf(keys);
  if (path === null) return null;
  const own = table.mapping.columns.get(path);
  if (own) return own;
  const every = table.mapping.columns.get(starred(keys));
  return every?.field.includes('*') ? { ...every, field: withIndexes(every.field, keys) } : null;
};

const hasParts = (table: TableInSight, keys: readonly string[]): boolean => {
  const path = pathOf(keys);
  return (
    path !== null && [...table.mapping.columns.keys()].some((name) => name.startsWith(`${path}.`) || name.startsWith(`${starred(keys)}.`))
  );
};

/** What reads the parts of a column that have no fields of their own; null: nothing does. */
const partsIn = (context: Context, table: TableInSight, ref: ColumnRef, mapping: FieldMapping): JsonSource | null =>
  readsRuntime(context)
    ? runtimeParts(context, { name: ref.name, mapping, indices: table.mapping.where.indices })
    : readsJson(context)
      ? sourceJson(context, ref, mapping)
      : null;

/** A dynamic column is known by those of its parts that have fields. */
const fromParts = (context: Context, table: TableInSight, ref: ColumnRef, ofWhole: Bag['whole']): Value => {
  const find = (keys: readonly string[], span: Span): Value | null => {
    const mapping = keys.length > 1 ? partMapping(table, keys) : null;
    return (
      mapping &&
      fromMapping(context, table.name, { kind: 'column', span, type: 'string', name: keys.join('.'), declared: true }, mapping, 'test')
    );
  };
  const at: Bag['at'] = (keys, span) => {
    const all = [ref.name, ...keys];
    const known =
      find(all, span) ?? eventPart(context, table, ref, keys, span) ?? nested(all, find, (below) => hasParts(table, below), ofWhole);
    return known ?? (mapping?.type === 'flattened' ? below(keys) : null);
  };
  const below = (keys: readonly string[]): Value =>
    bagValue({
      at: (more) => below([...keys, ...more]),
      whole: (span) => (json && wholeOf(json, keys, span)) ?? refusePath(context, span, [ref.name, ...keys].join('.'), canRun(keys)),
      ...asked(keys),
      ...(json ? { json: { source: json, keys } } : {}),
    });
  const mapping = table.mapping.columns.get(ref.name);
  const json = mapping ? partsIn(context, table, ref, mapping) : null;
  const canRun = (keys: readonly string[]): boolean => !!mapping && runtimeField(mapping, keys) !== null;
  const asked = (keys: readonly string[]): Pick<Bag, 'asked'> => {
    if (mapping?.type !== 'flattened') return {};
    const stored = indexedKeys(mapping.field, keys);
    return stored ? { asked: { column: ref.name, field: mapping.field, keys, stored } } : {};
  };
  const values = (span: Span): Value => {
    if (!mapping) return refused;
    context.findings.assume('RMMC3756', span, { column: ref.name, field: mapping.field });
    const element = nativeTypes.get(mapping.type ?? '') ?? 'keyword';
    const es = mapping.type === 'ip' ? call('TO_STRING', field(mapping.field)) : field(mapping.field);
    return {
      es,
      type: 'list',
      nullable: true,
      element,
      set: true,
      mayLack: true,
      stored: { column: ref.name, table: table.name, mapping },
    };
  };
  return bagValue({
    at,
    whole: (span) => (json && wholeOf(json, [], span)) ?? ofWhole(span),
    ...asked([]),
    ...(json ? { json: { source: json, keys: [] } } : {}),
    ...(mapping && !unreadable(mapping) && !mapping.or ? { values } : {}),
  });
};

/** The elements of an array of texts. */
const arrayColumn = (context: Context, table: string, ref: ColumnRef, mapping: FieldMapping): Value => {
  context.findings.assume('RMMC3756', ref.span, { column: ref.name, field: mapping.field });
  return {
    es: field(mapping.field),
    type: 'list',
    nullable: true,
    element: 'keyword',
    set: true,
    mayLack: true,
    stored: { column: ref.name, table, mapping },
  };
};

/** KQL's own name as a field, for a column that nobody mapped. */
const kept = (ref: ColumnRef, prefix = ''): Value => value(field(`${prefix}${ref.name}`), typeOf(ref.type), true);

export interface TableInSight {
  readonly name: string;
  readonly mapping: TableMapping<EsqlWhere>;
}

/**
 * A column of a table. One that no schema and no map knows is read as the empty string where only its value is asked for: an index has no such field,
 * and a query that names it would not run.
 */
export const tableColumn = (context: Context, table: TableInSight, ref: ColumnRef, use: Use): Value => {
  const mapping = table.mapping.columns.get(ref.name);
  if (mapping?.array && ref.type === 'dynamic') return arrayColumn(context, table.name, ref, mapping);
  if (mapping && (ref.type === 'dynamic' || unreadable(mapping)))
    return fromParts(context, table, ref, (span) => whole(context, table, ref, mapping, span));
  if (mapping) return fromMapping(context, table.name, ref, mapping, use);
  const unmapped = (span: Span): Value => {
    context.findings.refuse('RMMC4002', span, { column: ref.name, table: table.name, target: 'esql' });
    return refused;
  };
  if (hasParts(table, [ref.name])) return fromParts(context, table, ref, unmapped);
  if (mapping === undefined && table.mapping.prefix !== undefined) return kept(ref, table.mapping.prefix);
  if (context.options.unmapped === 'keep') return kept(ref);
  if (!ref.declared && mapping === undefined && use === 'value') {
    context.findings.assume('RMMC3702', ref.span, { column: ref.name, table: table.name });
    return value(str(''), 'keyword', false);
  }
  return unmapped(ref.span);
};

/** True for a column whose whole value `tableColumn` would refuse. */
export const isMissing = (context: Context, { mapping }: TableInSight, ref: ColumnRef): boolean => {
  const own = mapping.columns.get(ref.name);
  if (own) return unreadable(own) !== null || (ref.type === 'dynamic' && !own.array);
  return context.options.unmapped !== 'keep' && (own === null || mapping.prefix === undefined);
};

/** Whether the whole value of a column of a table can be shown. A table without a place is refused elsewhere. */
export const showsColumn = (context: Pick<TargetContext, 'profile' | 'options'>, table: string, { name, type }: Column): boolean => {
  const mapping = fieldMap(context.profile).table(table);
  if (!mapping) return true;
  const own = mapping.columns.get(name);
  if (own) return unreadable(own) === null && (type !== 'dynamic' || own.array === true);
  return context.options.unmapped === 'keep' || (own !== null && mapping.prefix !== undefined);
};

/** Whether a column that no step reads can be shown: it has a field, and the engine reads it. */
export const offersColumn = (context: Context, table: TableInSight, name: string, type: ScalarType): boolean => {
  const mapping = table.mapping.columns.get(name);
  if (type === 'dynamic') return mapping?.array === true;
  if (mapping) return unreadable(mapping) === null;
  return mapping === undefined && (table.mapping.prefix !== undefined || context.options.unmapped === 'keep');
};

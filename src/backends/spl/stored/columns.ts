// The columns of a table as fields of its raw events: names and types in, where they stand and how they are read out.
import { match, P } from 'ts-pattern';
import type { Span } from '../../../diagnostics/span.ts';
import { eventTimes } from '../../../ir/event-time.ts';
import type { Source } from '../../../ir/pipeline.ts';
import type { ScalarType } from '../../../ir/types.ts';
import type { TargetContext } from '../../shared/backend.ts';
import { assumeAccount } from '../../shared/domain-name.ts';
import type { FieldMapping, OtherAccount, TableMapping } from '../../shared/fields.ts';
import { binary, call, type Eval, either, field, text } from '../ast.ts';
import { type Binding, nullTextOf, type Rep } from '../context.ts';
import { mappingOf, type Place } from '../fields.ts';
import { parsedIso } from '../functions/time.ts';
import { isFieldName } from '../quote.ts';
import { isFalseText, isTrueText, repOf } from '../values.ts';

/** A column that a rule names, with the place where it names it. */
export interface Use {
  readonly name: string;
  readonly type: ScalarType;
  readonly declared: boolean;
  readonly span: Span;
}

/** The time of an event, in every sourcetype. */
export const timeField = '_time';

/** Whether a column is the time of the event. */
export const isTime = (mapping: TableMapping<Place>, timeColumn: string | null, name: string): boolean =>
  name === timeColumn || mapping.columns.get(name)?.field === timeField || (eventTimes.has(name) && !mapping.columns.has(name));

const found = (mapping: TableMapping<Place>, name: string): FieldMapping | null => {
  const listed = mapping.columns.get(name);
  if (listed !== undefined) return listed;
  return mapping.prefix === undefined ? null : { field: `${mapping.prefix}${name}`, confidence: 'derived' };
};

/** Whether the events hold a table's column. A table without a place is refused elsewhere. */
export const holdsColumn = (context: TargetContext, table: Extract<Source, { kind: 'table' }>, name: string): boolean => {
  const mapping = mappingOf(context, table.name);
  return !mapping || context.options.unmapped === 'keep' || isTime(mapping, table.timeColumn, name) || found(mapping, name) !== null;
};

/** The field of a column; findings on what is missing, guessed or undeclared. */
export const fieldOfColumn = (mapping: TableMapping<Place>, table: string, use: Use, context: TargetContext): FieldMapping => {
  const row = found(mapping, use.name);
  const { findings, options } = context;
  const kept: FieldMapping = { field: use.name, confidence: 'user' };
  if (row === null) {
    if (options.unmapped === 'error') findings.refuse('RMMC4002', use.span, { column: use.name, table, target: 'spl' });
    return kept;
  }
  if (!isFieldName(row.field)) {
    findings.refuse('RMMC3810', use.span, {
      what: `the field \`${row.field}\``,
      why: 'its name has characters that SPL reads as something else',
    });
    return kept;
  }
  if (row.transform !== undefined) {
    findings.refuse('RMMC3810', use.span, {
      what: `the column ${use.name} through a transform`,
      why: 'fields of Splunk are mapped by name, or by a table of values',
    });
  }
  assumeAccount(findings, use, row);
  if (row.values !== undefined)
    findings.assume('RMMC3871', use.span, { column: use.name, field: row.field, kept: row.valuesRule === 'same' });
  if (!use.declared) findings.assume('RMMC3806', use.span, { column: use.name, field: row.field });
  else if (row.confidence === 'guess')
    findings.assume('RMMC3819', use.span, { field: row.field, column: use.name, confidence: row.confidence });
  return row;
};

/** Arrays of JSON unfold into multivalue fields whose names end in `{}`. */
const isUnfolded = (name: string): boolean => name.endsWith('{}');

/** Texts for the schema, objects or arrays in the events: columns, and fields where the column's name says too little. */
const jsonTexts: ReadonlySet<string> = new Set([
  'AdditionalFields',
  'LoggedOnUsers',
  'ConnectedNetworks',
  'DnsAddresses',
  'DefaultGateways',
  'IPAddresses',
  'properties.deviceDetail',
  'properties.location',
  'properties.mfaDetail',
  'properties.status',
  'authorization',
  'claims',
  'properties',
  'httpRequest',
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'serviceEventDetails',
]);

/** True when the event may hold the column as an object or an array: Splunk then makes fields of the parts and none of the whole. */
export const isJson = (row: FieldMapping, name: string, type: ScalarType): boolean =>
  type === 'dynamic' || isUnfolded(row.field) || jsonTexts.has(name) || jsonTexts.has(row.field);

/** True when the index knows no field that has the whole value of the column. */
export const isComposite = (mapping: TableMapping<Place>, name: string, type: ScalarType): boolean => {
  const row = found(mapping, name);
  return row !== null && (row.or !== undefined || row.values !== undefined || row.domain !== undefined || isJson(row, name, type));
};

/** The raw field of a column for the base search; null when there is none that has the whole value. */
export const indexedField = (mapping: TableMapping<Place>, name: string, type: ScalarType): string | null => {
  const row = found(mapping, name);
  return row && isFieldName(row.field) && !isComposite(mapping, name, type) ? row.field : null;
};

/** The fields that may hold the whole value; the field of an unfolded array holds at most its elements. */
export const sourcesOf = (row: FieldMapping): readonly string[] =>
  row.domain === undefined ? [row.field, ...(row.or ?? [])].filter((name) => !isUnfolded(name)) : [];

/** The kind of the event, whether or not its field has KQL's name by now. */
const isOfKind = ({ when }: OtherAccount): Eval =>
  call('in', call('tostring', call('coalesce', field(when.column), field(when.field))), ...when.values.map(text));

/** `DOMAIN\\name` of two fields; a backslash alone where the event has neither. */
const joined = (name: string, domain: string, nullText: string): Eval => {
  const part = (source: Eval): Eval => call('coalesce', nullText === '' ? source : call('nullif', source, text(nullText)), text(''));
  return binary('.', binary('.', part(field(domain)), text('\\')), part(field(name)));
};

/** The account of the event's kind; where it has none, the other one; the empty text where it has neither. */
const withDomain = ({ field: name, instead }: FieldMapping, domain: string, nullText: string): Eval => {
  const own = joined(name, domain, nullText);
  const isMissing = (one: Eval): Eval => binary('==', one, text('\\'));
  if (!instead) return call('if', isMissing(own), text(''), own);
  const other = joined(instead.field, instead.domain, nullText);
  const account = call('if', either(isOfKind(instead), isMissing(own)), other, own);
  return call('coalesce', call('nullif', account, text('\\')), text(''));
};

/** What else the value is read from: the JSON of the event, or two fields at once. */
export const computedOf = (row: FieldMapping, name: string, type: ScalarType, nullText: string): readonly Eval[] => {
  if (row.domain !== undefined) return [withDomain(row, row.domain, nullText)];
  return isJson(row, name, type) && row.partFields === undefined ? jsonOfEvent(row) : [];
};

/** The value as the JSON of the event itself has it. */
export const jsonOfEvent = (row: FieldMapping): readonly Eval[] =>
  [row.field, ...(row.or ?? [])].map((name) => call('json_extract', field('_raw'), text(isUnfolded(name) ? name.slice(0, -2) : name)));

/** How a column is read: the fields that it is named from, and the eval that reads it once it has its name. */
export interface Reading {
  /** More than one: the first that is there counts. None: `value` reads the event itself. */
  readonly sources: readonly string[];
  /** What the field holds, as KQL sees the column: missing or the null text is `""` for a text and null for the rest. */
  readonly value: Eval;
  /** `value` differs from the field by its nulls only. */
  readonly plain: boolean;
  readonly binding: Binding;
}

const boolValue = (source: Eval): Eval => call('case', isTrueText(source), text('true'), isFalseText(source), text('false'));

const firstOf = (parts: readonly Eval[]): Eval => {
  const [only] = parts;
  return parts.length === 1 && only ? only : call('coalesce', ...parts);
};

const readValue = (rep: Rep, parts: readonly Eval[], numeric: boolean, nullText: string): Eval => {
  const source = firstOf(parts);
  const present = nullText === '' ? source : call('nullif', source, text(nullText));
  return match(rep)
    .with('text', () => (nullText === '' ? call('coalesce', ...parts, text('')) : call('coalesce', present, text(''))))
    .with(P.union('number', 'span'), () => (numeric ? call('tonumber', source) : present))
    .with('time', () => parsedIso(source))
    .with('bool', () => boolValue(source))
    .with(P.union('json', 'list'), () => present)
    .exhaustive();
};

/** The value that KQL sees for what is stored; what is not listed stays as it is, or is missing. */
const decoded = ({ values, valuesRule }: FieldMapping, source: Eval): Eval => {
  if (values === undefined) return source;
  const listed = Object.entries(values).flatMap(([value, stored]): readonly Eval[] =>
    stored === null ? [] : [binary('==', source, text(stored)), text(value)],
  );
  return call('case', ...listed, ...(valuesRule === 'same' ? [call('true'), source] : []));
};

/** `target`: the field of the column from here on; `at`: where a raw field stands when the prefix was stripped. */
export const readColumn = (
  row: FieldMapping,
  use: Use,
  target: string,
  numeric: boolean,
  at: (name: string) => string,
  context: TargetContext,
): Reading => {
  const rep = repOf(use.type);
  const json = isJson(row, use.name, use.type);
  const sources = sourcesOf(row).map(at);
  if (row.partFields !== undefined) context.findings.assume('RMMC3829', use.span, { column: use.name, field: row.field });
  else if (json) context.findings.assume('RMMC3801', use.span, { column: use.name });
  if (rep === 'time') context.findings.assume('RMMC3817', use.span, { what: `the column ${use.name}` });
  if (rep === 'span')
    context.findings.refuse('RMMC3810', use.span, {
      what: `the timespan column ${use.name}`,
      why: 'nobody documents how the events write it',
    });
  const parts = [...(sources.length > 0 ? [decoded(row, field(target))] : []), ...computedOf(row, use.name, use.type, nullTextOf(context))];
  return {
    sources,
    value:
      row.domain !== undefined || (rep === 'bool' && row.values !== undefined)
        ? firstOf(parts)
        : readValue(rep, parts, numeric, nullTextOf(context)),
    plain: !json && row.values === undefined && row.domain === undefined,
    binding: {
      field: target,
      rep,
      nullable: rep !== 'text',
      ...(isUnfolded(row.field)
        ? { raw: row.field }
        : row.values === undefined && row.domain === undefined && (rep === 'json' || rep === 'text')
          ? { raw: at(row.field) }
          : {}),
      ...(row.partFields === undefined ? {} : { partFields: row.partFields }),
    },
  };
};

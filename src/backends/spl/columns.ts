// The columns of a table as fields of its raw events: names and types in, where they stand and how they are read out.
import { match, P } from 'ts-pattern';
import type { Span } from '../../diagnostics/span.ts';
import type { ScalarType } from '../../ir/types.ts';
import type { TargetContext } from '../shared/backend.ts';
import type { FieldMapping, TableMapping } from '../shared/fields.ts';
import { call, type Eval, field, text } from './ast.ts';
import { type Binding, nullTextOf, type Rep } from './context.ts';
import type { Place } from './fields.ts';
import { parsedIso } from './functions-time.ts';
import { isFieldName } from './quote.ts';
import { isFalseText, isTrueText, repOf } from './values.ts';

/** A column that a rule names, with the place where it names it. */
export interface Use {
  readonly name: string;
  readonly type: ScalarType;
  readonly declared: boolean;
  readonly span: Span;
}

/** The time of an event, in every sourcetype. */
export const timeField = '_time';

const found = (mapping: TableMapping<Place>, use: Use): FieldMapping | null => {
  const listed = mapping.columns.get(use.name);
  if (listed !== undefined) return listed;
  return mapping.prefix === undefined ? null : { field: `${mapping.prefix}${use.name}`, confidence: 'derived' };
};

/** The field of a column; findings on what is missing, guessed or undeclared. */
export const fieldOfColumn = (mapping: TableMapping<Place>, table: string, use: Use, context: TargetContext): FieldMapping => {
  const row = found(mapping, use);
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
  if (row.transform !== undefined || row.values !== undefined) {
    findings.refuse('RMMC3810', use.span, {
      what: `the column ${use.name} through a transform or a table of values`,
      why: 'fields of Splunk are mapped by name only',
    });
  }
  if (!use.declared) findings.assume('RMMC3806', use.span, { column: use.name, field: row.field });
  else if (row.confidence === 'guess')
    findings.assume('RMMC3819', use.span, { field: row.field, column: use.name, confidence: row.confidence });
  return row;
};

/** Arrays of JSON unfold into multivalue fields whose names end in `{}`. */
const isUnfolded = (name: string): boolean => name.endsWith('{}');

/** How a column is read: the field it is renamed from, or the eval that reads it where it stands. */
export interface Reading {
  /** Null when several fields may hold the value: then `value` reads them all. */
  readonly renamedFrom: string | null;
  /** What a raw field holds, as KQL sees the column: missing or the null text is `""` for a text and null for the rest. */
  readonly value: Eval;
  readonly binding: Binding;
}

const boolValue = (source: Eval): Eval => call('case', isTrueText(source), text('true'), isFalseText(source), text('false'));

const readValue = (rep: Rep, source: Eval, numeric: boolean, unfolded: boolean, nullText: string): Eval => {
  const present = nullText === '' ? source : call('nullif', source, text(nullText));
  return match(rep)
    .with('text', () => call('coalesce', unfolded ? call('mvjoin', present, text(',')) : present, text('')))
    .with(P.union('number', 'span'), () => (numeric ? call('tonumber', source) : present))
    .with('time', () => parsedIso(source))
    .with('bool', () => boolValue(source))
    .with(P.union('json', 'list'), () => present)
    .exhaustive();
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
  const unfolded = isUnfolded(row.field);
  const rep: Rep = unfolded && use.type === 'dynamic' ? 'list' : repOf(use.type);
  const fields = [row.field, ...(row.or ?? [])].map((name) => field(at(name)));
  const single = fields.length === 1;
  if (rep === 'json' || unfolded) context.findings.assume('RMMC3801', use.span, { column: use.name });
  if (rep === 'span')
    context.findings.refuse('RMMC3810', use.span, {
      what: `the timespan column ${use.name}`,
      why: 'nobody documents how the events write it',
    });
  return {
    renamedFrom: single ? at(row.field) : null,
    value: readValue(rep, single ? field(target) : call('coalesce', ...fields), numeric, unfolded, nullTextOf(context)),
    binding: {
      field: target,
      rep,
      nullable: rep !== 'text',
      ...(unfolded ? { raw: row.field } : rep === 'json' || rep === 'text' ? { raw: at(row.field) } : {}),
    },
  };
};

// A lookup that stands for a file or a watchlist in; the commands that read its rows, and its columns as KQL sees them, out. A CSV file holds texts.
import { match, P } from 'ts-pattern';
import type { Span } from '../../diagnostics/span.ts';
import type { Step } from '../../ir/pipeline.ts';
import { visitPipeline } from '../../ir/traverse.ts';
import type { ScalarType } from '../../ir/types.ts';
import type { TargetContext } from '../shared/backend.ts';
import { type LookupTable, rowsOf } from '../shared/lookups.ts';
import { type Assignment, type Command, call, type Eval, field, text } from './ast.ts';
import type { Binding } from './context.ts';
import { keepsAll, neededBefore } from './demand.ts';
import { parsedIso } from './functions/time.ts';
import type { Rows } from './lower-table.ts';
import { allowedName, fieldFor } from './state.ts';
import { isFalseText, isTrueText, repOf } from './values.ts';

/** The name of the lookup in Splunk. */
export const lookupName = (table: LookupTable, { profile }: Pick<TargetContext, 'profile'>): string => {
  const own = new Map(Object.entries(profile.lookups ?? {}));
  return own.get(table.name) ?? own.get(table.lookup.name) ?? table.lookup.name;
};

export const assumeLookup = (table: LookupTable, columns: readonly string[], span: Span, context: TargetContext): void => {
  const rows = rowsOf({ from: table.lookup.from, of: table.name });
  context.findings.assume('RMMC3875', span, { lookup: lookupName(table, context), rows, columns: columns.join(', ') });
};

interface Read {
  readonly name: string;
  readonly type: ScalarType;
  readonly span: Span;
}

/** A cell of a CSV file as KQL reads it; an empty one is missing. */
export const cellValue = (source: Eval, type: ScalarType): Eval =>
  match(repOf(type))
    .with('text', () => call('coalesce', source, text('')))
    .with(P.union('number', 'span'), () => call('tonumber', source))
    .with('time', () => parsedIso(source))
    .with('bool', () => call('case', isTrueText(source), text('true'), isFalseText(source), text('false')))
    .with(P.union('json', 'list'), () => call('nullif', source, text('')))
    .exhaustive();

const typeFindings = ({ name, type, span }: Read, context: TargetContext): void => {
  if (repOf(type) === 'time') context.findings.assume('RMMC3817', span, { what: `the column ${name}` });
  if (repOf(type) === 'span')
    context.findings.refuse('RMMC3810', span, { what: `the timespan column ${name}`, why: 'nobody documents how the file writes it' });
};

/** Columns that are read, each with the place where the rule names it first. */
const readsOf = (table: LookupTable, steps: readonly Step[], names: ReadonlySet<string>): readonly Read[] => {
  const uses = new Map<string, { readonly span: Span; readonly type: ScalarType }>();
  const note = (name: string, span: Span, type: ScalarType): void => {
    if (!uses.has(name)) uses.set(name, { span, type });
  };
  visitPipeline({ source: table, steps }, { expr: (e) => e.kind === 'column' && note(e.name, e.span, e.type) });
  const types = new Map(table.frame.columns.map((column) => [column.name, column.type]));
  return [...names].map((name) => {
    const use = uses.get(name);
    return { name, type: types.get(name) ?? use?.type ?? 'unknown', span: use?.span ?? table.span };
  });
};

/** Reads a lookup; `wanted` are the columns needed behind `steps`, none of them: all. */
export const lowerLookup = (table: LookupTable, steps: readonly Step[], wanted: ReadonlySet<string>, context: TargetContext): Rows => {
  const all = keepsAll(steps) && wanted.size === 0;
  const declared = new Set(table.frame.columns.map((column) => column.name));
  const needed = [...neededBefore(steps, all ? declared : wanted)];
  const known = needed.filter((name) => table.frame.open || declared.has(name));
  const reads = readsOf(table, steps, new Set(known));
  assumeLookup(table, known, table.span, context);
  const scope = new Map<string, Binding>();
  const assignments: Assignment[] = [];
  const texts: string[] = [];
  for (const read of reads) {
    typeFindings(read, context);
    const target = fieldFor(read.name, read.span, context);
    const rep = repOf(read.type);
    scope.set(read.name, { field: target, rep, nullable: rep !== 'text' });
    if (rep === 'text') texts.push(target);
    else assignments.push({ field: target, value: cellValue(field(target), read.type) });
  }
  const headers = table.frame.columns.map((column) => allowedName(column.name));
  const commands: readonly Command[] = [
    { kind: 'inputlookup', name: lookupName(table, context), append: false, columns: table.frame.open ? null : headers },
    ...(texts.length > 0 ? [{ kind: 'fillnull', fields: texts } as const] : []),
    ...(assignments.length > 0 ? [{ kind: 'eval', assignments } as const] : []),
  ];
  return { commands, scope, settled: new Set(), whole: all && table.frame.open };
};

// Where a table's events are in; the terms of the base search that pick them out, and the macro that may stand for them.
import type { TableMacro, TargetContext } from '../../shared/backend.ts';
import type { Pattern, Term } from '../ast.ts';
import { mappingOf, type Place } from '../fields.ts';
import { printTerms } from '../print.ts';

/** `*` of a configured value is a wildcard. */
const configured = (value: string): Pattern =>
  value
    .split('*')
    .flatMap((piece, index) => [
      ...(index > 0 ? [{ kind: 'any' } as const] : []),
      ...(piece === '' ? [] : [{ kind: 'text', text: piece } as const]),
    ]);

const oneOf = (field: string, values: readonly string[]): readonly Term[] => {
  const [first, ...more] = values.map(configured);
  if (first === undefined) return [];
  return [more.length === 0 ? { kind: 'field', field, pattern: first } : { kind: 'fieldIn', field, patterns: [first, ...more] }];
};

/** Index, source type and the table's own test. */
const ownTerms = (place: Place): readonly Term[] => {
  const sourcetype = oneOf('sourcetype', place.sourcetypes);
  const tests = place.constraint ? oneOf(place.constraint.field, [place.constraint.value].flat()) : [];
  const constraint = place.constraint?.not ? tests.map((term): Term => ({ kind: 'not', term })) : tests;
  return [{ kind: 'field', field: 'index', pattern: configured(place.index) }, ...sourcetype, ...constraint];
};

export const placeTerms = (place: Place): readonly Term[] =>
  place.macro === null ? ownTerms(place) : [{ kind: 'macro', name: place.macro }];

export const tableMacro = (table: string, context: Pick<TargetContext, 'profile' | 'options'>): TableMacro | null => {
  const where = mappingOf(context, table)?.where;
  return where?.defines && where.macro !== null ? { name: where.macro, definition: printTerms(ownTerms(where)) } : null;
};

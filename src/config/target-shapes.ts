// The keys that a target understands in; the shape of its part of a profile out.
import type { TableProfile, TargetProfile } from '../backends/shared/fields.ts';
import type { Shape } from './shape.ts';

/** The keys that a target understands, for its profile and for a table in it. */
export interface ProfileKeys {
  readonly target: readonly Exclude<keyof TargetProfile, 'lookupNames'>[];
  readonly table: readonly (keyof TableProfile)[];
  /** Versions that may be asked for; absent: any text is none. */
  readonly versions?: readonly string[];
}

export const text: Shape = { is: 'text' };
export const scalar: Shape = { is: 'scalar' };
export const texts: Shape = { is: 'texts' };
const nullable = (of: Shape): Shape => ({ is: 'nullable', of });

const fieldKeys = new Map<string, Shape>([
  ['field', text],
  ['or', texts],
  ['type', text],
  ['transform', { is: 'word', of: ['lower', 'endswith_backslash', 'domain_user', 'hex', 'registry_hive_abbrev', 'bool_string'] }],
  ['values', { is: 'map', of: nullable(scalar) }],
  ['valuesRule', { is: 'word', of: ['same', 'lower', 'unknown'] }],
  ['geo', text],
  ['note', text],
]);
const field: Shape = nullable({ is: 'short', key: 'field', of: { is: 'record', where: 'a field', keys: fieldKeys, needs: ['field'] } });
const constraintKeys = new Map<string, Shape>([
  ['field', text],
  ['value', scalar],
]);

const tableShapes: Readonly<Record<keyof TableProfile, Shape>> = {
  index: text,
  sourcetype: texts,
  macro: text,
  constraint: nullable({ is: 'record', where: '`constraint`', keys: constraintKeys, needs: ['field', 'value'] }),
  fieldPrefix: text,
  logsource: { is: 'map', of: text },
  fields: { is: 'map', of: field },
};

const tableShape = (target: string, keys: ProfileKeys): Shape => ({
  is: 'record',
  where: `a table of ${target}`,
  keys: new Map(keys.table.map((key) => [key, tableShapes[key]])),
});

/** Queries name it without quotes: whatever is not plain is refused here. */
const lookupPlace: Shape = {
  is: 'checked',
  expected: 'the name of a lookup or of one index: letters, digits, `_`, `-` and `.`',
  holds: (name) => /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(name),
};

/** Names of lookups in rules of every target. */
export const lookupNames: Shape = {
  is: 'map',
  of: { is: 'checked', expected: 'a name of letters, digits and `_`', holds: (name) => /^[A-Za-z0-9_]{1,60}$/.test(name) },
};

export const targetShape = (target: string, keys: ProfileKeys): Shape => {
  const shapes: Readonly<Record<Exclude<keyof TargetProfile, 'lookupNames'>, Shape>> = {
    lookups: { is: 'map', of: lookupPlace },
    index: text,
    sourcetype: texts,
    macro: text,
    fieldPrefix: text,
    tableMacro: text,
    nullText: text,
    version: { is: 'checked', expected: (keys.versions ?? []).join(', '), holds: (written) => keys.versions?.includes(written) ?? false },
    match: { is: 'word', of: ['exact', 'contains'] },
    flattened: { is: 'word', of: ['index', 'runtime'] },
    tables: { is: 'map', of: tableShape(target, keys) },
  };
  return { is: 'record', where: `the profile of ${target}`, keys: new Map(keys.target.map((key) => [key, shapes[key]])) };
};

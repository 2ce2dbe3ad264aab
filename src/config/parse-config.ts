// The text of rmmc.yaml in; profiles and schema tables out, or diagnostics with positions. Nothing is guessed: an unknown key is an error.
import { isScalar, parseDocument } from 'yaml';
import type { Profile, TableProfile, TargetProfile } from '../backends/shared/fields.ts';
import { type Diagnostic, report } from '../diagnostics/diagnostic.ts';
import { nearest } from '../diagnostics/nearest.ts';
import { isCode, type SeveritySetting, settableCodes, severitySettings } from '../diagnostics/settable.ts';
import { type Source, wholeFile } from '../diagnostics/source.ts';
import type { Span } from '../diagnostics/span.ts';
import type { RuleKind } from '../ir/rule.ts';
import type { Column, ScalarType } from '../ir/types.ts';
import { type Checker, checkShape, type Shape, type Value } from './shape.ts';

/** A table of the user's: its columns in order; `TimeGenerated` or `Timestamp` is its time column. */
export interface UserTable {
  readonly columns: readonly Column[];
  readonly timeColumn: string | null;
}

/** `severities`: by code. `ruleKind`: how rules run that do not say it themselves. */
export interface LintConfig {
  readonly severities: ReadonlyMap<string, SeveritySetting>;
  readonly ruleKind?: RuleKind;
}

export interface Config {
  readonly profiles: ReadonlyMap<string, Profile>;
  readonly tables: ReadonlyMap<string, UserTable>;
  readonly lint: LintConfig;
}

export const emptyConfig: Config = { profiles: new Map(), tables: new Map(), lint: { severities: new Map() } };

/** The keys that a target understands, for its profile and for a table in it. */
export interface ProfileKeys {
  readonly target: readonly (keyof TargetProfile)[];
  readonly table: readonly (keyof TableProfile)[];
}

export interface ParsedConfig {
  readonly config: Config;
  readonly source: Source;
  readonly diagnostics: readonly Diagnostic[];
}

const text: Shape = { is: 'text' };
const scalar: Shape = { is: 'scalar' };
const texts: Shape = { is: 'texts' };
const nullable = (of: Shape): Shape => ({ is: 'nullable', of });

const types = new Map<string, ScalarType>([
  ...(['bool', 'int', 'long', 'real', 'decimal', 'string', 'datetime', 'timespan', 'guid', 'dynamic'] as const).map(
    (name) => [name, name] as const,
  ),
  ['boolean', 'bool'],
  ['double', 'real'],
  ['date', 'datetime'],
  ['time', 'timespan'],
]);

const fieldKeys = new Map<string, Shape>([
  ['field', text],
  ['or', texts],
  ['type', text],
  ['transform', { is: 'word', of: ['lower', 'endswith_backslash', 'domain_user', 'hex', 'registry_hive_abbrev', 'bool_string'] }],
  ['values', { is: 'map', of: nullable(scalar) }],
  ['valuesRule', { is: 'word', of: ['same', 'lower', 'unknown'] }],
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

const targetShape = (target: string, keys: ProfileKeys): Shape => {
  const shapes: Readonly<Record<keyof TargetProfile, Shape>> = {
    index: text,
    sourcetype: texts,
    macro: text,
    tableMacro: text,
    fieldPrefix: text,
    nullText: text,
    match: { is: 'word', of: ['exact', 'contains'] },
    tables: { is: 'map', of: tableShape(target, keys) },
  };
  return { is: 'record', where: `the profile of ${target}`, keys: new Map(keys.target.map((key) => [key, shapes[key]])) };
};

const ruleKinds: readonly RuleKind[] = ['hunting', 'scheduled', 'custom-detection'];

const lintShape: Shape = {
  is: 'record',
  where: '`lint`',
  keys: new Map<string, Shape>([
    ...settableCodes.map((code): [string, Shape] => [code, { is: 'word', of: severitySettings }]),
    ['ruleKind', { is: 'word', of: ruleKinds }],
  ]),
  known: 'ruleKind, and codes such as RMMC6002 (docs/README.md lists them)',
  refuse: isCode,
};

const configShape = (targets: ReadonlyMap<string, ProfileKeys>): Shape => {
  const profile = new Map<string, Shape>([
    ['extends', text],
    ...[...targets].map(([name, keys]) => [name, targetShape(name, keys)] as const),
  ]);
  const column: Shape = { is: 'word', of: [...types.keys()] };
  const schema = new Map<string, Shape>([['tables', { is: 'map', of: { is: 'map', of: column } }]]);
  return {
    is: 'record',
    where: 'rmmc.yaml',
    keys: new Map<string, Shape>([
      ['profiles', { is: 'map', of: { is: 'record', where: 'a profile', keys: profile } }],
      ['schema', { is: 'record', where: '`schema`', keys: schema }],
      ['lint', lintShape],
    ]),
  };
};

type Bag = { readonly [key: string]: Value };
const bag = (value: Value | undefined): Bag => (value && typeof value === 'object' && !Array.isArray(value) ? (value as Bag) : {});

/** Replaced in one piece: lists and texts, a field's mapping and a constraint; merged key by key: profiles, targets, tables, their columns. */
const merge = (base: Value | undefined, over: Value, depth: number): Value => {
  if (depth === 0 || base === undefined || Object.keys(bag(over)).length === 0 || Object.keys(bag(base)).length === 0) return over;
  const merged = Object.assign(Object.create(null), bag(base)) as { [key: string]: Value };
  for (const [key, value] of Object.entries(bag(over))) merged[key] = merge(bag(base)[key], value, depth - 1);
  return merged;
};

/** From a profile down to a column: target, tables, table, fields, column. */
const mergeDepth = 5;

interface Extending {
  readonly raw: Bag;
  readonly checker: Checker;
  spanOfExtends(name: string): Span;
}

const resolve = (extending: Extending, name: string, chain: readonly string[]): Value => {
  const own = bag(extending.raw[name]);
  const { extends: base, ...targets } = own;
  if (typeof base !== 'string') return Object.assign(Object.create(null), targets) as Value;
  const known = Object.keys(extending.raw);
  const problem = (diagnostic: Diagnostic): Value => {
    if (!extending.checker.diagnostics.some((one) => one.code === diagnostic.code && one.span.start === diagnostic.span.start)) {
      extending.checker.diagnostics.push(diagnostic);
    }
    return targets;
  };
  const span = extending.spanOfExtends(name);
  if (!known.includes(base)) {
    const suggestion = nearest(base, known);
    return problem(report('RMMC5004', span, { name: base, ...(suggestion ? { suggestion } : {}) }));
  }
  if (chain.includes(base) || base === name) return problem(report('RMMC5005', span, { chain: [...chain, name, base].join(' -> ') }));
  return merge(resolve(extending, base, [...chain, name]), Object.assign(Object.create(null), targets) as Value, mergeDepth);
};

const userTable = (columns: Bag): UserTable => {
  const list = Object.entries(columns).map(([name, type]): Column => ({ name, type: types.get(String(type)) ?? 'string' }));
  const time = ['TimeGenerated', 'Timestamp'].find((name) => list.some((column) => column.name === name && column.type === 'datetime'));
  return { columns: list, timeColumn: time ?? null };
};

const lintConfig = ({ ruleKind, ...severities }: Bag): LintConfig => {
  const kind = ruleKinds.find((one) => one === ruleKind);
  return { severities: new Map(Object.entries(severities) as [string, SeveritySetting][]), ...(kind ? { ruleKind: kind } : {}) };
};

const maxLength = 1024 * 1024;

/**
 * Reads the configuration.
 * @param targets the targets' names and the keys that each understands
 */
export const parseConfig = (fileText: string, file: string, targets: ReadonlyMap<string, ProfileKeys>): ParsedConfig => {
  const source = wholeFile(file, fileText.replace(/^\uFEFF/, ''));
  const checker: Checker = { diagnostics: [] };
  const start: Span = { start: 0, end: 0 };
  if (source.fileText.length > maxLength) {
    return { config: emptyConfig, source, diagnostics: [report('RMMC1004', start, { file, limit: '1 MiB' })] };
  }
  const document = parseDocument(source.fileText, { prettyErrors: false, uniqueKeys: false, logLevel: 'silent' });
  for (const error of document.errors.slice(0, 5)) {
    checker.diagnostics.push(
      report(
        'RMMC5001',
        { start: error.pos[0], end: Math.max(error.pos[0] + 1, error.pos[1]) },
        { problem: error.message.split('\n')[0] ?? '' },
      ),
    );
  }
  const { contents } = document;
  const blank = contents === null || (isScalar(contents) && contents.value === null);
  if (blank || checker.diagnostics.length > 0) return { config: emptyConfig, source, diagnostics: checker.diagnostics };
  const root = bag(checkShape(checker, contents, configShape(targets), file, start));
  const raw = bag(root.profiles);
  const spanOfExtends = (name: string): Span => {
    const node = document.getIn(['profiles', name, 'extends'], true);
    const range = isScalar(node) ? node.range : null;
    return range ? { start: range[0], end: range[1] } : start;
  };
  const extending: Extending = { raw, checker, spanOfExtends };
  const profiles = new Map(
    Object.keys(raw).map((name): readonly [string, Profile] => [
      name,
      { name, targets: resolve(extending, name, []) as Profile['targets'] },
    ]),
  );
  const tables = new Map(Object.entries(bag(bag(root.schema).tables)).map(([name, columns]) => [name, userTable(bag(columns))]));
  return { config: { profiles, tables, lint: lintConfig(bag(root.lint)) }, source, diagnostics: checker.diagnostics };
};

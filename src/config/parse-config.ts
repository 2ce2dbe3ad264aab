// The text of rmmc.yaml in; profiles and schema tables out, or diagnostics with positions. Nothing is guessed: an unknown key is an error.
import { isScalar, parseDocument } from 'yaml';
import type { Profile } from '../backends/shared/fields.ts';
import { type Diagnostic, report } from '../diagnostics/diagnostic.ts';
import { nearest } from '../diagnostics/nearest.ts';
import { isCode, type SeveritySetting, settableCodes, severitySettings } from '../diagnostics/settable.ts';
import { type Source, wholeFile } from '../diagnostics/source.ts';
import type { Span } from '../diagnostics/span.ts';
import { eventTimes } from '../ir/event-time.ts';
import type { RuleKind } from '../ir/rule.ts';
import type { Column, ScalarType } from '../ir/types.ts';
import { overlayOf } from './overlay.ts';
import { type PackConfig, packConfig, packShape } from './pack-config.ts';
import { type Checker, checkShape, type Shape, type Value } from './shape.ts';
import { lookupNames, type ProfileKeys, targetShape, text } from './target-shapes.ts';
import { overlayShapes } from './tenant-shapes.ts';
import { type Bag, bag, merge } from './values.ts';

export type { ProfileKeys } from './target-shapes.ts';

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
  /** What rmmc.yaml says of packs; null: nothing. */
  readonly pack: PackConfig | null;
}

export const emptyConfig: Config = { profiles: new Map(), tables: new Map(), lint: { severities: new Map() }, pack: null };

export interface ParsedConfig {
  readonly config: Config;
  readonly source: Source;
  readonly diagnostics: readonly Diagnostic[];
}

const types = new Map<string, ScalarType>([
  ...(['bool', 'int', 'long', 'real', 'decimal', 'string', 'datetime', 'timespan', 'guid', 'dynamic'] as const).map(
    (name) => [name, name] as const,
  ),
  ['boolean', 'bool'],
  ['double', 'real'],
  ['date', 'datetime'],
  ['time', 'timespan'],
]);

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

const configShape = (targets: ReadonlyMap<string, ProfileKeys>, packs: readonly string[]): Shape => {
  const profile = new Map<string, Shape>([
    ['extends', text],
    ['lookups', lookupNames],
    ...overlayShapes(packs),
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
      ['pack', packShape],
    ]),
  };
};

/** From a profile down to a column: target, tables, table, fields, column. An overlay is less deep. */
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

const profileOf = (name: string, value: Value, targets: ReadonlyMap<string, ProfileKeys>, packs: readonly string[]): Profile => {
  const whole = bag(value);
  const own = Object.assign(Object.create(null), whole) as Record<string, Value>;
  for (const key of Object.keys(own)) if (!targets.has(key)) delete own[key];
  const overlay = overlayOf(whole, packs);
  const lookups = whole.lookups === undefined ? {} : { lookups: bag(whole.lookups) as Record<string, string> };
  return { name, targets: own as Profile['targets'], ...lookups, ...(overlay ? { overlay } : {}) };
};

const userTable = (columns: Bag): UserTable => {
  const list = Object.entries(columns).map(([name, type]): Column => ({ name, type: types.get(String(type)) ?? 'string' }));
  const time = [...eventTimes].find((name) => list.some((column) => column.name === name && column.type === 'datetime'));
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
 * @param packs the packs that a rule may have keys for (`packNames`)
 */
export const parseConfig = (
  fileText: string,
  file: string,
  targets: ReadonlyMap<string, ProfileKeys>,
  packs: readonly string[] = [],
): ParsedConfig => {
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
  const root = bag(checkShape(checker, contents, configShape(targets, packs), file, start));
  const raw = bag(root.profiles);
  const spanOfExtends = (name: string): Span => {
    const node = document.getIn(['profiles', name, 'extends'], true);
    const range = isScalar(node) ? node.range : null;
    return range ? { start: range[0], end: range[1] } : start;
  };
  const extending: Extending = { raw, checker, spanOfExtends };
  const profiles = new Map(
    Object.keys(raw).map((name): readonly [string, Profile] => [name, profileOf(name, resolve(extending, name, []), targets, packs)]),
  );
  const tables = new Map(Object.entries(bag(bag(root.schema).tables)).map(([name, columns]) => [name, userTable(bag(columns))]));
  return {
    config: { profiles, tables, lint: lintConfig(bag(root.lint)), pack: packConfig(root.pack) },
    source,
    diagnostics: checker.diagnostics,
  };
};

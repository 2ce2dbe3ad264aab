// A query in; the same query with files (`externaldata`), watchlists and `FileProfile()` and inventories read as tables that the target keeps as lookups of a name, out.
import { hashOfData } from '../../ir/digest.ts';
import type { Expr } from '../../ir/expr.ts';
import { frameOfSource } from '../../ir/frame.ts';
import type { Pipeline, Query, Source } from '../../ir/pipeline.ts';
import { rewriteQuery, visitPipeline } from '../../ir/traverse.ts';
import type { Column } from '../../ir/types.ts';
import type { TargetProfile } from './fields.ts';
import { isFileProfile, mostAsked, profileJoin } from './file-profile.ts';
import type { Findings } from './findings.ts';
import { inventories } from './no-place.ts';

export type LookupTable = Extract<Source, { kind: 'table' }> & {
  readonly lookup: NonNullable<Extract<Source, { kind: 'table' }>['lookup']>;
};

export const isLookup = (source: Source): source is LookupTable => source.kind === 'table' && source.lookup !== undefined;

const constantText = (expr: Expr | undefined): string | null =>
  expr?.kind === 'literal' && typeof expr.value === 'string' && expr.value !== '' ? expr.value : null;

const safe = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 40);

const named = (profile: TargetProfile, key: string): string | undefined =>
  profile.lookupNames && Object.hasOwn(profile.lookupNames, key) ? profile.lookupNames[key] : undefined;

const marked = (name: string, data: unknown): string => `${name}_${hashOfData(data).slice(0, 6)}`;

/** Files of different places, or read into different columns, are often called the same (`all.txt`): a hash tells them apart in every pack. */
const fileName = (profile: TargetProfile, url: string, columns: readonly Column[]): string => {
  const own = named(profile, url);
  if (own !== undefined) return own;
  const parts = url
    .replace(/[?#;].*$/s, '')
    .split('/')
    .filter((part) => part !== '');
  const stem = safe((parts.at(-1) ?? '').replace(/\.[A-Za-z0-9]{1,5}$/, ''));
  const readable = /^[a-z]/.test(stem) ? stem : safe(`${parts.length > 2 ? parts.at(-2) : ''}_${stem}`);
  return marked(/^[a-z]/.test(readable) ? readable : safe(`file_${readable}`), [url, columns.map(({ name, type }) => [name, type])]);
};

const listName = (profile: TargetProfile, alias: string): string => {
  const own = named(profile, alias);
  if (own !== undefined) return own;
  const name = safe(alias);
  return name === alias.toLowerCase() ? `watchlist_${name}` : marked(`watchlist_${name}`, alias);
};

const fileTables = (source: Extract<Source, { kind: 'external' }>, profile: TargetProfile): readonly LookupTable[] | null => {
  const urls = source.urls.map(constantText);
  const frame = frameOfSource(source);
  const tables = urls.flatMap((url): readonly LookupTable[] => {
    if (url === null) return [];
    const lookup = { name: fileName(profile, url, source.columns), from: 'file' as const };
    return [{ kind: 'table', span: source.span, name: url, declared: true, frame, timeColumn: null, lookup }];
  });
  return tables.length === urls.length && tables.length > 0 ? tables : null;
};

const unionOf = (tables: readonly LookupTable[], like: Source): Source => {
  const [only] = tables;
  if (only && tables.length === 1) return only;
  const branches = tables.map((source): Pipeline => ({ source, steps: [] }));
  return { kind: 'union', span: like.span, branches, mode: 'outer', tag: null, fuzzy: false, frame: frameOfSource(like) };
};

/** As a whole: names of tables differ at their ends, too. */
const tableName = (profile: TargetProfile, table: string): string =>
  named(profile, table) ?? table.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();

export interface LookupContext {
  readonly profile: TargetProfile;
  readonly findings?: Findings;
  /** Tables that the target has as lookups only, beside those that no target has. */
  readonly inventories?: ReadonlySet<string>;
}

/** A profile that says where the events of an inventory stand has them as events. */
const isKept = ({ profile, inventories: own }: LookupContext, table: string): boolean =>
  (inventories.has(table) || own?.has(table) === true) &&
  (Object.hasOwn(profile.lookups ?? {}, table) || !Object.hasOwn(profile.tables ?? {}, table));

const asTable = (source: Source, context: LookupContext): Source => {
  const { profile } = context;
  if (source.kind === 'table')
    return !source.lookup && isKept(context, source.name)
      ? { ...source, timeColumn: null, lookup: { name: tableName(profile, source.name), from: 'table' } }
      : source;
  if (source.kind === 'external') {
    const tables = fileTables(source, profile);
    return tables ? unionOf(tables, source) : source;
  }
  if (source.kind !== 'stored' || source.fn !== '_GetWatchlist') return source;
  const alias = constantText(source.args[0]);
  if (alias === null || source.args.length > 1) return source;
  const { span, frame } = source;
  return {
    kind: 'table',
    span,
    name: alias,
    declared: false,
    frame,
    timeColumn: null,
    lookup: { name: listName(profile, alias), from: 'watchlist' },
  };
};

const rowsBy: Readonly<Record<LookupAsset['from'], (of: string) => string>> = {
  file: (url) => `the rows of ${url}`,
  watchlist: (alias) => `the rows of the watchlist ${alias}`,
  profile: () => 'what FileProfile() knows of each file',
  table: (name) => `the rows of the table ${name}`,
};

/** What a lookup holds, in words. */
export const rowsOf = ({ from, of }: Pick<LookupAsset, 'from' | 'of'>): string => rowsBy[from](of);

/** Files, watchlists, file profiles and inventories as lookups; what has no constant name stays as it is. */
export const withLookups = (query: Query, context: LookupContext): Query =>
  rewriteQuery(query, {
    pipeline: (inner) => ({ ...inner, source: asTable(inner.source, context) }),
    step: (step) => {
      if (!isFileProfile(step)) return step;
      const join = profileJoin(step);
      if (join !== step) context.findings?.assume('RMMC3108', step.span, { most: String(mostAsked(step)) });
      return join;
    },
  });

/** A lookup that a query reads: its columns in order (of a watchlist those that the query names). */
export interface LookupAsset {
  readonly name: string;
  readonly from: LookupTable['lookup']['from'];
  /** The URL, the alias, the function, or the table. */
  readonly of: string;
  readonly columns: readonly Column[];
}

/** The lookups of a query that `withLookups` gave, each once, by name. */
export const lookupsIn = (query: Query): readonly LookupAsset[] => {
  const found = new Map<string, LookupAsset>();
  const unknown = new Map<string, Column>();
  visitPipeline(query.pipeline, {
    expr: (expr) => {
      if (expr.kind === 'column' && !expr.declared) unknown.set(expr.name, { name: expr.name, type: 'string' });
    },
  });
  visitPipeline(query.pipeline, {
    source: (source) => {
      if (!isLookup(source)) return;
      const { name, from } = source.lookup;
      const known = new Set(source.frame.columns.map((column) => column.name));
      const others = source.frame.open ? [...unknown.values()].filter((column) => !known.has(column.name)) : [];
      found.set(name, { name, from, of: source.name, columns: [...source.frame.columns, ...others] });
    },
  });
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
};

// Microsoft's KQL parser and binder, as an oracle for tests: query text in, diagnostics, tree or result columns out.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** The parts of the library's object model that tests touch. */
interface KustoNode {
  readonly ChildCount: number;
  readonly IsToken: boolean;
  readonly Kind: number;
  readonly Text?: string;
  GetChild(index: number): KustoNode | null;
}
interface KustoDiagnostic {
  readonly Code: string;
  readonly Severity: string;
  readonly Message: string;
  readonly Start: number;
  readonly Length: number;
}
interface KustoCode {
  readonly Kind: string;
  readonly Syntax: KustoNode;
  readonly ResultType: { readonly Columns?: unknown } | null;
  GetDiagnostics(): unknown;
}
export interface KustoGlobals {
  WithCluster(cluster: unknown): KustoGlobals;
  WithDatabase(database: unknown): KustoGlobals;
}

export interface OracleDiagnostic {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly start: number;
  readonly length: number;
}
export interface OracleParse {
  readonly ok: boolean;
  readonly diagnostics: readonly OracleDiagnostic[];
  readonly root: KustoNode;
}
export interface OracleAnalysis extends OracleParse {
  /** Null when the query has no tabular result. */
  readonly columns: readonly { readonly name: string; readonly type: string }[] | null;
}
/** Table name -> column name -> type, as in schemas.json. */
export type OracleSchema = Readonly<Record<string, Readonly<Record<string, string>>>>;

const require = createRequire(import.meta.url);
require('@kusto/language-service-next/bridge.min.js');
require('@kusto/language-service-next/Kusto.Language.Bridge.min.js');

// The library is a plain script without usable types: it publishes its namespaces as globals.
type Loose = Readonly<Record<string, never>>;
const published = globalThis as unknown as { Bridge: { toArray(x: unknown): unknown[] }; Kusto: { Language: Loose } };
const language = published.Kusto.Language as unknown as {
  KustoCode: { Parse(text: string, globals?: KustoGlobals): KustoCode; ParseAndAnalyze(text: string, globals: KustoGlobals): KustoCode };
  GlobalState: { Default: KustoGlobals };
  Syntax: {
    SyntaxKind: Readonly<Record<string, unknown>>;
    SyntaxFacts: { IsKeyword(kind: number): boolean; GetText(kind: number): string };
  };
  Symbols: {
    ColumnSymbol: new (name: string, type: unknown, ...rest: null[]) => object;
    ScalarTypes: { GetSymbol(name: string): unknown };
    TableSymbol: { $ctor4: new (name: string, columns: readonly object[]) => object };
    FunctionSymbol: { $ctor16: new (name: string, parameters: string, body: string, description: null) => object };
    DatabaseSymbol: { ctor: new (name: string, members: readonly object[]) => object };
    ClusterSymbol: { ctor: new (name: string, databases: readonly object[]) => object };
  };
  Editor: {
    MinimalTextKind: Readonly<Record<string, unknown>>;
    KustoCodeService: { $ctor1: new (text: string, globals: KustoGlobals) => { GetMinimalText(kind: unknown, position: null): string } };
  };
};

const arrayOf = <T>(x: unknown): T[] => (x == null ? [] : ((Array.isArray(x) ? x : published.Bridge.toArray(x)) as T[]));

const kindNames = new Map<number, string>();
for (const [name, value] of Object.entries(language.Syntax.SyntaxKind)) if (typeof value === 'number') kindNames.set(value, name);

/** The name of a node's kind, such as `FilterOperator`. */
export const kindName = (node: KustoNode): string => kindNames.get(node.Kind) ?? String(node.Kind);

const diagnosticsOf = (code: KustoCode): OracleDiagnostic[] =>
  arrayOf<KustoDiagnostic>(code.GetDiagnostics()).map((d) => ({
    code: d.Code,
    severity: d.Severity,
    message: d.Message,
    start: d.Start,
    length: d.Length,
  }));

const isFine = (diagnostics: readonly OracleDiagnostic[]): boolean => diagnostics.every((d) => d.severity !== 'Error');

/** Every word that the parser knows for more than a name. */
export const keywords = (): readonly string[] => {
  const { SyntaxFacts } = language.Syntax;
  const words = [...kindNames.keys()].filter((kind) => SyntaxFacts.IsKeyword(kind)).map((kind) => SyntaxFacts.GetText(kind));
  return [...new Set(words)].sort();
};

/** Syntax only. */
export const parse = (text: string): OracleParse => {
  const code = language.KustoCode.Parse(text, language.GlobalState.Default);
  const diagnostics = diagnosticsOf(code);
  return { ok: isFine(diagnostics), diagnostics, root: code.Syntax };
};

/** Whether the parser takes a text; null where it fails itself: it throws on some forms of `find`. */
export const accepts = (text: string): boolean | null => {
  try {
    return parse(text).ok;
  } catch {
    return null;
  }
};

/** Tables and stored functions (`parameters` as `(a:string)`, `body` as `{ … }`) as the default database. */
export const makeGlobals = (
  schema: OracleSchema,
  functions: readonly { readonly name: string; readonly parameters: string; readonly body: string }[] = [],
): KustoGlobals => {
  const { ColumnSymbol, ScalarTypes, TableSymbol, FunctionSymbol, DatabaseSymbol, ClusterSymbol } = language.Symbols;
  const tables = Object.entries(schema).map(
    ([table, columns]) =>
      new TableSymbol.$ctor4(
        table,
        Object.entries(columns).map(([name, type]) => new ColumnSymbol(name, ScalarTypes.GetSymbol(type), null, null, null, null)),
      ),
  );
  const stored = functions.map((f) => new FunctionSymbol.$ctor16(f.name, f.parameters, f.body, null));
  const database = new DatabaseSymbol.ctor('db', [...tables, ...stored]);
  return language.GlobalState.Default.WithCluster(new ClusterSymbol.ctor('cluster', [database])).WithDatabase(database);
};

/** Syntax and meaning against globals from `makeGlobals`. Throws what the library throws (its binder crashes on a few graph queries). */
export const analyze = (text: string, globals: KustoGlobals = language.GlobalState.Default): OracleAnalysis => {
  const code = language.KustoCode.ParseAndAnalyze(text, globals);
  const diagnostics = diagnosticsOf(code);
  const columns = code.ResultType?.Columns;
  return {
    ok: isFine(diagnostics),
    diagnostics,
    root: code.Syntax,
    columns:
      columns === undefined
        ? null
        : arrayOf<{ Name: string; Type?: { Name?: string } }>(columns).map((c) => ({ name: c.Name, type: c.Type?.Name ?? 'unknown' })),
  };
};

/** The text without comments and with as little white space as possible. */
export const minimal = (text: string): string =>
  new language.Editor.KustoCodeService.$ctor1(text, language.GlobalState.Default).GetMinimalText(
    language.Editor.MinimalTextKind.MinimizeWhitespaceAndRemoveComments,
    null,
  );

export const children = (node: KustoNode): KustoNode[] => {
  const found: KustoNode[] = [];
  for (let i = 0; i < node.ChildCount; i++) {
    const child = node.GetChild(i);
    if (child) found.push(child);
  }
  return found;
};

/** The whole tree as an S-expression: `(Kind child …)`, tokens as JSON strings, empty nodes left out. */
export const tree = (node: KustoNode): string => {
  if (node.ChildCount === 0) return node.IsToken && node.Text ? JSON.stringify(node.Text) : '';
  const parts = children(node).map(tree).filter(Boolean);
  return parts.length > 0 ? `(${kindName(node)} ${parts.join(' ')})` : '';
};

const candidates = [process.env.RMMC_SHARED, path.resolve(import.meta.dirname, '../../../shared')];

/** The folder of shared test data (schemas, corpora), or null when this machine has none. */
export const shared: string | null = candidates.find((folder) => folder !== undefined && existsSync(path.join(folder, 'corpora'))) ?? null;

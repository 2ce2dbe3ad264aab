// Microsoft's language service for KQL (@kusto/language-service-next, a package for development) in; the parts of its object model that are used here out.
import { createRequire } from 'node:module';

export interface KustoNode {
  readonly ChildCount: number;
  readonly IsToken: boolean;
  readonly Kind: number;
  readonly Text?: string;
  GetChild(index: number): KustoNode | null;
}
export interface KustoCode {
  readonly Kind: string;
  readonly Syntax: KustoNode;
  readonly ResultType: { readonly Columns?: unknown } | null;
  GetDiagnostics(): unknown;
}
export interface KustoGlobals {
  WithCluster(cluster: unknown): KustoGlobals;
  WithDatabase(database: unknown): KustoGlobals;
}

export interface KustoDiagnostic {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly start: number;
  readonly length: number;
}

/** A function of the database: `parameters` as `(a:string)`, `body` as `{ … }`. */
export interface StoredFunction {
  readonly name: string;
  readonly parameters: string;
  readonly body: string;
}

interface Language {
  readonly KustoCode: {
    Parse(text: string, globals?: KustoGlobals): KustoCode;
    ParseAndAnalyze(text: string, globals: KustoGlobals): KustoCode;
  };
  readonly GlobalState: { readonly Default: KustoGlobals };
  readonly Syntax: {
    readonly SyntaxKind: Readonly<Record<string, unknown>>;
    readonly SyntaxFacts: { IsKeyword(kind: number): boolean; GetText(kind: number): string };
  };
  readonly Symbols: {
    readonly ColumnSymbol: new (name: string, type: unknown, ...rest: null[]) => object;
    readonly ScalarTypes: { GetSymbol(name: string): unknown };
    readonly TableSymbol: { $ctor4: new (name: string, columns: readonly object[]) => object };
    readonly FunctionSymbol: { $ctor16: new (name: string, parameters: string, body: string, description: null) => object };
    readonly DatabaseSymbol: { ctor: new (name: string, members: readonly object[]) => object };
    readonly ClusterSymbol: { ctor: new (name: string, databases: readonly object[]) => object };
  };
  readonly Editor: {
    readonly MinimalTextKind: Readonly<Record<string, unknown>>;
    readonly KustoCodeService: {
      $ctor1: new (text: string, globals: KustoGlobals) => { GetMinimalText(kind: unknown, position: null): string };
    };
  };
}

export interface Kusto {
  readonly version: string;
  readonly language: Language;
  /** A list of the library as an array. */
  arrayOf<T>(list: unknown): readonly T[];
  diagnosticsOf(code: KustoCode): readonly KustoDiagnostic[];
  /** Tables (types by column name by table name) and functions as the default database. @throws Error for a type that is none of KQL */
  globalsOf(tables: ReadonlyMap<string, ReadonlyMap<string, string>>, functions?: readonly StoredFunction[]): KustoGlobals;
}

const name = '@kusto/language-service-next';

/** The library is a plain script without usable types: it publishes its namespaces as globals. */
interface Published {
  readonly Bridge: { toArray(list: unknown): unknown[] };
  readonly Kusto: { readonly Language: Language };
}

interface RawDiagnostic {
  readonly Code: string;
  readonly Severity: string;
  readonly Message: string;
  readonly Start: number;
  readonly Length: number;
}

const globalsIn =
  ({ Symbols, GlobalState }: Language): Kusto['globalsOf'] =>
  (tables, functions = []) => {
    const { ColumnSymbol, ScalarTypes, TableSymbol, FunctionSymbol, DatabaseSymbol, ClusterSymbol } = Symbols;
    const column = (title: string, type: string): object => {
      const symbol = ScalarTypes.GetSymbol(type);
      if (symbol == null) throw new Error(`\`${type}\` is no type of KQL`);
      return new ColumnSymbol(title, symbol, null, null, null, null);
    };
    const members = [
      ...[...tables].map(
        ([table, columns]) =>
          new TableSymbol.$ctor4(
            table,
            [...columns].map(([title, type]) => column(title, type)),
          ),
      ),
      ...functions.map((one) => new FunctionSymbol.$ctor16(one.name, one.parameters, one.body, null)),
    ];
    const database = new DatabaseSymbol.ctor('db', members);
    return GlobalState.Default.WithCluster(new ClusterSymbol.ctor('cluster', [database])).WithDatabase(database);
  };

/** `from`: a file of the package that has the library among its own. @throws Error when it is not installed; its text may be huge */
export const loadKusto = (from: string): Kusto => {
  const load = createRequire(from);
  const { version } = load(`${name}/package.json`) as { readonly version: string };
  load(`${name}/bridge.min.js`);
  load(`${name}/Kusto.Language.Bridge.min.js`);
  const { Bridge, Kusto } = globalThis as unknown as Published;
  const arrayOf = <T>(list: unknown): readonly T[] => (list == null ? [] : ((Array.isArray(list) ? list : Bridge.toArray(list)) as T[]));
  return {
    version,
    language: Kusto.Language,
    arrayOf,
    diagnosticsOf: (code) =>
      arrayOf<RawDiagnostic>(code.GetDiagnostics()).map(({ Code, Severity, Message, Start, Length }) => {
        return { code: Code, severity: Severity, message: Message, start: Start, length: Length };
      }),
    globalsOf: globalsIn(Kusto.Language),
  };
};

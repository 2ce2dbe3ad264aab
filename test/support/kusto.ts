// Microsoft's KQL parser and binder, as an oracle for tests: query text in, diagnostics, tree or result columns out.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { type KustoDiagnostic, type KustoGlobals, type KustoNode, loadKusto, type StoredFunction } from '../../src/engines/kql/library.ts';

export type { KustoGlobals } from '../../src/engines/kql/library.ts';

export interface OracleParse {
  readonly ok: boolean;
  readonly diagnostics: readonly KustoDiagnostic[];
  readonly root: KustoNode;
}
export interface OracleAnalysis extends OracleParse {
  /** Null when the query has no tabular result. */
  readonly columns: readonly { readonly name: string; readonly type: string }[] | null;
}
/** Table name -> column name -> type, as in schemas.json. */
export type OracleSchema = Readonly<Record<string, Readonly<Record<string, string>>>>;

const kusto = loadKusto(import.meta.url);
const { language, arrayOf, diagnosticsOf } = kusto;

const kindNames = new Map<number, string>();
for (const [name, value] of Object.entries(language.Syntax.SyntaxKind)) if (typeof value === 'number') kindNames.set(value, name);

/** The name of a node's kind, such as `FilterOperator`. */
export const kindName = (node: KustoNode): string => kindNames.get(node.Kind) ?? String(node.Kind);

const isFine = (diagnostics: readonly KustoDiagnostic[]): boolean => diagnostics.every((d) => d.severity !== 'Error');

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
export const makeGlobals = (schema: OracleSchema, functions: readonly StoredFunction[] = []): KustoGlobals =>
  kusto.globalsOf(new Map(Object.entries(schema).map(([table, columns]) => [table, new Map(Object.entries(columns))])), functions);

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

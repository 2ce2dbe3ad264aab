// The binder: AST and schema in, IR with names and types resolved out, or diagnostics. `let`s and functions are inlined here.
import { type Diagnostic, report } from '../../diagnostics/diagnostic.ts';
import type { TablesLike } from '../../ir/frame.ts';
import type { Query } from '../../ir/pipeline.ts';
import type { AstExpr, AstFunctionParameter, AstQuery, AstStatement, LiteralNode } from '../ast/ast.ts';
import type { Environment, Schema } from '../schema/schema.ts';
import { bindExpr } from './expr.ts';
import { openGraph } from './graph.ts';
import { bindScalarLambda, bindTabularLambda } from './lambda.ts';
import { sizeOf } from './respan.ts';
import { type Binder, type Block, define, lookup, newBlock, poison } from './scope.ts';
import { bindSteps, bindTabular, isTabularExpr } from './source.ts';
import { tablesOfPattern } from './union.ts';

/** The most nodes that inlining may make. */
const nodeLimit = 200_000;

/** Codes that matter only when the `let` that holds them is used. */
const onUse: ReadonlySet<string> = new Set(['RMMC2010', 'RMMC2011', 'RMMC2012']);

interface State {
  sink: Diagnostic[];
  readonly seen: Set<string>;
  left: number;
  unnamed: number;
  failed: boolean;
}

const isText = (node: object): node is LiteralNode & { value: string } => 'type' in node && node.type === 'string' && 'value' in node;

/** Every name and every string literal in the text, found without recursion. */
const wordsIn = (ast: AstQuery): Pick<Binder, 'usedNames' | 'texts'> => {
  const names = new Set<string>();
  const texts = new Map<string, LiteralNode[]>();
  const stack: unknown[] = [ast.statements];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (typeof at !== 'object' || at === null || at instanceof Map) continue;
    if ('quoted' in at && 'text' in at && typeof at.text === 'string') names.add(at.text);
    if (isText(at)) {
      const same = texts.get(at.value);
      if (same) same.push(at);
      else texts.set(at.value, [at]);
    }
    for (const value of Object.values(at)) if (typeof value === 'object' && value !== null) stack.push(value);
  }
  return { usedNames: names, texts };
};

const environmentOf = (names: ReadonlySet<string>): Environment =>
  names.has('TimeGenerated') && !names.has('Timestamp') ? 'sentinel' : 'defender';

const keyOf = (d: Diagnostic): string => {
  const named = d.code === 'RMMC2001' || d.code === 'RMMC2003';
  return named ? `${d.code} ${d.message}` : `${d.code} ${d.span.start} ${d.span.end} ${d.message}`;
};

const add = (state: State, diagnostic: Diagnostic): void => {
  const key = keyOf(diagnostic);
  if (state.seen.has(key)) return;
  state.seen.add(key);
  state.sink.push(diagnostic);
};

const bindLet = (b: Binder, state: State, name: string, value: AstExpr, block: Block): Block => {
  const scope = { lets: block, rows: null };
  if (value.kind === 'function') return define(block, name, { kind: 'function', node: value, scope });
  const unresolved = value.kind === 'name' && lookup(block, value.ident.text)?.kind !== 'scalar';
  if (!unresolved && !isTabularExpr(b, value, scope)) {
    const expr = b.expr(value, scope);
    return define(block, name, { kind: 'scalar', expr, size: sizeOf(expr) });
  }
  const outer = state.sink;
  const inner: Diagnostic[] = [];
  state.sink = inner;
  const bound = b.tabular(value, scope);
  state.sink = outer;
  const deferred = inner.filter((d) => onUse.has(d.code));
  outer.push(...inner.filter((d) => !onUse.has(d.code)));
  return define(block, name, { kind: 'tabular', bound, size: sizeOf(bound.pipeline), use: () => state.sink.push(...deferred.splice(0)) });
};

const makeBinder = (schema: Schema, ast: AstQuery, state: State): Binder => {
  const words = wordsIn(ast);
  const b: Binder = {
    schema,
    environment: environmentOf(words.usedNames),
    ...words,
    report: (code, span, params) => add(state, report(code, span, params)),
    fail() {
      state.failed = true;
    },
    spend(nodes, span) {
      if (state.left < 0) return false;
      state.left -= nodes;
      if (state.left < 0) b.report('RMMC2014', span, { limit: nodeLimit });
      return state.left >= 0;
    },
    nextUnnamed(isTaken) {
      do state.unnamed += 1;
      while (isTaken(`Column${state.unnamed}`));
      return `Column${state.unnamed}`;
    },
    expr: (node, scope) => bindExpr(b, node, scope),
    tabular: (node, scope) => bindTabular(b, node, scope),
    steps: (operators, bound, scope) => bindSteps(b, operators, bound, scope),
    isTabular: (node, scope) => isTabularExpr(b, node, scope),
    statement: (statement, block) => bindStatement(b, state, statement, block),
    callScalar: (fn, call, scope) => bindScalarLambda(b, fn, call, scope),
    callTabular: (fn, call, scope, piped) => bindTabularLambda(b, fn, call, scope, piped),
  };
  return b;
};

/** A query parameter stands for its default: nobody hands a rule anything. */
const bindParameter = (b: Binder, parameter: AstFunctionParameter, block: Block): Block => {
  const { name, span, type, defaultValue } = parameter;
  if (!defaultValue || typeof type !== 'string') {
    b.report('RMMC2012', span, { what: `the query parameter \`${name.text}\`, which has no default,` });
    return define(block, name.text, { kind: 'scalar', expr: poison(span), size: 1 });
  }
  const expr = b.expr(defaultValue, { lets: null, rows: null });
  b.report('RMMC2023', span, { name: name.text });
  return define(block, name.text, { kind: 'scalar', expr, size: sizeOf(expr) });
};

const bindStatement = (b: Binder, state: State, statement: AstStatement, block: Block): Block => {
  if (statement.kind === 'let') return bindLet(b, state, statement.name.text, statement.value, block);
  if (statement.kind === 'declare-parameters') return statement.parameters.reduce((inner, one) => bindParameter(b, one, inner), block);
  const refused: Readonly<Partial<Record<AstStatement['kind'], string>>> = {
    'alias-database': '`alias database`',
    restrict: '`restrict access`',
    pattern: '`declare pattern`',
  };
  const what = refused[statement.kind];
  if (what) b.report('RMMC2012', statement.span, { what });
  return block;
};

const mainStatement = (b: Binder, ast: AstQuery): Extract<AstStatement, { kind: 'expression' }> | null => {
  const queries = ast.statements.filter((statement) => statement.kind === 'expression');
  const [first, second] = queries;
  if (second) b.report('RMMC2018', second.span, {});
  return first ?? null;
};

/** @param ast the query: its column names tell the environment */
export const tablesLike = (ast: AstQuery, schema: Schema): TablesLike => {
  const b = makeBinder(schema, ast, { sink: [], seen: new Set(), left: nodeLimit, unnamed: 0, failed: false });
  return (pattern, given, span) => tablesOfPattern(b, pattern, given, span);
};

/**
 * Binds a query. `query` is null when there is an error among the diagnostics, or when the parser left a gap; warnings (an unknown column or table) leave a query.
 * @example bind(parse('DeviceProcessEvents | where FileName =~ "a.exe"').ast, builtinSchema())
 */
export const bind = (ast: AstQuery, schema: Schema): { query: Query | null; diagnostics: readonly Diagnostic[] } => {
  const state: State = { sink: [], seen: new Set(), left: nodeLimit, unnamed: 0, failed: false };
  const b = makeBinder(schema, ast, state);
  for (const fault of ast.faults) add(state, fault);
  const main = mainStatement(b, ast);
  if (!main && ast.statements.length > 0) b.report('RMMC2017', ast.span, {});
  let block = newBlock(null);
  for (const statement of ast.statements) {
    if (statement === main) break;
    block = bindStatement(b, state, statement, block);
  }
  if (!main) return { query: null, diagnostics: state.sink };
  const bound = b.tabular(main.expr, { lets: block, rows: null });
  if (openGraph(bound.pipeline) && !bound.rows.broken) b.report('RMMC2012', main.span, { what: 'a graph as the result of a query' });
  const failed = state.failed || state.sink.some((d) => d.severity === 'error');
  return { query: failed ? null : { pipeline: bound.pipeline, frame: bound.rows.frame }, diagnostics: state.sink };
};

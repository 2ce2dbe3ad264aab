// CST of names, calls and paths in, AST out: `a.b['c']`, `f(x).g`, `database('x').T*`.

import type {
  ArgsCstNode,
  EntityCstNode,
  EntityTailCstNode,
  IndexCstNode,
  OperandCstNode,
  PathCstNode,
  TailCstNode,
} from '../grammar/cst.generated.ts';
import { spanOf } from '../lexer/tokens.ts';
import type { AstExpr, Ident } from './ast.ts';
import { type Build, complain, doubt, many, one, spanBetween, spanOfNode } from './build-context.ts';
import { bracketExpr, identOf, wildcardExpr } from './build-names.ts';
import { dataScopeOf } from './build-parameters.ts';

/** Only a name can be called. */
const refuseCall = (build: Build, args: ArgsCstNode, expected: string): void => {
  const at = spanOfNode(args);
  complain(build, 'RMMC1100', { start: at.start, end: at.start + 1 }, { found: '`(`', expected });
};

const callOf = (build: Build, name: Ident, args: ArgsCstNode, on?: AstExpr): AstExpr => {
  if (name.text.startsWith('{') && name.text.includes('[')) refuseCall(build, args, 'an operator');
  const start = on?.span ?? name.span;
  return { kind: 'call', span: spanBetween(start, spanOfNode(args)), name, args: build.args(build, args), ...(on ? { on } : {}) };
};

/** The children of an operand that is a name, and of what else is written like one. */
type Named = Pick<OperandCstNode['children'], 'NameWord' | 'bracketName' | 'bracedName' | 'At' | 'args' | 'dataScope'>;

const atSign = (c: Pick<Named, 'At'>): Ident => {
  const span = spanOf(one(c.At));
  return { text: '@', span, quoted: false };
};

/** `a`, `['a']`, `{a}`, `@`, `f(x)`, `T datascope=all` */
export const namedOf = (build: Build, c: Named): AstExpr => {
  const args = c.args?.[0];
  const scope = c.dataScope?.[0];
  if (scope) {
    const { span } = dataScopeOf(build, scope);
    if (args) complain(build, 'RMMC1100', span, { found: '`datascope`', expected: 'an operator' });
    else doubt(build, 'RMMC1137', span, { what: '`datascope` behind a name' });
  }
  if (c.At ?? c.bracketName?.[0]?.children.wildcardName) {
    if (args) refuseCall(build, args, 'an operator');
    const ident = c.At ? atSign(c) : null;
    return ident === null ? bracketExpr(build, one(c.bracketName)) : { kind: 'name', span: ident.span, ident };
  }
  const name = identOf(build, c, args ? 'name' : 'use');
  return args ? callOf(build, name, args) : { kind: 'name', span: name.span, ident: name };
};

/** `[…]` without a value before it has a syntax and no meaning. */
export const bareIndex = (build: Build, node: IndexCstNode): AstExpr => {
  build.expression(build, one(node.children.expression));
  const span = spanOfNode(node);
  doubt(build, 'RMMC1136', span, {});
  return { kind: 'error', span };
};

/** `x['name']` is an index by text, as `x.name` is a member. */
const indexOn = (build: Build, object: AstExpr, node: IndexCstNode): AstExpr => ({
  kind: 'index',
  span: spanBetween(object.span, spanOfNode(node)),
  object,
  index: build.expression(build, one(node.children.expression)),
});

/** `x.['name']` and `x['name']` where the grammar reads a name in brackets. */
const quotedOn = (object: AstExpr, { text, span }: Ident): AstExpr => ({
  kind: 'index',
  span: spanBetween(object.span, span),
  object,
  index: { kind: 'literal', span: { start: span.start + 1, end: span.end - 1 }, type: 'string', value: text },
});

const memberOn = (object: AstExpr, name: Ident): AstExpr => ({
  kind: 'member',
  span: spanBetween(object.span, name.span),
  object,
  name,
});

type Selector = Pick<TailCstNode['children'], 'NameWord' | 'bracketName' | 'bracedName' | 'index' | 'At' | 'args'>;

/** What stands behind a dot, or in brackets behind a value. */
const selected = (build: Build, object: AstExpr, c: Selector): AstExpr => {
  const args = c.args?.[0];
  if (c.index ?? c.At ?? c.bracketName?.[0]?.children.wildcardName) {
    if (args) refuseCall(build, args, 'an operator');
    if (c.index) return indexOn(build, object, one(c.index));
    if (c.At) return memberOn(object, atSign(c));
    const wild = bracketExpr(build, one(c.bracketName));
    const text = wild.kind === 'wildcard' ? wild.pattern : '*';
    return memberOn(object, { text, span: wild.span, quoted: false });
  }
  const name = identOf(build, c, args ? 'name' : 'use');
  if (args) return callOf(build, name, args, object);
  return name.quoted ? quotedOn(object, name) : memberOn(object, name);
};

export const withTail = (build: Build, object: AstExpr, { children }: TailCstNode): AstExpr => selected(build, object, children);

const withEntityTail = (build: Build, object: AstExpr, { children: c }: EntityTailCstNode): AstExpr => {
  const pattern = c.wildcardName?.[0];
  if (pattern === undefined) return selected(build, object, c);
  const args = c.args?.[0];
  const wild = wildcardExpr(build, pattern, args ? 'name' : 'use');
  if (wild.kind === 'name') return args ? callOf(build, wild.ident, args, object) : memberOn(object, wild.ident);
  if (args) refuseCall(build, args, '`,`');
  return memberOn(object, { text: wild.kind === 'wildcard' ? wild.pattern : '*', span: wild.span, quoted: false });
};

const startOf = (build: Build, { children: c }: EntityCstNode): AstExpr => {
  const pattern = c.wildcardName?.[0];
  if (pattern === undefined && c.index) {
    if (c.args) refuseCall(build, one(c.args), '`,`');
    return bareIndex(build, one(c.index));
  }
  if (pattern === undefined) return namedOf(build, c);
  const args = c.args?.[0];
  const wild = wildcardExpr(build, pattern, args ? 'name' : 'use');
  if (args === undefined) return wild;
  if (wild.kind === 'name') return callOf(build, wild.ident, args);
  refuseCall(build, args, '`,`');
  return wild;
};

const isPattern = (node: EntityCstNode | EntityTailCstNode): boolean => node.children.wildcardName?.[0]?.children.Star !== undefined;

/** A table by name or pattern, as `union` and `find` take it. A pattern ends the path. */
export const entityOf = (build: Build, node: EntityCstNode): AstExpr => {
  let expr = startOf(build, node);
  let last: EntityCstNode | EntityTailCstNode = node;
  for (const tail of many(node.children.entityTail)) {
    if (isPattern(last)) complain(build, 'RMMC1100', spanOfNode(tail), { found: 'a member of a pattern', expected: '`,`' });
    expr = withEntityTail(build, expr, tail);
    last = tail;
  }
  return expr;
};

/** A column by its path, as `partition by` and `facet by` take it: `a.b['c']`. */
export const pathOf = (build: Build, node: PathCstNode): AstExpr => {
  const { step, index, bracketName } = node.children;
  const [first, ...rest] = [...step, ...many(index), ...many(bracketName)].sort((a, b) => spanOfNode(a).start - spanOfNode(b).start);
  const start = first?.name === 'step' ? first.children : {};
  const root = start.index ? bareIndex(build, one(start.index)) : namedOf(build, start);
  return rest.reduce<AstExpr>((object, part) => {
    if (part.name === 'step') return selected(build, object, part.children);
    return selected(build, object, part.name === 'index' ? { index: [part] } : { bracketName: [part] });
  }, root);
};

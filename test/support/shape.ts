// Two syntax trees in, the same S-expressions out when they mean the same: one for this parser, one for Microsoft's.
// `and`/`or` are flat, groups are transparent, whatever is no operator is its tokens without white space.
import type { AstExpr, AstNamed } from '../../src/frontend/ast/ast.ts';
import { tokenize } from '../../src/frontend/lexer/lexer.ts';
import { children, kindName, type OracleParse } from './kusto.ts';

type KustoNode = OracleParse['root'];

const junction = (op: string, left: string, right: string): string => {
  const parts = (text: string): string => (text.startsWith(`(${op} `) ? text.slice(op.length + 2, -1) : text);
  return `(${op} ${parts(left)} ${parts(right)})`;
};

const operation = (op: string, left: string, right: string): string =>
  op === 'and' || op === 'or' ? junction(op, left, right) : `(${op} ${left} ${right})`;

const kustoTokens = (node: KustoNode): string => (node.ChildCount === 0 ? (node.Text ?? '') : children(node).map(kustoTokens).join(''));

const elements = (node: KustoNode): KustoNode[] =>
  children(node)
    .filter((c) => kindName(c) === 'List')
    .flatMap(children)
    .map((c) => children(c)[0] ?? c);

const kustoCall = (node: KustoNode): string => {
  const [name, list] = children(node);
  return `(call ${name ? kustoTokens(name) : ''}${
    list
      ? elements(list)
          .map((e) => ` ${kustoShape(e)}`)
          .join('')
      : ''
  })`;
};

/** The shape of an expression of Microsoft's tree. */
export const kustoShape = (node: KustoNode): string => {
  const kind = kindName(node);
  const [first, second, third] = children(node);
  if (kind === 'ParenthesizedExpression' && second && kindName(second) !== 'PipeExpression') return kustoShape(second);
  if (kind === 'FunctionCallExpression') return kustoCall(node);
  if (/^Unary(Minus|Plus)Expression$/.test(kind) && first && second) return `(${first.Text} ${kustoShape(second)})`;
  if (kind === 'SimpleNamedExpression' && first && third) return `(= ${kustoTokens(first)} ${kustoShape(third)})`;
  if (first === undefined || second === undefined || third === undefined || !second.IsToken || !/Expression$/.test(kind))
    return kustoTokens(node);
  if (/^(Not)?(In|InCs)Expression$|^Has(Any|All)Expression$/.test(kind)) {
    return `(${second.Text} ${kustoShape(first)}${elements(third)
      .map((e) => ` ${kustoShape(e)}`)
      .join('')})`;
  }
  if (/BetweenExpression$/.test(kind)) {
    const [, low, , high] = children(third);
    return `(${second.Text} ${kustoShape(first)} ${low ? kustoShape(low) : ''} ${high ? kustoShape(high) : ''})`;
  }
  return /^(Path|DataTable|Element|Parenthesized|Dynamic)Expression$/.test(kind)
    ? kustoTokens(node)
    : operation(second.Text ?? '', kustoShape(first), kustoShape(third));
};

/** The shape of an expression of this parser's tree. */
export const shapeOf = (text: string, expr: AstExpr): string => {
  const all = tokenize(text).tokens;
  const words = (span: { start: number; end: number }): string =>
    all
      .filter((t) => t.startOffset >= span.start && t.startOffset < span.end)
      .map((t) => t.image)
      .join('');
  const item = (named: AstNamed): string => (named.names[0] ? `(= ${words(named.names[0].span)} ${shape(named.expr)})` : shape(named.expr));
  const shape = (e: AstExpr): string => {
    switch (e.kind) {
      case 'paren':
        return e.inner.kind === 'pipe' ? words(e.span) : shape(e.inner);
      case 'binary':
        return operation(words(e.opSpan), shape(e.left), shape(e.right));
      case 'unary':
        return `(${e.op} ${shape(e.operand)})`;
      case 'between':
        return `(${e.negated ? '!between' : 'between'} ${shape(e.subject)} ${shape(e.low)} ${shape(e.high)})`;
      case 'list':
        return `(${words(e.opSpan)} ${shape(e.subject)}${e.items.map((i) => ` ${shape(i)}`).join('')})`;
      case 'call':
        return e.on === undefined && !['toscalar', 'totable', 'materialize'].includes(e.name.text)
          ? `(call ${words(e.name.span)}${e.args.map((a) => ` ${item(a)}`).join('')})`
          : words(e.span);
      default:
        return words(e.span);
    }
  };
  return shape(expr);
};

// CST of literals in, AST out: scalar literals, `dynamic(…)` with its relaxed JSON.
import type { IToken } from 'chevrotain';
import type { Span } from '../../diagnostics/span.ts';
import type { DynamicValue } from '../../ir/types.ts';
import type { DynamicLiteralCstNode, JsonCstNode } from '../grammar/cst.generated.ts';
import {
  decodeBool,
  decodeDatetime,
  decodeDecimal,
  decodeGuid,
  decodeInteger,
  decodeReal,
  decodeString,
  decodeTimespan,
} from '../lexer/literals.ts';
import { rememberTokens } from '../lexer/text-places.ts';
import { spanOf } from '../lexer/tokens.ts';
import type { LiteralNode } from './ast.ts';
import { type Build, complain, doubt, many, one, spanOfNode } from './build-context.ts';

type Decoded = LiteralNode extends infer L ? (L extends LiteralNode ? Omit<L, 'span' | 'kind'> : never) : never;

/** The decoder of each literal that is written `type(…)`. A text it does not know gives undefined. */
const goo: ReadonlyMap<string, (text: string) => Decoded | undefined> = new Map(
  Object.entries({
    int: (s) => known('int', decodeInteger(s, 'int')),
    long: (s) => known('long', decodeInteger(s, 'long')),
    real: (s) => known('real', decodeReal(s)),
    decimal: (s) => known('decimal', decodeDecimal(s)),
    bool: (s) => known('bool', decodeBool(s)),
    datetime: (s) => known('datetime', decodeDatetime(s)),
    timespan: (s) => known('timespan', decodeTimespan(s)),
    guid: (s) => known('guid', decodeGuid(s)),
  } satisfies Record<string, (text: string) => Decoded | undefined>),
);

const gooAliases = new Map([
  ['int32', 'int'],
  ['int64', 'long'],
  ['double', 'real'],
  ['date', 'datetime'],
  ['time', 'timespan'],
]);

const known = (type: Exclude<Decoded['type'], 'string' | 'dynamic'>, value: unknown): Decoded | undefined =>
  value === null ? undefined : ({ type, value } as Decoded);

const decodeGoo = (image: string): Decoded | undefined => {
  const open = image.indexOf('(');
  const written = image.slice(0, open);
  const body = image.slice(open + 1, image.endsWith(')') ? -1 : undefined);
  const type = gooAliases.get(written) ?? written;
  if (body.trim().toLowerCase() === 'null') return { type, value: null } as Decoded;
  return goo.get(type)?.(body);
};

const decodeToken = (token: IToken): Decoded | undefined => {
  const { image } = token;
  switch (token.tokenType.name) {
    case 'Goo':
      return decodeGoo(image);
    case 'LongNumber':
      return known('long', decodeInteger(image, 'long'));
    case 'RealNumber':
      return known('real', decodeReal(image));
    case 'TimespanNumber':
      return known('timespan', decodeTimespan(image));
    case 'BoolWord':
      return known('bool', decodeBool(image));
    default:
      return undefined;
  }
};

/** A literal of one token. A spelling that KQL does not know is reported and stands for a null of the type. */
export const literalOf = (build: Build, token: IToken): LiteralNode => {
  const span = spanOf(token);
  const decoded = decodeToken(token);
  if (decoded !== undefined) return { kind: 'literal', span, ...decoded } as LiteralNode;
  if (token.tokenType.name === 'RawGuid') complain(build, 'RMMC1111', span, { guid: token.image });
  else if (token.tokenType.name !== 'Goo' || token.image.endsWith(')')) doubt(build, 'RMMC1110', span, { literal: token.image });
  const type = /^[a-z]+/.exec(token.image)?.[0] ?? 'long';
  const named = gooAliases.get(type) ?? (goo.has(type) ? type : 'long');
  return { kind: 'literal', span, type: named, value: null } as LiteralNode;
};

/** Adjacent strings are one. */
export const stringOf = (tokens: readonly IToken[]): LiteralNode & { type: 'string' } => {
  const first = one(tokens);
  const last = tokens[tokens.length - 1] ?? first;
  const span = { start: first.startOffset, end: spanOf(last).end };
  const value = tokens.length === 1 ? decodeString(first.image) : tokens.map((t) => decodeString(t.image)).join('');
  const hidden = tokens.some(({ image }) => /^h/i.test(image)) ? { hidden: true as const } : {};
  const literal = { kind: 'literal', span, type: 'string', value, ...hidden } as const;
  rememberTokens(literal, tokens);
  return literal;
};

/** The same literal with its sign; null when the type has none. */
export const negated = (literal: LiteralNode, span: Span): LiteralNode | null => {
  const { type, value } = literal;
  if (value === null) return null;
  if (type === 'long' || type === 'int' || type === 'timespan') return { ...literal, span, value: -value };
  if (type === 'real') return { ...literal, span, value: -value };
  return type === 'decimal' ? { ...literal, span, value: value.startsWith('-') ? value.slice(1) : `-${value}` } : null;
};

/** In `dynamic(…)` only a plain number takes a sign, and only `-`. */
const scalarJson = (build: Build, token: IToken, sign: IToken | undefined): DynamicValue => {
  const plain = literalOf(build, token);
  const literal =
    sign === undefined ? plain : sign.image === '-' && (plain.type === 'long' || plain.type === 'real') ? negated(plain, plain.span) : null;
  if (literal === null || literal.type === 'int') {
    const found = sign ? 'a sign' : 'an int';
    complain(build, 'RMMC1100', sign ? spanOf(sign) : plain.span, { found, expected: 'a JSON value' });
    return null;
  }
  if (literal.type === 'datetime' || literal.type === 'timespan') {
    return literal.value === null ? null : { ticks: literal.value, type: literal.type };
  }
  return literal.value;
};

const jsonValue = (build: Build, node: JsonCstNode): DynamicValue => {
  const { StringLiteral, Literal, Sign, NameWord, jsonArray, jsonObject, dynamicLiteral, bracedName } = node.children;
  if (StringLiteral) return stringOf(StringLiteral).value;
  if (Literal) return scalarJson(build, one(Literal), Sign?.[0]);
  if (jsonArray) return many(one(jsonArray).children.json).map((item) => jsonValue(build, item));
  if (jsonObject) {
    const pairs = many(one(jsonObject).children.jsonPair);
    return new Map(pairs.map((p) => [decodeString(one(p.children.StringLiteral).image), jsonValue(build, one(p.children.json))]));
  }
  if (dynamicLiteral) return jsonValue(build, one(one(dynamicLiteral).children.json));
  if (bracedName) {
    doubt(build, 'RMMC1137', spanOfNode(one(bracedName)), { what: 'a placeholder in dynamic(…)' });
    return null;
  }
  const word = one(NameWord);
  if (word.image !== 'null') complain(build, 'RMMC1112', spanOf(word), { word: word.image });
  return null;
};

/** `dynamic([1, "a", null])` */
export const dynamicOf = (build: Build, node: DynamicLiteralCstNode): LiteralNode => ({
  kind: 'literal',
  span: spanOfNode(node),
  type: 'dynamic',
  value: jsonValue(build, one(node.children.json)),
});

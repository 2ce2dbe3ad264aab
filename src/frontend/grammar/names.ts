// Tokens in, CST out: names, patterns over names, and the parameters of operators.
import { type CstNode, CstParser, type IToken, type ParserMethod, type TokenType, tokenMatcher } from 'chevrotain';
import * as t from '../lexer/tokens.ts';
import { knownParameters } from '../lexer/words.ts';
import { lazyLookahead } from './lazy-lookahead.ts';

const noNames: ReadonlySet<string> = new Set();

export type Rule = ParserMethod<[], CstNode>;

/** What every other rule uses. The rules declared abstract are filled in by the grammars built on this one. */
export abstract class NameGrammar extends CstParser {
  /** `validate`: check the grammar itself for ambiguities (slow; a test does it). */
  constructor(validate: boolean) {
    super([...t.vocabulary], {
      maxLookahead: 1,
      lookaheadStrategy: lazyLookahead(1),
      recoveryEnabled: false,
      nodeLocationTracking: 'onlyOffset',
      skipValidations: !validate,
    });
  }

  abstract expression: Rule;
  abstract args: Rule;
  abstract typeOf: Rule;
  abstract dynamicLiteral: Rule;

  private touches(offset: number): boolean {
    const last = this.LA(offset - 1);
    return this.LA(offset).startOffset === last.startOffset + last.image.length;
  }

  /** Whether the next token continues a pattern such as `Device*`: it touches the last one, and there is a star in it by then. */
  private continuesPattern(): boolean {
    if (!this.touches(1)) return false;
    if (this.LA(1).tokenType === t.Star) return true;
    for (let i = 0; ; i--) {
      if (this.LA(i).tokenType === t.Star) return true;
      if (i < 0 || !this.touches(i)) return false;
    }
  }

  private startsPattern(offset: number): boolean {
    const [first, second] = [this.LA(offset), this.LA(offset + 1)];
    if (first.tokenType === t.Star) return true;
    const isWord = tokenMatcher(first, t.NameWord) || tokenMatcher(first, t.NamedWord);
    return isWord && second.tokenType === t.Star && this.touches(offset + 1);
  }

  /** The number of tokens of `['name']` at an offset, or 0. */
  private bracketedLength(offset: number): number {
    if (this.LA(offset).tokenType !== t.LBracket) return 0;
    let end = offset + 1;
    while (tokenMatcher(this.LA(end), t.StringLiteral)) end++;
    return end > offset + 1 && this.LA(end).tokenType === t.RBracket ? end + 1 - offset : 0;
  }

  /** The number of tokens of a name at an offset: `a`, `['a']`, `{a}`; 0 when there is none. */
  protected nameLength(offset: number, word: TokenType = t.NameWord): number {
    if (tokenMatcher(this.LA(offset), word)) return 1;
    if (this.startsBracedName(offset)) return 3;
    return this.bracketedLength(offset);
  }

  /** `['name']` or `[a*]`, and no `[expression]`. */
  protected startsBracketName(): boolean {
    return this.bracketedLength(1) > 0 || (this.LA(1).tokenType === t.LBracket && this.startsPattern(2));
  }

  /** `{name}` and `{name[-1]}`, without a blank. */
  protected startsBracedName(offset: number): boolean {
    const after = this.LA(offset + 2).tokenType;
    const isName =
      this.LA(offset).tokenType === t.LBrace &&
      tokenMatcher(this.LA(offset + 1), t.AnyWord) &&
      /\w/.test(this.LA(offset + 1).image) &&
      this.touches(offset + 1);
    return isName && (after === t.RBrace || after === t.LBracket) && this.touches(offset + 2);
  }

  /** Whether a parameter begins here. Operators of the older kind read a known name as one though no `=` follows. */
  protected startsParameter(names: ReadonlySet<string>, needsEquals: boolean, offset = 1): boolean {
    const name: IToken = this.LA(offset);
    if (name.tokenType !== t.HintName && !names.has(name.image) && !knownParameters.has(name.image)) return false;
    if (offset > 1 && name.image.startsWith('hint.pass_filters')) return false;
    return !needsEquals || this.LA(offset + 1).tokenType === t.Equals;
  }

  /** `name = value` pairs before the operands of an operator; `names` are those that the operator declares besides hints. */
  parameters = this.RULE('parameters', (names: ReadonlySet<string> = noNames, needsEquals = true) => {
    this.MANY({ GATE: () => this.startsParameter(names, needsEquals), DEF: () => this.SUBRULE(this.parameter) });
  });

  parameter = this.RULE('parameter', () => {
    this.OR([{ ALT: () => this.CONSUME(t.HintName) }, { ALT: () => this.CONSUME(t.NameWord) }]);
    this.CONSUME(t.Equals);
    this.SUBRULE(this.parameterValue);
  });

  parameterValue = this.RULE('parameterValue', () => {
    this.OPTION(() => this.CONSUME(t.Sign));
    this.OR([
      { ALT: () => this.CONSUME(t.Literal) },
      { ALT: () => this.AT_LEAST_ONE(() => this.CONSUME(t.StringLiteral)) },
      { ALT: () => this.CONSUME(t.NameWord) },
      { ALT: () => this.SUBRULE(this.bracketName) },
      { ALT: () => this.SUBRULE(this.bracedName) },
      { ALT: () => this.SUBRULE(this.dynamicLiteral) },
      { ALT: () => this.SUBRULE(this.typeOf) },
    ]);
  });

  /** `name`, `['name']`, `{name}` */
  name = this.RULE('name', () => {
    this.OR([
      { ALT: () => this.CONSUME(t.NameWord) },
      { ALT: () => this.SUBRULE(this.bracketName) },
      { ALT: () => this.SUBRULE(this.bracedName) },
    ]);
  });

  /** `['name']`, `[Device*]` */
  bracketName = this.RULE('bracketName', () => {
    this.CONSUME(t.LBracket);
    this.OR([{ ALT: () => this.AT_LEAST_ONE(() => this.CONSUME(t.StringLiteral)) }, { ALT: () => this.SUBRULE(this.wildcardName) }]);
    this.CONSUME(t.RBracket);
  });

  /** `{name}`: a placeholder of a workbook. */
  bracedName = this.RULE('bracedName', () => {
    this.CONSUME(t.LBrace);
    this.CONSUME(t.AnyWord);
    this.OPTION(() => {
      this.CONSUME(t.LBracket);
      this.OPTION1(() => this.CONSUME(t.Sign));
      this.CONSUME(t.LongNumber);
      this.CONSUME(t.RBracket);
    });
    this.CONSUME(t.RBrace);
  });

  /** `name`, `Device*`, `*_CL`, `*`: the parts touch each other. */
  wildcardName = this.RULE('wildcardName', () => {
    this.OR([{ ALT: () => this.CONSUME(t.NameWord) }, { ALT: () => this.CONSUME(t.NamedWord) }, { ALT: () => this.CONSUME(t.Star) }]);
    this.MANY({
      GATE: () => this.continuesPattern(),
      DEF: () =>
        this.OR1([
          { ALT: () => this.CONSUME1(t.NameWord) },
          { ALT: () => this.CONSUME1(t.NamedWord) },
          { ALT: () => this.CONSUME1(t.Star) },
          { ALT: () => this.CONSUME(t.LongNumber) },
        ]),
    });
  });

  /** A table, or a pattern over tables: `T`, `Device*`, `['a b']`, `database('x').T`, `a.b['c']`. */
  entity = this.RULE('entity', () => {
    this.OR({
      DEF: [
        { ALT: () => this.SUBRULE(this.wildcardName) },
        { GATE: () => this.startsBracketName(), ALT: () => this.SUBRULE(this.bracketName) },
        { ALT: () => this.SUBRULE(this.index) },
        { ALT: () => this.SUBRULE(this.bracedName) },
        { ALT: () => this.CONSUME(t.At) },
      ],
      IGNORE_AMBIGUITIES: true,
    });
    this.OPTION(() => this.SUBRULE(this.args));
    this.MANY(() => this.SUBRULE(this.entityTail));
  });

  entityTail = this.RULE('entityTail', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.Dot);
          this.OR1({
            DEF: [
              { ALT: () => this.SUBRULE(this.wildcardName) },
              { GATE: () => this.startsBracketName(), ALT: () => this.SUBRULE(this.bracketName) },
              { ALT: () => this.SUBRULE(this.index) },
              { ALT: () => this.SUBRULE(this.bracedName) },
              { ALT: () => this.CONSUME(t.At) },
            ],
            IGNORE_AMBIGUITIES: true,
          });
          this.OPTION(() => this.SUBRULE(this.args));
        },
      },
      {
        ALT: () =>
          this.OR2({
            DEF: [
              { GATE: () => this.startsBracketName(), ALT: () => this.SUBRULE1(this.bracketName) },
              { ALT: () => this.SUBRULE1(this.index) },
            ],
            IGNORE_AMBIGUITIES: true,
          }),
      },
    ]);
  });

  /** `['name']` or `[0]`; after a dot, too. */
  index = this.RULE('index', () => {
    this.CONSUME(t.LBracket);
    this.SUBRULE(this.expression);
    this.CONSUME(t.RBracket);
  });

  /** A column by its path, without calls: `a.b['c']`. */
  path = this.RULE('path', () => {
    this.SUBRULE(this.step);
    this.MANY(() =>
      this.OR({
        DEF: [
          {
            ALT: () => {
              this.CONSUME(t.Dot);
              this.SUBRULE1(this.step);
            },
          },
          { GATE: () => this.startsBracketName(), ALT: () => this.SUBRULE(this.bracketName) },
          { ALT: () => this.SUBRULE(this.index) },
        ],
        IGNORE_AMBIGUITIES: true,
      }),
    );
  });

  step = this.RULE('step', () => {
    this.OR({
      DEF: [
        { ALT: () => this.CONSUME(t.NameWord) },
        { GATE: () => this.startsBracketName(), ALT: () => this.SUBRULE(this.bracketName) },
        { ALT: () => this.SUBRULE(this.index) },
        { ALT: () => this.SUBRULE(this.bracedName) },
        { ALT: () => this.CONSUME(t.At) },
      ],
      IGNORE_AMBIGUITIES: true,
    });
  });

  /** A column by name or pattern, without a path: `a`, `a*`, `['a']`. */
  picked = this.RULE('picked', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.wildcardName) },
      { ALT: () => this.SUBRULE(this.bracketName) },
      { ALT: () => this.SUBRULE(this.bracedName) },
    ]);
  });
}

// Tokens in, CST out: names, patterns over names, and the parameters of operators.
import { type CstNode, CstParser, type IToken, type ParserMethod, tokenMatcher } from 'chevrotain';
import { lazyLookahead } from './lazy-lookahead.ts';
import * as t from './tokens.ts';

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

  /** Whether the next token continues a pattern such as `Device*`: it touches the last one, and one of the two is a star. */
  private continuesPattern(): boolean {
    const next = this.LA(1);
    const last = this.LA(0);
    if (next.startOffset !== last.startOffset + last.image.length) return false;
    return next.tokenType === t.Star || (last.tokenType === t.Star && (tokenMatcher(next, t.NameWord) || next.tokenType === t.LongNumber));
  }

  private isParameter(names: ReadonlySet<string>): boolean {
    const name: IToken = this.LA(1);
    return this.LA(2).tokenType === t.Equals && (name.tokenType === t.HintName || names.has(name.image));
  }

  /** `name = value` pairs before the operands of an operator; `names` are those that the operator declares besides hints. */
  parameters = this.RULE('parameters', (names: ReadonlySet<string> = noNames) => {
    this.MANY({ GATE: () => this.isParameter(names), DEF: () => this.SUBRULE(this.parameter) });
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
      { ALT: () => this.SUBRULE(this.dynamicLiteral) },
      { ALT: () => this.SUBRULE(this.typeOf) },
    ]);
  });

  /** `name`, `['name']` */
  name = this.RULE('name', () => {
    this.OR([{ ALT: () => this.CONSUME(t.NameWord) }, { ALT: () => this.SUBRULE(this.bracketName) }]);
  });

  /** `['name']`, `[Device*]` */
  bracketName = this.RULE('bracketName', () => {
    this.CONSUME(t.LBracket);
    this.OR([{ ALT: () => this.AT_LEAST_ONE(() => this.CONSUME(t.StringLiteral)) }, { ALT: () => this.SUBRULE(this.wildcardName) }]);
    this.CONSUME(t.RBracket);
  });

  /** `name`, `Device*`, `*_CL`, `*`: the parts touch each other. */
  wildcardName = this.RULE('wildcardName', () => {
    this.OR([{ ALT: () => this.CONSUME(t.NameWord) }, { ALT: () => this.CONSUME(t.Star) }]);
    this.MANY({
      GATE: () => this.continuesPattern(),
      DEF: () =>
        this.OR1([
          { ALT: () => this.CONSUME1(t.NameWord) },
          { ALT: () => this.CONSUME1(t.Star) },
          { ALT: () => this.CONSUME(t.LongNumber) },
        ]),
    });
  });

  /** A table or column, or a pattern over them: `T`, `Device*`, `['a b']`, `database('x').T`, `a.b['c']`. */
  entity = this.RULE('entity', () => {
    this.OR([
      {
        ALT: () => {
          this.SUBRULE(this.wildcardName);
          this.OPTION(() => this.SUBRULE(this.args));
        },
      },
      { ALT: () => this.SUBRULE(this.bracketName) },
    ]);
    this.MANY(() => this.SUBRULE(this.entityTail));
  });

  entityTail = this.RULE('entityTail', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.Dot);
          this.OR1([
            {
              ALT: () => {
                this.SUBRULE(this.wildcardName);
                this.OPTION(() => this.SUBRULE(this.args));
              },
            },
            { ALT: () => this.SUBRULE(this.index) },
          ]);
        },
      },
      { ALT: () => this.SUBRULE1(this.index) },
    ]);
  });

  /** `['name']` or `[0]`; after a dot, too. */
  index = this.RULE('index', () => {
    this.CONSUME(t.LBracket);
    this.SUBRULE(this.expression);
    this.CONSUME(t.RBracket);
  });

  /** A column by name, without calls: `a.b['c']`. */
  path = this.RULE('path', () => {
    this.SUBRULE(this.name);
    this.MANY(() =>
      this.OR([
        {
          ALT: () => {
            this.CONSUME(t.Dot);
            this.SUBRULE1(this.name);
          },
        },
        { ALT: () => this.SUBRULE(this.index) },
      ]),
    );
  });
}

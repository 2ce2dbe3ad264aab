// Tokens in, CST out: literals and scalar expressions. Binary operators come out flat, in the order written;
// ast/build-expr.ts knows their precedence.
import type { TokenType } from 'chevrotain';
import * as t from '../lexer/tokens.ts';
import { NameGrammar, type Rule } from './names.ts';

const k = t.keyword;
const none: ReadonlySet<string> = new Set();

export abstract class ExpressionGrammar extends NameGrammar {
  /** Source and operators: `T | where …`, or a scalar expression alone. */
  abstract pipeline: Rule;

  protected endsList(closing: TokenType): boolean {
    return this.LA(2).tokenType === closing;
  }

  /** `expr`, `name = expr`, `(a, b) = expr` */
  item = this.RULE('item', () => {
    this.OR({
      DEF: [
        { GATE: () => this.startsRenameList(), ALT: () => this.SUBRULE(this.renameList) },
        { ALT: () => this.SUBRULE(this.expression) },
      ],
      IGNORE_AMBIGUITIES: true,
    });
    this.OPTION(() => {
      this.CONSUME(t.Equals);
      this.SUBRULE1(this.expression);
    });
  });

  private renamedLength(offset: number): number {
    return this.nameLength(offset) || this.nameLength(offset, t.NamedWord);
  }

  private startsRenameList(): boolean {
    if (this.LA(1).tokenType !== t.LParen) return false;
    let at = 2;
    for (;;) {
      const length = this.renamedLength(at);
      at += length;
      if (length === 0 || this.LA(at).tokenType !== t.Comma) break;
      at++;
    }
    return at > 2 && this.LA(at).tokenType === t.RParen && this.LA(at + 1).tokenType === t.Equals;
  }

  /** The names of `(a, b) = f(x)`. */
  renameList = this.RULE('renameList', () => {
    this.CONSUME(t.LParen);
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.declaredName) });
    this.CONSUME(t.RParen);
  });

  declaredName = this.RULE('declaredName', () => {
    this.OR([{ ALT: () => this.CONSUME(t.NamedWord) }, { ALT: () => this.SUBRULE(this.name) }]);
  });

  override expression = this.RULE('expression', () => {
    this.SUBRULE(this.operand);
    this.MANY(() =>
      this.OR([
        {
          ALT: () => {
            this.CONSUME(t.BinaryOperator);
            this.SUBRULE1(this.operand);
          },
        },
        { ALT: () => this.SUBRULE(this.listTail) },
        { ALT: () => this.SUBRULE(this.betweenTail) },
      ]),
    );
  });

  listTail = this.RULE('listTail', () => {
    this.CONSUME(t.ListOperator);
    this.CONSUME(t.LParen);
    this.SUBRULE(this.pipeline);
    this.MANY(() => {
      this.CONSUME(t.Comma);
      this.SUBRULE(this.expression);
    });
    this.CONSUME(t.RParen);
  });

  betweenTail = this.RULE('betweenTail', () => {
    this.OR([{ ALT: () => this.CONSUME(k('between')) }, { ALT: () => this.CONSUME(k('!between')) }]);
    this.CONSUME(t.LParen);
    this.SUBRULE(this.expression);
    this.CONSUME(t.DotDot);
    this.SUBRULE1(this.expression);
    this.CONSUME(t.RParen);
  });

  operand = this.RULE('operand', () => {
    this.OPTION(() => this.CONSUME(t.Sign));
    let isName = false;
    let isPath = false;
    this.OR({
      DEF: [
        {
          GATE: () => this.LA(1).tokenType !== t.LBracket || this.startsBracketName(),
          ALT: () => {
            isName = true;
            this.nameOrAt();
          },
        },
        { ALT: () => this.CONSUME(t.Literal) },
        { ALT: () => this.AT_LEAST_ONE(() => this.CONSUME(t.StringLiteral)) },
        { ALT: () => this.SUBRULE(this.paren) },
        { ALT: () => this.CONSUME(t.Star) },
        {
          ALT: () => {
            isPath = true;
            this.SUBRULE(this.index);
          },
        },
        { ALT: () => this.SUBRULE(this.queryCall) },
        { ALT: () => this.SUBRULE(this.dynamicLiteral) },
        { ALT: () => this.SUBRULE(this.typeOf) },
        { ALT: () => this.SUBRULE(this.datatable) },
        { ALT: () => this.SUBRULE(this.externaldata) },
      ],
      IGNORE_AMBIGUITIES: true,
    });
    this.OPTION1({ GATE: () => isName, DEF: () => this.SUBRULE(this.args) });
    this.OPTION2({ GATE: () => (isName || isPath) && this.LA(1).image === 'datascope', DEF: () => this.SUBRULE(this.dataScope) });
    this.MANY(() => this.SUBRULE(this.tail));
  });

  /** `a`, `['a']`, `{a}`, `@` */
  private nameOrAt(): void {
    this.OR1([
      { ALT: () => this.CONSUME(t.NameWord) },
      { ALT: () => this.SUBRULE(this.bracketName) },
      { ALT: () => this.SUBRULE(this.bracedName) },
      { ALT: () => this.CONSUME(t.At) },
    ]);
  }

  /** `datascope = hotcache` */
  dataScope = this.RULE('dataScope', () => {
    this.CONSUME(t.NameWord);
    this.CONSUME(t.Equals);
    this.CONSUME1(t.NameWord);
  });

  tail = this.RULE('tail', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.Dot);
          this.OR1({
            DEF: [
              { ALT: () => this.CONSUME(t.NameWord) },
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
      { ALT: () => this.SUBRULE1(this.index) },
    ]);
  });

  override args = this.RULE('args', () => {
    this.CONSUME(t.LParen);
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.item) });
    this.CONSUME(t.RParen);
  });

  /** A group or a query; more of them are refused later, with a reason. */
  paren = this.RULE('paren', () => {
    this.CONSUME(t.LParen);
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.pipeline) });
    this.CONSUME(t.RParen);
  });

  /** `toscalar(T | …)`, `materialize(T | …)` */
  queryCall = this.RULE('queryCall', () => {
    this.OR([
      { ALT: () => this.CONSUME(k('toscalar')) },
      { ALT: () => this.CONSUME(k('totable')) },
      { ALT: () => this.CONSUME(k('materialize')) },
    ]);
    this.OPTION(() => this.SUBRULE(this.parameter));
    this.CONSUME(t.LParen);
    this.SUBRULE(this.pipeline);
    this.CONSUME(t.RParen);
  });

  override typeOf = this.RULE('typeOf', () => {
    this.CONSUME(t.TypeOf);
    this.CONSUME(t.LParen);
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.typeOfPart) });
    this.CONSUME(t.RParen);
  });

  /** A type, a column with its type, or `*`. */
  typeOfPart = this.RULE('typeOfPart', () => {
    this.OR([
      { ALT: () => this.CONSUME(t.Star) },
      {
        ALT: () => {
          this.SUBRULE(this.name);
          this.OPTION(() => {
            this.CONSUME(t.Colon);
            this.OR1([{ ALT: () => this.SUBRULE(this.typeName) }, { ALT: () => this.SUBRULE(this.tableType) }]);
          });
        },
      },
    ]);
  });

  override dynamicLiteral = this.RULE('dynamicLiteral', () => {
    this.CONSUME(t.Dynamic);
    this.CONSUME(t.LParen);
    this.SUBRULE(this.json);
    this.CONSUME(t.RParen);
  });

  json = this.RULE('json', () => {
    this.OR({
      DEF: [
        { ALT: () => this.AT_LEAST_ONE(() => this.CONSUME(t.StringLiteral)) },
        {
          ALT: () => {
            this.OPTION(() => this.CONSUME(t.Sign));
            this.CONSUME(t.Literal);
          },
        },
        { ALT: () => this.CONSUME(t.NameWord) },
        { ALT: () => this.SUBRULE(this.jsonArray) },
        { GATE: () => this.startsBracedName(1), ALT: () => this.SUBRULE(this.bracedName) },
        { ALT: () => this.SUBRULE(this.jsonObject) },
        { ALT: () => this.SUBRULE(this.dynamicLiteral) },
      ],
      IGNORE_AMBIGUITIES: true,
    });
  });

  jsonArray = this.RULE('jsonArray', () => {
    this.CONSUME(t.LBracket);
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.json) });
    this.CONSUME(t.RBracket);
  });

  jsonObject = this.RULE('jsonObject', () => {
    this.CONSUME(t.LBrace);
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.jsonPair) });
    this.CONSUME(t.RBrace);
  });

  jsonPair = this.RULE('jsonPair', () => {
    this.CONSUME(t.StringLiteral);
    this.CONSUME(t.Colon);
    this.SUBRULE(this.json);
  });

  datatable = this.RULE('datatable', () => {
    this.CONSUME(k('datatable'));
    this.SUBRULE(this.parameters, { ARGS: [none, false] });
    this.SUBRULE(this.rowSchema);
    this.CONSUME(t.LBracket);
    this.OPTION(() => this.CONSUME(t.Comma));
    this.OPTION1(() => {
      this.SUBRULE(this.expression);
      this.MANY({
        GATE: () => !this.endsList(t.RBracket),
        DEF: () => {
          this.CONSUME1(t.Comma);
          this.SUBRULE1(this.expression);
        },
      });
      this.OPTION2(() => this.CONSUME2(t.Comma));
    });
    this.CONSUME(t.RBracket);
  });

  externaldata = this.RULE('externaldata', () => {
    this.OR([{ ALT: () => this.CONSUME(k('externaldata')) }, { ALT: () => this.CONSUME(k('external_data')) }]);
    this.SUBRULE(this.parameters, { ARGS: [none, false] });
    this.SUBRULE(this.rowSchema);
    this.CONSUME(t.LBracket);
    this.OPTION(() => {
      this.SUBRULE(this.pipeline);
      this.MANY({
        GATE: () => !this.endsList(t.RBracket),
        DEF: () => {
          this.CONSUME(t.Comma);
          this.SUBRULE1(this.pipeline);
        },
      });
      this.OPTION1(() => this.CONSUME1(t.Comma));
    });
    this.CONSUME(t.RBracket);
    this.OPTION2(() => this.SUBRULE(this.withProperties));
  });

  /** `with (a = 1, b = 'x')` */
  withProperties = this.RULE('withProperties', () => {
    this.CONSUME(k('with'));
    this.CONSUME(t.LParen);
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.property) });
    this.CONSUME(t.RParen);
  });

  property = this.RULE('property', () => {
    this.SUBRULE(this.name);
    this.CONSUME(t.Equals);
    this.OR({
      DEF: [
        { GATE: () => this.LA(2).tokenType !== t.LParen, ALT: () => this.CONSUME(t.NamedWord) },
        { ALT: () => this.SUBRULE(this.expression) },
      ],
      IGNORE_AMBIGUITIES: true,
    });
  });

  /** `(a: string, b: long)` */
  rowSchema = this.RULE('rowSchema', () => {
    this.CONSUME(t.LParen);
    this.OPTION(() => this.CONSUME(t.Comma));
    this.OPTION1(() => {
      this.SUBRULE(this.column);
      this.MANY({
        GATE: () => !this.endsList(t.RParen),
        DEF: () => {
          this.CONSUME1(t.Comma);
          this.SUBRULE1(this.column);
        },
      });
      this.OPTION2(() => this.CONSUME2(t.Comma));
    });
    this.CONSUME(t.RParen);
  });

  column = this.RULE('column', () => {
    this.SUBRULE(this.name);
    this.CONSUME(t.Colon);
    this.OR([{ ALT: () => this.SUBRULE(this.typeName) }, { ALT: () => this.SUBRULE(this.tableType) }]);
  });

  /** `(*)` or `(a: string, b: long)` */
  tableType = this.RULE('tableType', () => {
    this.CONSUME(t.LParen);
    this.OR([
      { ALT: () => this.CONSUME(t.Star) },
      {
        ALT: () => {
          this.SUBRULE(this.column);
          this.MANY({
            GATE: () => !this.endsList(t.RParen),
            DEF: () => {
              this.CONSUME(t.Comma);
              this.SUBRULE1(this.column);
            },
          });
          this.OPTION(() => this.CONSUME1(t.Comma));
        },
      },
      { ALT: () => undefined },
    ]);
    this.CONSUME(t.RParen);
  });

  typeName = this.RULE('typeName', () => {
    this.CONSUME(t.NameWord);
  });
}

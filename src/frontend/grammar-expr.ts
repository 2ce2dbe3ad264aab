// Tokens in, CST out: literals and scalar expressions. Binary operators come out flat, in the order written;
// build-ast-expr.ts knows their precedence.
import type { TokenType } from 'chevrotain';
import { NameGrammar, type Rule } from './grammar-names.ts';
import * as t from './tokens.ts';

const k = t.keyword;

export abstract class ExpressionGrammar extends NameGrammar {
  /** Source and operators: `T | where …`, or a scalar expression alone. */
  abstract pipeline: Rule;

  protected endsList(closing: TokenType): boolean {
    return this.LA(2).tokenType === closing;
  }

  /** `expr`, `name = expr`, `(a, b) = expr` */
  item = this.RULE('item', () => {
    this.SUBRULE(this.expression);
    this.OPTION(() => {
      this.CONSUME(t.Equals);
      this.SUBRULE1(this.expression);
    });
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
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.NameWord);
          this.OPTION1(() => this.SUBRULE(this.args));
        },
      },
      { ALT: () => this.CONSUME(t.Literal) },
      { ALT: () => this.AT_LEAST_ONE(() => this.CONSUME(t.StringLiteral)) },
      { ALT: () => this.SUBRULE(this.paren) },
      { ALT: () => this.CONSUME(t.Star) },
      { ALT: () => this.SUBRULE(this.bracketName) },
      { ALT: () => this.SUBRULE(this.queryCall) },
      { ALT: () => this.SUBRULE(this.dynamicLiteral) },
      { ALT: () => this.SUBRULE(this.typeOf) },
      { ALT: () => this.SUBRULE(this.datatable) },
      { ALT: () => this.SUBRULE(this.externaldata) },
      { ALT: () => this.SUBRULE(this.bracedName) },
      { ALT: () => this.CONSUME(t.At) },
    ]);
    this.MANY(() => this.SUBRULE(this.tail));
  });

  tail = this.RULE('tail', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.Dot);
          this.OR1([
            {
              ALT: () => {
                this.CONSUME(t.NameWord);
                this.OPTION(() => this.SUBRULE(this.args));
              },
            },
            { ALT: () => this.SUBRULE(this.index) },
            { ALT: () => this.CONSUME(t.At) },
          ]);
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

  /** A group, a query, or the names of `(a, b) = …`. */
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

  /** `{name}`: a placeholder of a workbook. */
  bracedName = this.RULE('bracedName', () => {
    this.CONSUME(t.LBrace);
    this.CONSUME(t.NameWord);
    this.CONSUME(t.RBrace);
  });

  override typeOf = this.RULE('typeOf', () => {
    this.CONSUME(t.TypeOf);
    this.CONSUME(t.LParen);
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.typeOfPart) });
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
            this.CONSUME(t.NameWord);
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
    this.OR([
      { ALT: () => this.AT_LEAST_ONE(() => this.CONSUME(t.StringLiteral)) },
      {
        ALT: () => {
          this.OPTION(() => this.CONSUME(t.Sign));
          this.CONSUME(t.Literal);
        },
      },
      { ALT: () => this.CONSUME(t.NameWord) },
      { ALT: () => this.SUBRULE(this.jsonArray) },
      { ALT: () => this.SUBRULE(this.jsonObject) },
      { ALT: () => this.SUBRULE(this.dynamicLiteral) },
    ]);
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
    this.SUBRULE(this.parameters);
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
    });
    this.OPTION2(() => this.CONSUME2(t.Comma));
    this.CONSUME(t.RBracket);
  });

  externaldata = this.RULE('externaldata', () => {
    this.OR([{ ALT: () => this.CONSUME(k('externaldata')) }, { ALT: () => this.CONSUME(k('external_data')) }]);
    this.SUBRULE(this.parameters);
    this.SUBRULE(this.rowSchema);
    this.CONSUME(t.LBracket);
    this.OPTION(() => {
      this.SUBRULE(this.expression);
      this.MANY({
        GATE: () => !this.endsList(t.RBracket),
        DEF: () => {
          this.CONSUME(t.Comma);
          this.SUBRULE1(this.expression);
        },
      });
    });
    this.OPTION1(() => this.CONSUME1(t.Comma));
    this.CONSUME(t.RBracket);
    this.OPTION2(() => this.SUBRULE(this.withProperties));
  });

  /** `with (a = 1, b = 'x')` */
  withProperties = this.RULE('withProperties', () => {
    this.CONSUME(k('with'));
    this.CONSUME(t.LParen);
    this.OPTION(() => this.CONSUME(t.Comma));
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.item) });
    this.CONSUME(t.RParen);
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
    });
    this.OPTION2(() => this.CONSUME2(t.Comma));
    this.CONSUME(t.RParen);
  });

  column = this.RULE('column', () => {
    this.SUBRULE(this.name);
    this.CONSUME(t.Colon);
    this.SUBRULE(this.typeName);
  });

  typeName = this.RULE('typeName', () => {
    this.CONSUME(t.NameWord);
  });
}

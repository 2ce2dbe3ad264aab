// Tokens in, CST out: statements and pipelines, on top of the operator and expression grammars.
import { EOF } from 'chevrotain';
import { OperatorGrammar } from './grammar-operators.ts';
import * as t from './tokens.ts';

const k = t.keyword;

/** Words that begin an operator wherever a query may begin, because they are never names there. */
const alwaysOperators = new Set(
  [
    'union',
    'print',
    'search',
    'find',
    'where',
    'project',
    'project-away',
    'project-keep',
    'project-rename',
    'project-reorder',
    'project-by-names',
    'mv-expand',
    'mv-apply',
    'parse-where',
    'parse-kv',
    'make-series',
    'sample',
    'sample-distinct',
    'top-nested',
    'top-hitters',
    'invoke',
    'as',
    'assert-schema',
    '__executeAndCache',
  ].map(k),
);

export class Grammar extends OperatorGrammar {
  constructor(validate = false) {
    super(validate);
    this.performSelfAnalysis();
  }

  /** Whether a query begins with an operator here, rather than with a table or a value. */
  private startsWithOperator(): boolean {
    const type = this.LA(1).tokenType;
    if (alwaysOperators.has(type)) return true;
    if (type === k('range')) return this.LA(3).tokenType === k('from') || this.LA(5).tokenType === k('from');
    if (type === k('evaluate')) return this.LA(2).tokenType === t.HintName || this.LA(2).tokenType === t.Identifier;
    return false;
  }

  private startsFunction(): boolean {
    const from = this.LA(1).tokenType === k('view') ? 2 : 1;
    if (this.LA(from).tokenType !== t.LParen) return false;
    const after = this.LA(from + 1).tokenType;
    if (after === t.RParen || after === t.Star) return true;
    const nameLength = after === t.LBracket ? 3 : 1;
    return this.LA(from + 1 + nameLength).tokenType === t.Colon;
  }

  query = this.RULE('query', () => {
    this.OPTION(() => {
      this.SUBRULE(this.statement);
      this.MANY({
        GATE: () => this.LA(2).tokenType !== EOF && this.LA(2).tokenType !== t.RBrace,
        DEF: () => {
          this.CONSUME(t.Semicolon);
          this.SUBRULE1(this.statement);
        },
      });
      this.OPTION1(() => this.CONSUME1(t.Semicolon));
    });
  });

  statement = this.RULE('statement', () => {
    this.OR({
      DEF: [
        {
          GATE: () => this.LA(2).tokenType !== t.LParen && this.LA(2).tokenType !== t.Dot && this.LA(2).tokenType !== t.Pipe,
          ALT: () => this.SUBRULE(this.letStatement),
        },
        { ALT: () => this.SUBRULE(this.setStatement) },
        {
          GATE: () => this.LA(2).tokenType === k('pattern') || this.LA(2).tokenType === k('query_parameters'),
          ALT: () => this.SUBRULE(this.declareStatement),
        },
        { GATE: () => this.LA(2).tokenType === k('database'), ALT: () => this.SUBRULE(this.aliasStatement) },
        { GATE: () => this.LA(2).tokenType === k('access'), ALT: () => this.SUBRULE(this.restrictStatement) },
        { ALT: () => this.SUBRULE(this.pipeline) },
      ],
      IGNORE_AMBIGUITIES: true,
    });
  });

  letStatement = this.RULE('letStatement', () => {
    this.CONSUME(k('let'));
    this.SUBRULE(this.name);
    this.CONSUME(t.Equals);
    this.OR({
      DEF: [{ GATE: () => this.startsFunction(), ALT: () => this.SUBRULE(this.functionBody) }, { ALT: () => this.SUBRULE(this.pipeline) }],
      IGNORE_AMBIGUITIES: true,
    });
  });

  setStatement = this.RULE('setStatement', () => {
    this.CONSUME(k('set'));
    this.SUBRULE(this.name);
    this.OPTION(() => {
      this.CONSUME(t.Equals);
      this.SUBRULE(this.expression);
    });
  });

  declareStatement = this.RULE('declareStatement', () => {
    this.CONSUME(k('declare'));
    this.OR([
      {
        ALT: () => {
          this.CONSUME(k('query_parameters'));
          this.SUBRULE(this.functionParameters);
        },
      },
      {
        ALT: () => {
          this.CONSUME(k('pattern'));
          this.SUBRULE(this.name);
          this.OPTION(() => this.SUBRULE(this.patternBody));
        },
      },
    ]);
  });

  /** `= (a:string)[p:string] { ("x").["y"] = { T }; }` */
  patternBody = this.RULE('patternBody', () => {
    this.CONSUME(t.Equals);
    this.CONSUME(t.LParen);
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.column) });
    this.CONSUME(t.RParen);
    this.OPTION(() => {
      this.CONSUME(t.LBracket);
      this.SUBRULE1(this.column);
      this.CONSUME(t.RBracket);
    });
    this.CONSUME(t.LBrace);
    this.AT_LEAST_ONE(() => this.SUBRULE(this.patternCase));
    this.CONSUME(t.RBrace);
  });

  patternCase = this.RULE('patternCase', () => {
    this.CONSUME(t.LParen);
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.expression) });
    this.CONSUME(t.RParen);
    this.OPTION(() => {
      this.CONSUME(t.Dot);
      this.CONSUME(t.LBracket);
      this.SUBRULE1(this.expression);
      this.CONSUME(t.RBracket);
    });
    this.CONSUME(t.Equals);
    this.CONSUME(t.LBrace);
    this.SUBRULE(this.query);
    this.CONSUME(t.RBrace);
    this.CONSUME(t.Semicolon);
  });

  aliasStatement = this.RULE('aliasStatement', () => {
    this.CONSUME(k('alias'));
    this.CONSUME(k('database'));
    this.SUBRULE(this.name);
    this.CONSUME(t.Equals);
    this.SUBRULE(this.expression);
  });

  restrictStatement = this.RULE('restrictStatement', () => {
    this.CONSUME(k('restrict'));
    this.CONSUME(k('access'));
    this.CONSUME(k('to'));
    this.CONSUME(t.LParen);
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.entity) });
    this.CONSUME(t.RParen);
    this.OPTION(() => this.SUBRULE(this.withProperties));
  });

  functionBody = this.RULE('functionBody', () => {
    this.OPTION(() => this.CONSUME(k('view')));
    this.SUBRULE(this.functionParameters);
    this.CONSUME(t.LBrace);
    this.SUBRULE(this.query);
    this.CONSUME(t.RBrace);
  });

  override functionParameters = this.RULE('functionParameters', () => {
    this.CONSUME(t.LParen);
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.functionParameter) });
    this.CONSUME(t.RParen);
  });

  functionParameter = this.RULE('functionParameter', () => {
    this.SUBRULE(this.name);
    this.CONSUME(t.Colon);
    this.OR([{ ALT: () => this.SUBRULE(this.typeName) }, { ALT: () => this.SUBRULE(this.tableType) }]);
    this.OPTION(() => {
      this.CONSUME(t.Equals);
      this.SUBRULE(this.expression);
    });
  });

  /** `(*)` or `(a: string, b: long)` */
  tableType = this.RULE('tableType', () => {
    this.CONSUME(t.LParen);
    this.OR([{ ALT: () => this.CONSUME(t.Star) }, { ALT: () => this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.column) }) }]);
    this.CONSUME(t.RParen);
  });

  override pipeline = this.RULE('pipeline', () => {
    this.OR({
      DEF: [
        { GATE: () => this.startsWithOperator(), ALT: () => this.SUBRULE(this.operator) },
        { ALT: () => this.SUBRULE(this.expression) },
      ],
      IGNORE_AMBIGUITIES: true,
    });
    this.MANY(() => {
      this.CONSUME(t.Pipe);
      this.SUBRULE1(this.operator);
    });
  });
}

// Tokens in, CST out: statements and pipelines, on top of the operator and expression grammars.
import { EOF, tokenMatcher } from 'chevrotain';
import * as t from '../lexer/tokens.ts';
import { chartWords, freedomOf, operatorNames, unreadOperators } from '../lexer/words.ts';
import { OperatorGrammar } from './operators.ts';

const k = t.keyword;
const noNames: ReadonlySet<string> = new Set();

/** Operators whose name is no word that could name a table. */
const alwaysOperators: ReadonlySet<string> = new Set([...operatorNames, ...unreadOperators].filter((name) => freedomOf(name) !== 'free'));

export class Grammar extends OperatorGrammar {
  constructor(validate = false) {
    super(validate);
    this.performSelfAnalysis();
  }

  /** Whether a query begins with an operator here, rather than with a table or a value. */
  private startsWithOperator(): boolean {
    const { image } = this.LA(1);
    const next = this.LA(2);
    if (alwaysOperators.has(image)) return true;
    if (image === 'evaluate') return this.nameLength(2) > 0 || next.tokenType === t.HintName || this.startsParameter(noNames, false, 2);
    if (image === 'facet') return next.tokenType === k('by');
    if (image === 'partition' || image === 'reduce') return next.tokenType === k('by') || this.startsParameter(noNames, false, 2);
    if (image === 'render') return tokenMatcher(next, t.NameWord) && (freedomOf(next.image) === 'free' || chartWords.has(next.image));
    const length = image === 'range' ? this.nameLength(2) : 0;
    return length > 0 && this.LA(2 + length).tokenType === k('from');
  }

  private startsFunction(): boolean {
    const from = this.LA(1).tokenType === k('view') ? 2 : 1;
    if (this.LA(from).tokenType !== t.LParen) return false;
    const after = this.LA(from + 1).tokenType;
    if (after === t.RParen || after === t.Star) return true;
    const length = this.nameLength(from + 1);
    return length > 0 && this.LA(from + 1 + length).tokenType === t.Colon;
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
          GATE: () => this.nameLength(2) > 0 || this.LA(2).tokenType === t.Equals,
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

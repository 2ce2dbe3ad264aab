// Tokens in, CST out: parse, make-series, scan, render and their like, one rule each.

import * as t from '../lexer/tokens.ts';
import type { Rule } from './names.ts';
import { TableGrammar } from './tables.ts';

const k = t.keyword;
const names = (...list: string[]): ReadonlySet<string> => new Set(list);

/** The parameters that each operator declares, besides `hint.*`. */
const declared = {
  parse: names('flags'),
  reduce: names('threshold', 'characters'),
} satisfies Record<string, ReadonlySet<string>>;
const none: ReadonlySet<string> = new Set();
const chartParameters = names('kind', 'title', 'accumulate');

export abstract class SpecialGrammar extends TableGrammar {
  abstract functionParameters: Rule;

  parse = this.RULE('parse', () => {
    this.OR([{ ALT: () => this.CONSUME(k('parse')) }, { ALT: () => this.CONSUME(k('parse-where')) }]);
    this.SUBRULE(this.parameters, { ARGS: [declared.parse] });
    this.SUBRULE(this.expression);
    this.CONSUME(k('with'));
    this.MANY(() => this.SUBRULE(this.patternPart));
  });

  patternPart = this.RULE('patternPart', () => {
    this.OR([
      { ALT: () => this.CONSUME(t.Star) },
      { ALT: () => this.CONSUME(t.StringLiteral) },
      {
        ALT: () => {
          this.SUBRULE(this.declaredName);
          this.OPTION(() => {
            this.CONSUME(t.Colon);
            this.SUBRULE(this.typeName);
          });
        },
      },
    ]);
  });

  parseKv = this.RULE('parseKv', () => {
    this.CONSUME(k('parse-kv'));
    this.SUBRULE(this.expression);
    this.CONSUME(k('as'));
    this.SUBRULE(this.rowSchema);
    this.OPTION(() => {
      this.CONSUME(k('with'));
      this.CONSUME(t.LParen);
      this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.parameter) });
      this.CONSUME(t.RParen);
    });
  });

  makeSeries = this.RULE('makeSeries', () => {
    this.CONSUME(k('make-series'));
    this.SUBRULE(this.parameters);
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.series) });
    this.CONSUME(k('on'));
    this.SUBRULE(this.item);
    this.OR([{ ALT: () => this.SUBRULE(this.inRange) }, { ALT: () => this.SUBRULE(this.fromToStep) }]);
    this.OPTION(() => this.SUBRULE(this.by));
  });

  series = this.RULE('series', () => {
    this.SUBRULE(this.item);
    this.OPTION(() => {
      this.CONSUME(k('default'));
      this.CONSUME(t.Equals);
      this.SUBRULE1(this.item);
    });
  });

  fromToStep = this.RULE('fromToStep', () => {
    this.OPTION(() => {
      this.CONSUME(k('from'));
      this.SUBRULE(this.expression);
    });
    this.OPTION1(() => {
      this.CONSUME(k('to'));
      this.SUBRULE1(this.expression);
    });
    this.CONSUME(k('step'));
    this.SUBRULE2(this.expression);
  });

  inRange = this.RULE('inRange', () => {
    this.CONSUME(t.InRange);
    this.CONSUME(k('range'));
    this.SUBRULE(this.args);
  });

  scan = this.RULE('scan', () => {
    this.CONSUME(k('scan'));
    this.SUBRULE(this.parameters, { ARGS: [none, false] });
    this.OPTION(() => {
      this.CONSUME(k('order'));
      this.SUBRULE(this.orderedBy);
    });
    this.OPTION1(() => {
      this.CONSUME(k('partition'));
      this.CONSUME(k('by'));
      this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.expression) });
    });
    this.OPTION2(() => {
      this.CONSUME(k('declare'));
      this.SUBRULE(this.functionParameters);
    });
    this.CONSUME(k('with'));
    this.CONSUME(t.LParen);
    this.MANY(() => this.SUBRULE(this.scanStep));
    this.CONSUME(t.RParen);
  });

  scanStep = this.RULE('scanStep', () => {
    this.CONSUME(k('step'));
    this.SUBRULE(this.declaredName);
    this.OPTION(() => this.CONSUME(k('optional')));
    this.OPTION1(() => {
      this.CONSUME(k('output'));
      this.CONSUME(t.Equals);
      this.CONSUME(t.NameWord);
    });
    this.CONSUME(t.Colon);
    this.SUBRULE(this.expression);
    this.OPTION2(() => {
      this.CONSUME(t.FatArrow);
      this.items();
    });
    this.CONSUME(t.Semicolon);
  });

  reduce = this.RULE('reduce', () => {
    this.CONSUME(k('reduce'));
    this.SUBRULE(this.parameters, { ARGS: [declared.reduce, false] });
    this.CONSUME(k('by'));
    this.SUBRULE(this.item);
    this.OPTION(() => {
      this.CONSUME(k('with'));
      this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.parameter) });
    });
  });

  consumeRows = this.RULE('consumeRows', () => {
    this.CONSUME(k('consume'));
    this.SUBRULE(this.parameters, { ARGS: [none, false] });
  });

  getschema = this.RULE('getschema', () => {
    this.CONSUME(k('getschema'));
    this.OPTION({
      GATE: () => this.LA(1).image === 'kind' && this.LA(2).tokenType === t.Equals,
      DEF: () => this.SUBRULE(this.parameter),
    });
  });

  render = this.RULE('render', () => {
    this.CONSUME(k('render'));
    this.CONSUME(t.NameWord);
    this.MANY({
      GATE: () => this.LA(1).tokenType !== k('with') || this.LA(2).tokenType !== t.LParen,
      DEF: () => this.SUBRULE(this.chartParameter),
    });
    this.OPTION(() => this.SUBRULE(this.renderProperties));
  });

  /** The old form: `kind=stacked`, `with "x"`, `by a, b`. */
  chartParameter = this.RULE('chartParameter', () => {
    this.OR({
      DEF: [
        {
          GATE: () => chartParameters.has(this.LA(1).image) && this.LA(2).tokenType === t.Equals,
          ALT: () => {
            this.CONSUME(t.NameWord);
            this.CONSUME(t.Equals);
            this.SUBRULE(this.operand);
          },
        },
        {
          ALT: () => {
            this.CONSUME(k('with'));
            this.SUBRULE(this.parameterValue);
          },
        },
        {
          ALT: () => {
            this.CONSUME(k('by'));
            this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.name) });
          },
        },
      ],
      IGNORE_AMBIGUITIES: true,
    });
  });

  renderProperties = this.RULE('renderProperties', () => {
    this.CONSUME(k('with'));
    this.CONSUME(t.LParen);
    this.OPTION(() => this.CONSUME(t.Comma));
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.renderProperty) });
    this.CONSUME(t.RParen);
  });

  /** `ycolumns = a, b`: the list ends before the next `name =`. */
  renderProperty = this.RULE('renderProperty', () => {
    this.CONSUME(t.NameWord);
    this.CONSUME(t.Equals);
    this.SUBRULE(this.operand);
    this.MANY({
      GATE: () => this.LA(3).tokenType !== t.Equals,
      DEF: () => {
        this.CONSUME(t.Comma);
        this.SUBRULE1(this.operand);
      },
    });
  });
}

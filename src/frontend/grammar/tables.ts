// Tokens in, CST out: the operators that bring in other tables or run queries inside, one rule each.

import * as t from '../lexer/tokens.ts';
import { operatorNames } from '../lexer/words.ts';
import { ColumnGrammar } from './columns.ts';
import type { Rule } from './names.ts';

const k = t.keyword;
const names = (...list: string[]): ReadonlySet<string> => new Set(list);

/** The parameters that each operator declares, besides `hint.*`. */
const declared = {
  union: names('best_effort'),
} satisfies Record<string, ReadonlySet<string>>;
const pipedOperators: ReadonlySet<string> = new Set(operatorNames);
const none: ReadonlySet<string> = new Set();

export abstract class TableGrammar extends ColumnGrammar {
  abstract operator: Rule;
  abstract operators: Rule;

  join = this.RULE('join', () => {
    this.CONSUME(k('join'));
    this.SUBRULE(this.parameters);
    this.SUBRULE(this.expression);
    this.OPTION(() =>
      this.OR([
        { ALT: () => this.SUBRULE(this.on) },
        {
          ALT: () => {
            this.CONSUME(k('where'));
            this.SUBRULE1(this.expression);
          },
        },
      ]),
    );
  });

  on = this.RULE('on', () => {
    this.CONSUME(k('on'));
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.expression) });
  });

  lookup = this.RULE('lookup', () => {
    this.CONSUME(k('lookup'));
    this.SUBRULE(this.parameters);
    this.SUBRULE(this.expression);
    this.SUBRULE(this.on);
  });

  union = this.RULE('union', () => {
    this.CONSUME(k('union'));
    this.SUBRULE(this.parameters, { ARGS: [declared.union] });
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.source) });
  });

  /** A table of `union`: a query in parentheses, or names. */
  source = this.RULE('source', () => {
    this.OR([{ ALT: () => this.SUBRULE(this.paren) }, { ALT: () => this.SUBRULE(this.entity) }]);
  });

  /** `in (T1, Device*)` of `find` and `search` */
  inTables = this.RULE('inTables', () => {
    this.CONSUME(k('in'));
    this.CONSUME(t.LParen);
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.searchedTable) });
    this.CONSUME(t.RParen);
  });

  searchedTable = this.RULE('searchedTable', () => {
    this.SUBRULE(this.entity);
    this.OPTION(() => {
      this.CONSUME(t.Pipe);
      this.SUBRULE(this.as);
    });
  });

  search = this.RULE('search', () => {
    this.CONSUME(k('search'));
    this.SUBRULE(this.parameters);
    this.OPTION({ GATE: () => this.LA(1).image === 'datascope', DEF: () => this.SUBRULE(this.dataScope) });
    this.OPTION1(() => this.SUBRULE(this.inTables));
    this.SUBRULE(this.expression);
  });

  find = this.RULE('find', () => {
    this.CONSUME(k('find'));
    this.OPTION({ GATE: () => this.LA(1).image === 'datascope', DEF: () => this.SUBRULE(this.dataScope) });
    this.SUBRULE(this.parameters, { ARGS: [none, false] });
    this.OPTION1(() => this.SUBRULE(this.inTables));
    this.OPTION2(() => this.CONSUME(k('where')));
    this.SUBRULE(this.expression);
    this.OPTION3(() => this.SUBRULE(this.findColumns));
    this.OPTION4(() => this.SUBRULE(this.findColumnsAway));
  });

  findColumns = this.RULE('findColumns', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(k('project'));
          this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.findColumn) });
        },
      },
      { ALT: () => this.CONSUME(k('project-smart')) },
    ]);
  });

  /** `__projectAway a` */
  findColumnsAway = this.RULE('findColumnsAway', () => {
    this.CONSUME(k('__projectAway'));
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.findColumn) });
  });

  findColumn = this.RULE('findColumn', () => {
    this.OR([
      { ALT: () => this.CONSUME(t.Star) },
      {
        ALT: () => {
          this.SUBRULE(this.name);
          this.OPTION(() =>
            this.OR1([
              { ALT: () => this.SUBRULE(this.args) },
              {
                ALT: () => {
                  this.CONSUME(t.Colon);
                  this.SUBRULE(this.typeName);
                },
              },
            ]),
          );
        },
      },
    ]);
  });

  mvExpand = this.RULE('mvExpand', () => {
    this.OR([{ ALT: () => this.CONSUME(k('mv-expand')) }, { ALT: () => this.CONSUME(k('mvexpand')) }]);
    this.SUBRULE(this.parameters);
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.expanded) });
    this.OPTION(() => this.SUBRULE(this.rowLimit));
  });

  expanded = this.RULE('expanded', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.toTypeOf) },
      {
        ALT: () => {
          this.SUBRULE(this.item);
          this.OPTION(() => this.SUBRULE1(this.toTypeOf));
        },
      },
    ]);
  });

  toTypeOf = this.RULE('toTypeOf', () => {
    this.CONSUME(k('to'));
    this.SUBRULE(this.typeOf);
  });

  rowLimit = this.RULE('rowLimit', () => {
    this.CONSUME(k('limit'));
    this.SUBRULE(this.expression);
  });

  mvApply = this.RULE('mvApply', () => {
    this.OR([{ ALT: () => this.CONSUME(k('mv-apply')) }, { ALT: () => this.CONSUME(k('mvapply')) }]);
    this.SUBRULE(this.parameters);
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.expanded) });
    this.OPTION(() => this.SUBRULE(this.rowLimit));
    this.OPTION1(() => {
      this.CONSUME(k('id'));
      this.SUBRULE(this.expression);
    });
    this.CONSUME(k('on'));
    this.CONSUME(t.LParen);
    this.SUBRULE(this.operators);
    this.CONSUME(t.RParen);
  });

  evaluate = this.RULE('evaluate', () => {
    this.CONSUME(k('evaluate'));
    this.SUBRULE(this.parameters, { ARGS: [none, false] });
    this.SUBRULE(this.name);
    this.SUBRULE(this.args);
    this.OPTION(() => {
      this.CONSUME(t.Colon);
      this.SUBRULE(this.resultSchema);
    });
  });

  /** `(*, a: string)` */
  resultSchema = this.RULE('resultSchema', () => {
    this.CONSUME(t.LParen);
    this.OPTION(() => this.CONSUME(t.Comma));
    this.OPTION1(() => this.CONSUME(t.Star));
    this.OPTION2(() => this.CONSUME1(t.Comma));
    this.OPTION3(() => {
      this.SUBRULE(this.column);
      this.MANY({
        GATE: () => !this.endsList(t.RParen),
        DEF: () => {
          this.CONSUME2(t.Comma);
          this.SUBRULE1(this.column);
        },
      });
      this.OPTION4(() => this.CONSUME3(t.Comma));
    });
    this.CONSUME(t.RParen);
  });

  invoke = this.RULE('invoke', () => {
    this.CONSUME(k('invoke'));
    this.SUBRULE(this.operand);
  });

  partition = this.RULE('partition', () => {
    this.CONSUME(k('partition'));
    this.SUBRULE(this.parameters, { ARGS: [none, false] });
    this.CONSUME(k('by'));
    this.SUBRULE(this.path);
    this.OPTION(() => {
      this.OR1([{ ALT: () => this.CONSUME(k('in')) }, { ALT: () => this.CONSUME(t.InRange) }]);
      this.SUBRULE(this.operand);
    });
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.LParen);
          this.SUBRULE(this.operators);
          this.CONSUME(t.RParen);
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.LBrace);
          this.SUBRULE(this.pipeline);
          this.CONSUME(t.RBrace);
        },
      },
    ]);
  });

  /** The old form of `partition`. */
  partitionBy = this.RULE('partitionBy', () => {
    this.CONSUME(k('__partitionby'));
    this.SUBRULE(this.parameters, { ARGS: [none, false] });
    this.SUBRULE(this.path);
    this.OPTION(() => {
      this.CONSUME(k('id'));
      this.SUBRULE(this.operand);
    });
    this.CONSUME(t.LParen);
    this.SUBRULE(this.operators);
    this.CONSUME(t.RParen);
  });

  fork = this.RULE('fork', () => {
    this.CONSUME(k('fork'));
    this.AT_LEAST_ONE(() => this.SUBRULE(this.forkBranch));
  });

  forkBranch = this.RULE('forkBranch', () => {
    this.OPTION(() => {
      this.SUBRULE(this.name);
      this.CONSUME(t.Equals);
    });
    this.CONSUME(t.LParen);
    this.OR({
      DEF: [{ GATE: () => this.isOperator(), ALT: () => this.SUBRULE(this.operators) }, { ALT: () => this.SUBRULE(this.pipeline) }],
      IGNORE_AMBIGUITIES: true,
    });
    this.CONSUME(t.RParen);
  });

  /** Whether an operator stands here, rather than a function of its name. */
  private isOperator(): boolean {
    const { image } = this.LA(1);
    const isCall = this.LA(2).tokenType === t.LParen;
    return pipedOperators.has(image) && !(isCall && (image === 'count' || image === 'range'));
  }

  facet = this.RULE('facet', () => {
    this.CONSUME(k('facet'));
    this.CONSUME(k('by'));
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.path) });
    this.OPTION(() => {
      this.CONSUME(k('with'));
      this.OR([
        {
          ALT: () => {
            this.CONSUME(t.LParen);
            this.SUBRULE(this.operators);
            this.CONSUME(t.RParen);
          },
        },
        { ALT: () => this.SUBRULE(this.operator) },
      ]);
    });
  });
}

// Tokens in, CST out: the operators over the columns and rows of one table, one rule each.

import * as t from '../lexer/tokens.ts';
import { ExpressionGrammar } from './expr.ts';

const k = t.keyword;
const none: ReadonlySet<string> = new Set();

export abstract class ColumnGrammar extends ExpressionGrammar {
  protected items(): void {
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.item) });
  }

  where = this.RULE('where', () => {
    this.OR([{ ALT: () => this.CONSUME(k('where')) }, { ALT: () => this.CONSUME(k('filter')) }]);
    this.SUBRULE(this.parameters);
    this.SUBRULE(this.item);
  });

  extend = this.RULE('extend', () => {
    this.CONSUME(k('extend'));
    this.items();
  });

  project = this.RULE('project', () => {
    this.OR([{ ALT: () => this.CONSUME(k('project')) }, { ALT: () => this.CONSUME(k('project-rename')) }]);
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.item) });
  });

  projectNames = this.RULE('projectNames', () => {
    this.OR([{ ALT: () => this.CONSUME(k('project-away')) }, { ALT: () => this.CONSUME(k('project-keep')) }]);
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.picked) });
  });

  projectReorder = this.RULE('projectReorder', () => {
    this.CONSUME(k('project-reorder'));
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.reordered) });
  });

  reordered = this.RULE('reordered', () => {
    this.SUBRULE(this.picked);
    this.OPTION(() => this.SUBRULE(this.direction));
  });

  direction = this.RULE('direction', () => {
    this.OR([
      { ALT: () => this.CONSUME(k('asc')) },
      { ALT: () => this.CONSUME(k('desc')) },
      { ALT: () => this.CONSUME(k('granny-asc')) },
      { ALT: () => this.CONSUME(k('granny-desc')) },
    ]);
  });

  projectByNames = this.RULE('projectByNames', () => {
    this.CONSUME(k('project-by-names'));
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.expression) });
  });

  summarize = this.RULE('summarize', () => {
    this.CONSUME(k('summarize'));
    this.SUBRULE(this.parameters);
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.item) });
    this.OPTION(() => this.SUBRULE(this.by));
  });

  /** `by a, b`, and the old `by a bin=1d`. */
  by = this.RULE('by', () => {
    this.CONSUME(k('by'));
    this.items();
    this.OPTION({
      GATE: () => this.LA(2).tokenType === t.Equals,
      DEF: () => {
        this.CONSUME(k('bin'));
        this.CONSUME(t.Equals);
        this.SUBRULE(this.expression);
      },
    });
  });

  distinct = this.RULE('distinct', () => {
    this.CONSUME(k('distinct'));
    this.SUBRULE(this.parameters);
    this.items();
  });

  sort = this.RULE('sort', () => {
    this.OR([{ ALT: () => this.CONSUME(k('sort')) }, { ALT: () => this.CONSUME(k('order')) }]);
    this.SUBRULE(this.parameters, { ARGS: [none, false] });
    this.SUBRULE(this.orderedBy);
  });

  orderedBy = this.RULE('orderedBy', () => {
    this.CONSUME(k('by'));
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.ordered) });
  });

  ordered = this.RULE('ordered', () => {
    this.SUBRULE(this.item);
    this.OPTION(() => this.SUBRULE(this.direction));
    this.OPTION1(() => {
      this.CONSUME(k('nulls'));
      this.CONSUME(t.Identifier);
    });
  });

  top = this.RULE('top', () => {
    this.CONSUME(k('top'));
    this.SUBRULE(this.parameters);
    this.SUBRULE(this.item);
    this.CONSUME(k('by'));
    this.SUBRULE(this.ordered);
  });

  topNested = this.RULE('topNested', () => {
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.topNestedLevel) });
  });

  topNestedLevel = this.RULE('topNestedLevel', () => {
    this.CONSUME(k('top-nested'));
    this.OPTION(() => this.SUBRULE(this.item));
    this.CONSUME(k('of'));
    this.SUBRULE1(this.item);
    this.OPTION1(() => {
      this.CONSUME(k('with'));
      this.CONSUME(t.Identifier);
      this.CONSUME(t.Equals);
      this.SUBRULE(this.expression);
    });
    this.CONSUME(k('by'));
    this.SUBRULE(this.ordered);
  });

  topHitters = this.RULE('topHitters', () => {
    this.CONSUME(k('top-hitters'));
    this.SUBRULE(this.item);
    this.CONSUME(k('of'));
    this.SUBRULE1(this.item);
    this.OPTION(() => {
      this.CONSUME(k('by'));
      this.SUBRULE2(this.item);
    });
  });

  /** `take`, `limit`, `sample` */
  take = this.RULE('take', () => {
    this.OR([{ ALT: () => this.CONSUME(k('take')) }, { ALT: () => this.CONSUME(k('limit')) }, { ALT: () => this.CONSUME(k('sample')) }]);
    this.SUBRULE(this.parameters);
    this.SUBRULE(this.item);
  });

  sampleDistinct = this.RULE('sampleDistinct', () => {
    this.CONSUME(k('sample-distinct'));
    this.SUBRULE(this.parameters);
    this.SUBRULE(this.item);
    this.CONSUME(k('of'));
    this.SUBRULE1(this.item);
  });

  count = this.RULE('count', () => {
    this.CONSUME(k('count'));
    this.OPTION(() => {
      this.CONSUME(k('as'));
      this.SUBRULE(this.name);
    });
  });

  serialize = this.RULE('serialize', () => {
    this.CONSUME(k('serialize'));
    this.SUBRULE(this.parameters);
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.item) });
  });

  print = this.RULE('print', () => {
    this.CONSUME(k('print'));
    this.items();
  });

  range = this.RULE('range', () => {
    this.CONSUME(k('range'));
    this.SUBRULE(this.name);
    this.CONSUME(k('from'));
    this.SUBRULE(this.expression);
    this.CONSUME(k('to'));
    this.SUBRULE1(this.expression);
    this.CONSUME(k('step'));
    this.SUBRULE2(this.expression);
  });

  assertSchema = this.RULE('assertSchema', () => {
    this.CONSUME(k('assert-schema'));
    this.SUBRULE(this.rowSchema);
  });

  as = this.RULE('as', () => {
    this.CONSUME(k('as'));
    this.SUBRULE(this.parameters);
    this.SUBRULE(this.name);
  });
}

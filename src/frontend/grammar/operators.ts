// Tokens in, CST out: any query operator.

import * as t from '../lexer/tokens.ts';
import { GraphGrammar } from './graph.ts';

const k = t.keyword;
export abstract class OperatorGrammar extends GraphGrammar {
  override operator = this.RULE('operator', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.where) },
      { ALT: () => this.SUBRULE(this.extend) },
      { ALT: () => this.SUBRULE(this.project) },
      { ALT: () => this.SUBRULE(this.summarize) },
      { ALT: () => this.SUBRULE(this.join) },
      { ALT: () => this.SUBRULE(this.sort) },
      { ALT: () => this.SUBRULE(this.distinct) },
      { ALT: () => this.SUBRULE(this.projectNames) },
      { ALT: () => this.SUBRULE(this.projectReorder) },
      { ALT: () => this.SUBRULE(this.projectByNames) },
      { ALT: () => this.SUBRULE(this.mvExpand) },
      { ALT: () => this.SUBRULE(this.mvApply) },
      { ALT: () => this.SUBRULE(this.union) },
      { ALT: () => this.SUBRULE(this.top) },
      { ALT: () => this.SUBRULE(this.topNested) },
      { ALT: () => this.SUBRULE(this.topHitters) },
      { ALT: () => this.SUBRULE(this.take) },
      { ALT: () => this.SUBRULE(this.sampleDistinct) },
      { ALT: () => this.SUBRULE(this.count) },
      { ALT: () => this.SUBRULE(this.lookup) },
      { ALT: () => this.SUBRULE(this.search) },
      { ALT: () => this.SUBRULE(this.find) },
      { ALT: () => this.SUBRULE(this.parse) },
      { ALT: () => this.SUBRULE(this.parseKv) },
      { ALT: () => this.SUBRULE(this.evaluate) },
      { ALT: () => this.SUBRULE(this.invoke) },
      { ALT: () => this.SUBRULE(this.makeSeries) },
      { ALT: () => this.SUBRULE(this.serialize) },
      { ALT: () => this.SUBRULE(this.scan) },
      { ALT: () => this.SUBRULE(this.partition) },
      { ALT: () => this.SUBRULE(this.partitionBy) },
      { ALT: () => this.SUBRULE(this.fork) },
      { ALT: () => this.SUBRULE(this.facet) },
      { ALT: () => this.SUBRULE(this.reduce) },
      { ALT: () => this.SUBRULE(this.consumeRows) },
      { ALT: () => this.SUBRULE(this.getschema) },
      { ALT: () => this.SUBRULE(this.as) },
      { ALT: () => this.SUBRULE(this.render) },
      { ALT: () => this.SUBRULE(this.print) },
      { ALT: () => this.SUBRULE(this.range) },
      { ALT: () => this.SUBRULE(this.makeGraph) },
      { ALT: () => this.SUBRULE(this.graphMatch) },
      { ALT: () => this.SUBRULE(this.graphToTable) },
      { ALT: () => this.SUBRULE(this.graphMarkComponents) },
      { ALT: () => this.SUBRULE(this.assertSchema) },
      { ALT: () => this.CONSUME(k('__executeAndCache')) },
    ]);
  });

  /** Operators without a source in front: the body of `mv-apply`, `fork` … */
  override operators = this.RULE('operators', () => {
    this.AT_LEAST_ONE_SEP({ SEP: t.Pipe, DEF: () => this.SUBRULE(this.operator) });
  });
}

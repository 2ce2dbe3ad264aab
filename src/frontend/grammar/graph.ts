// Tokens in, CST out: the operators that make a graph of rows and read it, one rule each.

import * as t from '../lexer/tokens.ts';
import { SpecialGrammar } from './special.ts';

const k = t.keyword;
const names = (...list: string[]): ReadonlySet<string> => new Set(list);

/** The parameters that each operator declares, besides `hint.*`. */
const declared = {
  match: names('cycles', 'output'),
  components: names('kind', 'with_component_id'),
} satisfies Record<string, ReadonlySet<string>>;

export abstract class GraphGrammar extends SpecialGrammar {
  makeGraph = this.RULE('makeGraph', () => {
    this.CONSUME(k('make-graph'));
    this.SUBRULE(this.parameters);
    this.SUBRULE(this.name);
    this.CONSUME(t.PlusMinus);
    this.CONSUME1(t.PlusMinus);
    this.OPTION(() => this.CONSUME(t.Relational));
    this.SUBRULE1(this.name);
    this.OPTION1(() =>
      this.OR([
        {
          ALT: () => {
            this.CONSUME(k('with'));
            this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.graphNodes) });
          },
        },
        { ALT: () => this.SUBRULE(this.graphNodeId) },
      ]),
    );
    this.OPTION2(() => this.SUBRULE(this.graphPartition));
  });

  /** `Nodes on Id` */
  graphNodes = this.RULE('graphNodes', () => {
    this.SUBRULE(this.expression);
    this.CONSUME(k('on'));
    this.SUBRULE(this.name);
  });

  /** `with_node_id = name` */
  graphNodeId = this.RULE('graphNodeId', () => {
    this.CONSUME(t.Identifier);
    this.CONSUME(t.Equals);
    this.SUBRULE(this.name);
  });

  /** `partitioned-by Column (graph-match …)` */
  graphPartition = this.RULE('graphPartition', () => {
    this.CONSUME(t.CommandWord);
    this.SUBRULE(this.name);
    this.CONSUME(t.LParen);
    this.SUBRULE(this.operators);
    this.CONSUME(t.RParen);
  });

  graphMatch = this.RULE('graphMatch', () => {
    this.OR([{ ALT: () => this.CONSUME(k('graph-match')) }, { ALT: () => this.CONSUME(k('graph-shortest-paths')) }]);
    this.SUBRULE(this.parameters, { ARGS: [declared.match] });
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.graphPattern) });
    this.OPTION(() => {
      this.CONSUME(k('where'));
      this.SUBRULE(this.expression);
    });
    this.OPTION1(() => {
      this.CONSUME(k('project'));
      this.AT_LEAST_ONE_SEP1({ SEP: t.Comma, DEF: () => this.SUBRULE(this.item) });
    });
  });

  /** `(a)-[e]->(b)` */
  graphPattern = this.RULE('graphPattern', () => {
    this.SUBRULE(this.graphNode);
    this.MANY(() => {
      this.SUBRULE(this.graphEdge);
      this.SUBRULE1(this.graphNode);
    });
  });

  graphNode = this.RULE('graphNode', () => {
    this.CONSUME(t.LParen);
    this.OPTION(() => this.SUBRULE(this.name));
    this.CONSUME(t.RParen);
  });

  /** `-->`, `<--`, `--`, `-[e]->`, `-[e*1..3]-` */
  graphEdge = this.RULE('graphEdge', () => {
    this.OPTION(() => this.CONSUME(t.Relational));
    this.CONSUME(t.PlusMinus);
    this.OPTION1(() => {
      this.CONSUME(t.LBracket);
      this.OPTION2(() => this.SUBRULE(this.name));
      this.OPTION3(() => this.SUBRULE(this.graphHops));
      this.CONSUME(t.RBracket);
    });
    this.CONSUME1(t.PlusMinus);
    this.OPTION4(() => this.CONSUME1(t.Relational));
  });

  /** `*1..3` */
  graphHops = this.RULE('graphHops', () => {
    this.CONSUME(t.Star);
    this.SUBRULE(this.operand);
    this.CONSUME(t.DotDot);
    this.SUBRULE1(this.operand);
  });

  graphToTable = this.RULE('graphToTable', () => {
    this.CONSUME(k('graph-to-table'));
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.graphTable) });
  });

  /** `nodes as N with_node_id = Id` */
  graphTable = this.RULE('graphTable', () => {
    this.CONSUME(t.Identifier);
    this.OPTION(() => {
      this.CONSUME(k('as'));
      this.SUBRULE(this.name);
    });
    this.MANY(() => this.SUBRULE(this.parameter));
  });

  graphMarkComponents = this.RULE('graphMarkComponents', () => {
    this.CONSUME(k('graph-mark-components'));
    this.SUBRULE(this.parameters, { ARGS: [declared.components] });
  });
}

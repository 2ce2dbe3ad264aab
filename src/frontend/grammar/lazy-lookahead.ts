// chevrotain builds the lookahead of every alternative of the grammar when the parser is made; here each is built when it is first asked for, because
// one query meets few of them and a command line that translates one rule would wait for all.
import { type ILookaheadStrategy, LLkLookaheadStrategy } from 'chevrotain';

type Alternation = ReturnType<ILookaheadStrategy['buildLookaheadForAlternation']>;
type Optional = ReturnType<ILookaheadStrategy['buildLookaheadForOptional']>;

/** The same decisions as `LLkLookaheadStrategy`. */
export const lazyLookahead = (maxLookahead: number): ILookaheadStrategy => {
  const strategy = new LLkLookaheadStrategy({ maxLookahead });
  return {
    validate: (options) => strategy.validate(options),
    initialize: (options) => strategy.initialize?.(options),
    buildLookaheadForAlternation: (options): Alternation => {
      let built: Alternation | undefined;
      return function (this: ThisParameterType<Alternation>, alternatives) {
        built ??= strategy.buildLookaheadForAlternation(options);
        return built.call(this, alternatives);
      };
    },
    buildLookaheadForOptional: (options): Optional => {
      let built: Optional | undefined;
      return function (this: ThisParameterType<Optional>) {
        built ??= strategy.buildLookaheadForOptional(options);
        return built.call(this);
      };
    },
  };
};

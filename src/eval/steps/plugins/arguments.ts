// Arguments of a plugin: the step in, columns and values out.
import type { PluginArg, StepOf } from '../../../ir/pipeline.ts';
import type { Column } from '../../../ir/types.ts';
import { argOf } from '../../compile-expr.ts';
import { unsupported } from '../../refusal.ts';
import type { Arg, Env } from '../../scope.ts';

export type Plugin = StepOf<'plugin'>;

/** Where the column that an argument names stands; refused when it is anything else. */
export const slotOf = (n: Plugin, arg: PluginArg | undefined, columns: readonly Column[]): number => {
  const name = arg?.kind === 'value' && arg.value.kind === 'column' ? arg.value.name : '';
  const slot = columns.findIndex((column) => column.name === name);
  return slot < 0 ? unsupported(`\`${n.name}()\` of anything but columns of the data`, n.span) : slot;
};

/** A constant argument. */
export const constantOf = (arg: PluginArg | undefined, env: Env): Arg | null =>
  arg?.kind === 'value' ? argOf(arg.value, { columns: [], env, cursor: null }) : null;

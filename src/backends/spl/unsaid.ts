// The steps that never reach the lowering of a single step: this backend refuses them, or (`join`) the pipeline lowers them.
import type { StepKind } from '../../ir/pipeline.ts';

export const unsaidSteps = [
  'join',
  'pairs',
  'tuple',
  'series',
  'nest',
  'sample',
  'partition',
  'describe',
  'scan',
  'similar',
  'hitters',
  'split',
  'graph',
  'discard',
] as const satisfies readonly StepKind[];

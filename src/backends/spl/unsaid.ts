// The steps that this backend refuses: they never reach the lowering.
import type { StepKind } from '../../ir/pipeline.ts';

export const unsaidSteps = [
  'join',
  'apply',
  'capture',
  'pairs',
  'tuple',
  'series',
  'plugin',
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

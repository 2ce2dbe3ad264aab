// Steps and sources that not every target says: those that refuse one in `capabilities` never lower it.
import type { Source, Step } from './pipeline.ts';

/** `join` stands first. */
export const wideSteps = [
  'join',
  'expand',
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
] as const satisfies readonly Step['kind'][];
export const wideSources = [
  'external',
  'tables',
  'remote',
  'stored',
  'range',
  'search',
  'find',
  'given',
] as const satisfies readonly Source['kind'][];

// A step or a source in; where it leaves the order of its rows open and the world wants another one, an operator that puts them in that order out.
import type { SourceKind, StepKind } from '../../ir/pipeline.ts';
import type { Env } from '../scope.ts';
import type { Operator } from '../value.ts';
import { whole } from './sinks.ts';

/** What KQL promises no order behind; rows of tables come in the order in which the world gives them. */
const open: ReadonlySet<StepKind | SourceKind> = new Set<StepKind | SourceKind>([
  'rows',
  'union',
  'aggregate',
  'join',
  'expand',
  'apply',
  'partition',
]);

const asTheyCome: Operator = (down) => down;

export const disordered = ({ kind }: { readonly kind: StepKind | SourceKind }, { reorder }: Env): Operator =>
  reorder && open.has(kind) ? whole(({ columns, rows }) => ({ columns, rows: reorder(rows) })) : asTheyCome;

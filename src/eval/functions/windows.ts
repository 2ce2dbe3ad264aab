// Values of the rows around the row at hand. Each function by its KQL name; a call in, how to compute it for a row out.
import type { Fn } from '../scope.ts';
import { missing } from './missing.ts';

export const windowsFunctions = {
  prev: missing,
  next: missing,
  row_number: missing,
  row_cumsum: missing,
  row_rank_dense: missing,
  row_rank_min: missing,
  row_window_session: missing,
} as const satisfies Readonly<Record<string, Fn>>;

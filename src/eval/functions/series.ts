// All functions of series that are computed. Not documented exactly, and so refused: outliers, detected periods, fits of two lines.
import type { Fn } from '../scope.ts';
import { seriesElementFunctions } from './series-elements.ts';
import { seriesFillFunctions } from './series-fill.ts';
import { seriesFilterFunctions } from './series-filters.ts';
import { seriesStatisticsFunctions } from './series-statistics.ts';
import { seriesTotalFunctions } from './series-totals.ts';

export const seriesFunctions = {
  ...seriesElementFunctions,
  ...seriesFillFunctions,
  ...seriesFilterFunctions,
  ...seriesStatisticsFunctions,
  ...seriesTotalFunctions,
} as const satisfies Readonly<Record<string, Fn>>;

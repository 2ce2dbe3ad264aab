// Decimals as Kusto computes them: 34 significant digits.
import { Decimal } from 'decimal.js';

/** Its values are `Decimal`s; arithmetic that starts from one of them rounds to 34 digits. */
export const Decimal34: typeof Decimal = Decimal.clone({ precision: 34, rounding: Decimal.ROUND_HALF_UP });

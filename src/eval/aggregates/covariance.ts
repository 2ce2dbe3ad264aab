// `covariance` and `covariancep`: rows where one of the two values is null do not count.
import { unsupported } from '../refusal.ts';
import { toReal } from '../values/convert.ts';
import type { Aggregate } from './accumulator.ts';

/** Products of distances from both means, by Welford's way; a sample divides by one less. */
const joint =
  (sample: boolean): Aggregate =>
  ({ args: [first, second], name, span }) => {
    if (!first || !second) return unsupported(`\`${name}()\` of one value`, span);
    return () => {
      let [count, meanX, meanY, products] = [0, 0, 0, 0];
      return {
        add: (row) => {
          const [x, y] = [toReal(first.get(row), first.type), toReal(second.get(row), second.type)];
          if (x === null || y === null) return;
          count += 1;
          const distance = x - meanX;
          meanX += distance / count;
          meanY += (y - meanY) / count;
          products += distance * (y - meanY);
        },
        result: () => {
          const divisor = sample ? count - 1 : count;
          return divisor > 0 ? products / divisor : unsupported(`\`${name}()\` of too few rows`, span);
        },
      };
    };
  };

export const covariance = joint(true);
export const covariancep = joint(false);

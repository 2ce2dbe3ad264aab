// RMMC30xx-38xx: how exactly a clause is said in a target. The class (assumption, widening, narrowing, refused) comes with the finding.
// 30xx any target, 31xx strings and regular expressions, 32xx null, empty and logic, 33xx time, 34xx aggregation, 35xx order and limits,
// 36xx Sigma, 37xx ES|QL, 38xx SPL.
import { says } from './says.ts';

export const fidelityCodes = {
  RMMC3001: says<{ target: string; feature: string; why: string }>(
    'fidelity',
    (p) => `${p.target} has no way to say ${p.feature}: ${p.why}`,
  ),
};

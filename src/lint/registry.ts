// All lints by their codes. A code without a lint, and a lint without a code, do not compile.
import type { Lint, LintCode } from './rule.ts';
import { arbitraryRows } from './rules/arbitrary-rows.ts';
import { caseSensitive } from './rules/case-sensitive.ts';
import { deprecatedNames } from './rules/deprecated-names.ts';
import { detectionColumns } from './rules/detection-columns.ts';
import { containsThatIsHas, hasInsteadOfContains } from './rules/has-instead-of-contains.ts';
import { impossibleNeedle } from './rules/impossible-needle.ts';
import { joinKind } from './rules/join-kind.ts';
import { lostOrder } from './rules/lost-order.ts';
import { mixedLogic } from './rules/mixed-logic.ts';
import { needlessTolower } from './rules/needless-tolower.ts';
import { paddedRegex, plainRegex } from './rules/plain-regex.ts';
import { repeatedValues } from './rules/repeated-values.ts';
import { replacedTables } from './rules/replaced-tables.ts';
import { gapBetweenRuns, refusedSchedule, windowBeyondPeriod } from './rules/schedule.ts';
import { selfComparison } from './rules/self-comparison.ts';
import { alwaysFalse, alwaysTrue } from './rules/settled-condition.ts';
import { timeFilter } from './rules/time-filter.ts';
import { unusedLet } from './rules/unused-let.ts';
import { wholeWorkspace } from './rules/whole-workspace.ts';

export const lints = {
  RMMC6001: timeFilter,
  RMMC6002: hasInsteadOfContains,
  RMMC6003: containsThatIsHas,
  RMMC6004: plainRegex,
  RMMC6005: paddedRegex,
  RMMC6006: caseSensitive,
  RMMC6007: impossibleNeedle,
  RMMC6008: needlessTolower,
  RMMC6010: alwaysFalse,
  RMMC6011: alwaysTrue,
  RMMC6012: selfComparison,
  RMMC6013: repeatedValues,
  RMMC6014: mixedLogic,
  RMMC6020: windowBeyondPeriod,
  RMMC6021: gapBetweenRuns,
  RMMC6022: refusedSchedule,
  RMMC6030: detectionColumns,
  RMMC6031: arbitraryRows,
  RMMC6032: wholeWorkspace,
  RMMC6040: deprecatedNames,
  RMMC6041: unusedLet,
  RMMC6042: lostOrder,
  RMMC6043: joinKind,
  RMMC6044: replacedTables,
} satisfies Record<LintCode, Lint>;

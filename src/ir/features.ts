// What a query uses, as names. Derived from the IR's own unions and tables: a new kind, test or function is at once a question that every backend
// must answer before the project builds.
import type { AggFn } from './aggregates.ts';
import type { ExprKind, TextTest } from './expr.ts';
import type { ScalarFn } from './functions.ts';
import type { SourceKind, StepKind } from './pipeline.ts';

export type Feature =
  | `source:${SourceKind}`
  | `step:${StepKind}`
  | `expr:${ExprKind}`
  | `text:${TextTest}`
  | `fn:${ScalarFn}`
  | `agg:${AggFn}`
  | `pick:${'max' | 'min' | 'any'}`;

// What a lint is given and what it gives back: a query in several forms and the facts of its rule in, diagnostics on the query out.
import type { lintCodes } from '../diagnostics/codes/lint.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { AstQuery } from '../frontend/ast/ast.ts';
import type { Query } from '../ir/pipeline.ts';
import type { RuleKind, RuleMeta } from '../ir/rule.ts';
import type { SyntaxIndex } from './syntax.ts';
import type { Test } from './tests.ts';

/** A query, bound and in normal form. */
export interface Stages {
  readonly bound: Query;
  readonly normal: Query;
}

export interface LintInput {
  /** The query as the spans count it. */
  readonly text: string;
  readonly ast: AstQuery;
  readonly bound: Query;
  readonly normal: Query;
  /** The query, and each `let` that holds rows as a query of its own: where it is used, its clauses have lost their places. */
  readonly queries: readonly Stages[];
  readonly meta: RuleMeta;
  readonly kind: RuleKind;
  readonly syntax: SyntaxIndex;
  /** The tests of text in `queries`. */
  readonly tests: readonly Test[];
}

/** Codes of the lints; those of the suppressions (609x) are given by the engine. */
export type LintCode = Exclude<keyof typeof lintCodes, 'RMMC6090' | 'RMMC6091'>;

export interface Lint {
  /** A few words, as a title. */
  readonly title: string;
  /** One or two sentences: what goes wrong. */
  readonly why: string;
  /** The diagnostic is about this key of the rule file, not about the query. */
  readonly key?: 'queryFrequency' | 'queryPeriod';
  readonly find: (input: LintInput) => readonly Diagnostic[];
}

// One rule in, with what the front end says about it; the same with the findings of the lint, comments and settings heeded, out.
import type { Code } from '../diagnostics/codes.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { SeveritySetting } from '../diagnostics/settable.ts';
import { fileOffset, type Source } from '../diagnostics/source.ts';
import type { Span } from '../diagnostics/span.ts';
import type { AstQuery } from '../frontend/ast/ast.ts';
import type { Query } from '../ir/pipeline.ts';
import type { RuleKind, RuleMeta } from '../ir/rule.ts';
import { lints } from './registry.ts';
import type { Lint, LintInput, Stages } from './rule.ts';
import { suppress } from './suppressions.ts';
import { indexSyntax } from './syntax.ts';
import { testsIn } from './tests.ts';

export interface LintOptions {
  /** Severities other than a code's own. */
  readonly severities?: ReadonlyMap<string, SeveritySetting>;
  /** How rules run that do not say it themselves; `hunting` by default. */
  readonly ruleKind?: RuleKind;
}

/** A rule with the stages that it came through; `bound` and `normal` are null when it is broken. */
export interface Subject {
  readonly source: Source;
  readonly meta: RuleMeta;
  /** The part of the file that the rule stands in. */
  readonly span: Span;
  readonly ast: AstQuery | null;
  readonly bound: Query | null;
  readonly normal: Query | null;
  /** The `let`s that hold rows, as queries of their own. */
  readonly definitions: readonly Stages[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface Linted {
  /** Spans count in the query. */
  readonly query: readonly Diagnostic[];
  /** Spans count in the file. */
  readonly file: readonly Diagnostic[];
}

const kindOf = (meta: RuleMeta, options: LintOptions): RuleKind => {
  const kind = meta.kind?.toLowerCase();
  if (kind === 'customdetection') return 'custom-detection';
  if (kind === 'scheduled' || kind === 'nrt' || meta.queryFrequency !== null || meta.queryPeriod !== null) return 'scheduled';
  return options.ruleKind ?? 'hunting';
};

/** The value of a key of the rule's own part of the file; its query when the key is not found. */
const keySpan = ({ source, span }: Subject, key: string): Span => {
  const within = source.fileText.slice(span.start, span.end);
  const found = new RegExp(`(?<![\\w"'])["']?${key}["']?[ \\t]*:[ \\t]*([^\\s,}][^\\n,}]*)`).exec(within);
  if (!found) {
    const start = fileOffset(source, 0);
    return { start, end: start };
  }
  const value = (found[1] ?? '').trimEnd();
  const start = span.start + found.index + found[0].indexOf(value, found[0].indexOf(':'));
  return { start, end: start + value.length };
};

/** A diagnostic with the severity that is set for its code; null when it is off. */
export const withSetting = <D extends { readonly code: Code }>(diagnostic: D, options: LintOptions): D | null => {
  const setting = options.severities?.get(diagnostic.code);
  if (setting === undefined) return diagnostic;
  return setting === 'off' ? null : { ...diagnostic, severity: setting };
};

const findings = (input: LintInput): readonly (readonly [Lint, Diagnostic])[] =>
  Object.values(lints as Readonly<Record<string, Lint>>).flatMap((lint) =>
    lint
      .find(input)
      .filter((one) => one.code === 'RMMC6001' || !input.syntax.isUse(one.span))
      .map((one) => [lint, one] as const),
  );

/** Runs all lints over a rule. What is broken is not linted: its errors come first. */
export const lintRule = (subject: Subject, options: LintOptions = {}): Linted => {
  const { ast, bound, normal, meta, source } = subject;
  const set = (all: readonly Diagnostic[]) => all.map((one) => withSetting(one, options)).filter((one) => one !== null);
  if (!ast || !bound || !normal) return { query: set(subject.diagnostics), file: [] };
  const syntax = indexSyntax(ast);
  const queries: readonly Stages[] = [{ bound, normal }, ...subject.definitions];
  const input: LintInput = {
    text: source.text,
    ast,
    bound,
    normal,
    meta,
    kind: kindOf(meta, options),
    syntax,
    queries,
    tests: testsIn(
      queries.map((one) => one.normal),
      syntax,
    ),
  };
  const keys = new Map<Diagnostic, string>();
  const found = findings(input).map(([lint, one]) => {
    if (lint.key) keys.set(one, lint.key);
    return one;
  });
  const { kept, remarks } = suppress([...subject.diagnostics, ...found], ast.comments, source.text);
  const inFile = kept.flatMap((one) => {
    const key = keys.get(one);
    return key === undefined ? [] : [{ ...one, span: keySpan(subject, key) }];
  });
  return { query: set([...kept.filter((one) => !keys.has(one)), ...remarks]), file: set(inFile) };
};

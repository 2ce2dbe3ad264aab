// A test of the whole data of a Windows event, which no field holds, in front of a test of one of its parts that says more, in; the query without it out.
// before: (filter (text term EventData "certutil")) (extend (= C (tostring (path EventData "CommandLine")))) (filter (text term C "certutil"))
// after:  (extend (= C (tostring (path EventData "CommandLine")))) (filter (text term C "certutil"))
import type { Span } from '../../../diagnostics/span.ts';
import { conjuncts, filterOf } from '../../../ir/conjuncts.ts';
import type { Expr, ExprOf } from '../../../ir/expr.ts';
import type { Pipeline, Query, Step } from '../../../ir/pipeline.ts';
import { rewriteQuery } from '../../../ir/traverse.ts';

const tables: ReadonlySet<string> = new Set(['WindowsEvent', 'Event', 'SecurityEvent']);

type Text = ExprOf<'text'>;

const unwrapped = (expr: Expr): Expr => (expr.kind === 'call' && expr.fn === 'tostring' && expr.args[0] ? expr.args[0] : expr);

const isData = (expr: Expr): boolean => expr.kind === 'column' && expr.name === 'EventData';

/** Columns that hold the text of a part. */
type Parts = ReadonlySet<string>;

const isPart = (expr: Expr, parts: Parts): boolean => {
  const inner = unwrapped(expr);
  if (inner.kind === 'column') return parts.has(inner.name);
  return inner.kind === 'path' && isData(inner.base) && inner.key.kind === 'literal';
};

const needlesOf = ({ patterns }: Text): readonly string[] | null => {
  const texts = patterns.flatMap((one) => (one.kind === 'literal' && typeof one.value === 'string' ? [one.value] : []));
  return texts.length === patterns.length && texts.length > 0 ? texts : null;
};

/** Signs that neither JSON nor XML writes in another way. */
const isPlain = (text: string): boolean => /^[\x20-\x7e]+$/.test(text) && !/["'\\<>&]/.test(text);

const isWhole = (test: Expr): test is Text => {
  if (test.kind !== 'text' || !isData(unwrapped(test.subject)) || !test.caseless) return false;
  if (test.test !== 'term' && test.test !== 'contains') return false;
  return (test.require === 'any' || test.patterns.length === 1) && (needlesOf(test)?.every(isPlain) ?? false);
};

const quoted = (text: string): string => text.replace(/[\\^$.|?*+()[\]{}/-]/g, '\\$&');

/** Whether a text that passes the test of a part with this pattern has the needle in it; a term has an end on both sides. */
const holds = (pattern: string, { test }: Text, needle: string, isTerm: boolean): boolean => {
  if (!isTerm) return pattern.toLowerCase().includes(needle.toLowerCase());
  const [startsAt, endsAt] = [
    test === 'equals' || test === 'term' || test === 'startsWith',
    test === 'equals' || test === 'term' || test === 'endsWith',
  ];
  const ascii = '[\\x20-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\x7e]';
  const front = /^[0-9A-Za-z]/.test(needle) ? `(?<=${ascii}${startsAt ? '|^' : ''})` : '';
  const end = /[0-9A-Za-z]$/.test(needle) ? `(?=${ascii}${endsAt ? '|$' : ''})` : '';
  return new RegExp(`${front}${quoted(needle)}${end}`, 'i').test(pattern);
};

const partTests: ReadonlySet<string> = new Set(['equals', 'contains', 'startsWith', 'endsWith', 'term']);

/** Whether what passes the condition passes the test of the whole. */
const implies = (condition: Expr, whole: Text, parts: Parts): boolean => {
  if (condition.kind === 'or') return condition.operands.every((one) => implies(one, whole, parts));
  if (condition.kind === 'and') return condition.operands.some((one) => implies(one, whole, parts));
  if (condition.kind !== 'text' || !partTests.has(condition.test) || !isPart(condition.subject, parts)) return false;
  const needles = needlesOf(whole) ?? [];
  const has = (pattern: string): boolean => needles.some((needle) => holds(pattern, condition, needle, whole.test === 'term'));
  const patterns = needlesOf(condition) ?? [''];
  return condition.require === 'any' ? patterns.every(has) : patterns.some(has);
};

/** The parts behind a step; null: it does more than to filter and compute. */
const partsBehind = (step: Step, parts: Parts): Parts | null => {
  if (step.kind === 'filter') return parts;
  if (step.kind !== 'extend' && step.kind !== 'project') return null;
  const next = new Set(step.kind === 'extend' ? parts : []);
  for (const { name } of step.columns) next.delete(name);
  for (const { name, expr } of step.columns) if (isPart(expr, parts)) next.add(name);
  return step.columns.some(({ name, expr }) => name === 'EventData' && !isData(expr)) ? null : next;
};

/** Whether a later filter, or another conjunct of this one, says more than the test. */
const isSaid = (steps: readonly Step[], whole: Text): boolean => {
  let parts: Parts = new Set();
  for (const step of steps) {
    if (step.kind === 'filter' && conjuncts(step.condition).some((one) => one !== whole && implies(one, whole, parts))) return true;
    const next = partsBehind(step, parts);
    if (!next) return false;
    parts = next;
  }
  return false;
};

const rewritten = (pipeline: Pipeline, tell: (span: Span) => void): Pipeline => {
  if (pipeline.source.kind !== 'table' || !tables.has(pipeline.source.name)) return pipeline;
  const end = pipeline.steps.findIndex((step) => partsBehind(step, new Set()) === null);
  const steps = pipeline.steps.flatMap((step, at): readonly Step[] => {
    if (step.kind !== 'filter' || (end >= 0 && at > end)) return [step];
    const kept = conjuncts(step.condition).filter((one) => {
      const isLeftOut = isWhole(one) && isSaid(pipeline.steps.slice(at), one);
      if (isLeftOut) tell(one.span);
      return !isLeftOut;
    });
    return filterOf(kept, step);
  });
  return { ...pipeline, steps };
};

/** `tell` is told of every test that is left out. */
export const withoutWholeData = (query: Query, tell: (span: Span) => void): Query =>
  rewriteQuery(query, { pipeline: (pipeline) => rewritten(pipeline, tell) });

// `X has_any (query)` in: a search for the values of another query. All values become one pattern that stands beside each of the rows.
import type { Expr, ExprOf } from '../../../ir/expr.ts';
import type { Pipeline, Step } from '../../../ir/pipeline.ts';
import type { Position } from '../../shared/findings.ts';
import { bool, call, type Es, field, str } from '../ast.ts';
import { refuse } from '../context.ts';
import { lowerValue } from '../lower-value.ts';
import { placeOf } from '../lowering.ts';
import { anyAhead, asLiteral, fits, lookahead } from '../regex/java-needle.ts';
import { textOf, type Value, value } from '../value.ts';
import { claim, isOf, type Leg } from './legs.ts';
import type { Around, Passing, Side } from './passing.ts';

type TextQuery = ExprOf<'textQuery'>;

/** The test, and the column whose values are searched for. */
export interface Search {
  readonly node: TextQuery;
  readonly needle: Expr;
}

const rowwise: ReadonlySet<Step['kind']> = new Set(['filter', 'extend', 'project', 'drop', 'rename', 'reorder', 'present', 'sort']);

/** The query without what only makes its rows unique: the values are gathered as a set. */
export const asSet = (query: Pipeline): Pipeline => {
  const steps: Step[] = [];
  for (const step of query.steps.toReversed()) {
    const isDistinct = step.kind === 'aggregate' && step.measures.length === 0 && step.by.length > 0;
    if (isDistinct && steps.every(({ kind }) => rowwise.has(kind))) steps.unshift({ kind: 'project', span: step.span, columns: step.by });
    else steps.unshift(step);
  }
  return { ...query, steps };
};

const needleText = (leg: Leg, { node, needle }: Search): Es => {
  const v = lowerValue(placeOf(leg.context, leg.state, 'value'), needle, 'test');
  if (v.type === 'keyword') return textOf(v);
  if (v.type === 'integer' || v.type === 'long') return call('COALESCE', call('TO_STRING', v.es), str(''));
  refuse(
    leg.context,
    node.span,
    'a search for these values of a subquery',
    `texts and whole numbers are searched for, and not a ${v.type}`,
  );
  return str('');
};

/** Both sides have to be as KQL has them; an address is written as KQL writes it. */
const checkStored = (leg: Leg, { node }: Search, v: Value, position: Position): void => {
  if (!v.stored) return;
  const { column, mapping } = v.stored;
  if (mapping.values || mapping.valuesRule)
    refuse(leg.context, node.span, `this search in ${column}`, `the integration rewrites its values in ${mapping.field}`);
  if (mapping.transform === 'lower' && !node.caseless)
    leg.context.findings.inexact('RMMC3704', node.span, { column, field: mapping.field }, 'over', position);
  if (mapping.type === 'ip') leg.context.findings.assume('RMMC3707', node.span, { column, field: mapping.field });
};

/** Before the rows are gathered: what is known of the text that is searched. */
export const checkSearch = (left: Leg, right: Leg, search: Search, position: Position): void => {
  const { node, needle } = search;
  const subject = lowerValue(placeOf(left.context, left.state, position), node.subject, 'test');
  if (subject.type !== 'keyword')
    refuse(left.context, node.subject.span, 'this search', `it is one in a text, and not in a ${subject.type}`);
  checkStored(left, search, subject, position);
  checkStored(right, search, lowerValue(placeOf(right.context, right.state, position), needle, 'test'), position);
  left.context.findings.assume('RMMC3743', node.span, {});
};

const none: Passing = { measures: [], commands: [], spread: [], present: bool(true), isSure: true, columns: [], id: null };

/** The side whose values are searched for: one pattern, null when there are none. */
export const asPattern = ({ stream, before, after, evals }: Around, { leg }: Side, search: Search): Passing => {
  const name = claim('needles', new Set([...before, ...after]));
  before.add(name);
  after.add(name);
  const { test, caseless, require, span } = search.node;
  if (test === 'regex') {
    refuse(leg.context, span, 'a regular expression of a subquery', 'a pattern is translated, and data is not');
    return none;
  }
  const literal = asLiteral(needleText(leg, search));
  const isAny = require === 'any';
  evals.push({ name, expr: call('CASE', isOf(stream, leg), isAny ? literal : lookahead(test, caseless, literal)) });
  const pattern = isAny ? anyAhead(test, caseless, field(name)) : call('MV_CONCAT', field(name), str(''));
  return {
    ...none,
    measures: [{ name, expr: call('VALUES', field(name)) }],
    commands: [{ kind: 'eval', columns: [{ name, expr: pattern }] }],
    columns: [[{ column: name, keys: [], type: 'string', read: null }, value(field(name), 'keyword', true)]],
  };
};

/** KQL's answer over the rows that have the pattern beside them. None of no values is there, and all of none are. */
export const foundIn = (leg: Leg, { node }: Search, pattern: Value): Es => {
  const subject = textOf(lowerValue(placeOf(leg.context, leg.state, 'value'), node.subject, 'test'));
  return call('COALESCE', fits(subject, pattern.es), bool(node.require === 'all'));
};

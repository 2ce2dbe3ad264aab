// Arrays and bags that are to become rows: spread columns in; the multivalue fields that hold their elements, and what an element is again behind mvexpand, out.
import { match, P } from 'ts-pattern';
import type { Expr } from '../../../ir/expr.ts';
import type { Spread, StepOf } from '../../../ir/pipeline.ts';
import type { TargetContext } from '../../shared/backend.ts';
import { type Assignment, both, call, type Eval, field, regex, text } from '../ast.ts';
import { type Lowering, type Rep, refused, type Value } from '../context.ts';
import { parsedIso } from '../functions/time.ts';
import { assign, exprsOf, fieldFor, fresh, type State, usedFields } from '../state.ts';

export type Spreading = Pick<StepOf<'expand'>, 'columns' | 'index' | 'limit' | 'style' | 'span'>;

/** A column that is spread: the field of its elements, then of one of them; `element` reads that. */
export interface SpreadField {
  readonly name: string;
  readonly field: string;
  readonly element: (held: Eval) => Eval;
  readonly rep: Rep;
  readonly nullable: boolean;
}

/** What holds the place of a null among values of a multivalue field, which cannot hold one; json_array_to_mv writes a JSON null so. */
const nullMark = text('null');

/** Functions whose value is never a bag and never a single value. */
const arrayFns: ReadonlySet<string> = new Set(['split', 'range', 'pack_array', 'bag_keys', 'array_concat', 'zip', 'repeat']);

const isArray = (e: Expr): boolean => (e.kind === 'literal' ? Array.isArray(e.value) : e.kind === 'call' && arrayFns.has(e.fn));

interface Elements {
  readonly before: readonly Assignment[];
  readonly value: Eval;
}

/** NULL where there is no element. `typed`: texts keep their quotes, so that no text is taken for a number. */
const elementsOf = (source: Eval, expr: Expr, typed: boolean, unfolds: boolean, style: Spreading['style'], keys: string): Elements => {
  const array = call('json_array_to_mv', source, ...(typed ? [call('true')] : []));
  if (isArray(expr)) return { before: [], value: array };
  // The map of fields knows that the column is an array.
  if (unfolds) return { before: [], value: call('if', call('isnull', source), nullMark, array) };
  const key = field(keys);
  const held = call('json_extract_exact', source, key);
  const pair = style === 'bag' ? call('json_object', key, held) : call('json_array', key, held);
  const isWhole = both(call('match', source, regex('^\\s*[\\[{]')), call('json_valid', source));
  return {
    before: [{ field: keys, value: call('json_array_to_mv', call('json_keys', source)) }],
    value: call(
      'case',
      ...[call('isnull', source), nullMark, isWhole, call('coalesce', array, call('mvmap', key, pair)), call('true'), source],
    ),
  };
};

interface Cast {
  readonly typed: boolean;
  readonly rep: Rep;
  readonly nullable: boolean;
  readonly element: (held: Eval) => Eval;
}

/** How an element of JSON becomes a value of the type; null after a refusal. */
const castOf = ({ type, span }: Spread, l: Lowering): Cast | null => {
  const known = (held: Eval): Eval => call('nullif', held, nullMark);
  const no = (why: string): null => {
    refused(l, span, `\`to typeof(${type})\``, why);
    return null;
  };
  return match(type)
    .returnType<Cast | null>()
    .with(P.union('dynamic', 'unknown'), () => ({ typed: false, rep: 'json', nullable: true, element: known }))
    .with('string', () => ({ typed: false, rep: 'text', nullable: false, element: (held) => call('coalesce', known(held), text('')) }))
    .with(P.union('int', 'long', 'real'), () => ({
      typed: true,
      rep: 'number',
      nullable: true,
      element: (held) => call('tonumber', held),
    }))
    .with('bool', () => ({
      typed: true,
      rep: 'bool',
      nullable: true,
      element: (held) => call('case', call('match', held, regex('^(?:true|false)\\z')), held),
    }))
    .with('datetime', () => {
      l.context.findings.assume('RMMC3817', span, { what: 'an element of this array' });
      return { typed: false, rep: 'time', nullable: true, element: (held) => parsedIso(held) };
    })
    .with(P.union('timespan', 'decimal', 'guid'), () => no('eval has no such type'))
    .exhaustive();
};

const ofList = (value: Value, spread: Spread, l: Lowering): Cast => {
  const { type, span } = spread;
  if (type === 'string') return { typed: false, rep: 'text', nullable: false, element: (held) => call('coalesce', held, text('')) };
  if (type !== 'dynamic' && type !== 'unknown')
    refused(l, span, `\`to typeof(${type})\` of a multivalue field`, 'its values are texts, whatever they were in KQL');
  return { typed: false, rep: 'json', nullable: true, element: (held) => (value.rep === 'list' ? held : call('nullif', held, nullMark)) };
};

/** Puts the elements of each column into a multivalue field. */
export const spreadFields = (
  start: State,
  n: Spreading,
  context: TargetContext,
): { readonly state: State; readonly fields: readonly SpreadField[]; readonly helpers: readonly string[] } => {
  const l = exprsOf(start, context);
  const helpers: string[] = [];
  const taken = new Set<string>();
  const own = new Set(n.columns.map(({ name }) => name));
  const others = new Set(usedFields(new Map([...start.scope].filter(([name]) => !own.has(name))), ''));
  let state = start;
  const fields = n.columns.flatMap((spread): readonly SpreadField[] => {
    const value = l.value(spread.expr);
    const cast = value.rep === 'list' ? ofList(value, spread, l) : castOf(spread, l);
    if (!cast) return [];
    if (cast.rep !== 'time' && cast.rep !== 'number' && value.rep !== 'list')
      context.findings.assume('RMMC3851', spread.span, { what: `an element of ${spread.name}` });
    const target = fresh(fieldFor(spread.name, spread.span, context).replace(/^_/, 'rmmc_'), new Set([...others, ...taken]));
    taken.add(target);
    if (value.rep === 'list') {
      if (value.eval.kind !== 'field' || value.eval.name !== target) state = assign(state, [{ field: target, value: value.eval }]);
    } else {
      const keys = fresh('rmmc_keys', new Set(helpers));
      const unfolds = n.style === 'bag' && (value.raw?.endsWith('{}') ?? false);
      if (unfolds) context.findings.assume('RMMC3855', spread.span, { column: spread.name });
      const isPlain = value.eval.kind === 'field' || value.eval.kind === 'text';
      const source = isPlain ? value.eval : field(target);
      const { before, value: elements } = elementsOf(source, spread.expr, cast.typed, unfolds, n.style, keys);
      if (before.length > 0) helpers.push(keys);
      state = assign(state, [...(isPlain ? [] : [{ field: target, value: value.eval }]), ...before, { field: target, value: elements }]);
    }
    return [{ name: spread.name, field: target, element: cast.element, rep: cast.rep, nullable: cast.nullable }];
  });
  return { state, fields, helpers };
};

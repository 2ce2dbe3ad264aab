// Aggregate functions that take columns of one row (`arg_max`, `arg_min`, `take_any`): a call in, a pick measure out.
import type { Expr } from '../../ir/expr.ts';
import type { Measure, Named } from '../../ir/pipeline.ts';
import type { AstNamed } from '../ast/ast.ts';
import type { ColumnNames } from './column-names.ts';
import { resultName } from './result-names.ts';
import type { Binder, CallNode, Scope } from './scope.ts';

type Pick = Extract<Measure, { kind: 'pick' }>;

interface PickForm {
  readonly by: Pick['by'];
  /** `max_` in `argmax`, `any_` in `any`: put before each name by the deprecated forms. */
  readonly prefix: string;
}

const forms: ReadonlyMap<string, PickForm> = new Map<string, PickForm>([
  ['arg_max', { by: 'max', prefix: '' }],
  ['arg_min', { by: 'min', prefix: '' }],
  ['argmax', { by: 'max', prefix: 'max_' }],
  ['argmin', { by: 'min', prefix: 'min_' }],
  ['take_any', { by: 'any', prefix: '' }],
  ['any', { by: 'any', prefix: 'any_' }],
]);

export const isPickName = (name: string): boolean => forms.has(name);

/** Columns that `*` does not repeat: the group keys and the key of `arg_max`. */
const starColumns = (scope: Scope, by: readonly Named[], key: Expr | null): readonly { name: string; type: Expr['type'] }[] => {
  const without = new Set([...by.map((k) => k.expr), ...(key ? [key] : [])].flatMap((e) => (e.kind === 'column' ? [e.name] : [])));
  return (scope.rows?.frame.columns ?? []).filter((column) => !without.has(column.name));
};

const bindKey = (b: Binder, form: PickForm, first: AstNamed, measure: AstNamed, scope: Scope, names: ColumnNames): Named => {
  const expr = b.expr(first.expr, scope);
  if (expr.type === 'dynamic') b.report('RMMC2016', first.span, { operator: `arg_${form.by}` });
  const derived = resultName(first.expr);
  const name = derived === null ? `${form.by}_` : `${form.prefix}${derived}`;
  return { name: names.declare(measure.names[0]?.text ?? first.names[0]?.text ?? null, name, false, first.span), expr, span: first.span };
};

/** The pick that a call makes. Written names go to the key first, then to the columns. */
export const bindPick = (b: Binder, call: CallNode, scope: Scope, measure: AstNamed, names: ColumnNames, by: readonly Named[]): Pick => {
  const form = forms.get(call.name.text) ?? { by: 'any', prefix: '' };
  const [first] = call.args;
  const keyed = form.by !== 'any';
  if (!first)
    b.report('RMMC2006', call.span, { name: call.name.text, found: 'no argument', forms: keyed ? 'key, columns …' : 'columns …' });
  const key = keyed && first ? bindKey(b, form, first, measure, scope, names) : null;
  const before = keyed ? `${form.prefix}${key && form.prefix ? `${(first && resultName(first.expr)) ?? ''}_` : ''}` : form.prefix;
  const rest = keyed ? call.args.slice(1) : call.args;
  const written = (i: number): string | null => measure.names[keyed ? i + 1 : i]?.text ?? null;
  const outputs = rest.flatMap((arg, i): readonly Named[] => {
    if (arg.expr.kind === 'wildcard') {
      if (scope.rows?.frame.open && !scope.rows.broken)
        b.report('RMMC2012', arg.span, { what: `\`${call.name.text}\` of all columns (\`*\`) of rows whose columns are not known` });
      return starColumns(scope, by, key?.expr ?? null).map((column) => ({
        name: names.declare(null, `${before}${column.name}`, false, arg.span),
        expr: { kind: 'column', span: arg.span, name: column.name, type: column.type, declared: true },
        span: arg.span,
      }));
    }
    const derived = resultName(arg.expr);
    const fallback = keyed ? `${form.by}_${key?.name ?? ''}_arg${i + 1}` : `any_arg${i}`;
    const name = names.declare(
      written(i) ?? arg.names[0]?.text ?? null,
      derived === null ? fallback : `${before}${derived}`,
      false,
      arg.span,
    );
    return [{ name, expr: b.expr(arg.expr, scope), span: arg.span }];
  });
  return { kind: 'pick', span: measure.span, by: form.by, key, outputs, star: rest.some((arg) => arg.expr.kind === 'wildcard') };
};

/** `take_any(x)` inside an expression: the pick that fills a hidden column; null for what gives several columns. */
export const bindHiddenPick = (b: Binder, call: CallNode, scope: Scope, hidden: () => string): Pick | null => {
  const [arg, ...others] = call.args;
  if (forms.get(call.name.text)?.by !== 'any' || !arg || others.length > 0 || arg.expr.kind === 'wildcard') return null;
  const expr = b.expr(arg.expr, { lets: scope.lets, rows: scope.rows });
  return { kind: 'pick', span: call.span, by: 'any', key: null, outputs: [{ name: hidden(), expr, span: call.span }], star: false };
};

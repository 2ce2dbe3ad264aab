// Access to a dynamic value (`a.b["c"][0]`) in; the functions of eval that reach the same part out.
import type { Span } from '../../diagnostics/span.ts';
import type { Expr, ExprOf } from '../../ir/expr.ts';
import { call, type Eval, field, number, text } from './ast.ts';
import { type Lowering, nullTextOf, refused, type Value } from './context.ts';
import { pathPart } from './functions/path-parts.ts';
import { type Call, textArg } from './functions/row.ts';
import { urlPart } from './functions/url-parts.ts';
import { repOf } from './values.ts';

/** `path`: what a path of json_extract can say. `key`: any text. `index`: a place that may count from the end. */
type Step =
  | { readonly kind: 'path'; readonly text: string }
  | { readonly kind: 'key'; readonly key: Eval }
  | { readonly kind: 'index'; readonly at: Eval };

const stepOf = (key: Expr, l: Lowering): Step | null => {
  if (key.kind === 'literal' && typeof key.value === 'bigint')
    return key.value < 0n ? { kind: 'index', at: number(key.value) } : { kind: 'path', text: `{${key.value}}` };
  if (key.kind === 'literal' && typeof key.value === 'string')
    return /^[A-Za-z0-9_ -]+$/.test(key.value) ? { kind: 'path', text: key.value } : { kind: 'key', key: text(key.value) };
  const rep = repOf(key.type);
  if (rep !== 'number' && rep !== 'text') return null;
  const value = l.value(key).eval;
  return rep === 'number' ? { kind: 'index', at: value } : { kind: 'key', key: value };
};

/** The innermost base and the keys behind it; steps that a path can say are one. */
const chainOf = (e: ExprOf<'path'>, l: Lowering): { readonly base: Expr; readonly steps: readonly Step[] } | null => {
  const step = stepOf(e.key, l);
  if (step === null) return null;
  if (e.base.kind !== 'path') return { base: e.base, steps: [step] };
  const inner = chainOf(e.base, l);
  if (!inner) return null;
  const last = inner.steps.at(-1);
  if (step.kind !== 'path' || last?.kind !== 'path') return { base: inner.base, steps: [...inner.steps, step] };
  return { base: inner.base, steps: [...inner.steps.slice(0, -1), { kind: 'path', text: joined(last.text, step.text) }] };
};

const joined = (path: string, more: string): string => (path === '' || more.startsWith('{') ? `${path}${more}` : `${path}.${more}`);

const unwrapped = (e: Expr): Expr => (e.kind === 'call' && e.fn === 'parse_json' && e.args[0] ? e.args[0] : e);

/** The element of an array that json_extract cannot name: it counts from the end, or is computed. A JSON null among the elements is the text of one there. */
const elementAt = (array: Eval, at: Eval, span: Span, l: Lowering): Eval => {
  l.context.findings.assume('RMMC3851', span, { what: 'an element of this array' });
  return call('nullif', call('mvindex', call('json_array_to_mv', array), at), text('null'));
};

const into = (base: Eval, step: Step, span: Span, l: Lowering): Eval => {
  if (step.kind === 'path') return call('json_extract', base, text(step.text));
  return step.kind === 'key' ? call('json_extract_exact', base, step.key) : elementAt(base, step.at, span, l);
};

/** The name that spath gives the part of a column, when keys alone lead there. */
const unfoldedName = (steps: readonly Step[]): string | null => {
  const names = steps.map((step) =>
    step.kind === 'path' ? step.text : step.kind === 'key' && step.key.kind === 'text' ? step.key.value : '',
  );
  return names.every((name) => /^[A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*$/.test(name)) ? names.join('.') : null;
};

const indexOf = (step: Step): { readonly at: Eval; readonly rest: string } | null => {
  if (step.kind === 'index') return { at: step.at, rest: '' };
  const found = step.kind === 'path' ? /^\{(\d+)\}\.?(.*)$/.exec(step.text) : null;
  return found ? { at: number(found[1] ?? '0'), rest: found[2] ?? '' } : null;
};

const ofList = (base: Value, steps: readonly Step[], e: Expr, l: Lowering): Value => {
  const [first, ...more] = steps;
  const index = first ? indexOf(first) : null;
  if (index === null) return refused(l, e.span, 'a key of a multivalue field', 'its values have no keys');
  const element = call('mvindex', base.eval, index.at);
  const behind: readonly Step[] = [...(index.rest === '' ? [] : [{ kind: 'path', text: index.rest } as const]), ...more];
  return { eval: behind.reduce((so, step) => into(so, step, e.span, l), element), rep: 'json', nullable: true };
};

/** Of a bag of which each part stands in a field of its own. */
const ofParts = (parts: ReadonlyMap<string, Value>, steps: readonly Step[]): Value => {
  const [step] = steps;
  const part = steps.length === 1 && step?.kind === 'path' ? parts.get(step.text) : undefined;
  return part ?? { eval: call('null'), rep: 'json', nullable: true };
};

/** Of a bag of which the event has each part as a field. */
const ofFields = (prefix: string, steps: readonly Step[], e: Expr, l: Lowering): Value => {
  const name = steps.length === 1 ? unfoldedName(steps) : null;
  if (name === null)
    return refused(l, e.span, 'this access to the data of an event', 'its parts are fields, which have names and no parts of their own');
  const part = field(`${prefix}${name}`);
  const nullText = nullTextOf(l.context);
  return { eval: nullText === '' ? part : call('nullif', part, text(nullText)), rep: 'json', nullable: true };
};

/** What a text is taken apart into; the assumption under which a part is cut out. */
const textParts = {
  parse_url: { cut: urlPart, code: 'RMMC3856', known: 'only Scheme, Host, Port, Path … and one query parameter can be cut out' },
  parse_path: { cut: pathPart, code: 'RMMC3762', known: 'only Scheme, RootPath, DirectoryPath, Filename, Extension … can be cut out' },
} as const;

const isParsedText = (e: Expr): e is Call & { readonly fn: keyof typeof textParts } => e.kind === 'call' && Object.hasOwn(textParts, e.fn);

const ofText = (e: Call & { readonly fn: keyof typeof textParts }, [step, ...more]: readonly Step[], l: Lowering): Value => {
  const { cut, code, known } = textParts[e.fn];
  const part = step?.kind === 'path' && more.length === 0 ? cut(textArg(e, 0, l), step.text) : null;
  if (part === null) return refused(l, e.span, `this part of \`${e.fn}()\``, known);
  l.context.findings.assume(code, e.span, {});
  return { eval: part, rep: 'json', nullable: true };
};

export const access = (e: ExprOf<'path'>, l: Lowering): Value => {
  const found = chainOf(e, l);
  if (!found) return refused(l, e.span, 'this access to a dynamic value', 'the key has to be a text or a whole number');
  const { steps } = found;
  const whole = unwrapped(found.base);
  if (isParsedText(whole)) return ofText(whole, steps, l);
  const base = l.value(whole);
  if (base.parts && steps.every((step) => step.kind === 'path')) return ofParts(base.parts, steps);
  if (base.partFields !== undefined) return ofFields(base.partFields, steps, e, l);
  const [first, ...rest] = steps;
  // An array of the event unfolds into fields that lose which value belongs to which element; the event itself keeps it.
  if (base.raw?.endsWith('{}')) {
    const array = base.raw.slice(0, -2);
    const start = call('json_extract', field('_raw'), text(first?.kind === 'path' ? joined(array, first.text) : array));
    const behind = first?.kind === 'path' ? rest : steps;
    return { eval: behind.reduce((so, step) => into(so, step, e.span, l), start), rep: 'json', nullable: true };
  }
  if (base.rep === 'list') return ofList(base, steps, e, l);
  const extracted = steps.reduce((so, step) => into(so, step, e.span, l), base.eval);
  // The add-ons leave a nested object either as JSON text or as fields of its parts; both are looked into.
  const name = base.raw === undefined ? null : unfoldedName(steps);
  if (name === null) return { eval: extracted, rep: 'json', nullable: true };
  const unfolded = field(`${base.raw}.${name}`);
  const nullText = nullTextOf(l.context);
  const part = nullText === '' ? unfolded : call('nullif', unfolded, text(nullText));
  return { eval: call('coalesce', extracted, part), rep: 'json', nullable: true };
};

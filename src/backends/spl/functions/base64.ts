// Base64 that a step decodes in; the evals in front of the step that decode it, and where the texts stand, out. Splunk has no decoder: each character's
// place in the alphabet is two octal digits, eight of those are three bytes, and urldecode() reads bytes as UTF-8.
import type { Expr } from '../../../ir/expr.ts';
import type { Step } from '../../../ir/pipeline.ts';
import type { TargetContext } from '../../shared/backend.ts';
import { type Assignment, binary, type Command, call, type Eval, field, number, regex, text } from '../ast.ts';
import { add, answerField, exprsOf, inField, type State, withAnswer } from '../state.ts';
import { textOf } from '../values.ts';
import { callsIn, distinctCalls } from './answered.ts';

const fn = 'base64_decode_tostring';
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const isBase64 = '^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)\\z';
/** Bytes in hexadecimal digits that are UTF-8: KQL gives the empty text for others. */
const isUtf8 =
  '(?i)^(?:[0-7].|(?:c[2-9a-f]|d.)[89ab].|(?:e0[ab]|e[1-9abcef][89ab]|ed[89]).[89ab].|(?:f0[9ab]|f[1-3][89ab]|f48).(?:[89ab].){2})++\\z';

export const decodes = (expr: Expr): boolean => callsIn(expr, fn).length > 0;

const joined = (values: Eval): Eval => call('mvjoin', values, text(''));
/** The pieces of a text, each as long as the pattern's find. */
const pieces = (of: Eval, pattern: string): Eval => call('split', call('replace', of, regex(`(${pattern})(?=.)`), text('\\1 ')), text(' '));

/** A text that is Base64 in `base64`, decoded into `target`; null becomes the empty text. */
const decoding = (source: Eval, base64: string, target: string): readonly Assignment[] => {
  const [coded, bytes] = [field(base64), field(target)];
  const place = call('len', call('replace', text(alphabet), binary('.', binary('.', text('['), bytes), text('].*')), text('')));
  const octal = binary('.', call('floor', binary('/', bytes, number(8))), binary('%', bytes, number(8)));
  /** Three bytes as six digits behind a 1 that keeps their zeros, and `0x`. */
  const digits = call('tostring', binary('+', call('tonumber', bytes, number(8)), number(0x1_00_00_00)), text('hex'));
  const padding = binary('-', call('len', coded), call('len', call('rtrim', coded, text('='))));
  const unpadded = binary('-', call('len', bytes), binary('*', number(2), padding));
  const shown = call('urldecode', call('replace', bytes, regex('(..)'), text('%\\1')));
  return [
    { field: base64, value: call('if', call('match', source, regex(isBase64)), source, call('null')) },
    { field: target, value: pieces(call('replace', coded, regex('='), text('A')), '.') },
    { field: target, value: call('mvmap', bytes, place) },
    { field: target, value: joined(call('mvmap', bytes, octal)) },
    { field: target, value: pieces(bytes, '.{8}') },
    { field: target, value: joined(call('mvmap', bytes, call('substr', digits, number(4)))) },
    { field: target, value: call('substr', bytes, number(1), unpadded) },
    { field: target, value: call('if', call('match', bytes, regex(isUtf8)), shown, text('')) },
  ];
};

/** Decodes what the step asks for; the texts stand by call. */
export const withDecoded = (start: State, step: Step, needed: ReadonlySet<string>, context: TargetContext): State => {
  let state = start;
  for (const decode of distinctCalls(step, needed, fn)) {
    const [source] = decode.args;
    if (source === undefined) continue;
    context.findings.assume('RMMC3857', decode.span, {});
    const l = exprsOf(state, context);
    const coded = textOf(l.value(source), l, source);
    const target = answerField(state, 'rmmc_decoded');
    const at = inField(state, coded, 'rmmc_base64');
    const evals = decoding(field(at.field), 'rmmc_base64', target).map((one): Command => ({ kind: 'eval', assignments: [one] }));
    state = withAnswer(add(at.state, ...evals), decode, { field: target, rep: 'text', nullable: false });
  }
  return state;
};

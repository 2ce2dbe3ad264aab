// A condition of the search command and a row in; whether the row stays out (Search Reference, search; Knowledge of `NOT` and `!=`).
import type { CompareOp, Search, SearchTerm, SearchValue } from '../ast.ts';
import { inSubnet } from './address.ts';
import { holds } from './comparison.ts';
import type { Context } from './functions/shapes.ts';
import { refuse } from './refusal.ts';
import { instantAfter } from './relative-time.ts';
import type { Asked } from './settings.ts';
import { compareText, numberOf, type Row, textOf, textsOf, toNumber } from './value.ts';
import { fits as fitsPattern } from './wildcard.ts';

/** `subsearch`: the condition that a search in brackets stands for. */
export interface TermContext extends Context {
  subsearch(search: Search): SearchTerm;
}

const isAscii = (text: string): boolean => !/[\u0080-\uffff]/.test(text);
const asciiLower = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** Both ways of folding are asked for only where they differ. */
const folded = (asked: Asked, texts: readonly string[], test: (fold: (text: string) => string) => boolean): boolean => {
  const wide = test((text) => text.toLowerCase());
  if (texts.every(isAscii)) return wide;
  const narrow = test(asciiLower);
  return wide === narrow || asked.is('foldsLettersBeyondAscii') ? wide : narrow;
};

const equals = (value: SearchValue, text: string, asked: Asked): boolean => {
  if (value.cidr && inSubnet(value.text, text) === true) return true;
  if (value.directive === 'case') return fitsPattern(value.text, text);
  return folded(asked, [value.text, text], (fold) => fitsPattern(fold(value.text), fold(text)));
};

/** Numbers where both are some, else texts. */
const ordered = (op: CompareOp, text: string, value: SearchValue): boolean => {
  const [a, b] = [numberOf(text), numberOf(value.text)];
  return holds(op, a !== null && b !== null ? a - b : compareText(text, value.text));
};

const differs = (value: SearchValue, texts: readonly string[], asked: Asked): boolean => {
  const same = texts.map((text) => equals(value, text, asked));
  const [any, all] = [same.includes(false), same.length > 0 && !same.includes(true)];
  return any === all || asked.is('anyOfSeveralValuesDiffers') ? any : all;
};

const comparison = (op: CompareOp, value: SearchValue, texts: readonly string[], asked: Asked): boolean => {
  if (op === '=') return texts.some((text) => equals(value, text, asked));
  if (op === '!=') return differs(value, texts, asked);
  return texts.some((text) => ordered(op, text, value));
};

/** A letter or digit continues a word; `_` divides words, as the minor breakers do. */
const isWord = (character: string | undefined): boolean => character !== undefined && /[\p{L}\p{N}]/u.test(character);

/** Where a piece ends that stands behind the first of some places. */
const placesBehind = (text: string, piece: string, places: readonly number[]): readonly number[] => {
  const found: number[] = [];
  const from = Math.min(...places);
  if (!Number.isFinite(from)) return found;
  for (let at = text.indexOf(piece, from); at !== -1; at = text.indexOf(piece, at + 1)) found.push(at + piece.length);
  return found;
};

/** Whether the words of a pattern stand in the text, beginning and ending where words do unless a `*` is there. */
const contains = (text: string, pattern: string, asked: Asked): boolean => {
  const inner = pattern.replace(/^\*+|\*+$/g, '');
  if (inner === '') return true;
  const [open, close] = [pattern.startsWith('*'), pattern.endsWith('*')];
  const [head = '', ...rest] = inner.split('*');
  const clear = (start: number, end: number): boolean =>
    (open || !isWord(text[start - 1]) || !isWord(text[start])) && (close || !isWord(text[end]) || !isWord(text[end - 1]));
  const endsFrom = (start: number): readonly number[] =>
    rest.reduce<readonly number[]>((ends, piece) => placesBehind(text, piece, ends), [start + head.length]);
  let inside = false;
  for (let start = text.indexOf(head); start !== -1; start = text.indexOf(head, start + 1)) {
    const ends = endsFrom(start);
    if (ends.some((end) => clear(start, end))) return true;
    inside ||= ends.length > 0;
  }
  return inside && asked.is('wordsMatchInsideWords');
};

const inRaw = (value: SearchValue, row: Row, asked: Asked): boolean => {
  if (/^\*+$/.test(value.text)) return true;
  const raw = row.get('_raw');
  if (raw === undefined) return false;
  const text = textOf(raw);
  if (value.directive === 'case') return contains(text, value.text, asked);
  return folded(asked, [value.text, text], (fold) => contains(fold(text), fold(value.text), asked));
};

type TimeTerm = Extract<SearchTerm, { kind: 'time' }>;

/** The lower bound is inclusive, the upper one exclusive. */
const inTime = (term: TimeTerm, row: Row, { zone, now }: Context): boolean => {
  if (term.name !== 'earliest' && term.name !== 'latest') return refuse(term.name);
  const isStart = term.name === 'earliest';
  if (isStart && term.value.kind === 'epoch' && term.value.seconds === 0) return true;
  const at = toNumber(row.get('_time') ?? null) ?? refuse('time bounds over events without _time');
  const bound = instantAfter(zone, now, term.value);
  return isStart ? at >= bound : at < bound;
};

const fieldTexts = (row: Row, name: string): readonly string[] => textsOf(row.get(name) ?? null);

const outside = (operand: SearchTerm, row: Row, context: TermContext): boolean =>
  operand.kind === 'time' ? refuse('time bounds under NOT') : !fits(operand, row, context);

const anyFits = (operands: readonly SearchTerm[], row: Row, context: TermContext): boolean => {
  if (operands.some(({ kind }) => kind === 'time')) refuse('time bounds under OR');
  return operands.some((one) => fits(one, row, context));
};

/** A switch, because it runs for every term on every row. */
export const fits = (term: SearchTerm, row: Row, context: TermContext): boolean => {
  switch (term.kind) {
    case 'and':
      return term.operands.every((one) => fits(one, row, context));
    case 'or':
      return anyFits(term.operands, row, context);
    case 'not':
      return outside(term.operand, row, context);
    case 'compare':
      return comparison(term.op, term.value, fieldTexts(row, term.field), context.asked);
    case 'in':
      return term.values.some((value) => comparison('=', value, fieldTexts(row, term.field), context.asked));
    case 'term':
      return inRaw(term.value, row, context.asked);
    case 'time':
      return inTime(term, row, context);
    case 'subsearch':
      return fits(context.subsearch(term.search), row, context);
    case 'macro':
      return refuse(`the macro ${term.name}`);
  }
};

const boundsIn = (term: SearchTerm): readonly string[] => {
  if (term.kind === 'time') return [term.name];
  return term.kind === 'and' ? term.operands.flatMap(boundsIn) : [];
};

/** A search with `earliest` alone ends now (Search Manual, time modifiers in a search). */
export const endsNow = (term: SearchTerm): boolean => {
  const bounds = boundsIn(term);
  return bounds.includes('earliest') && !bounds.includes('latest');
};

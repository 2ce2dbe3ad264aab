// A document in: texts with places where lines may break. The text out, with as many breaks as the width asks for.

export type Doc =
  | { readonly kind: 'text'; readonly text: string }
  /** Text that ends a line and does not count against the width: a comment. */
  | { readonly kind: 'tail'; readonly text: string }
  /** A break, or `flat` where the group fits on its line. */
  | { readonly kind: 'line'; readonly flat: string }
  /** A break in any case, with `blank` an empty line before it. */
  | { readonly kind: 'hard'; readonly blank: boolean }
  | { readonly kind: 'concat'; readonly parts: readonly Doc[]; readonly breaks: boolean }
  /** All `line`s directly inside break, or none. */
  | { readonly kind: 'group'; readonly inner: Doc; readonly breaks: boolean }
  | { readonly kind: 'indent'; readonly inner: Doc; readonly breaks: boolean };

const mustBreak = (doc: Doc): boolean => doc.kind === 'hard' || ('breaks' in doc && doc.breaks);

export const text = (value: string): Doc => ({ kind: 'text', text: value });
export const tail = (value: string): Doc => ({ kind: 'tail', text: value });
export const concat = (...parts: readonly Doc[]): Doc => ({ kind: 'concat', parts, breaks: parts.some(mustBreak) });
export const group = (...parts: readonly Doc[]): Doc => {
  const inner = concat(...parts);
  return { kind: 'group', inner, breaks: mustBreak(inner) };
};
export const indent = (...parts: readonly Doc[]): Doc => {
  const inner = concat(...parts);
  return { kind: 'indent', inner, breaks: mustBreak(inner) };
};
export const nothing: Doc = text('');
export const space: Doc = text(' ');
/** A blank, or a break. */
export const line: Doc = { kind: 'line', flat: ' ' };
/** Nothing, or a break. */
export const soft: Doc = { kind: 'line', flat: '' };
export const hard: Doc = { kind: 'hard', blank: false };
export const blankLine: Doc = { kind: 'hard', blank: true };

interface Task {
  readonly doc: Doc;
  readonly depth: number;
  readonly broken: boolean;
}

const lastLineLength = (value: string): number => value.length - (value.lastIndexOf('\n') + 1);

/** Whether what comes first fits in the room that is left, up to the next break of what follows. */
const fits = (first: Task, rest: readonly Task[], room: number): boolean => {
  let left = room;
  let next = rest.length;
  const stack: Task[] = [first];
  while (left >= 0) {
    const task = stack.pop() ?? rest[--next];
    if (task === undefined) return true;
    const { doc, broken } = task;
    if (doc.kind === 'text') {
      const newline = doc.text.indexOf('\n');
      if (newline >= 0) return left >= newline;
      left -= doc.text.length;
    } else if (doc.kind === 'tail' || doc.kind === 'hard') return true;
    else if (doc.kind === 'line') {
      if (broken) return true;
      left -= doc.flat.length;
    } else if (doc.kind === 'concat') for (const part of doc.parts.toReversed()) stack.push({ ...task, doc: part });
    else stack.push({ ...task, doc: doc.inner, broken: doc.kind === 'group' ? doc.breaks || broken : broken });
  }
  return false;
};

/** Text under construction: blanks are written only before something that follows on the same line. */
interface Page {
  written: string[];
  column: number;
  pending: number;
}

const put = (page: Page, value: string): void => {
  if (value === '') return;
  if (page.pending > 0) page.written.push(' '.repeat(page.pending));
  page.column = value.includes('\n') ? lastLineLength(value) : page.column + value.length;
  page.pending = 0;
  page.written.push(value);
};

const newLine = (page: Page, columns: number, blank: boolean): void => {
  page.written.push(blank ? '\n\n' : '\n');
  page.column = columns;
  page.pending = columns;
};

/** Lays a document out. Lines may be longer than `width` where nothing can be broken. */
export const render = (doc: Doc, width: number, step: number): string => {
  const page: Page = { written: [], column: 0, pending: 0 };
  const stack: Task[] = [{ doc, depth: 0, broken: true }];
  for (let task = stack.pop(); task; task = stack.pop()) {
    const { doc: at, depth, broken } = task;
    if (at.kind === 'text' || at.kind === 'tail') put(page, at.text);
    else if (at.kind === 'hard') newLine(page, depth * step, at.blank);
    else if (at.kind === 'line') {
      if (broken) newLine(page, depth * step, false);
      else put(page, at.flat);
    } else if (at.kind === 'concat') for (const part of at.parts.toReversed()) stack.push({ doc: part, depth, broken });
    else if (at.kind === 'indent') stack.push({ doc: at.inner, depth: depth + 1, broken });
    else {
      const flat = { doc: at.inner, depth, broken: false };
      const fitting = !at.breaks && fits(flat, stack, width - page.column);
      stack.push(fitting ? flat : { doc: at.inner, depth, broken: true });
    }
  }
  return page.written.join('');
};

// Documents of text with places where a line may break in, lines of at most `width` characters out (as far as the places allow).

/** `line`: a space, or a line break when the group around it does not fit. `soft`: nothing, or a line break. `hard`: always a line break. */
export type Doc =
  | string
  | readonly Doc[]
  | { readonly kind: 'line' | 'soft' | 'hard' }
  | { readonly kind: 'nest'; readonly doc: Doc }
  | { readonly kind: 'group'; readonly doc: Doc };

export const line: Doc = { kind: 'line' };
export const soft: Doc = { kind: 'soft' };
export const hard: Doc = { kind: 'hard' };
/** Line breaks inside are indented one step deeper. */
export const nest = (doc: Doc): Doc => ({ kind: 'nest', doc });
/** Stands on one line if it fits; otherwise each of its own `line`s and `soft`s breaks. */
export const group = (doc: Doc): Doc => ({ kind: 'group', doc });

export const join = (docs: readonly Doc[], between: Doc): Doc => docs.flatMap((doc, i) => (i === 0 ? [doc] : [between, doc]));

interface Task {
  readonly doc: Doc;
  readonly indent: number;
  readonly flat: boolean;
}

const isList = (doc: Doc): doc is readonly Doc[] => Array.isArray(doc);

/** True when `first` fits into `room` characters if nothing in it breaks. What follows is not looked at. */
const fits = (first: Doc, room: number): boolean => {
  const stack: Doc[] = [first];
  let left = room;
  while (left >= 0) {
    const doc = stack.pop();
    if (doc === undefined) return true;
    if (typeof doc === 'string') left -= doc.length;
    else if (isList(doc)) for (const part of [...doc].reverse()) stack.push(part);
    else if (doc.kind === 'hard') return false;
    else if (doc.kind === 'line') left -= 1;
    else if (doc.kind === 'nest' || doc.kind === 'group') stack.push(doc.doc);
  }
  return false;
};

/** The text of a document, without a newline at its end. `step`: spaces per level of `nest`. */
export const render = (root: Doc, width: number, step = 4): string => {
  const stack: Task[] = [{ doc: root, indent: 0, flat: false }];
  let text = '';
  let column = 0;
  const put = (piece: string): void => {
    text += piece;
    column += piece.length;
  };
  for (let task = stack.pop(); task; task = stack.pop()) {
    const { doc, indent, flat } = task;
    if (typeof doc === 'string') put(doc);
    else if (isList(doc)) for (const part of [...doc].reverse()) stack.push({ doc: part, indent, flat });
    else if (doc.kind === 'nest') stack.push({ doc: doc.doc, indent: indent + step, flat });
    else if (doc.kind === 'group') stack.push({ doc: doc.doc, indent, flat: flat || fits(doc.doc, width - column) });
    else if (flat && doc.kind !== 'hard') put(doc.kind === 'line' ? ' ' : '');
    else {
      text += `\n${' '.repeat(indent)}`;
      column = indent;
    }
  }
  return text;
};

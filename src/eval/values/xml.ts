// XML text in; the bag that `parse_xml()` makes of it out. https://learn.microsoft.com/kusto/query/parse-xml-function
import type { DynamicValue } from '../../ir/types.ts';
import { bytesOf } from './code-points.ts';

/** `value`: null for what is no XML. `unknown`: it has something of which nobody says what becomes of it. */
export type XmlReading = { readonly kind: 'value'; readonly value: DynamicValue } | { readonly kind: 'unknown'; readonly what: string };

class NotXml extends Error {}

class UnknownShape extends Error {}

interface Cursor {
  readonly text: string;
  at: number;
}

const nameForm = /[:A-Z_a-z\u0080-\uffff][\w:.\-\u0080-\uffff]*/y;
const attributeForm = /\s+([:A-Z_a-z\u0080-\uffff][\w:.\-\u0080-\uffff]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const skippedForm = /<!--(?:[^-]|-(?!-))*-->|<\?(?:[^?]|\?(?!>))*\?>/y;
const entityForm = /&(?:#x([0-9a-fA-F]+)|#(\d+)|(\w+));|&/g;
const entities = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

const characterOf = (code: number): string => {
  if (code > 0x10ffff || code === 0) throw new NotXml();
  return String.fromCodePoint(code);
};

const decoded = (text: string): string =>
  text.replace(entityForm, (_, hex?: string, decimal?: string, name?: string) => {
    if (hex !== undefined) return characterOf(Number.parseInt(hex, 16));
    if (decimal !== undefined) return characterOf(Number(decimal));
    const character = entities.get(name ?? '');
    if (character === undefined) throw new NotXml();
    return character;
  });

const accept = (cursor: Cursor, form: RegExp): RegExpExecArray | null => {
  form.lastIndex = cursor.at;
  const found = form.exec(cursor.text);
  if (found) cursor.at = form.lastIndex;
  return found;
};

const expect = (cursor: Cursor, form: RegExp): RegExpExecArray => {
  const found = accept(cursor, form);
  if (!found) throw new NotXml();
  return found;
};

const add = (bag: Map<string, DynamicValue>, key: string, value: DynamicValue): void => {
  const known = bag.get(key);
  if (known === undefined) bag.set(key, value);
  else bag.set(key, Array.isArray(known) ? [...(known as readonly DynamicValue[]), value] : [known, value]);
};

const readAttributes = (cursor: Cursor, into: Map<string, DynamicValue>): void => {
  for (let found = accept(cursor, attributeForm); found; found = accept(cursor, attributeForm)) {
    const key = `@${found[1]}`;
    if (into.has(key)) throw new NotXml();
    into.set(key, decoded(found[2] ?? found[3] ?? ''));
  }
};

/** What is not written out: comments, processing instructions. */
const skip = (cursor: Cursor): boolean => {
  if (cursor.text.startsWith('<![CDATA[', cursor.at)) throw new UnknownShape('a CDATA section');
  if (cursor.text.startsWith('<!DOCTYPE', cursor.at)) throw new UnknownShape('a document type');
  return accept(cursor, skippedForm) !== null;
};

const addText = (into: Map<string, DynamicValue>, text: string): void => {
  const trimmed = text.trim();
  if (trimmed === '') return;
  if (into.has('#text')) throw new UnknownShape('several pieces of text in one element');
  into.set('#text', decoded(trimmed));
};

const readContent = (cursor: Cursor, name: string, into: Map<string, DynamicValue>): void => {
  for (;;) {
    addText(into, expect(cursor, /[^<]*/y)[0]);
    if (accept(cursor, /<\//y)) {
      if (expect(cursor, nameForm)[0] !== name) throw new NotXml();
      expect(cursor, /\s*>/y);
      return;
    }
    if (!skip(cursor)) add(into, ...readElement(cursor));
  }
};

/** An element with nothing in it is null; with text alone the text; else a bag. */
const shapeOf = (inner: ReadonlyMap<string, DynamicValue>): DynamicValue => {
  if (inner.size === 0) return null;
  return inner.size === 1 && inner.has('#text') ? (inner.get('#text') ?? null) : inner;
};

const readElement = (cursor: Cursor): readonly [string, DynamicValue] => {
  expect(cursor, /</y);
  const name = expect(cursor, nameForm)[0];
  const inner = new Map<string, DynamicValue>();
  readAttributes(cursor, inner);
  if (expect(cursor, /\s*(\/?)>/y)[1] === '') readContent(cursor, name, inner);
  return [name, shapeOf(inner)];
};

const blank = /\s*/y;

const readDocument = (text: string): DynamicValue => {
  const cursor: Cursor = { text, at: 0 };
  expect(cursor, blank);
  while (skip(cursor)) expect(cursor, blank);
  const root = new Map([readElement(cursor)]);
  expect(cursor, blank);
  while (skip(cursor)) expect(cursor, blank);
  if (cursor.at < text.length) throw new NotXml();
  return root;
};

const mostBytes = 1_048_576;

export const bagOfXml = (text: string): XmlReading => {
  if (text.length > mostBytes || bytesOf(text).length > mostBytes) return { kind: 'value', value: null };
  try {
    return { kind: 'value', value: readDocument(text) };
  } catch (error) {
    if (error instanceof UnknownShape) return { kind: 'unknown', what: error.message };
    if (error instanceof NotXml || error instanceof RangeError) return { kind: 'value', value: null };
    throw error;
  }
};

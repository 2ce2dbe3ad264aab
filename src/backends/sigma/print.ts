// A Sigma rule in, YAML out in SigmaHQ's layout. The YAML library writes every scalar; nothing is pasted together here.
import { type Document, dump, type Node, SCALAR_STYLE, YAML11_SCHEMA } from 'js-yaml';
import type { SigmaRule } from './ast.ts';
import { documentsOf } from './yaml/documents.ts';
import type { Plain } from './yaml/yaml-values.ts';

const numbers = [
  /^[-+]?(?:\d[\d_]*(?:\.[\d_]*)?|\.[\d_]+)(?:e[-+]?\d+)?$/i,
  /^[-+]?0[xob][\da-f_]+$/i,
  /^[-+]?\d+(?::\d+)+(?:\.\d*)?$/,
  /^[-+]?\.(?:inf|nan)$/i,
];
const words = /^(?:y|n|yes|no|on|off|true|false|null|~|=|<<)$/i;
const dates = /^\d{4}-\d\d?-\d\d?/;

/** Text that YAML 1.1 or 1.2 reads as a number, a date, a bool or null. The library asks one of the two only. */
const isAmbiguous = (text: string): boolean => words.test(text) || dates.test(text) || numbers.some((form) => form.test(text));

/** Sets the style of a text; `always`: of a value in a selection, which stands in single quotes as in SigmaHQ's rules. */
const quoteText = (node: Extract<Node, { kind: 'scalar' }>, always: boolean): void => {
  if (!node.tag.endsWith('str') || node.style !== SCALAR_STYLE.PLAIN) return;
  if (!always && !isAmbiguous(node.value)) return;
  node.style = /[\p{Cc}\u2028\u2029]/u.test(node.value) ? SCALAR_STYLE.DOUBLE_QUOTED : SCALAR_STYLE.SINGLE_QUOTED;
};

const quote = (node: Node, always: boolean): void => {
  if (node.kind === 'scalar') quoteText(node, always);
  else if (node.kind === 'sequence') for (const item of node.items) quote(item, always);
  else if (node.kind === 'mapping') {
    for (const { key, value } of node.items) {
      quote(key, false);
      const name = key.kind === 'scalar' ? key.value : '';
      quote(value, (always || name === 'detection') && name !== 'condition');
    }
  }
};

const quoteDocuments = (documents: readonly Document[]): void => {
  for (const { contents } of documents) if (contents) quote(contents, false);
};

const indentOf = (line: string): number => line.length - line.trimStart().length;

/**
 * The library sets what follows a hyphen as deep as a mapping; SigmaHQ's style has one space there. Only in sections whose scalars all stand on one line,
 * so that no line is a part of a value.
 */
const tightenHyphens = (text: string): string => {
  let tight = false;
  let depth = -1;
  const lines = text.split('\n').map((line) => {
    if (/^\S/.test(line)) tight = line === 'detection:' || line === 'related:';
    if (!tight) return line;
    if (depth >= 0 && indentOf(line) <= depth) depth = -1;
    if (/^ *- {3}\S/.test(line) && depth < 0) {
      depth = indentOf(line);
      return line.replace('-   ', '- ');
    }
    return depth >= 0 ? line.slice(2) : line;
  });
  return lines.join('\n');
};

/** YAML 1.1's rules decide what needs quotes, since many readers of Sigma still follow them. */
const printDocument = (document: Plain): string =>
  tightenHyphens(dump(document, { schema: YAML11_SCHEMA, indent: 4, lineWidth: -1, noRefs: true, transform: quoteDocuments }));

export const print = (rule: SigmaRule): string => documentsOf(rule).map(printDocument).join('---\n');

// A rule file in; what the readers say about it as short lines out, so that whole outputs can be compared.
import { fileOffset, locate } from '../../src/diagnostics/source.ts';
import { type ReadOptions, readRules } from '../../src/rules/read-rules.ts';

/** `warning RMMC1008 5:1-5:2` */
export const noted = (text: string, options: ReadOptions): readonly string[] => {
  const { diagnostics, source } = readRules(text, options);
  return diagnostics.map(({ code, severity, span }) => {
    const { line, column, endLine, endColumn } = locate(source, span);
    return `${severity} ${code} ${line}:${column}-${endLine}:${endColumn}`;
  });
};

export const queries = (text: string, options: ReadOptions): readonly string[] =>
  readRules(text, options).units.map((unit) => unit.source.text);

/**
 * What the file has where the query has each of its characters; a line feed shows as `\n` wherever the file goes on, so that a right map gives the
 * query again (escapes show their first character).
 */
export const mappedBack = (text: string, options: ReadOptions): readonly string[] =>
  readRules(text, options).units.map(({ source }) =>
    Array.from({ length: source.text.length }, (_, at) =>
      source.text[at] === '\n' ? '\n' : (source.fileText[fileOffset(source, at)] ?? ''),
    ).join(''),
  );

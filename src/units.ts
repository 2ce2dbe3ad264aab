// The text of a rule file in, its queries with their metadata out. What reads needs the parser: it parts a file of several queries.
import { parse } from './frontend/parse.ts';
import { type ReadOptions, type ReadResult, readRules } from './rules/read-rules.ts';

export interface UnitOptions {
  /** The file's name: for messages, and its extension picks the reader. */
  readonly file?: string;
  readonly format?: NonNullable<ReadOptions['format']>;
  /** Invalid YAML is an error even where the rule can be recovered. */
  readonly strict?: boolean;
}

/** True when a text is one query by itself; tells the reader where a file of several queries may be parted. */
const isQuery = (text: string): boolean => {
  try {
    const { ast, diagnostics } = parse(text);
    return !diagnostics.some((one) => one.severity === 'error') && ast.statements.at(-1)?.kind === 'expression';
  } catch {
    return false;
  }
};

/** Reads the rules of a file. */
export const readUnits = (text: string, { file = 'rule', format = 'auto', strict = false }: UnitOptions): ReadResult =>
  readRules(text, { file, format, strict, isQuery });

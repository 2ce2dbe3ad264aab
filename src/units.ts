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

type Statements = ReturnType<typeof parse>['ast']['statements'];

/** The statements of a text that parses and ends in a query; null: it is no query. */
const statementsOf = (text: string): Statements | null => {
  try {
    const { ast, diagnostics } = parse(text);
    return !diagnostics.some((one) => one.severity === 'error') && ast.statements.at(-1)?.kind === 'expression' ? ast.statements : null;
  } catch {
    return null;
  }
};

/** True when a text is one query by itself; tells the reader where a file of several queries may be parted. */
const isQuery = (text: string): boolean => statementsOf(text) !== null;

/** True when a query says the name anywhere behind `from`. */
const says = (text: string, from: number, name: string): boolean =>
  new RegExp(`(?<![\\w$])${name.replace(/[^\w]/g, '\\$&')}(?![\\w$])`).test(text.slice(from));

/**
 * Where the queries of a text end that stand behind each other with `;` between them, all but the last; none when the text does not parse,
 * or when a later one reads a `let` of an earlier one, as such a query is none by itself.
 */
const queryEnds = (text: string): readonly number[] => {
  const statements = statementsOf(text) ?? [];
  const ends = statements.filter(({ kind }) => kind === 'expression').map(({ span }) => span.end);
  const inner = ends.slice(0, -1);
  const shared = statements.some(
    (one) =>
      one.kind !== 'expression' && inner.some((end) => one.span.end <= end && (one.kind !== 'let' || says(text, end, one.name.text))),
  );
  return shared ? [] : inner;
};

/** Reads the rules of a file. */
export const readUnits = (text: string, { file = 'rule', format = 'auto', strict = false }: UnitOptions): ReadResult =>
  readRules(text, { file, format, strict, isQuery, queryEnds });

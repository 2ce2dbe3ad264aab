// What a reader gives: the queries of one file with their metadata, and what was wrong with the file.
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Source } from '../diagnostics/source.ts';
import type { Span } from '../diagnostics/span.ts';
import type { RuleMeta } from '../ir/rule.ts';

/** One query. */
export interface RuleUnit {
  /** The file's stem; `<stem>#<n>` (from 1) when the file holds several. */
  readonly name: string;
  readonly meta: RuleMeta;
  /** The query and where it stands in the file. */
  readonly source: Source;
  /** The part of the file that the unit was read from (file offsets): a YAML document, a fence, a run of lines. */
  readonly span: Span;
}

/** A unit before it has its name: readers do not know how many there will be. `title` is the heading or comment above a query. */
export type NamelessUnit = Omit<RuleUnit, 'name'>;

export interface ReadResult {
  readonly units: readonly RuleUnit[];
  /** The whole file; the diagnostics' spans are offsets into it. A byte order mark is not part of it. */
  readonly source: Source;
  readonly diagnostics: readonly Diagnostic[];
}

/** What each reader of a format gives. */
export interface Reading {
  readonly units: readonly NamelessUnit[];
  readonly diagnostics: readonly Diagnostic[];
}

export type RuleFormat = 'yaml' | 'kql' | 'markdown' | 'json';

export interface ReadOptions {
  /** The file's name, for messages; its extension picks the reader. */
  readonly file: string;
  readonly format?: 'auto' | RuleFormat;
  /** Makes what was recovered (invalid YAML) an error. */
  readonly strict?: boolean;
  /** Tells whether a text is one whole query; without it, a KQL file is never split. */
  readonly isQuery?: (text: string) => boolean;
  /** Offsets behind which a text that parses holds another whole query, past a `;`. */
  readonly queryEnds?: (text: string) => readonly number[];
}

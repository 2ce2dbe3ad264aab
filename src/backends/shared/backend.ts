// The contract of a backend. A query becomes Legal only in `legalize`, so that no backend is handed a feature that it refused.
import type { Query } from '../../ir/pipeline.ts';
import type { RuleMeta } from '../../ir/rule.ts';
import type { Carrier } from './carrier.ts';
import type { TargetOptions, TargetProfile } from './fields.ts';
import type { Findings } from './findings.ts';
import type { Proof } from './proof.ts';
import type { Capabilities } from './support.ts';

export type TargetName = 'spl' | 'esql' | 'sigma' | 'kql';

declare const legal: unique symbol;
/** A query in normal form (see `ir/normalize.ts`) whose every feature the target answered `native`. */
export type Legal = Query & { readonly [legal]: true };

export interface TargetContext {
  readonly meta: RuleMeta;
  readonly profile: TargetProfile;
  readonly options: TargetOptions;
  readonly findings: Findings;
}

/** What a query writes in place of a table's place, and what that stands for. */
export interface TableMacro {
  readonly name: string;
  readonly definition: string;
}

export interface Backend<Ast = unknown> {
  readonly name: TargetName;
  /** For messages: `Splunk SPL`. */
  readonly title: string;
  /** Golden and `--out-dir` file extension with the dot. */
  readonly extension: string;
  /** Which letters make a term (`has`): `ascii` ones, said by guards of our own; `source`: the target knows KQL's terms. */
  readonly terms: 'ascii' | 'source';
  readonly capabilities: Capabilities;
  /** The shipped field map, as data; absent for a target that reads KQL's own tables. */
  readonly mapping?: object;
  /** How its events look; absent for a target that reads KQL's own tables. */
  readonly proof?: Proof;
  /** How its queries carry their events in themselves; absent for a target that has no words for that. */
  readonly carrier?: Carrier<Ast>;
  /** The macro that `tableMacro` of the profile gives a table; null when the table has none, or one of the user's. Absent for a target without macros. */
  tableMacro?(table: string, context: Pick<TargetContext, 'profile' | 'options'>): TableMacro | null;
  /** Rewrites IR to IR before the features are checked (what the target says otherwise, or leaves out with a finding). */
  prepare?(query: Query, context: TargetContext): Query;
  /** Target AST of a legal query. Findings go to the context; after a refusal the result is not used. */
  lower(query: Legal, context: TargetContext): Ast;
  /** Text of a target AST, a function of the AST alone; ends with one newline, byte-stable. */
  print(ast: Ast): string;
}

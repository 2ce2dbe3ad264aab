// The contract of a backend. A query becomes Legal only in `legalize`, so that no backend is handed a feature that it refused.
import type { Query } from '../../ir/pipeline.ts';
import type { RuleMeta } from '../../ir/rule.ts';
import type { Carrier } from './carrier.ts';
import type { TargetOptions, TargetProfile } from './fields.ts';
import type { Findings } from './findings.ts';
import type { LookupAsset } from './lookups.ts';
import type { Proof } from './proof.ts';
import type { Capabilities } from './support.ts';
import type { LeavesOut } from './unsaid-columns.ts';
import type { Versions } from './versions.ts';

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

/** What a pack settles about a rule that stands in a file of its own. */
export interface RuleFacts {
  /** One line of visible characters. */
  readonly title: string;
  /** What the rule's own id in the target is made of: unique within the pack. */
  readonly id: string;
  /** The id that the rule has where it comes from; null when it has none. */
  readonly source: string | null;
  /** `Informational`, `Low`, `Medium`, `High`; null: not said. */
  readonly severity: string | null;
  /** `2026-11-21` */
  readonly date: string | null;
}

/** A rule as the community of its format files it. */
export interface RuleFile {
  /** Below the pack's folder; parts are `[a-z0-9_-]+`. */
  readonly folder: string;
  /** What the names of such files begin with, `[a-z0-9_]*`. */
  readonly prefix: string;
  readonly title: string;
  readonly text: string;
}

/** A lookup without rows, in the target's own form. */
export interface LookupForm {
  /** `[A-Za-z0-9._-]+`: the lookup's name, or its index. */
  readonly name: string;
  /** A CSV file with its header row, or the body that makes the index; ends with one newline. */
  readonly text: string;
}

/** A field that the mapping of indices has to have beside those of its integration: a keyword that is read from the stored document under its own name. */
export interface RuntimeField {
  readonly field: string;
  /** Index patterns. */
  readonly indices: readonly string[];
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
  /** Absent for a language that is not asked for by version. */
  readonly versions?: Versions;
  /** How its events look; absent for a target that reads KQL's own tables. */
  readonly proof?: Proof;
  /** Why events as `proof` stores them cannot show what a query reads; null: they can. Absent: they always can. */
  unprovable?(ast: Ast): string | null;
  /** How its queries carry their events in themselves; absent for a target that has no words for that. */
  readonly carrier?: Carrier<Ast>;
  /** What its query reads by runtime fields, each once, by name. Absent for a target without such fields. */
  runtimeFields?(ast: Ast): readonly RuntimeField[];
  /** The macro that `tableMacro` of the profile gives a table; null when the table has none, or one of the user's. Absent for a target without macros. */
  tableMacro?(table: string, context: Pick<TargetContext, 'profile' | 'options'>): TableMacro | null;
  /** A lookup that a query reads; null when the profile says where it is already. Absent for a target without lookups. */
  lookupForm?(lookup: LookupAsset, profile: TargetProfile): LookupForm | null;
  /** Tables that the target has as lookups only, beside those that no target has. */
  readonly inventories?: ReadonlySet<string>;
  /** Says which result column of a rule is left out because the target has no words for it; absent for a target that leaves out by itself, or says all. */
  readonly leavesOut?: LeavesOut;
  /** Rewrites IR to IR before the features are checked (what the target says otherwise, or leaves out with a finding). */
  prepare?(query: Query, context: TargetContext): Query;
  /** Target AST of a legal query. Findings go to the context; after a refusal the result is not used. */
  lower(query: Legal, context: TargetContext): Ast;
  /** Text of a target AST, a function of the AST alone; ends with one newline, byte-stable. */
  print(ast: Ast): string;
  /** The rule as a file of its own in its community's conventions; absent for targets whose texts are queries. */
  file?(ast: Ast, facts: RuleFacts): RuleFile;
}

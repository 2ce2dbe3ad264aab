// Where tables and columns live in a target: data (`<target>/fields.json`), overridden by the user's profile (`rmmc.yaml`).
import type { Overlay } from '../../ir/overlay.ts';

export type Confidence = 'documented' | 'derived' | 'guess' | 'user';

/**
 * How a value changes on its way into the target's field.
 * `lower`: stored in lower case. `endswith_backslash`: a bare file name in KQL, a full path in the field. `domain_user`: a bare account name, `DOMAIN\user` in the field.
 * `hex`: a number in KQL, `0x…` text in the field. `hex_digits`: `0x…` text in KQL, a number in the field. `registry_hive_abbrev`: `HKEY_LOCAL_MACHINE` is `HKLM`. `bool_string`: true/false as text.
 * `address_type`: the field holds the address itself, whose ranges say its type.
 */
export type Transform =
  | 'lower'
  | 'endswith_backslash'
  | 'domain_user'
  | 'hex'
  | 'hex_digits'
  | 'registry_hive_abbrev'
  | 'bool_string'
  | 'address_type';

/** The name and the domain of an account, in events whose `when.field` (KQL's column `when.column`) holds one of `when.values`. */
export interface OtherAccount {
  readonly field: string;
  readonly domain: string;
  readonly when: { readonly column: string; readonly field: string; readonly values: readonly string[] };
}

/** Where the value stands in events of some kinds: those whose `when.field` holds one of `when.values` (`not`: none of them). null: they have no such value. */
export interface KindOfEvent {
  readonly when: { readonly field: string; readonly values: readonly string[]; readonly not?: true };
  readonly to: FieldMapping | null;
}

/** One column in one target. */
export interface FieldMapping {
  /** The target's field name, unquoted. */
  readonly field: string;
  /** Other fields that may hold the value instead (the first that is present counts, `field` first). */
  readonly or?: readonly string[];
  /** The column is `DOMAIN\\name`: this is the field of the domain, `field` that of the name. Empty when the event has neither. */
  readonly domain?: string;
  /** Beside `domain`: where the account stands instead, in events of some kinds and in those that have it nowhere else. */
  readonly instead?: OtherAccount;
  /** The target's own type of the field (`keyword`, `long`, `ip`, `date`, `boolean`, `flattened` … for Elastic); absent: text. */
  readonly type?: string;
  readonly transform?: Transform;
  /** The column is an array of texts, and the field holds them as several values. */
  readonly array?: true;
  /** KQL value -> stored value; a value that is not listed is stored by `valuesRule`. null: the value has no counterpart. */
  readonly values?: Readonly<Record<string, string | null>>;
  /** `same`: unlisted values are stored unchanged; `lower`: in lower case; `unknown`: nobody knows. */
  readonly valuesRule?: 'same' | 'lower' | 'unknown';
  /** Where the target keeps the place of the address that the field holds, looked up when the event came in (ECS: `source.geo`). */
  readonly geo?: string;
  /** The column is a bag that `field` holds in a form of its own (XML); each part stands in a field of its name behind this prefix. */
  readonly partFields?: string;
  /** Events of some kinds have the value elsewhere; the first kind that fits counts. */
  readonly byKind?: readonly KindOfEvent[];
  readonly confidence: Confidence;
  readonly note?: string;
}

/** The test that picks a table's rows: one value of a field, or one of several; with `not` the rows that have none of them. */
export interface Constraint {
  readonly field: string;
  readonly value: string | readonly string[];
  readonly not?: true;
}

/** One table in one target. `Where` is the target's own way to pick the rows (index and sourcetype, index pattern, logsource). */
export interface TableMapping<Where> {
  readonly where: Where;
  /** Columns; null: looked, the target has none. A name that is absent: nobody looked. */
  readonly columns: ReadonlyMap<string, FieldMapping | null>;
  /** Any column of the table that is not listed is stored under this prefix (raw events); absent: no such rule. */
  readonly prefix?: string;
  /** The rows are another source's, which records the same: its name. */
  readonly standIn?: string;
}

export interface FieldMap<Where> {
  table(name: string): TableMapping<Where> | undefined;
}

/** A user's overrides for one target; every part is optional. Unknown keys are rejected when `rmmc.yaml` is read. */
export interface TargetProfile {
  readonly index?: string;
  readonly sourcetype?: readonly string[];
  /** SPL: a macro that replaces index, sourcetype and the table's own test. */
  readonly macro?: string;
  /** SPL: a table without a macro is read through one that is named so, with the table's name behind it (`rmmc_` makes `rmmc_DeviceProcessEvents`). */
  readonly tableMacro?: string;
  readonly fieldPrefix?: string;
  /** SPL: the text that stands for a JSON null (`null` by default); empty: nulls are absent fields. */
  readonly nullText?: string;
  /** Sigma: `exact` keeps the match exact with `|re`, `contains` widens a term test to `|contains`. */
  readonly match?: 'exact' | 'contains';
  /** ES|QL: values below fields of the type flattened are asked of the index alone (`index`, the default), or read by runtime fields of the mapping (`runtime`). */
  readonly flattened?: 'index' | 'runtime';
  /** The version of the target that runs the texts. */
  readonly version?: string;
  readonly tables?: Readonly<Record<string, TableProfile>>;
  /** Where a lookup is: by URL of the file, alias of the watchlist, or name of the lookup; a lookup's name (SPL), an index (ES|QL). */
  readonly lookups?: Readonly<Record<string, string>>;
  /** The profile's own names of lookups, by URL or alias; they come from `Profile.lookups`. */
  readonly lookupNames?: Readonly<Record<string, string>>;
}

export interface TableProfile {
  readonly index?: string;
  readonly sourcetype?: readonly string[];
  readonly macro?: string;
  /** The test that picks the table's rows, `field` and `value`; null: none is needed. */
  readonly constraint?: { readonly field: string; readonly value: string; readonly not?: true } | null;
  readonly fieldPrefix?: string;
  readonly logsource?: Readonly<Record<string, string>>;
  readonly fields?: Readonly<Record<string, string | null | (Partial<FieldMapping> & { readonly field: string })>>;
}

export interface TargetOptions {
  /** A column without mapping: `error` refuses, `keep` writes KQL's own name. */
  readonly unmapped: 'error' | 'keep';
  /** What the text becomes: a query that somebody runs (the default), or a rule that the SIEM runs and whose rows become alerts. */
  readonly use?: 'query' | 'rule';
}

/** One profile of `rmmc.yaml`. */
export interface Profile {
  readonly name: string;
  readonly targets: Readonly<Record<string, TargetProfile>>;
  /** Names of lookups, `[A-Za-z0-9_]+`, by URL of the file or alias of the watchlist. */
  readonly lookups?: Readonly<Record<string, string>>;
  /** What it changes about the rules themselves. */
  readonly overlay?: Overlay;
}

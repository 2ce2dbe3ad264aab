// The shapes of the catalogue's data: LOLRMM's facts as they come, the decisions, the cleaned tools, what was left out.

/** One file of LOLRMM, cut down to the facts that rules can use. */
export interface RawTool {
  /** File name in LOLRMM's folder `yaml/`; names of tools are not unique, these are. */
  readonly file: string;
  readonly name: string;
  /** `RMM` (remote monitoring and management) or `RAT` (remote access tool). */
  readonly category: string;
  readonly website: string | null;
  readonly domains: readonly string[];
  readonly signers: readonly string[];
  readonly pe: readonly RawPe[];
  readonly paths: readonly string[];
}

export interface RawPe {
  readonly Filename: string | null;
  readonly OriginalFileName: string | null;
}

export type Kind = 'host' | 'signer' | 'exe' | 'original';

/** Values that no rule may match on. Without `tool` they are left out of every tool. */
export interface Leave {
  readonly kind: Kind;
  readonly tool?: string;
  /** A short word for what is wrong, for counting. */
  readonly code: string;
  readonly reason: string;
  readonly values: readonly string[];
}

export interface Repair {
  readonly kind: Kind;
  readonly tool: string;
  readonly value: string;
  readonly as: string;
  readonly reason: string;
}

/** A fact that LOLRMM does not have. */
export interface Addition {
  readonly kind: Kind;
  readonly tool: string;
  readonly values: readonly string[];
  readonly reason: string;
}

/** A file name that too many programs have: it counts together with the product name of its version resource. */
export interface Pairing {
  readonly tool: string;
  readonly exe: string;
  readonly product: string;
  readonly reason: string;
}

export interface Decisions {
  readonly merge: readonly { readonly from: readonly string[]; readonly into: string; readonly reason: string }[];
  readonly rename: readonly { readonly tool: string; readonly as: string; readonly reason: string }[];
  readonly website: readonly { readonly tool: string; readonly as: string | null; readonly reason: string }[];
  readonly leave: readonly Leave[];
  readonly repair: readonly Repair[];
  readonly add: readonly Addition[];
  readonly pair: readonly Pairing[];
}

export interface Paired {
  readonly exe: string;
  readonly product: string;
}

/** What rules are written from. Lists are sorted; a value that another one of the same list covers is not in it. */
export interface Tool {
  readonly file: string;
  /** Other files of LOLRMM that describe the same product. */
  readonly also: readonly string[];
  readonly name: string;
  readonly category: string;
  readonly website: string | null;
  /** Hosts in lower case; each stands for itself and all hosts below it; `*` stands for a part of one label. */
  readonly hosts: readonly string[];
  readonly signers: readonly string[];
  /** File names of programs; `*` stands for any text. */
  readonly exes: readonly string[];
  /** `OriginalFilename` of version resources. */
  readonly originals: readonly string[];
  readonly paired: readonly Paired[];
  /** Values that the entry in LOLRMM does not have; the decisions say where they come from. */
  readonly added: readonly string[];
}

/** Values of LOLRMM that are no part of a rule, and why. */
export interface LeftOut {
  readonly file: string;
  readonly kind: Kind | 'tool';
  readonly code: string;
  readonly reason: string;
  readonly values: readonly string[];
}

export interface Catalogue {
  readonly tools: readonly Tool[];
  readonly leftOut: readonly LeftOut[];
}

// The contract of a pack: rules with their translations in, one after the other; pieces of files out, so that memory does not grow with the number of rules.
import type { RuleFacts, RuleFile, TargetName } from '../backends/shared/backend.ts';
import type { RuleResult, TranslateOptions, Way } from '../compile.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Sanctioned } from '../frontend/sanctioned.ts';
import type { RuleOverlay } from '../ir/overlay.ts';
import type { Query } from '../ir/pipeline.ts';
import type { RuleMeta } from '../ir/rule.ts';

/** How often a rule runs and how far each run looks back, in seconds. */
export interface Schedule {
  /** The rule says itself that it runs by schedule (an analytics rule, a custom detection), or the overlay does. Hunting queries are installed, and run by hand. */
  readonly scheduled: boolean;
  readonly every: number;
  readonly period: number;
  /** Set by the overlay; otherwise each SIEM has its own way. */
  readonly cron: string | null;
}

/** A rule with its translation for this pack's target. Names are safe: see `slug` and `title`. */
export interface PackRule {
  /** A UUID: the rule's own, else made of the file and the unit. */
  readonly id: string;
  /** `[a-z0-9_]`, at most 80 characters, unique within the pack: for file names and macro names. */
  readonly slug: string;
  /** One line without control characters and direction marks, at most 200 characters, never empty. */
  readonly title: string;
  readonly meta: RuleMeta;
  readonly overlay: RuleOverlay;
  readonly schedule: Schedule;
  /** In normal form. */
  readonly query: Query;
  /** What the rule leaves out by a list in its own text (`let SanctionedTools = dynamic([…])`). */
  readonly sanctioned: Sanctioned | null;
  /** The tables that the rule reads, in order of appearance. */
  readonly tables: readonly string[];
  readonly output: string;
  /** The rule's own KQL, with `let`s and comments, where nothing in it had to be changed; ends with one newline. */
  readonly written: string | null;
  /** The rule as a file of its own, where the target has such files: with a title, an id … that the pack settles. */
  readonly file: ((facts: RuleFacts) => RuleFile | null) | null;
  readonly result: RuleResult;
}

/** A part of a file; a file's pieces come in its order. */
export interface Piece {
  /** Below the pack's folder, with `/`; every part is `[A-Za-z0-9._-]+` and none is `.` or `..`. */
  readonly path: string;
  readonly text: string;
  /** `whole`: the file is this piece alone. */
  readonly kind: 'whole' | 'append';
  /** The name of the lookup that the file is, where it is one. */
  readonly lookup?: string;
}

export interface Packed {
  readonly pieces: readonly Piece[];
  /** On the rule's query (spans into it). With an error the rule's pieces are not written. */
  readonly findings: readonly Diagnostic[];
}

/** One pack being made. */
export interface PackSession {
  /** Pieces for one rule. Called in the order of the rules. */
  add(rule: PackRule): Packed;
  /** What comes behind the last rule. */
  end(): readonly Piece[];
}

/** Stands where a format wants a date and the pack has none: nothing is dated by the clock. */
export const noDate = '1970-01-01';

export interface PackSettings {
  /** `[A-Za-z][A-Za-z0-9_-]*`: the Splunk app's id, file names. */
  readonly name: string;
  readonly title: string;
  /** `1.2.3` */
  readonly version: string;
  readonly author: string;
  readonly description: string;
  /** `2026-11-21`, for formats that want one; nothing is dated by the clock, so that two runs give the same bytes. */
  readonly date: string | null;
  /** A user's template by its name (`savedsearches.conf.hbs`); null: the built-in one. */
  template(name: string): string | null;
  /** Splunk: also the keys of Enterprise Security (correlation searches, notables, risk, annotations). */
  readonly enterpriseSecurity?: boolean;
  /** Splunk: also the rules as detections of a contentctl repository. */
  readonly contentctl?: boolean;
  /** Sentinel: `beta` (until said otherwise) has `impactedAssets`, which Graph announced to remove on 2026-10-01; `v1.0` has `entityMappings` in their place. */
  readonly defenderApi?: 'beta' | 'v1.0';
}

export interface Archive {
  /** Folder below the pack's folder; it becomes the archive's only top folder. */
  readonly folder: string;
  /** File beside it, `.tgz`. */
  readonly file: string;
}

export interface Pack {
  /** The options by which rules are translated for this pack. */
  tune(options: TranslateOptions, target: TargetName): TranslateOptions;
  /** `way`: the target and the tuned options, by which the rules are translated. */
  open(settings: PackSettings, way: Way): PackSession;
  /** Names of the templates that it asks the settings for. */
  readonly templates?: readonly string[];
  /** Folders that are packed into archives once all pieces are written. */
  archives(settings: PackSettings): readonly Archive[];
}

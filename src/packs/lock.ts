// A pack's rules in; rmmc.lock out, one line per rule: what was packed, of what, by what, and how exact it is.
import { hashOf, hashOfData, meaningOf } from '../ir/digest.ts';
import type { PackedResult, PackedRule, PackPiece } from './assemble.ts';
import type { PackName } from './pack-names.ts';
import { scheduleOf } from './rule.ts';
import type { Verdicts } from './verdicts.ts';

/** A file that holds more than one rule. */
export interface LockedFile {
  /** Below the folder of the packs, with `/`. */
  readonly path: string;
  readonly sha256: string;
  /** The name of the lookup that the file is, where it is one. */
  readonly lookup?: string;
}

/** By pack: a digest of everything that decides where tables and fields are. */
export type Mappings = Readonly<Partial<Record<PackName, string>>>;

export interface LockedSchedule {
  readonly scheduled: boolean;
  /** Seconds. */
  readonly every: number;
  readonly period: number;
  readonly cron: string | null;
}

/** A rule in one pack. */
export interface LockedResult {
  readonly status: 'packed' | 'refused' | 'error';
  readonly fidelity: string;
  readonly codes: readonly string[];
  /** Digest of the translation. */
  readonly output: string | null;
  /** Of the files that are this rule's alone: path below the pack's folder, SHA-256. */
  readonly files: Readonly<Record<string, string>>;
  /** What engines said of this meaning with this mapping; absent: nothing is known. */
  readonly verified?: readonly { readonly engine: string; readonly outcome: string }[];
}

/** A line of the file. */
export interface LockedRule {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly file: string;
  readonly unit: string;
  /** Digest of the rule's text. */
  readonly input: string;
  /** Digest of the query in normal form, which comments, names of `let`s and layout do not change; null for a broken rule. */
  readonly meaning: string | null;
  /** By name a digest (12 digits) of what else the rule says of itself, or the profile of it: `description`, `tags`, `suppress` … */
  readonly metadata: Readonly<Record<string, string>>;
  readonly severity: string | null;
  readonly schedule: LockedSchedule | null;
  readonly packs: Readonly<Record<string, LockedResult>>;
}

/** The head of the file. */
export const lockHead = (tool: string, pack: { readonly name: string; readonly version: string }, mapping: Mappings): string =>
  `{\n"lockVersion": 2,\n"tool": ${JSON.stringify(tool)},\n"pack": ${JSON.stringify(pack)},\n"mapping": ${JSON.stringify(mapping)},\n"rules": [`;

/** Parts of a rule that have places of their own in its line. */
const placed: ReadonlySet<string> = new Set(['id', 'name', 'severity', 'queryFrequency', 'queryPeriod']);

const isEmpty = (value: unknown): boolean => value === null || value === undefined || (Array.isArray(value) && value.length === 0);

const metadataOf = ({ identity: { meta, overlay } }: PackedRule): LockedRule['metadata'] => {
  const { suppress, extra } = overlay;
  const parts = Object.entries({ ...meta, suppress, extra }).filter(([key, value]) => !placed.has(key) && !isEmpty(value));
  return Object.fromEntries(parts.map(([key, value]) => [key, hashOfData(value).slice(0, 12)]));
};

const filesOf = (pieces: readonly PackPiece[], pack: PackName): LockedResult['files'] =>
  Object.fromEntries(
    pieces.flatMap((piece) => (piece.pack === pack && piece.kind === 'whole' ? [[piece.path, hashOf(piece.text)] as const] : [])),
  );

const resultOf = (
  { result, diagnostics, packed }: PackedResult,
  files: LockedResult['files'],
  verified: LockedResult['verified'],
): LockedResult => ({
  status: packed ? 'packed' : result.status === 'ok' ? 'refused' : result.status,
  fidelity: result.fidelity,
  codes: [...new Set(diagnostics.map(({ code }) => code))].sort(),
  output: result.output === null ? null : hashOf(result.output),
  files,
  ...(verified && verified.length > 0 ? { verified } : {}),
});

export const lockedRule = (rule: PackedRule, mappings: Mappings, verdicts: Verdicts | null): LockedRule => {
  const { identity, slug, relative, translated, results } = rule;
  const { unit, front } = translated;
  const meaning = front.normal && meaningOf(front.normal);
  return {
    id: identity.id,
    name: identity.title,
    slug,
    file: relative,
    unit: unit.name,
    input: hashOf(unit.source.fileText.slice(unit.span.start, unit.span.end)),
    meaning,
    metadata: metadataOf(rule),
    severity: identity.meta.severity,
    schedule: front.normal && scheduleOf(identity.meta, identity.overlay, front.normal),
    packs: Object.fromEntries(
      results.map((one) => {
        const mapping = mappings[one.pack];
        const verified =
          verdicts && meaning !== null && mapping !== undefined ? verdicts.on(one.result.target, meaning, mapping) : undefined;
        return [one.pack, resultOf(one, filesOf(rule.pieces, one.pack), verified)];
      }),
    ),
  };
};

/** One rule. */
export const lockLine = (rule: LockedRule, first: boolean): string => `${first ? '' : ','}\n${JSON.stringify(rule)}`;

/** The file of a lookup, which a comparison looks at; of other files that several rules share it asks nothing. */
export const lockedLookup = ({ pack, path, text, lookup }: PackPiece): readonly LockedFile[] =>
  lookup === undefined ? [] : [{ path: `${pack}/${path}`, sha256: hashOf(text), lookup }];

/** The end: files that hold more than one rule. */
export const lockTail = (files: readonly LockedFile[]): string =>
  `\n],\n"files": [${files.map((file) => `\n${JSON.stringify(file)}`).join(',')}\n]\n}\n`;

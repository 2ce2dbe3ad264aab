// Rule files in, one after the other; the pieces of each pack and a line for each rule out. Holds nothing of a rule once it is packed but its slug.
import { backends } from '../backends/registry.ts';
import type { Backend } from '../backends/shared/backend.ts';
import type { Outcome, RuleResult, TranslatedFile, TranslatedUnit, TranslateOptions, Way } from '../compile.ts';
import { type Diagnostic, isError, report } from '../diagnostics/diagnostic.ts';
import { type LocatedDiagnostic, locateDiagnostic } from '../diagnostics/located.ts';
import { nowhere } from '../diagnostics/span.ts';
import type { Overlay } from '../ir/overlay.ts';
import { uuidOf } from '../ir/uuid.ts';
import { detached, slugs } from './names.ts';
import type { PackRule, PackSettings, Piece } from './pack.ts';
import { type PackName, packs } from './registry.ts';
import { identityOf, namesUsed, packRule, type RuleIdentity, type RuleUnit } from './rule.ts';
import type { Selectable } from './select.ts';

/** A piece with the pack's folder in front of its path. */
export type PackPiece = Piece & { readonly pack: PackName };

/** A rule in one pack. */
export interface PackedResult {
  readonly pack: PackName;
  readonly result: RuleResult;
  /** The translation, and the pack's own findings. */
  readonly diagnostics: readonly LocatedDiagnostic[];
  readonly packed: boolean;
}

export interface PackedRule {
  readonly identity: RuleIdentity;
  readonly slug: string;
  /** The file below the folder that was given, with `/`. */
  readonly relative: string;
  readonly translated: TranslatedUnit;
  readonly results: readonly PackedResult[];
  readonly pieces: readonly PackPiece[];
}

export interface PackedFile {
  readonly rules: readonly PackedRule[];
  readonly unread: Outcome | null;
}

export interface Assembly {
  /** The next file, translated by `waysTo`. `relative`: it below the folder that was given, with `/`. */
  add(file: TranslatedFile, relative: string): PackedFile;
  end(): readonly PackPiece[];
  /** Names under `rules` of the profile that spoke of no rule so far. */
  unusedRules(): readonly string[];
}

type Row = NonNullable<ReturnType<typeof packs.get>>;

const rowsOf = (names: readonly PackName[]): readonly (Row & { readonly name: PackName })[] =>
  names.flatMap((name) => {
    const row = packs.get(name);
    return row ? [{ name, ...row }] : [];
  });

/** How rules are translated for these packs: one way for each, in their order. */
export const waysTo = (names: readonly PackName[], options: TranslateOptions): readonly Way[] =>
  rowsOf(names).flatMap(({ pack, target }) => {
    const backend = backends.get(target);
    return backend ? [{ backend, options: pack.tune(options, target) }] : [];
  });

const own = (name: PackName, pieces: readonly Piece[]): readonly PackPiece[] => pieces.map((piece) => ({ ...piece, pack: name }));

const fileOf = (backend: Backend | undefined, ast: unknown): PackRule['file'] =>
  backend?.file ? (facts) => backend.file?.(ast, facts) ?? null : null;

interface Distinct {
  readonly identity: RuleIdentity;
  readonly remark: Diagnostic | null;
}

/** Ids are what SIEMs tell rules apart by: a second rule of the same id gets one of its own. */
const distinctIds = (): ((identity: RuleIdentity, place: string) => Distinct) => {
  const ids = new Set<string>();
  return (identity, place) => {
    const { id } = identity;
    if (!ids.has(id)) {
      ids.add(detached(id));
      return { identity, remark: null };
    }
    let fresh = uuidOf(`rule ${id} ${place}`);
    for (let n = 2; ids.has(fresh); n += 1) fresh = uuidOf(`rule ${id} ${place} ${n}`);
    ids.add(detached(fresh));
    const remark = report('RMMC8001', nowhere, { id, fresh });
    return { identity: { ...identity, id: fresh, meta: { ...identity.meta, id: fresh } }, remark };
  };
};

/** Whether a rule goes into packs, which is known before it is translated. */
export const isWanted = (unit: RuleUnit, relative: string, overlay: Overlay, wanted: (rule: Selectable) => boolean): boolean => {
  const found = identityOf(unit, relative, overlay);
  const chosen = wanted({ ...found, relative, ownId: unit.meta.id });
  return chosen && !found.overlay.skip;
};

/** Begins packs; `wanted`: which rules go into them. */
export const assemble = (
  names: readonly PackName[],
  options: TranslateOptions,
  settings: PackSettings,
  overlay: Overlay,
  wanted: (rule: Selectable) => boolean,
): Assembly => {
  const ways = waysTo(names, options);
  const open = rowsOf(names).map(({ name, pack, target }, at) => ({
    name,
    backend: backends.get(target),
    session: pack.open(settings, ways[at] as Way),
  }));
  const slugOf = slugs();
  const distinct = distinctIds();
  const named = new Set<string>();

  /** What the profile and the selection say of the rule counts as said of one, wanted or not. */
  const isNoted = (unit: RuleUnit, relative: string): boolean => {
    for (const name of namesUsed(unit, overlay)) named.add(name);
    return isWanted(unit, relative, overlay, wanted);
  };

  const packUnit = (translated: TranslatedUnit, relative: string): readonly PackedRule[] => {
    if (!isNoted(translated.unit, relative)) return [];
    const { identity, remark } = distinct(identityOf(translated.unit, relative, overlay), `${relative} ${translated.unit.name}`);
    const remarks = remark ? [locateDiagnostic(translated.unit.source, remark)] : [];
    const slug = slugOf(identity.title, identity.id);
    const pieces: PackPiece[] = [];
    const { normal } = translated.front;
    const results = open.map(({ name, session, backend }, at): PackedResult => {
      const result = translated.results[at] as RuleResult;
      const file = fileOf(backend, translated.asts[at]);
      const ready =
        result.output !== null && normal !== null
          ? packRule(identity, slug, translated, overlay, normal, result, result.output, file)
          : null;
      const added = ready ? session.add(ready) : null;
      const findings = (added?.findings ?? []).map((one) => locateDiagnostic(translated.unit.source, one));
      const packed = added !== null && !added.findings.some(isError);
      if (packed) pieces.push(...own(name, added.pieces));
      return { pack: name, result, diagnostics: [...result.diagnostics, ...remarks, ...findings], packed };
    });
    return [{ identity, slug, relative, translated, results, pieces }];
  };

  return {
    add: ({ units, passed, unread }, relative) => {
      for (const unit of passed) isNoted(unit, relative);
      return { rules: units.flatMap((unit) => packUnit(unit, relative)), unread };
    },
    end: () => open.flatMap(({ name, session }) => own(name, session.end())),
    unusedRules: () => [...overlay.rules.keys()].filter((name) => !named.has(name)),
  };
};

// Rules in; an ATT&CK Navigator layer out, in which a technique's score is the number of rules for it. Holds one number per technique.
import type { PackSettings } from './pack.ts';

interface LayerTechnique {
  readonly techniqueID: string;
  /** Absent where only a part of the technique has rules: it stands there to be opened. */
  readonly score?: number;
  readonly comment?: string;
  readonly enabled: true;
  readonly showSubtechniques: boolean;
}

/** The parts of layer format 4.5 that are written. */
export interface Layer {
  readonly name: string;
  readonly versions: { readonly attack: string; readonly navigator: string; readonly layer: '4.5' };
  readonly domain: 'enterprise-attack';
  readonly description: string;
  readonly techniques: readonly LayerTechnique[];
  readonly gradient: { readonly colors: readonly string[]; readonly minValue: number; readonly maxValue: number };
  readonly sorting: 3;
  readonly showTacticRowBackground: boolean;
  readonly selectTechniquesAcrossTactics: boolean;
}

export interface Navigator {
  add(techniques: readonly string[]): void;
  layer(settings: Pick<PackSettings, 'title' | 'description'>): Layer;
}

const isTechnique = (id: string): boolean => /^T\d{4}(?:\.\d{3})?$/.test(id);

/** `nameOf`: the technique's name, for people; null where it is not known. `version`: of ATT&CK, its first number. */
export const navigator = (nameOf: (id: string) => string | null, version: string): Navigator => {
  const scores = new Map<string, number>();
  return {
    add: (techniques) => {
      for (const id of new Set(techniques)) if (isTechnique(id)) scores.set(id, (scores.get(id) ?? 0) + 1);
    },
    layer: ({ title, description }) => {
      const parents = new Set([...scores.keys()].flatMap((id) => (id.includes('.') ? [id.slice(0, 5)] : [])));
      const ids = [...new Set([...scores.keys(), ...parents])].sort();
      return {
        name: title,
        versions: { attack: version, navigator: '5.1.0', layer: '4.5' },
        domain: 'enterprise-attack',
        description,
        techniques: ids.map((id) => {
          const score = scores.get(id);
          const shown = { enabled: true, showSubtechniques: parents.has(id) } as const;
          if (score === undefined) return { techniqueID: id, ...shown };
          const rules = `${score} rule${score === 1 ? '' : 's'}`;
          const name = nameOf(id);
          return { techniqueID: id, score, comment: name === null ? rules : `${name}: ${rules}`, ...shown };
        }),
        gradient: { colors: ['#ffffff', '#66b1ff'], minValue: 0, maxValue: Math.max(1, ...scores.values()) },
        sorting: 3,
        showTacticRowBackground: false,
        selectTechniquesAcrossTactics: true,
      };
    },
  };
};

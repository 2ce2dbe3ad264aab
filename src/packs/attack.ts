// A tactic or technique as a rule names it in; what MITRE ATT&CK (attack.json: one version, enterprise) knows of it out, or null. Nothing is made up.
import data from './attack.json' with { type: 'json' };

/** A tactic or technique as artifacts show it. */
export interface AttackEntry {
  /** `TA0011`, `T1219`, `T1059.001` */
  readonly id: string;
  readonly name: string;
  /** Ends with a slash. */
  readonly reference: string;
}

export interface Tactic extends AttackEntry {
  /** `command-and-control` */
  readonly shortName: string;
}

export interface Technique extends AttackEntry {
  /** In the order of their ids. */
  readonly tactics: readonly Tactic[];
  /** The technique that this is a part of; null for one that is none. */
  readonly parent: AttackEntry | null;
  /** The id that was asked for, when ATT&CK has revoked it in favour of this one; otherwise null. */
  readonly replaces: string | null;
}

/** `17.0` */
export const attackVersion: string = data.version;
export const attackDomain: string = data.domain;

const site = 'https://attack.mitre.org';

const tactics: ReadonlyMap<string, Tactic> = new Map(
  Object.entries(data.tactics).map(([id, { name, shortName }]) => [id, { id, name, shortName, reference: `${site}/tactics/${id}/` }]),
);

const spelled = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

const bySpelling: ReadonlyMap<string, Tactic> = new Map(
  [...tactics.values()].flatMap((tactic) => [tactic.id, tactic.name].map((name) => [spelled(name), tactic] as const)),
);

/**
 * @param name the tactic in any spelling: `CommandAndControl`, `command-and-control`, `Command and Control`, `TA0011`
 * @example tacticOf('CommandAndControl')?.reference // 'https://attack.mitre.org/tactics/TA0011/'
 */
export const tacticOf = (name: string): Tactic | null => bySpelling.get(spelled(name)) ?? null;

const techniques: ReadonlyMap<string, { readonly name: string; readonly tactics: readonly string[] }> = new Map(
  Object.entries(data.techniques),
);
const revoked: ReadonlyMap<string, string> = new Map(Object.entries(data.revoked));

const entryOf = (id: string): AttackEntry | null => {
  const known = techniques.get(id);
  return known ? { id, name: known.name, reference: `${site}/techniques/${id.replace('.', '/')}/` } : null;
};

/**
 * A revoked id gives the technique that ATT&CK names in its place.
 * @param id `T1219`, `t1059.001`
 * @example techniqueOf('T1059.001')?.parent?.name // 'Command and Scripting Interpreter'
 */
export const techniqueOf = (id: string): Technique | null => {
  const asked = id.trim().toUpperCase();
  const current = revoked.get(asked) ?? asked;
  const entry = entryOf(current);
  if (!entry) return null;
  const [parent] = current.split('.');
  return {
    ...entry,
    tactics: (techniques.get(current)?.tactics ?? []).flatMap((one) => tactics.get(one) ?? []),
    parent: parent === undefined || parent === current ? null : entryOf(parent),
    replaces: current === asked ? null : asked,
  };
};

// A rule's tactics and techniques in; the threat objects of a Kibana rule out, with findings on what ATT&CK does not know.
import { type Diagnostic, report } from '../../diagnostics/diagnostic.ts';
import { nowhere } from '../../diagnostics/span.ts';
import type { RuleMeta } from '../../ir/rule.ts';
import { type AttackEntry, attackVersion, type Tactic, type Technique, tacticOf, techniqueOf } from '../attack.ts';
import type { Threat, ThreatTechnique } from './rule.ts';

export interface Threats {
  readonly threats: readonly Threat[];
  readonly tactics: readonly Tactic[];
  readonly findings: readonly Diagnostic[];
}

const entry = ({ id, name, reference }: AttackEntry): AttackEntry => ({ id, name, reference });

const byId = (a: AttackEntry, b: AttackEntry): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

const distinct = <T extends AttackEntry>(entries: readonly T[]): readonly T[] => [...new Map(entries.map((one) => [one.id, one])).values()];

/** Parts stand below their wholes, whether the rule names those or not. */
const nested = (techniques: readonly Technique[]): readonly ThreatTechnique[] => {
  const wholes = distinct(techniques.map((one) => one.parent ?? entry(one))).toSorted(byId);
  return wholes.map((whole) => {
    const parts = techniques.filter((one) => one.parent?.id === whole.id).map(entry);
    return parts.length === 0 ? whole : { ...whole, subtechnique: parts.toSorted(byId) };
  });
};

const threatOf = (tactic: Tactic, techniques: readonly Technique[]): Threat => {
  const own = techniques.filter((one) => one.tactics.some(({ id }) => id === tactic.id));
  return { framework: 'MITRE ATT&CK', tactic: entry(tactic), ...(own.length === 0 ? {} : { technique: nested(own) }) };
};

const isTactic = (found: Tactic | null): found is Tactic => found !== null;
const isTechnique = (found: Technique | null): found is Technique => found !== null;

const homeless = (techniques: readonly Technique[], tactics: readonly Tactic[]): readonly Diagnostic[] =>
  techniques
    .filter((one) => !one.tactics.some(({ id }) => tactics.some((tactic) => tactic.id === id)))
    .map((one) => report('RMMC8043', nowhere, { technique: one.id, tactics: one.tactics.map(({ name }) => name).join(', ') }));

/** A rule that names techniques and no tactics is filed under those that ATT&CK gives them. */
export const threatsOf = (meta: RuleMeta): Threats => {
  const named = meta.tactics.map((name) => ({ name, found: tacticOf(name) }));
  const asked = meta.techniques.map((id) => ({ id, found: techniqueOf(id) }));
  const techniques = distinct(asked.map(({ found }) => found).filter(isTechnique));
  const own = distinct(named.map(({ found }) => found).filter(isTactic));
  const tactics = meta.tactics.length > 0 ? own : distinct(techniques.flatMap((one) => one.tactics));
  const findings = [
    ...named.flatMap(({ name, found }) => (found ? [] : [report('RMMC8040', nowhere, { tactic: name, version: attackVersion })])),
    ...asked.flatMap(({ id, found }) => {
      if (!found) return [report('RMMC8041', nowhere, { technique: id, version: attackVersion })];
      return found.replaces === null ? [] : [report('RMMC8042', nowhere, { technique: found.replaces, now: found.id })];
    }),
    ...homeless(techniques, tactics),
  ];
  return { threats: tactics.map((tactic) => threatOf(tactic, techniques)), tactics, findings };
};

// Tactics and techniques of a rule in; Kibana's threat objects out.
import { describe, expect, test } from 'vitest';
import { emptyMeta } from '../../../src/ir/rule.ts';
import { threatsOf } from '../../../src/packs/elastic/threat.ts';

/** `TA0011: T1219, T1059(T1059.001)`, and what is said. */
const shown = (tactics: readonly string[], techniques: readonly string[]): readonly string[] => {
  const { threats, findings } = threatsOf({ ...emptyMeta, tactics, techniques });
  const lines = threats.map(({ tactic, technique = [] }) => {
    const list = technique.map(({ id, subtechnique = [] }) =>
      subtechnique.length === 0 ? id : `${id}(${subtechnique.map((part) => part.id).join(' ')})`,
    );
    return [tactic.id, ...list].join(' ');
  });
  return [...lines, ...findings.map((one) => `${one.code} ${one.severity}: ${one.message}`)];
};

describe('threat objects', () => {
  test('a technique under its tactic', () => {
    expect(shown(['CommandAndControl'], ['T1219'])).toStrictEqual(['TA0011 T1219']);
  });
  test('under each of the tactics that it belongs to', () => {
    expect(shown(['Persistence', 'PrivilegeEscalation'], ['T1547.001'])).toStrictEqual([
      'TA0003 T1547(T1547.001)',
      'TA0004 T1547(T1547.001)',
    ]);
  });
  test('parts below their whole, each once', () => {
    expect(shown(['Execution'], ['T1059.003', 'T1059', 'T1059.001', 'T1059.001'])).toStrictEqual(['TA0002 T1059(T1059.001 T1059.003)']);
  });
  test('a tactic without techniques has no empty list', () => {
    expect(threatsOf({ ...emptyMeta, tactics: ['Impact'] }).threats).toStrictEqual([
      {
        framework: 'MITRE ATT&CK',
        tactic: { id: 'TA0040', name: 'Impact', reference: 'https://attack.mitre.org/tactics/TA0040/' },
      },
    ]);
  });
  test('techniques of a rule without tactics stand under their own', () => {
    expect(shown([], ['T1219'])).toStrictEqual(['TA0011 T1219']);
  });
  test('a technique that no tactic of the rule has', () => {
    expect(shown(['Impact'], ['T1219'])).toStrictEqual([
      'TA0040',
      'RMMC8043 warning: T1219 belongs to Command and Control, which is no tactic of the rule: Kibana files techniques under tactics, so that it is left out',
    ]);
  });
  test('what ATT&CK does not know is left out and said', () => {
    expect(shown(['PreAttack', 'CommandAndControl'], ['T0001', 'T1219'])).toStrictEqual([
      'TA0011 T1219',
      'RMMC8040 warning: PreAttack is no tactic of ATT&CK 17.0: the packed rule does not name it',
      'RMMC8041 warning: T0001 is no technique of ATT&CK 17.0: the packed rule does not name it',
    ]);
  });
  test('a revoked technique is its successor', () => {
    expect(shown(['Execution'], ['T1086'])).toStrictEqual([
      'TA0002 T1059(T1059.001)',
      'RMMC8042 info: ATT&CK has revoked T1086 in favour of T1059.001, which the packed rule names',
    ]);
  });
});

// ATT&CK as packs ask for it: spellings of tactics, techniques with their tactics, revoked ids, and that the data are sound in themselves.
import { describe, expect, test } from 'vitest';
import data from '../../src/packs/attack.json' with { type: 'json' };
import { attackVersion, tacticOf, techniqueOf } from '../../src/packs/attack.ts';

describe('tactics', () => {
  const c2 = {
    id: 'TA0011',
    name: 'Command and Control',
    shortName: 'command-and-control',
    reference: 'https://attack.mitre.org/tactics/TA0011/',
  };

  test.each([
    'CommandAndControl',
    'command-and-control',
    'command_and_control',
    'Command and Control',
    'TA0011',
    'ta0011',
  ])('%s', (name) => {
    expect(tacticOf(name)).toStrictEqual(c2);
  });

  test.each(['', 'constructor', '__proto__', 'PreAttack', 'TA0012'])('nothing for %j', (name) => {
    expect(tacticOf(name)).toBeNull();
  });

  test('the fourteen that Sentinel writes', () => {
    const names =
      'Reconnaissance ResourceDevelopment InitialAccess Execution Persistence PrivilegeEscalation DefenseEvasion CredentialAccess Discovery LateralMovement Collection CommandAndControl Exfiltration Impact';
    expect(names.split(' ').map((name) => tacticOf(name)?.id)).toStrictEqual([
      ...['TA0043', 'TA0042', 'TA0001', 'TA0002', 'TA0003', 'TA0004', 'TA0005'],
      ...['TA0006', 'TA0007', 'TA0008', 'TA0009', 'TA0011', 'TA0010', 'TA0040'],
    ]);
  });
});

describe('techniques', () => {
  test('one with its tactic', () => {
    expect(techniqueOf('T1219')).toStrictEqual({
      id: 'T1219',
      name: 'Remote Access Tools',
      reference: 'https://attack.mitre.org/techniques/T1219/',
      tactics: [tacticOf('CommandAndControl')],
      parent: null,
      replaces: null,
    });
  });

  test('a part of another, in small letters', () => {
    expect(techniqueOf('t1059.001')).toStrictEqual({
      id: 'T1059.001',
      name: 'PowerShell',
      reference: 'https://attack.mitre.org/techniques/T1059/001/',
      tactics: [tacticOf('Execution')],
      parent: {
        id: 'T1059',
        name: 'Command and Scripting Interpreter',
        reference: 'https://attack.mitre.org/techniques/T1059/',
      },
      replaces: null,
    });
  });

  test('a revoked one gives its successor', () => {
    const { id, replaces } = techniqueOf('T1086') ?? {};
    expect({ id, replaces }).toStrictEqual({ id: 'T1059.001', replaces: 'T1086' });
  });

  test.each(['', 'T0000', 'T1219.999', 'constructor', 'T1562.005', 'TA0011'])('nothing for %j', (id) => {
    expect(techniqueOf(id)).toBeNull();
  });
});

describe('the data', () => {
  const ids = Object.keys(data.techniques);

  test('as many as MITRE counts in this version', () => {
    expect([attackVersion, ids.filter((id) => !id.includes('.')).length, ids.filter((id) => id.includes('.')).length]).toStrictEqual([
      '17.0',
      211,
      468,
    ]);
  });

  test('each technique has a tactic that is known, each part its whole, each revoked id a successor', () => {
    const broken = ids.filter((id) => {
      const found = techniqueOf(id);
      return found === null || found.tactics.length === 0 || id.includes('.') !== (found.parent !== null);
    });
    const lost = Object.entries(data.revoked).filter(([old, now]) => ids.includes(old) || !ids.includes(now));
    expect([broken, lost]).toStrictEqual([[], []]);
  });
});

// A Kibana rule as TOML, read back by a library that shares nothing with the writer.
import fc from 'fast-check';
import { parse } from 'smol-toml';
import { describe, expect, test } from 'vitest';
import type { ElasticRule } from '../../../src/packs/elastic/rule.ts';
import { printToml, tomlName } from '../../../src/packs/elastic/toml.ts';

const rule: ElasticRule = {
  name: 'Some tool',
  description: 'Looks\nfor it.',
  rule_id: '5a0c3b52-8e4d-5f0e-9b6a-41d72c937e18',
  type: 'esql',
  language: 'esql',
  query: 'FROM x\n| WHERE f == """C:\\a"""',
  severity: 'low',
  risk_score: 21,
  enabled: false,
  from: 'now-2h',
  to: 'now',
  interval: '1h',
  max_signals: 1000,
  author: ['A'],
  note: '# Note',
  version: 1,
};

const metadata = { date: '2026/11/21', minStackVersion: '8.19.0' };

const threat: ElasticRule['threat'] = [
  {
    framework: 'MITRE ATT&CK',
    tactic: { id: 'TA0002', name: 'Execution', reference: 'r' },
    technique: [
      { id: 'T1059', name: 'C', reference: 'r', subtechnique: [{ id: 'T1059.001', name: 'P', reference: 'r' }] },
      { id: 'T1106', name: 'N', reference: 'r' },
    ],
  },
  { framework: 'MITRE ATT&CK', tactic: { id: 'TA0040', name: 'Impact', reference: 'r' } },
];

const suppression: ElasticRule['alert_suppression'] = {
  group_by: ['a b', '"'],
  duration: { value: 5, unit: 'm' },
  missing_fields_strategy: 'suppress',
};

/** As it is read back: texts of several lines end with a line end there. */
const asRead = (one: ElasticRule): unknown => ({
  metadata: { creation_date: '2026/11/21', maturity: 'development', min_stack_version: '8.19.0', updated_date: '2026/11/21' },
  rule: { ...one, query: `${one.query}\n`, ...(one.note === undefined ? {} : { note: `${one.note}\n` }) },
});

describe('TOML', () => {
  test('the whole form', () => {
    expect(printToml({ ...rule, threat, alert_suppression: suppression }, 'some_tool', metadata)).toMatchInlineSnapshot(`
      "[metadata]
      creation_date = "2026/11/21"
      maturity = "development"
      min_stack_version = "8.19.0"
      updated_date = "2026/11/21"

      [rule]
      author = ["A"]
      description = "Looks\\nfor it."
      enabled = false
      from = "now-2h"
      interval = "1h"
      language = "esql"
      max_signals = 1000
      name = "Some tool"
      risk_score = 21
      rule_id = "5a0c3b52-8e4d-5f0e-9b6a-41d72c937e18"
      severity = "low"
      to = "now"
      type = "esql"
      version = 1
      note = '''
      # Note
      '''
      query = '''
      FROM x
      | WHERE f == """C:\\a"""
      '''

      [rule.alert_suppression]
      group_by = ["a b", "\\""]
      missing_fields_strategy = "suppress"

      [rule.alert_suppression.duration]
      unit = "m"
      value = 5

      [[rule.threat]]
      framework = "MITRE ATT&CK"

      [[rule.threat.technique]]
      id = "T1059"
      name = "C"
      reference = "r"

      [[rule.threat.technique.subtechnique]]
      id = "T1059.001"
      name = "P"
      reference = "r"

      [[rule.threat.technique]]
      id = "T1106"
      name = "N"
      reference = "r"

      [rule.threat.tactic]
      id = "TA0002"
      name = "Execution"
      reference = "r"

      [[rule.threat]]
      framework = "MITRE ATT&CK"

      [rule.threat.tactic]
      id = "TA0040"
      name = "Impact"
      reference = "r"
      "
    `);
  });

  test('read back', () => {
    const whole = { ...rule, threat, alert_suppression: suppression };
    expect(parse(printToml(whole, 'some_tool', metadata))).toEqual(asRead(whole));
  });

  test.each([
    ["three quotes ''' in it"],
    ["a quote at its end'"],
    ["two at its end''"],
    ['a carriage return \r\n'],
    ['controls \u0000\u0001\u001f\u007f\u0085'],
    ['marks \u202e\u200f\ufeff'],
    ['a lone backslash \\'],
    ['{{x}} $y `z`'],
    ['\n\n leading and trailing \n\n'],
  ])('hostile text: %j', (text) => {
    const hostile = { ...rule, query: text, description: text, note: text, author: [text], 'odd "key"': text };
    expect(parse(printToml(hostile, 'some_tool', metadata))).toEqual(asRead(hostile));
  });

  test('any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), (a, b) => {
        const text = b.replace(/\p{Surrogate}/gu, '');
        const any = { ...rule, query: text, description: a, note: a + text, tags: [a, text] };
        expect(parse(printToml(any, 'some_tool', metadata))).toEqual(asRead(any));
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  test.each([
    ['Some tool', 'Some tool'],
    ['  - Some tool (new).', 'Some tool (new)'],
    ['é', 'Rule slug'],
    ['ab', 'Rule slug'],
    ['Tool [x]', 'Tool [x]'],
  ])('the name %j', (name, expected) => {
    expect([tomlName(name, 'slug'), /^[a-zA-Z0-9].+?[a-zA-Z0-9[\]()]$/.test(expected)]).toStrictEqual([expected, true]);
  });
});

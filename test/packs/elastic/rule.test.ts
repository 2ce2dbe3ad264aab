// A rule file in; the Kibana rule that the pack makes of it out.
import { describe, expect, test } from 'vitest';
import { packElastic } from '../../support/elastic-pack.ts';

const file = (lines: readonly string[], query = 'DeviceProcessEvents | where FileName =~ "a.exe" | project DeviceName, FileName') => ({
  name: 'a.yaml',
  text: [
    'id: 7b1f9a2c-0000-4000-8000-000000000001',
    'name: Some tool',
    ...lines,
    'query: |',
    ...query.split('\n').map((line) => `  ${line}`),
    '',
  ].join('\n'),
});

const one = (
  lines: readonly string[],
  query?: string,
  options: Parameters<typeof packElastic>[1] = {},
): Readonly<Record<string, unknown>> => {
  const { rules, said } = packElastic([file(lines, query)], options);
  return { ...rules[0], said };
};

describe('a whole rule', () => {
  test('every part of an analytics rule', () => {
    const { rules, said } = packElastic([
      file(
        [
          'description: Looks for a.exe.',
          'severity: High',
          'kind: Scheduled',
          'queryFrequency: 1h',
          'queryPeriod: 1h',
          'triggerOperator: gt',
          'triggerThreshold: 0',
          'version: 2.3.1',
          'author: Jane',
          'tags: [Remote access]',
          'references: [https://example.org/a]',
          'falsePositives: [{ scenario: Support desk., filter: the desk hosts }]',
          'tactics: [CommandAndControl, Execution]',
          'relevantTechniques: [T1219, T1059.001]',
        ],
        'DeviceProcessEvents\n| where Timestamp > ago(1h)\n| where FileName =~ "a.exe"\n| project ProcessId',
      ),
    ]);
    expect({ rules, said }).toMatchInlineSnapshot(`
      {
        "rules": [
          {
            "author": [
              "Jane",
            ],
            "description": "Looks for a.exe.",
            "enabled": false,
            "false_positives": [
              "Support desk. Filter: the desk hosts",
            ],
            "from": "now-1h",
            "interval": "55m",
            "language": "esql",
            "max_signals": 1000,
            "name": "Some tool",
            "note": "## Translation

      This query is translated from the KQL of rule 7b1f9a2c-0000-4000-8000-000000000001. It gives the same rows, but for what is said here by code:

      - **RMMC3701**: the result is taken to have at most 10,000 rows: Elastic returns no more and does not say so

      ## Schedule

      The query holds the rule's own time window, so that it gives the same rows when it is run by hand. A run over past times finds nothing older than that window. Runs follow each other every 55m, so that their windows overlap and no event falls between them.",
            "query": "FROM logs-m365_defender.event-* METADATA _id, _index, _version
      | WHERE m365_defender.event.category == "AdvancedHunting-DeviceProcessEvents"
          AND @timestamp > NOW() - 1 hour
      | WHERE TO_LOWER(process.name) == "a.exe"
      | EVAL ProcessId = process.pid
      | KEEP ProcessId, _id, _index, _version
      | LIMIT 10000",
            "references": [
              "https://example.org/a",
            ],
            "risk_score": 73,
            "rule_id": "41a142ca-1f6c-5c62-b590-7947e3647e32",
            "severity": "high",
            "tags": [
              "Remote access",
              "Tactic: Command and Control",
              "Tactic: Execution",
            ],
            "threat": [
              {
                "framework": "MITRE ATT&CK",
                "tactic": {
                  "id": "TA0011",
                  "name": "Command and Control",
                  "reference": "https://attack.mitre.org/tactics/TA0011/",
                },
                "technique": [
                  {
                    "id": "T1219",
                    "name": "Remote Access Tools",
                    "reference": "https://attack.mitre.org/techniques/T1219/",
                  },
                ],
              },
              {
                "framework": "MITRE ATT&CK",
                "tactic": {
                  "id": "TA0002",
                  "name": "Execution",
                  "reference": "https://attack.mitre.org/tactics/TA0002/",
                },
                "technique": [
                  {
                    "id": "T1059",
                    "name": "Command and Scripting Interpreter",
                    "reference": "https://attack.mitre.org/techniques/T1059/",
                    "subtechnique": [
                      {
                        "id": "T1059.001",
                        "name": "PowerShell",
                        "reference": "https://attack.mitre.org/techniques/T1059/001/",
                      },
                    ],
                  },
                ],
              },
            ],
            "to": "now",
            "type": "esql",
            "version": 2,
          },
        ],
        "said": [],
      }
    `);
  });

  test('no more than a name', () => {
    expect(one([], 'DeviceProcessEvents | where ProcessId == 4 | summarize n = count()')).toMatchInlineSnapshot(`
      {
        "author": [
          "The authors",
        ],
        "description": "Some tool",
        "enabled": false,
        "from": "now-1445m",
        "interval": "24h",
        "language": "esql",
        "max_signals": 1000,
        "name": "Some tool",
        "note": "## Translation

      This query is translated from the KQL of rule 7b1f9a2c-0000-4000-8000-000000000001 and gives exactly the same rows.

      ## Schedule

      The query sets no time: it looks back as far as \`from\` says. That is 300 seconds more than the rule says, so that late events are not missed.",
        "query": "FROM logs-m365_defender.event-*
      | WHERE m365_defender.event.category == "AdvancedHunting-DeviceProcessEvents"
      | WHERE process.pid == 4
      | STATS n = COUNT(*)
      | KEEP n",
        "risk_score": 47,
        "rule_id": "41a142ca-1f6c-5c62-b590-7947e3647e32",
        "said": [],
        "severity": "medium",
        "to": "now",
        "type": "esql",
        "version": 1,
      }
    `);
  });
});

describe('severity', () => {
  test.each([
    ['Informational', 'low', 21],
    ['Low', 'low', 21],
    ['Medium', 'medium', 47],
    ['High', 'high', 73],
  ])('%s', (given, severity, risk) => {
    const rule = one([`severity: ${given}`]);
    expect([rule.severity, rule.risk_score]).toStrictEqual([severity, risk]);
  });

  test('a hunting query has none: medium, as in the Sigma rules', () => {
    expect(one([]).severity).toBe('medium');
  });

  test('the overlay decides', () => {
    expect(one(['severity: Low'], undefined, { overlay: { severity: 'High' } }).risk_score).toBe(73);
  });
});

describe('times', () => {
  const times = (lines: readonly string[], where: string, overlay = {}) => {
    const { from, to, interval } = one(lines, `DeviceProcessEvents | where ${where} | project ProcessId`, { overlay });
    return [from, to, interval];
  };

  test("a hunting query's own window", () => {
    expect(times([], 'Timestamp > ago(5d)')).toStrictEqual(['now-120h', 'now', '24h']);
  });
  test('without a window: a day', () => {
    expect(times([], 'ProcessId == 4')).toStrictEqual(['now-1445m', 'now', '24h']);
  });
  test('no gap between runs that look back no further than to the last', () => {
    expect(times(['kind: Scheduled', 'queryFrequency: 1h', 'queryPeriod: 1h'], 'ProcessId == 4')).toStrictEqual(['now-65m', 'now', '1h']);
  });
  test('a short one', () => {
    expect(times(['queryFrequency: 5m', 'queryPeriod: 5m'], 'ProcessId == 4')).toStrictEqual(['now-10m', 'now', '5m']);
  });
  test.each([
    ['Timestamp > ago(1h)', '1h', ['now-1h', 'now', '55m']],
    ['Timestamp > ago(5m)', '5m', ['now-9m', 'now', '4m']],
    ['Timestamp between (ago(70m) .. ago(10m))', '1h', ['now-70m', 'now', '55m']],
    ['Timestamp > ago(1h)', '1d', ['now-1445m', 'now', '24h']],
    ['Timestamp > ago(2h)', '1h', ['now-2h', 'now', '1h']],
    ['Timestamp > datetime(2024-01-01)', '1h', ['now-24h', 'now', '1h']],
  ])('the window of the query and the way to the last run overlap: %s every %s', (where, every, expected) => {
    expect(times([`queryFrequency: ${every}`], where)).toStrictEqual(expected);
  });
  test('the overlay decides, in seconds', () => {
    expect(times([], 'Timestamp > ago(5d)', { every: 90, period: 1001 })).toStrictEqual(['now-1001s', 'now', '90s']);
  });
  test('the window stays in the query, and the note says so', () => {
    const { query, note } = one([], 'DeviceProcessEvents | where Timestamp > ago(5d) | count');
    expect([query, String(note).split('\n').at(-1)]).toMatchInlineSnapshot(`
      [
        "FROM logs-m365_defender.event-*
      | WHERE m365_defender.event.category == "AdvancedHunting-DeviceProcessEvents"
          AND @timestamp > NOW() - 5 days
      | STATS Count = COUNT(*)
      | KEEP Count",
        "The query holds the rule's own time window, so that it gives the same rows when it is run by hand. A run over past times finds nothing older than that window.",
      ]
    `);
  });
});

describe('what Kibana has no place for', () => {
  test('a cron line', () => {
    expect(one([], undefined, { overlay: { cron: '5 4 * * *', every: 86_400 } }).said).toStrictEqual([
      'RMMC8044 warning: Kibana runs rules by interval and not by `5 4 * * *`: this one runs every 24h',
    ]);
  });
  test('a threshold on the number of rows', () => {
    expect(one(['kind: Scheduled', 'triggerOperator: gt', 'triggerThreshold: 5']).said).toStrictEqual([
      'RMMC8048 warning: the rule raises one alert for more than 5 rows; a Kibana rule raises one for each row, from the first',
    ]);
  });
  test.each([
    ['lt', 'less than 3'],
    ['Equal', 'equal to 3'],
  ])('an alert when rows are few: %s', (operator, words) => {
    const { rules, said } = packElastic([file(['kind: Scheduled', `triggerOperator: ${operator}`, 'triggerThreshold: 3'])]);
    expect([rules, said]).toStrictEqual([
      [],
      [
        `RMMC8049 error: the rule raises its alert when its number of rows is ${words}; a Kibana rule raises one for each row and none for their absence`,
      ],
    ]);
  });
  test('a query without an index', () => {
    const { rules, said } = packElastic([file([], 'print x = 1')]);
    expect([rules, said]).toStrictEqual([[], ['RMMC8046 error: the query reads no index, and a Kibana rule needs one']]);
  });
});

describe('installed', () => {
  test('off, unless the overlay says so', () => {
    expect([one(['kind: Scheduled']).enabled, one([], undefined, { overlay: { enabled: true } }).enabled]).toStrictEqual([false, true]);
  });
});

describe('suppression', () => {
  const suppressed = (fields: readonly string[], query?: string, seconds = 3600) => {
    const { alert_suppression, said } = one([], query, { overlay: { suppress: { fields, seconds } } });
    return [alert_suppression, said];
  };

  test('by columns of the result', () => {
    expect(suppressed(['DeviceName', 'FileName'])).toStrictEqual([
      { group_by: ['DeviceName', 'FileName'], duration: { value: 1, unit: 'h' }, missing_fields_strategy: 'suppress' },
      [],
    ]);
  });
  test.each([
    [['a', 'b', 'c', 'd'], 'it groups by at most 3 columns, and fewer than were asked for would hide alerts'],
    [['DeviceId'], '`DeviceId` is no column that the query fixes by `project` or `summarize`'],
    [[], 'no columns are named'],
  ])('not by %j', (fields, why) => {
    expect(suppressed(fields)).toStrictEqual([undefined, [`RMMC8047 warning: alerts are not suppressed in Kibana: ${why}`]]);
  });
  test('not where the result has the names of the index', () => {
    expect(suppressed(['DeviceName'], 'DeviceProcessEvents | where FileName =~ "a.exe"')).toStrictEqual([
      undefined,
      ['RMMC8047 warning: alerts are not suppressed in Kibana: `DeviceName` is no column that the query fixes by `project` or `summarize`'],
    ]);
  });
});

describe('keys of an overlay', () => {
  test('with the types that Kibana wants', () => {
    const extra = {
      max_signals: '200',
      license: 'Apache-2.0',
      author: 'A, B',
      timestamp_override: 'event.ingested',
      building_block_type: 'default',
      timestamp_override_fallback_disabled: 'true',
    };
    const rule = one([], undefined, { overlay: { extra: { elastic: extra, splunk: { a: 'b' } } } });
    expect(Object.fromEntries(Object.keys({ ...extra, said: 1 }).map((key) => [key, rule[key]]))).toStrictEqual({
      max_signals: 200,
      license: 'Apache-2.0',
      author: ['A', 'B'],
      timestamp_override: 'event.ingested',
      building_block_type: 'default',
      timestamp_override_fallback_disabled: true,
      said: [],
    });
  });
  test.each([
    ['index', 'logs-*', 'no key of a Kibana rule that an overlay sets'],
    ['query', 'FROM x', 'no key of a Kibana rule that an overlay sets'],
    ['__proto__x', '1', 'no key of a Kibana rule that an overlay sets'],
    ['max_signals', '0', 'Kibana does not take its value'],
    ['risk_score', '101', 'Kibana does not take its value'],
    ['license', ' ', 'Kibana does not take its value'],
    ['timestamp_override_fallback_disabled', 'yes', 'Kibana does not take its value'],
    ['author', ' , ', 'Kibana does not take its value'],
  ])('%s: %s is left out', (key, value, why) => {
    expect(one([], undefined, { overlay: { extra: { elastic: { [key]: value } } } }).said).toStrictEqual([
      `RMMC8045 warning: \`${key}\` is left out of the Kibana rule: ${why}`,
    ]);
  });
});

const sanctioned = (values: string, end: string): string =>
  `let SanctionedTools = dynamic([${values}]); DeviceProcessEvents | where FileName has "a" | where FileName !in~ (SanctionedTools)${end}`;

const section = (query: string): string => /## Sanctioned tools[\s\S]*?(?=\n## Schedule)/.exec(String(one([], query).note))?.[0] ?? 'none';

describe('a list of sanctioned tools', () => {
  test('that is empty: the line that leaves tools out', () => {
    expect(section(sanctioned('', ' | summarize n = count() by DeviceName, FileName'))).toMatchInlineSnapshot(`
      "## Sanctioned tools

      The rule has a list of tools that are allowed, which is empty. To leave tools out, put a line like this in front of \`| KEEP\`, with names in lower case, or name them under \`lets\` in rmmc.yaml and pack again:

      \`\`\`
      | WHERE COALESCE(TO_LOWER(FileName), "") NOT IN ("tool.exe", "other.exe")
      \`\`\`
      "
    `);
  });

  test('that names tools: they are in the query, and the line leaves out more', () => {
    const query = sanctioned('"b.exe"', ' | project DeviceName, FileName');
    expect([one([], query).query, section(query)]).toMatchInlineSnapshot(`
      [
        "FROM logs-m365_defender.event-* METADATA _id, _index, _version
      | WHERE m365_defender.event.category == "AdvancedHunting-DeviceProcessEvents"
      | WHERE process.name RLIKE "(.*[^0-9A-Za-z])?[Aa]([^0-9A-Za-z].*)?"
          AND (process.name IS NULL OR TO_LOWER(process.name) != "b.exe")
      | EVAL DeviceName = COALESCE(host.name, ""), FileName = COALESCE(process.name, "")
      | KEEP DeviceName, FileName, _id, _index, _version
      | LIMIT 10000",
        "## Sanctioned tools

      The query leaves out the tools that were named when the rule was packed. To leave out more, put a line like this in front of \`| KEEP\`, with names in lower case, or name them under \`lets\` in rmmc.yaml and pack again:

      \`\`\`
      | WHERE COALESCE(TO_LOWER(FileName), "") NOT IN ("tool.exe", "other.exe")
      \`\`\`
      ",
      ]
    `);
  });

  test.each([
    ['the result has no such column', ' | summarize n = count() by DeviceName'],
    ['the result is whole events under their own names', ''],
    ['rows depend on each other', ' | top 5 by FileName'],
  ])('no line: %s', (_, end) => {
    expect(section(sanctioned('', end))).toBe('none');
  });
});

describe('the note', () => {
  test("a user's template", () => {
    const template = (name: string) => (name === 'note.md.hbs' ? '# {{title}}\n{{#each findings}}{{code}} {{/each}}' : null);
    expect(one([], undefined, { settings: { template } }).note).toMatchInlineSnapshot(`
      "# Some tool
      RMMC3701 RMMC3703"
    `);
  });
  test('a template that does not work', () => {
    const { rules, said } = packElastic([file([])], { settings: { template: () => '{{#if' } });
    expect([rules, said]).toMatchInlineSnapshot(`
      [
        [],
        [
          "RMMC8050 error: the template note.md.hbs does not work: Parse error on line 1: {{#if ---^ Expecting 'ID', 'STRING', 'NUMBER', 'BOOLEAN', 'UNDEFINED', 'NULL', 'DATA', got 'INVALID'",
        ],
      ]
    `);
  });
  test('an empty one: no note', () => {
    expect('note' in one([], undefined, { settings: { template: () => ' ' } })).toBe(false);
  });
});

describe('ids', () => {
  test('the same for the same rule, another than its own; two rules of one id have two', () => {
    const rules = packElastic([file([]), { ...file([]), name: 'b.yaml' }]).rules.map((rule) => rule.rule_id);
    expect([rules[0] === one([]).rule_id, rules[0] !== rules[1], rules.includes('7b1f9a2c-0000-4000-8000-000000000001')]).toStrictEqual([
      true,
      true,
      false,
    ]);
  });
});

// Lookups that rules read, in the packs: empty, with their columns, told in a finding.
import { expect, test } from 'vitest';
import { packing } from '../support/packing.ts';

const rules = [
  {
    file: 'a.kql',
    text: 'DeviceNetworkEvents\n| where RemoteIP in ((externaldata(IP: string, Score: long)["https://x.example/`c2`.csv"] | project IP))\n| project DeviceName, RemoteIP',
  },
  {
    file: 'b.kql',
    text: 'DeviceLogonEvents\n| where AccountName in ((_GetWatchlist("VIP") | project UPN))\n| project DeviceName, AccountName',
  },
];

const lookupsIn = (files: ReadonlyMap<string, string>): readonly (readonly [string, string])[] =>
  [...files].filter(([path]) => path.includes('lookups/') || path.includes('transforms'));

test('Splunk: a definition and a header row for each', () => {
  const { files, findings } = packing('splunk', rules);
  expect([...lookupsIn(files), ...findings.filter((one) => one.includes('RMMC8009'))]).toMatchInlineSnapshot(`
    [
      [
        "rmmc_rules/default/transforms.conf",
        "# Written by rmmc. Changes belong into the local folder of the app, where updates leave them alone.

    # Holds the rows of https://x.example/\`c2\`.csv. It comes empty.
    [c2_ddd6de]
    filename = c2_ddd6de.csv
    case_sensitive_match = true

    # Holds the rows of the watchlist VIP. It comes empty.
    [watchlist_vip]
    filename = watchlist_vip.csv
    case_sensitive_match = true

    ",
      ],
      [
        "rmmc_rules/lookups/c2_ddd6de.csv",
        "IP,Score
    ",
      ],
      [
        "rmmc_rules/lookups/watchlist_vip.csv",
        "SearchKey,_DTItemId,LastUpdatedTimeUTC,WatchlistItem,UPN
    ",
      ],
      "info RMMC8009 the pack brings the lookup c2_ddd6de along without rows: until it holds the rows of https://x.example/\`c2\`.csv, the rule finds nothing in it",
      "info RMMC8009 the pack brings the lookup watchlist_vip along without rows: until it holds the rows of the watchlist VIP, the rule finds nothing in it",
    ]
  `);
});

test('Elastic: what makes the index of each', () => {
  const { files, packed } = packing('elastic', rules);
  expect([packed, ...lookupsIn(files).map(([path, text]) => [path, JSON.parse(text)])]).toMatchInlineSnapshot(`
    [
      2,
      [
        "lookups/rmmc-lookup-c2-ddd6de.json",
        {
          "mappings": {
            "dynamic": "strict",
            "properties": {
              "c2_ddd6de": {
                "properties": {
                  "IP": {
                    "fields": {
                      "listed": {
                        "type": "keyword",
                      },
                    },
                    "type": "keyword",
                  },
                  "Score": {
                    "type": "long",
                  },
                },
              },
            },
          },
          "settings": {
            "index.mode": "lookup",
          },
        },
      ],
      [
        "lookups/rmmc-lookup-watchlist-vip.json",
        {
          "mappings": {
            "dynamic": "strict",
            "properties": {
              "watchlist_vip": {
                "properties": {
                  "LastUpdatedTimeUTC": {
                    "type": "date",
                  },
                  "SearchKey": {
                    "fields": {
                      "listed": {
                        "type": "keyword",
                      },
                    },
                    "type": "keyword",
                  },
                  "UPN": {
                    "fields": {
                      "listed": {
                        "type": "keyword",
                      },
                    },
                    "type": "keyword",
                  },
                  "WatchlistItem": {
                    "fields": {
                      "listed": {
                        "type": "keyword",
                      },
                    },
                    "type": "keyword",
                  },
                  "_DTItemId": {
                    "fields": {
                      "listed": {
                        "type": "keyword",
                      },
                    },
                    "type": "keyword",
                  },
                },
              },
            },
          },
          "settings": {
            "index.mode": "lookup",
          },
        },
      ],
    ]
  `);
});

test('contentctl: a definition in YAML beside the header row', () => {
  const { files } = packing('splunk', rules, { settings: { contentctl: true } });
  const own = [...files].filter(([path]) => path.includes('contentctl/lookups/'));
  expect(own).toMatchInlineSnapshot(`
    [
      [
        "rmmc_rules-contentctl/lookups/c2_ddd6de.yml",
        "name: c2_ddd6de
    id: b17224bf-1ea3-5cdb-92ce-5df4b6c9bcec
    version: 1
    date: '1970-01-01'
    author: rmmc
    description: Holds the rows of https://x.example/\`c2\`.csv. It comes empty.
    lookup_type: csv
    case_sensitive_match: true
    ",
      ],
      [
        "rmmc_rules-contentctl/lookups/c2_ddd6de.csv",
        "IP,Score
    ",
      ],
      [
        "rmmc_rules-contentctl/lookups/watchlist_vip.yml",
        "name: watchlist_vip
    id: a3201b92-9fe8-50a6-a876-a58e28a63672
    version: 1
    date: '1970-01-01'
    author: rmmc
    description: Holds the rows of the watchlist VIP. It comes empty.
    lookup_type: csv
    case_sensitive_match: true
    ",
      ],
      [
        "rmmc_rules-contentctl/lookups/watchlist_vip.csv",
        "SearchKey,_DTItemId,LastUpdatedTimeUTC,WatchlistItem,UPN
    ",
      ],
    ]
  `);
});

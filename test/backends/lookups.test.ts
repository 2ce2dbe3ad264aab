// Files and watchlists as lookups: what each target writes, under which names, and what it takes for granted.
import { describe, expect, test } from 'vitest';
import type { TranslateOptions } from '../../src/index.ts';
import { emit, outputOf } from '../support/emit.ts';

const feed = (columns: string, url = 'https://x.example/feeds/levels/1.txt'): string =>
  `externaldata(${columns})["${url}"] with (format="txt")`;
const inFeed = `let IPs = ${feed('DestIP: string')} | where DestIP startswith "10." | distinct DestIP;
DeviceNetworkEvents | where RemoteIP in (IPs) | project DeviceName, RemoteIP`;
const options: TranslateOptions = { to: ['spl', 'esql'] };

describe('membership in a file', () => {
  test('SPL looks each value up; what is asked of the entries is asked of the value before', () => {
    expect(outputOf(emit(inFeed, options), 'spl')).toMatchInlineSnapshot(`
      "index=* sourcetype="mscs:azure:eventhub:defender:advancedhunting" category="AdvancedHunting-DeviceNetworkEvents"
      | rename properties.DeviceName as DeviceName, properties.RemoteIP as RemoteIP
      | eval DeviceName=coalesce(nullif(DeviceName, "null"), ""), RemoteIP=coalesce(nullif(RemoteIP, "null"), "")
      | where match(RemoteIP, "^10\\\\.")
      | lookup levels_1_bdec05 DestIP AS RemoteIP OUTPUT DestIP AS rmmc_listed_1
      | where isnotnull(rmmc_listed_1)
      | table DeviceName RemoteIP
      "
    `);
  });

  test('ES|QL joins the index of the lookup', () => {
    expect(outputOf(emit(inFeed, options), 'esql')).toMatchInlineSnapshot(`
      "FROM logs-m365_defender.event-* METADATA _id, _index, _version
      | WHERE m365_defender.event.category == "AdvancedHunting-DeviceNetworkEvents"
      | EVAL levels_1_bdec05.DestIP = COALESCE(TO_STRING(destination.ip), "")
      | LOOKUP JOIN rmmc-lookup-levels-1-bdec05 ON levels_1_bdec05.DestIP
      | WHERE levels_1_bdec05.DestIP.listed IS NOT NULL
          AND levels_1_bdec05.DestIP LIKE "10.*"
      | DROP levels_1_bdec05.*
      | EVAL DeviceName = COALESCE(host.name, ""), RemoteIP = COALESCE(TO_STRING(destination.ip), "")
      | KEEP DeviceName, RemoteIP, _id, _index, _version
      | LIMIT 10000
      "
    `);
  });

  test('what is taken for granted', () => {
    const said = [...emit(inFeed, options).values()].flatMap(({ diagnostics }) =>
      diagnostics.filter(({ code }) => /^RMMC3[78]7/.test(code)).map(({ code, message }) => `${code} ${message}`),
    );
    expect(said).toMatchInlineSnapshot(`
      [
        "RMMC3875 the lookup levels_1_bdec05 is taken to hold the rows of https://x.example/feeds/levels/1.txt, in columns of the same names (DestIP)",
        "RMMC3876 no row of the lookup levels_1_bdec05 is taken to have an empty DestIP: Splunk looks up no empty values",
        "RMMC3775 the index rmmc-lookup-levels-1-bdec05 is taken to hold the rows of https://x.example/feeds/levels/1.txt, in the fields levels_1_bdec05.DestIP",
        "RMMC3776 each value of levels_1_bdec05.DestIP is taken to stand in one document of rmmc-lookup-levels-1-bdec05, and none to be empty: LOOKUP JOIN gives a row for each document",
      ]
    `);
  });
});

const spl = (kql: string, more: TranslateOptions = {}): string => outputOf(emit(kql, { to: ['spl'], ...more }), 'spl');

describe('SPL', () => {
  test('columns of a file are texts that are read by their types', () => {
    expect(spl(`${feed('D: string, N: long, B: bool')} | where N > 5 and B | project D, N`)).toMatchInlineSnapshot(`
      "| inputlookup levels_1_ff5f24
      | fillnull value="" D
      | eval N=tonumber(N), B=case(match(B, "(?i)^(?:true|1)\\\\z"), "true", match(B, "(?i)^(?:false|0)\\\\z"), "false")
      | where N > 5 AND B == "true"
      | table D N
      "
    `);
  });

  test('a computed entry is compared in one stream, which nothing cuts off', () => {
    const kql = `DeviceNetworkEvents | where RemoteUrl in ((${feed('D: string')} | project tolower(D))) | project RemoteUrl`;
    expect(spl(kql)).toMatchInlineSnapshot(`
      "index=* sourcetype="mscs:azure:eventhub:defender:advancedhunting" category="AdvancedHunting-DeviceNetworkEvents"
      | rename properties.RemoteUrl as RemoteUrl
      | eval RemoteUrl=coalesce(nullif(RemoteUrl, "null"), ""), rmmc_key_1=RemoteUrl, rmmc_side="outer"
      | fields rmmc_side RemoteUrl rmmc_key_1
      | fields - _raw
      | inputlookup append=t levels_1_b5f9a0
      | eval rmmc_side=coalesce(rmmc_side, "rmmc_key_1")
      | eval D=coalesce(D, "")
      | eval Column1=lower(D), rmmc_key_1=if(rmmc_side == "rmmc_key_1", Column1, rmmc_key_1)
      | eventstats count(eval(rmmc_side == "rmmc_key_1")) as rmmc_hits_1 by rmmc_key_1
      | where rmmc_side == "outer" AND rmmc_hits_1 > 0
      | table RemoteUrl
      "
    `);
  });

  test('a test of terms against entries brings them to every row as patterns', () => {
    expect(spl(`DeviceNetworkEvents | where RemoteUrl has_any ((${feed('D: string')})) | project RemoteUrl`)).toMatchInlineSnapshot(`
      "index=* sourcetype="mscs:azure:eventhub:defender:advancedhunting" category="AdvancedHunting-DeviceNetworkEvents"
      | rename properties.RemoteUrl as RemoteUrl
      | eval RemoteUrl=coalesce(nullif(RemoteUrl, "null"), ""), rmmc_side="outer"
      | fields rmmc_side RemoteUrl
      | fields - _raw
      | inputlookup append=t levels_1_b5f9a0
      | eval rmmc_side=coalesce(rmmc_side, "rmmc_key_1")
      | eval D=coalesce(D, "")
      | eval rmmc_key_1="(?i)(?!(?<=[0-9A-Za-z])[0-9A-Za-z])" . replace(replace(D, "([\\\\\\\\^$.|?*+()[\\\\]{}])", "\\\\\\\\\\\\1"), "([^\\\\x00-\\\\x7F]+)", "(?-i:\\\\1)") . "(?!(?<=[0-9A-Za-z])[0-9A-Za-z])"
      | eval rmmc_key_1=if(rmmc_side == "rmmc_key_1", rmmc_key_1, null())
      | eventstats values(rmmc_key_1) as rmmc_key_1
      | where rmmc_side == "outer"
      | eval rmmc_hits_1=if(isnotnull(mvmap(rmmc_key_1, if(match(RemoteUrl, rmmc_key_1), 1, null()))), 1, 0)
      | fields - rmmc_key_1
      | where rmmc_hits_1 > 0
      | table RemoteUrl
      "
    `);
  });
});

describe('names', () => {
  const nameOf = (source: string, more: TranslateOptions = {}): string | undefined =>
    /^\| inputlookup (\S+)/.exec(spl(`${source} | project a = 1`, more))?.[1];

  test.each([
    ['externaldata(a: string)["https://x.example/all.txt"]', /^all_[0-9a-f]{6}$/],
    ['externaldata(a: string)["https://y.example/all.txt?x=1|2&y=`z`"]', /^all_[0-9a-f]{6}$/],
    ['externaldata(a: string)["https://x.example/é\\"/ü.csv"]', /^file_[0-9a-f]{6}$/],
    ['_GetWatchlist("VIP")', /^watchlist_vip$/],
    ['_GetWatchlist("V I|P")', /^watchlist_v_i_p_[0-9a-f]{6}$/],
  ])('%s', (source, name) => {
    expect(nameOf(source)).toMatch(name);
  });

  test('the same file in other columns is another lookup', () => {
    const url = '["https://x.example/all.txt"]';
    expect(nameOf(`externaldata(a: string)${url}`)).not.toBe(nameOf(`externaldata(b: string)${url}`));
  });

  test('the profile names it, and says where it is', () => {
    const url = 'https://x.example/all.txt';
    const named = { name: 'p', targets: {}, lookups: { [url]: 'bad_ips' } };
    const placed = { ...named, targets: { spl: { lookups: { bad_ips: 'ti-feed.csv' } } } };
    const source = `externaldata(a: string)["${url}"]`;
    expect([nameOf(source, { profile: named }), nameOf(source, { profile: placed })]).toEqual(['bad_ips', 'ti-feed.csv']);
  });

  test('an address that is no constant is refused', () => {
    const { results } = { results: [...emit('externaldata(a: string)[strcat("https://", tostring(now()))]', options).values()] };
    expect(results.map(({ status }) => status)).toEqual(['refused', 'refused']);
  });
});

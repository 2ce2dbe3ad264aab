// `geo_info_from_ip_address`: iplocation in front of the step that asks. What it knows of an address no documentation says: the texts are asserted, not rows.
import { describe, expect, it } from 'vitest';
import { named, spl } from './spl.ts';

describe('the place of an address', () => {
  it('parts of it, and all of it', () => {
    expect(
      named(
        'T | extend g = geo_info_from_ip_address(A) | extend c = tostring(parse_json(g).country), y = toreal(g.latitude) | project c, y, g',
      ),
    ).toMatchInlineSnapshot(`
      "RMMC3854 assumption: the place of an address is looked up in the database of iplocation, which is not Kusto's: places may differ or be missing
      index=* earliest=-86400s latest=now
      | fillnull value="" A
      | iplocation prefix=rmmc_geo_ A
      | eval g=if(isnull(nullif(rmmc_geo_Country, "")), null(), json_object("country", nullif(rmmc_geo_Country, ""), "state", nullif(rmmc_geo_Region, ""), "city", nullif(rmmc_geo_City, ""), "latitude", nullif(rmmc_geo_lat, ""), "longitude", nullif(rmmc_geo_lon, ""))), c=coalesce(nullif(rmmc_geo_Country, ""), ""), y=tonumber(nullif(rmmc_geo_lat, ""))
      | table c y g
      "
    `);
  });
  it('one part of it', () => {
    expect(spl('T | extend g = geo_info_from_ip_address(A) | project c = tostring(g.city)')).toMatchInlineSnapshot(`
      "index=*
      | fillnull value="" A
      | iplocation prefix=rmmc_geo_ A
      | eval g=if(isnull(nullif(rmmc_geo_Country, "")), null(), json_object("country", nullif(rmmc_geo_Country, ""), "state", nullif(rmmc_geo_Region, ""), "city", nullif(rmmc_geo_City, ""), "latitude", nullif(rmmc_geo_lat, ""), "longitude", nullif(rmmc_geo_lon, ""))), c=coalesce(nullif(rmmc_geo_City, ""), "")
      | table c
      "
    `);
  });
  it('in a condition, and of two addresses', () => {
    expect(
      spl('T | where geo_info_from_ip_address(A).country == "x" and geo_info_from_ip_address(B).state != "y" | project A'),
    ).toMatchInlineSnapshot(`
      "index=*
      | fillnull value="" A B
      | iplocation prefix=rmmc_geo_ A
      | iplocation prefix=rmmc_geo_2_ B
      | where coalesce(nullif(rmmc_geo_Country, ""), "") == "x" AND coalesce(nullif(rmmc_geo_2_Region, ""), "") != "y"
      | table A
      "
    `);
  });
  it('a key that no place has is missing', () => {
    expect(spl('T | project z = tostring(geo_info_from_ip_address(A).zip)')).toMatchInlineSnapshot(`
      "index=*
      | fillnull value="" A
      | iplocation prefix=rmmc_geo_ A
      | eval z=coalesce(null(), "")
      | table z
      "
    `);
  });
});

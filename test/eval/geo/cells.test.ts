// Geohashes, H3 and S2 cells: expected values from the reference page of each function (learn.microsoft.com/kusto/query/geo-<name>-function).
import { describe, expect, test } from 'vitest';
import { refusalOf } from '../run.ts';
import { answerOf, answers, answersOfQueries, literal, point, polygon } from './answers.ts';

describe('geohash', () => {
  answers([
    ['geo_point_to_geohash(-80.195829, 25.802215, 8)', 'dhwfz15h'],
    ['geo_point_to_geohash(-122.303404, 47.570482)', 'c23n8'],
    ['geo_point_to_geohash(200,1,8)', ''],
    ['geo_point_to_geohash(1,1,int(null))', ''],
    ['geo_point_to_geohash(1,1,19)', ''],
    ['geo_geohash_to_central_point(geo_point_to_geohash(1,2,18))', point(1, 2)],
    ['geo_point_to_geohash(180, 90, 3)', 'zzz'],
    ['geo_geohash_to_central_point("sunny")', point(42.47314453125, 23.70849609375)],
    ['geo_geohash_to_central_point("a")', null],
    ['geo_geohash_to_central_point("")', null],
    [
      'geo_geohash_to_polygon("dr5ru")',
      polygon([
        [-74.00390625, 40.7373046875],
        [-73.9599609375, 40.7373046875],
        [-73.9599609375, 40.78125],
        [-74.00390625, 40.78125],
        [-74.00390625, 40.7373046875],
      ]),
    ],
    ['geo_geohash_to_polygon("a")', null],
    ["geo_geohash_neighbors('sunny')", ['sunnt', 'sunpj', 'sunnx', 'sunpn', 'sunnv', 'sunpp', 'sunnz', 'sunnw']],
    ["geo_geohash_neighbors('a')", null],
  ]);

  test('beside a pole there are fewer neighbours, and how many is not known', () => {
    expect(refusalOf('print geo_geohash_neighbors("zzz")')).toBe('RMMC7001 `geo_geohash_neighbors()` beside a pole is not evaluated');
  });
});

describe('H3', () => {
  answers([
    ['geo_point_to_h3cell(-74.04450446039874, 40.689250859314974, 6)', '862a1072fffffff'],
    ['geo_point_to_h3cell(-73.956683, 40.807907, 5)', '852a100bfffffff'],
    ['geo_point_to_h3cell(300,1,8)', ''],
    ['geo_point_to_h3cell(1,1,16)', ''],
    ['geo_point_to_h3cell(1,1,int(null))', ''],
    ['geo_h3cell_to_central_point("862a1072fffffff")', point(-74.01600847979245, 40.7041679083504)],
    ['geo_h3cell_to_central_point("1")', null],
    [
      'geo_h3cell_to_polygon("862a1072fffffff")',
      polygon([
        [-74.0022744646159, 40.73537602621502],
        [-74.04690802968624, 40.727986222489115],
        [-74.06061071222366, 40.69677514034903],
        [-74.02972440815668, 40.67297004759546],
        [-73.98514098370819, 40.68034904926758],
        [-73.97139376102862, 40.71154393543933],
        [-74.0022744646159, 40.73537602621502],
      ]),
    ],
    ['geo_h3cell_to_polygon("@")', null],
    [
      "geo_h3cell_neighbors('862a1072fffffff')",
      ['862a10727ffffff', '862a10707ffffff', '862a1070fffffff', '862a10777ffffff', '862a100dfffffff', '862a100d7ffffff'],
    ],
    ["geo_h3cell_neighbors('862A1072FFFFFFF')[0]", '862a10727ffffff'],
    ["geo_h3cell_neighbors('abc')", null],
    [
      "geo_h3cell_rings('861f8894fffffff', 1)[1]",
      ['861f88947ffffff', '861f8895fffffff', '861f88867ffffff', '861f8d497ffffff', '861f8d4b7ffffff', '861f8896fffffff'],
    ],
    ["geo_h3cell_rings('861f8894fffffff', 0)", [['861f8894fffffff']]],
    ["geo_h3cell_rings('861f8894fffffff', 150)", null],
    ["geo_h3cell_rings('abc', 3)", null],
    ["geo_h3cell_parent('862a1072fffffff')", '852a1073fffffff'],
    ["geo_h3cell_parent('862a1072fffffff', 1)", '812a3ffffffffff'],
    ["geo_h3cell_parent('123')", ''],
    ["geo_h3cell_parent('862a1072fffffff', 15)", ''],
    [
      "geo_h3cell_children('862a1072fffffff')",
      ['872a10728ffffff', '872a10729ffffff', '872a1072affffff', '872a1072bffffff', '872a1072cffffff', '872a1072dffffff', '872a1072effffff'],
    ],
    ['geo_h3cell_children(geo_point_to_h3cell(1, 1, 9), 15)', null],
    ["geo_h3cell_children('862a1072fffffff', 5)", null],
    ['geo_h3cell_level(geo_point_to_h3cell(1,1,10))', 10],
    ["geo_h3cell_level('abc')", null],
  ]);
});

describe('S2', () => {
  answers([
    ['geo_point_to_s2cell(-80.195829, 25.802215, 8)', '88d9b'],
    ['geo_point_to_s2cell(10.1234, 53, 8)', '47b1d'],
    ['geo_point_to_s2cell(300,1,8)', ''],
    ['geo_point_to_s2cell(1,1,35)', ''],
    ['geo_point_to_s2cell(1,1,int(null))', ''],
    ['geo_point_to_s2cell(0, 90, 0)', '5'],
    ['geo_s2cell_to_central_point("1234567")', point(9.86830731850408, 27.468392925827605)],
    ['geo_s2cell_to_central_point("5")', point(0, 90)],
    ['geo_s2cell_to_central_point("a")', null],
    [
      'geo_s2cell_to_polygon("89c259")',
      polygon([
        [-74.03001224983848, 40.8012684339439],
        [-74.03001224983848, 40.7222262918358],
        [-73.93598211433742, 40.708880489804564],
        [-73.93598211433742, 40.78791713450684],
        [-74.03001224983848, 40.8012684339439],
      ]),
    ],
    ['geo_s2cell_to_polygon("a")', null],
    ["geo_s2cell_neighbors('89c259')", ['89c25d', '89c2f9', '89c251', '89c257', '89c25f', '89c25b', '89c2f7', '89c2f5']],
    ["geo_s2cell_neighbors('a')", null],
  ]);
});

const big = literal(
  polygon([
    [0, 0],
    [0, 50],
    [100, 50],
    [0, 0],
  ]),
);
const madrid = literal(
  polygon([
    [-3.659, 40.553],
    [-3.913, 40.409],
    [-3.729, 40.273],
    [-3.524, 40.44],
    [-3.659, 40.553],
  ]),
);

describe('coverings', () => {
  test('the cells of a polygon are counted', () => {
    expect(answerOf(`print c = geo_polygon_to_s2cells(${big}, 5)`)).toHaveLength(286);
  });

  answersOfQueries([
    [`print c = geo_polygon_to_s2cells(${big}, 30)`, null],
    [
      `print c = geo_polygon_to_h3cells(${madrid})`,
      // One hash table's order, which no rule of the page gives.
      'b57 b0f a27 b87 b07 a2f a37 b17 b1f b8f ba7 a07 baf'.split(' ').map((digits) => `86390c${digits}ffffff`),
    ],
    [`print c = geo_polygon_to_h3cells(dynamic({"type":"Polygon","coordinates":[[[0,0],[1,1]]]}))`, null],
    // Not on a page: far too many cells, a line within one cell.
    [`print c = geo_polygon_to_h3cells(${big}, 15)`, null],
    ['print c = geo_line_to_s2cells(dynamic({"type":"LineString","coordinates":[[-74,40.76],[-73.99,40.76]]}), 10)', ['89c259']],
  ]);
});

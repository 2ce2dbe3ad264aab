// Lines: expected values from the reference page of each function (learn.microsoft.com/kusto/query/geo-<name>-function).
import { describe, expect, test } from 'vitest';
import { refusalOf } from '../run.ts';
import { answers, answersOfQueries, line, literal, point, polygon } from './answers.ts';

const road = literal(line([-73.95796, 40.80042], [-73.97317, 40.764486]));
const round = literal(
  line(
    [-73.95807266235352, 40.800426144169315],
    [-73.94966125488281, 40.79691751000055],
    [-73.97317886352539, 40.764486356930334],
    [-73.98210525512695, 40.76786669510221],
    [-73.96004676818848, 40.7980870753293],
  ),
);
const short = literal(line([1, 1]));
const several = (...coordinates: readonly (readonly (readonly [number, number])[])[]): string =>
  literal({ type: 'MultiLineString', coordinates });

describe('length, center', () => {
  answers([
    [
      `geo_line_length(${literal(line([-73.95807266235352, 40.800426144169315], [-73.94966125488281, 40.79691751000055], [-73.97317886352539, 40.764486356930334]))})`,
      4922.48016992081,
    ],
    [
      `geo_line_length(${several(
        [
          [-73.95798683166502, 40.800556090021466],
          [-73.98193359375, 40.76819171855746],
        ],
        [
          [-73.94940376281738, 40.79691751000055],
          [-73.97317886352539, 40.76435634049001],
        ],
      )})`,
      8262.24339753741,
    ],
    // The page says "the total length of lines union": what lies on two lines counts once, as here two of three degrees.
    [
      `geo_line_length(${several(
        [
          [0, 0],
          [2, 0],
        ],
        [
          [1, 0],
          [3, 0],
        ],
      )})`,
      (3 * Math.PI * 6371010) / 180,
    ],
    [`geo_line_length(${short})`, null],
    [`geo_line_centroid(${road})`, point(-73.96556705723094, 40.782453249627416)],
    [`geo_line_centroid(${round}).coordinates[0]`, -73.9660675626837],
    [`geo_line_centroid(${short})`, null],
  ]);

  test('a line that stands still is refused', () => {
    expect(refusalOf(`print geo_line_length(${literal(line([1, 1], [1, 1]))})`)).toBe(
      'RMMC7001 `geo_line_length()` of a line that repeats a point is not evaluated',
    );
  });
});

describe('points on lines', () => {
  answers([
    [
      'geo_distance_point_to_line(-115.199625, 36.210419, dynamic({ "type":"LineString","coordinates":[[-115.115385,36.229195],[-115.136995,36.200366],[-115.140252,36.192470],[-115.143558,36.188523],[-115.144076,36.181954],[-115.154662,36.174483],[-115.166431,36.176388],[-115.183289,36.175007],[-115.192612,36.176736],[-115.202485,36.173439],[-115.225355,36.174365]]}))',
      3797.88887253334,
    ],
    ['geo_distance_point_to_line(1,1, dynamic({ "type":"LineString"}))', null],
    [`geo_distance_point_to_line(181,1, ${road})`, null],
    ['geo_closest_point_on_line(1,1, dynamic({ "type":"LineString"}))', null],
    // Not on the page: beyond the end of a line, its end.
    [`geo_closest_point_on_line(-73, 40, ${road})`, point(-73.97317, 40.764486)],
    [`geo_line_interpolate_point(${road}, 0.25)`, point(-73.96176404321828, 40.79143668725723)],
    [`geo_line_interpolate_point(${round}, 0.9).coordinates[0]`, -73.96556545832799],
    [`geo_line_interpolate_point(${road}, 1)`, point(-73.97317, 40.764486)],
    [`geo_line_interpolate_point(${road}, 1.1)`, null],
    [`geo_line_interpolate_point(${short}, 0.5)`, null],
    [`geo_line_locate_point(${road}, -73.965, 40.792)`, 0.25560135100307552],
    [`geo_line_locate_point(${road}, -73.9, 40.9)`, 0],
    [`geo_line_locate_point(${short}, 1, 1)`, null],
  ]);
});

describe('densify', () => {
  answers([
    [
      `geo_line_densify(${literal(line([-73.949247, 40.79686], [-73.973017, 40.764323]))})`,
      line([-73.949247, 40.79686], [-73.973017, 40.764323]),
    ],
    [
      `tostring(geo_line_densify(${literal(line([50, 50], [51, 51]))}))`,
      '{"type":"LineString","coordinates":[[50,50],[50.125,50.125],[50.25,50.25],[50.375,50.375],[50.5,50.5],[50.625,50.625],[50.75,50.75],[50.875,50.875],[51,51]]}',
    ],
    [`geo_line_densify(${literal(line([300, 1], [1, 1]))})`, null],
    [`geo_line_densify(${literal(line([1, 1], [2, 2]))}, 0)`, null],
    [
      `tostring(geo_polygon_densify(${literal(
        polygon([
          [10, 10],
          [11, 10],
          [11, 11],
          [10, 11],
          [10, 10],
        ]),
      )}))`,
      '{"type":"Polygon","coordinates":[[[10,10],[10.25,10],[10.5,10],[10.75,10],[11,10],[11,11],[10.75,11],[10.5,11],[10.25,11],[10,11],[10,10]]]}',
    ],
  ]);

  test('an edge over the antimeridian is refused', () => {
    expect(refusalOf(`print geo_line_densify(${literal(line([179, 1], [-179, 1]))})`)).toBe(
      'RMMC7001 `geo_line_densify()` of an edge over the antimeridian is not evaluated',
    );
  });
});

describe('simplify', () => {
  answers([
    [`geo_line_simplify(${short})`, null],
    [`geo_line_simplify(${literal(line([1, 1], [2, 2]))}, -1)`, null],
    [`geo_line_simplify(${literal(line([1.1, 1.1], [1.2, 1.2]))}, 100000)`, null],
    [
      `geo_polygon_simplify(${literal(
        polygon([
          [5, 48],
          [5, 48],
        ]),
      )})`,
      null,
    ],
    [
      `geo_polygon_simplify(${literal(
        polygon([
          [5, 48],
          [0, 50],
          [0, 47],
          [4, 47],
          [5, 48],
        ]),
      )}, 1000000)`,
      null,
    ],
  ]);

  test('which vertices stay is not known', () => {
    expect(refusalOf(`print geo_line_simplify(${road}, 10)`)).toBe('RMMC7001 `geo_line_simplify()` is not evaluated');
  });
});

const a = literal(line([-73.978929, 40.785155], [-73.980903, 40.782621]));
const b = literal(line([-73.985195, 40.788275], [-73.974552, 40.779761]));

describe('lines over lines', () => {
  answers([
    [`geo_intersects_2lines(${a}, ${b})`, true],
    [`geo_intersects_2lines(${literal(line([1, 1], [2, 2]))}, ${literal(line([3, 3], [4, 4]))})`, false],
    [`geo_intersects_2lines(${a}, ${short})`, null],
    [`geo_intersection_2lines(${a}, ${b})`, point(-73.97983711667098, 40.78398928977217)],
    [`geo_intersection_2lines(${a}, ${a})`, line([-73.978929, 40.785155], [-73.980903, 40.782621])],
    [
      `geo_intersection_2lines(${literal(line([1, 1], [2, 2]))}, ${literal(line([3, 3], [4, 4]))})`,
      { type: 'GeometryCollection', geometries: [] },
    ],
    [`geo_intersection_2lines(${a}, ${short})`, null],
  ]);

  const part = [
    [-73.95633727312088, 40.8057171711177],
    [-73.95489156246185, 40.80510200431311],
  ] as const;
  const first = line([-73.95683884620665, 40.80502891480884], ...part);
  const second = line(...part, [-73.95537436008453, 40.804413741624515]);
  answersOfQueries([
    [
      `print geo_union_lines_array(dynamic(${JSON.stringify([first, second, line(...part)])}))`,
      line([-73.95683884620665, 40.80502891480884], ...part, [-73.95537436008453, 40.804413741624515]),
    ],
    [`print geo_union_lines_array(dynamic(${JSON.stringify([first, line([1, 1])])}))`, null],
  ]);

  test('lines that cross are not joined by guess', () => {
    expect(refusalOf(`print geo_union_lines_array(dynamic([${a.slice(8, -1)},${b.slice(8, -1)}]))`)).toBe(
      'RMMC7001 `geo_union_lines_array()` of lines that branch or turn back is not evaluated',
    );
  });
});

// Well-known text: expected values from learn.microsoft.com/kusto/query/geo-from-wkt-function unless a comment says otherwise.
import { describe } from 'vitest';
import { answers, line, point, polygon } from './answers.ts';

describe('geo_from_wkt', () => {
  answers([
    ['geo_from_wkt("POINT (1 2)")', point(1, 2)],
    ['geo_from_wkt("LINESTRING (1 2, 3 4)")', line([1, 2], [3, 4])],
    [
      'geo_from_wkt("POLYGON ((0 0, 2 0, 2 2, 0 0))")',
      polygon([
        [0, 0],
        [2, 0],
        [2, 2],
        [0, 0],
      ]),
    ],
    [
      'geo_from_wkt("MULTIPOINT (1 1, 2 2, 3 3)")',
      {
        type: 'MultiPoint',
        coordinates: [
          [1, 1],
          [2, 2],
          [3, 3],
        ],
      },
    ],
    [
      'geo_from_wkt("MULTILINESTRING ((1 1, 2 2, 3 3), (4 4, 5 5))")',
      {
        type: 'MultiLineString',
        coordinates: [
          [
            [1, 1],
            [2, 2],
            [3, 3],
          ],
          [
            [4, 4],
            [5, 5],
          ],
        ],
      },
    ],
    [
      'geo_from_wkt("MULTIPOLYGON (((0 0, 2 0, 2 2, 0 0)),((10 10, 12 10, 12 12, 10 10)))")',
      {
        type: 'MultiPolygon',
        coordinates: [
          [
            [
              [0, 0],
              [2, 0],
              [2, 2],
              [0, 0],
            ],
          ],
          [
            [
              [10, 10],
              [12, 10],
              [12, 12],
              [10, 10],
            ],
          ],
        ],
      },
    ],
    [
      'geo_from_wkt("GEOMETRYCOLLECTION (POINT (1 1),LINESTRING (2 2, 3 3, 4 4),POLYGON ((10 10, 12 10, 12 12, 10 10)))")',
      {
        type: 'GeometryCollection',
        geometries: [
          point(1, 1),
          line([2, 2], [3, 3], [4, 4]),
          polygon([
            [10, 10],
            [12, 10],
            [12, 12],
            [10, 10],
          ]),
        ],
      },
    ],
    ['geo_from_wkt("LINESTRING")', null],
    // Not on the page: fractions, other spellings of the words, and texts that are none.
    ['geo_from_wkt("point(-1.5e0 .5)")', point(-1.5, 0.5)],
    ['geo_from_wkt("POINT (1)")', null],
    ['geo_from_wkt("POINT (1 2) x")', null],
    ['geo_from_wkt("POINT (1 2")', null],
    ['geo_from_wkt("CIRCLE (1 2)")', null],
    ['geo_from_wkt("")', null],
    ['geo_from_wkt("constructor (1 2)")', null],
  ]);
});

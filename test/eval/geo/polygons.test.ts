// Polygons: expected values from the reference page of each function (learn.microsoft.com/kusto/query/geo-<name>-function).
import { describe, expect, test } from 'vitest';
import { refusalOf, rowsOf } from '../run.ts';
import { answers, answersOfQueries, line, literal, point, polygon } from './answers.ts';

type Ring = readonly (readonly [number, number])[];
const park: Ring = [
  [-73.9495, 40.7969],
  [-73.95807266235352, 40.80068603561921],
  [-73.98201942443848, 40.76825672305777],
  [-73.97317886352539, 40.76455136505513],
  [-73.9495, 40.7969],
];
const across: Ring = [
  [-73.94262313842773, 40.775991804565585],
  [-73.98107528686523, 40.791849155467695],
  [-73.99600982666016, 40.77092185281977],
  [-73.96150588989258, 40.75609977566361],
  [-73.94262313842773, 40.775991804565585],
];
const centralPark = literal(polygon(park));
const both = literal({ type: 'MultiPolygon', coordinates: [[park], [across]] });
const repeating = literal(
  polygon([
    [0, 0],
    [10, 10],
    [10, 10],
    [0, 0],
  ]),
);
const triangle = literal(
  polygon([
    [0, 0],
    [10, 10],
    [10, 1],
    [0, 0],
  ]),
);
const crossed = literal(
  polygon([
    [0, 0],
    [10, 10],
    [10, 0],
    [0, 10],
    [0, 0],
  ]),
);
const around = literal(
  polygon([
    [170, -10],
    [-170, -10],
    [-170, 10],
    [170, 10],
    [170, -10],
  ]),
);
const cap = literal(
  polygon([
    [0, 80],
    [120, 80],
    [-120, 80],
    [0, 80],
  ]),
);
const holed = literal(
  polygon(
    [
      [0, 0],
      [30, 0],
      [30, 30],
      [0, 30],
      [0, 0],
    ],
    [
      [10, 10],
      [10, 20],
      [20, 20],
      [20, 10],
      [10, 10],
    ],
  ),
);

describe('points and polygons', () => {
  answers([
    [`geo_point_in_polygon(200,1,${triangle})`, null],
    [`geo_point_in_polygon(1,1,${repeating})`, null],
    [`geo_point_in_polygon(9,5,${triangle})`, true],
    // Not on the page: rings either way round, over the antimeridian, over a pole, with a hole; a ring that crosses itself.
    [`geo_point_in_polygon(-179,1,${around})`, true],
    [`geo_point_in_polygon(0,1,${around})`, false],
    [`geo_point_in_polygon(-77,90,${cap})`, true],
    [`geo_point_in_polygon(0,-90,${cap})`, false],
    [`geo_point_in_polygon(15,15,${holed})`, false],
    [`geo_point_in_polygon(5,15,${holed})`, true],
    [`geo_point_in_polygon(15,15,${crossed})`, null],
    [`geo_distance_point_to_polygon(500,1,${triangle})`, null],
    [`geo_distance_point_to_polygon(1,1,${repeating})`, null],
    [`geo_distance_point_to_polygon(9,5,${triangle})`, 0],
    [`geo_closest_point_on_polygon(-73.9839, 40.7705, ${centralPark})`, point(-73.98120558015393, 40.76935945284321)],
    [`geo_closest_point_on_polygon(9, 5, ${triangle})`, point(9, 5)],
    [`geo_closest_point_on_polygon(500,1,${triangle})`, null],
    [`geo_closest_point_on_polygon(1,1,${repeating})`, null],
  ]);
});

describe('measures', () => {
  answers([
    [`geo_polygon_area(${centralPark})`, 3475207.28346606],
    [`geo_polygon_area(${both})`, 10889971.5343487],
    [`geo_polygon_area(${repeating})`, null],
    [`geo_polygon_perimeter(${centralPark})`, 9930.30149604938],
    [`geo_polygon_perimeter(${both})`, 15943.5384578745],
    [`geo_polygon_centroid(${centralPark})`, point(-73.96573568990762, 40.78255053805781)],
    [`geo_polygon_centroid(${repeating})`, null],
  ]);
});

describe('polygons over polygons', () => {
  const low: Ring = [
    [2, 45],
    [0, 45],
    [1, 44],
    [2, 45],
  ];
  const touching: Ring = [
    [3, 44],
    [2, 45],
    [2, 43],
    [3, 44],
  ];
  answers([
    [`geo_intersects_2polygons(dynamic({"type":"Polygon"}), ${centralPark})`, null],
    [`geo_intersects_2polygons(${centralPark}, ${literal(polygon(across))})`, true],
    [`geo_intersects_2polygons(${centralPark}, ${triangle})`, false],
    [`geo_intersection_2polygons(${literal(polygon(low))}, ${literal(polygon(touching))})`, point(2, 45)],
    [
      `geo_intersection_2polygons(${literal(polygon(low))}, ${literal({
        type: 'MultiPolygon',
        coordinates: [
          [touching],
          [
            [
              [1.192, 45.265],
              [1.005, 44.943],
              [1.356, 44.937],
              [1.192, 45.265],
            ],
          ],
        ],
      })})`,
      {
        type: 'GeometryCollection',
        geometries: [
          point(2, 45),
          polygon([
            [1.3227075526410679, 45.00390914506874],
            [1.0404565374899823, 45.00435640306655],
            [1.005, 44.943],
            [1.356, 44.937],
            [1.3227075526410679, 45.00390914506874],
          ]),
        ],
      },
    ],
    [
      `geo_intersection_2polygons(${literal(polygon(low))}, ${literal(
        polygon([
          [3, 44],
          [3, 45],
          [2, 43],
          [3, 44],
        ]),
      )})`,
      { type: 'GeometryCollection', geometries: [] },
    ],
    [`geo_intersection_2polygons(dynamic({"type":"Polygon"}), ${centralPark})`, null],
  ]);

  const first = polygon([
    [-73.9495, 40.7969],
    [-73.95807, 40.80068],
    [-73.98201, 40.76825],
    [-73.97317, 40.76455],
    [-73.9495, 40.7969],
  ]);
  const second = polygon([
    [-73.94622, 40.79249],
    [-73.96888, 40.79282],
    [-73.9577, 40.7789],
    [-73.94622, 40.79249],
  ]);
  const third = polygon([
    [-73.97335, 40.77274],
    [-73.9936, 40.7663],
    [-73.97171, 40.75655],
    [-73.97335, 40.77274],
  ]);
  answersOfQueries([
    [
      `print geo_union_polygons_array(dynamic(${JSON.stringify([first, second, third])}))`,
      polygon([
        [-73.97259932672961, 40.76533037190299],
        [-73.96030238370618, 40.782140794645024],
        [-73.9577, 40.7789],
        [-73.94622, 40.79249],
        [-73.9526593223173, 40.79258422771647],
        [-73.9495, 40.7969],
        [-73.95807, 40.80068],
        [-73.9639277517478, 40.792748258673875],
        [-73.96888, 40.79281999999999],
        [-73.9662719791645, 40.7895734224338],
        [-73.9803360309571, 40.770518810606404],
        [-73.9936, 40.7663],
        [-73.97171, 40.756550000000004],
        [-73.97259932672961, 40.76533037190299],
      ]),
    ],
    [`print geo_union_polygons_array(dynamic(${JSON.stringify([first, polygon([[-73.94622, 40.79249]])])}))`, null],
    [
      // geo-s2cell-neighbors-function: a cell and the eight around it.
      `datatable(cell:string)['89c259', '89c25d', '89c2f9', '89c251', '89c257', '89c25f', '89c25b', '89c2f7', '89c2f5']
      | summarize cells = make_list(geo_s2cell_to_polygon(cell)) | project geo_union_polygons_array(cells)`,
      polygon([
        [-73.84190634077625, 40.695446474556284],
        [-73.84190634077625, 40.77447756818207],
        [-73.84190634077625, 40.853401155678846],
        [-73.93598211433742, 40.86684616344577],
        [-74.03001224983848, 40.880202851376716],
        [-74.1239959854733, 40.89347128954976],
        [-74.1239959854733, 40.81453153620424],
        [-74.1239959854733, 40.73548394999339],
        [-74.1239959854733, 40.65632873418414],
        [-74.03001224983848, 40.64307662867646],
        [-73.93598211433742, 40.629736433321796],
        [-73.84190634077625, 40.616308079144915],
        [-73.84190634077625, 40.695446474556284],
      ]),
    ],
    [`print geo_simplify_polygons_array(dynamic(${JSON.stringify([first, polygon([[-73.94622, 40.79249]])])}))`, null],
    [`print geo_simplify_polygons_array(dynamic(${JSON.stringify([first, second, third])}), 10000)`, null],
  ]);

  test('which vertices a simpler polygon keeps is not known', () => {
    expect(refusalOf(`print geo_simplify_polygons_array(dynamic(${JSON.stringify([first, second])}), 10)`)).toBe(
      'RMMC7001 `geo_simplify_polygons_array()` is not evaluated',
    );
  });

  answers([
    ['geo_point_buffer(200, 1, 0.1)', null],
    ['geo_point_buffer(10, 10, -1)', null],
    [`geo_polygon_buffer(${centralPark}, -1)`, null],
  ]);

  test('where the rim of a buffer runs is not known', () => {
    expect(refusalOf('print geo_point_buffer(1, 2, 30)')).toBe('RMMC7001 `geo_point_buffer()` is not evaluated');
  });
});

describe('lines over polygons', () => {
  const through = literal(line([-73.985195, 40.788275], [-73.974552, 40.779761]));
  const area = literal(
    polygon([
      [-73.9712905883789, 40.78580561168767],
      [-73.98004531860352, 40.775276834803655],
      [-73.97000312805176, 40.77852663535664],
      [-73.9712905883789, 40.78580561168767],
    ]),
  );
  answers([
    [`geo_intersects_line_with_polygon(${through}, ${area})`, true],
    [`geo_intersects_line_with_polygon(${literal(line([1, 1], [2, 2]))}, ${area})`, false],
    [`geo_intersection_line_with_polygon(${through}, ${area})`, line([-73.97561195657819, 40.78060906714618], [-73.974552, 40.779761])],
    [
      `geo_intersection_line_with_polygon(${literal(line([-110.522, 39.198], [-91.428, 40.88]))}, ${literal(
        polygon(
          [
            [-90.263, 36.738],
            [-102.041, 45.274],
            [-109.335, 36.527],
            [-90.263, 36.738],
          ],
          [
            [-100.393, 41.705],
            [-103.139, 38.925],
            [-97.558, 39.113],
            [-100.393, 41.705],
          ],
        ),
      )})`,
      {
        type: 'MultiLineString',
        coordinates: [
          [
            [-106.89353655881905, 39.769226209776306],
            [-101.74448553679453, 40.373506008712525],
          ],
          [
            [-99.13649943132886, 40.589336512699994],
            [-95.28452773731179, 40.79906024224635],
          ],
        ],
      },
    ],
    [`geo_intersection_line_with_polygon(${literal(line([1, 1], [2, 2]))}, ${area})`, { type: 'GeometryCollection', geometries: [] }],
    [`geo_intersects_line_with_polygon(${literal(line([1, 1]))}, ${area})`, null],
  ]);
});

describe('lookups', () => {
  const tables = {
    Places: {
      columns: 'name:string lng:real lat:real',
      rows: [
        ['in', 9, 5],
        ['near', 9, 0.5],
        ['far', 50, 5],
        ['none', 200, 5],
      ],
    },
    Shapes: {
      columns: 'shape:dynamic label:string',
      rows: [
        [
          {
            type: 'Polygon',
            coordinates: [
              [
                [0, 0],
                [10, 10],
                [10, 1],
                [0, 0],
              ],
            ],
          },
          'T',
        ],
      ],
    },
    Roads: {
      columns: 'road:dynamic label:string',
      rows: [
        [
          {
            type: 'LineString',
            coordinates: [
              [0, 0],
              [10, 0],
            ],
          },
          'R',
        ],
      ],
    },
  };
  const lookup = (call: string): readonly string[] => rowsOf(`Places | evaluate ${call} | project name, label`, { tables }).slice(1);

  test('rows inside a polygon', () => {
    expect(lookup('geo_polygon_lookup(Shapes, shape, lng, lat)')).toEqual(['"in" | "T"']);
  });

  test('rows within a radius of a polygon, and those of none', () => {
    expect(lookup('geo_polygon_lookup(Shapes, shape, lng, lat, radius = 60000.0, return_unmatched = true)')).toEqual([
      '"in" | "T"',
      '"near" | "T"',
      '"far" | ""',
      '"none" | ""',
    ]);
  });

  test('rows near a line', () => {
    expect(lookup('geo_line_lookup(Roads, road, lng, lat, 60000)')).toEqual(['"near" | "R"']);
  });

  test('the shape is shown when asked for', () => {
    expect(rowsOf('Places | evaluate geo_line_lookup(Roads, road, lng, lat, 60000, return_lookup_key = true)', { tables })).toEqual([
      'name:string lng:real lat:real road:dynamic label:string',
      '"near" | 9.0 | 0.5 | {"type":"LineString","coordinates":[[0,0],[10,0]]} | "R"',
    ]);
  });
});

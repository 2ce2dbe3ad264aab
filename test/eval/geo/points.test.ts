// Distances, angles and circles: expected values from the reference page of each function (learn.microsoft.com/kusto/query/geo-<name>-function).
import { describe, expect, test } from 'vitest';
import { refusalOf } from '../run.ts';
import { answers } from './answers.ts';

describe('geo_distance_2points', () => {
  answers([
    ['geo_distance_2points(-122.407628, 47.578557, -118.275287, 34.019056)', 1546754.35197381],
    ['geo_distance_2points(300,1,1,1)', null],
    ['geo_distance_2points(1,91,1,1)', null],
    ['geo_distance_2points(real(nan),1,1,1)', null],
    // Not on the page: half of a circle of the sphere, and two names of one place.
    ['geo_distance_2points(0,-90,0,90)', Math.PI * 6371010],
    ['geo_distance_2points(180,0,-180,0) < 0.000001', true],
  ]);

  test('a spheroid is refused', () => {
    expect(refusalOf('print geo_distance_2points(1, 2, 3, 4, true)')).toBe(
      'RMMC7001 `geo_distance_2points()` on a spheroid is not evaluated',
    );
  });
});

describe('geo_azimuth', () => {
  answers([
    ['geo_azimuth(5, 10, 10, -40)', 3.05459939796449],
    ['degrees(geo_azimuth(5, 10, 10, -40))', 175.015653606568],
    ['geo_azimuth(5, 10, 5, 10)', null],
    ['geo_azimuth(0, 0, 180, 0)', null],
    ['geo_azimuth(0, 0, 0, 100)', null],
    ['geo_azimuth(0, 0, 0, 10)', 0],
    ['geo_azimuth(0, 0, 10, 0)', Math.PI / 2],
    ['geo_azimuth(0, 0, -10, 0)', (3 * Math.PI) / 2],
  ]);

  test('there is no north at a pole', () => {
    expect(refusalOf('print geo_azimuth(0, 90, 0, 10)')).toBe('RMMC7001 `geo_azimuth()` from a pole is not evaluated');
  });
});

describe('geo_angle', () => {
  answers([
    ['geo_angle(0, 10, 0,5, 3,-10)', 2.94493843406882],
    ['degrees(geo_angle(0, 10, 0,5, 3,-10))', 168.732543198009],
    ['geo_angle(0, 10, 0, 10, 3, -10)', null],
    ['geo_angle(0, 10, 0, 5, 0, 5)', null],
    ['geo_angle(0, 10, 180, -10, 3, -10)', null],
  ]);
});

describe('geo_point_in_circle', () => {
  answers([
    ['geo_point_in_circle(-122.143564, 47.535677, -122.100896, 47.527351, 3500)', true],
    ['geo_point_in_circle(-122.137575, 47.630683, -122.100896, 47.527351, 3500)', false],
    ['geo_point_in_circle(200, 1, 1, 1, 1)', null],
    ['geo_point_in_circle(1, 1, 1, 1, -1)', null],
  ]);
});

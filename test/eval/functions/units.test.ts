// Units: answers of their reference pages (learn.microsoft.com/kusto/query/convert-<quantity>-function) unless a test says otherwise.
import { describe, expect, test } from 'vitest';
import { refusalOf, rowsOf } from '../run.ts';

const printOf = (expression: string): string => rowsOf(`print x = ${expression}`)[1] ?? '';

const table = (examples: readonly (readonly [string, string])[]): void => {
  test.each(examples)('%s is %s', (expression, expected) => {
    expect(printOf(expression)).toBe(expected);
  });
};

describe('examples of the pages', () => {
  table([
    ["convert_angle(1.2, 'Degree', 'Arcminute')", '72.0'],
    ["round(convert_energy(1.2, 'Joule', 'BritishThermalUnit'), 17)", '0.00113738054437598'],
    ["convert_force(1.2, 'Newton', 'Decanewton')", '0.12'],
    ["round(convert_length(1.2, 'Meter', 'Foot'), 14)", '3.93700787401575'],
    ["round(convert_mass(1.2, 'Kilogram', 'Pound'), 14)", '2.64554714621853'],
    ["convert_speed(1.2, 'MeterPerSecond', 'CentimeterPerHour')", '432000.0'],
    ["round(convert_temperature(1.2, 'Kelvin', 'DegreeCelsius'), 10)", '-271.95'],
    ["convert_volume(1.2, 'CubicMeter', 'AcreFoot')", '0.0009728568'],
  ]);
});

// Freezing and boiling points, a mile of 1609.344 m per hour, an acre foot back: by the definitions of the units.
describe('by definition', () => {
  table([
    ["convert_temperature(100, 'DegreeCelsius', 'DegreeFahrenheit')", '212.0'],
    ["convert_temperature(0, 'DegreeDelisle', 'DegreeCelsius')", '100.0'],
    ["convert_speed(1, 'MilePerHour', 'MeterPerSecond')", '0.44704'],
    ["convert_angle(200, 'Gradian', 'Degree')", '180.0'],
    ["convert_length(1, 'Kilometer', 'Millimeter')", '1000000.0'],
    ["convert_mass(16, 'Ounce', 'Pound')", '1.0'],
    ["convert_length(7.7, 'Inch', 'Inch')", '7.7'],
  ]);
});

describe('units that are none, or not known exactly', () => {
  table([
    ["convert_length(1.2, 'Meter', 'Cubit')", 'null'],
    ["convert_length(1.2, 'constructor', 'Meter')", 'null'],
    ["convert_length(real(null), 'Meter', 'Foot')", 'null'],
  ]);
  test('a rounded constant of the library', () => {
    expect(refusalOf("print convert_length(1.2, 'Meter', 'Mile')")).toBe(
      'RMMC7001 `convert_length()` with the unit `Mile`, whose factor no page gives is not evaluated',
    );
  });
  test('another case', () => {
    expect(refusalOf("print convert_length(1.2, 'meter', 'Foot')")).toBe(
      'RMMC7001 `convert_length()` with the unit `meter` in another case is not evaluated',
    );
  });
});

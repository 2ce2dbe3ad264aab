// Units of measure by the names that the pages list, each as a multiple of a base unit. Only units that are exact by definition (or by a page's example)
// have a factor: others (light-years, electronvolts, US gallons …) are rounded constants of the library that Kusto uses, and no page shows which.

/** A factor, or a quotient of two. */
export type Factor = number | readonly [number, number];
export type Units = Readonly<Record<string, Factor | null>>;

const prefixes = {
  Nano: 1e-9,
  Micro: 1e-6,
  Milli: 1e-3,
  Centi: 1e-2,
  Deci: 1e-1,
  Deca: 1e1,
  Hecto: 1e2,
  Kilo: 1e3,
  Mega: 1e6,
  Giga: 1e9,
  Tera: 1e12,
} as const;

type Prefix = keyof typeof prefixes;

/** Multiples of a unit: `Kilo` and `Meter` make `Kilometer`. A negative power is a quotient, so that 1000 millimetres are one metre. */
const multiples = (unit: string, size: number, names: readonly Prefix[]): Units =>
  Object.fromEntries(
    names.map((name) => {
      const multiple = prefixes[name];
      return [`${name}${unit.toLowerCase()}`, multiple < 1 ? [size, Math.round(1 / multiple)] : size * multiple] as const;
    }),
  );

const unknown = (...names: readonly string[]): Units => Object.fromEntries(names.map((name) => [name, null]));

/** In degrees. */
export const angle: Units = {
  Degree: 1,
  ...multiples('Degree', 1, ['Nano', 'Micro', 'Milli']),
  Radian: [180, Math.PI],
  Centiradian: [180, Math.PI * 1e2],
  Deciradian: [180, Math.PI * 1e1],
  Microradian: [180, Math.PI * 1e6],
  Milliradian: [180, Math.PI * 1e3],
  Nanoradian: [180, Math.PI * 1e9],
  Arcminute: [1, 60],
  Arcsecond: [1, 3600],
  Gradian: [9, 10],
  NatoMil: [9, 160],
  Revolution: 360,
  ...unknown('Tilt'),
};

const britishThermalUnit = 1055.05585262;

/** In joules. */
export const energy: Units = {
  Joule: 1,
  ...multiples('Joule', 1, ['Milli', 'Kilo', 'Mega', 'Giga']),
  Calorie: 4.184,
  ...multiples('Calorie', 4.184, ['Kilo', 'Mega']),
  BritishThermalUnit: britishThermalUnit,
  KilobritishThermalUnit: britishThermalUnit * 1e3,
  MegabritishThermalUnit: britishThermalUnit * 1e6,
  GigabritishThermalUnit: britishThermalUnit * 1e9,
  Erg: [1, 1e7],
  WattHour: 3600,
  KilowattHour: 3.6e6,
  MegawattHour: 3.6e9,
  GigawattHour: 3.6e12,
  TerawattHour: 3.6e15,
  WattDay: 86_400,
  KilowattDay: 8.64e7,
  MegawattDay: 8.64e10,
  GigawattDay: 8.64e13,
  TerawattDay: 8.64e16,
  ThermEc: 105_505_585.262,
  DecathermEc: 1_055_055_852.62,
  ThermUs: 105_480_400,
  DecathermUs: 1_054_804_000,
  ...unknown('DecathermImperial', 'ThermImperial', 'FootPound', 'HorsepowerHour'),
  ...unknown('ElectronVolt', 'KiloelectronVolt', 'MegaelectronVolt', 'GigaelectronVolt', 'TeraelectronVolt'),
};

/** In newtons. */
export const force: Units = {
  Newton: 1,
  ...multiples('Newton', 1, ['Micro', 'Milli', 'Deca', 'Kilo', 'Mega']),
  Dyn: [1, 1e5],
  ...unknown('KilogramForce', 'KiloPond', 'KilopoundForce', 'OunceForce', 'Poundal', 'PoundForce', 'ShortTonForce', 'TonneForce'),
};

/** In metres. */
export const length: Units = {
  Meter: 1,
  ...multiples('Meter', 1, ['Nano', 'Micro', 'Milli', 'Centi', 'Deci', 'Deca', 'Hecto', 'Kilo']),
  Angstrom: [1, 1e10],
  Foot: 0.3048,
  UsSurveyFoot: [1200, 3937],
  Inch: 0.0254,
  Microinch: 2.54e-8,
  Mil: 2.54e-5,
  Hand: 0.1016,
  Yard: 0.9144,
  Fathom: 1.8288,
  Chain: 20.1168,
  Shackle: 27.432,
  DataMile: 1828.8,
  NauticalMile: 1852,
  DtpPoint: [0.0254, 72],
  ...unknown('AstronomicalUnit', 'DtpPica', 'Mile', 'PrinterPica', 'PrinterPoint', 'SolarRadius', 'Twip'),
  ...unknown('LightYear', 'KilolightYear', 'MegalightYear', 'Parsec', 'Kiloparsec', 'Megaparsec'),
};

/** In kilograms. */
export const mass: Units = {
  Kilogram: 1,
  Gram: [1, 1e3],
  Decagram: [1, 1e2],
  Hectogram: [1, 1e1],
  Decigram: [1, 1e4],
  Centigram: [1, 1e5],
  Milligram: [1, 1e6],
  Microgram: [1, 1e9],
  Nanogram: [1, 1e12],
  Tonne: 1e3,
  Kilotonne: 1e6,
  Megatonne: 1e9,
  Pound: 0.45359237,
  Kilopound: 453.59237,
  Megapound: 453_592.37,
  Ounce: 0.028349523125,
  Grain: 6.479891e-5,
  Stone: 6.35029318,
  ShortHundredweight: 45.359237,
  LongHundredweight: 50.80234544,
  ShortTon: 907.18474,
  LongTon: 1016.0469088,
  ...unknown('EarthMass', 'Slug', 'SolarMass'),
};

const perTime = (unit: string, factor: Factor): Units => {
  const [top, bottom] = typeof factor === 'number' ? [factor, 1] : factor;
  return { [`${unit}PerSecond`]: [top, bottom], [`${unit}PerMinute`]: [top, bottom * 60], [`${unit}PerHour`]: [top, bottom * 3600] };
};

/** In metres per second. */
export const speed: Units = {
  ...perTime('Meter', 1),
  ...perTime('Kilometer', 1e3),
  ...perTime('Decimeter', [1, 1e1]),
  ...perTime('Centimeter', [1, 1e2]),
  ...perTime('Millimeter', [1, 1e3]),
  ...perTime('Micrometer', [1, 1e6]),
  ...perTime('Nanometer', [1, 1e9]),
  ...perTime('Foot', 0.3048),
  ...perTime('UsSurveyFoot', [1200, 3937]),
  ...perTime('Inch', 0.0254),
  ...perTime('Yard', 0.9144),
  MilePerHour: 0.44704,
  ...unknown('Knot', 'DecimeterPerHour', 'MicrometerPerHour', 'NanometerPerHour'),
};

/** In cubic metres. */
export const volume: Units = {
  CubicMeter: 1,
  HectocubicMeter: 1e2,
  KilocubicMeter: 1e3,
  CubicKilometer: 1e9,
  CubicHectometer: 1e6,
  CubicDecimeter: [1, 1e3],
  CubicCentimeter: [1, 1e6],
  CubicMillimeter: [1, 1e9],
  CubicMicrometer: [1, 1e18],
  Liter: [1, 1e3],
  Microliter: [1, 1e9],
  Milliliter: [1, 1e6],
  Centiliter: [1, 1e5],
  Deciliter: [1, 1e4],
  Decaliter: [1, 1e2],
  Hectoliter: [1, 1e1],
  Kiloliter: 1,
  Megaliter: 1e3,
  AcreFoot: [1, 0.000810714],
  MetricCup: 2.5e-4,
  MetricTeaspoon: 5e-6,
  AuTablespoon: 2e-5,
  UkTablespoon: 1.5e-5,
  UsLegalCup: 2.4e-4,
  UsCustomaryCup: 2.365882365e-4,
  UsTeaspoon: 4.92892159375e-6,
  UsTablespoon: 1.478676478125e-5,
  UsPint: 4.73176473e-4,
  UsQuart: 9.46352946e-4,
  OilBarrel: 0.158987294928,
  ImperialPint: 5.6826125e-4,
  ImperialBeerBarrel: 0.16365924,
  ...unknown('BoardFoot', 'CubicFoot', 'HectocubicFoot', 'KilocubicFoot', 'MegacubicFoot', 'CubicInch', 'CubicMile', 'CubicYard'),
  ...unknown('ImperialGallon', 'KiloimperialGallon', 'MegaimperialGallon', 'ImperialOunce'),
  ...unknown('UsGallon', 'DeciusGallon', 'DecausGallon', 'HectousGallon', 'KilousGallon', 'MegausGallon', 'UsOunce', 'UsBeerBarrel'),
};

/** In kelvins: a factor, then what stands at 0. */
export const temperature: Readonly<Record<string, readonly [Factor, number] | null>> = {
  Kelvin: [1, 0],
  DegreeCelsius: [1, 273.15],
  MillidegreeCelsius: [[1, 1e3], 273.15],
  DegreeFahrenheit: [[5, 9], (459.67 * 5) / 9],
  DegreeRankine: [[5, 9], 0],
  DegreeReaumur: [[5, 4], 273.15],
  DegreeNewton: [[100, 33], 273.15],
  DegreeDelisle: [[-2, 3], 373.15],
  DegreeRoemer: [[40, 21], 273.15 - (7.5 * 40) / 21],
  SolarTemperature: null,
};

// What Splunk's documentation leaves open, each point with a name and the way it is taken first; a search is also run the other way.

/** True and false of each are both tried where a search's result touches it. */
export const settingDefaults = {
  /** Two texts that both look numeric compare as numbers in eval and where. */
  numericTextsCompareAsNumbers: true,
  /** A text that is no number compares with a number as text; the other way gives NULL. */
  mixedOperandsCompareAsTexts: true,
  /** `NOT` of NULL is true, as in the search command; the other way it stays NULL. */
  notOfNullIsTrue: false,
  /** A comparison in eval or where holds when any value of a multivalue field fits; the other way its values are one text of lines. */
  anyOfSeveralValuesCompares: true,
  /** `field!=x` of the search command holds when any value of a multivalue field differs; the other way all have to. */
  anyOfSeveralValuesDiffers: true,
  /** The search command ignores the case of letters beyond ASCII. */
  foldsLettersBeyondAscii: true,
  /** A bare word of the search command is found inside longer words. */
  wordsMatchInsideWords: false,
  /** A product with a field among its operands is rounded to the digits of its literals, as one of literals is. */
  literalDigitsRoundFieldProducts: true,
  /** A JSON null that `json_extract` reaches is the text `null`; the other way it is NULL. */
  jsonNullIsText: false,
  /** `tostring(true())` is `True`; the other way `true`. */
  booleanTextIsCapital: true,
  /** `perc` interpolates between ranks below 1000 values, as its examples do; the other way it takes the nearest rank, as its text says. */
  percentileInterpolates: true,
  /** The median of an even count is the higher middle value, as the page says; the other way the mean of both. */
  medianTakesHigher: true,
  /** `strptime` reads the start of a text and leaves the rest; the other way a rest makes it NULL. */
  strptimeLeavesRest: true,
  /** A fraction of a second that the format cannot hold is cut off; the other way rounded. */
  strftimeCutsFraction: true,
  /** `mvexpand` keeps a row without the field. */
  mvexpandKeepsMissing: true,
  /** `regex field!=…` keeps a row without the field. */
  negatedRegexKeepsMissing: false,
  /** `earliest`, `latest`, `first`, `last` of a multivalue field give all its values; the other way the first of them. */
  pickedMultivalueStaysWhole: true,
  /** Among several rows of one time, `latest` takes the first and `earliest` the last that arrived; the other way round. */
  latestTakesFirstArrival: true,
  /** `sort` keeps the order of rows that compare as equal; the other way it is reversed. */
  sortIsStable: true,
  /** A search gives events of one time in the order of their arrival; the other way the last one first. */
  eventsOfOneTimeKeepArrival: true,
  /** The `time_window` of streamstats holds rows that are exactly its width away. */
  timeWindowHoldsItsEdge: true,
  /** Key values of a lookup table match in their case only. */
  lookupKeysAreCaseSensitive: true,
} as const satisfies Readonly<Record<string, boolean>>;

export type SettingName = keyof typeof settingDefaults;
export type Settings = Readonly<Record<SettingName, boolean>>;

export const defaultSettings: Settings = settingDefaults;

/** Remembers which settings a run asked for. */
export interface Asked {
  /** How a point is taken in this run. Ask only where both ways differ. */
  is(name: SettingName): boolean;
  readonly touched: ReadonlySet<SettingName>;
}

export const asking = (settings: Settings): Asked => {
  const touched = new Set<SettingName>();
  return {
    is: (name) => {
      touched.add(name);
      return settings[name];
    },
    touched,
  };
};

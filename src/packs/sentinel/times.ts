// Seconds in; how Sentinel's YAML (`15m`) and ARM (`PT15M`) spell them out.

const units = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'm'],
] as const;

const inUnits = (seconds: number): { readonly count: number; readonly unit: string } => {
  const found = units.find(([size]) => seconds > 0 && seconds % size === 0);
  return found ? { count: seconds / found[0], unit: found[1] } : { count: seconds, unit: 's' };
};

/** `5m`, `1h`, `14d` */
export const timespanOf = (seconds: number): string => {
  const { count, unit } = inUnits(seconds);
  return `${count}${unit}`;
};

/** `PT5M`, `PT1H`, `P14D` */
export const isoDurationOf = (seconds: number): string => {
  const { count, unit } = inUnits(seconds);
  return unit === 'd' ? `P${count}D` : `PT${count}${unit.toUpperCase()}`;
};

// The column that is the time of an event: Sentinel's tables and Defender's call it differently.

/** Both names; that of Sentinel first, because Defender's tables have both there. */
export const eventTimes: ReadonlySet<string> = new Set(['TimeGenerated', 'Timestamp']);

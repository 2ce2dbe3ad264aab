// The report of `rmmc verify` in (JSON or one object per line); what engines said of a meaning, by target and mapping, out.

export interface Verdicts {
  /** Also marks them as used. */
  on(target: string, meaning: string, mapping: string): readonly { readonly engine: string; readonly outcome: string }[] | undefined;
  /** Verdicts that no rule asked for. */
  unused(): number;
}

interface Said {
  readonly engine: string;
  readonly outcome: string;
}

interface Kept {
  readonly said: Said[];
  count: number;
  used: boolean;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** @throws Error when the text is no JSON, or no list of objects */
const verdictsIn = (report: string): readonly Readonly<Record<string, unknown>>[] => {
  const read = (json: string): readonly unknown[] => {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) ? value : [value];
  };
  const values = report.trimStart().startsWith('[')
    ? read(report)
    : report.split(/\r?\n/).flatMap((line) => (line.trim() === '' ? [] : read(line)));
  return values.map((value) => {
    if (isObject(value) && isObject(value.outcome) && isObject(value.engine)) return value;
    throw new Error('it holds something else than verdicts');
  });
};

/** @throws Error when the text is no report */
export const readVerdicts = (report: string): Verdicts => {
  const kept = new Map<string, Kept>();
  let unknown = 0;
  for (const { target, engine, outcome, of } of verdictsIn(report)) {
    const { meaning, mapping } = isObject(of) ? of : {};
    const { name, version } = isObject(engine) ? engine : {};
    const { kind } = isObject(outcome) ? outcome : {};
    if (typeof meaning !== 'string' || typeof mapping !== 'string') {
      unknown += 1;
      continue;
    }
    const key = `${text(target)} ${meaning} ${mapping}`;
    const said: Said = { engine: `${text(name)} ${text(version)}`.trim(), outcome: text(kind) };
    const at = kept.get(key) ?? { said: [], count: 0, used: false };
    at.count += 1;
    if (!at.said.some((one) => one.engine === said.engine && one.outcome === said.outcome)) at.said.push(said);
    kept.set(key, at);
  }
  return {
    on: (target, meaning, mapping) => {
      const found = kept.get(`${target} ${meaning} ${mapping}`);
      if (found) found.used = true;
      return found?.said;
    },
    unused: () => unknown + [...kept.values()].reduce((sum, { used, count }) => (used ? sum : sum + count), 0),
  };
};

// A query, our answer and another engine's in; a verdict on it out: they agree, the engine's known quirk explains the difference, or nothing does.
import { type Agreement, agreementOf } from './kql-agreement.ts';
import { type CaseOptions, type KqlCase, preparedCase } from './kql-case.ts';
import type { EngineAnswer, EngineCase } from './kql-engines.ts';
import { type EngineName, type Quirk, quirks } from './kql-quirks.ts';

export type Ask = (engine: EngineName, cases: readonly EngineCase[]) => Promise<readonly EngineAnswer[]>;

/** `refused`: by the engine. `quirk`: the difference is of that kind, as the evaluator or the engine shows. */
export type Verdict =
  | Agreement
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'quirk'; readonly name: string; readonly difference: string };

const agrees = ({ kind }: Agreement): boolean => kind !== 'different';

/** A case in other words or over other rows; null where nothing is changed, or it cannot be asked. */
const variantOf = (one: KqlCase, options: CaseOptions, change: Pick<CaseOptions, 'rewrite' | 'change'>): KqlCase | null => {
  const variant = preparedCase(one.id, one.query, { ...options, ...change });
  return variant.kind === 'case' && JSON.stringify(variant.asked) !== JSON.stringify(one.asked) ? variant : null;
};

const compose =
  <T>(changes: readonly ((value: T) => T)[]): ((value: T) => T) =>
  (value) =>
    changes.reduce((done, change) => change(done), value);

interface Suspect {
  readonly one: KqlCase;
  readonly quirks: readonly Quirk[];
  /** What the engine is asked instead; null when its answer stands. */
  readonly asked: KqlCase | null;
  /** What the evaluator is asked instead. */
  readonly judged: KqlCase;
}

/** One quirk, or several together, tried on a case. */
const suspectOf = (one: KqlCase, options: CaseOptions, tried: readonly Quirk[]): Suspect | null => {
  const change = compose(tried.flatMap(({ rows }) => rows ?? []));
  const avoid = compose(tried.flatMap((quirk) => quirk.avoid ?? []));
  const imitate = compose(tried.flatMap((quirk) => quirk.imitate ?? []));
  const asked = variantOf(one, options, { change, rewrite: avoid });
  const judged = variantOf(one, options, { change, rewrite: (query) => imitate(avoid(query)) });
  return judged ? { one, quirks: tried, asked, judged } : null;
};

/** Those quirks that touch a query, each alone, then two at a time, then all. */
const suspectsOf = (one: KqlCase, options: CaseOptions, engine: EngineName): readonly Suspect[] => {
  const singles = quirks.filter(({ engines }) => engines.includes(engine)).flatMap((quirk) => suspectOf(one, options, [quirk]) ?? []);
  const found = singles.flatMap((single) => single.quirks);
  const pairs = found.flatMap((first, at) => found.slice(at + 1).map((second) => [first, second]));
  const several = found.length > 2 ? [...pairs, found] : pairs;
  return [...singles, ...several.flatMap((tried) => suspectOf(one, options, tried) ?? [])];
};

/** Where both were asked something else, two empty answers prove nothing. */
const proves = ({ asked, judged }: Suspect, answer: EngineAnswer): boolean =>
  'rows' in answer && (asked === null || answer.rows.length > 0) && agrees(agreementOf(judged, answer));

/** `options` of each case: those that it was prepared with. */
export const verdictsOn = async (
  engine: EngineName,
  cases: readonly (KqlCase & { readonly options: CaseOptions })[],
  ask: Ask,
): Promise<readonly Verdict[]> => {
  const answers = await ask(
    engine,
    cases.map(({ asked }) => asked),
  );
  const agreements = cases.map((one, at): Verdict => {
    const answer = answers[at];
    if (!answer) return { kind: 'refused', reason: 'no answer' };
    return 'refused' in answer ? { kind: 'refused', reason: answer.refused } : agreementOf(one, answer);
  });
  const suspects = cases.map((one, at) => (agreements[at]?.kind === 'different' ? suspectsOf(one, one.options, engine) : []));
  const again = suspects.flat().flatMap(({ asked }) => asked ?? []);
  const second = await ask(
    engine,
    again.map(({ asked }) => asked),
  );
  const answerTo = new Map(again.map((one, at) => [one, second[at]]));
  return agreements.map((agreement, at): Verdict => {
    const before = answers[at];
    if (agreement.kind !== 'different' || !before) return agreement;
    const guilty = suspects[at]?.find((suspect) => {
      const answer = suspect.asked ? answerTo.get(suspect.asked) : before;
      return answer !== undefined && proves(suspect, answer);
    });
    if (!guilty) return agreement;
    return { kind: 'quirk', name: guilty.quirks.map(({ name }) => name).join(' + '), difference: agreement.difference };
  });
};

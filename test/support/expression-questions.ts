// A seed and a number in; questions for another engine of KQL out: random expressions with every operation in a column, then the same as conditions and in aggregates.
import { type Blame, type Question, treeQuestion, wholeQuestion } from './expression-blame.ts';
import { dice } from './kql-arbitrary.ts';
import type { EngineAnswer } from './kql-engines.ts';
import { awkwardRows, folds, kinds, randomTree } from './kql-expressions.ts';

/** `inside`: an aggregate over an expression says nothing where the expression itself differs. */
interface Asked extends Question {
  readonly inside: Question | null;
}

const rowCount = 24;

export const randomQuestions = (seed: number, count: number, now: bigint): readonly Asked[] => {
  const roll = dice(seed);
  return Array.from({ length: count }, (_, at): readonly Asked[] => {
    const kind = kinds[at % kinds.length] ?? 'bool';
    const rows = awkwardRows(roll, rowCount);
    const tree = randomTree(roll, kind, 1 + roll(2));
    const fold = folds[kind][roll(folds[kind].length)] ?? 'count()';
    const by = roll(2) === 0 ? '' : ' by B';
    const inside = treeQuestion(`tree ${at}`, tree, rows, now);
    if (!inside) return [];
    const whole = [
      wholeQuestion(`fold ${at}`, fold, `summarize r = ${fold.replace('<>', tree.text)}${by}`, rows, now),
      kind === 'bool' ? wholeQuestion(`where ${at}`, 'where', `where ${tree.text} | project Id`, rows, now) : null,
    ];
    return [{ ...inside, inside: null }, ...whole.flatMap((one) => (one ? [{ ...one, inside }] : []))];
  }).flat();
};

/** What the engine's answers say of each question; null where it refuses. */
export const blamesOf = (questions: readonly Asked[], answers: readonly EngineAnswer[]): readonly (readonly Blame[] | null)[] => {
  const answerTo = new Map(questions.map(({ asked }, at) => [asked, answers[at]]));
  return questions.map(({ asked, inside, blames }) => {
    const answer = answerTo.get(asked);
    if (!answer || 'refused' in answer) return null;
    const within = inside && answerTo.get(inside.asked);
    return within && ('refused' in within || inside.blames(within).length > 0) ? [] : blames(answer);
  });
};

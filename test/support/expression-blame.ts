// Trees and rows in; the operations in which another engine of KQL and the evaluator part out: what they were given was the same, what they made of it was not.

import { frontEnd } from '../../src/compile.ts';
import type { Tables } from '../../src/eval/still-world.ts';
import type { Relation } from '../../src/eval/value.ts';
import { caseFor, type EngineAnswer, type EngineCase, type Lines, linesOfOurs, linesOfTheirs, oursOf } from './kql-engines.ts';
import { columns, operationsIn, type Tree } from './kql-expressions.ts';
import { unitOf } from './stages.ts';

/** One operation on one row; texts as they are compared. */
export interface Blame {
  readonly op: string;
  readonly text: string;
  /** Literals as KQL writes them. */
  readonly args: readonly string[];
  readonly ours: string;
  readonly theirs: string;
}

export interface Question {
  readonly asked: EngineCase;
  readonly ours: Relation;
  readonly blames: (answer: EngineAnswer) => readonly Blame[];
}

const tableName = 'Awkward';
const inputs = columns.map(({ name }) => name);

/** A query over the table; null where the evaluator refuses it. */
const evaluated = (
  id: string,
  query: string,
  rows: Relation,
  now: bigint,
): { readonly asked: EngineCase; readonly ours: Relation } | null => {
  const tables: Tables = new Map([[tableName, rows]]);
  const unit = unitOf(query);
  const { bound, diagnostics } = unit
    ? frontEnd(unit, { tables: new Map([[tableName, { columns, timeColumn: null }]]) })
    : { bound: null, diagnostics: [] };
  if (!unit || !bound) throw new Error(`${query}: ${diagnostics.map(({ message }) => message).join('; ')}`);
  const ours = oursOf(bound, now, tables);
  return typeof ours === 'string' ? null : { asked: caseFor(id, query, now, tables), ours };
};

const byId = (lines: Lines): ReadonlyMap<string, readonly string[]> => new Map(lines.map((line) => [line[0] ?? '', line]));

const linesIn = (ours: Relation, answer: EngineAnswer): Lines | null => ('rows' in answer ? linesOfTheirs(ours.columns, answer) : null);

/** Every operation of the tree in a column of its own. */
export const treeQuestion = (id: string, tree: Tree, rows: Relation, now: bigint): Question | null => {
  const operations = operationsIn(tree);
  const places = new Map([...inputs, ...operations.map(({ text }) => text)].map((text, at) => [text, at]));
  const made = operations.map(({ text }, at) => `c${at} = ${text}`);
  const question = evaluated(id, `${tableName} | project ${[...inputs, ...made].join(', ')}`, rows, now);
  if (!question) return null;
  const mine = byId(linesOfOurs(question.ours));
  const blames = (answer: EngineAnswer): readonly Blame[] => {
    const theirs = byId(linesIn(question.ours, answer) ?? []);
    return [...mine].flatMap(([row, ourLine]) => {
      const theirLine = theirs.get(row);
      if (!theirLine) return [];
      const same = ({ text }: Tree): boolean => ourLine[places.get(text) ?? -1] === theirLine[places.get(text) ?? -1];
      const cell = ({ text }: Tree): string => ourLine[places.get(text) ?? -1] ?? text;
      return operations
        .filter((one) => !same(one) && one.args.every(same))
        .map((one) => ({
          op: one.op ?? '',
          text: one.text,
          args: one.args.map(cell),
          ours: cell(one),
          theirs: theirLine[places.get(one.text) ?? -1] ?? '',
        }));
    });
  };
  return { ...question, blames };
};

/** A query whose only operation is the one named; its rows are the bag that is compared. `args`: what tells of the input. */
export const wholeQuestion = (id: string, op: string, rest: string, rows: Relation, now: bigint): Question | null => {
  const question = evaluated(id, `${tableName} | ${rest}`, rows, now);
  if (!question) return null;
  const text = (lines: Lines): string =>
    lines
      .map((line) => line.join(' | '))
      .sort()
      .join(' ; ');
  const ours = text(linesOfOurs(question.ours));
  const blames = (answer: EngineAnswer): readonly Blame[] => {
    const lines = linesIn(question.ours, answer);
    const theirs = lines === null ? 'other columns' : text(lines);
    return ours === theirs ? [] : [{ op, text: rest, args: [], ours, theirs }];
  };
  return { ...question, blames };
};

// A query's text in; its result over given rows at each stage of the way down out: as bound, in normal form, as legal in each target, and as the KQL written.
import { backends } from '../../src/backends/registry.ts';
import type { TargetName } from '../../src/backends/shared/backend.ts';
import { partOf } from '../../src/backends/sigma/part-columns.ts';
import { backEnd, frontEnd, type TranslateOptions } from '../../src/compile.ts';
import { evaluate, type World } from '../../src/eval/evaluate.ts';
import { isMatch, matchingPart } from '../../src/eval/matching.ts';
import { tried } from '../../src/eval/refusal.ts';
import { stillWorld, type Tables } from '../../src/eval/still-world.ts';
import type { Relation } from '../../src/eval/value.ts';
import { keyOf } from '../../src/eval/values/order.ts';
import type { Expr } from '../../src/ir/expr.ts';
import type { Query } from '../../src/ir/pipeline.ts';
import { rewriteQuery } from '../../src/ir/traverse.ts';
import type { RuleUnit } from '../../src/rules/read-rules.ts';
import { readUnits } from '../../src/units.ts';
import { isSorted } from '../../src/verify/manner.ts';

/** The one query of a text, or null when there is none or several. */
export const unitOf = (text: string, file = 'query.kql'): RuleUnit | null => {
  const { units } = readUnits(text, { file });
  return units.length === 1 ? (units[0] ?? null) : null;
};

/** Rows as lines of text, the columns by name in front; equal texts mean equal rows. */
export const linesOf = ({ columns, rows }: Relation): readonly string[] => [
  columns.map(({ name, type }) => `${name}:${type}`).join(' '),
  ...rows.map((row) => row.map((cell, i) => keyOf(cell, columns[i]?.type ?? 'dynamic')).join(' | ')),
];

const comparable = (relation: Relation, ordered: boolean): string => {
  const [head = '', ...rows] = linesOf(relation);
  return [head, ...(ordered ? rows : rows.sort())].join('\n');
};

/** The rows, or why there are none: the refusal's message. */
export const resultOf = (query: Query, world: World): Relation | string =>
  tried<Relation | string>(
    () => evaluate(query, world),
    ({ message }) => message,
  );

export interface StagesResult {
  /** Why the query as bound has no result; null when it has one. */
  readonly refused: string | null;
  /** Rows of the result as bound. */
  readonly rows: number;
  /** Stages that were evaluated and compared. */
  readonly compared: number;
  /** One entry per stage that gives other rows. */
  readonly differences: readonly string[];
}

/** Keys of dynamic columns, of which Sigma's stage makes columns with dots in their names. */
const withPaths = (query: Query): Query =>
  rewriteQuery(query, {
    expr: (expr) => {
      const part = expr.kind === 'column' ? partOf(expr.name) : null;
      if (expr.kind !== 'column' || !part) return expr;
      const column: Expr = { ...expr, name: part.column, type: 'dynamic' };
      const at = part.keys.split('.').reduce<Expr>((base, key) => {
        const { span } = expr;
        return { kind: 'path', type: 'dynamic', span, base, key: { kind: 'literal', type: 'string', span, value: key } };
      }, column);
      return expr.type === 'string' ? { kind: 'call', fn: 'tostring', type: 'string', span: expr.span, args: [at] } : at;
    },
  });

/**
 * Sigma says which events match, no more, and nothing of a time window or a limit: the events that the query as bound lets through must pass; where no finding
 * names something left out, no others may.
 */
const misjudgedEvents = (bound: Query, { query, codes }: Stage, tables: Tables, world: World): string | null => {
  const part = matchingPart(bound);
  const { source, steps } = query.pipeline;
  const name = source.kind === 'table' ? source.name : '';
  const sigma = withPaths({ ...query, pipeline: { source, steps: steps.filter(({ kind }) => kind === 'filter') } });
  const left = codes.some((code) => code === 'RMMC3605' || code === 'RMMC3609');
  const wrong = (tables.get(name)?.rows ?? []).filter((row) => {
    const event = { table: name, columns: tables.get(name)?.columns ?? [], row };
    const wanted = isMatch(part, world, event) && isMatch(bound, world, event);
    const found = isMatch(sigma, world, event);
    return found !== wanted && !(left && found);
  });
  return wrong.length > 0 ? `${wrong.length} events are judged otherwise` : null;
};

export interface StagesCase {
  readonly unit: RuleUnit;
  readonly options: TranslateOptions;
  readonly tables: (bound: Query) => Tables;
  readonly now: bigint;
}

interface Stage {
  readonly name: TargetName | 'normal' | 'written';
  readonly query: Query;
  readonly codes: readonly string[];
}

const stagesOf = (unit: RuleUnit, normal: Query, options: TranslateOptions): readonly Stage[] => [
  { name: 'normal', query: normal, codes: [] },
  ...[...backends.values()].flatMap((backend): readonly Stage[] => {
    const { legal, output, findings } = backEnd(backend, unit, normal, { ...options, unmapped: 'keep' });
    const codes = findings.map(({ code }) => code);
    const written = backend.name === 'kql' && output !== null ? unitOf(output) : null;
    const again = written && frontEnd(written, options).bound;
    return [
      ...(legal ? [{ name: backend.name, query: legal, codes }] : []),
      ...(again ? [{ name: 'written' as const, query: again, codes }] : []),
    ];
  }),
];

/** The columns of a result that a target shows, where a finding says that it leaves some out. */
const leftIn = (relation: Relation, { query, codes }: Stage): Relation => {
  if (!['RMMC3115', 'RMMC3782', 'RMMC3835'].some((code) => codes.includes(code))) return relation;
  const shown = new Set(query.frame.columns.map(({ name }) => name));
  const kept = relation.columns.flatMap(({ name }, at) => (shown.has(name) ? [at] : []));
  const pick = <T>(all: readonly T[]): T[] => all.filter((_, at) => kept.includes(at));
  return { columns: pick(relation.columns), rows: relation.rows.map(pick) };
};

/** Null when the query cannot be bound. */
export const compareStages = ({ unit, options, tables: tablesFor, now }: StagesCase): StagesResult | null => {
  const { bound, normal } = frontEnd(unit, options);
  if (!bound || !normal) return null;
  const tables = tablesFor(bound);
  const world = stillWorld(tables, now);
  const first = resultOf(bound, world);
  if (typeof first === 'string') return { refused: first, rows: 0, compared: 0, differences: [] };
  const ordered = isSorted(bound);
  const stages = stagesOf(unit, normal, options);
  const differences = stages.flatMap((stage) => {
    if (stage.name === 'sigma') {
      // Groups of a correlation are judged over time, on the engines.
      if (stage.query.pipeline.steps.some(({ kind }) => kind === 'aggregate')) return [];
      const wrong = misjudgedEvents(bound, stage, tables, world);
      return wrong === null ? [] : [`sigma: ${wrong}`];
    }
    const found = resultOf(stage.query, world);
    const wanted = comparable(leftIn(first, stage), ordered);
    const text = typeof found === 'string' ? found : comparable(found, ordered);
    return text === wanted ? [] : [`${stage.name}:\n${text.slice(0, 600)}\n-- bound:\n${wanted.slice(0, 600)}`];
  });
  return { refused: null, rows: first.rows.length, compared: stages.length, differences };
};

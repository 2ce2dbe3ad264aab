// A bound query in; what its conditions ask of the columns of its tables out: needles, bounds and the values that decide, per column and place inside it.
import { evaluate } from '../../eval/evaluate.ts';
import { tried } from '../../eval/refusal.ts';
import { stillWorld } from '../../eval/still-world.ts';
import type { Value } from '../../eval/value.ts';
import type { CompareOp, Expr, ExprOf, TextTest } from '../../ir/expr.ts';
import { normalize } from '../../ir/normalize.ts';
import type { Named, Pipeline, Query, Step } from '../../ir/pipeline.ts';
import { childrenOf, hasColumn, visitPipeline } from '../../ir/traverse.ts';
import type { ScalarType } from '../../ir/types.ts';
import { capturedNames } from './captured.ts';

/** Keys and indexes from a dynamic column (or one that holds JSON) down to the value that is tested. */
export type Path = readonly (string | number)[];

export type Clue =
  | { readonly kind: 'text'; readonly path: Path; readonly test: TextTest; readonly needle: string; readonly wanted: boolean }
  /** `op` as if the column stood on the left. */
  | { readonly kind: 'bound'; readonly path: Path; readonly op: CompareOp; readonly type: ScalarType; readonly value: Value }
  /** The query looks here; it asks nothing that is known. */
  | { readonly kind: 'place'; readonly path: Path };

interface Place {
  readonly column: string;
  readonly path: Path;
}

type Names = ReadonlyMap<string, readonly Expr[]>;
/** The places behind a name, which itself stands `depth` names behind what was asked for. */
type Behind = (name: string, depth: number) => readonly Place[];

const deepest = 6;

const keyOf = (key: Expr): string | number =>
  key.kind === 'literal' && typeof key.value === 'string' ? key.value : Number(key.kind === 'literal' ? (key.value ?? 0) : 0);

/** Each place once. */
const distinct = (places: readonly Place[]): readonly Place[] =>
  places.length < 2 ? places : [...new Map(places.map((place) => [JSON.stringify(place), place])).values()];

/** The columns that an expression is made of; computed ones are followed to what they are computed from. */
const placesOf = (expr: Expr, behind: Behind, depth = 0): readonly Place[] => {
  if (expr.kind === 'path')
    return placesOf(expr.base, behind, depth).map(({ column, path }) => ({ column, path: [...path, keyOf(expr.key)] }));
  if (expr.kind !== 'column') return distinct(childrenOf(expr).flatMap((child) => placesOf(child, behind, depth)));
  return depth < deepest ? behind(expr.name, depth) : [{ column: expr.name, path: [] }];
};

/** Looked up once per name and depth: names that are made of each other would be followed exponentially often. */
const behindNames = (names: Names): Behind => {
  const known = new Map<string, readonly Place[]>();
  const behind: Behind = (name, depth) => {
    const key = `${depth} ${name}`;
    const found =
      known.get(key) ??
      distinct([{ column: name, path: [] }, ...(names.get(name) ?? []).flatMap((expr) => placesOf(expr, behind, depth + 1))]);
    known.set(key, found);
    return found;
  };
  return behind;
};

const namedIn = (step: Step): readonly Named[] => {
  if (step.kind === 'extend' || step.kind === 'project') return step.columns;
  if (step.kind === 'aggregate') return step.by;
  return [];
};

/** A captured column as what a regular expression takes out of the text; a number stands as one in the other columns. */
const capturedIn = (step: Step): readonly Named[] => {
  if (step.kind !== 'capture') return [];
  const { span, parts, subject } = step;
  const forms = parts.map((part) => {
    if (part.kind === 'text') return step.style === 'regex' ? `(?:${part.value})` : part.value.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
    return part.kind === 'skip' ? 'v' : part.column.type === 'string' ? '(v)' : '(1)';
  });
  const columns = parts.flatMap((part) => (part.kind === 'column' ? [part.column] : []));
  return columns.map(({ name }, at): Named => {
    const args: readonly Expr[] = [
      { kind: 'literal', span, type: 'string', value: forms.join('') },
      { kind: 'literal', span, type: 'long', value: BigInt(at + 1) },
      subject,
    ];
    return { name, span, expr: { kind: 'call', span, type: 'string', fn: 'extract', args } };
  });
};

/** Names given by `extend`, `project`, `parse`, group keys, `project-rename` and `mv-expand`, and what they stand for. */
export const namesIn = (pipeline: Pipeline): Names => {
  const names = new Map<string, Expr[]>();
  const note = (name: string, expr: Expr): void => {
    names.set(name, [...(names.get(name) ?? []), expr]);
  };
  visitPipeline(pipeline, {
    step: (step) => {
      for (const { name, expr } of [...namedIn(step), ...capturedIn(step)])
        if (expr.kind !== 'column' || expr.name !== name) note(name, expr);
      if (step.kind === 'rename') {
        for (const { from, to } of step.pairs) note(to, { kind: 'column', span: step.span, name: from, type: 'unknown', declared: true });
      }
      if (step.kind === 'capture') for (const [name, expr] of capturedNames(step)) note(name, expr);
      if (step.kind !== 'expand' && step.kind !== 'apply') return;
      for (const { name, expr, span } of step.columns) {
        note(name, { kind: 'path', span, type: 'dynamic', base: expr, key: { kind: 'literal', span, type: 'long', value: 0n } });
      }
    },
  });
  return names;
};

/** The values of a query's first column, when no table is needed for them. */
const valuesOf = (pipeline: Pipeline, now: bigint): readonly Value[] =>
  tried(
    () => evaluate({ pipeline, frame: { columns: [], open: false } }, stillWorld(new Map(), now)).rows.map((row) => row[0] ?? null),
    () => [],
  );

const constantOf = (expr: Expr, now: bigint): Value => {
  if (expr.kind === 'literal' && typeof expr.value === 'string' && expr.type === 'string') return expr.value;
  const source = { kind: 'rows', span: expr.span, columns: [{ name: 'value', type: expr.type }], rows: [[expr]] } as const;
  return hasColumn(expr) ? null : (valuesOf({ source, steps: [] }, now)[0] ?? null);
};

const flipped: Readonly<Record<CompareOp, CompareOp>> = { eq: 'eq', ne: 'ne', lt: 'gt', le: 'ge', gt: 'lt', ge: 'le' };

/** What a condition asks of the places of its subject. */
interface Asked {
  readonly subject: Expr;
  readonly clues: readonly (Omit<Extract<Clue, { kind: 'text' }>, 'path' | 'wanted'> | Omit<Extract<Clue, { kind: 'bound' }>, 'path'>)[];
}

const textAsked = (n: ExprOf<'text'> | ExprOf<'textQuery'>, now: bigint): Asked => {
  const needles = n.kind === 'text' ? n.patterns.map((pattern) => constantOf(pattern, now)) : valuesOf(n.query, now);
  const texts = needles.filter((needle) => typeof needle === 'string');
  return { subject: n.subject, clues: texts.map((needle) => ({ kind: 'text', test: n.test, needle })) };
};

const boundAsked = (subject: Expr, op: CompareOp, others: readonly Expr[], now: bigint): Asked => ({
  subject,
  clues: others.flatMap((other) => {
    const value = constantOf(other, now);
    return value === null ? [] : [{ kind: 'bound' as const, op, type: other.type, value }];
  }),
});

const askedBy = (expr: Expr, now: bigint): Asked | null => {
  if (expr.kind === 'text' || expr.kind === 'textQuery') return textAsked(expr, now);
  if (expr.kind === 'member') return boundAsked(expr.subject, 'eq', expr.values, now);
  if (expr.kind !== 'compare') return null;
  return hasColumn(expr.left)
    ? boundAsked(expr.left, expr.op, [expr.right], now)
    : boundAsked(expr.right, flipped[expr.op], [expr.left], now);
};

/** Equality over two columns makes them share what is asked of either. */
const partnersIn = (pipeline: Pipeline): readonly (readonly [string, string])[] => {
  const pairs: (readonly [string, string])[] = [];
  visitPipeline(pipeline, {
    step: (step) => {
      if (step.kind !== 'join') return;
      for (const { left, right } of step.on) if (left.kind === 'column' && right.kind === 'column') pairs.push([left.name, right.name]);
    },
  });
  return pairs.filter(([left, right]) => left !== right);
};

export type Clues = ReadonlyMap<string, readonly Clue[]>;

/** By column name, over all tables of the query. `now`: ticks. */
export const cluesOf = (query: Query, now: bigint): Clues => {
  const found = new Map<string, Map<string, Clue>>();
  const stages = [query, normalize(query)];
  const behind = behindNames(namesIn(query.pipeline));
  const note = (column: string, clue: Clue): void => {
    const known = found.get(column) ?? new Map<string, Clue>();
    const { kind, path } = clue;
    const what = kind === 'text' ? `${clue.test} ${clue.needle}` : kind === 'bound' ? `${clue.op} ${String(clue.value)}` : '';
    known.set(`${kind} ${path.join('.')} ${what}`, clue);
    found.set(column, known);
  };
  const look = (expr: Expr, wanted: boolean): void => {
    const asked = askedBy(expr, now);
    if (asked) {
      for (const { column, path } of placesOf(asked.subject, behind)) {
        for (const clue of asked.clues) note(column, clue.kind === 'text' ? { ...clue, path, wanted } : { ...clue, path });
      }
    }
    if (expr.kind === 'path') for (const { column, path } of placesOf(expr, behind)) note(column, { kind: 'place', path });
  };
  for (const { pipeline } of stages) {
    visitPipeline(pipeline, {
      expr: (expr) => {
        if (expr.kind === 'not') look(expr.operand, false);
        else look(expr, true);
      },
    });
  }
  const clues = new Map([...found].map(([column, known]) => [column, [...known.values()]]));
  for (const [left, right] of partnersIn(query.pipeline)) {
    const both = [...(clues.get(left) ?? []), ...(clues.get(right) ?? [])];
    clues.set(left, both);
    clues.set(right, both);
  }
  return clues;
};

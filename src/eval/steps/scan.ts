// `scan`: sequences of rows, found in one walk over the rows in their order. The logic is that of the node's description.
import type { Expr } from '../../ir/expr.ts';
import type { ScanStage, StepOf } from '../../ir/pipeline.ts';
import { rewriteExpr } from '../../ir/traverse.ts';
import type { Column } from '../../ir/types.ts';
import { argOf, compileExpr } from '../compile-expr.ts';
import { unsupported } from '../refusal.ts';
import type { Env, Scope } from '../scope.ts';
import type { Getter, Operator, Relation, Row, Value } from '../value.ts';
import { blankOf } from '../values/blank.ts';
import { convert } from '../values/convert.ts';
import { keyOfAll } from '../values/order.ts';
import { sortRows } from './rows.ts';
import { whole } from './sinks.ts';

type Scan = StepOf<'scan'>;

/** The parts of a sequence by stage; null where a stage has none yet. */
interface State {
  readonly parts: readonly (Row | null)[];
  readonly id: bigint;
}

interface Stage {
  readonly holds: Getter;
  /** The declared cells of a row that matches. */
  readonly set: (row: Row) => readonly Value[];
  readonly shows: boolean;
}

interface Machine {
  readonly stages: readonly Stage[];
  /** A row of the data as the conditions see it in a state: its cells, the declared ones, the parts of all stages. */
  readonly seen: (row: Row, state: State | null) => Row;
}

/** `s.c` of a stage `s` as a column of its own. */
const partName = (stage: string, column: string): string => `${stage}\u0000${column}`;

const withParts = (expr: Expr, n: Scan): Expr =>
  rewriteExpr(expr, {
    expr: (e) => {
      if (e.kind !== 'path' || e.base.kind !== 'column' || e.key.kind !== 'literal' || typeof e.key.value !== 'string') return e;
      const { name } = e.base;
      if (!n.stages.some((stage) => stage.name === name)) return e;
      return { kind: 'column', span: e.span, type: e.type, name: partName(name, e.key.value), declared: true };
    },
  });

const stageOf = (n: Scan, stage: ScanStage, defaults: readonly Value[], scope: Scope): Stage => {
  if (stage.optional) unsupported('an optional step of `scan`', stage.span);
  if (stage.output === 'last') unsupported('`output=last` in `scan`', stage.span);
  const sets = new Map(stage.sets.map(({ name, expr }) => [name, argOf(withParts(expr, n), scope)]));
  const cells = n.declared.map(({ column }, i): Getter => {
    const arg = sets.get(column.name);
    return arg ? (row) => convert(arg.get(row), arg.type, column.type) : () => defaults[i] ?? null;
  });
  return {
    holds: compileExpr(withParts(stage.condition, n), scope),
    set: (row) => cells.map((get) => get(row)),
    shows: stage.output === 'all',
  };
};

const machineOf = (n: Scan, columns: readonly Column[], env: Env): Machine => {
  const defaults = n.declared.map(({ column, otherwise }): Value => {
    const arg = otherwise && argOf(otherwise, { columns: [], env, cursor: null });
    return arg ? convert(arg.get([]), arg.type, column.type) : blankOf(column.type);
  });
  const own = [...columns, ...n.declared.map(({ column }) => column)];
  const parts = n.stages.flatMap((stage) => own.map(({ name, type }): Column => ({ name: partName(stage.name, name), type })));
  const absent: Row = [...columns.map(({ type }) => blankOf(type)), ...defaults];
  const scope: Scope = { columns: [...own, ...parts], env, cursor: null };
  return {
    stages: n.stages.map((stage) => stageOf(n, stage, defaults, scope)),
    seen: (row, state) => [...row, ...defaults, ...n.stages.flatMap((_, k) => state?.parts[k] ?? absent)],
  };
};

const withPart = (state: State, k: number, part: Row): State => ({ ...state, parts: state.parts.map((one, i) => (i === k ? part : one)) });

/** One walk; `emit` is told of each match that is shown. */
const walk = (machine: Machine, rows: readonly Row[], firstId: bigint, emit: (part: Row, id: bigint) => void): bigint => {
  const states: (State | null)[] = machine.stages.map(() => null);
  let nextId = firstId;
  const fresh = (): State => {
    nextId += 1n;
    return { parts: machine.stages.map(() => null), id: nextId - 1n };
  };
  const match = (row: Row, stage: Stage, k: number): void => {
    const before = k > 0 ? (states[k - 1] ?? null) : null;
    const current = states[k] ?? null;
    const moved = before !== null && stage.holds(machine.seen(row, before)) === true;
    const from = moved ? before : current;
    const seen = machine.seen(row, from);
    if (!moved && ((current === null && k > 0) || stage.holds(seen) !== true)) return;
    const part: Row = [...row, ...stage.set(seen)];
    const state = withPart(from ?? fresh(), k, part);
    states[k] = state;
    if (moved) states[k - 1] = null;
    if (stage.shows) emit(part, state.id);
  };
  for (const row of rows) {
    for (let k = machine.stages.length - 1; k >= 0; k -= 1) {
      const stage = machine.stages[k];
      if (stage) match(row, stage, k);
    }
  }
  return nextId;
};

const partitioned = (n: Scan, { columns, rows }: Relation, env: Env): readonly (readonly Row[])[] => {
  const ordered = n.keys.length === 0 ? rows : sortRows(n.keys, columns, rows, env);
  if (n.partition.length === 0) return [ordered];
  const by = n.partition.map((expr) => argOf(expr, { columns, env, cursor: null }));
  const types = by.map(({ type }) => type);
  const groups = new Map<string, Row[]>();
  for (const row of ordered) {
    const key = keyOfAll(
      by.map(({ get }) => get(row)),
      types,
    );
    const known = groups.get(key);
    if (known) known.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()];
};

export const scan = (n: Scan, env: Env): Operator =>
  whole((all): Relation => {
    const machine = machineOf(n, all.columns, env);
    const groups = partitioned(n, all, env);
    if (groups.length > 1 && n.matchId !== null) unsupported('`scan` with `partition by` and `with_match_id`', n.span);
    const found: Row[] = [];
    let id = 0n;
    for (const group of groups)
      id = walk(machine, group, id, (part, at) => {
        found.push(n.matchId === null ? part : [...part, at]);
      });
    const matchId: readonly Column[] = n.matchId === null ? [] : [{ name: n.matchId, type: 'long' }];
    return { columns: [...all.columns, ...n.declared.map(({ column }) => column), ...matchId], rows: found };
  });

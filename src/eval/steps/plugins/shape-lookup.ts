// `geo_polygon_lookup`, `geo_line_lookup`: each row beside the rows of another table whose shape holds its position, or is not farther away than a radius.
import { withNumbered } from '../../../ir/frame.ts';
import type { PluginArg, StepOf } from '../../../ir/pipeline.ts';
import type { Column } from '../../../ir/types.ts';
import { argOf } from '../../compile-expr.ts';
import { type Edge, nearestOf } from '../../functions/geo/edges.ts';
import { isPosition } from '../../functions/geo/geojson.ts';
import { edgesOfLine, edgesOfPolygon, holds, linesOf, polygonsOf } from '../../functions/geo/shapes.ts';
import { earthRadius, type Vec, vectorOf } from '../../functions/geo/sphere.ts';
import { unsupported } from '../../refusal.ts';
import type { Arg, Env } from '../../scope.ts';
import type { Relation, Row, Value } from '../../value.ts';
import { blankOf } from '../../values/blank.ts';
import { toBagOrArray, toBool, toReal } from '../../values/convert.ts';

type Plugin = StepOf<'plugin'>;

const optionNames = ['radius', 'return_unmatched', 'join_hint', 'return_lookup_key'] as const;
type Option = (typeof optionNames)[number];

const firstOption = 4;

/** A row of the other table, and whether a position belongs to it. */
interface Entry {
  readonly row: Row;
  readonly fits: (at: Vec) => boolean;
}

const optionsOf = (n: Plugin, env: Env): ReadonlyMap<Option, Arg> => {
  const options = new Map<Option, Arg>();
  for (const [i, arg] of n.args.slice(firstOption).entries()) {
    const name = arg.kind === 'value' && arg.name !== null ? optionNames.find((option) => option === arg.name) : optionNames[i];
    if (arg.kind !== 'value' || !name) return unsupported(`\`${n.name}()\` with these arguments`, n.span);
    options.set(name, argOf(arg.value, { columns: [], env, cursor: null }));
  }
  return options;
};

const isOn = (option: Arg | undefined): boolean => option !== undefined && toBool(option.get([]), option.type) === true;

const isWithin = (edges: readonly Edge[], at: Vec, metres: number): boolean => nearestOf(edges, at).radians * earthRadius <= metres;

/** Whether a position belongs to a shape; null for what is no shape. */
const tester = (n: Plugin, value: Value, type: Column['type'], radius: number | null): ((at: Vec) => boolean) | null => {
  const json = toBagOrArray(value, type);
  if (n.name === 'geo_line_lookup') {
    const edges = linesOf(json, n)?.flatMap(edgesOfLine);
    return edges ? (at) => isWithin(edges, at, radius ?? 0) : null;
  }
  const shape = polygonsOf(json, n);
  const edges = shape?.flatMap(edgesOfPolygon) ?? [];
  return shape && ((at) => holds(shape, at) || (radius !== null && isWithin(edges, at, radius)));
};

const slotOf = (n: Plugin, arg: PluginArg | undefined, columns: readonly Column[]): number => {
  const name = arg?.kind === 'value' && arg.value.kind === 'column' ? arg.value.name : '';
  const slot = columns.findIndex((column) => column.name === name);
  return slot < 0 ? unsupported(`\`${n.name}()\` of anything but columns of the data`, n.span) : slot;
};

const positionReader = (n: Plugin, columns: readonly Column[], env: Env): ((row: Row) => Vec | null) => {
  const [lng, lat] = n.args
    .slice(2, firstOption)
    .map((arg) =>
      arg.kind === 'value' ? argOf(arg.value, { columns, env, cursor: null }) : unsupported(`\`${n.name}()\` with these arguments`, n.span),
    );
  return (row) => {
    const [x, y] = [lng, lat].map((arg) => (arg ? (toReal(arg.get(row), arg.type) ?? Number.NaN) : Number.NaN));
    return x !== undefined && y !== undefined && isPosition(x, y) ? vectorOf([x, y]) : null;
  };
};

/** The radius of `options`: null for a polygon without one; refused where it is no length, because what Kusto does then is not known. */
const radiusOf = (n: Plugin, options: ReadonlyMap<Option, Arg>): number | null => {
  const given = options.get('radius');
  if (!given) return null;
  const radius = toReal(given.get([]), given.type);
  return radius !== null && radius >= 0 ? radius : unsupported(`\`${n.name}()\` with such a radius`, n.span);
};

export const shapeLookup = (n: Plugin, { columns, rows }: Relation, env: Env): Relation => {
  const [first] = n.args;
  if (first?.kind !== 'rows') return unsupported(`\`${n.name}()\` with these arguments`, n.span);
  const options = optionsOf(n, env);
  const radius = radiusOf(n, options);
  const other = env.query(first.query);
  const key = slotOf(n, n.args[1], other.columns);
  const entries = other.rows.flatMap((row): readonly Entry[] => {
    const fits = tester(n, row[key] ?? null, other.columns[key]?.type ?? 'dynamic', radius);
    return fits ? [{ row, fits }] : [];
  });
  const shown = other.columns.flatMap((_, slot) => (slot !== key || isOn(options.get('return_lookup_key')) ? [slot] : []));
  const shownColumns = shown.flatMap((slot) => other.columns[slot] ?? []);
  const blank = shownColumns.map(({ type }) => blankOf(type));
  const unmatched = isOn(options.get('return_unmatched'));
  const read = positionReader(n, columns, env);
  return {
    columns: withNumbered(columns, shownColumns),
    rows: rows.flatMap((row): readonly Row[] => {
      const at = read(row);
      const found = at ? entries.filter(({ fits }) => fits(at)) : [];
      if (found.length === 0) return unmatched ? [[...row, ...blank]] : [];
      return found.map((entry) => [...row, ...shown.map((slot) => entry.row[slot] ?? null)]);
    }),
  };
};

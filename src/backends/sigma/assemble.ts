// A tree of Sigma lines in, named selections and a condition over them out.
import {
  type Logic,
  logicOf,
  type SigmaCondition,
  type SigmaDetection,
  type SigmaItem,
  type SigmaMap,
  type SigmaSelection,
} from './ast.ts';

const keyOf = (item: SigmaItem): string => [item.field, ...item.modifiers].join('|');

const itemsOf = (operands: readonly Logic[]): readonly SigmaItem[] =>
  operands.flatMap((operand) => (operand.kind === 'item' ? [operand.item] : []));

/** Alternatives on the same field with the same modifiers are one line with several values. Null stands alone: it is no value to list. */
const mergeAlternatives = (items: readonly SigmaItem[]): readonly SigmaItem[] => {
  const merged = new Map<string, SigmaItem>();
  for (const item of items) {
    const alone = item.modifiers.includes('all') || item.values.some((value) => value === null || value === '');
    const key = alone ? `${keyOf(item)} ${merged.size}` : keyOf(item);
    const known = merged.get(key);
    merged.set(
      key,
      known ? { ...known, values: [...known.values, ...item.values.filter((value) => !known.values.includes(value))] } : item,
    );
  }
  return [...merged.values()];
};

const identity = (logic: Logic): string => JSON.stringify(logic, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));

/** What stands twice beside itself stands once. */
const distinct = (operands: readonly Logic[]): readonly Logic[] => [
  ...new Map(operands.map((operand) => [identity(operand), operand])).values(),
];

/** `and` and `or` flat, double `not` gone, alternatives on one field one line. */
const flat = (logic: Logic): Logic => {
  if (logic.kind === 'item') return logic;
  if (logic.kind === 'not')
    return logic.operand.kind === 'not' ? flat(logic.operand.operand) : { kind: 'not', operand: flat(logic.operand) };
  const all = logic.operands.map(flat).flatMap((operand) => (operand.kind === logic.kind ? operand.operands : [operand]));
  const operands = distinct(all);
  if (logic.kind === 'and') return logicOf('and', operands);
  const merged = mergeAlternatives(itemsOf(operands)).map((item): Logic => ({ kind: 'item', item }));
  return logicOf('or', [...merged, ...operands.filter((operand) => operand.kind !== 'item')]);
};

/** Two lines with the same key as one with `all`; null: values that are alternatives, or a whole value, cannot be listed so. */
const mergeTwo = (first: SigmaItem, second: SigmaItem): SigmaItem | null => {
  const merged = first.modifiers.includes('all');
  const single = (merged || first.values.length === 1) && second.values.length === 1;
  // `all` belongs to `contains`: beside another modifier checkers of Sigma take it for a mistake.
  if (!single || !first.modifiers.includes('contains')) return null;
  return { ...first, modifiers: merged ? first.modifiers : [...first.modifiers, 'all'], values: [...first.values, ...second.values] };
};

/** Lines that all hold, as one map; null: two of them stand on the same field and cannot be one line. */
const mergeConjuncts = (items: readonly SigmaItem[]): SigmaMap | null => {
  const merged = new Map<string, SigmaItem>();
  for (const item of items) {
    const known = merged.get(keyOf(item));
    const next = known ? mergeTwo(known, item) : item;
    if (!next) return null;
    merged.set(keyOf(item), next);
  }
  return [...merged.values()];
};

/** The maps of a selection that says the whole tree; null: it takes more than one selection. */
const mapsOf = (logic: Logic): readonly SigmaMap[] | null => {
  if (logic.kind === 'item') return [[logic.item]];
  if (logic.kind === 'not') return null;
  const items = itemsOf(logic.operands);
  if (logic.kind === 'and') {
    const map = items.length === logic.operands.length ? mergeConjuncts(items) : null;
    return map && [map];
  }
  const rest = logic.operands.filter((operand) => operand.kind !== 'item').map(mapsOf);
  if (rest.some((maps) => maps === null)) return null;
  return [...items.map((item) => [item]), ...rest.flatMap((maps) => maps ?? [])];
};

const snake = (text: string): string =>
  text
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^0-9A-Za-z]+/g, '_')
    .toLowerCase();

/** Collects selections and gives them names that are not taken. */
class Names {
  readonly list: SigmaSelection[] = [];

  add(prefix: string, maps: readonly SigmaMap[]): SigmaCondition {
    const [field = ''] = [...new Set(maps.flatMap((map) => map.map((item) => item.field)))];
    const one = maps.every((map) => map.every((item) => item.field === field));
    const suffix = one || prefix === 'filter_main' ? `_${snake(field)}` : '';
    // The first selection is called `selection`, as in SigmaHQ's own rules.
    const base = this.list.length === 0 && prefix === 'selection' ? prefix : prefix + suffix;
    const name = this.#free(base);
    this.list.push({ name, maps });
    return { kind: 'ref', name };
  }

  #free(base: string): string {
    const taken = new Set(this.list.map((selection) => selection.name));
    for (let n = 1; ; n++) {
      const name = n === 1 ? base : `${base}_${n}`;
      if (!taken.has(name)) return name;
    }
  }
}

/** Alternatives that fit into one selection share it. */
const alternatives = (logic: Logic, names: Names): SigmaCondition => {
  const operands = logic.kind === 'or' ? logic.operands : [logic];
  const maps = operands.flatMap((operand) => mapsOf(operand) ?? []);
  const shared = maps.length > 0 ? [names.add('selection', maps)] : [];
  const others = operands.filter((operand) => !mapsOf(operand)).map((operand) => part(operand, names));
  return { kind: 'or', operands: [...shared, ...others] };
};

/** A part of the condition that is not a top-level conjunct. */
const part = (logic: Logic, names: Names): SigmaCondition => {
  const maps = mapsOf(logic);
  if (maps) return names.add('selection', maps);
  if (logic.kind === 'not') return { kind: 'not', operand: part(logic.operand, names) };
  if (logic.kind === 'and') return { kind: 'and', operands: conjuncts(logic.operands, 'selection', names) };
  return alternatives(logic, names);
};

/** As many lines as possible share one map; the others get selections of their own. */
const shareMap = (items: readonly SigmaItem[]): { readonly shared: SigmaMap; readonly others: readonly SigmaItem[] } => {
  let shared: SigmaMap = [];
  const taken: SigmaItem[] = [];
  const others: SigmaItem[] = [];
  for (const item of items) {
    const next = mergeConjuncts([...taken, item]);
    if (next) {
      shared = next;
      taken.push(item);
    } else others.push(item);
  }
  return { shared, others };
};

const conjuncts = (operands: readonly Logic[], negated: 'filter_main' | 'selection', names: Names): readonly SigmaCondition[] => {
  const { shared, others } = shareMap(itemsOf(operands));
  const positive = operands.filter((operand) => operand.kind !== 'item' && operand.kind !== 'not');
  const dropped = operands.flatMap((operand) => (operand.kind === 'not' ? [operand.operand] : []));
  const main = shared.length > 0 ? [names.add('selection', [shared])] : [];
  const more = [...others.map((item): Logic => ({ kind: 'item', item })), ...positive].map((logic) => part(logic, names));
  const simple = dropped.filter((logic) => mapsOf(logic));
  const hard = dropped.filter((logic) => !mapsOf(logic)).map((logic): SigmaCondition => ({ kind: 'not', operand: part(logic, names) }));
  const filters = simple.map((logic): SigmaCondition => names.add(negated, mapsOf(logic) ?? []));
  const many = negated === 'filter_main' && filters.length > 1;
  const said: readonly SigmaCondition[] = many ? [{ kind: 'oneOf', prefix: 'filter_main_' }] : filters;
  return [...main, ...more, ...hard, ...said.map((operand): SigmaCondition => ({ kind: 'not', operand }))];
};

export const assemble = (logic: Logic): SigmaDetection => {
  const tree = flat(logic);
  const names = new Names();
  const parts = tree.kind === 'and' ? tree.operands : [tree];
  // A filter takes something away; where nothing is selected there is nothing to take away from.
  const operands = conjuncts(parts, parts.every((operand) => operand.kind === 'not') ? 'selection' : 'filter_main', names);
  const [only] = operands;
  const condition: SigmaCondition = operands.length === 1 && only ? only : { kind: 'and', operands };
  return { selections: names.list, condition };
};

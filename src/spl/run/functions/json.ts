// Eval's JSON functions (Search Reference, JSON functions), and spath as a function.
import { changedAt, hasAll, type PathStep, pathOf, reached } from '../json-path.ts';
import { type JsonNode, memberOf, parseJson, printJson, shownJson } from '../json-text.ts';
import { fail } from '../refusal.ts';
import { spathOf } from '../spath.ts';
import { type Field, multi, textOf, type Value } from '../value.ts';
import { nodeOfValue, valueOfNode } from './json-values.ts';
import { type Context, type EvalFunction, fieldArg, many, textArg } from './shapes.ts';

/** A function of a JSON document: NULL when the text is none. */
const ofJson = (
  fn: string,
  least: number,
  most: number,
  apply: (node: JsonNode, rest: readonly Value[], context: Context) => Value,
): EvalFunction => ({
  least,
  most,
  apply: ([first = null, ...rest], context) => {
    const field = fieldArg(fn, first);
    const node = field === null ? null : parseJson(textOf(field));
    return node && apply(node, rest, context);
  },
});

const stepsOf = (fn: string, path: Value): readonly PathStep[] => {
  if (path === null) return fail(`${fn} takes a path`);
  return pathOf(textArg(fn, path)) ?? fail(`${fn}: the path ${textArg(fn, path)}`);
};
const keyStep = (fn: string, key: Value): readonly PathStep[] => [{ kind: 'key', key: textArg(fn, key) }];

const handed = (node: JsonNode, { asked }: Context): Value => {
  if (node.kind === 'null') return asked.is('jsonNullIsText') ? 'null' : null;
  return valueOfNode(node);
};

/** One path: the value; a path with `{}`: an array of what it reaches. */
const extracted = (node: JsonNode, steps: readonly PathStep[], context: Context): Value => {
  const found = reached(node, steps);
  const [first] = found;
  if (first === undefined) return null;
  return hasAll(steps) ? printJson({ kind: 'array', items: found }) : handed(first, context);
};

type StepsOf = (fn: string, path: Value) => readonly PathStep[];
const extract = (fn: string, steps: StepsOf): EvalFunction =>
  ofJson(fn, 1, many, (node, paths, context) => {
    const [only] = paths;
    if (only === undefined) return printJson(node);
    if (paths.length === 1) return extracted(node, steps(fn, only), context);
    const items = paths.map((path): JsonNode => nodeOfValue(extracted(node, steps(fn, path), context)));
    return printJson({ kind: 'array', items });
  });

const pairs = (fn: string, args: readonly Value[]): readonly (readonly [Value, Value])[] => {
  if (args.length % 2 !== 0) return fail(`${fn} takes paths and values in pairs`);
  return args.flatMap((path, at) => (at % 2 === 0 ? [[path, args[at + 1] ?? null] as const] : []));
};

/** Changes the document at each path in turn. */
const changing = (fn: string, steps: StepsOf, change: (old: JsonNode | undefined, value: JsonNode) => JsonNode | undefined): EvalFunction =>
  ofJson(fn, 3, many, (node, rest) => {
    const done = pairs(fn, rest).reduce<JsonNode | undefined>(
      (so, [path, value]) => changedAt(so, steps(fn, path), (old) => change(old, nodeOfValue(value))),
      node,
    );
    return done ? printJson(done) : null;
  });

const appended = (old: JsonNode | undefined, values: readonly JsonNode[]): JsonNode | undefined => {
  if (old === undefined) return undefined;
  return { kind: 'array', items: [...(old.kind === 'array' ? old.items : [old]), ...values] };
};

const object: EvalFunction = {
  least: 0,
  most: many,
  apply: (args) =>
    printJson({
      kind: 'object',
      entries: pairs('json_object', args).map(([key, value]) => [textArg('json_object', key), nodeOfValue(value)]),
    }),
};

const remove = ofJson('json_delete', 2, many, (node, keys) => {
  const done = keys.reduce<JsonNode | undefined>((so, key) => changedAt(so, stepsOf('json_delete', key), () => undefined), node);
  return done ? printJson(done) : null;
});

const entries = ofJson('json_entries', 1, 1, (node) => {
  if (node.kind !== 'object') return null;
  const items = node.entries.map(
    ([key, value]): JsonNode => ({
      kind: 'object',
      entries: [
        ['key', { kind: 'string', value: key }],
        ['value', value],
      ],
    }),
  );
  return printJson({ kind: 'array', items });
});

const toMv = ofJson('json_array_to_mv', 1, 2, (node, [quoted = false]) =>
  node.kind === 'array' ? multi(node.items.map(quoted === true ? printJson : shownJson)) : null,
);

const keys = ofJson('json_keys', 1, 1, (node) =>
  node.kind === 'object' ? printJson({ kind: 'array', items: node.entries.map(([key]) => ({ kind: 'string', value: key })) }) : null,
);

const hasKey = ofJson('json_has_key_exact', 2, 2, (node, [key = null]) => memberOf(node, textArg('json_has_key_exact', key)) !== undefined);

const valid: EvalFunction = {
  least: 1,
  most: 1,
  apply: ([value = null]) => {
    const field = fieldArg('json_valid', value);
    return field === null ? null : parseJson(textOf(field)) !== null;
  },
};

const spath: EvalFunction = {
  least: 2,
  most: 2,
  apply: ([value = null, path = null]): Field | null => {
    const field = fieldArg('spath', value);
    return field === null || path === null ? null : spathOf(textOf(field), textArg('spath', path));
  },
};

export const jsonFunctions: ReadonlyMap<string, EvalFunction> = new Map<string, EvalFunction>([
  ['json', ofJson('json', 1, 1, (node) => printJson(node))],
  ['json_append', changing('json_append', stepsOf, (old, value) => appended(old, [value]))],
  ['json_array', { least: 0, most: many, apply: (args) => printJson({ kind: 'array', items: args.map(nodeOfValue) }) }],
  ['json_array_to_mv', toMv],
  ['json_delete', remove],
  ['json_entries', entries],
  ['json_extend', changing('json_extend', stepsOf, (old, value) => appended(old, value.kind === 'array' ? value.items : [value]))],
  ['json_extract', extract('json_extract', stepsOf)],
  ['json_extract_exact', extract('json_extract_exact', keyStep)],
  ['json_has_key_exact', hasKey],
  ['json_keys', keys],
  ['json_object', object],
  ['json_set', changing('json_set', stepsOf, (_, value) => value)],
  ['json_set_exact', changing('json_set_exact', keyStep, (_, value) => value)],
  ['json_valid', valid],
  ['spath', spath],
]);

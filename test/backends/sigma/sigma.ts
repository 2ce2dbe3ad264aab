// A query text in, its Sigma rule and findings out, for the tests of this folder.
import { load, loadAll } from 'js-yaml';
import type { TargetProfile } from '../../../src/backends/shared/fields.ts';
import { FindingList } from '../../../src/backends/shared/findings.ts';
import { isThresholded, legalize } from '../../../src/backends/shared/legalize.ts';
import { backend } from '../../../src/backends/sigma/index.ts';
import { bind } from '../../../src/frontend/bind/bind.ts';
import { parse } from '../../../src/frontend/parse.ts';
import { builtinSchema } from '../../../src/frontend/schema/schema.ts';
import { normalize } from '../../../src/ir/normalize.ts';
import { emptyMeta, type RuleMeta } from '../../../src/ir/rule.ts';

export interface Options {
  readonly profile?: TargetProfile;
  readonly meta?: Partial<RuleMeta>;
  readonly unmapped?: 'error' | 'keep';
  readonly allow?: readonly string[];
}

export interface Emitted {
  readonly text: string | null;
  /** `RMMC3601 assumption` */
  readonly findings: readonly string[];
  readonly messages: readonly string[];
}

/** @throws when the query does not bind */
export const sigma = (query: string, options: Options = {}): Emitted => {
  const { query: bound, diagnostics } = bind(parse(query).ast, builtinSchema());
  if (!bound) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  const normal = normalize(bound);
  const findings = new FindingList(isThresholded(normal), new Set(options.allow));
  const context = {
    meta: { ...emptyMeta, ...options.meta },
    profile: options.profile ?? {},
    options: { unmapped: options.unmapped ?? ('error' as const) },
    findings,
  };
  const legal = legalize(backend, normal, context);
  const ast = findings.refused ? null : backend.lower(legal, context);
  return {
    text: ast === null || findings.refused ? null : backend.print(ast),
    findings: findings.list.map(({ code, fidelity }) => `${code} ${fidelity}`),
    messages: findings.list.map(({ message }) => message),
  };
};

type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

/** The rule as data. @throws when there is none */
export const ruleOf = (query: string, options: Options = {}): { readonly [key: string]: Value } => {
  const { text, messages } = sigma(query, options);
  if (text === null) throw new Error(messages.join('; '));
  return load(text) as { readonly [key: string]: Value };
};

/** The detection of `DeviceProcessEvents | where …`. */
export const detectionOf = (condition: string, options: Options = {}): Value => {
  const { detection } = ruleOf(`DeviceProcessEvents | where ${condition}`, options);
  return detection ?? null;
};

/** The one selection of `DeviceProcessEvents | where …`. @throws when there are several */
export const selectionOf = (condition: string, options: Options = {}): Value => {
  const detection = detectionOf(condition, options) as { readonly [key: string]: Value };
  const { condition: said, ...selections } = detection;
  const [only] = Object.values(selections);
  if (said !== 'selection' || Object.keys(selections).length !== 1) throw new Error(JSON.stringify(detection));
  return only ?? null;
};

/** One document of a correlation's file. */
export interface Document {
  readonly title: string;
  readonly id: string;
  readonly name?: string;
  readonly detection?: Readonly<Record<string, unknown>>;
  readonly correlation?: { readonly rules: readonly string[]; readonly [key: string]: unknown };
}

/** @throws when the query is refused */
export const documentsOf = (query: string, options: Options = {}): readonly Document[] => {
  const { text, messages } = sigma(query, options);
  if (text === null) throw new Error(messages.join('; '));
  return loadAll(text) as unknown as readonly Document[];
};

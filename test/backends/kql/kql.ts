// A query text in, its normalized KQL out, for the tests of this folder.
import { backend } from '../../../src/backends/kql/index.ts';
import { FindingList } from '../../../src/backends/shared/findings.ts';
import { legalize } from '../../../src/backends/shared/legalize.ts';
import { bind } from '../../../src/frontend/bind/bind.ts';
import { parse } from '../../../src/frontend/parse.ts';
import { builtinSchema, type EnvironmentChoice } from '../../../src/frontend/schema/schema.ts';
import { normalize } from '../../../src/ir/normalize.ts';
import { emptyMeta } from '../../../src/ir/rule.ts';

/** Null: the query is broken or uses what is not translated. */
export const kqlOrNull = (text: string, environment: EnvironmentChoice = 'auto'): string | null => {
  const parsed = parse(text);
  if (parsed.diagnostics.some(({ severity }) => severity === 'error')) return null;
  const { query } = bind(parsed.ast, builtinSchema(environment));
  if (!query) return null;
  const findings = new FindingList(false, new Set());
  const context = { meta: emptyMeta, profile: {}, options: { unmapped: 'error' as const }, findings };
  const ast = backend.lower(legalize(backend, normalize(query), context), context);
  return findings.refused ? null : backend.print(ast);
};

/** @throws when there is no output */
export const kql = (text: string): string => {
  const printed = kqlOrNull(text);
  if (printed === null) throw new Error(`no output for ${text}`);
  return printed;
};

/** The stages of a query over DeviceProcessEvents, without the table. */
export const stages = (text: string): string => kql(`DeviceProcessEvents | ${text}`).split('\n').slice(1).join('\n').trimEnd();

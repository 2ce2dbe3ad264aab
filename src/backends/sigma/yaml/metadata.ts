// Facts about a rule in, the parts of a Sigma rule that describe it out: nothing is invented.
import type { RuleMeta } from '../../../ir/rule.ts';
import type { SigmaRule } from '../ast.ts';

/** Sigma's limit. */
const longestTitle = 256;

export const titleOf = (meta: RuleMeta, table: string): string => {
  const name = (meta.name ?? '').replace(/\s+/g, ' ').trim();
  return (name === '' ? `Query Over ${table}` : name).slice(0, longestTitle);
};

export const descriptionOf = (meta: RuleMeta): string | null => {
  const lines = (meta.description ?? '').split(/\r?\n/).map((line) => line.trimEnd());
  const text = lines.join('\n').trim();
  return text === '' ? null : text;
};

const tagForm = /^[a-z0-9_-]+\.[a-z0-9._-]+$/;

/** `CommandAndControl` is `command-and-control`. */
const kebab = (tactic: string): string =>
  tactic
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .replace(/[\s_]+/g, '-')
    .toLowerCase();

/** A rule without a schedule is a hunting query. */
const isHunting = (meta: RuleMeta): boolean => meta.kind === null && meta.severity === null;

export const tagsOf = (meta: RuleMeta): readonly string[] => {
  const attack = [...meta.tactics.map(kebab), ...meta.techniques.map((technique) => technique.toLowerCase())].map(
    (name) => `attack.${name}`,
  );
  const hunting = isHunting(meta) ? ['detection.threat-hunting'] : [];
  return [...new Set([...attack, ...hunting])].filter((tag) => tagForm.test(tag));
};

const levels: ReadonlyMap<string, SigmaRule['level']> = new Map([
  ['informational', 'informational'],
  ['low', 'low'],
  ['medium', 'medium'],
  ['high', 'high'],
]);

/** Hunting queries have no severity: `medium`, the level that SigmaHQ gives to tools that administrators use too. */
export const levelNamed = (severity: string | null): SigmaRule['level'] => levels.get((severity ?? '').toLowerCase()) ?? 'medium';

export const levelOf = (meta: RuleMeta): SigmaRule['level'] => levelNamed(meta.severity);

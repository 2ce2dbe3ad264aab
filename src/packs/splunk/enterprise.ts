// A rule in; the keys that make its saved search a correlation search of Enterprise Security out.
import type { PackRule } from '../pack.ts';
import { descriptionOf, inert, prose } from './prose.ts';
import { severityOf } from './severity.ts';
import { domainOf, entitiesOf, techniquesOf } from './subject.ts';

/** JSON here is compact: with blanks in it some versions lose the annotations. */
export const enterpriseKeys = (rule: PackRule, name: string): readonly (readonly [string, string])[] => {
  const { notable, risk } = severityOf(rule.meta.severity);
  const techniques = techniquesOf(rule);
  const entities = entitiesOf(rule);
  const [first] = entities;
  const title = prose(inert(rule.title));
  const objects = entities.map(({ field, type }) => ({ risk_object_field: field, risk_object_type: type, risk_score: risk }));
  const annotations = techniques.length > 0 ? { mitre_attack: techniques } : {};
  return [
    ['action.correlationsearch.enabled', '1'],
    ['action.correlationsearch.label', prose(name)],
    ['action.correlationsearch.annotations', JSON.stringify(annotations)],
    ...(rule.schedule.scheduled
      ? ([
          ['action.notable', '1'],
          ['action.notable.param.rule_title', title],
          ['action.notable.param.rule_description', inert(descriptionOf(rule))],
          ['action.notable.param.security_domain', domainOf(rule)],
          ['action.notable.param.severity', notable],
        ] as const)
      : []),
    ...(rule.schedule.scheduled && first
      ? ([
          ['action.risk', '1'],
          ['action.risk.param._risk', JSON.stringify(objects)],
          ['action.risk.param._risk_message', `${title} on $${first.field}$`],
          ['action.risk.param._risk_score', '0'],
          ['action.risk.param.verbose', '0'],
        ] as const)
      : []),
  ];
};

// Rules in; files for Microsoft Sentinel and Defender XDR out: YAML for contributions, ARM templates that install, custom detections for Graph.
import { type Diagnostic, isError, report } from '../../diagnostics/diagnostic.ts';
import type { Pack, Packed, PackRule, PackSettings, Piece } from '../pack.ts';
import { templates } from './arm.ts';
import { detectionOf, isDefenderRule, missingIn, periodOf } from './defender.ts';
import { type SentinelRule, sentinelRule } from './facts.ts';
import { graphDetection } from './graph.ts';
import { limitsOf } from './limits.ts';
import { yamlOf } from './yaml.ts';

const whole = (path: string, text: string): Piece => ({ path, text, kind: 'whole' });

/** A hunting query need not become a detection: for it the finding is a remark. */
const lacking = (rule: PackRule, alert: boolean): Diagnostic | null => {
  const { frame, pipeline } = rule.query;
  if (frame.open) return null;
  const missing = missingIn(frame);
  const back = missing.length === 0 && periodOf(rule) === null ? ['history beyond 30 days'] : missing;
  if (back.length === 0) return null;
  const found = report('RMMC8074', pipeline.source.span, { missing: back.join(', no ') });
  return alert ? found : { ...found, severity: 'info' };
};

const detection = (rule: PackRule, facts: SentinelRule, settings: PackSettings, findings: Diagnostic[]): readonly Piece[] => {
  if (!isDefenderRule(rule)) return [];
  const lack = lacking(rule, facts.alert !== null);
  if (lack) findings.push(lack);
  const period = periodOf(rule);
  if (lack || period === null || missingIn(rule.query.frame).length > 0) return [];
  const form = settings.defenderApi === 'v1.0' ? graphDetection : detectionOf;
  return [whole(`defender/${rule.slug}.json`, `${JSON.stringify(form(facts, rule.query.frame, period), null, 2)}\n`)];
};

const open = (settings: PackSettings) => {
  const arm = templates(settings.name);
  const add = (rule: PackRule): Packed => {
    const findings: Diagnostic[] = [];
    const facts = sentinelRule(rule, settings, findings);
    findings.push(...limitsOf(facts));
    if (findings.some(isError)) return { pieces: [], findings };
    const folder = facts.alert === null ? 'hunting' : 'analytics';
    const pieces = [whole(`${folder}/${rule.slug}.yaml`, yamlOf(facts)), ...detection(rule, facts, settings, findings), ...arm.add(facts)];
    return { pieces, findings };
  };
  return { add, end: arm.end };
};

export const pack: Pack = { tune: (options) => options, open, archives: () => [] };

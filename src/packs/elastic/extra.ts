// What an overlay adds to a Kibana rule in (texts); the keys with values of Kibana's types, and findings on what Kibana would not take, out.
import { type Diagnostic, report } from '../../diagnostics/diagnostic.ts';
import { nowhere } from '../../diagnostics/span.ts';
import { oneLine, plainText } from './free-text.ts';

type Kind = 'text' | 'whole' | 'bool' | 'texts';

/** The keys that an overlay may set. What a rule is made of (its query, id, threat objects) is not among them. */
const kinds: ReadonlyMap<string, Kind> = new Map([
  ['setup', 'text'],
  ['license', 'text'],
  ['namespace', 'text'],
  ['timestamp_override', 'text'],
  ['rule_name_override', 'text'],
  ['building_block_type', 'text'],
  ['timeline_id', 'text'],
  ['timeline_title', 'text'],
  ['max_signals', 'whole'],
  ['version', 'whole'],
  ['risk_score', 'whole'],
  ['timestamp_override_fallback_disabled', 'bool'],
  ['author', 'texts'],
]);

const mostRisk = 100;

const whole = (key: string, text: string): number | null => {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : null;
  if (value === null) return null;
  if (key === 'risk_score') return value <= mostRisk ? value : null;
  return value >= 1 ? value : null;
};

const readValue = (key: string, kind: Kind, text: string): unknown => {
  if (text === '') return null;
  if (key === 'building_block_type') return text === 'default' ? text : null;
  if (kind === 'text') return key === 'setup' ? plainText(text) : text;
  if (kind === 'whole') return whole(key, text);
  if (kind === 'texts')
    return text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
  return text === 'true' ? true : text === 'false' ? false : null;
};

export interface Extra {
  readonly keys: Readonly<Record<string, unknown>>;
  readonly findings: readonly Diagnostic[];
}

export const extraOf = (given: Readonly<Record<string, string>> | undefined): Extra => {
  const keys: Record<string, unknown> = {};
  const findings: Diagnostic[] = [];
  const refuse = (key: string, why: string): void => {
    findings.push(report('RMMC8045', nowhere, { key: oneLine(key), why }));
  };
  for (const [key, text] of Object.entries(given ?? {})) {
    const kind = kinds.get(key);
    if (!kind) {
      refuse(key, 'no key of a Kibana rule that an overlay sets');
      continue;
    }
    const value = readValue(key, kind, kind === 'text' && key === 'setup' ? text.trim() : oneLine(text));
    if (value === null || (Array.isArray(value) && value.length === 0)) refuse(key, 'Kibana does not take its value');
    else keys[key] = value;
  }
  return { keys, findings };
};

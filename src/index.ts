// The library's one door: text in, text out, no disk and no network.
export { backends, profileKeys } from './backends/registry.ts';
export type { TargetName } from './backends/shared/backend.ts';
export type { Profile, TableProfile, TargetProfile } from './backends/shared/fields.ts';
export { type ResultClause, type RuleResult, type TranslateOptions, type TranslateResult, translate } from './compile.ts';
export { type Config, type ParsedConfig, parseConfig } from './config/parse-config.ts';
export type { Fidelity, Severity } from './diagnostics/diagnostic.ts';
export type { LocatedDiagnostic } from './diagnostics/located.ts';
export { type Paint, renderDiagnostic } from './diagnostics/render.ts';
export { packNames } from './packs/pack-names.ts';
export { type ReadOptions, type ReadResult, type RuleUnit, readRules } from './rules/read-rules.ts';

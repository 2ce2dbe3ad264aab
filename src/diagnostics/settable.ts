// Which diagnostics a user may set to another severity, or off: those that leave a rule usable and belong to no target.
import type { Code } from './codes.ts';
import { codes } from './codes.ts';
import type { Severity } from './diagnostic.ts';

export type SeveritySetting = Severity | 'off';

export const severitySettings: readonly SeveritySetting[] = ['off', 'info', 'warning', 'error'];

export const isCode = (name: string): name is Code => Object.hasOwn(codes, name);

/** The severity that a code has by itself; `fidelity` when it depends on the finding. */
export const ownSeverity = (code: Code): Severity | 'fidelity' => codes[code].severity;

/** Families of which a rule can have warnings. */
const families = /^RMMC(?:10|11|20|60)/;

/** Errors stay errors (there is no usable rule behind them), and a fidelity is no matter of taste. */
export const isSettable = (code: Code): boolean => families.test(code) && (ownSeverity(code) === 'warning' || ownSeverity(code) === 'info');

export const settableCodes: readonly Code[] = (Object.keys(codes) as Code[]).filter(isSettable);

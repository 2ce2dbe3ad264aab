// One diagnostic: a code with its parameters already spelt out, pointing at a span of the query. Frozen data, JSON in and out.

import type { Fidelity, Row, Severity } from './codes/says.ts';
import { type Code, codes, type ParamsOf } from './codes.ts';
import type { Span } from './span.ts';

export type { Fidelity, Severity } from './codes/says.ts';

/** A replacement that is sure: `text` in the place of `span`. */
export interface Fix {
  readonly span: Span;
  readonly text: string;
}

export interface Diagnostic {
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  readonly help?: string;
  readonly span: Span;
  /** Set on fidelity findings. */
  readonly fidelity?: Fidelity;
  /** Set where the next step is mechanical. */
  readonly fix?: Fix;
}

const order: readonly Fidelity[] = ['exact', 'assumption', 'widening', 'narrowing', 'refused'];

export const isError = ({ severity }: { readonly severity: Severity }): boolean => severity === 'error';

/** The worse of two classes. */
export const worse = (a: Fidelity, b: Fidelity): Fidelity => (order.indexOf(a) >= order.indexOf(b) ? a : b);

/** assumption: info; widening: warning; narrowing and refused: error. */
export const severityOf = (fidelity: Fidelity): Severity =>
  ({ exact: 'info', assumption: 'info', widening: 'warning', narrowing: 'error', refused: 'error' })[fidelity] as Severity;

/**
 * Makes a diagnostic. The code fixes the parameters; fidelity codes need the class as well.
 * @example report('RMMC2001', span, { name: 'AccountUpn', table: 'DeviceNetworkEvents' })
 */
export function report<C extends Code>(code: C, span: Span, params: ParamsOf<C>, fidelity?: Fidelity): Diagnostic {
  const row = codes[code] as unknown as Row<ParamsOf<C>>;
  const severity = row.severity === 'fidelity' ? severityOf(fidelity ?? 'refused') : row.severity;
  const help = row.help?.(params);
  return {
    code,
    severity,
    message: row.text(params),
    span,
    ...(help === undefined ? {} : { help }),
    ...(fidelity === undefined ? {} : { fidelity }),
  };
}

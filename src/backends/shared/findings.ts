// Collects what a target could not say exactly, each finding on the span of the KQL that it is about.
import type { Code, ParamsOf } from '../../diagnostics/codes.ts';
import { type Diagnostic, type Fidelity, report } from '../../diagnostics/diagnostic.ts';
import type { Span } from '../../diagnostics/span.ts';

/**
 * Where an inexact test stands. `kept`: its truth keeps the row. `negated`: its truth drops the row (under `not`, on the right of an anti-join).
 * `value`: it is computed into a column, so either direction may do harm.
 */
export type Position = 'kept' | 'negated' | 'value';

export interface Findings {
  /** The same rows, if the assumption that the message names holds. */
  assume<C extends Code>(code: C, span: Span, params: ParamsOf<C>): void;
  /** The emitted test is true more often (`over`) or less often (`under`) than KQL's. Position decides whether that widens or narrows the rule. */
  inexact<C extends Code>(code: C, span: Span, params: ParamsOf<C>, effect: 'over' | 'under', position: Position): void;
  /** The target gives all rows that KQL gives, and maybe more, whatever stands around it. */
  widen<C extends Code>(code: C, span: Span, params: ParamsOf<C>): void;
  /** The target cannot say it; there will be no output. */
  refuse<C extends Code>(code: C, span: Span, params: ParamsOf<C>): void;
  /** Said on a part that has no influence on which events match and that the target has no place for (Sigma: aggregation). Output is kept. */
  leaveOut<C extends Code>(code: C, span: Span, params: ParamsOf<C>): void;
}

const classOf = (effect: 'over' | 'under', position: Position): Fidelity => {
  if (position === 'value') return 'narrowing';
  return (effect === 'over') === (position === 'kept') ? 'widening' : 'narrowing';
};

export class FindingList implements Findings {
  readonly list: Diagnostic[] = [];
  /** True once the target must not print. */
  refused = false;
  readonly #thresholded: boolean;
  readonly #allow: ReadonlySet<string>;

  /**
   * @param thresholded a later filter looks at counts or at a limited set of rows, so that one event too many may lose a result
   * @param allow codes of narrowings that the user accepts
   */
  constructor(thresholded: boolean, allow: ReadonlySet<string>) {
    this.#thresholded = thresholded;
    this.#allow = allow;
  }

  assume<C extends Code>(code: C, span: Span, params: ParamsOf<C>): void {
    this.#add(report(code, span, params, 'assumption'));
  }

  inexact<C extends Code>(code: C, span: Span, params: ParamsOf<C>, effect: 'over' | 'under', position: Position): void {
    const fidelity = this.#thresholded ? 'narrowing' : classOf(effect, position);
    if (fidelity !== 'narrowing') {
      this.#add(report(code, span, params, fidelity));
      return;
    }
    const allowed = this.#allow.has(code);
    if (!allowed) this.refused = true;
    const finding = report(code, span, params, 'narrowing');
    const help = allowed ? 'accepted by --allow' : `events may be lost; accept it with --allow ${code}`;
    this.#add({ ...finding, severity: allowed ? 'warning' : 'error', help });
  }

  widen<C extends Code>(code: C, span: Span, params: ParamsOf<C>): void {
    this.#add(report(code, span, params, 'widening'));
  }

  refuse<C extends Code>(code: C, span: Span, params: ParamsOf<C>): void {
    this.refused = true;
    this.#add(report(code, span, params, 'refused'));
  }

  leaveOut<C extends Code>(code: C, span: Span, params: ParamsOf<C>): void {
    this.#add({ ...report(code, span, params, 'refused'), severity: 'warning' });
  }

  #add(finding: Diagnostic): void {
    const twice = this.list.some(
      (other) =>
        other.code === finding.code &&
        other.span.start === finding.span.start &&
        other.span.end === finding.span.end &&
        other.message === finding.message,
    );
    if (!twice) this.list.push(finding);
  }
}

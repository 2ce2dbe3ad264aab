// Names for the columns of one step: what was written or derived in, a name that is unique in the step out.
import type { Span } from '../../diagnostics/span.ts';
import type { Binder } from './scope.ts';

export interface ColumnNames {
  /**
   * The name of the next column. `written`: by the author; `derived`: from the expression (null: `Column1`, `Column2` …).
   * A written name, or the name of a plain column (`isColumn`), that was written before is an error; any other name that is taken gets a number.
   */
  declare(written: string | null, derived: string | null, isColumn: boolean, span: Span): string;
  has(name: string): boolean;
}

export const columnNames = (b: Pick<Binder, 'report' | 'nextUnnamed'>, taken: Iterable<string>): ColumnNames => {
  const used = new Set(taken);
  const fixedNames = new Set<string>();
  const counters = new Map<string, number>();
  const unique = (name: string): string => {
    let candidate = name;
    let n = counters.get(name) ?? 0;
    while (used.has(candidate)) {
      n += 1;
      candidate = `${name}${n}`;
    }
    counters.set(name, n);
    return candidate;
  };
  return {
    has: (name) => used.has(name),
    declare(written, derived, isColumn, span) {
      const fixed = written ?? (isColumn ? derived : null);
      if (fixed !== null && fixedNames.has(fixed)) b.report('RMMC2008', span, { name: fixed });
      if (fixed !== null) fixedNames.add(fixed);
      const name = fixed !== null ? unique(fixed) : derived !== null ? unique(derived) : b.nextUnnamed((taken) => used.has(taken));
      used.add(name);
      return name;
    },
  };
};

// An expression in; whether it reads other rows than the row at hand (`prev`) out. Which rows those are depends on where it stands.
import type { Expr } from './expr.ts';
import { windowFns } from './functions.ts';
import { childrenOf } from './traverse.ts';

const windows: ReadonlySet<string> = new Set(windowFns);

/** Queries inside the expression have rows of their own. */
export const looksAround = (expr: Expr): boolean => (expr.kind === 'call' && windows.has(expr.fn)) || childrenOf(expr).some(looksAround);

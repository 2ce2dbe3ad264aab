// A function that may find no value in, one that gives the empty text then out: a string is never null.
import type { Fn } from '../scope.ts';

export const orEmpty =
  (fn: Fn): Fn =>
  (call) => {
    const get = fn(call);
    return (row) => get(row) ?? '';
  };

// What must be undone even if this process is ended: cleanups in; they run when the process exits, is interrupted or terminated.
import { constants } from 'node:os';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const cleanups = new Set<() => void>();

const runAll = (): void => {
  for (const cleanup of [...cleanups]) {
    cleanups.delete(cleanup);
    try {
      cleanup();
    } catch (failure) {
      process.stderr.write(`${failure instanceof Error ? failure.message : String(failure)}\n`);
    }
  }
};

const onSignal = (signal: NodeJS.Signals): void => process.exit(128 + constants.signals[signal]);

/**
 * Runs `cleanup` when the process ends before the returned function was called. It has to be synchronous: nothing else is done on exit. While there are cleanups,
 * signals end the process by `process.exit`.
 */
export const atExit = (cleanup: () => void): (() => void) => {
  if (cleanups.size === 0) {
    process.on('exit', runAll);
    for (const signal of signals) process.on(signal, onSignal);
  }
  cleanups.add(cleanup);
  return () => {
    if (!cleanups.delete(cleanup) || cleanups.size > 0) return;
    process.off('exit', runAll);
    for (const signal of signals) process.off(signal, onSignal);
  };
};

// A program and its input in; what it printed out. Programs end with this process at the latest.
import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { atExit } from './exit.ts';

export type Env = Readonly<Record<string, string | undefined>>;

export interface Run {
  /** null: ended by a signal, or not started. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The end of what a program said, for messages. */
export const lastLines = (text: string, count = 3): string => text.trim().split('\n').slice(-count).join(' ').slice(-600);

/** A group of its own: what the program has started ends with it. */
const start = (command: string, args: readonly string[], env: Env): ChildProcessWithoutNullStreams =>
  spawn(command, [...args], { stdio: ['pipe', 'pipe', 'pipe'], env: { ...env }, detached: process.platform !== 'win32' });

export const endGroup = (child: ChildProcess, signal: NodeJS.Signals): void => {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    child.kill(signal);
  }
};

const graceSeconds = 10;

/** Ends a program: `signal` by process id, SIGKILL when it is still there after ten seconds. */
export const end = (child: ChildProcess, ask: () => void): Promise<void> =>
  new Promise((resolve) => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return resolve();
    const timer = setTimeout(() => endGroup(child, 'SIGKILL'), graceSeconds * 1000);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    ask();
  });

export interface Started {
  readonly child: ChildProcessWithoutNullStreams;
  /** SIGTERM by process id, SIGKILL when that does not help. */
  stop(): Promise<void>;
}

/** A program that ends with this process at the latest. */
export const startProgram = (command: string, args: readonly string[], env: Env): Started => {
  const child = start(command, args, env);
  const release = atExit(() => endGroup(child, 'SIGKILL'));
  child.once('exit', release);
  child.once('error', release);
  child.stdin.on('error', () => undefined);
  return { child, stop: () => end(child, () => endGroup(child, 'SIGTERM')) };
};

/** Never rejects: a program that cannot be started has no status and its error as `stderr`. It is ended after `seconds`. */
export const run = (command: string, args: readonly string[], options: { input?: string; seconds: number; env: Env }): Promise<Run> =>
  new Promise((resolve) => {
    const { child } = startProgram(command, args, options.env);
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    const done = (status: number | null, more = ''): void => {
      clearTimeout(timer);
      resolve({ status, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() + more });
    };
    const timer = setTimeout(() => {
      endGroup(child, 'SIGKILL');
      done(null, `\nnot done after ${options.seconds} s`);
    }, options.seconds * 1000);
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.once('error', (error) => done(null, error.message));
    child.once('close', (status) => done(status));
    child.stdin.end(options.input ?? '');
  });

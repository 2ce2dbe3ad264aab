// A program in that reads a line and writes a line; questions to it and its answers out, while it is kept running.
import { type Env, end, endGroup, lastLines, type Started, startProgram } from './process.ts';

export interface Lines {
  /** @throws Error when the program ends, says nothing in time or says more than one line; the next question starts it anew */
  ask(line: string): Promise<string>;
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (line: string) => void;
  readonly reject: (error: Error) => void;
}

/** One run of the program: it is asked one line at a time. `onGone` tells that it takes no more. */
const conversation = (name: string, started: Started, onGone: () => void) => {
  const { child } = started;
  let waiting: Waiting | null = null;
  let heard = '';
  let stderr = '';
  const gone = (why: string): void => {
    onGone();
    waiting?.reject(new Error(`${name} ${why}${stderr.trim() === '' ? '' : `: ${lastLines(stderr)}`}`));
    waiting = null;
  };
  const hear = (line: string): void => {
    const answered = waiting;
    waiting = null;
    if (answered) {
      answered.resolve(line);
      return;
    }
    gone('said something unasked');
    endGroup(child, 'SIGKILL');
  };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = `${heard}${chunk}`.split('\n');
    heard = parts.pop() ?? '';
    for (const line of parts) if (line !== '') hear(line);
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr = `${stderr}${chunk}`.slice(-4000);
  });
  child.once('error', (error) => gone(`does not start (${error.message})`));
  child.once('close', (status, signal) => gone(`ended with ${status ?? signal}`));
  const ask = (line: string, seconds: number): Promise<string> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        gone(`did not answer within ${seconds} s`);
        endGroup(child, 'SIGKILL');
      }, seconds * 1000);
      const settled = <T>(settle: (value: T) => void) => {
        return (value: T): void => {
          clearTimeout(timer);
          settle(value);
        };
      };
      waiting = { resolve: settled(resolve), reject: settled(reject) };
      child.stdin.write(`${line}\n`);
    });
  return { ask, close: () => end(child, () => child.stdin.end()) };
};

/** A program that reads a line and writes a line, started with the first question. Questions wait for each other. */
export const linesOf = (name: string, command: string, args: readonly string[], options: { env: Env; seconds?: number }): Lines => {
  let now: ReturnType<typeof conversation> | null = null;
  let last: Promise<unknown> = Promise.resolve();
  const open = (): ReturnType<typeof conversation> => {
    const opened = conversation(name, startProgram(command, args, options.env), () => {
      if (now === opened) now = null;
    });
    now = opened;
    return opened;
  };
  return {
    ask: (line) => {
      if (line.includes('\n')) throw new Error(`a question to ${name} is one line`);
      const answer = last.then(() => (now ?? open()).ask(line, options.seconds ?? 120));
      last = answer.catch(() => undefined);
      return answer;
    },
    close: async () => {
      await now?.close();
    },
  };
};

// Where people look: colours, the progress line, and pipes that close early.
import pc from 'picocolors';
import type { Paint } from '../diagnostics/render.ts';

export interface Stream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

const painted: Paint = { error: pc.red, warning: pc.yellow, info: pc.cyan, bold: pc.bold, dim: pc.dim };
const same = (text: string): string => text;
const bare: Paint = { error: same, warning: same, info: same, bold: same, dim: same };

/** Colours for a stream: none when it is no terminal or NO_COLOR is set, always with FORCE_COLOR. */
export const paintFor = (stream: Stream): Paint => {
  if (process.env.NO_COLOR) return bare;
  return pc.isColorSupported && (stream.isTTY || process.env.FORCE_COLOR) ? painted : bare;
};

export interface Progress {
  step(name: string): void;
  done(): void;
}

const progressFrom = 20;

/** One line that is overwritten; only on a terminal and for more than a handful of files. */
export const progress = (stream: Stream, total: number): Progress => {
  if (!stream.isTTY || total <= progressFrom) return { step: () => undefined, done: () => undefined };
  const clear = '\r\u001b[K';
  let count = 0;
  return {
    step: (name) => {
      count += 1;
      const line = `${String(count).padStart(String(total).length)}/${total} ${name.replace(/[\u0000-\u001f\u007f-\u009f]/g, '?')}`;
      stream.write(clear + line.slice(0, (stream.columns ?? 80) - 1));
    },
    done: () => stream.write(clear),
  };
};

/** `rmmc … | head` is no error: a closed pipe ends the process quietly. */
export const endQuietlyOnClosedPipe = (): void => {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
      throw error;
    });
  }
};

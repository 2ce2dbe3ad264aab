// Inputs in; each with its translation, in their order, out. With several jobs the translations are made on threads, a bounded number ahead of what is taken.
import { Worker } from 'node:worker_threads';
import type { TranslatedFile, TranslateOptions } from '../compile.ts';
import type { LocatedDiagnostic } from '../diagnostics/located.ts';
import { noOverlay } from '../ir/overlay.ts';
import type { PackName } from '../packs/registry.ts';
import type { RuleUnit } from '../rules/read-rules.ts';
import { type Input, readInput } from './inputs.ts';
import { selectionFor } from './pack-settings.ts';

/** What a thread is told when it starts. */
export interface WorkerData {
  readonly names: readonly PackName[];
  readonly options: TranslateOptions;
  /** Selectors of the command line: rules that they leave out are not translated. */
  readonly only: readonly string[];
  readonly skip: readonly string[];
}

export type Read = { readonly text: string; readonly translated: TranslatedFile } | { readonly problem: LocatedDiagnostic };

export interface Turn {
  readonly input: Input;
  readonly read: Read;
}

/** Reads and translates one input for packs. */
export const translator = async ({ names, options, only, skip }: WorkerData): Promise<(input: Input) => Promise<Read>> => {
  const { translateUnits } = await import('../compile.ts');
  const { isWanted, waysTo } = await import('../packs/assemble.ts');
  const ways = waysTo(names, options);
  const overlay = options.profile?.overlay ?? noOverlay;
  const { wants } = selectionFor(only, skip);
  return async (input) => {
    const read = await readInput(input);
    if ('problem' in read) return read;
    const isAsked = (unit: RuleUnit): boolean => isWanted(unit, input.relative, overlay, wants);
    return { text: read.text, translated: translateUnits(read.text, { ...options, file: input.file }, ways, isAsked) };
  };
};

/** Parts that nobody behind the translation asks for need not travel between threads. */
export const slim = (read: Read): Read =>
  'problem' in read
    ? read
    : {
        ...read,
        translated: {
          ...read.translated,
          units: read.translated.units.map((unit) => ({ ...unit, front: { ...unit.front, bound: null } })),
        },
      };

/** What a thread answers: the translation, or the message of a defect that ended it. */
export type Answer = { readonly read: Read } | { readonly defect: string };

/** One thread that does one input at a time. */
const startThread = (data: WorkerData) => {
  const thread = new Worker(new URL(import.meta.url), { workerData: data });
  return {
    translate: (input: Input): Promise<Read> =>
      new Promise((resolve, reject) => {
        const failed = (error: Error): void => reject(error);
        thread.once('error', failed);
        thread.once('message', (answer: Answer) => {
          thread.off('error', failed);
          if ('read' in answer) resolve(answer.read);
          else reject(new Error(answer.defect));
        });
        thread.postMessage(input);
      }),
    end: () => thread.terminate(),
  };
};

/** Inputs per thread that are being translated or wait to be taken. */
const ahead = 8;

async function* onThreads(inputs: readonly Input[], data: WorkerData, jobs: number): AsyncGenerator<Turn> {
  const { onDefect: _, ...options } = data.options;
  const threads = Array.from({ length: jobs }, () => startThread({ ...data, options }));
  const tails: Promise<unknown>[] = threads.map(() => Promise.resolve());
  const begin = (at: number): Promise<Read> => {
    const slot = at % jobs;
    const input = inputs[at] as Input;
    const read = (tails[slot] ?? Promise.resolve()).then(() => (threads[slot] as (typeof threads)[number]).translate(input));
    tails[slot] = read.catch(() => undefined);
    read.catch(() => undefined);
    return read;
  };
  try {
    const waiting: Promise<Read>[] = [];
    for (let at = 0; at < Math.min(inputs.length, jobs * ahead); at += 1) waiting.push(begin(at));
    for (const [at, input] of inputs.entries()) {
      const read = await (waiting.shift() as Promise<Read>);
      const next = at + jobs * ahead;
      if (next < inputs.length) waiting.push(begin(next));
      yield { input, read };
    }
  } finally {
    await Promise.all(threads.map((thread) => thread.end()));
  }
}

/** The inputs one after the other; `jobs`: threads. */
export async function* turns(inputs: readonly Input[], data: WorkerData, jobs: number): AsyncGenerator<Turn> {
  if (jobs > 1 && inputs.every((input) => input.path !== null)) {
    yield* onThreads(inputs, data, jobs);
    return;
  }
  const translate = await translator(data);
  for (const input of inputs) yield { input, read: await translate(input) };
}

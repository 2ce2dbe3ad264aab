// A thread of `rmmc pack --jobs`: inputs in by message, their translations out.
import { parentPort, workerData } from 'node:worker_threads';
import type { Input } from './inputs.ts';
import { type Answer, slim, translator, type WorkerData } from './turns.ts';

export const serve = async (): Promise<void> => {
  const ready = translator(workerData as WorkerData);
  parentPort?.on('message', async (input: Input) => {
    const answer = await ready
      .then((translate) => translate(input))
      .then((read): Answer => ({ read: slim(read) }))
      .catch((error: unknown): Answer => ({ defect: error instanceof Error ? error.message : String(error) }));
    parentPort?.postMessage(answer);
  });
};

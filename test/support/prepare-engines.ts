// Fetches and builds all engines, one after the other, before tests that run side by side ask for them. One that this machine cannot have is said by its tests.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from '../../src/engines/process.ts';
import { scripts } from './engine.ts';

const preparing = async (): Promise<readonly string[]> => {
  const files = (await readdir(scripts, { recursive: true }))
    .filter((file) => file.endsWith('.sh'))
    .map((file) => path.join(scripts, file));
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  return files.filter((_, at) => texts[at]?.includes('--prepare')).sort();
};

export default async (): Promise<void> => {
  for (const file of await preparing()) await run('bash', [file, '--prepare'], { seconds: 900, env: process.env });
};

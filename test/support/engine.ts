// An engine's script (engines/<name>/<script>.sh) and its input lines in; its output lines out, or the reason why this machine has no such engine.
import path from 'node:path';
import { lastLines, run } from '../../src/engines/process.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** The folder of the engines' scripts. */
export const scripts = path.join(root, 'engines');

/**
 * Fetches and builds the engine behind a script. Null when it is ready, else why it is missing.
 * Under CI a missing engine is a failure: then this throws.
 */
export const missingEngine = async (script: string): Promise<string | null> => {
  const { status, stderr } = await run('bash', [path.join(root, script), '--prepare'], { seconds: 900, env: process.env });
  if (status === 0) return null;
  const reason = `${script} --prepare ended with ${status}: ${lastLines(stderr)}`;
  if (process.env.CI) throw new Error(reason);
  return reason;
};

/** One output line for each input line. */
export const ask = async (script: string, lines: readonly string[], args: readonly string[] = []): Promise<readonly string[]> => {
  const input = `${lines.join('\n')}\n`;
  const { status, stdout, stderr } = await run('bash', [path.join(root, script), ...args], { input, seconds: 280, env: process.env });
  const answers = stdout.split('\n').filter((line) => line !== '');
  if (status !== 0 || answers.length !== lines.length) {
    throw new Error(`${script} ended with ${status} after ${answers.length} of ${lines.length} answers: ${stderr.slice(-2000)}`);
  }
  return answers;
};

// An engine's script (engines/<name>/<script>.sh) and its input lines in; its output lines out, or the reason why this machine has no such engine.
import { spawn } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const run = (script: string, args: readonly string[], input: string, seconds: number): Promise<Run> =>
  new Promise((resolve, reject) => {
    const child = spawn('bash', [path.join(root, script), ...args], { stdio: ['pipe', 'pipe', 'pipe'], timeout: seconds * 1000 });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.once('error', reject);
    child.once('close', (status) =>
      resolve({ status, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() }),
    );
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });

/**
 * Fetches and builds the engine behind a script. Null when it is ready, else why it is missing.
 * Under CI a missing engine is a failure: then this throws.
 */
export const missingEngine = async (script: string): Promise<string | null> => {
  const { status, stderr } = await run(script, ['--prepare'], '', 900);
  if (status === 0) return null;
  const reason = `${script} --prepare ended with ${status}: ${stderr.trim().split('\n').slice(-3).join(' ')}`;
  if (process.env.CI) throw new Error(reason);
  return reason;
};

/** One output line for each input line. */
export const ask = async (script: string, lines: readonly string[], args: readonly string[] = []): Promise<readonly string[]> => {
  const { status, stdout, stderr } = await run(script, args, `${lines.join('\n')}\n`, 280);
  const answers = stdout.split('\n').filter((line) => line !== '');
  if (status !== 0 || answers.length !== lines.length) {
    throw new Error(`${script} ended with ${status} after ${answers.length} of ${lines.length} answers: ${stderr.slice(-2000)}`);
  }
  return answers;
};

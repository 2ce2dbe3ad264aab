// Where the scripts of the engines are and whether they may build; an engine that is built, or the reason why not, out.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Env, lastLines, run } from './process.ts';

export interface Setup {
  /** The folder `engines/` with the scripts that fetch, build and run them. */
  readonly scripts: string;
  /** Fetch and build what is missing. */
  readonly prepare: boolean;
  readonly env: Env;
  readonly onNote: (text: string) => void;
}

export const scriptOf = ({ scripts }: Pick<Setup, 'scripts'>, file: string): string => path.join(scripts, file);

const buildSeconds = 1800;

/** `needs`: the tools that the build takes. @throws Error with the reason and the next step when there is no such engine afterwards */
export const ensureBuilt = async (name: string, script: string, needs: string, { prepare, env, onNote }: Setup): Promise<void> => {
  if (!existsSync(script)) throw new Error(`${script} is not there: the folder of the engines is part of rmmc's package`);
  const { status } = await run('bash', [script, '--ready'], { seconds: 60, env });
  if (status === 0) return;
  if (!prepare) throw new Error(`not built: \`rmmc verify --prepare\` fetches and builds it (${needs})`);
  onNote(`fetching and building ${name} (${needs})`);
  const built = await run('bash', [script, '--prepare'], { seconds: buildSeconds, env });
  if (built.status !== 0) throw new Error(`not built: ${lastLines(built.stderr) || `it ended with ${built.status}`} (it takes ${needs})`);
};

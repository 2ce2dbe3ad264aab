// Where the configuration is: `--config`, or the nearest rmmc.yaml upward from the rules. Its profiles and tables out.
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Profile } from '../backends/shared/fields.ts';
import { report } from '../diagnostics/diagnostic.ts';
import { locateDiagnostic } from '../diagnostics/located.ts';
import { nearest } from '../diagnostics/nearest.ts';
import { type Paint, renderDiagnostic } from '../diagnostics/render.ts';
import { nowhere } from '../diagnostics/span.ts';
import { UsageError } from './exit.ts';

export const configName = 'rmmc.yaml';

const upward = (from: string): string | null => {
  for (let folder = path.resolve(from); ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, configName);
    if (existsSync(candidate)) return candidate;
    if (path.dirname(folder) === folder) return null;
  }
};

const startOf = (first: string | undefined): string => {
  if (first === undefined || first === '-') return '.';
  return statSync(first, { throwIfNoEntry: false })?.isDirectory() ? first : path.dirname(first);
};

const shown = (file: string): string => {
  const relative = path.relative('.', file);
  return relative.startsWith('..') ? file : relative.split(path.sep).join('/');
};

const textOf = (file: string): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(file));
  } catch (error) {
    const reason = error instanceof TypeError ? 'not valid UTF-8' : ((error as NodeJS.ErrnoException).code ?? String(error));
    throw new UsageError(`RMMC5010: ${file}: ${reason === 'ENOENT' ? 'no such file' : reason}`);
  }
};

export interface Chosen {
  readonly profile: Profile | undefined;
  readonly tables: ReadonlyMap<string, import('../config/parse-config.ts').UserTable> | undefined;
  readonly lint: import('../config/parse-config.ts').LintConfig | undefined;
  readonly pack: import('../config/pack-config.ts').PackConfig | null;
  /** The folder of the configuration: what paths in it start from. */
  readonly folder: string;
}

/**
 * Reads the configuration and picks the profile: the named one, else `default` if there is one.
 * @throws UsageError with code frames when the file is wrong or the profile is not in it
 */
export const chooseConfig = async (
  given: string | undefined,
  firstPath: string | undefined,
  name: string | undefined,
  paint: Paint,
): Promise<Chosen> => {
  const file = given ?? upward(startOf(firstPath));
  if (file === null) {
    if (name !== undefined && name !== 'default')
      throw new UsageError(`RMMC5004: profile \`${name}\` is not defined: there is no ${configName}`);
    return { profile: undefined, tables: undefined, lint: undefined, pack: null, folder: '.' };
  }
  const { parseConfig } = await import('../config/parse-config.ts');
  const { profileKeys } = await import('../backends/registry.ts');
  const { packNames } = await import('../packs/pack-names.ts');
  const { config, source, diagnostics } = parseConfig(textOf(file), shown(file), profileKeys, packNames);
  if (diagnostics.length > 0)
    throw new UsageError(diagnostics.map((one) => renderDiagnostic(locateDiagnostic(source, one), source, paint)).join('\n\n'));
  const profile = config.profiles.get(name ?? 'default');
  if (!profile && name !== undefined) {
    const suggestion = nearest(name, config.profiles.keys());
    const found = report('RMMC5004', nowhere, { name, ...(suggestion ? { suggestion } : {}) });
    throw new UsageError(`${shown(file)}: ${found.code}: ${found.message}${found.help ? `\n  help: ${found.help}` : ''}`);
  }
  return { profile, tables: config.tables, lint: config.lint, pack: config.pack, folder: path.dirname(file) };
};

// A path or file name of LOLRMM in; the file name of a program, or why there is none, out.
import type { Read } from './hosts.ts';

const lastPart = (path: string): string => path.slice(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1);

const no = (code: string, reason: string): Read => ({ code, reason });

/** A value of InstallationPaths or a Filename of PEMetadata. */
export const readProgram = (raw: string): Read => {
  const path = raw.trim();
  const name = lastPart(path);
  if (path.startsWith('/')) return no('unix-path', 'A path of Linux or macOS');
  if (/<[^>]+>/.test(name)) return no('placeholder', 'A placeholder for a random text');
  if (!/\.exe$/i.test(name)) {
    return /^[^.]*$|[\\*]$/.test(name) || name === ''
      ? no('folder', 'A folder, or a name without .exe')
      : no('no-program', 'No program that runs as a process');
  }
  if (/[?[\]"|:]/.test(name)) return no('malformed', 'No name of a file');
  if (/^\*/.test(name)) return no('too-wide', 'The pattern fits names of other programs');
  if (name.split('*').length > 2) return no('malformed', 'More than one wildcard in a name');
  return { value: name };
};

/** An OriginalFileName of PEMetadata; those of .NET programs end in .dll, some in nothing. */
export const readOriginal = (raw: string, filename: string | null): Read => {
  if (!/\.exe$/i.test(filename ?? '')) return no('no-program', 'No program that runs as a process');
  return /[\\/?*"<>|:]/.test(raw) ? no('malformed', 'No name of a file') : { value: raw.trim() };
};

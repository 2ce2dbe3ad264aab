// The findings of earlier runs: a baseline file in, what is new beside it out; and the other way round. Entries go by file, code and text, never by line.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { report } from '../diagnostics/diagnostic.ts';
import type { LocatedDiagnostic } from '../diagnostics/located.ts';
import { ownSeverity } from '../diagnostics/settable.ts';
import { lineText, type Source } from '../diagnostics/source.ts';
import { nowhere } from '../diagnostics/span.ts';
import { UsageError, usageError } from './exit.ts';
import type { Input } from './inputs.ts';
import { byCodePoint } from './inputs.ts';
import { writeWhole } from './out-dir.ts';

/** `file`: below the folder of the baseline, with `/`. `text`: what the finding points at, blanks as one. */
export interface Entry {
  readonly file: string;
  readonly code: string;
  readonly text: string;
  readonly count: number;
}

const maxText = 200;

/** The part of the file that a diagnostic points at. */
const textAt = (source: Source, { line, column, endLine, endColumn }: LocatedDiagnostic): string => {
  const lines = Array.from({ length: Math.min(endLine - line, 50) + 1 }, (_, at) => lineText(source, line + at));
  const last = lines.length - 1;
  const cut = lines.map((text, at) =>
    text.slice(at === 0 ? column - 1 : 0, at === last && line + last === endLine ? endColumn - 1 : undefined),
  );
  return cut.join(' ').replace(/\s+/g, ' ').trim().slice(0, maxText);
};

const nameOf = (input: Input, folder: string): string =>
  input.path === null ? input.file : path.relative(folder, path.resolve(input.path)).split(path.sep).join('/');

const keyOf = ({ file, code, text }: Omit<Entry, 'count'>): string => JSON.stringify([file, code, text]);

/** What breaks a rule is reported every time. */
const isListed = (diagnostic: LocatedDiagnostic): boolean => ownSeverity(diagnostic.code) !== 'error';

export interface Recorder {
  add(input: Input, source: Source, diagnostics: readonly LocatedDiagnostic[]): void;
  /** Writes the file; gives how many findings are in it. */
  write(): number;
}

export const recordBaseline = (file: string): Recorder => {
  const folder = path.dirname(path.resolve(file));
  const entries = new Map<string, Entry>();
  return {
    add(input, source, diagnostics) {
      for (const one of diagnostics.filter(isListed)) {
        const entry = { file: nameOf(input, folder), code: one.code, text: textAt(source, one) };
        const key = keyOf(entry);
        entries.set(key, { ...entry, count: (entries.get(key)?.count ?? 0) + 1 });
      }
    },
    write() {
      const findings = [...entries.values()].sort(
        (a, b) => byCodePoint(a.file, b.file) || byCodePoint(a.code, b.code) || byCodePoint(a.text, b.text),
      );
      const text = `${JSON.stringify({ version: 1, findings }, null, 2)}\n`;
      if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeWhole(file, text);
      return findings.reduce((sum, { count }) => sum + count, 0);
    },
  };
};

const noBaseline = (file: string, problem: string): UsageError => usageError(report('RMMC5019', nowhere, { file, problem }));

const isEntry = (value: unknown): value is Entry => {
  const entry = value as Partial<Entry> | null;
  const texts = [entry?.file, entry?.code, entry?.text];
  return texts.every((text) => typeof text === 'string') && Number.isSafeInteger(entry?.count) && (entry?.count ?? 0) > 0;
};

const readEntries = (file: string): readonly Entry[] => {
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw noBaseline(file, 'it is not JSON');
    throw new UsageError(`RMMC5010: ${file}: ${(error as NodeJS.ErrnoException).code === 'ENOENT' ? 'no such file' : String(error)}`);
  }
  const { version, findings } = (read ?? {}) as { version?: unknown; findings?: unknown };
  if (version !== 1) throw noBaseline(file, '`version` is not 1');
  if (!Array.isArray(findings) || !findings.every(isEntry)) throw noBaseline(file, '`findings` is no list of entries');
  return findings;
};

export interface Baseline {
  /** The diagnostics that the baseline does not list. */
  fresh(input: Input, source: Source, diagnostics: readonly LocatedDiagnostic[]): readonly LocatedDiagnostic[];
  /** Entries of files that were looked at, or are gone, that nothing matched. */
  stale(): readonly Entry[];
}

/** @throws UsageError when the file is missing or no baseline */
export const readBaseline = (file: string): Baseline => {
  const folder = path.dirname(path.resolve(file));
  const left = new Map<string, { readonly entry: Entry; count: number }>();
  for (const entry of readEntries(file)) {
    const key = keyOf(entry);
    left.set(key, { entry, count: entry.count + (left.get(key)?.count ?? 0) });
  }
  const seen = new Set<string>();
  return {
    fresh(input, source, diagnostics) {
      const name = nameOf(input, folder);
      seen.add(name);
      return diagnostics.filter((one) => {
        const known = isListed(one) ? left.get(keyOf({ file: name, code: one.code, text: textAt(source, one) })) : undefined;
        if (!known || known.count === 0) return true;
        known.count -= 1;
        return false;
      });
    },
    stale: () =>
      [...left.values()]
        .filter(({ entry, count }) => count > 0 && (seen.has(entry.file) || !existsSync(path.resolve(folder, entry.file))))
        .map(({ entry, count }) => ({ ...entry, count })),
  };
};

// Located diagnostics in, a SARIF 2.1.0 log out. Columns are UTF-16 units, ends exclusive; nothing in it depends on the machine or the time.
import { createHash } from 'node:crypto';
import type { Fix, Log, ReportingDescriptor, Result } from 'sarif';
import type { Code } from '../diagnostics/codes.ts';
import { families } from '../diagnostics/describe.ts';
import type { LocatedDiagnostic } from '../diagnostics/located.ts';
import { ownSeverity } from '../diagnostics/settable.ts';
import { lineText, type Source } from '../diagnostics/source.ts';
import { lintAbout } from '../lint/about.ts';

const schema = 'https://json.schemastore.org/sarif-2.1.0.json';

const levels = { error: 'error', warning: 'warning', info: 'note' } as const;

const describe = (code: Code): ReportingDescriptor => {
  const lint = lintAbout.get(code);
  const severity = ownSeverity(code);
  const about = lint?.title ?? families.find(({ prefix }) => code.startsWith(prefix))?.about ?? code;
  return {
    id: code,
    shortDescription: { text: about },
    ...(lint ? { fullDescription: { text: lint.why }, help: { text: lint.why } } : {}),
    ...(severity === 'fidelity' ? {} : { defaultConfiguration: { level: levels[severity] } }),
  };
};

/** Percent-encoded, relative where the file was given so. */
const uriOf = (file: string): string => file.split('/').map(encodeURIComponent).join('/');

/** Stable when lines above are added or removed: the line's text, the code, and which one of its like it is. */
const fingerprinter = () => {
  const seen = new Map<string, number>();
  return (diagnostic: LocatedDiagnostic, source: Source | undefined): string => {
    const line = source ? lineText(source, diagnostic.line).trim() : '';
    const hash = createHash('sha256').update(`${diagnostic.code}\n${diagnostic.file}\n${line}`).digest('hex').slice(0, 16);
    const number = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, number);
    return `${hash}:${number}`;
  };
};

const fixOf = ({ file, help, fix }: LocatedDiagnostic): Fix | null => {
  if (!fix) return null;
  const { line, column, endLine, endColumn, text } = fix;
  const deletedRegion = { startLine: line, startColumn: column, endLine, endColumn };
  return {
    description: { text: help ?? `write ${text}` },
    artifactChanges: [{ artifactLocation: { uri: uriOf(file) }, replacements: [{ deletedRegion, insertedContent: { text } }] }],
  };
};

export interface Found {
  readonly diagnostic: LocatedDiagnostic;
  readonly source: Source | undefined;
}

/** The results of one log, in their order; `indexOf`: of a code among the log's rules. */
const resultsOf = (found: readonly Found[], indexOf: (code: Code) => number): readonly Result[] => {
  const fingerprint = fingerprinter();
  return found.map(({ diagnostic, source }): Result => {
    const { code, severity, message, help, file, line, column, endLine, endColumn } = diagnostic;
    const fix = fixOf(diagnostic);
    return {
      ruleId: code,
      ruleIndex: indexOf(code),
      level: levels[severity],
      message: { text: help === null ? message : `${message} (${help})` },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: uriOf(file) },
            region: { startLine: line, startColumn: column, endLine, endColumn },
          },
        },
      ],
      partialFingerprints: { primaryLocationLineHash: fingerprint(diagnostic, source) },
      ...(fix ? { fixes: [fix] } : {}),
    };
  });
};

const driverOf = (codes: readonly Code[], version: string) => ({ name: 'rmmc', semanticVersion: version, rules: codes.map(describe) });

/** @param version the version of rmmc */
export const sarifLog = (found: readonly Found[], version: string): Log => {
  const codes = [...new Set(found.map(({ diagnostic }) => diagnostic.code))].sort();
  const results = [...resultsOf(found, (code) => codes.indexOf(code))];
  return {
    $schema: schema,
    version: '2.1.0',
    runs: [{ tool: { driver: driverOf(codes, version) }, columnKind: 'utf16CodeUnits', results }],
  };
};

/** A log in pieces: what stands in front, the results of one file after the other, what stands behind. Holds the codes alone. */
export interface SarifStream {
  readonly head: string;
  /** All findings of a file at once. */
  add(found: readonly Found[]): string;
  end(): string;
}

/** @param version the version of rmmc */
export const sarifStream = (version: string): SarifStream => {
  const codes: Code[] = [];
  let first = true;
  const indexOf = (code: Code): number => {
    const at = codes.indexOf(code);
    return at >= 0 ? at : codes.push(code) - 1;
  };
  return {
    head: `{"$schema":${JSON.stringify(schema)},"version":"2.1.0","runs":[{"columnKind":"utf16CodeUnits","results":[`,
    add: (found) =>
      resultsOf(found, indexOf)
        .map((result) => {
          const text = `${first ? '' : ','}\n${JSON.stringify(result)}`;
          first = false;
          return text;
        })
        .join(''),
    end: () => `\n],"tool":${JSON.stringify({ driver: driverOf(codes, version) })}}]}\n`,
  };
};

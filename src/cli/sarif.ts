// Located diagnostics in, a SARIF 2.1.0 log out. Columns are UTF-16 units, ends exclusive; nothing in it depends on the machine or the time.
import { createHash } from 'node:crypto';
import type { Log, ReportingDescriptor, Result } from 'sarif';
import type { LocatedDiagnostic } from '../diagnostics/located.ts';
import { lineText, type Source } from '../diagnostics/source.ts';

const schema = 'https://json.schemastore.org/sarif-2.1.0.json';

const families: readonly (readonly [string, string])[] = [
  ['RMMC10', 'The rule file cannot be read as it stands.'],
  ['RMMC11', 'The query is not valid KQL.'],
  ['RMMC20', 'A name or a type in the query does not fit.'],
  ['RMMC3', 'A target cannot say a part of the rule exactly.'],
  ['RMMC40', 'A table or a column has no mapping in a target.'],
  ['RMMC50', 'The configuration or the use of rmmc is wrong.'],
  ['RMMC90', 'A defect of rmmc.'],
];

const levels = { error: 'error', warning: 'warning', info: 'note' } as const;

const describe = (code: string): ReportingDescriptor => ({
  id: code,
  shortDescription: { text: families.find(([prefix]) => code.startsWith(prefix))?.[1] ?? code },
});

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

export interface Found {
  readonly diagnostic: LocatedDiagnostic;
  readonly source: Source | undefined;
}

/** @param version the version of rmmc */
export const sarifLog = (found: readonly Found[], version: string): Log => {
  const rules = [...new Set(found.map(({ diagnostic }) => diagnostic.code))].sort();
  const fingerprint = fingerprinter();
  const results = found.map(({ diagnostic, source }): Result => {
    const { code, severity, message, help, file, line, column, endLine, endColumn } = diagnostic;
    return {
      ruleId: code,
      ruleIndex: rules.indexOf(code),
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
    };
  });
  const driver = { name: 'rmmc', semanticVersion: version, rules: rules.map(describe) };
  return { $schema: schema, version: '2.1.0', runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', results }] };
};

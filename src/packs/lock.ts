// A pack's rules in; rmmc.lock out, one line per rule: what was packed, of what, by what, and how exact it is.
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { dumpQuery } from '../ir/dump.ts';
import type { PackedRule } from './assemble.ts';

export const hashOf = (text: string): string => bytesToHex(sha256(new TextEncoder().encode(text)));

export interface LockedFile {
  /** Below the folder of the packs, with `/`. */
  readonly path: string;
  readonly sha256: string;
}

/** The head of the file. `mapping`: a digest of everything that decides where tables and fields are. */
export const lockHead = (tool: string, pack: { readonly name: string; readonly version: string }, mapping: string): string =>
  `{\n"lockVersion": 1,\n"tool": ${JSON.stringify(tool)},\n"pack": ${JSON.stringify(pack)},\n"mapping": ${JSON.stringify(mapping)},\n"rules": [`;

/** One rule. `meaning`: a digest of the query in normal form, which comments, names of `let`s and layout do not change. */
export const lockLine = ({ identity, slug, translated, results }: PackedRule, first: boolean): string => {
  const { unit, front } = translated;
  const line = {
    id: identity.id,
    name: identity.title,
    slug,
    file: unit.source.file,
    unit: unit.name,
    input: hashOf(unit.source.fileText.slice(unit.span.start, unit.span.end)),
    meaning: front.normal ? hashOf(dumpQuery(front.normal)) : null,
    packs: Object.fromEntries(
      results.map(({ pack, result, diagnostics, files, packed }) => [
        pack,
        {
          status: packed ? 'packed' : result.status === 'ok' ? 'refused' : result.status,
          fidelity: result.fidelity,
          codes: [...new Set(diagnostics.map(({ code }) => code))].sort(),
          output: result.output === null ? null : hashOf(result.output),
          files,
        },
      ]),
    ),
  };
  return `${first ? '' : ','}\n${JSON.stringify(line)}`;
};

/** The end: files that hold more than one rule. */
export const lockTail = (files: readonly LockedFile[]): string =>
  `\n],\n"files": [${files.map((file) => `\n${JSON.stringify(file)}`).join(',')}\n]\n}\n`;

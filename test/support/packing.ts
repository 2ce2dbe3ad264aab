// Rule files in; the files of a pack with what was found, as the command line would write them, out.
import { type TranslateOptions, translateUnits } from '../../src/compile.ts';
import { noOverlay, type Overlay } from '../../src/ir/overlay.ts';
import { assemble, waysTo } from '../../src/packs/assemble.ts';
import type { PackSettings } from '../../src/packs/pack.ts';
import type { PackName } from '../../src/packs/registry.ts';

export interface RuleFileText {
  readonly file: string;
  readonly text: string;
}

export interface Packing {
  /** By path below the pack's folder. */
  readonly files: ReadonlyMap<string, string>;
  /** Findings of packs alone: `warning RMMC8060 message`. */
  readonly findings: readonly string[];
  readonly packed: number;
  readonly refused: number;
}

export const settings: PackSettings = {
  name: 'rmmc_rules',
  title: 'rmmc rules',
  version: '1.2.3',
  author: 'rmmc',
  description: 'Rules.',
  date: null,
  template: () => null,
};

const isOfPack = ({ code }: { readonly code: string }): boolean => /^RMMC80/.test(code);

export const packing = (
  name: PackName,
  rules: readonly RuleFileText[],
  own: { readonly settings?: Partial<PackSettings>; readonly overlay?: Partial<Overlay>; readonly options?: TranslateOptions } = {},
): Packing => {
  const { options = {} } = own;
  const assembly = assemble([name], options, { ...settings, ...own.settings }, { ...noOverlay, ...own.overlay }, () => true);
  const files = new Map<string, string>();
  const put = ({ path, text }: { readonly path: string; readonly text: string }): void =>
    void files.set(path, (files.get(path) ?? '') + text);
  const results = rules.flatMap(({ file, text }) =>
    assembly.add(translateUnits(text, { ...options, file }, waysTo([name], options)), file).rules.flatMap((rule) => {
      for (const piece of rule.pieces) put(piece);
      return rule.results;
    }),
  );
  for (const piece of assembly.end()) put(piece);
  return {
    files,
    findings: results.flatMap(({ diagnostics }) =>
      diagnostics.filter(isOfPack).map(({ severity, code, message }) => `${severity} ${code} ${message}`),
    ),
    packed: results.filter(({ packed }) => packed).length,
    refused: results.filter(({ packed }) => !packed).length,
  };
};

/** The only file whose path holds `part`. @throws when there is none */
export const fileWith = ({ files, findings }: Packing, part: string): string => {
  const [found] = [...files].filter(([path]) => path.includes(part)).map(([, text]) => text);
  if (found === undefined) throw new Error(`no file with ${part} among ${[...files.keys()].join(', ')}; ${findings.join('; ')}`);
  return found;
};

/** Names and texts made to break file systems, YAML, JSON, templates. */
export const hostileTexts: readonly string[] = [
  '../../etc/passwd',
  'a/b\\c:d*e?f"g<h>i|j',
  'nul\u0000 in it',
  'line\nbreak\r\nand more',
  '] [stanza] {{x}} $x$ `m`',
  "[concat('a')]",
  '[[already]]',
  'ends with a backslash \\',
  '# no comment ; here',
  '- no list: "quotes" and \'quotes\'',
  '\u202Eright to left\u202C',
  '\u2028 and \u2029 and \u0085 and \uFEFF',
  'yes',
  '2026-11-21',
  '---\n...\n',
  `${'x'.repeat(300)}`,
  '\t tab and trailing blanks   ',
];

// LOLRMM's facts and the decisions in; the tools that rules are written for and what was left out, out. Throws when a decision is missing or idle.
import { hostCovers, sharedParents } from './hosts.ts';
import { compareText, fold, globCovers, withoutCovered } from './pattern.ts';
import { signerCovers } from './signers.ts';
import type { Catalogue, Decisions, Kind, LeftOut, Paired, RawTool, Tool } from './types.ts';
import { type Cleaner, cleanerOf, type RawValue } from './values.ts';

const kinds: readonly Kind[] = ['host', 'signer', 'exe', 'original'];

const covers: Readonly<Record<Kind, (wide: string, narrow: string) => boolean>> = {
  host: hostCovers,
  signer: signerCovers,
  exe: globCovers,
  original: (wide, narrow) => fold(wide) === fold(narrow),
};

const rawValues = (raw: RawTool, tool: string): readonly RawValue[] => {
  const of = (kind: Kind, value: string, filename?: string | null): RawValue => ({
    kind,
    file: raw.file,
    tool,
    value,
    filename: filename ?? null,
  });
  return [
    ...raw.domains.map((value) => of('host', value)),
    ...raw.signers.map((value) => of('signer', value)),
    ...raw.pe.flatMap(({ Filename }) => (Filename ? [of('exe', Filename)] : [])),
    ...raw.paths.map((value) => of('exe', value)),
    ...raw.pe.flatMap(({ Filename, OriginalFileName }) => (OriginalFileName ? [of('original', OriginalFileName, Filename)] : [])),
  ];
};

interface Lot {
  readonly kept: Readonly<Record<Kind, readonly string[]>>;
  readonly paired: readonly Paired[];
  readonly left: readonly {
    readonly file: string;
    readonly kind: Kind;
    readonly value: string;
    readonly code: string;
    readonly reason: string;
  }[];
}

const sorted = (raws: readonly RawValue[], added: Readonly<Record<Kind, readonly string[]>>, cleaner: Cleaner): Lot => {
  const found: Record<Kind, string[]> = {
    host: [...added.host],
    signer: [...added.signer],
    exe: [...added.exe],
    original: [...added.original],
  };
  const paired = new Map<string, Paired>();
  const left: Lot['left'][number][] = [];
  const origins = new Map<string, readonly RawValue[]>();
  for (const raw of raws) {
    const cleaned = cleaner.clean(raw);
    if ('paired' in cleaned) paired.set(fold(cleaned.paired.exe), { exe: cleaned.paired.exe, product: cleaned.paired.product });
    else if ('code' in cleaned) left.push({ file: raw.file, kind: raw.kind, value: raw.value, ...cleaned });
    else {
      found[raw.kind].push(cleaned.value);
      const key = `${raw.kind} ${cleaned.value}`;
      origins.set(key, [...(origins.get(key) ?? []), raw]);
    }
  }
  const kept: Record<Kind, readonly string[]> = { host: [], signer: [], exe: [], original: [] };
  for (const kind of kinds) {
    const { kept: stays, dropped } = withoutCovered(found[kind], covers[kind]);
    kept[kind] = stays;
    for (const { value, by } of dropped) {
      for (const raw of origins.get(`${kind} ${value}`) ?? []) {
        left.push({ file: raw.file, kind, value: raw.value, code: 'covered', reason: `The rule has ${by}, which covers it` });
      }
    }
  }
  return { kept, paired: [...paired.values()].sort((a, b) => compareText(a.exe, b.exe)), left };
};

const grouped = (left: Lot['left']): readonly LeftOut[] => {
  const groups = new Map<string, { readonly row: Omit<LeftOut, 'values'>; readonly values: string[] }>();
  for (const { file, kind, value, code, reason } of left) {
    const key = JSON.stringify([file, kind, code, reason]);
    const group = groups.get(key) ?? { row: { file, kind, code, reason }, values: [] };
    group.values.push(value);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ row, values }) => ({ ...row, values: [...new Set(values)].sort(compareText) }));
};

const hasFacts = (tool: Tool): boolean =>
  [tool.hosts, tool.signers, tool.exes, tool.originals, tool.paired].some((list) => list.length > 0);

/** Values that more than one tool keeps (an event would be told twice, of two tools), and hosts that are no one's own. */
const clashes = (tools: readonly Tool[]): readonly string[] => {
  const owners = new Map<string, readonly string[]>();
  for (const tool of tools) {
    const values = [...tool.hosts.map((v) => `host ${v}`), ...tool.signers.map((v) => `signer ${v}`), ...tool.exes.map((v) => `exe ${v}`)];
    for (const value of values.map(fold)) owners.set(value, [...(owners.get(value) ?? []), tool.file]);
  }
  const twice = [...owners].filter(([, files]) => files.length > 1).map(([value, files]) => `${value}: ${files.join(', ')}`);
  const parents = tools.flatMap(({ file, hosts }) =>
    hosts.filter((host) => sharedParents.includes(host)).map((host) => `${file}: ${host} is everyone's`),
  );
  return [...twice, ...parents];
};

const toolOf = (
  head: RawTool,
  also: readonly RawTool[],
  decisions: Decisions,
  cleaner: Cleaner,
): { readonly tool: Tool; readonly left: Lot['left'] } => {
  const added = (kind: Kind): readonly string[] =>
    decisions.add.filter((one) => one.tool === head.file && one.kind === kind).flatMap((one) => one.values);
  const values = [head, ...also].flatMap((raw) => rawValues(raw, head.file));
  const { kept, paired, left } = sorted(
    values,
    { host: added('host'), signer: added('signer'), exe: added('exe'), original: added('original') },
    cleaner,
  );
  const website = decisions.website.find(({ tool }) => tool === head.file);
  const tool: Tool = {
    file: head.file,
    also: also.map(({ file }) => file).sort(compareText),
    name: decisions.rename.find(({ tool: file }) => file === head.file)?.as ?? head.name,
    category: head.category,
    website: website ? website.as : head.website,
    hosts: kept.host,
    signers: kept.signer,
    exes: kept.exe,
    originals: kept.original,
    paired,
    added: kinds.flatMap(added),
  };
  return { tool, left };
};

/** Files that decisions name and LOLRMM does not have. */
const unknownFiles = ({ merge, rename, add, website }: Decisions, raws: readonly RawTool[]): readonly string[] => {
  const files = new Set(raws.map(({ file }) => file));
  const named = [...merge.flatMap(({ from, into }) => [...from, into]), ...[...rename, ...add, ...website].map(({ tool }) => tool)];
  return named.filter((file) => !files.has(file));
};

/** @throws Error that lists what two tools share, and decisions that name no value or no tool. */
export const cleanTools = (raws: readonly RawTool[], decisions: Decisions): Catalogue => {
  const into = new Map(decisions.merge.flatMap(({ from, into: target }) => from.map((file) => [file, target] as const)));
  const cleaner = cleanerOf(decisions);
  const leftOut: LeftOut[] = [];
  const tools: Tool[] = [];
  const heads = raws.filter(({ file }) => !into.has(file)).sort((a, b) => compareText(a.file, b.file));
  for (const head of heads) {
    const also = raws.filter(({ file }) => into.get(file) === head.file).sort((a, b) => compareText(a.file, b.file));
    const { tool, left } = toolOf(head, also, decisions, cleaner);
    leftOut.push(...grouped(left));
    if (hasFacts(tool)) tools.push(tool);
    else
      leftOut.push({
        file: head.file,
        kind: 'tool',
        code: 'no-facts',
        reason: 'No fact is left that tells the tool apart',
        values: [head.name],
      });
  }
  const idle = [...cleaner.unused(), ...unknownFiles(decisions, raws).map((file) => `no file ${file}`)].map((one) => `idle: ${one}`);
  const problems = [...clashes(tools), ...idle];
  if (problems.length > 0) throw new Error(`The decisions do not fit the facts:\n${problems.join('\n')}`);
  return { tools, leftOut };
};

// One value of LOLRMM and the decisions in; the value that a rule takes, or why it takes none, out. Notes which decisions were used.
import { match } from 'ts-pattern';
import { type Read, readHost } from './hosts.ts';
import { fold } from './pattern.ts';
import { readOriginal, readProgram } from './programs.ts';
import { readSigner } from './signers.ts';
import type { Decisions, Kind, Leave, Pairing } from './types.ts';

export interface RawValue {
  readonly kind: Kind;
  /** The file that the value stands in. */
  readonly file: string;
  /** The file of the tool that it counts for. */
  readonly tool: string;
  readonly value: string;
  /** Of an original file name: the name of the file. */
  readonly filename?: string | null;
}

export type Cleaned = Read | { readonly paired: Pairing };

const same = (a: string, b: string): boolean => fold(a) === fold(b);

export interface Cleaner {
  readonly clean: (raw: RawValue) => Cleaned;
  /** Decisions that no value asked for. */
  readonly unused: () => readonly string[];
}

const readValue = ({ kind, filename }: RawValue, value: string): Read =>
  match(kind)
    .with('host', () => readHost(value))
    .with('signer', () => readSigner(value))
    .with('exe', () => readProgram(value))
    .with('original', () => readOriginal(value, filename ?? null))
    .exhaustive();

/** Values are compared in folded case; a decision for one tool goes before one for all. */
export const cleanerOf = (decisions: Decisions): Cleaner => {
  const used = new Set<string>();
  const use = (what: string): void => void used.add(what);
  const keyOf = (leave: Leave, value: string): string => `leave ${leave.kind} ${leave.tool ?? 'everywhere'} ${value}`;

  const left = (raw: RawValue, value: string): Read | null => {
    const of = (wanted: string | undefined): Read | null => {
      for (const leave of decisions.leave) {
        const found = leave.kind === raw.kind && leave.tool === wanted && leave.values.find((one) => same(one, value));
        if (!found) continue;
        use(keyOf(leave, found));
        return { code: leave.code, reason: leave.reason };
      }
      return null;
    };
    return of(raw.tool) ?? of(undefined);
  };

  const repaired = (raw: RawValue): string => {
    const found = decisions.repair.find((one) => one.kind === raw.kind && one.tool === raw.tool && one.value === raw.value);
    if (found) use(`repair ${found.kind} ${found.tool} ${found.value}`);
    return found?.as ?? raw.value;
  };

  const clean = (raw: RawValue): Cleaned => {
    const value = repaired(raw);
    const read = readValue(raw, value);
    if ('code' in read) return left(raw, value) ?? read;
    const pair = decisions.pair.find((one) => raw.kind === 'exe' && one.tool === raw.tool && same(one.exe, read.value));
    if (pair) {
      use(`pair ${pair.tool} ${pair.exe}`);
      return { paired: pair };
    }
    return left(raw, read.value) ?? left(raw, value) ?? read;
  };

  const all = (): readonly string[] => [
    ...decisions.leave.flatMap((leave) => leave.values.map((value) => keyOf(leave, value))),
    ...decisions.repair.map(({ kind, tool, value }) => `repair ${kind} ${tool} ${value}`),
    ...decisions.pair.map(({ tool, exe }) => `pair ${tool} ${exe}`),
  ];
  return { clean, unused: () => all().filter((one) => !used.has(one)) };
};

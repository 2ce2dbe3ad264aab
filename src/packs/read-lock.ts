// The lines of an rmmc.lock in, one after the other: each rule has one of its own. Its rules, and what it says of all of them, out.
import type { LockedFile, LockedRule, Mappings } from './lock.ts';

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

const isFile = (value: unknown): value is LockedFile =>
  isObject(value) && typeof value.path === 'string' && typeof value.sha256 === 'string';

const isResult = (value: unknown): boolean => isObject(value) && isObject(value.files);

const isRule = (value: unknown): value is LockedRule =>
  isObject(value) &&
  ['id', 'name', 'file', 'unit', 'input'].every((key) => typeof value[key] === 'string') &&
  (value.meaning === null || typeof value.meaning === 'string') &&
  (value.schedule === null || isObject(value.schedule)) &&
  isObject(value.metadata) &&
  isObject(value.packs) &&
  Object.values(value.packs).every(isResult);

const withoutComma = (line: string): string => line.trim().replace(/,$/, '');

/** What a lock says besides its rules. */
export interface LockFrame {
  readonly tool: string;
  readonly mapping: Mappings;
  readonly files: readonly LockedFile[];
}

export interface LockReader {
  /** @throws Error for a line that holds no rule where one is due */
  line(text: string): void;
  /** @throws Error when it was no lock of this version */
  end(): LockFrame;
}

const lockVersion = 2;

/** @throws Error when it is of another version, or no head */
const aboutIn = (head: readonly string[]): Pick<LockFrame, 'tool' | 'mapping'> => {
  const about: unknown = JSON.parse(`${withoutComma(head.join('\n'))}}`);
  if (isObject(about) && about.lockVersion === lockVersion && typeof about.tool === 'string' && isObject(about.mapping))
    return { tool: about.tool, mapping: about.mapping as Mappings };
  throw new Error(`it is not of version ${lockVersion}`);
};

/** `take` is given the rules, one after the other. */
export const lockReader = (take: (rule: LockedRule) => void): LockReader => {
  const head: string[] = [];
  const tail: string[] = [];
  let rules = 0;
  let part: 'head' | 'rules' | 'end' = 'head';
  let about: Pick<LockFrame, 'tool' | 'mapping'> | null = null;
  const inHead = (text: string): void => {
    if (text.startsWith('"rules": [')) {
      part = 'rules';
      about = aboutIn(head);
    } else if (head.push(text) > 20) throw new Error('it has no rules');
  };
  const inTail = (text: string): void => void tail.push(text);
  const inRules = (text: string): void => {
    if (text.startsWith(']')) {
      part = 'end';
      inTail(text);
      return;
    }
    const rule: unknown = JSON.parse(withoutComma(text));
    if (!isRule(rule)) throw new Error(`line ${head.length + rules + 2} is no rule`);
    rules += 1;
    take(rule);
  };
  return {
    line: (text) => {
      if (part === 'head') inHead(text);
      else if (part === 'rules') inRules(text);
      else inTail(text);
    },
    end: () => {
      if (part !== 'end' || !about) throw new Error('it has no end');
      const rest: unknown = JSON.parse(`{"rules": [${tail.join('\n')}`);
      const files = isObject(rest) && Array.isArray(rest.files) ? rest.files : null;
      if (!files?.every(isFile)) throw new Error('it lists no files');
      return { ...about, files };
    },
  };
};

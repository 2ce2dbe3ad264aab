// The lines of an rmmc.lock in, one after the other: each rule has one of its own. The state that they hold out.
import type { State } from './compare.ts';
import type { LockedRule, Mappings } from './lock.ts';

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

const isRule = (value: unknown): value is LockedRule =>
  isObject(value) &&
  ['id', 'name', 'file', 'unit', 'input'].every((key) => typeof value[key] === 'string') &&
  (value.meaning === null || typeof value.meaning === 'string') &&
  (value.schedule === null || isObject(value.schedule)) &&
  isObject(value.metadata) &&
  isObject(value.packs) &&
  Object.values(value.packs).every(isObject);

const withoutComma = (line: string): string => line.trim().replace(/,$/, '');

export interface LockReader {
  /** @throws Error for a line that holds no rule where one is due */
  line(text: string): void;
  /** @throws Error when it was no lock of this version */
  end(): State;
}

export const lockReader = (): LockReader => {
  const head: string[] = [];
  const rules: LockedRule[] = [];
  let part: 'head' | 'rules' | 'end' = 'head';
  const inHead = (text: string): void => {
    if (text.startsWith('"rules": [')) part = 'rules';
    else if (head.push(text) > 20) throw new Error('it has no rules');
  };
  const inRules = (text: string): void => {
    if (text.startsWith(']')) {
      part = 'end';
      return;
    }
    const rule: unknown = JSON.parse(withoutComma(text));
    if (!isRule(rule)) throw new Error(`line ${head.length + rules.length + 2} is no rule`);
    rules.push(rule);
  };
  return {
    line: (text) => {
      if (part === 'head') inHead(text);
      else if (part === 'rules') inRules(text);
    },
    end: () => {
      if (part !== 'end') throw new Error('it has no end');
      const about: unknown = JSON.parse(`${withoutComma(head.join('\n'))}}`);
      if (!isObject(about) || about.lockVersion !== 1 || typeof about.tool !== 'string' || !isObject(about.mapping))
        throw new Error('it is not of version 1');
      return { tool: about.tool, mapping: about.mapping as Mappings, rules };
    },
  };
};

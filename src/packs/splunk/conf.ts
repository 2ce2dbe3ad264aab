// Splunk's .conf files: values in, text out; text in, stanzas with their values (or what is wrong with it) out, after the grammar that Splunk documents.

/** Keys in order. */
export type Settings = ReadonlyMap<string, string>;

export interface Conf {
  readonly stanzas: ReadonlyMap<string, Settings>;
  readonly problems: readonly string[];
}

/** A value as it stands behind `key = `: its line breaks are continued. What cannot stand there shows when it is read back. */
export const confValue = (value: string): string => value.replace(/\n/g, '\\\n');

/** Whatever any reader takes for a blank. */
const blanks = /^[\s\u0085\u001c-\u001f]+|[\s\u0085\u001c-\u001f]+$/g;
const strip = (text: string): string => text.replace(blanks, '');

/** Control characters, and what some readers take for the end of a line. */
const controls = /[\u0000-\u0008\u000b-\u001f\u007f\u0085\u2028\u2029]/;

const named = (char: string): string => `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** Lines with their continuations: a line that ends with a backslash goes on, and the line break stays in the value. */
const joined = (text: string, problems: string[]): readonly string[] => {
  const items: string[] = [];
  let open: string | null = null;
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  else problems.push('the last line has no end');
  for (const line of lines) {
    const [control] = controls.exec(line) ?? [];
    if (control !== undefined) problems.push(`the character ${named(control)}, which readers of .conf files take in different ways`);
    if (/\\\s+$/.test(line)) problems.push('a blank behind a backslash at the end of a line');
    if (line.endsWith('\\\\')) problems.push('two backslashes at the end of a line, which may or may not continue');
    const whole: string = (open ?? '') + line;
    if (line.endsWith('\\')) {
      open = `${whole.slice(0, -1)}\n`;
      continue;
    }
    items.push(whole);
    open = null;
  }
  if (open !== null) problems.push('the last line ends with a backslash');
  return items;
};

/** Reads a .conf file, or a piece of one. */
export const readConf = (text: string): Conf => {
  const problems: string[] = [];
  const stanzas = new Map<string, Map<string, string>>();
  let current: Map<string, string> | null = null;
  for (const item of joined(text, problems)) {
    if (strip(item) === '' || /^\s*[#;]/.test(item)) continue;
    if (/^\s*\[/.test(item)) {
      const name = item.slice(item.indexOf('[') + 1, item.lastIndexOf(']'));
      if (!item.includes(']')) problems.push('a stanza without `]`');
      if (stanzas.has(name)) problems.push(`the stanza [${name}] twice`);
      current = new Map();
      stanzas.set(name, current);
      continue;
    }
    const found = /^\s*(\S*?)\s*=([\s\S]*)$/.exec(item);
    const [key, value] = [found?.[1] ?? '', found?.[2] ?? ''];
    if (!found || key === '') problems.push(`a line that is neither a stanza nor a value: ${item.slice(0, 80)}`);
    else if (!current) problems.push(`\`${key}\` in front of every stanza`);
    else if (current.has(key)) problems.push(`\`${key}\` twice`);
    else current.set(key, strip(value));
  }
  return { stanzas, problems };
};

/**
 * Why a text does not say a stanza; null when it does. `strictly`: it says that stanza and nothing else; a user's template may leave keys out and add others,
 * but not give another value to a key that is meant.
 */
export const misread = (text: string, stanza: string, meant: Settings, strictly: boolean): string | null => {
  const { stanzas, problems } = readConf(text);
  const found = stanzas.get(stanza);
  if (problems.length > 0) return problems[0] ?? null;
  if (!found || stanzas.size !== 1) return `the stanza [${stanza}] is not there alone`;
  for (const [key, value] of meant) {
    const got = found.get(key);
    if (got === undefined && !strictly && key !== 'search' && key !== 'definition') continue;
    if (got !== value) return `\`${key}\` reads ${got === undefined ? 'as nothing' : `as \`${got.slice(0, 80)}\``}`;
  }
  const more = strictly ? [...found.keys()].find((key) => !meant.has(key)) : undefined;
  return more === undefined ? null : `\`${more}\` is there and not meant`;
};

// Splunk's .conf text in; stanzas with their values out. A second reader, after the way Splunk's own checker reads, to hold the writer to.

export type Stanzas = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** @throws Error for a line that Splunk's checker reports, or passes over in silence */
export const confStanzas = (text: string): Stanzas => {
  const found = new Map<string, Map<string, string>>();
  const items: string[] = [];
  let pending = '';
  for (const line of text.split('\n').map((one) => one.replace(/[\r\n]+$/, ''))) {
    if (/\\\s*$/.test(line)) {
      if (line !== line.trimEnd()) throw new Error(`blank behind a continuation: ${line}`);
      pending += `${line.slice(0, -1)}\n`;
    } else {
      items.push(pending + line);
      pending = '';
    }
  }
  if (pending !== '') throw new Error('continued and never ended');
  let name: string | null = null;
  for (const item of items) {
    if (item.trim() === '' || /^\s*[#;]/.test(item)) continue;
    if (/^\s*\[/.test(item)) {
      name = item.slice(item.indexOf('[') + 1, item.lastIndexOf(']'));
      if (found.has(name)) throw new Error(`[${name}] twice`);
      found.set(name, new Map());
    } else if (/^\s*\S*\s*=/.test(item) && name !== null) {
      const at = item.indexOf('=');
      const key = item.slice(0, at).trim();
      if (found.get(name)?.has(key)) throw new Error(`${key} twice in [${name}]`);
      found.get(name)?.set(key, item.slice(at + 1).trim());
    } else throw new Error(`a stray line: ${item}`);
  }
  return found;
};

/** A search with the macros of macros.conf expanded, as Splunk does: textually, and again in what came of it. */
export const expanded = (search: string, macros: Stanzas): string => {
  const once = search.replace(/`([^`(]+)(?:\(([^`)]*)\))?`/g, (_, name: string, args?: string) => {
    const values = args === undefined ? [] : args.split(',').map((one) => one.trim());
    const stanza = macros.get(values.length > 0 ? `${name}(${values.length})` : name);
    const definition = stanza?.get('definition');
    if (definition === undefined) throw new Error(`no macro ${name}`);
    const names = (stanza?.get('args') ?? '').split(',').map((one) => one.trim());
    return names.reduce(
      (text, parameter, at) => (parameter === '' ? text : text.replaceAll(`$${parameter}$`, values[at] ?? '')),
      definition,
    );
  });
  return once === search ? once : expanded(once, macros);
};

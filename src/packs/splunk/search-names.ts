// Titles of rules in; names of saved searches out: unique, short enough for Enterprise Security, and nothing that a stanza's head or Splunk reads otherwise.

/** The longest name that Enterprise Security lets its users edit. */
const longest = 99;

const cut = (text: string, length: number): string => [...text].slice(0, length).join('').trim();

/** Each name once, whatever its case. `[default]` is where Splunk looks for the values of all searches. */
export const searchNames = (): ((title: string, id: string) => string) => {
  const taken = new Set(['default']);
  return (title, id) => {
    const plain = title.replace(/\[/g, '(').replace(/\]/g, ')').trim();
    const mark = ` (${id.slice(0, 8)})`;
    let name = [...plain].length > longest ? `${cut(plain, longest - mark.length)}${mark}` : plain;
    if (taken.has(name.toLowerCase())) name = `${cut(plain, longest - mark.length)}${mark}`;
    if (taken.has(name.toLowerCase())) name = `${cut(plain, longest - id.length - 3)} (${id})`;
    taken.add(name.toLowerCase());
    return name;
  };
};

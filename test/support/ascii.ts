// How KQL compares text, in plain JavaScript: case is folded for A to Z only, and terms are runs of ASCII letters and digits.

export const lower = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
export const upper = (text: string): string => text.replace(/[a-z]/g, (letter) => letter.toUpperCase());

const alphanumeric = /^[0-9A-Za-z]$/;

/** Where the needle occurs with the edges that a term test asks for: an alphanumeric edge has no alphanumeric neighbour. */
export const holdsTerm = (text: string, needle: string, edges: 'both' | 'start' | 'end' = 'both'): boolean => {
  for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + 1)) {
    const start = !(alphanumeric.test(text.slice(0, at).slice(-1)) && alphanumeric.test(needle.slice(0, 1)));
    const end = !(alphanumeric.test(text.slice(at + needle.length).slice(0, 1)) && alphanumeric.test(needle.slice(-1)));
    if ((edges === 'end' || start) && (edges === 'start' || end)) return true;
  }
  return false;
};

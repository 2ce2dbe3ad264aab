// Texts as rules have them in; texts out that every encoding can carry and that show what they hold.

/** Control characters but line ends and tabs, and the marks that turn the direction of what a reader sees. */
const unseen = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** Several lines: line ends are `\n`, none at the ends. */
export const plainText = (text: string): string =>
  text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/\r\n?|\u2028|\u2029/g, '\n')
    .replace(unseen, '')
    .trim();

export const oneLine = (text: string): string => plainText(text).replace(/\s+/g, ' ');

/** Each once, without empty ones. */
export const texts = (values: readonly string[]): readonly string[] => [...new Set(values.map(oneLine))].filter((value) => value !== '');

/** For Markdown behind other words of a line: every sign that it knows, and Kibana's own `!{…}` and `{{…}}`, stand for themselves. */
export const markdown = (text: string): string => oneLine(text).replace(/[\\`*_{}[\]<>~|&!#$]|:(?=\/\/)/g, '\\$&');

// An SPL query in; the same query with what Splunk documents and the Teragrep grammar (pth_03 9.4.1) lacks written as something that it knows out, so that
// the rest is still read: functions on JSON and two more, `lookup` in front of a pipe, a string that holds what looks like an option (`"Name=…"`), `max_match` of rex, a field called `commands` in a comparison.

const unknownFunctions = /\b(?:json_[a-z_]+|mv_to_json_array|mvmap|nullif)\(/g;

const parts = (query: string): readonly string[] => query.match(/"(?:[^"\\]|\\.)*"|[^"]+|"/gs) ?? [];

const known = (part: string): string =>
  part.startsWith('"')
    ? part.replaceAll('=', ':')
    : part.replace(unknownFunctions, 'mvappend(').replace(/\bcommands(?= *[<>=!])/g, 'commands_');

export const withoutGaps = (query: string): string =>
  parts(query)
    .map(known)
    .join('')
    .replace(/ max_match=0(?= ")/g, '')
    .replace(/\| lookup [^|\]]*/g, '| fields a ');

// A verdict in; the words that people read out.
import type { LeftOut, Outcome, ShownEvent, Verdict } from '../verdict.ts';

const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;

export const engineName = ({ engine: { name, version } }: Verdict): string => (version === '' ? name : `${name} ${version}`);

const underOf = ({ under }: Verdict): string => (under.length > 0 ? ` under ${under.join(', ')}` : '');

const leftOutOf = (leftOut: readonly LeftOut[]): string =>
  leftOut.length > 0 ? `; left out: ${leftOut.map(({ code, events }) => `${events} by ${code}`).join(', ')}` : '';

/** A query that reads no table is tried out over its own rows. */
const triedOver = ({ events, matching }: Extract<Outcome, { readonly kind: 'equal' }>): string =>
  events === 0 ? 'its rows stand in the query' : `${count(events, 'event')}, ${matching} match`;

const said = (verdict: Verdict, outcome: Outcome): string => {
  switch (outcome.kind) {
    case 'equal': {
      const settled = outcome.arbitrary ? ' as far as KQL settles the rows' : '';
      return `equal${underOf(verdict)} (${triedOver(outcome)})${settled}${leftOutOf(verdict.leftOut)}`;
    }
    case 'wider':
      return `wider by ${count(outcome.more, 'event')}, as declared${underOf(verdict)} (${count(outcome.events, 'event')})${leftOutOf(verdict.leftOut)}`;
    case 'accepted':
      return `accepted${underOf(verdict)} (the engine reads the language and runs nothing)`;
    case 'different':
      return 'DIFFERENT';
    case 'rejected':
      return `REJECTED: ${outcome.reason.replace(/\s+/g, ' ').slice(0, 400)}`;
    case 'refused':
      return `refused by the translation: ${outcome.codes.join(', ')}`;
    case 'broken':
      return 'the rule is no valid KQL; see `rmmc check`';
    case 'not run':
      return `not run: ${outcome.reason}`;
    case 'unknown':
      return `not decided: ${outcome.reason}`;
  }
};

/** One line. */
export const outcomeLine = (verdict: Verdict): string => {
  const unseen = verdict.unseen.length > 0 ? `; declared and not seen: ${verdict.unseen.join(', ')}` : '';
  const depends = verdict.dependsOn.length > 0 ? `; depends on: ${verdict.dependsOn.join(', ')}` : '';
  return `${said(verdict, verdict.outcome)}${unseen}${depends}`;
};

const eventLines = ({ table, about, cells }: ShownEvent): readonly string[] => [
  `event of ${table} (${about.what})`,
  ...[...cells].map(([name, text]) => `    ${name} = ${text}`),
];

const most = 12;

const some = (lines: readonly string[], sign: string): readonly string[] => [
  ...lines.slice(0, most).map((line) => `${sign} ${line}`),
  ...(lines.length > most ? [`… and ${lines.length - most} more`] : []),
];

/** The smallest events that show a difference, what KQL gives for them (`-`) and what the engine gave (`+`). */
export const differenceLines = ({ outcome }: Verdict): readonly string[] => {
  if (outcome.kind !== 'different') return [];
  const { events, missing, unexpected, blanks, pinned } = outcome.difference;
  const unstored = { stored: [], absent: ['blanks are not stored'], mixed: ['blanks are stored in every second event'] }[blanks];
  const notes = [...unstored, ...(pinned ? ['now() is written out as a time'] : [])];
  return [
    ...(notes.length > 0 ? [`(${notes.join('; ')})`] : []),
    ...events.slice(0, most).flatMap(eventLines),
    ...(events.length > most ? [`… and ${events.length - most} more events`] : []),
    ...some(missing, '- KQL gives'),
    ...some(unexpected, '+ the engine gives'),
  ];
};

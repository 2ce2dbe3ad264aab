// Several row sources in; one search out: a single base search where the legs allow it, multisearch where they only stream, append where they do not.
import { match, P } from 'ts-pattern';
import type { Span } from '../../diagnostics/span.ts';
import type { TargetContext } from '../shared/backend.ts';
import type { Command, SplAst, Term } from './ast.ts';

const streams = (command: Command): boolean =>
  match(command)
    .with(
      { kind: P.union('search', 'eval', 'where', 'rename', 'strip', 'fillnull', 'remove', 'mvexpand', 'rex', 'iplocation') },
      () => true,
    )
    .with(
      {
        kind: P.union(
          'stats',
          'eventstats',
          'streamstats',
          'dedup',
          'sort',
          'head',
          'table',
          'makeresults',
          'carried',
          'multisearch',
          'append',
        ),
      },
      () => false,
    )
    .exhaustive();

/** Inside brackets a search needs its word. */
const embedded = (commands: readonly Command[]): SplAst => {
  const [first, ...rest] = commands;
  return { commands: first?.kind === 'search' ? [{ ...first, leading: false }, ...rest] : commands };
};

const printed = (value: unknown): string => JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? v.toString() : v));

interface Simple {
  readonly terms: readonly Term[];
  readonly rest: readonly Command[];
}

/** A leg that is a base search and readings of its fields, and nothing more. */
const simple = (commands: readonly Command[]): Simple | null => {
  const [first, ...rest] = commands;
  const reads = rest.every((command) => command.kind === 'rename' || command.kind === 'eval' || command.kind === 'fillnull');
  return first?.kind === 'search' && reads ? { terms: first.terms, rest } : null;
};

/** Legs that read the same fields into the same names run as one base search: what all have in common once, the rest in parentheses. */
const merged = (legs: readonly (readonly Command[])[]): readonly Command[] | null => {
  const known = legs.map(simple).filter((part) => part !== null);
  const [first] = known;
  if (!first || known.length < legs.length || known.some((part) => printed(part.rest) !== printed(first.rest))) return null;
  const sets = known.map((part) => new Set(part.terms.map(printed)));
  const common = first.terms.filter((term) => sets.every((set) => set.has(printed(term))));
  const shared = new Set(common.map(printed));
  const own = known.map((part) => part.terms.filter((term) => !shared.has(printed(term))));
  if (own.some((terms) => terms.length === 0 || terms.some((term) => term.kind === 'time'))) return null;
  const sides = own.map((terms): Term => (terms.length === 1 && terms[0] ? terms[0] : { kind: 'and', terms }));
  return [{ kind: 'search', terms: [...common, { kind: 'or', terms: sides }], leading: true }, ...first.rest];
};

/** The rows of all legs; one leg needs no union (multisearch takes two at least). `what` names the construct for a finding about cut-off subsearches. */
export const combined = (legs: readonly (readonly Command[])[], span: Span, what: string, context: TargetContext): readonly Command[] => {
  const [only, ...others] = legs;
  if (only && others.length === 0) return only;
  const one = merged(legs);
  if (one) return one;
  if (legs.every((leg) => leg.every(streams))) return [{ kind: 'multisearch', legs: legs.map(embedded) }];
  const [first = [], ...rest] = legs;
  context.findings.inexact('RMMC3807', span, { what }, 'under', 'kept');
  return [...first, ...rest.map((leg): Command => ({ kind: 'append', leg: embedded(leg) }))];
};

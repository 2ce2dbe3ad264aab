// `parse` in; rex with the columns as named groups, which were emptied before because rex leaves old values where nothing fits, out.
import { match, P } from 'ts-pattern';
import type { CapturePart, StepOf } from '../../ir/pipeline.ts';
import { parseRegex } from '../../ir/regex/parse.ts';
import type { Column, ScalarType } from '../../ir/types.ts';
import type { TargetContext } from '../shared/backend.ts';
import { type Assignment, call, type Eval, field, regex, text } from './ast.ts';
import type { Binding, Lowering } from './context.ts';
import { refused } from './context.ts';
import { literalPattern, mayGiveUp, pcre } from './regex/pcre.ts';
import { add, assign, exprsOf, fieldFor, fresh, inField, type State, usedFields } from './state.ts';
import { textOf } from './values.ts';

type Capture = StepOf<'capture'>;

const wholeNumber = '-?[0-9]+';
const realNumber = '-?[0-9]+(?:[.][0-9]+)?(?:[eE][+-]?[0-9]+)?';

const numberForm = (type: ScalarType): string | null =>
  match(type)
    .with('int', 'long', () => wholeNumber)
    .with('real', 'decimal', () => realNumber)
    .with(P.union('bool', 'string', 'datetime', 'timespan', 'guid', 'dynamic', 'unknown'), () => null)
    .exhaustive();

/** Where a captured column stands. `group`: the name of its group; null when nobody looks at it. */
interface Target {
  readonly column: Column;
  readonly group: string | null;
  readonly field: string;
}

/** A name that Perl and rex take for a group. */
const isGroupName = (name: string): boolean => /^[A-Za-z][A-Za-z0-9_]{0,31}$/.test(name);

/** The pattern of a column or a `*`: whether dots fit line feeds, and which way is greedy, as the flags of the step say. */
const anything = (n: Capture): string => (n.style === 'regex' && !n.flags.includes('U') ? '.*' : '.*?');

const textPattern = (value: string, n: Capture, l: Lowering): string => {
  if (n.style !== 'regex') return literalPattern(value);
  const parsed = parseRegex(`${n.flags === '' ? '' : `(?${n.flags})`}${value}`);
  if (!parsed.ok) {
    refused(l, n.span, 'this regular expression', parsed.why);
    return '';
  }
  if (mayGiveUp(parsed.regex)) l.context.findings.assume('RMMC3815', n.span, {});
  return `(?:${pcre(parsed.regex)})`;
};

const grouped = (group: string | null, form: string): string =>
  group === null ? (form.includes('|') ? `(?:${form})` : form) : `(?<${group}>${form})`;

const columnPattern = (n: Capture, target: Target, next: CapturePart | undefined, l: Lowering): string => {
  const number = numberForm(target.column.type);
  if (next?.kind === 'column') refused(l, n.span, '`parse` of two columns with no text between', 'nothing says where the first one ends');
  if (number !== null) return grouped(target.group, number);
  // The last column takes all that is left.
  const rest = next === undefined && n.style !== 'regex';
  return grouped(target.group, rest ? '.*' : anything(n));
};

/**
 * A leading `*` is what looking anywhere in the text means, a trailing one what needs no pattern; so is a last column, which takes the rest.
 * `whole`: the ends are said even so.
 */
const patternOf = (n: Capture, targets: ReadonlyMap<Column, Target>, l: Lowering): string => {
  const simple = n.style !== 'regex';
  const parts = n.parts.flatMap((part, at): readonly string[] => {
    const next = n.parts[at + 1];
    if (part.kind === 'text') return [textPattern(part.value, n, l)];
    if (part.kind === 'skip') return simple && (at === 0 || next === undefined) ? [] : [anything(n)];
    const target = targets.get(part.column);
    return target ? [columnPattern(n, target, next, l)] : [];
  });
  const [first] = n.parts;
  const last = n.parts.at(-1);
  const start = simple && first?.kind === 'skip' ? '' : '^';
  const rest = last?.kind === 'skip' || (last?.kind === 'column' && numberForm(last.column.type) === null);
  const end = simple && rest ? '' : '\\z';
  if (last?.kind === 'text' || !simple) l.context.findings.assume('RMMC3853', n.span, {});
  const dots = n.style !== 'regex' ? parts.some((part) => part.includes('.*')) : n.flags.includes('s');
  return `${dots ? '(?s)' : ''}${start}${parts.join('')}${end}`;
};

const empty = ({ column, field: name }: Target): Assignment => ({ field: name, value: column.type === 'string' ? text('') : call('null') });

const bindingOf = ({ column, field: name }: Target): Binding =>
  column.type === 'string' ? { field: name, rep: 'text', nullable: false } : { field: name, rep: 'number', nullable: true };

const check = (n: Capture, columns: readonly Column[], l: Lowering): void => {
  if (new Set(columns.map(({ name }) => name)).size < columns.length)
    refused(l, n.span, '`parse` of one column twice', 'two groups of rex cannot have one name');
  if (n.flags.includes('m')) refused(l, n.span, '`parse` with the flag m', 'the ends of the pattern would be those of lines');
  for (const { name, type } of columns) {
    const number = numberForm(type) !== null && type !== 'decimal';
    if (type !== 'string' && (!number || n.style === 'relaxed'))
      refused(
        l,
        n.span,
        `\`parse\` of ${name} as ${type}`,
        'rex takes texts, and which of them KQL converts cannot be said in its pattern',
      );
    if (number) l.context.findings.assume('RMMC3852', n.span, { column: name, type });
  }
};

const targetsOf = (state: State, n: Capture, subject: string, needed: ReadonlySet<string>, context: TargetContext): readonly Target[] => {
  const columns = n.parts.flatMap((part) => (part.kind === 'column' ? [part.column] : []));
  const made = new Set(columns.map(({ name }) => name));
  const others = [...state.scope].filter(([name]) => !made.has(name));
  const taken = new Set([...usedFields(new Map(others), ''), subject]);
  return columns.map((column, at): Target => {
    if (!needed.has(column.name)) return { column, group: null, field: '' };
    const own = fresh(fieldFor(column.name, n.span, context), taken);
    const target = isGroupName(own) ? own : fresh(`rmmc_part_${at + 1}`, taken);
    taken.add(target);
    return { column, group: target, field: target };
  });
};

const matches = (subject: string, pattern: string): Eval => call('match', field(subject), regex(pattern));

/** The pattern without the names of its groups. */
const unnamed = (pattern: string): string => pattern.replace(/\(\?<[A-Za-z]\w*>/g, '(?:');

export const lowerCapture = (state: State, n: Capture, needed: ReadonlySet<string>, context: TargetContext): State => {
  const l = exprsOf(state, context);
  const subject = inField(state, textOf(l.value(n.subject), l, n.subject), 'rmmc_text');
  const targets = targetsOf(state, n, subject.field, needed, context);
  check(
    n,
    targets.map(({ column }) => column),
    l,
  );
  const pattern = patternOf(n, new Map(targets.map((target) => [target.column, target])), l);
  const looked = targets.filter(({ group }) => group !== null);
  const fitting = n.required ? add(subject.state, { kind: 'where', condition: matches(subject.field, unnamed(pattern)) }) : subject.state;
  const scope = new Map([...state.scope, ...looked.map((one): [string, Binding] => [one.column.name, bindingOf(one)])]);
  if (looked.length === 0) return { ...(n.required ? fitting : state), scope };
  const read = add(assign(fitting, looked.map(empty)), { kind: 'rex', field: subject.field, pattern });
  const numbers = looked.filter(({ column }) => column.type !== 'string');
  const typed = assign(
    read,
    numbers.map(({ field: name }) => ({ field: name, value: call('tonumber', field(name)) })),
  );
  const helper = state.whole && subject.field === 'rmmc_text' ? add(typed, { kind: 'remove', fields: ['rmmc_text'] }) : typed;
  return { ...helper, scope };
};

// Parts of a Windows event that a query cuts out of its data as XML text, by the name of each, in; reads of the parts of these names out, so that a target whose
// events have the parts as fields needs no XML. Tables: those that keep the data as text, `<Data Name="X">…</Data>` for each part.
// before: (table Event) (capture EventData (skip) "Image\">" Image "<" (skip))
// after:  (table Event) (extend (= Image (tostring (path EventData "Image"))))

import type { Span } from '../diagnostics/span.ts';
import { conjuncts } from './conjuncts.ts';
import { passing } from './constant-tests.ts';
import { columnAfterXml, pivotedParts } from './event-pivot.ts';
import type { Expr, ExprOf } from './expr.ts';
import { frameOf } from './frame.ts';
import type { CapturePart, Named, Pipeline, Query, Step, StepOf } from './pipeline.ts';
import { mapExprChildren, rewriteQuery } from './traverse.ts';
import type { Column } from './types.ts';

const dataColumn = 'EventData';
const tables: ReadonlySet<string> = new Set(['Event', 'SecurityEvent']);

/** Told of every part that is read by its name now. */
export type TellPart = (part: string, span: Span) => void;

/**
 * Names in which the names of other parts end, with the ids of events in which a part of a longer name stands in front; null: nothing is known of the order.
 * Source: the manifests of Sysmon and of Windows' security auditing, by which the parts of an event stand in one order.
 */
const endsOfOthers: ReadonlyMap<string, readonly string[] | null> = new Map<string, readonly string[] | null>([
  ['AccountName', ['4720', '4738', '4741', '4742']],
  ['CommandLine', []],
  ['Image', ['8', '10']],
  ['IpAddress', []],
  ['ProcessGuid', ['8', '10']],
  ['ProcessId', ['8', '10', '4688', '4696']],
  ['ProcessName', ['4624', '4625', '4688', '4696', '4797', '4798', '4799']],
  ['Status', ['6', '7', '22']],
  ['SubjectUserName', []],
  ['TargetUserName', ['4781']],
  ['User', ['8', '10']],
  ...[
    'Account',
    'CreationUtcTime',
    'Description',
    'DisplayName',
    'DomainName',
    'FileHash',
    'Level',
    'LogonGuid',
    'LogonId',
    'PackageName',
  ].map((name) => [name, null] as const),
  ...['Properties', 'QuarantineState', 'SchemaVersion', 'State', 'SubjectMachineName', 'UtcTime', 'Version'].map(
    (name) => [name, null] as const,
  ),
]);

/** Whether the first text that ends in the name is that part's, in events of these ids (null: of any). */
const isFirst = (name: string, ids: ReadonlySet<string> | null): boolean => {
  const others = endsOfOthers.get(name);
  if (others === undefined) return name.length > 4;
  return others !== null && (others.length === 0 || (ids !== null && others.every((id) => !ids.has(id))));
};

interface Cut {
  readonly name: string;
  /** What the part's text starts with. */
  readonly start: string;
}

/** `<Data Name="X">`, or an end of it, and the start of the part's text. */
const cutOf = (text: string, ids: ReadonlySet<string> | null): Cut | null => {
  const found = /^(?:(?:<Data )?Name=)?("?)(\w+)">([^<>]*)$/.exec(text);
  const [, quote, name = '', start = ''] = found ?? [];
  return found && (quote === '"' || isFirst(name, ids)) ? { name, start } : null;
};

const isEnd = (text: string): boolean => text !== '' && '</Data>'.startsWith(text);

interface Scope {
  /** The ids of the events, as far as constants say them. */
  readonly ids: ReadonlySet<string> | null;
  readonly tell: TellPart;
}

const isData = (expr: Expr): boolean =>
  expr.kind === 'column'
    ? expr.name === dataColumn && expr.type === 'string'
    : expr.kind === 'call' && expr.fn === 'tostring' && isData(expr.args[0] ?? expr);

const partAt = (name: string, span: Span, { tell }: Scope): Expr => {
  tell(name, span);
  const base: Expr = { kind: 'column', span, type: 'dynamic', name: dataColumn, declared: true };
  const key: Expr = { kind: 'literal', span, type: 'string', value: name };
  return { kind: 'call', span, type: 'string', fn: 'tostring', args: [{ kind: 'path', span, type: 'dynamic', base, key }] };
};

interface Piece {
  readonly cut: Cut;
  readonly column: Column;
}

/** The columns of `parse`, each with the part that it is cut from; null: it takes the text apart in another way. */
const piecesOf = (parts: readonly CapturePart[], ids: ReadonlySet<string> | null): readonly Piece[] | null => {
  const pieces: Piece[] = [];
  for (let at = 0; at < parts.length - 1; at += 4) {
    const [skip, front, column, end] = parts.slice(at, at + 4);
    if (skip?.kind !== 'skip' || front?.kind !== 'text' || column?.kind !== 'column' || end?.kind !== 'text') return null;
    const cut = cutOf(front.value, ids);
    if (!cut || !isEnd(end.value) || column.column.type !== 'string') return null;
    pieces.push({ cut, column: column.column });
  }
  return parts.length % 4 === 1 && parts.at(-1)?.kind === 'skip' ? pieces : null;
};

const captured = (step: StepOf<'capture'>, scope: Scope): readonly Step[] | null => {
  if (step.style !== 'simple' || step.flags !== '' || step.required || !isData(step.subject)) return null;
  const pieces = piecesOf(step.parts, scope.ids);
  if (!pieces || pieces.length === 0 || pieces.some(({ column }) => column.name === dataColumn)) return null;
  const { span } = step;
  if (pieces.length > 1 && pieces.some(({ cut }) => cut.start !== '')) return null;
  const columns = pieces.map(({ cut, column }): Named => ({ name: column.name, span, expr: partAt(cut.name, span, scope) }));
  const [only] = pieces;
  if (pieces.length > 1 || !only || only.cut.start === '') return [{ kind: 'extend', span, columns }];
  const parts: readonly CapturePart[] = [
    { kind: 'text', value: only.cut.start },
    { kind: 'column', column: only.column },
  ];
  return [{ ...step, subject: columns[0]?.expr ?? step.subject, parts }];
};

/** `extract('Name="X">(.*?)<', 1, EventData)`. */
const extracted = (expr: ExprOf<'call'>, scope: Scope): Expr | null => {
  const [pattern, group, subject] = expr.args;
  if (expr.fn !== 'extract' || expr.args.length !== 3 || !subject || !isData(subject)) return null;
  if (pattern?.kind !== 'literal' || group?.kind !== 'literal' || String(group.value) !== '1') return null;
  const found = /^(?:\.\*\??)?(.*?)\((?:\.[*+]\?|\[\^<\][*+])\)(<.*)$/.exec(String(pattern.value));
  const [, front = '', end = ''] = found ?? [];
  const cut = found && !/[\\.*+?()[\]{}|^$]/.test(front + end) && isEnd(end) ? cutOf(front, scope.ids) : null;
  return cut?.start === '' ? partAt(cut.name, expr.span, scope) : null;
};

const inExpr = (expr: Expr, scope: Scope): Expr => {
  const found = expr.kind === 'call' ? extracted(expr, scope) : null;
  return found ?? mapExprChildren(expr, (child) => inExpr(child, scope));
};

const inStep = (step: Step, scope: Scope): Step => {
  if (step.kind === 'filter') return { ...step, condition: inExpr(step.condition, scope) };
  if (step.kind !== 'extend' && step.kind !== 'project') return step;
  return { ...step, columns: step.columns.map((column) => ({ ...column, expr: inExpr(column.expr, scope) })) };
};

const idsIn = (step: StepOf<'filter'>, before: ReadonlySet<string> | null): ReadonlySet<string> | null => {
  const found = conjuncts(step.condition)
    .map(passing)
    .find((one) => one?.column === 'EventID');
  if (!found) return before;
  return before ? new Set([...found.values].filter((id) => before.has(id))) : found.values;
};

const keepsData = (step: Step): boolean => {
  const isOwn = ({ name, expr }: Named): boolean => name === dataColumn && expr.kind === 'column' && expr.name === dataColumn;
  if (step.kind === 'filter' || step.kind === 'sort' || step.kind === 'limit' || step.kind === 'reorder') return true;
  if (step.kind === 'extend') return step.columns.every(({ name }) => name !== dataColumn && name !== 'EventID');
  if (step.kind === 'project')
    return step.columns.some(isOwn) && step.columns.every(({ name, expr }) => name !== 'EventID' || expr.kind === 'column');
  if (step.kind === 'drop') return !step.names.includes(dataColumn);
  return step.kind === 'capture' && step.parts.every((part) => part.kind !== 'column' || part.column.name !== dataColumn);
};

const rewritten = (pipeline: Pipeline, tell: TellPart): Pipeline => {
  if (pipeline.source.kind !== 'table' || !tables.has(pipeline.source.name)) return pipeline;
  const steps: Step[] = [];
  let ids: ReadonlySet<string> | null = null;
  for (const [at, step] of pipeline.steps.entries()) {
    const scope: Scope = { ids, tell };
    const rest = pipeline.steps.slice(at);
    const pivoted = columnAfterXml(step, isData) === null ? null : pivotedParts(rest, isData, (name, span) => partAt(name, span, scope));
    if (pivoted) return { ...pipeline, steps: [...steps, ...pivoted] };
    const isLast = !keepsData(step);
    const found = step.kind === 'capture' ? captured(step, scope) : null;
    steps.push(...(found ?? [inStep(step, scope)]));
    if (isLast) return { ...pipeline, steps: [...steps, ...rest.slice(1)] };
    if (step.kind === 'filter') ids = idsIn(step, ids);
  }
  return { ...pipeline, steps };
};

/** The same rows, where each event has the parts that are read, in the order in which they are. */
export const withEventParts = (query: Query, tell: TellPart): Query => {
  let isChanged = false;
  const noted: TellPart = (part, span) => {
    isChanged = true;
    tell(part, span);
  };
  const next = rewriteQuery(query, { pipeline: (pipeline) => rewritten(pipeline, noted) });
  return isChanged ? { ...next, frame: frameOf(next.pipeline) } : query;
};

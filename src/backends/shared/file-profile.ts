// `invoke FileProfile(hash, n)` in; a join with the lookup of file profiles, by the hash, out: Microsoft's cloud has the answers, a lookup may hold them.
import type { Expr } from '../../ir/expr.ts';
import type { Source, Step, StepOf } from '../../ir/pipeline.ts';
import type { Column } from '../../ir/types.ts';

const hashes = ['SHA256', 'MD5', 'SHA1'] as const;

/** The columns that the function adds, in its order. */
const columns: readonly Column[] = [
  ...(['SHA1', 'SHA256', 'MD5'] as const).map((name): Column => ({ name, type: 'string' })),
  { name: 'FileSize', type: 'long' },
  { name: 'GlobalPrevalence', type: 'long' },
  { name: 'GlobalFirstSeen', type: 'datetime' },
  { name: 'GlobalLastSeen', type: 'datetime' },
  ...(['Signer', 'Issuer', 'SignerHash'] as const).map((name): Column => ({ name, type: 'string' })),
  { name: 'IsCertificateValid', type: 'bool' },
  { name: 'IsRootSignerMicrosoft', type: 'bool' },
  { name: 'SignatureState', type: 'string' },
  { name: 'IsExecutable', type: 'bool' },
  ...(['ThreatName', 'Publisher', 'SoftwareName', 'ProfileAvailability'] as const).map((name): Column => ({ name, type: 'string' })),
];

const argument = (step: StepOf<'plugin'>, at: number): Expr | undefined => {
  const arg = step.args[at];
  return arg?.kind === 'value' ? arg.value : undefined;
};

/** The hash that is asked about: a column, its name as a text, or `SHA1`. */
const askedBy = (step: StepOf<'plugin'>): Extract<Expr, { kind: 'column' }> | null => {
  const first = argument(step, 0);
  if (first?.kind === 'column') return first;
  const name = first === undefined ? 'SHA1' : first.kind === 'literal' && typeof first.value === 'string' ? first.value : null;
  const own = step.frame.columns.slice(0, -columns.length).find((column) => column.name === name);
  return own && name !== null ? { kind: 'column', span: step.span, type: own.type, name, declared: true } : null;
};

/** How many rows the function asks about. */
export const mostAsked = (step: StepOf<'plugin'>): bigint => {
  const second = argument(step, 1);
  return second?.kind === 'literal' && typeof second.value === 'bigint' ? second.value : 100n;
};

export const isFileProfile = (step: Step): step is StepOf<'plugin'> =>
  step.kind === 'plugin' && step.operator === 'invoke' && step.name === 'FileProfile';

/** The same step where it asks about no column, so that it is refused. */
export const profileJoin = (step: StepOf<'plugin'>): Step => {
  const left = askedBy(step);
  const hash = left && (hashes.find((name) => left.name.toUpperCase().includes(name)) ?? null);
  if (!left || hash === null || left.type !== 'string') return step;
  const { span } = step;
  const source: Source = {
    kind: 'table',
    span,
    name: 'FileProfile()',
    declared: true,
    frame: { columns, open: false },
    timeColumn: null,
    lookup: { name: 'file_profile', from: 'profile' },
  };
  const right: Expr = { kind: 'column', span, type: 'string', name: hash, declared: true };
  return { kind: 'join', span, mode: 'leftouter', merged: false, right: { source, steps: [] }, on: [{ left, right, span }], hints: [] };
};

// A step of the IR in; the operator that runs it out.
import { match, P } from 'ts-pattern';
import type { Step } from '../../ir/pipeline.ts';
import { unsupported } from '../refusal.ts';
import type { Env } from '../scope.ts';
import type { Operator } from '../value.ts';
import { aggregate } from './aggregate.ts';
import { drop, extend, project, rename, reorder } from './columns.ts';
import { describe, filter, limit, present, sort } from './rows.ts';

/** Throws a `Refusal` for a step that is not run. */
export const operatorOf = (step: Step, env: Env): Operator =>
  match(step)
    .returnType<Operator>()
    .with({ kind: 'filter' }, (n) => filter(n, env))
    .with({ kind: 'extend' }, (n) => extend(n, env))
    .with({ kind: 'project' }, (n) => project(n, env))
    .with({ kind: 'drop' }, drop)
    .with({ kind: 'rename' }, rename)
    .with({ kind: 'reorder' }, reorder)
    .with({ kind: 'aggregate' }, (n) => aggregate(n, env))
    .with({ kind: 'sort' }, (n) => sort(n, env))
    .with({ kind: 'limit' }, limit)
    .with({ kind: 'present' }, () => present)
    .with({ kind: 'describe' }, () => describe)
    .with(
      { kind: P.union('join', 'expand', 'apply', 'capture', 'pairs', 'tuple', 'series', 'plugin', 'nest', 'sample', 'partition') },
      (n) => unsupported(`the step \`${n.kind}\``, n.span),
    )
    .exhaustive();

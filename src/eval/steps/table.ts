// A step of the IR in; the operator that runs it out.
import { match } from 'ts-pattern';
import type { Step } from '../../ir/pipeline.ts';
import { unsupported } from '../refusal.ts';
import type { Env } from '../scope.ts';
import type { Operator } from '../value.ts';
import { aggregate } from './aggregate.ts';
import { apply, partition } from './apply.ts';
import { capture } from './capture.ts';
import { drop, extend, project, rename, reorder } from './columns.ts';
import { expand } from './expand.ts';
import { graph } from './graph/graph.ts';
import { hitters } from './hitters.ts';
import { join } from './join.ts';
import { nest } from './nest.ts';
import { pairs } from './pairs.ts';
import { plugin } from './plugin.ts';
import { describe, discard, filter, limit, present, sort } from './rows.ts';
import { sample } from './sample.ts';
import { scan } from './scan.ts';
import { series } from './series.ts';
import { tuple } from './tuple.ts';

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
    .with({ kind: 'join' }, (n) => join(n, env))
    .with({ kind: 'expand' }, (n) => expand(n, env))
    .with({ kind: 'apply' }, (n) => apply(n, env))
    .with({ kind: 'capture' }, (n) => capture(n, env))
    .with({ kind: 'pairs' }, (n) => pairs(n, env))
    .with({ kind: 'tuple' }, (n) => tuple(n, env))
    .with({ kind: 'series' }, (n) => series(n, env))
    .with({ kind: 'plugin' }, (n) => plugin(n, env))
    .with({ kind: 'nest' }, (n) => nest(n, env))
    .with({ kind: 'sample' }, (n) => sample(n, env))
    .with({ kind: 'partition' }, (n) => partition(n, env))
    .with({ kind: 'scan' }, (n) => scan(n, env))
    .with({ kind: 'hitters' }, (n) => hitters(n, env))
    .with({ kind: 'graph' }, (n) => graph(n, env))
    .with({ kind: 'discard' }, () => discard)
    .with({ kind: 'similar' }, (n) => unsupported('`reduce` (its grouping is not documented)', n.span))
    .with({ kind: 'split' }, (n) => unsupported('`fork` or `facet`, which give several results,', n.span))
    .exhaustive();

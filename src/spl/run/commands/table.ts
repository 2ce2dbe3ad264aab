// Every command: rows in, rows out. What is not computed is refused by its name.
import { match, P } from 'ts-pattern';
import type { Command } from '../../ast.ts';
import { refuse } from '../refusal.ts';
import { format, returnCommand } from './conditions.ts';
import { convert } from './convert.ts';
import * as fields from './fields.ts';
import type { Run, Table } from './frame.ts';
import { bin, top } from './rank.ts';
import * as rows from './rows.ts';
import * as series from './series.ts';
import * as sources from './sources.ts';
import { eventstats, stats, streamstats } from './stats.ts';
import * as texts from './texts.ts';

export const execute = (command: Command, over: Table, run: Run): Table =>
  match(command)
    .with({ kind: 'search' }, (c) => rows.search(c, over, run))
    .with({ kind: 'where' }, (c) => rows.where(c, over, run))
    .with({ kind: 'eval' }, (c) => fields.evalCommand(c, over, run))
    .with({ kind: 'stats' }, (c) => stats(c, over, run))
    .with({ kind: 'eventstats' }, (c) => eventstats(c, over, run))
    .with({ kind: 'streamstats' }, (c) => streamstats(c, over, run))
    .with({ kind: P.union('chart', 'timechart') }, (c) => series.chart(c, over, run))
    .with({ kind: 'xyseries' }, (c) => series.xyseries(c, over))
    .with({ kind: 'untable' }, (c) => series.untable(c, over))
    .with({ kind: 'strcat' }, (c) => fields.strcat(c, over))
    .with({ kind: 'appendcols' }, (c) => sources.appendcols(c, over, run))
    .with({ kind: 'fillnull' }, (c) => fields.fillnull(c, over))
    .with({ kind: 'rename' }, (c) => fields.rename(c, over))
    .with({ kind: 'fields' }, (c) => fields.fields(c, over))
    .with({ kind: 'table' }, (c) => fields.tableCommand(c, over))
    .with({ kind: 'sort' }, (c) => rows.sort(c, over, run))
    .with({ kind: 'head' }, (c) => rows.head(c, over, run))
    .with({ kind: 'tail' }, (c) => rows.tail(c, over))
    .with({ kind: 'reverse' }, () => rows.reverse(over))
    .with({ kind: 'dedup' }, (c) => rows.dedup(c, over, run))
    .with({ kind: 'regex' }, (c) => rows.regex(c, over, run))
    .with({ kind: P.union('top', 'rare') }, (c) => top(c, over))
    .with({ kind: 'bin' }, (c) => bin(c, over, run))
    .with({ kind: 'convert' }, (c) => convert(c, over, run))
    .with({ kind: 'rex' }, (c) => texts.rex(c, over, run))
    .with({ kind: 'makemv' }, (c) => texts.makemv(c, over, run))
    .with({ kind: 'mvexpand' }, (c) => texts.mvexpand(c, over, run))
    .with({ kind: 'mvcombine' }, (c) => texts.mvcombine(c, over, run))
    .with({ kind: 'nomv' }, (c) => texts.nomv(c, over, run))
    .with({ kind: 'spath' }, (c) => texts.spath(c, over))
    .with({ kind: 'join' }, (c) => sources.join(c, over, run))
    .with({ kind: 'append' }, (c) => sources.append(c, over, run))
    .with({ kind: P.union('union', 'multisearch') }, (c) => sources.multisearch(c, over, run))
    .with({ kind: 'lookup' }, (c) => sources.lookup(c, over, run))
    .with({ kind: 'inputlookup' }, (c) => sources.inputlookup(c, over, run))
    .with({ kind: 'makeresults' }, (c) => sources.makeresults(c, run))
    .with({ kind: 'return' }, (c) => returnCommand(c, over))
    .with({ kind: 'format' }, (c) => format(c, over))
    .with({ kind: 'addinfo' }, () => refuse('the command addinfo'))
    .with({ kind: 'macro' }, (c) => refuse(`the macro ${c.name}`))
    .with({ kind: 'unsupported' }, (c) => refuse(`the command ${c.name}`))
    .exhaustive();

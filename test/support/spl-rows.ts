// A query and rows of its tables in; what KQL gives over them, and what the SPL search gives by Splunk's documented rules, as sorted lines out.

import { frontEnd } from '../../src/compile.ts';
import { splEngine } from '../../src/engines/splunk/documented.ts';
import type { Value } from '../../src/eval/value.ts';
import { datetimeOfText } from '../../src/eval/values/time.ts';
import type { RegexEngine } from '../../src/spl/run/regex.ts';
import { expectedOf } from '../../src/verify/expected.ts';
import { subjectOf, targetNamed } from '../../src/verify/subject.ts';
import { tryOut } from '../../src/verify/trial.ts';
import type { Witness } from '../../src/verify/witness.ts';
import { linesOf, unitOf } from './stages.ts';

type Cells = Readonly<Record<string, Value>>;
export type TableRows = Readonly<Record<string, readonly Cells[]>>;

export interface Both {
  /** Rows that KQL gives, the columns in front. */
  readonly kql: readonly string[];
  /** `same`, or what the search says otherwise. */
  readonly spl: string;
}

const now = datetimeOfText('2026-01-10T00:00:00Z') ?? 0n;

/** @throws when the query does not bind, or has no translation */
export const onBoth = async (kql: string, tables: TableRows, regex: RegexEngine): Promise<Both> => {
  const unit = unitOf(kql);
  const backend = targetNamed('spl');
  const { bound, normal } = unit ? frontEnd(unit, {}) : { bound: null, normal: null };
  const subject = unit && backend && bound && normal ? subjectOf(unit, { bound, normal }, backend, {}, now) : null;
  if (!subject || subject.back.output === null)
    throw new Error(`no translation: ${kql}\n${subject?.back.findings.map((d) => d.message).join('\n')}`);
  const blank = (type: string): Value => (type === 'string' ? '' : type === 'datetime' ? now - 36_000_000_000n : null);
  const events = subject.uses.flatMap(({ name, columns }) =>
    (tables[name] ?? []).map(
      (cells): Witness => ({
        table: name,
        columns,
        row: columns.map((column) => cells[column.name] ?? blank(column.type)),
        about: { role: 'group', span: null, what: '' },
        nearNow: false,
      }),
    ),
  );
  const engine = splEngine({ takes: 'spl', regex });
  const expected = expectedOf(subject, subject.bound, events);
  const said: string[] = [];
  for (const blanks of ['stored', 'absent', 'mixed'] as const) {
    const trial = await tryOut(expected, engine, { blanks, pinned: true });
    if (trial.kind === 'other')
      said.push(`${blanks}: lacks ${trial.comparison.missing.join('; ')}, adds ${trial.comparison.unexpected.join('; ')}`);
    else if (trial.kind !== 'same') said.push(`${blanks}: ${trial.kind}`);
  }
  const [head = '', ...rows] = linesOf(expected.wanted());
  return { kql: [head, ...rows.sort()], spl: said.length === 0 ? 'same' : said.join('\n') };
};

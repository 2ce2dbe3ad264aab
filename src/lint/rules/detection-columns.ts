// RMMC6030: a query that Defender runs as a custom detection in; the columns that its result lacks for that, out.
import { type Diagnostic, report } from '../../diagnostics/diagnostic.ts';
import { eventTimes } from '../../ir/event-time.ts';
import { frameAfter, frameOfSource } from '../../ir/frame.ts';
import type { Pipeline, Step } from '../../ir/pipeline.ts';
import type { Frame } from '../../ir/types.ts';
import type { Lint, LintInput } from '../rule.ts';

/** One of these tells Defender whom the alert is about. */
const entities: ReadonlySet<string> = new Set([
  'DeviceId',
  'DeviceName',
  'RemoteDeviceName',
  'RecipientEmailAddress',
  'SenderFromAddress',
  'SenderMailFromAddress',
  'SenderObjectId',
  'RecipientObjectId',
  'AccountObjectId',
  'AccountSid',
  'AccountUpn',
  'InitiatingProcessAccountSid',
  'InitiatingProcessAccountUpn',
  'InitiatingProcessAccountObjectId',
]);

interface Need {
  readonly text: string;
  readonly met: (frame: Frame) => boolean;
}

const names = (frame: Frame): readonly string[] => frame.columns.map((column) => column.name);

const needs: readonly Need[] = [
  {
    text: '`Timestamp` (or `TimeGenerated`)',
    met: (frame) => names(frame).some((name) => eventTimes.has(name)),
  },
  { text: '`ReportId`', met: (frame) => names(frame).includes('ReportId') },
  {
    text: 'a column that names a device, user or mailbox (`DeviceId`, `AccountUpn` …)',
    met: (frame) => names(frame).some((name) => entities.has(name)),
  },
];

/** The step behind which a need that was met before is met no more. */
const loser = (pipeline: Pipeline, need: Need): Step | null => {
  let frame = frameOfSource(pipeline.source);
  let lost: Step | null = null;
  for (const step of pipeline.steps) {
    const next = frameAfter(frame, step);
    if (need.met(frame) && !need.met(next)) lost = step;
    frame = next;
  }
  return lost;
};

const find = ({ bound, kind }: LintInput): readonly Diagnostic[] => {
  if (kind !== 'custom-detection' || bound.frame.open) return [];
  const missing = needs.filter((need) => !need.met(bound.frame));
  const [first] = missing;
  if (!first) return [];
  const lost = missing.map((need) => loser(bound.pipeline, need)).find((step) => step !== null);
  const texts = missing.map((need) => need.text);
  const list = texts.length > 1 ? `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}` : first.text;
  return [report('RMMC6030', lost?.span ?? bound.pipeline.source.span, { missing: list, lost: lost ? '; this step drops it' : '' })];
};

export const detectionColumns: Lint = {
  title: 'a custom detection without the columns that it needs',
  why: 'Defender takes a query as a custom detection only if its result has the time of the event, `ReportId`, and a column that names a device, a user or a mailbox. `project` and `summarize` drop them. Only custom detections are looked at: rules read from the Graph format, and those that `ruleKind: custom-detection` in rmmc.yaml says to be some.',
  find,
};

// A query in which XML of a Windows event is searched, and the findings, in; a refusal of what looks for its quotes, out: Splunk keeps `<Data Name='X'>` where
// Azure has `<Data Name="X">`, and without the elements around it.
import type { Expr } from '../../../ir/expr.ts';
import type { Query, Step } from '../../../ir/pipeline.ts';
import { childrenOf, visitPipeline } from '../../../ir/traverse.ts';
import type { Findings } from '../../shared/findings.ts';

const isData = (expr: Expr): boolean =>
  expr.kind === 'column' ? expr.name === 'EventData' && expr.type === 'string' : expr.kind === 'call' && childrenOf(expr).some(isData);

const asksForMarkup = (text: string): boolean => /["']|<\/?(?:DataItem|EventData)|xmlns/i.test(text);

const textsIn = (expr: Expr): readonly string[] =>
  expr.kind === 'literal' ? (typeof expr.value === 'string' ? [expr.value] : []) : childrenOf(expr).flatMap(textsIn);

const why =
  'its events keep the data with other quotes, and without the elements around it; `extract(\'Name="X">(.*?)<\', 1, EventData)` reads a part by its name';

/** Fields that Splunk and its add-on make of what stands beside the parts, in the element `System`. */
const otherFields: ReadonlySet<string> = new Set([
  ...['ActivityID', 'Channel', 'Computer', 'EventCode', 'EventID', 'EventRecordID', 'Guid', 'Keywords', 'Level'],
  ...['Message', 'Name', 'Opcode', 'ProcessID', 'Qualifiers', 'RelatedActivityID', 'SystemTime', 'Task', 'ThreadID'],
  ...['UserID', 'Version', 'host', 'index', 'source', 'sourcetype', 'user'],
]);

/** Parts whose names are those of other fields of the event. */
export const refuseTakenParts = (query: Query, findings: Findings): void => {
  visitPipeline(query.pipeline, {
    expr: (expr) => {
      if (expr.kind !== 'path' || expr.base.kind !== 'column' || expr.base.name !== 'EventData' || expr.key.kind !== 'literal') return;
      const part = String(expr.key.value);
      if (otherFields.has(part))
        findings.refuse('RMMC3810', expr.span, {
          what: `the part ${part} of EventData`,
          why: 'the field of that name holds something else of the event',
        });
    },
  });
};

export const refuseMarkup = (query: Query, findings: Findings): void => {
  const refuse = (span: Expr['span']): void => findings.refuse('RMMC3810', span, { what: 'a text that has the markup of EventData', why });
  visitPipeline(query.pipeline, {
    expr: (expr) => {
      if (expr.kind === 'text' && isData(expr.subject) && expr.patterns.flatMap(textsIn).some(asksForMarkup)) refuse(expr.span);
      else if (expr.kind === 'call' && expr.args.some(isData) && expr.args.flatMap(textsIn).some(asksForMarkup)) refuse(expr.span);
    },
    step: (step: Step) => {
      if (step.kind !== 'capture' || !isData(step.subject)) return;
      if (step.parts.some((part) => part.kind === 'text' && asksForMarkup(part.value))) refuse(step.span);
    },
  });
};

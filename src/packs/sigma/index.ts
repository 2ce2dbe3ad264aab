// Rules in; one Sigma file each out, in SigmaHQ's folders and under its kind of name, with a README where rules have lists to fill.
import { type Diagnostic, report } from '../../diagnostics/diagnostic.ts';
import { nowhere } from '../../diagnostics/span.ts';
import { isUuid } from '../../ir/uuid.ts';
import type { Pack, Packed, PackRule, PackSettings, Piece } from '../pack.ts';
import { fileNames, titles } from './names.ts';
import { readme, readmeTemplate } from './readme.ts';

const open = (settings: PackSettings) => {
  const [titleOf, nameOf] = [titles(), fileNames()];
  const shared = readme(settings);
  let isListed = false;
  let dateMissing = settings.date === null;
  const add = (rule: PackRule): Packed => {
    if ('problem' in shared)
      return { pieces: [], findings: [report('RMMC8020', nowhere, { template: readmeTemplate, problem: shared.problem })] };
    const findings: Diagnostic[] = [];
    const source = rule.result.rule.id;
    const facts = {
      id: rule.id,
      source: source !== null && isUuid(source) ? rule.id : null,
      severity: rule.meta.severity,
      date: settings.date,
    };
    const filed = (title: string) => rule.file?.({ ...facts, title }) ?? null;
    const first = filed(rule.title);
    if (!first) return { pieces: [], findings };
    const title = titleOf(first.title, rule.id);
    const file = title === first.title ? first : filed(title);
    if (!file) return { pieces: [], findings };
    if (file !== first) findings.push(report('RMMC8060', nowhere, { title: first.title, fresh: title }));
    if (dateMissing) findings.push(report('RMMC8061', nowhere, {}));
    dateMissing = false;
    isListed ||= rule.sanctioned !== null;
    const path = `${file.folder}/${nameOf(file.prefix, rule.slug, file.folder, rule.id)}.yml`;
    return { pieces: [{ path, text: file.text, kind: 'whole' }], findings };
  };
  const end = (): readonly Piece[] => (isListed && 'text' in shared ? [{ path: 'README.md', text: shared.text, kind: 'whole' }] : []);
  return { add, end };
};

export const pack: Pack = { tune: (options) => options, open, templates: [readmeTemplate], archives: () => [] };

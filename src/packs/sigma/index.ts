// Rules in; one Sigma file each out, in SigmaHQ's folders and under its kind of name.
import { type Diagnostic, report } from '../../diagnostics/diagnostic.ts';
import { nowhere } from '../../diagnostics/span.ts';
import { isUuid } from '../../ir/uuid.ts';
import type { Pack, Packed, PackRule, PackSettings } from '../pack.ts';
import { fileNames, titles } from './names.ts';

const open = (settings: PackSettings) => {
  const [titleOf, nameOf] = [titles(), fileNames()];
  let dateMissing = settings.date === null;
  const add = (rule: PackRule): Packed => {
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
    const path = `${file.folder}/${nameOf(file.prefix, rule.slug, file.folder, rule.id)}.yml`;
    return { pieces: [{ path, text: file.text, kind: 'whole' }], findings };
  };
  return { add, end: () => [] };
};

export const pack: Pack = { tune: (options) => options, open, archives: () => [] };

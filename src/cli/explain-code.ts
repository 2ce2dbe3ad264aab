// A diagnostic code in, what it means and how to turn it off out, as text.
import { codes } from '../diagnostics/codes.ts';
import { describeCode, families } from '../diagnostics/describe.ts';
import { nearest } from '../diagnostics/nearest.ts';
import { isCode, isSettable } from '../diagnostics/settable.ts';
import { lintAbout } from '../lint/about.ts';
import { exitCodes, UsageError } from './exit.ts';

export const isCodeName = (name: string): boolean => /^RMMC\d{4}$/i.test(name);

const width = 100;

const wrapped = (text: string): string => text.replace(new RegExp(`(?![^\\n]{1,${width}}$)([^\\n]{1,${width}})\\s`, 'g'), '$1\n');

/** Gives the exit code. @throws UsageError for a code that does not exist */
export const explainCode = (name: string): number => {
  const code = name.toUpperCase();
  if (!isCode(code)) {
    const suggestion = nearest(code, Object.keys(codes));
    throw new UsageError(
      `RMMC5015: \`${name}\` is not a diagnostic code\n  help: ${suggestion ? `did you mean \`${suggestion}\`?` : 'docs/diagnostics.md lists them'}`,
    );
  }
  const { severity, message, help } = describeCode(code);
  const lint = lintAbout.get(code);
  const family = families.find(({ prefix }) => code.startsWith(prefix));
  const lines = [
    `${code} (${severity === 'fidelity' ? 'its severity follows from the fidelity' : severity}): ${lint?.title ?? family?.title ?? ''}`,
    '',
    wrapped(lint?.why ?? family?.about ?? ''),
    '',
    wrapped(`says: ${message}`),
    ...(help === null ? [] : [wrapped(`next: ${help}`)]),
    ...(isSettable(code) ? ['', `set:  lint: { ${code}: off | info | warning | error } in rmmc.yaml`] : []),
    ...(isSettable(code) && !code.startsWith('RMMC10') ? [`      // rmmc-disable-next-line ${code}: reason`] : []),
    ...(lint ? [`more: docs/lint/${code}.md`] : []),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return exitCodes.ok;
};

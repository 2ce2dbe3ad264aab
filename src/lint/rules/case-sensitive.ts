// RMMC6006: tests of text in; those that tell upper from lower case on a column whose case varies, out.
import { type Diagnostic, report } from '../../diagnostics/diagnostic.ts';
import { caseReasons, columnKind } from '../column-facts.ts';
import type { Lint, LintInput } from '../rule.ts';
import { caselessOperators, operatorOf, type Test } from '../tests.ts';

const check = (test: Test): readonly Diagnostic[] => {
  const kind = test.origin && columnKind(test.origin);
  const why = kind && caseReasons[kind];
  const operator = operatorOf(test);
  const better = operator && caselessOperators.get(operator.text);
  if (!why || !operator || !better || test.node.caseless || !test.needles?.some((needle) => /[A-Za-z]/.test(needle))) return [];
  const column = test.origin?.column ?? '';
  return [
    {
      ...report('RMMC6006', test.node.span, { operator: operator.text, better, column, why }),
      fix: { span: operator.span, text: better },
    },
  ];
};

export const caseSensitive: Lint = {
  title: 'a case-sensitive test on a column whose case varies',
  why: '`==`, `in` and the `_cs` operators tell upper from lower case. File names, paths, command lines, registry keys, accounts and host names are kept as somebody typed them, so that `POWERSHELL.EXE` walks past a test for `powershell.exe`.',
  find: ({ tests }: LintInput) => tests.flatMap(check),
};

// Results of tests in; a JUnit report (XML) out. It holds no times and no dates, so that equal runs give equal bytes.
import { XMLBuilder } from 'fast-xml-parser';

export interface Suite {
  readonly name: string;
  /** Null: the suite could not run. */
  readonly cases: readonly Case[] | null;
}

export interface Case {
  readonly name: string;
  /** `skipped`: nothing was asked of it; the first problem says why. */
  readonly status: 'passed' | 'failed' | 'error' | 'skipped';
  readonly difference: readonly string[];
  readonly problems: readonly { readonly message: string }[];
  readonly refusal: { readonly message: string } | null;
}

const caseNode = (suite: string, one: Case): object => {
  const wrong = [...one.problems, ...(one.refusal ? [one.refusal] : [])].map(({ message }) => message);
  return {
    '@name': one.name,
    '@classname': suite,
    ...(one.status === 'failed' ? { failure: { '@message': 'the result differs', '#text': one.difference.join('\n') } } : {}),
    ...(one.status === 'skipped' ? { skipped: { '@message': wrong.join('; ') } } : {}),
    ...(one.status === 'error' ? { error: { '@message': wrong.join('; ') } } : {}),
  };
};

const notRun = (name: string): object => ({ '@name': name, '@classname': name, error: { '@message': 'the tests could not run' } });

const counts = ({ cases }: Suite): object => ({
  '@tests': cases?.length ?? 1,
  '@failures': cases?.filter(({ status }) => status === 'failed').length ?? 0,
  '@skipped': cases?.filter(({ status }) => status === 'skipped').length ?? 0,
  '@errors': cases?.filter(({ status }) => status === 'error').length ?? 1,
});

export const junit = (suites: readonly Suite[]): string => {
  const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', format: true, suppressEmptyNode: true });
  const testsuite = suites.map((suite) => ({
    '@name': suite.name,
    ...counts(suite),
    testcase: suite.cases?.map((one) => caseNode(suite.name, one)) ?? [notRun(suite.name)],
  }));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build({ testsuites: { testsuite } })}`;
};

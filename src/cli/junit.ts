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
  /** What a failure is called (`the result differs`). */
  readonly failure?: string;
}

const caseNode = (suite: string, one: Case): object => {
  const wrong = [...one.problems, ...(one.refusal ? [one.refusal] : [])].map(({ message }) => message);
  return {
    '@name': one.name,
    '@classname': suite,
    ...(one.status === 'failed'
      ? { failure: { '@message': one.failure ?? 'the result differs', '#text': one.difference.join('\n') } }
      : {}),
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

const suiteNode = (suite: Suite): object => ({
  '@name': suite.name,
  ...counts(suite),
  testcase: suite.cases?.map((one) => caseNode(suite.name, one)) ?? [notRun(suite.name)],
});

const newBuilder = (): XMLBuilder =>
  new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', format: true, suppressEmptyNode: true });

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** XML has no way to say most control characters. */
const sayable = (text: string): string => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');

export const junit = (suites: readonly Suite[]): string =>
  sayable(`${declaration}${newBuilder().build({ testsuites: { testsuite: suites.map(suiteNode) } })}`);

/** A report in pieces: what stands in front, one suite after the other, what stands behind. */
export const junitStream = () => {
  const builder = newBuilder();
  return {
    head: `${declaration}<testsuites>\n`,
    add: (suite: Suite): string => sayable(builder.build({ testsuite: [suiteNode(suite)] })),
    end: '</testsuites>\n',
  } as const;
};

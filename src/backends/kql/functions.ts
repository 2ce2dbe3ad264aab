// Names of tests and aggregates in, KQL's spelling out. Scalar functions need no table: the IR calls them by KQL's canonical names.
import type { AggFn } from '../../ir/aggregates.ts';
import type { ArithOp, CompareOp, TextTest } from '../../ir/expr.ts';
import type { KqlArith, KqlListTest, KqlTest } from './ast.ts';

interface Spelling {
  readonly plain: KqlTest;
  /** Null: KQL has no such operator; `not(…)` says it. */
  readonly negated: KqlTest | null;
}

interface TextRow {
  readonly caseless: Spelling;
  readonly cased: Spelling;
  /** One operator over several patterns: [any, all], caseless and cased; null: a chain of single tests. */
  readonly lists: {
    readonly caseless: readonly [KqlListTest | null, KqlListTest | null];
    readonly cased: readonly [KqlListTest | null, null];
  };
}

const spelt = <A extends KqlTest, B extends KqlTest>(plain: A, negated: B): Spelling => ({ plain, negated });
const noLists = { caseless: [null, null], cased: [null, null] } as const;

export const textTests = {
  equals: { caseless: spelt('=~', '!~'), cased: spelt('==', '!='), lists: { caseless: ['in~', null], cased: ['in', null] } },
  contains: { caseless: spelt('contains', '!contains'), cased: spelt('contains_cs', '!contains_cs'), lists: noLists },
  startsWith: { caseless: spelt('startswith', '!startswith'), cased: spelt('startswith_cs', '!startswith_cs'), lists: noLists },
  endsWith: { caseless: spelt('endswith', '!endswith'), cased: spelt('endswith_cs', '!endswith_cs'), lists: noLists },
  term: {
    caseless: spelt('has', '!has'),
    cased: spelt('has_cs', '!has_cs'),
    lists: { caseless: ['has_any', 'has_all'], cased: [null, null] },
  },
  termPrefix: { caseless: spelt('hasprefix', '!hasprefix'), cased: spelt('hasprefix_cs', '!hasprefix_cs'), lists: noLists },
  termSuffix: { caseless: spelt('hassuffix', '!hassuffix'), cased: spelt('hassuffix_cs', '!hassuffix_cs'), lists: noLists },
  regex: { caseless: { plain: 'matches regex', negated: null }, cased: { plain: 'matches regex', negated: null }, lists: noLists },
} satisfies Record<TextTest, TextRow> as Record<TextTest, TextRow>;

export const negatedList: Readonly<Record<KqlListTest, KqlListTest | null>> = {
  in: '!in',
  'in~': '!in~',
  '!in': 'in',
  '!in~': 'in~',
  has_any: null,
  has_all: null,
};

export const compareOps: Readonly<Record<CompareOp, KqlTest>> = { eq: '==', ne: '!=', lt: '<', le: '<=', gt: '>', ge: '>=' };
export const arithOps: Readonly<Record<ArithOp, KqlArith>> = { add: '+', sub: '-', mul: '*', div: '/', mod: '%' };

/** The form of an aggregate that takes a condition (`position`: where the condition stands among the arguments); null: KQL has none. */
interface ConditionalForm {
  readonly name: string;
  readonly position: 0 | 1 | 2;
}
const conditional = (name: string, position: 0 | 1 | 2 = 1): ConditionalForm => ({ name, position });

export const conditionalForms: Readonly<Record<AggFn, ConditionalForm | null>> = {
  count: conditional('countif', 0),
  dcount: conditional('dcountif'),
  count_distinct: conditional('count_distinctif'),
  sum: conditional('sumif'),
  avg: conditional('avgif'),
  min: conditional('minif'),
  max: conditional('maxif'),
  make_set: conditional('make_set_if'),
  make_list: conditional('make_list_if'),
  make_list_with_nulls: null,
  make_bag: conditional('make_bag_if'),
  percentile: null,
  percentilew: null,
  percentiles_array: null,
  stdev: conditional('stdevif'),
  stdevp: null,
  variance: conditional('varianceif'),
  variancep: conditional('variancepif'),
  covariance: conditional('covarianceif', 2),
  covariancep: conditional('covariancepif', 2),
  percentilesw_array: null,
  take_any: conditional('take_anyif'),
  passthrough: null,
  buildschema: null,
  hll: conditional('hll_if'),
  hll_merge: null,
  tdigest: null,
  tdigest_merge: null,
  binary_all_and: null,
  binary_all_or: null,
  binary_all_xor: null,
};

// Scalar functions in; whether a Sigma detection can say a test that uses them, out.
import { type CoreFn, scalarFns, windowFns } from '../../ir/functions.ts';
import { all, native, refuse, type Support } from '../shared/support.ts';

/** `folds`: native around the subject of a string test. */
const said = [
  'isnull',
  'isnotnull',
  'isempty',
  'isnotempty',
  'ipv4_is_private',
  'ipv4_is_in_range',
  'ipv4_is_in_any_range',
  'tolower',
  'toupper',
  'tostring',
] as const satisfies readonly CoreFn[];
/** Said as the window of a correlation only. */
const clock = ['now', 'ago', 'ingestion_time', 'bin'] as const satisfies readonly CoreFn[];

type Said = (typeof said)[number];
type Windowed = (typeof windowFns)[number];
type Clock = (typeof clock)[number];
type Computed = Exclude<CoreFn, Said | Windowed | Clock>;

const features = <F extends CoreFn>(fns: readonly F[]): readonly `fn:${F}`[] => fns.map((fn) => `fn:${fn}` as const);
const named: ReadonlySet<string> = new Set<string>([...said, ...windowFns, ...clock]);
const computed = (Object.keys(scalarFns) as CoreFn[]).filter((fn): fn is Computed => !named.has(fn));

export const functionSupport: Readonly<Record<`fn:${CoreFn}`, Support>> = {
  ...all(features(said), native),
  ...all(features(windowFns), refuse('a detection sees one event at a time')),
  ...all(features(clock), native),
  ...all(features(computed), refuse('it tests fields against constants and computes nothing')),
};

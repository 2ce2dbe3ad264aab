// How each assumption and each widening that a translation declares shows in events: the table that makes "as declared" a thing that can fail.

import { isBag, parsedDynamic, textOfCell } from '../backends/shared/cell-text.ts';
import type { KqlCell } from '../backends/shared/proof.ts';
import type { fidelityCodes } from '../diagnostics/codes/fidelity.ts';
import type { fieldCodes } from '../diagnostics/codes/fields.ts';

/** What of an event a declaration is about. */
export interface Facts {
  /** Texts in the columns that the declared clause reads, those inside dynamic values too; of values that it reads keys of, only what stands below these. */
  readonly texts: readonly string[];
  /** The declared clause names a column. A finding on a whole table is about columns that nobody names: what the field map stores of them is settled. */
  readonly isNamed: boolean;
  /** Numbers there. */
  readonly numbers: readonly number[];
  /** Whether a boolean stands there. */
  readonly boolean: boolean;
  /** Whether a bag stands where the clause reads the value of a key. */
  readonly bagUnderKey: boolean;
  /** The same of an array. */
  readonly listUnderKey: boolean;
  /** An array that the clause takes elements of has one that is not as the others, or lacks what is read of it; or something else stands there. */
  readonly uneven: boolean;
  /** Times there: ticks. */
  readonly times: readonly bigint[];
  /** Whether a time stands less than so many ticks beyond one of the clause's bounds, on either side. */
  readonly nearBound: (ticks: bigint) => boolean;
  /** Whether the clause itself holds for the event. */
  readonly holds: () => boolean;
  /** The event is a row of a file or a watchlist. */
  readonly supplied: boolean;
  /** Ticks. */
  readonly now: bigint;
}

/**
 * `holds`: for every event that the field map can store, or it is about size, time zone, schedule, display: nothing that an event can show here; the reason.
 * `events`: events of which it is not true are left out, and counted (`everywhere`: it is about all that the query reads, not only about its clause; `once`: of rows of a file or a list that hold the same there, one counts). `loosened`: it widens, and `loosen.ts` says by what. `cells`: values of a computed column
 * may differ; its column is not compared. `lists`: lists keep so many values; columns with longer ones are not compared.
 * `windows`: groups are counted in windows that slide; `windows.ts` says which events are then in a group that passes.
 * `stored`: a null in a column that the rule shows untouched is a text. `partial`: columns are left out; those that come are compared. `refusal`: it never stands beside an output.
 */
export type Declared =
  | { readonly kind: 'holds'; readonly why: string }
  | { readonly kind: 'events'; readonly breaks: (facts: Facts) => boolean; readonly everywhere?: true; readonly once?: true }
  | { readonly kind: 'loosened' }
  | { readonly kind: 'windows' }
  | { readonly kind: 'cells' }
  | { readonly kind: 'lists'; readonly most: number }
  | { readonly kind: 'stored' }
  | { readonly kind: 'partial' }
  | { readonly kind: 'refusal' };

const holds = (why: string): Declared => ({ kind: 'holds', why });
const breaks = (test: (facts: Facts) => boolean): Declared => ({ kind: 'events', breaks: test });
const anyText = (test: (text: string) => boolean): Declared => breaks(({ texts }) => texts.some(test));

const refusal: Declared = { kind: 'refusal' };
const loosened: Declared = { kind: 'loosened' };
const cells: Declared = { kind: 'cells' };
const windows: Declared = { kind: 'windows' };
const lists: Declared = { kind: 'lists', most: 100 };
const partial: Declared = { kind: 'partial' };

/** XML with escaped signs, or lines. */
const escapedXml = breaks(({ texts, isNamed }) => isNamed && texts.some((text) => /&\w+;|\n/.test(text)));

const settled = holds('the events are stored as the field map takes them to be');
const reading = holds('the evaluator reads KQL in the same way');
const scale = holds('it is about more rows or values than the events have');
const schedule = holds('it is about when and how the search runs');
const shown = holds('the answer is read back with it in mind');
const perEvent = holds('what is asked of the target is which events match');
const perGroup = holds('what is asked of the target is which groups it reports');

const blankRow = ({ supplied, texts }: Facts): boolean => supplied && texts.includes('');

const second = 10_000_000n;
const milli = 10_000n;
const micro = 10n;

const isForeign = (text: string): boolean => /[^\u0000-\u007f]/.test(text);
const isIso = (text: string): boolean => text === '' || /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?Z?)?$/.test(text);
const isWholeIso = (text: string): boolean => isIso(text) && /^(?:.{19}.*)?$/.test(text);
/** A text that is a bag holds the texts in it. */
const valuesIn = (text: string): readonly string[] => {
  const value = parsedDynamic(text);
  return value !== undefined && isBag(value) ? [...value.values()].map(textOfCell) : [text];
};
/** Data of a Windows event that its JSON or its XML escapes. */
const isEscapedData = (text: string): boolean =>
  text.includes('<Data Name="') ? /&\w+;|[\u0000-\u001f]/.test(text) : valuesIn(text).some((value) => /["\\<>&\u0000-\u001f]/.test(value));

/** A time with a part of a microsecond. */
const isFine = (text: string): boolean => /\.\d{6}0*[1-9]/.test(text);
const safe = 2 ** 53;

const repeats = (parts: readonly string[]): boolean => new Set(parts).size < parts.length;
/** Cut at any one sign, or into its words, it has the same part twice. */
const hasEqualParts = (text: string): boolean =>
  repeats(text.match(/[\p{L}\p{N}]+/gu) ?? []) ||
  [...new Set(text.match(/[^\p{L}\p{N}]/gu) ?? [])].some((sign) => repeats(text.split(sign)));

export const declared = {
  RMMC3001: refusal,
  RMMC3002: refusal,
  RMMC3101: reading,
  RMMC3102: reading,
  RMMC3103: anyText(isForeign),
  RMMC3104: { kind: 'events', breaks: ({ texts }) => texts.some((text) => /[\u0130\u0131\u017f\u212a]/.test(text)), everywhere: true },
  RMMC3105: settled,
  RMMC3106: settled,
  RMMC3108: scale,
  RMMC3115: partial,
  RMMC3116: settled,
  RMMC3109: reading,
  RMMC3601: settled,
  RMMC3602: settled,
  RMMC3603: settled,
  RMMC3604: settled,
  RMMC3605: breaks((facts) => !facts.holds()),
  RMMC3606: perEvent,
  RMMC3607: perEvent,
  RMMC3608: perEvent,
  RMMC3609: perEvent,
  RMMC3610: perEvent,
  RMMC3611: refusal,
  RMMC3612: refusal,
  RMMC3613: refusal,
  RMMC3614: refusal,
  RMMC3615: loosened,
  RMMC3616: refusal,
  RMMC3617: refusal,
  RMMC3618: anyText((text) => text.endsWith('\n')),
  RMMC3619: anyText(isForeign),
  RMMC3620: perEvent,
  RMMC3621: loosened,
  RMMC3622: loosened,
  RMMC3624: holds('the engine passes such events under `not`'),
  RMMC3625: settled,
  RMMC3640: perGroup,
  RMMC3641: perGroup,
  RMMC3642: windows,
  RMMC3643: anyText((text) => text === ''),
  RMMC3644: windows,
  RMMC3645: holds('the evaluator counts exactly, too'),
  RMMC3646: anyText((text) => text === ''),
  RMMC3647: refusal,
  RMMC3648: refusal,
  RMMC3649: refusal,
  RMMC3650: windows,
  RMMC3651: windows,
  RMMC3652: breaks(({ numbers }) => numbers.some((number) => number < 0)),
  RMMC3653: settled,
  RMMC3654: windows,
  RMMC3680: perGroup,
  RMMC3681: windows,
  RMMC3682: refusal,
  RMMC3683: windows,
  RMMC3684: perEvent,
  RMMC3685: refusal,
  RMMC3686: refusal,
  RMMC3687: anyText((text) => text === ''),
  RMMC3688: settled,
  RMMC3689: settled,
  RMMC3701: scale,
  RMMC3702: holds('the events have no such column'),
  RMMC3703: settled,
  RMMC3704: loosened,
  RMMC3705: shown,
  RMMC3706: settled,
  RMMC3707: settled,
  RMMC3708: settled,
  RMMC3709: settled,
  RMMC3710: refusal,
  RMMC3711: scale,
  RMMC3712: shown,
  RMMC3714: cells,
  RMMC3715: cells,
  RMMC3716: breaks(({ nearBound }) => nearBound(milli)),
  RMMC3717: anyText((text) => !isIso(text)),
  RMMC3718: breaks(({ numbers }) => numbers.includes(0)),
  RMMC3719: breaks(({ numbers }) => numbers.some((number) => number < 0)),
  RMMC3720: cells,
  RMMC3721: anyText((text) => !/^-?\d*$/.test(text)),
  RMMC3722: cells,
  RMMC3723: anyText((text) => text.includes('/')),
  RMMC3724: breaks(({ numbers }) => numbers.some((number) => number <= 0)),
  RMMC3725: settled,
  RMMC3770: settled,
  RMMC3750: anyText((text) => /^\s*[[{"\d]/.test(text)),
  RMMC3751: settled,
  RMMC3760: settled,
  RMMC3762: reading,
  RMMC3763: reading,
  RMMC3764: scale,
  RMMC3761: anyText((text) => /[\0\u0001]/.test(text)),
  RMMC3752: anyText((text) => text.includes('\u001f')),
  RMMC3771: partial,
  RMMC3782: partial,
  RMMC3798: partial,
  RMMC3783: settled,
  RMMC3784: settled,
  RMMC3835: partial,
  RMMC3836: settled,
  RMMC3837: settled,
  RMMC3838: settled,
  RMMC3753: anyText((text) => /[\\\s]/.test(text)),
  RMMC3754: reading,
  RMMC3755: settled,
  RMMC3756: settled,
  RMMC3758: anyText((text) => /["\\\u0000-\u001f]/.test(text)),
  RMMC3759: settled,
  RMMC3781: settled,
  RMMC3790: settled,
  RMMC3794: anyText((text) => /^(?:true|false|-?\d+)$/.test(text)),
  RMMC3791: settled,
  RMMC3792: escapedXml,
  RMMC3796: breaks(({ numbers, boolean }) => numbers.length > 0 || boolean),
  RMMC3834: breaks(({ uneven }) => uneven),
  RMMC3797: breaks(({ bagUnderKey, listUnderKey }) => bagUnderKey || listUnderKey),
  RMMC3793: anyText((text) => /[\u0000-\u001f]/.test(text)),
  RMMC3655: settled,
  RMMC3780: breaks(({ bagUnderKey, listUnderKey }) => bagUnderKey || listUnderKey),
  RMMC3757: anyText((text) => text !== '' && !/^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^[\]]*$/.test(text)),
  RMMC3772: settled,
  RMMC3773: settled,
  RMMC3774: anyText((text) => /[\\\s.eE]/.test(text)),
  RMMC3775: settled,
  RMMC3777: breaks(({ boolean }) => boolean),
  RMMC3832: settled,
  RMMC3799: breaks(({ numbers, boolean }) => numbers.length > 0 || boolean),
  RMMC3776: { kind: 'events', breaks: blankRow, once: true },
  RMMC3740: settled,
  RMMC3741: partial,
  RMMC3746: anyText(hasEqualParts),
  RMMC3744: loosened,
  RMMC3795: loosened,
  RMMC3745: breaks(({ numbers }) => numbers.some((number) => Math.abs(number) > 9e18 || (number !== 0 && Math.abs(number) < 0.01))),
  RMMC3742: holds('KQL leaves it open which row it is'),
  RMMC3743: scale,
  RMMC3801: shown,
  RMMC3802: { kind: 'stored' },
  RMMC3803: lists,
  RMMC3804: schedule,
  RMMC3805: shown,
  RMMC3806: settled,
  RMMC3808: scale,
  RMMC3809: shown,
  RMMC3810: refusal,
  RMMC3811: breaks(({ nearBound }) => nearBound(second)),
  RMMC3812: schedule,
  RMMC3813: anyText(isForeign),
  RMMC3814: cells,
  RMMC3815: holds('the texts are short'),
  RMMC3816: cells,
  RMMC3817: breaks(
    ({ texts, times, isNamed }) =>
      isNamed && (texts.some((text) => !isWholeIso(text) || isFine(text)) || times.some((time) => time % micro !== 0n)),
  ),
  RMMC3818: breaks(({ numbers }) => numbers.includes(0)),
  RMMC3819: settled,
  RMMC3820: anyText((text) => text.includes('+')),
  RMMC3821: breaks(({ times, now }) => times.some((time) => time > now)),
  RMMC3822: anyText((text) => text === 'null'),
  RMMC3823: schedule,
  RMMC3824: breaks(({ numbers }) => numbers.some((number) => Math.abs(number) > safe)),
  RMMC3825: breaks(({ texts, boolean }) => boolean || texts.some((text) => /\d[.ex]|\.\d|^\s+[-+]?\d|\d\s+$/i.test(text))),
  RMMC3826: scale,
  RMMC3827: breaks(({ numbers }) => numbers.some((number) => number < 0)),
  RMMC3828: cells,
  RMMC3829: breaks(({ texts, isNamed }) => isNamed && texts.some(isEscapedData)),
  RMMC3830: escapedXml,
  RMMC3839: settled,
  RMMC3840: scale,
  RMMC3870: settled,
  RMMC3871: settled,
  RMMC3850: scale,
  RMMC3851: anyText((text) => text.includes('null')),
  RMMC3852: anyText((text) => /\d{9}/.test(text)),
  RMMC3853: reading,
  RMMC3854: cells,
  RMMC3855: anyText((text) => /^\s*\{/.test(text)),
  RMMC3856: reading,
  RMMC3857: holds('the evaluator decodes so'),
  RMMC3860: holds('the evaluator keeps empty finds'),
  RMMC3831: anyText((text) => text.includes('/')),
  RMMC3859: anyText((text) => text.includes('/')),
  RMMC3858: anyText((text) => text === '' || text.startsWith('_')),
  RMMC3875: settled,
  RMMC3876: breaks(blankRow),
  RMMC4001: settled,
  RMMC4002: settled,
} satisfies Record<keyof typeof fidelityCodes | keyof typeof fieldCodes, Declared>;

/** Texts, numbers and times anywhere in a cell. */
export const partsOf = (cell: KqlCell): readonly (string | number | boolean)[] => {
  if (typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean') return [cell];
  if (typeof cell === 'bigint') return [Number(cell)];
  if (cell instanceof Map) return [...cell.values()].flatMap(partsOf);
  return Array.isArray(cell) ? cell.flatMap(partsOf) : [];
};

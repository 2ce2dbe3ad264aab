// The channels of Windows events whose parts the integrations' pipelines move (`event-channels.json`) in; where a part of an event's data stands, out.
// Facts: elastic/integrations, packages/windows and packages/system, the ingest pipelines of their data streams.
import type { Confidence, FieldMapping, KindOfEvent, Transform } from '../../shared/fields.ts';
import shipped from './event-channels.json' with { type: 'json' };

export const channelField = 'winlog.channel';
export const providerField = 'winlog.provider_name';
export const codeField = 'event.code';

/** Where a pipeline puts a part. `only`, `never`: in events with these ids, in all but those. `in`: other fields for some ids. */
interface MovedPart {
  readonly field: string;
  readonly type?: string;
  readonly transform?: Transform;
  readonly or?: readonly string[];
  readonly domain?: string;
  readonly values?: Readonly<Record<string, string>>;
  readonly only?: readonly string[];
  readonly never?: readonly string[];
  readonly in?: readonly { readonly ids: readonly string[]; readonly field: string }[];
}

export interface Channel {
  readonly channel: string;
  /** Those that write into this channel alone. */
  readonly providers: readonly string[];
  /** From which to which its events are numbered. */
  readonly ids: readonly (readonly [number, number])[];
  /** Values that its pipeline takes for none. */
  readonly drops: readonly string[];
  /** Those that it moves; all others stay. null: no field keeps the part as it was. */
  readonly parts: Readonly<Record<string, MovedPart | null>>;
}

export const channels: readonly Channel[] = shipped.channels as unknown as readonly Channel[];

const documented: { readonly confidence: Confidence } = { confidence: 'documented' };

const kindsOf = ({ only, never, in: others = [] }: MovedPart): readonly KindOfEvent[] => [
  ...(only ? [{ when: { field: codeField, values: only, not: true as const }, to: null }] : []),
  ...(never ? [{ when: { field: codeField, values: never }, to: null }] : []),
  ...others.map(({ ids, field }) => ({ when: { field: codeField, values: ids }, to: { field, ...documented } })),
];

const moved = (part: MovedPart): FieldMapping => {
  const { only: _only, never: _never, in: _in, ...place } = part;
  const byKind = kindsOf(part);
  return { ...place, ...documented, ...(byKind.length > 0 ? { byKind } : {}) };
};

/** The channel of which all events of a table are. */
export const channelOfTable = (table: string): Channel | null =>
  table === 'SecurityEvent' ? (channels.find(({ channel }) => channel === 'Security') ?? null) : null;

/** What the conditions of a query let through of some fields, in lower case; a field that is absent may hold anything. */
export type KnownValues = ReadonlyMap<string, ReadonlySet<string>>;

const lower = (text: string): string => text.toLowerCase();

const hasId = ({ ids }: Channel, id: string): boolean => ids.some(([from, to]) => Number(id) >= from && Number(id) <= to);

/** The channel that an event is of by what is known of it: its provider's, or the one that it says. A number that the channel does not know makes it none. */
export const channelOf = (channel: string, provider: string, id: string): Channel | null => {
  const found =
    channels.find(({ providers }) => providers.some((one) => lower(one) === lower(provider))) ??
    channels.find((one) => lower(one.channel) === lower(channel));
  return found && (id === '' || hasId(found, id)) ? found : null;
};

/** Whether events of the channel may be among those that the query reads. */
const mayHave = (channel: Channel, known: KnownValues): boolean => {
  const [own, providers, ids] = [known.get(channelField), known.get(providerField), known.get(codeField)];
  if (own && !own.has(lower(channel.channel))) return false;
  if (ids && ![...ids].some((id) => hasId(channel, id))) return false;
  const others = new Set(channels.filter((one) => one !== channel).flatMap((one) => one.providers.map(lower)));
  return !providers || [...providers].some((name) => !others.has(name));
};

/** Whether all events that the query reads are of the channel. */
const hasAll = (channel: Channel, known: KnownValues): boolean => {
  const [own, providers] = [known.get(channelField), known.get(providerField)];
  const names = channel.providers.map(lower);
  return own?.size === 1 ? own.has(lower(channel.channel)) : providers !== undefined && [...providers].every((one) => names.includes(one));
};

/** Where the part of that name stands; null: some events that the query reads do not keep it. */
export const partMapping = (name: string, prefix: string, known: KnownValues): FieldMapping | null => {
  const stays: FieldMapping = { field: `${prefix}${name}`, confidence: 'derived' };
  const among = channels.filter((one) => mayHave(one, known));
  const moving = among.filter(({ parts }) => Object.hasOwn(parts, name));
  if (moving.some(({ parts }) => parts[name] === null)) return null;
  const [only] = moving;
  const partOf = ({ parts }: Channel): FieldMapping => moved(parts[name] ?? { field: stays.field });
  if (only && hasAll(only, known)) return partOf(only);
  const byKind = moving.map((one): KindOfEvent => ({ when: { field: channelField, values: [one.channel] }, to: partOf(one) }));
  return byKind.length > 0 ? { ...stays, byKind } : stays;
};

/** The same for an event of any channel, one of which may keep no such part. */
export const partOfAny = (name: string, prefix: string): FieldMapping => ({
  field: `${prefix}${name}`,
  confidence: 'derived',
  byKind: channels.flatMap(({ channel, parts }): readonly KindOfEvent[] => {
    const part = parts[name];
    return part === undefined ? [] : [{ when: { field: channelField, values: [channel] }, to: part && moved(part) }];
  }),
});

/** Values that the pipelines of the channels drop. */
export const droppedIn = (known: KnownValues): readonly string[] => [
  ...new Set(channels.filter((one) => mayHave(one, known)).flatMap(({ drops }) => drops)),
];

/** What is known of a table's events, by its conditions and by what it is. */
export const knownOfTable = (table: string, known: ReadonlyMap<string, KnownValues> | undefined): KnownValues => {
  const own = channelOfTable(table);
  const told: KnownValues = known?.get(table) ?? new Map();
  return own ? new Map([...told, [channelField, new Set([lower(own.channel)])]]) : told;
};

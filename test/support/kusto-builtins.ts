// What Microsoft's package lists as built in: functions, aggregates and plugins, with their forms in the notation of src/frontend/vocabulary/signatures.ts.
import './kusto.ts';

export interface Parameter {
  /** `number`, `dynamicArray` …; a declared type by its name. */
  readonly kind: string;
  readonly least: number;
  readonly most: number;
  /** The words that it takes; empty: any. */
  readonly values: readonly string[];
  /** `Column`: a column by name; `StarOnly` … */
  readonly argument: string;
}
export interface Form {
  readonly parameters: readonly Parameter[];
  /** `long`, `p0` (type of the first argument), `common`, `widest`; `dynamic` where the package computes it. */
  readonly result: string;
  readonly least: number;
  readonly most: number;
}
export interface Builtin {
  readonly name: string;
  /** Of an obsolete name. */
  readonly alternative: string | null;
  /** Where the name of an unnamed result comes from. */
  readonly naming: string;
  readonly forms: readonly Form[];
}

interface RawSignature {
  readonly Parameters: unknown;
  readonly ReturnKind: unknown;
  readonly MinArgumentCount: number;
  readonly MaxArgumentCount: number;
  readonly _returnType?: { readonly Name?: string };
}
interface RawParameter {
  readonly TypeKind: unknown;
  readonly DeclaredTypes: unknown;
  readonly ArgumentKind: unknown;
  readonly MinOccurring: number;
  readonly MaxOccurring: number;
  readonly Values: unknown;
}
interface RawFunction {
  readonly Name: string;
  readonly IsObsolete: boolean;
  readonly Alternative: string | null;
  readonly ResultNameKind: unknown;
  readonly ResultNamePrefix: string | null;
  readonly Signatures: unknown;
}
type Enum = Readonly<Record<string, unknown>>;

// The library publishes its namespaces as globals, see kusto.ts.
const published = globalThis as unknown as {
  Bridge: { toArray(x: unknown): unknown[] };
  Kusto: {
    Language: {
      Functions: { All: unknown };
      Aggregates: { All: unknown };
      PlugIns: { All: unknown };
      Symbols: { ParameterTypeKind: Enum; ReturnTypeKind: Enum; ArgumentKind: Enum; ResultNameKind: Enum };
    };
  };
};
const { Functions, Aggregates, PlugIns, Symbols } = published.Kusto.Language;

const arrayOf = <T>(x: unknown): T[] => (x == null ? [] : ((Array.isArray(x) ? x : published.Bridge.toArray(x)) as T[]));

const named = (names: Enum, value: unknown): string => {
  if (typeof value === 'string') return value;
  return Object.keys(names).find((name) => names[name] === value) ?? String(value);
};

const lowerFirst = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1);

const parameterOf = (raw: RawParameter): Parameter => {
  const kind = named(Symbols.ParameterTypeKind, raw.TypeKind);
  const types = arrayOf<{ Name: string }>(raw.DeclaredTypes).map((type) => type.Name);
  return {
    kind: kind === 'Declared' ? types.join('/') : lowerFirst(kind),
    least: raw.MinOccurring,
    most: raw.MaxOccurring,
    values: arrayOf<unknown>(raw.Values).map(String),
    argument: named(Symbols.ArgumentKind, raw.ArgumentKind),
  };
};

const results: ReadonlyMap<string, string> = new Map([
  ['Custom', 'dynamic'],
  ['Parameter0', 'p0'],
  ['Parameter1', 'p1'],
  ['Parameter0Array', 'dynamic'],
  ['Widest', 'widest'],
  ['Common', 'common'],
]);

const formOf = (raw: RawSignature): Form => {
  const kind = named(Symbols.ReturnTypeKind, raw.ReturnKind);
  return {
    parameters: arrayOf<RawParameter>(raw.Parameters).map(parameterOf),
    result: kind === 'Declared' ? (raw._returnType?.Name ?? '') : (results.get(kind) ?? kind),
    least: raw.MinArgumentCount,
    most: raw.MaxArgumentCount,
  };
};

const namings: ReadonlyMap<string, string> = new Map([
  ['FirstArgument', 'first'],
  ['OnlyArgument', 'only'],
  ['NameAndFirstArgument', 'name'],
  ['PrefixAndFirstArgument', 'prefix '],
  ['PrefixOnly', 'call '],
  ['FirstArgumentValueIfColumn', 'value'],
  ['Default', ''],
  ['None', ''],
]);

const builtinOf = (raw: RawFunction): Builtin => {
  const kind = named(Symbols.ResultNameKind, raw.ResultNameKind);
  const naming = namings.get(kind) ?? kind;
  return {
    name: raw.Name,
    alternative: raw.IsObsolete ? raw.Alternative : null,
    naming: naming.endsWith(' ') ? naming + (raw.ResultNamePrefix ?? '') : naming,
    forms: arrayOf<RawSignature>(raw.Signatures).map(formOf),
  };
};

/** `integer, long? -> long` */
export const formText = (form: Form): string => {
  const parameters = form.parameters.map((p) => p.kind + (p.most > 1 ? '*' : p.least === 0 ? '?' : ''));
  return `${parameters.join(', ')}${parameters.length > 0 ? ' ' : ''}-> ${form.result}`;
};

export const builtinFunctions: readonly Builtin[] = arrayOf<RawFunction>(Functions.All).map(builtinOf);
export const builtinAggregates: readonly Builtin[] = arrayOf<RawFunction>(Aggregates.All).map(builtinOf);
export const builtinPlugins: readonly Builtin[] = arrayOf<RawFunction>(PlugIns.All).map(builtinOf);

// The way down as code: the text of a rule file in; per rule and target the target's text, or the reason why there is none, out. Pure: no disk, no clock.
//
//   text -> readRules -> parse -> bind -> normalize -> legalize -> lower -> print
import { backends } from './backends/registry.ts';
import type { Backend, Legal, RuntimeField, TargetContext, TargetName } from './backends/shared/backend.ts';
import { clausesOf } from './backends/shared/clauses.ts';
import { FindingList } from './backends/shared/findings.ts';
import { isThresholded, legalize } from './backends/shared/legalize.ts';
import { withoutUnsaid } from './backends/shared/unsaid-columns.ts';
import { newerThan } from './backends/shared/versions.ts';
import type { Code } from './diagnostics/codes.ts';
import { type Diagnostic, type Fidelity, isError, report, worse } from './diagnostics/diagnostic.ts';
import { byPlace, type LocatedDiagnostic, locateDiagnostic } from './diagnostics/located.ts';
import { locate, type Source, wholeFile } from './diagnostics/source.ts';
import { nowhere } from './diagnostics/span.ts';
import type { AstQuery } from './frontend/ast/ast.ts';
import { bind, tablesLike } from './frontend/bind/bind.ts';
import { type Overridden, overrideLets } from './frontend/override-lets.ts';
import { parse } from './frontend/parse.ts';
import { builtinSchema, type Schema } from './frontend/schema/schema.ts';
import { exclude } from './ir/exclude.ts';
import type { TablesLike } from './ir/frame.ts';
import { normalize } from './ir/normalize.ts';
import type { Query } from './ir/pipeline.ts';
import type { RuleMeta } from './ir/rule.ts';
import { type LintOptions, lintRule, withSetting } from './lint/lint.ts';
import type { Stages } from './lint/rule.ts';
import { rowLets } from './lint/syntax.ts';
import { type RuleUnit, stemOf } from './rules/read-rules.ts';
import { type ProfileOptions, profileOf } from './target-profile.ts';
import { readUnits, type UnitOptions } from './units.ts';

/** Every part has a default. */
export interface TranslateOptions extends UnitOptions, ProfileOptions {
  /** Targets, or `all` (the default). */
  readonly to?: readonly TargetName[] | 'all';
  /** What the texts become: queries that somebody runs (the default), or rules that the SIEM runs and whose rows become alerts. */
  readonly use?: 'query' | 'rule';
  /** How far back a run sees (`1d`): for rules that have no schedule of their own, as for a time picker. */
  readonly queryPeriod?: string;
  /** Codes of narrowings that are accepted. */
  readonly allow?: readonly string[];
  /** Also look for what is valid and weak; with these settings. */
  readonly lint?: LintOptions;
  /** Told the names of `let`s that the profile gives texts to, as rules have them. */
  readonly onLet?: (name: string) => void;
  /** Told about defects of rmmc itself, which become RMMC9001. */
  readonly onDefect?: (defect: unknown) => void;
}

export interface ResultClause {
  /** `table`, `filter`, `extend`, `measure`, `group key`, `sort` … */
  readonly part: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** The clause as the rule has it. */
  readonly text: string;
  readonly fidelity: Fidelity;
  readonly codes: readonly Code[];
}

/** One rule in one target. */
export interface RuleResult {
  /** `name`: the rule's own name, or the file's stem (`<stem>#<n>` when the file holds several). */
  readonly rule: { readonly id: string | null; readonly name: string; readonly file: string };
  /** The file's stem, or `<stem>#<n>`: unlike the rule's name it is safe and unique within the file. */
  readonly unit: string;
  readonly target: TargetName;
  /** `ok`: there is output. `refused`: this target cannot say the rule. `error`: the rule itself is broken, in every target. */
  readonly status: 'ok' | 'refused' | 'error';
  /** The worst class over the clauses; `refused` for a broken rule. */
  readonly fidelity: Fidelity;
  readonly output: string | null;
  readonly diagnostics: readonly LocatedDiagnostic[];
  readonly clauses: readonly ResultClause[];
  /** Fields that the target's mapping has to have beside those of its integrations; absent: none. */
  readonly runtimeFields?: readonly RuntimeField[];
}

export interface TranslateResult {
  /** By rule (as they stand in the file), then by target. What of the file cannot be read is a result with status `error`, too. */
  readonly results: readonly RuleResult[];
  /** All diagnostics, each once; also those on the rules when there are no targets. */
  readonly diagnostics: readonly LocatedDiagnostic[];
  /** Rules in the file, and how many of them are broken; what cannot be read counts as one broken rule. */
  readonly rules: number;
  readonly broken: number;
}

/** A query up to its normal form; `bound` and `normal` are null when it is broken. */
export interface Front {
  readonly ast: AstQuery | null;
  readonly bound: Query | null;
  readonly normal: Query | null;
  readonly diagnostics: readonly Diagnostic[];
  /** Where the profile leaves rows out: the bound query as it is written, and what is left out. */
  readonly untouched: { readonly bound: Query; readonly exclusions: readonly Diagnostic[] } | null;
}

/** A query in one target; parts are null behind the stage that refused. */
export interface Back {
  readonly legal: Legal | null;
  readonly ast: unknown;
  readonly output: string | null;
  readonly findings: readonly Diagnostic[];
  readonly defect: boolean;
}

const defectOf = (options: TranslateOptions, defect: unknown): Diagnostic => {
  options.onDefect?.(defect);
  return report('RMMC9001', nowhere, { what: defect instanceof Error ? `${defect.name}: ${defect.message}` : String(defect) });
};

const schemaOf = (options: TranslateOptions): Schema => {
  const schema = builtinSchema(options.environment ?? 'auto');
  return options.tables ? schema.withTables(options.tables) : schema;
};

/** The tables that the patterns of a query (`union Device*`, `search`) stand for where data is at hand. */
export const patternTables = (ast: AstQuery, options: TranslateOptions): TablesLike => tablesLike(ast, schemaOf(options));

/** Exclusions of the profile; null when there are none. */
const narrowed = (bound: Query, { profile }: TranslateOptions) =>
  profile?.overlay && profile.overlay.exclusions.length > 0 ? exclude(bound, profile.overlay.exclusions, profile.name) : null;

const tuned = (ast: AstQuery, { profile, onLet }: TranslateOptions): Omit<Overridden, 'names'> => {
  if (!profile?.overlay || profile.overlay.lets.size === 0) return { ast, diagnostics: [] };
  const { names, ...rest } = overrideLets(ast, profile.overlay.lets, profile.name);
  for (const name of names) onLet?.(name);
  return rest;
};

/** The half of the way that no target has a part in. */
export const frontEnd = (unit: RuleUnit, options: TranslateOptions): Front => {
  const found: Diagnostic[] = [];
  let ast: AstQuery | null = null;
  const broken = (): Front => ({ ast, bound: null, normal: null, diagnostics: found, untouched: null });
  try {
    const parsed = parse(unit.source.text);
    found.push(...parsed.diagnostics);
    const { ast: own, diagnostics: lets } = tuned(parsed.ast, options);
    ast = own;
    found.push(...lets);
    if (found.some(isError)) return broken();
    const { query: bound, diagnostics } = bind(own, schemaOf(options));
    found.push(...diagnostics);
    if (bound === null || found.some(isError)) return broken();
    const less = narrowed(bound, options);
    if (!less) return { ast, bound, normal: normalize(bound), diagnostics: found, untouched: null };
    found.push(...less.diagnostics);
    if (found.some(isError)) return broken();
    const untouched = { bound, exclusions: less.diagnostics };
    return { ast, bound: less.query, normal: normalize(less.query), diagnostics: found, untouched };
  } catch (defect) {
    found.push(defectOf(options, defect));
    return broken();
  }
};

/** Refuses what the version that is asked for does not know. */
const refuseNewer = (backend: Backend, ast: unknown, { findings, profile }: TargetContext, { pipeline }: Query): void => {
  const { versions, title: target } = backend;
  if (!versions) return;
  const version = profile.version ?? versions.normal;
  for (const { what, version: since } of newerThan(versions, version, ast))
    findings.refuse('RMMC3002', pipeline.source.span, { target, what, since, version });
};

/** A rule without a schedule runs over the period that the options name. */
const scheduled = (meta: RuleMeta, { queryPeriod }: TranslateOptions): RuleMeta =>
  queryPeriod === undefined || meta.queryPeriod !== null || meta.queryFrequency !== null ? meta : { ...meta, queryPeriod };

/** `normal` as it stands, or a refusal. */
const asItStands = (backend: Backend, unit: RuleUnit, normal: Query, options: TranslateOptions): Back => {
  const findings = new FindingList(isThresholded(normal), new Set(options.allow));
  try {
    const asked = { unmapped: options.unmapped ?? 'error', use: options.use ?? 'query' } as const;
    const context = { meta: scheduled(unit.meta, options), profile: profileOf(backend, options), options: asked, findings };
    const legal = legalize(backend, normal, context);
    if (findings.refused) return { legal: null, ast: null, output: null, findings: findings.list, defect: false };
    const ast = backend.lower(legal, context);
    refuseNewer(backend, ast, context, normal);
    if (findings.refused) return { legal, ast: null, output: null, findings: findings.list, defect: false };
    return { legal, ast, output: backend.print(ast), findings: findings.list, defect: false };
  } catch (defect) {
    return { legal: null, ast: null, output: null, findings: [...findings.list, defectOf(options, defect)], defect: true };
  }
};

/** The other half, in one target: of a rule that it cannot say as a whole at least the rows, without the result columns that it has no words for. */
export const backEnd = (backend: Backend, unit: RuleUnit, normal: Query, options: TranslateOptions): Back => {
  const whole = asItStands(backend, unit, normal, options);
  if (whole.output !== null || whole.defect || !backend.leavesOut) return whole;
  const shown = withoutUnsaid(normal, whole, backend.leavesOut, (query) => asItStands(backend, unit, query, options));
  return shown ? { ...shown.back, findings: [...shown.back.findings, ...shown.left] } : whole;
};

const clauseResults = (source: Source, query: Query, findings: readonly Diagnostic[]): readonly ResultClause[] =>
  clausesOf(query, findings).map(({ part, span, fidelity, codes }) => {
    const { line, column, endLine, endColumn } = locate(source, span);
    return { part, line, column, endLine, endColumn, text: source.text.slice(span.start, span.end), fidelity, codes };
  });

const waysOf = (options: TranslateOptions): readonly Way[] => {
  const { to = 'all' } = options;
  return [...backends.values()].filter((backend) => to === 'all' || to.includes(backend.name)).map((backend) => ({ backend, options }));
};

const sorted = (diagnostics: readonly LocatedDiagnostic[]): readonly LocatedDiagnostic[] => {
  const byKey = new Map(
    diagnostics.map((one) => [`${one.file}:${one.line}:${one.column}:${one.endLine}:${one.endColumn} ${one.code} ${one.message}`, one]),
  );
  return [...byKey.values()].sort(byPlace);
};

/** What became of one rule, or of what could not be read of a file. */
export interface Outcome {
  readonly results: readonly RuleResult[];
  readonly diagnostics: readonly LocatedDiagnostic[];
  readonly broken: boolean;
}

/** A backend and the options that it is asked with. */
export interface Way {
  readonly backend: Backend;
  readonly options: TranslateOptions;
}

/** A rule with what became of it: one result per way, in their order. */
export interface TranslatedUnit extends Outcome {
  readonly unit: RuleUnit;
  readonly front: Front;
  /** Target ASTs, as `results`, of targets that file their rules; null where there is no output. */
  readonly asts: readonly unknown[];
}

const mostDefinitions = 40;

/** The `let`s that hold rows, each bound as a query of its own; what does not bind so is left out. */
const definitionsIn = (ast: AstQuery, options: TranslateOptions): readonly Stages[] =>
  rowLets(ast)
    .slice(0, mostDefinitions)
    .flatMap(({ at, value }) => {
      const statements = [...ast.statements.slice(0, at), { kind: 'expression', span: value.span, expr: value } as const];
      const { query: bound } = bind({ ...ast, statements, faults: [] }, schemaOf(options));
      return bound ? [{ bound, normal: normalize(bound) }] : [];
    });

/** What the front end and, where it is asked for, the lint say about a rule. */
const remarksOn = (unit: RuleUnit, front: Front, options: TranslateOptions): readonly LocatedDiagnostic[] => {
  const { source, meta, span } = unit;
  if (!options.lint) return front.diagnostics.map((one) => locateDiagnostic(source, one));
  const definitions = front.ast && front.normal ? definitionsIn(front.ast, options) : [];
  const own = front.untouched ? { ...front, bound: front.untouched.bound, normal: normalize(front.untouched.bound) } : front;
  const { query, file } = lintRule({ source, meta, span, definitions, ...own }, options.lint);
  const whole = wholeFile(source.file, source.fileText);
  return [...query.map((one) => locateDiagnostic(source, one)), ...file.map((one) => locateDiagnostic(whole, one))];
};

/** What the mapping needs beside the fields of the integrations. */
export const runtimeFieldsOf = (backend: Backend, { ast, output }: Back): readonly RuntimeField[] =>
  output === null ? [] : (backend.runtimeFields?.(ast) ?? []);

/** `notes`: what the reader said about the unit. */
const translateUnit = (
  unit: RuleUnit,
  notes: readonly LocatedDiagnostic[],
  options: TranslateOptions,
  ways: readonly Way[],
): TranslatedUnit => {
  const { source, meta } = unit;
  const rule = { id: meta.id, name: meta.name ?? unit.name, file: source.file };
  const front = frontEnd(unit, options);
  const { bound, normal, untouched } = front;
  const remarks = [...notes, ...remarksOn(unit, front, options)];
  const place = (findings: readonly Diagnostic[]) => sorted([...remarks, ...findings.map((one) => locateDiagnostic(source, one))]);
  const asts: unknown[] = [];
  const results = ways.map(({ backend, options: asked }, at): RuleResult => {
    asts[at] = null;
    const broken = {
      rule,
      unit: unit.name,
      target: backend.name,
      status: 'error',
      fidelity: 'refused',
      output: null,
      clauses: [],
    } as const;
    if (!bound || !normal) return { ...broken, diagnostics: place([]) };
    const back = backEnd(backend, unit, normal, asked);
    asts[at] = backend.file && back.output !== null ? back.ast : null;
    const diagnostics = place(back.findings);
    if (back.defect) return { ...broken, diagnostics };
    const clauses = clauseResults(source, untouched?.bound ?? bound, [...(untouched?.exclusions ?? []), ...back.findings]);
    const fidelity = clauses.reduce<Fidelity>((worst, clause) => worse(worst, clause.fidelity), 'exact');
    const runtimeFields = runtimeFieldsOf(backend, back);
    return {
      ...broken,
      status: back.output === null ? 'refused' : 'ok',
      fidelity,
      output: back.output,
      diagnostics,
      clauses,
      ...(runtimeFields.length > 0 ? { runtimeFields } : {}),
    };
  });
  return { unit, front, results, asts, diagnostics: place([]), broken: normal === null };
};

/** What of a file could not be read, as a result per target. */
const unreadable = (file: string, diagnostics: readonly LocatedDiagnostic[], ways: readonly Way[]): Outcome => ({
  results: ways.map(({ backend }) => ({
    rule: { id: null, name: stemOf(file), file },
    unit: stemOf(file),
    target: backend.name,
    status: 'error',
    fidelity: 'refused',
    output: null,
    diagnostics,
    clauses: [],
  })),
  diagnostics,
  broken: true,
});

const sumUp = (outcomes: readonly Outcome[]): TranslateResult => ({
  results: outcomes.flatMap((one) => one.results),
  diagnostics: sorted(outcomes.flatMap((one) => [...one.diagnostics, ...one.results.flatMap((result) => result.diagnostics)])),
  rules: outcomes.length,
  broken: outcomes.filter((one) => one.broken).length,
});

/** The result for a file that could not even be opened or decoded. */
export const translateUnreadable = (problem: LocatedDiagnostic, options: TranslateOptions = {}): TranslateResult =>
  sumUp([unreadable(problem.file, [problem], waysOf(options))]);

/** The rules of a file, and what of it could not be read (null: nothing). */
export interface TranslatedFile {
  readonly units: readonly TranslatedUnit[];
  /** Those that nobody wants: they are read and not translated. */
  readonly passed: readonly RuleUnit[];
  readonly unread: Outcome | null;
}

/** Each rule of a file by each of the ways. `wants`: which of them are translated. */
export const translateUnits = (
  text: string,
  options: TranslateOptions,
  ways: readonly Way[],
  wants: (unit: RuleUnit) => boolean = () => true,
): TranslatedFile => {
  const read = readUnits(text, options);
  const { units } = read;
  const owner = (one: Diagnostic): RuleUnit | undefined => {
    if (isError(one)) return undefined;
    return units.find((unit) => unit.span.start <= one.span.start && one.span.start < unit.span.end) ?? units[0];
  };
  const placed = (unit: RuleUnit | undefined) =>
    sorted(
      read.diagnostics.flatMap((one) => {
        const set = options.lint ? withSetting(one, options.lint) : one;
        return set && owner(one) === unit ? [locateDiagnostic(read.source, set)] : [];
      }),
    );
  const broken = units.length === 0 || read.diagnostics.some(isError);
  const wanted = new Set(units.filter(wants));
  return {
    units: [...wanted].map((unit) => translateUnit(unit, placed(unit), options, ways)),
    passed: units.filter((unit) => !wanted.has(unit)),
    unread: broken ? unreadable(read.source.file, placed(undefined), ways) : null,
  };
};

/**
 * Translates the rules of one file.
 * @example translate('DeviceProcessEvents | where FileName =~ "a.exe"', { to: ['spl'], file: 'a.kql' }).results[0]?.output
 */
export const translate = (text: string, options: TranslateOptions = {}): TranslateResult => {
  const { units, unread } = translateUnits(text, options, waysOf(options));
  return sumUp([...units, ...(unread ? [unread] : [])]);
};

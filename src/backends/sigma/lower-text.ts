// A string test of the normal IR in, Sigma lines out; how the field holds the column's value decides which.
import { match, P } from 'ts-pattern';
import type { ColumnRef, Expr, ExprOf } from '../../ir/expr.ts';
import { parseRegex } from '../../ir/regex/parse.ts';
import { assumeAsciiClasses } from '../shared/ascii-classes.ts';
import type { FieldMapping } from '../shared/fields.ts';
import type { Position } from '../shared/findings.ts';
import { assumeAsciiFolding } from '../shared/folding.ts';
import { addressType } from './address-types.ts';
import { itemOf, type Logic, logicOf, notOf } from './ast.ts';
import { abbreviateHive, guardsOf, type Line, type LiteralTest, lastPartLine, wholeLine } from './field-tests.ts';
import { fieldOf, type Lowering, nothing } from './lowering.ts';
import { fitsEmpty, printRegex } from './yaml/print-regex.ts';

type TextNode = ExprOf<'text'>;

/** One needle on one field, with its place in the source. */
interface Ask {
  readonly node: TextNode;
  readonly column: ColumnRef;
  readonly mapping: FieldMapping;
  readonly position: Position;
  readonly at: Lowering;
}

const isText = (expr: Expr): expr is ExprOf<'literal'> & { value: string } => expr.kind === 'literal' && typeof expr.value === 'string';

/** A missing field stands for the empty string; Sigma keeps `''` and `null` apart. */
export const emptyTest = (field: string): Logic => ({ kind: 'or', operands: [itemOf(field, [], ['']), itemOf(field, [], [null])] });

const lineItem = (ask: Ask, line: Line): Logic => {
  if (line.anchored) ask.at.findings.assume('RMMC3618', ask.node.span, {});
  return itemOf(ask.mapping.field, line.modifiers, [line.value]);
};

const misfit = (ask: Ask, why: string): Logic => {
  ask.at.findings.refuse('RMMC3616', ask.node.span, { column: ask.column.name, field: ask.mapping.field, why });
  return nothing;
};

const isTermTest = (test: LiteralTest): test is 'term' | 'termPrefix' | 'termSuffix' =>
  test === 'term' || test === 'termPrefix' || test === 'termSuffix';

/** The profile may widen a term test to `contains`, where more matches do no harm. */
const termLine = (ask: Ask, test: LiteralTest, needle: string, exact: Line): Line => {
  if (!isTermTest(test)) return exact;
  const { findings } = ask.at;
  const { left, right } = guardsOf(test, needle);
  const widen = ask.at.match === 'contains' && ask.position === 'kept' && (left || right);
  if (!widen) return exact;
  findings.inexact('RMMC3615', ask.node.span, { needle: JSON.stringify(needle) }, 'over', ask.position);
  return wholeLine('contains', needle, ask.node.caseless);
};

const lowerWhole = (ask: Ask, test: LiteralTest, needle: string): Logic =>
  lineItem(ask, termLine(ask, test, needle, wholeLine(test, needle, ask.node.caseless)));

const lowerLastPart = (ask: Ask, test: LiteralTest, needle: string): Logic => {
  if (needle.includes('\\')) return misfit(ask, 'the value is the part behind the last backslash, which holds none');
  ask.at.findings.assume('RMMC3604', ask.node.span, { column: ask.column.name, field: ask.mapping.field });
  return lineItem(ask, termLine(ask, test, needle, lastPartLine(test, needle, ask.node.caseless)));
};

const lowerRegistry = (ask: Ask, test: LiteralTest, needle: string): Logic => {
  if (test === 'equals' || test === 'endsWith') return misfit(ask, 'the name of the value follows the key there');
  const short = abbreviateHive(needle);
  if (short === null) return misfit(ask, 'the hive is abbreviated there, and the text may stand for a part of its name');
  ask.at.findings.inexact('RMMC3622', ask.node.span, { column: ask.column.name, field: ask.mapping.field }, 'over', ask.position);
  return lowerWhole(ask, test, short);
};

const lowerLowered = (ask: Ask, test: LiteralTest, needle: string): Logic => {
  if (!ask.node.caseless) ask.at.findings.assume('RMMC3621', ask.node.span, { column: ask.column.name, field: ask.mapping.field });
  return lineItem(ask, termLine(ask, test, needle, wholeLine(test, needle.toLowerCase(), true)));
};

const lowerListed = (ask: Ask, test: LiteralTest, needle: string): Logic => {
  if (test !== 'equals') return misfit(ask, 'its values are other texts');
  const rows = [...new Map(Object.entries(ask.mapping.values ?? {}))];
  const row = rows.find(([value]) => value === needle || (ask.node.caseless && value.toLowerCase() === needle.toLowerCase()));
  const stored = row?.[1];
  if (stored === undefined || stored === null) return misfit(ask, `nobody knows how ${JSON.stringify(needle)} is stored there`);
  return itemOf(ask.mapping.field, [], [/^\d+$/.test(stored) ? Number(stored) : stored]);
};

/** Kept: all that may be of the type; dropped: what is of it for certain. */
const lowerAddressType = (ask: Ask, test: LiteralTest, needle: string): Logic => {
  const { field } = ask.mapping;
  const type = test === 'equals' ? addressType(needle, ask.node.caseless) : undefined;
  if (!type) return misfit(ask, 'it holds the address, and no ranges of addresses say this');
  ask.at.findings.assume('RMMC3655', ask.node.span, { column: ask.column.name, field });
  const { networks, beginnings } = ask.position === 'negated' ? type.surest : type.widest;
  const inside = logicOf('or', [
    ...(networks.length > 0 ? [itemOf(field, ['cidr'], networks)] : []),
    ...(beginnings.length > 0 ? [itemOf(field, ['startswith'], beginnings)] : []),
  ]);
  return type.outside ? { kind: 'and', operands: [notOf(emptyTest(field)), notOf(inside)] } : inside;
};

const lowerNeedle = (ask: Ask, test: LiteralTest, needle: string): Logic => {
  if (ask.mapping.values) return lowerListed(ask, test, needle);
  if (needle === '') return test === 'equals' ? emptyTest(ask.mapping.field) : misfit(ask, 'the searched text is empty');
  return match(ask.mapping.transform)
    .with(undefined, () => lowerWhole(ask, test, needle))
    .with(P.union('endswith_backslash', 'domain_user'), () => lowerLastPart(ask, test, needle))
    .with('registry_hive_abbrev', () => lowerRegistry(ask, test, needle))
    .with(P.union('lower', 'bool_string'), () => lowerLowered(ask, test, needle))
    .with('address_type', () => lowerAddressType(ask, test, needle))
    .with('hex', () => misfit(ask, 'it holds hexadecimal numbers'))
    .with('hex_digits', () => misfit(ask, 'it holds decimal numbers'))
    .exhaustive();
};

const lowerRegex = (ask: Ask, pattern: string): Logic => {
  if (ask.mapping.transform !== undefined || ask.mapping.values) return misfit(ask, 'the field holds the value in another form');
  const parsed = parseRegex(pattern);
  const printed = parsed.ok ? printRegex(parsed.regex) : { ok: false as const, what: `pattern like this: ${parsed.why}` };
  if (!parsed.ok || !printed.ok) {
    ask.at.findings.refuse('RMMC3617', ask.node.span, { what: printed.ok ? '' : printed.what });
    return nothing;
  }
  assumeAsciiClasses(parsed.regex, ask.node.span, ask.at.findings);
  if (printed.endsText) ask.at.findings.assume('RMMC3618', ask.node.span, {});
  const found = itemOf(ask.mapping.field, printed.caseless ? ['re', 'i'] : ['re'], [printed.text]);
  return fitsEmpty(parsed.regex) ? { kind: 'or', operands: [found, itemOf(ask.mapping.field, [], [null])] } : found;
};

export const lowerText = (node: TextNode, position: Position, at: Lowering): Logic => {
  const { subject, test, patterns } = node;
  if (subject.kind !== 'column') return at.refuseTest(subject);
  const odd = patterns.find((pattern) => !isText(pattern));
  if (odd) return at.refuseTest(odd);
  const mapping = fieldOf(subject, at);
  if (!mapping) return nothing;
  assumeAsciiFolding(node, 'iks', at.findings);
  const ask: Ask = { node, column: subject, mapping, position, at };
  const tests = patterns
    .filter(isText)
    .map((pattern) => (test === 'regex' ? lowerRegex(ask, pattern.value) : lowerNeedle(ask, test, pattern.value)));
  return logicOf(node.require === 'any' ? 'or' : 'and', tests);
};

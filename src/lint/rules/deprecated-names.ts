// RMMC6040: calls and operators as written in; those that Microsoft has replaced, out.
import { type Diagnostic, report } from '../../diagnostics/diagnostic.ts';
import type { AstExpr, AstOperator } from '../../frontend/ast/ast.ts';
import type { Lint, LintInput } from '../rule.ts';
import { visitNodes } from '../walk.ts';

interface Successor {
  readonly better: string;
  /** Set where the new name does not behave the same; then there is no mechanical fix. */
  readonly note?: string;
}

const capped = ': it keeps 128 values without saying so';

/** What Microsoft's language service marks as obsolete (12.4), and `todouble`, which its documentation does. */
const functions: ReadonlyMap<string, Successor> = new Map<string, Successor>([
  ...(
    [
      ['to_utf8', 'unicode_codepoints_from_string'],
      ['extractall', 'extract_all'],
      ['make_string', 'unicode_codepoints_to_string'],
      ['toobject', 'todynamic'],
      ['totime', 'totimespan'],
      ['todouble', 'toreal'],
      ['base64_encodestring', 'base64_encode_tostring'],
      ['base64_decodestring', 'base64_decode_tostring'],
      ['parsejson', 'parse_json'],
      ['parseurl', 'parse_url'],
      ['parseurlquery', 'parse_urlquery'],
      ['weekofyear', 'week_of_year'],
      ['datepart', 'datetime_part'],
      ['notnull', 'isnotnull'],
      ['notempty', 'isnotempty'],
      ['columnifexists', 'column_ifexists'],
      ['arraylength', 'array_length'],
      ['pack', 'bag_pack'],
      ['pack_dictionary', 'bag_pack'],
      ['row_rank', 'row_rank_dense'],
    ] as const
  ).map(([name, better]): [string, Successor] => [name, { better }]),
  ['replace', { better: 'replace_regex', note: ' (its arguments stand in another order in `replace_regex`)' }],
  ['makeset', { better: 'make_set', note: capped }],
  ['makelist', { better: 'make_list', note: capped }],
  ['any', { better: 'take_any', note: ' (a result without a name is called otherwise)' }],
  ['anyif', { better: 'take_anyif', note: ' (a result without a name is called otherwise)' }],
  ['argmax', { better: 'arg_max', note: ' (results without a name are called otherwise)' }],
  ['argmin', { better: 'arg_min', note: ' (results without a name are called otherwise)' }],
]);

const operators: ReadonlyMap<string, Successor> = new Map([
  ['mvexpand', { better: 'mv-expand', note: ': it makes 128 rows at most without saying so' }],
  ['mvapply', { better: 'mv-apply' }],
  ['notcontains', { better: '!contains' }],
  ['notcontainscs', { better: '!contains_cs' }],
  ['containscs', { better: 'contains_cs' }],
]);

const wordAt = (text: string, at: number): string => /^\w+/.exec(text.slice(at, at + 20))?.[0] ?? '';

const find = ({ ast, text }: LintInput): readonly Diagnostic[] => {
  const found: Diagnostic[] = [];
  const own = new Set(ast.statements.flatMap((statement) => (statement.kind === 'let' ? [statement.name.text] : [])));
  const add = (name: string, start: number, successor: Successor | undefined): void => {
    if (!successor) return;
    const { better, note } = successor;
    const span = { start, end: start + name.length };
    const diagnostic = report('RMMC6040', span, { name, better, note: note ?? '' });
    found.push(note === undefined ? { ...diagnostic, fix: { span, text: better } } : diagnostic);
  };
  visitNodes(ast.statements, (node) => {
    const at = node as unknown as AstExpr | AstOperator;
    if (at.kind === 'call' && !own.has(at.name.text)) add(at.name.text, at.name.span.start, functions.get(at.name.text));
    const start = at.kind === 'binary' ? at.opSpan.start : at.kind === 'mv-expand' || at.kind === 'mv-apply' ? at.span.start : null;
    if (start === null) return;
    const word = wordAt(text, start);
    add(word, start, operators.get(word));
  });
  return found;
};

export const deprecatedNames: Lint = {
  title: 'a deprecated name',
  why: 'Microsoft has replaced the function or operator. Some of the old ones cut their result off at 128 values without a word.',
  find,
};

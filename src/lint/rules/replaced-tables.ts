// RMMC6044: the tables that a query reads in; those that Microsoft has replaced, out.
import { type Diagnostic, report } from '../../diagnostics/diagnostic.ts';
import type { AstExpr, AstOperator, AstStatement } from '../../frontend/ast/ast.ts';
import type { Lint, LintInput } from '../rule.ts';
import { visitNodes } from '../walk.ts';

const named = 'is called otherwise since the schema of 2020';

/** Name, successor, what happened. Source: Microsoft's pages on the tables and on schema changes. */
const replaced: ReadonlyMap<string, readonly [now: string, since: string]> = new Map([
  ['AADSignInEventsBeta', ['EntraIdSignInEvents', 'is replaced since 9 December 2025']],
  ['AADSpnSignInEventsBeta', ['EntraIdSpnSignInEvents', 'is replaced since 9 December 2025']],
  ['ThreatIntelligenceIndicator', ['ThreatIntelIndicators', 'takes no new indicators since 31 May 2026']],
  ['AppFileEvents', ['CloudAppEvents', 'is gone since March 2021']],
  ['AlertEvents', ['AlertInfo', named]],
  ['DeviceAlertEvents', ['AlertInfo', 'is replaced by AlertInfo and AlertEvidence']],
  ['MachineInfo', ['DeviceInfo', named]],
  ['MachineNetworkInfo', ['DeviceNetworkInfo', named]],
  ['ProcessCreationEvents', ['DeviceProcessEvents', named]],
  ['NetworkCommunicationEvents', ['DeviceNetworkEvents', named]],
  ['FileCreationEvents', ['DeviceFileEvents', named]],
  ['RegistryEvents', ['DeviceRegistryEvents', named]],
  ['LogonEvents', ['DeviceLogonEvents', named]],
  ['ImageLoadEvents', ['DeviceImageLoadEvents', named]],
  ['MiscEvents', ['DeviceEvents', named]],
]);

const find = ({ ast }: LintInput): readonly Diagnostic[] => {
  const own = new Set(ast.statements.flatMap((statement) => (statement.kind === 'let' ? [statement.name.text] : [])));
  const found: Diagnostic[] = [];
  const look = (expr: AstExpr | null): void => {
    if (expr?.kind !== 'name' || own.has(expr.ident.text)) return;
    const row = replaced.get(expr.ident.text);
    if (row) found.push(report('RMMC6044', expr.span, { name: expr.ident.text, now: row[0], since: row[1] }));
  };
  visitNodes(ast.statements, (node) => {
    const at = node as unknown as AstExpr | AstOperator | AstStatement;
    if (at.kind === 'pipe') look(at.source);
    if (at.kind === 'paren') look(at.inner);
    if (at.kind === 'expression') look(at.expr);
    if (at.kind === 'union') for (const branch of at.branches) look(branch);
    if (at.kind === 'join' || at.kind === 'lookup') look(at.right);
  });
  return found;
};

export const replacedTables: Lint = {
  title: 'a table that Microsoft has replaced',
  why: 'The query runs, or fails, without anyone seeing why: the table gets no new data, or is gone.',
  find,
};

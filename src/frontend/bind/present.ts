// Operators that change no row (`render`, `as`, `assert-schema` …) in, their KQL text out.
import type { AstExpr, AstOperator } from '../ast/ast.ts';

const quote = (text: string): string =>
  `"${text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n').replace(/\r/g, '\\r').replace(/\t/g, '\\t')}"`;
const nameText = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) ? name : `[${quote(name)}]`);

const valueText = (ast: AstExpr): string => {
  if (ast.kind === 'name') return nameText(ast.ident.text);
  if (ast.kind === 'literal' && typeof ast.value === 'string') return quote(ast.value);
  if (ast.kind === 'literal' && (typeof ast.value === 'bigint' || typeof ast.value === 'number' || typeof ast.value === 'boolean'))
    return String(ast.value);
  return '""';
};

export const presentText = (ast: Extract<AstOperator, { kind: 'as' | 'render' | 'assert-schema' | 'execute-and-cache' }>): string => {
  if (ast.kind === 'execute-and-cache') return '__executeAndCache';
  if (ast.kind === 'assert-schema')
    return `assert-schema (${ast.columns.map(({ name, type }) => `${nameText(name.text)}: ${type}`).join(', ')})`;
  if (ast.kind === 'as') return `as ${nameText(ast.name.text)}`;
  const properties = ast.properties.map((property) => `${property.name}=${valueText(property.value)}`);
  return properties.length === 0 ? `render ${ast.chart}` : `render ${ast.chart} with (${properties.join(', ')})`;
};

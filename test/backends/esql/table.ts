// A small table for the tests of this folder: KQL over `T` in, the findings and the ES|QL out.
import { emitEsql, testTables } from '../../support/esql.ts';

const columns = [
  { name: 'S', type: 'string' },
  { name: 'S2', type: 'string' },
  { name: 'N', type: 'long' },
  { name: 'N2', type: 'long' },
  { name: 'R', type: 'real' },
  { name: 'B', type: 'bool' },
  { name: 'Timestamp', type: 'datetime' },
  { name: 'D', type: 'datetime' },
];

const options = testTables([{ table: 'T', columns }], () => 'test-*');

/** `// CODE class: message` lines, then the query without its first and last command (FROM and LIMIT 10000). */
export const esql = (kql: string): string => {
  const lines = emitEsql(kql, options).split('\n');
  const shown = lines.filter(
    (line) => !/RMMC3701/.test(line) && line !== '| LIMIT 10000' && !/^FROM test-\*( METADATA _id, _index, _version)?$/.test(line),
  );
  return shown.join('\n').trim();
};

/** The condition of a filter. */
export const where = (condition: string): string => esql(`T | where ${condition}`);

/** The expression of a column. */
export const column = (expression: string): string => esql(`T | extend X = ${expression}`);

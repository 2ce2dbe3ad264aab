// Columns that a result is without, and columns that a query asks for by name: said alike in SPL and ES|QL, under a code of each.
import { says } from './says.ts';

export const columnsLeftOut = says<{ columns: string; why: string }>(
  'fidelity',
  (p) => `the rows come without the result columns ${p.columns}, which decide none of them: ${p.why}`,
);

export const columnTaken = says<{ column: string; otherwise: string }>(
  'fidelity',
  (p) => `the table is taken to have the column ${p.column}: where it has none, KQL reads ${p.otherwise}`,
  () => 'declare the table and its columns in rmmc.yaml',
);

export const columnMissing = says<{ column: string; otherwise: string }>(
  'fidelity',
  (p) => `no table of the query is taken to have the column ${p.column}, which no schema lists: ${p.otherwise} is read`,
  () => 'declare the table with this column in rmmc.yaml when it has one',
);

export const propertyTaken = says<{ column: string; bag: string }>(
  'fidelity',
  (p) =>
    `${p.column} is taken for a property of ${p.bag}, of the type that it is read as: KQL makes columns of the properties that the rows have`,
  () => 'read the property itself (`tostring(Bag.Name)`) when its type matters',
);

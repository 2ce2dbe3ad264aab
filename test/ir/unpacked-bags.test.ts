// `bag_unpack` where the query says which properties it needs: the columns of these, in normal form.
import { expect, test } from 'vitest';
import { dumpQuery } from '../../src/ir/dump.ts';
import { normalize } from '../../src/ir/normalize.ts';
import { withUnpackedBags } from '../../src/ir/unpacked-bags.ts';
import { boundQuery } from '../support/binding.ts';

const unpacked = (steps: string): string => {
  const told: string[] = [];
  const query = withUnpackedBags(normalize(boundQuery(`DeviceEvents | extend B = parse_json(AdditionalFields) | ${steps}`)), {
    tell: (column, bag) => told.push(`${bag}: ${column}`),
  });
  return [...dumpQuery(query).split('\n').slice(2), ...told].join('\n');
};

test('names that later steps read are properties, texts where nothing else is compared with them', () => {
  expect(
    unpacked('evaluate bag_unpack(B) | where Signer startswith "x" and Score > 3 | summarize n = count() by DeviceName, Signer'),
  ).toMatchInlineSnapshot(`
    "(extend (= Signer (tostring (path B "Signer"))) (= Score (path B "Score")))
    (filter (and (text startsWith ~ Signer "x") (gt Score 3)))
    (aggregate (by DeviceName Signer) (= n (count)))
    B: Signer
    B: Score"
  `);
});

test('a prefix is no part of the property', () => {
  expect(unpacked('evaluate bag_unpack(B, "b_") | project DeviceName, b_Name')).toMatchInlineSnapshot(`
    "(extend (= b_Name (tostring (path B "Name"))))
    (project DeviceName b_Name)
    B: b_Name"
  `);
  expect(unpacked('evaluate bag_unpack(B, "b_") | project DeviceName, Name')).toContain('bag_unpack');
});

test('a schema lists the columns: those of the row, and properties in their types', () => {
  expect(
    unpacked('evaluate bag_unpack(B, columnsConflict = "keep_source"): (DeviceName: string, Id: long, At: datetime, Rest: dynamic)'),
  ).toMatchInlineSnapshot(`
    "(project DeviceName (= Id (tolong (path B "Id"))) (= At (todatetime (path B "At"))) (= Rest (path B "Rest")))
    B: Id
    B: At
    B: Rest"
  `);
});

test('it stays where nobody says which properties there are, or which of two values a column has', () => {
  for (const steps of [
    'evaluate bag_unpack(B)',
    'evaluate bag_unpack(B) | where Signer == "x"',
    'evaluate bag_unpack(B) | project-away Signer | project DeviceName',
    'evaluate bag_unpack(B, columnsConflict = "replace_source") | project Signer',
    'evaluate bag_unpack(B, ignoredProperties = dynamic(["Signer"])) | project Signer',
  ])
    expect(unpacked(steps), steps).toContain('bag_unpack');
});

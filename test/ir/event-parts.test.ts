// Parts of a Windows event's data that queries cut out of its XML: the rewritten query.
import { expect, test } from 'vitest';
import { dumpQuery } from '../../src/ir/dump.ts';
import { withEventParts } from '../../src/ir/event-parts.ts';
import { normalize } from '../../src/ir/normalize.ts';
import { boundQuery } from '../support/binding.ts';

const rewritten = (kql: string): { readonly text: string; readonly told: readonly string[] } => {
  const told: string[] = [];
  const text = dumpQuery(withEventParts(normalize(boundQuery(kql)), (part) => told.push(part)));
  return { text, told };
};

/** The parts that are read by name. */
const partsOf = (kql: string): readonly string[] => rewritten(kql).told;

test('parse, one part and several', () => {
  expect(
    rewritten(
      `Event | where EventID == 10 | parse EventData with * 'TargetImage">' Target "<" * 'GrantedAccess">' Access '</Data' * | project Target, Access`,
    ).text,
  ).toMatchInlineSnapshot(`
    "(table Event)
    (filter (eq EventID 10))
    (extend (= Target (tostring (path EventData "TargetImage"))) (= Access (tostring (path EventData "GrantedAccess"))))
    (project Target Access)"
  `);
  expect(
    rewritten(`SecurityEvent | parse EventData with * 'OperationType">%%' Kind '</Data' * | project Kind`).text,
  ).toMatchInlineSnapshot(`
    "(table SecurityEvent)
    (capture simple (tostring (path EventData "OperationType")) "%%" Kind:string)
    (project Kind)"
  `);
});

test('extract', () => {
  expect(partsOf(`Event | where extract('Name="Image">(.*?)<', 1, EventData) has "a" | project Computer`)).toEqual(['Image']);
  expect(partsOf(`Event | extend A = extract(@'<Data Name="GrantedAccess">([^<]+)</Data>', 1, tostring(EventData))`)).toEqual([
    'GrantedAccess',
  ]);
});

test('names in which others end are read where events of the kind say which comes first', () => {
  const image = `parse EventData with * 'Image">' Image "<" * | project Image`;
  expect(partsOf(`Event | where EventID == 1 | ${image}`)).toEqual(['Image']);
  expect(partsOf(`Event | where EventID in (1, 10) | ${image}`)).toEqual([]);
  expect(partsOf(`Event | ${image}`)).toEqual([]);
  expect(partsOf(`Event | parse EventData with * 'Name="Image">' Image "<" * | project Image`)).toEqual(['Image']);
  expect(partsOf(`SecurityEvent | where EventID == 4624 | parse EventData with * 'ProcessName">' P "<" * | project P`)).toEqual([]);
  expect(partsOf(`Event | parse EventData with * 'State">' S "<" * | project S`)).toEqual([]);
});

test('what is cut in another way stays', () => {
  for (const cut of [
    `parse EventData with * 'TargetImage">' A "x" *`,
    `parse EventData with 'TargetImage">' A "<" *`,
    `parse EventData with * 'TargetImage">' A "<"`,
    `parse EventData with * 'TargetImage">' A:long "<" *`,
    `parse kind=regex EventData with * 'TargetImage">' A "<" *`,
    `parse-where EventData with * 'TargetImage">' A "<" *`,
    `extend A = extract('"TargetImage">(.*)</Data>', 1, EventData)`,
    `extend A = extract('"TargetImage">(.*?)<', 0, EventData)`,
    `extend A = extract("'TargetImage'>(.*?)<", 1, EventData)`,
    `extend EventData = strcat(EventData, "x") | parse EventData with * 'TargetImage">' A "<" *`,
    `extend A = tostring(parse_xml(EventData).DataItem.EventData.Data[4]["#text"])`,
  ])
    expect(partsOf(`Event | where EventID == 10 | ${cut} | project A`), cut).toEqual([]);
  expect(partsOf(`WindowsEvent | extend A = extract('Name="TargetImage">(.*?)<', 1, tostring(EventData)) | project A`)).toEqual([]);
});

const unfolded = `Event
| where Source == "Microsoft-Windows-Sysmon" and EventID == 22
| extend EvData = parse_xml(EventData)
| extend EventDetail = EvData.DataItem.EventData.Data
| project-away EventData, EvData
| mv-expand bagexpansion=array EventDetail`;

test('the XML unfolded and pivoted', () => {
  const pivot = 'evaluate pivot(Key, any(Value), TimeGenerated, Computer, EventID)';
  const keys = `evaluate bag_unpack(EventDetail) | extend Key = tostring(['@Name']), Value = ['#text']`;
  expect(rewritten(`${unfolded} | ${keys} | ${pivot} | where QueryName has "evil" | project Computer, Image`).text).toMatchInlineSnapshot(`
    "(table Event)
    (filter (and (text equals Source "Microsoft-Windows-Sysmon") (eq EventID 22)))
    (project TimeGenerated Computer EventID (= QueryName (tostring (path EventData "QueryName"))) (= Image (tostring (path EventData "Image"))))
    (filter (text term ~ QueryName "evil"))
    (project Computer Image)"
  `);
  const paths = `extend Key = tostring(EventDetail["@Name"]), Value = tostring(EventDetail["#text"])`;
  expect(partsOf(`${unfolded} | ${paths} | ${pivot} | where QueryName has "evil" | project Computer`)).toEqual(['QueryName']);
  // Nothing says which columns the result has.
  expect(partsOf(`${unfolded} | ${keys} | ${pivot} | where QueryName has "evil"`)).toEqual([]);
  expect(partsOf(`${unfolded} | ${keys} | evaluate pivot(Key, count(), Computer) | project Computer, QueryName`)).toEqual([]);
});

// Steps into dynamic values: https://learn.microsoft.com/kusto/query/scalar-data-types/dynamic#dynamic-object-accessors
import { describe } from 'vitest';
import { valuesAre } from './expressions.ts';

describe('paths', () => {
  valuesAre([
    ['dynamic({"a":{"b":[10, {"c":20}]}}).a.b[1].c', '20'],
    ['dynamic({"a b":1})["a b"]', '1'],
    ['dynamic([1,2,3])[0]', '1'],
    ['dynamic([1,2,3])[-1]', '3'],
    ['dynamic([1,2,3])[3]', 'null'],
    ['dynamic([1,2,3])[-4]', 'null'],
    ['dynamic([1,2,3]).a', 'null'],
    ['dynamic({"0":1})[0]', 'null'],
    ['dynamic({"a":1}).constructor', 'null'],
    ['dynamic({"a":1}).a.b', 'null'],
    ['dynamic(null).a', 'null'],
    [`parse_json('{"a":123, "b":"{\\\\"c\\\\":456}"}').b.c`, 'null'],
    [`parse_json('"21"')`, '"21"'],
  ]);
});

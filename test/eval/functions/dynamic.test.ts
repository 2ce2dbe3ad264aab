// Functions of arrays, bags and sets: expected values from their reference pages (learn.microsoft.com/kusto/query/<name>-function) unless a test says otherwise.
import { describe, expect, test } from 'vitest';
import { areRefused, valuesAre } from '../expressions.ts';
import { rowsOf } from '../run.ts';

describe('arrays', () => {
  valuesAre([
    ['array_length(dynamic([1, 2, 3, "four"]))', '4'],
    ['array_length(dynamic({}))', 'null'],
    ['array_length(dynamic(null))', 'null'],
    ['array_concat(dynamic([1,2]), dynamic([3, [4]]))', '[1,2,3,[4]]'],
    ['array_reverse(dynamic(["this", "is", "an"]))', '["an","is","this"]'],
    ['array_rotate_left(dynamic([1,2,3,4,5]), 2)', '[3,4,5,1,2]'],
    ['array_rotate_left(dynamic([1,2,3,4,5]), -2)', '[4,5,1,2,3]'],
    ['array_rotate_left(dynamic([1,2,3]), 7)', '[2,3,1]'],
    ['array_rotate_left(dynamic([]), 1)', '[]'],
    ['array_rotate_right(dynamic([1,2,3,4,5]), 2)', '[4,5,1,2,3]'],
    ['array_slice(dynamic([1,2,3]), 1, 2)', '[2,3]'],
    ['array_slice(dynamic([1,2,3,4,5]), 2, -1)', '[3,4,5]'],
    ['array_slice(dynamic([1,2,3,4,5]), -3, -2)', '[3,4]'],
    ['array_slice(dynamic([1,2,3]), -9, 9)', '[1,2,3]'],
    ['array_slice(dynamic([1,2,3]), 0, -9)', '[]'],
    ['array_split(dynamic([1,2,3,4,5]), 2)', '[[1,2],[3,4,5]]'],
    ['array_split(dynamic([1,2,3,4,5]), dynamic([1,3]))', '[[1],[2,3],[4,5]]'],
    ['array_split(dynamic([1,2,3,4,5]), -2)', '[[1,2,3],[4,5]]'],
    ['array_sum(dynamic([1,2,3,4]))', '10.0'],
    ['array_sum(dynamic([1,"2"]))', 'null'],
    ['pack_array(1, "2", 3s, int(null), dynamic({"a":1}))', '[1,"2","00:00:03",null,{"a":1}]'],
    ['repeat(1, 3)', '[1,1,1]'],
    ['repeat("a", 0)', '[]'],
    ['repeat("a", -1)', 'null'],
    ['zip(dynamic([1,3,5]), dynamic([2,4,6]))', '[[1,2],[3,4],[5,6]]'],
    ['zip(dynamic(["A", 1, 1.5]), dynamic([{}, "B"]))', '[["A",{}],[1,"B"],[1.5,null]]'],
  ]);
  areRefused(['array_concat(dynamic([1]), dynamic(null))', 'array_split(dynamic([1,2,3]), dynamic([2,1]))']);
});

describe('array_index_of', () => {
  const arr = 'dynamic(["this", "is", "an", "example", "an", "example"])';
  valuesAre([
    [`array_index_of(${arr}, "an")`, '2'],
    [`array_index_of(${arr}, "example", 1, 3)`, '3'],
    [`array_index_of(${arr}, "example", 1, 2)`, '-1'],
    [`array_index_of(${arr}, "is", 2, 4)`, '-1'],
    [`array_index_of(${arr}, "example", 2, -1)`, '3'],
    [`array_index_of(${arr}, "an", 1, -1, 2)`, '4'],
    [`array_index_of(${arr}, "an", 1, -1, 3)`, '-1'],
    [`array_index_of(${arr}, "an", -3)`, '4'],
    [`array_index_of(${arr}, "is", -4)`, '-1'],
    [`array_index_of(${arr}, "an", 0, -2)`, 'null'],
    ['array_index_of(dynamic(["1", 1]), 1)', '1'],
  ]);
});

describe('array_iff', () => {
  valuesAre([
    ['array_iff(dynamic([true,false,true]), dynamic([1,2,3]), dynamic([4,5,6]))', '[1,5,3]'],
    ['array_iff(dynamic([1,0,50]), "yes", "no")', '["yes","no","yes"]'],
    ['array_iff(dynamic(["some string value", datetime("01-01-2022"), null]), 1, 0)', '[null,null,null]'],
    ['array_iff(dynamic([true,true,true]), dynamic([1,2]), dynamic([3,4]))', '[1,2,null]'],
  ]);
});

describe('sorting', () => {
  valuesAre([
    ['array_sort_asc(dynamic([null,"blue","yellow","green",null]))', '["blue","green","yellow",null,null]'],
    ['array_sort_asc(dynamic([null,"blue","yellow","green",null]), false)', '[null,null,"blue","green","yellow"]'],
    ['array_sort_desc(dynamic([null,"blue","yellow","green",null]))', '["yellow","green","blue",null,null]'],
    ['array_sort_desc(dynamic([null,"blue","yellow","green",null]), false)', '[null,null,"yellow","green","blue"]'],
    ['array_sort_asc(dynamic([1,3,4,5,2]), dynamic(["a","b","c","d","e"]))[1]', '["a","e","b","c","d"]'],
    ['array_sort_asc(dynamic([2,1]), dynamic([1]))[1]', 'null'],
    ['array_sort_asc(dynamic(["b", 2.5, "B", 1, true]))', '[1,2.5,"B","b",true]'],
    ['array_sort_asc(dynamic({}))', 'null'],
  ]);
});

describe('range', () => {
  valuesAre([
    ['range(1, 8, 3)', '[1,4,7]'],
    ['range(1, 3)', '[1,2,3]'],
    ['range(3, 1)', '[]'],
    ['range(1.0, 2, 0.5)', '[1.0,1.5,2.0]'],
    ['range(1h, 3h)', '["01:00:00","02:00:00","03:00:00"]'],
    ['range(datetime(2007-01-01), datetime(2007-01-02), 1d)', '["2007-01-01T00:00:00.0000000Z","2007-01-02T00:00:00.0000000Z"]'],
    ['array_length(range(1, 1000000000))', '1048576'],
    ['range(1, int(null))', 'null'],
  ]);
  areRefused(['range(8, 1, -3)', 'range(1, 2, 0)']);
});

describe('bags', () => {
  valuesAre([
    ['bag_pack("a", 1, "b", bag_pack("c", "d"))', '{"a":1,"b":{"c":"d"}}'],
    ['bag_pack("missing", dynamic(null), "present", 1)', '{"missing":null,"present":1}'],
    ['bag_keys(dynamic({"a":"b", "c":[{"d":123}]}))', '["a","c"]'],
    ['bag_keys(dynamic({}))', '[]'],
    ['bag_keys(dynamic("a"))', 'null'],
    ['bag_has_key(dynamic({"key1":123, "key2":"abc"}), "key2")', 'true'],
    ['bag_has_key(dynamic({"key1":123}), "key2")', 'false'],
    ['bag_has_key(dynamic({"k":null}), "k")', 'true'],
    ['bag_has_key(dynamic({"key2":{"prop1":"abc"}}), "$.key2.prop1")', 'true'],
    ['bag_has_key(dynamic({"constructor":1}), "toString")', 'false'],
    ['bag_merge(dynamic({"A1":12,"B1":2,"C1":3}), dynamic({"A2":81,"B2":82,"A1":1}))', '{"A1":12,"B1":2,"C1":3,"A2":81,"B2":82}'],
    ['bag_remove_keys(dynamic({"key1":123,"key2":"abc"}), dynamic(["key2","key4"]))', '{"key1":123}'],
    [
      'bag_remove_keys(dynamic({"key1":123,"key2":{"prop1":"abc","prop2":"xyz"},"key3":[100]}), dynamic(["$.key2.prop1","key3"]))',
      '{"key1":123,"key2":{"prop2":"xyz"}}',
    ],
    ['bag_set_key(dynamic({"key1":1,"key2":2}), "key3", 3)', '{"key1":1,"key2":2,"key3":3}'],
    ['bag_set_key(dynamic({"key1":1,"key3":"abc"}), "key3", 3)', '{"key1":1,"key3":3}'],
    ['bag_set_key(dynamic({"key1":123}), "$.key2.prop1", "abc")', '{"key1":123,"key2":{"prop1":"abc"}}'],
    ['bag_set_key(dynamic([1]), "a", 1)', 'null'],
    ['bag_zip(dynamic(["a", 1, "b"]), dynamic([10, 20]))', '{"a":10,"b":null}'],
    [`treepath(parse_json('{"a":"b", "c":123}'))`, `["['a']","['c']"]`],
    [`treepath(parse_json('{"prop1":[1,2,3,4], "prop2":"value2"}'))`, `["['prop1']","['prop1'][0]","['prop2']"]`],
    [
      `treepath(parse_json('{"listProperty":[100,200,300,"abcde",{"x":"y"}]}'))`,
      `["['listProperty']","['listProperty'][0]","['listProperty'][0]['x']"]`,
    ],
  ]);
  areRefused(['bag_pack("", 1)', 'bag_pack("a", 1, "a", 2)', 'bag_remove_keys(dynamic({"a":[1]}), dynamic(["$.a[0]"]))']);

  test('pack_all() packs the columns of the row', () => {
    const rows = rowsOf(
      "datatable(Source:string, Count:long) ['555-1234', 46, '', int(null)] | project All = pack_all(), Some = pack_all(true)",
    );
    expect(rows).toEqual([
      'All:dynamic Some:dynamic',
      '{"Source":"555-1234","Count":46} | {"Source":"555-1234","Count":46}',
      '{"Source":"","Count":null} | {}',
    ]);
  });
});

describe('sets', () => {
  valuesAre([
    ['set_has_element(dynamic(["this", "is"]), "is")', 'true'],
    ['set_has_element(dynamic(["this", "is"]), "IS")', 'false'],
    ['set_union(dynamic([1,2,1,4]), dynamic([1,2]), dynamic([8]))', '[1,2,4,8]'],
    ['set_intersect(dynamic([1,2,1,4]), dynamic([2,1]), dynamic([8,1]))', '[1]'],
    ['set_intersect(dynamic([1,2,3]), dynamic([4,5]))', '[]'],
    ['set_difference(dynamic([1,2,1,4]), dynamic([1,2]), dynamic([8]))', '[4]'],
    ['set_equals(dynamic([1,2]), dynamic([2,1]))', 'true'],
    ['set_equals(dynamic([1,2]), dynamic([2,3]))', 'false'],
    ['jaccard_index(dynamic([1,2,3]), dynamic([1,2,3,4]))', '0.75'],
  ]);
  areRefused(['set_union(dynamic([1]), dynamic(null))', 'jaccard_index(dynamic([]), dynamic([]))']);
});

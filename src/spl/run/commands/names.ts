// Field names of a command, with `*` for any run of characters; the fields of rows that they mean.
import type { FieldName } from '../../ast.ts';
import { fits } from '../wildcard.ts';
import { fieldsIn, isInternal, type Table } from './frame.ts';

/** A pattern means internal fields only when it begins like one. */
export const means = ({ text, hasWildcard }: FieldName, name: string): boolean =>
  hasWildcard ? fits(text, name) && (!isInternal(name) || isInternal(text)) : text === name;

/** Plain names stand for themselves, there or not; patterns for the fields that there are. */
export const namesOf = (fields: readonly FieldName[], over: Table): readonly string[] => {
  const there = fieldsIn(over);
  return [...new Set(fields.flatMap((field) => (field.hasWildcard ? there.filter((name) => means(field, name)) : [field.text])))];
};

// Every word that Microsoft's parser reserves, in every place where a name may stand: this parser takes it there, or not, as that one does.
import { describe, expect, it } from 'vitest';
import { parse } from '../../src/frontend/parse.ts';
import { accepts, keywords } from '../support/kusto.ts';

const places: Readonly<Record<string, (word: string) => string>> = {
  'in a condition': (w) => `T | where ${w} == 1`,
  'as a table': (w) => `${w} | where a == 1`,
  alone: (w) => w,
  'as a column that is made': (w) => `T | extend ${w} = 1`,
  'as one of two columns that are made': (w) => `T | extend (a, ${w}) = f(x)`,
  'as the name of an argument': (w) => `print f(${w} = 1)`,
  'as an argument': (w) => `print f(${w})`,
  'as a function': (w) => `print ${w}(1)`,
  'as a member': (w) => `print a.${w}`,
  'as a member that is called': (w) => `print a.${w}(1)`,
  'as an index': (w) => `print ${w}[0]`,
  'in brackets': (w) => `print [${w}]`,
  'in braces': (w) => `print {${w}}`,
  'as the name of a let': (w) => `let ${w} = 1; T`,
  'as a parameter': (w) => `let f = (${w}: string) { T }; T`,
  'as a type': (w) => `datatable(a: ${w})[1]`,
  'as a type that is asked for': (w) => `print typeof(${w})`,
  'as a default': (w) => `let f = (a: string = ${w}) { T }; T`,
  'as a column of a table': (w) => `datatable(${w}: string)["x"]`,
  'as a column that is left out': (w) => `T | project-away ${w}`,
  'as a pattern': (w) => `T | project-away ${w}*`,
  'as a measure': (w) => `T | summarize ${w} = count()`,
  'as a key': (w) => `T | summarize count() by ${w}`,
  'as a name of a count': (w) => `T | count as ${w}`,
  'as a name of a table': (w) => `T | as ${w}`,
  'as an operator': (w) => `T | ${w}`,
  'as an operator with an operand': (w) => `T | ${w} a`,
  'as a parameter of an operator': (w) => `T | join ${w}=inner (U) on a`,
  'as a parameter of an operator that makes columns': (w) => `T | extend ${w}=inner a`,
  'as the value of a parameter': (w) => `T | join kind=${w} (U) on a`,
  'as the value of a kind of parse': (w) => `T | parse kind=${w} a with *`,
  'as an infix': (w) => `T | where a ${w} b`,
  'as an infix with a list': (w) => `T | where a ${w} (b)`,
  'as a branch of a union': (w) => `union ${w}, T`,
  'as a plugin': (w) => `T | evaluate ${w}(a)`,
  'as a function that is invoked': (w) => `T | invoke ${w}(a)`,
  'as a chart': (w) => `T | render ${w}`,
  'as a chart without a table': (w) => `render ${w}`,
  'as a captured column': (w) => `T | parse a with "x" ${w} "y"`,
  'as a captured column with a type': (w) => `T | parse a with "x" ${w}: long`,
  'as an expanded column': (w) => `T | mv-expand ${w}`,
  'as an expanded column with a name': (w) => `T | mv-expand ${w} = a`,
  'as an applied column': (w) => `T | mv-apply ${w} on (take 1)`,
  'as an applied column with a name': (w) => `T | mv-apply ${w} = a on (take 1)`,
  'as a series': (w) => `T | make-series ${w} = count() on t step 1`,
  'as a step of a scan': (w) => `T | scan with (step ${w}: true => a = 1;)`,
  'as a state of a scan': (w) => `T | scan with (step s: true => ${w} = 1;)`,
  'as a branch of a fork': (w) => `T | fork ${w} = (take 1) (count)`,
  'as a key of a partition': (w) => `T | partition by ${w} (take 1)`,
  'as a key of a facet': (w) => `T | facet by ${w} with (take 1)`,
  'in dynamic': (w) => `print dynamic(${w})`,
  'as a table of a search': (w) => `search in (${w}) "x"`,
  'as a column of a find': (w) => `find in (T) where a == 1 project ${w}`,
  'as a property': (w) => `externaldata(a: string)["x"] with (${w} = 1)`,
  'as the value of a property': (w) => `externaldata(a: string)["x"] with (format = ${w})`,
  'as a setting': (w) => `set ${w}; T`,
  'behind nulls': (w) => `T | sort by a nulls ${w}`,
};

/** Operators of graphs are refused with a code of their own, whatever stands around them; control commands have another grammar. */
const isApart = (word: string): boolean =>
  /graph|macro-expand|^__contextual|materialized-view-combine|^inline_external_table$|^entity_group$/.test(word);

describe('reserved words', () => {
  const words = keywords().filter((word) => !isApart(word));

  it.each(Object.keys(places))('%s', (name) => {
    const texts = words.map((word) => places[name]?.(word) ?? '').map((text) => ({ text, accepted: accepts(text) }));
    const answered = texts.filter(({ accepted }) => accepted !== null);
    expect(answered.length).toBeGreaterThan(words.length / 2);
    expect(answered).toEqual(answered.map(({ text }) => ({ text, accepted: parse(text).diagnostics.length === 0 })));
  });
});

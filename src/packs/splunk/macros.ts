// Rules in, one after the other; the macros that their searches call out, each defined once.
import type { TableMacro } from '../../backends/shared/backend.ts';
import type { PackRule } from '../pack.ts';
import { sanctionedColumn } from '../sanctioned.ts';
import type { Settings } from './conf.ts';
import { notesOf, prose } from './prose.ts';
import { sanctionedMacro, sanctionedSearch } from './sanctioned.ts';

/** Lets every result pass. */
const everything = 'search *';

export const macroSettings = (definition: string, description: string, args: readonly string[]): Settings =>
  new Map([
    ...(args.length > 0 ? ([['args', args.join(', ')]] as const) : []),
    ['definition', definition],
    ...(description === '' ? [] : ([['description', description]] as const)),
    ['iseval', '0'],
  ]);

export interface Filter {
  readonly name: string;
  readonly definition: string;
  readonly description: string;
}

export interface DefinedTable {
  readonly table: string;
  readonly macro: TableMacro;
}

export interface Macros {
  /** The rule's own filter. */
  filter(rule: PackRule): Filter;
  /** Those of the rule's tables that no rule before had; or the one whose name is already given to something else. */
  tables(rule: PackRule): readonly DefinedTable[] | { readonly clash: string };
  /** These are defined now. */
  define(tables: readonly DefinedTable[]): void;
  /** What stands for the sanctioned tools of all rules; null when no rule calls it. */
  sanctioned(): { readonly definition: string; readonly description: string } | null;
}

/** `macroOf`: what stands for a table. */
export const macros = (macroOf: (table: string) => TableMacro | null): Macros => {
  const names = new Set<string>([sanctionedMacro.name]);
  const defined = new Set<string>();
  /** The one list that all rules have; null once they differ. */
  let list: string | null | undefined;
  return {
    filter: (rule) => {
      const plain = `${rule.slug}_filter`;
      const name = names.has(plain) ? `${rule.slug}_${rule.id.slice(0, 8)}_filter` : plain;
      names.add(name);
      const column = sanctionedColumn(rule);
      if (column !== null && rule.sanctioned) {
        const own = sanctionedSearch(rule.sanctioned) ?? everything;
        list = list === undefined || list === own ? own : null;
      }
      return {
        name,
        definition: column === null ? everything : `\`${sanctionedMacro.name}(${column})\``,
        description: notesOf(rule) || prose(`What is left out of: ${rule.title}`),
      };
    },
    tables: (rule) => {
      const found = rule.tables.flatMap((table): readonly DefinedTable[] => {
        const macro = defined.has(table) ? null : macroOf(table);
        return macro ? [{ table, macro }] : [];
      });
      const clash = found.find(({ macro }) => names.has(macro.name));
      return clash ? { clash: clash.macro.name } : found;
    },
    define: (tables) => {
      for (const { table, macro } of tables) {
        names.add(macro.name);
        defined.add(table);
      }
    },
    sanctioned: () =>
      list === undefined
        ? null
        : {
            definition: list ?? everything,
            description: `Tools that are allowed, for the filters of all rules. The argument is the field that names the tool.`,
          },
  };
};

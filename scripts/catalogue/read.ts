// The root of the repository in; the committed tools and templates of the catalogue out. The one file here that reads the disk.
import { readFileSync } from 'node:fs';
import type { Templates } from './query.ts';
import type { Tool } from './types.ts';

export const readCatalogue = (root: string): { readonly tools: readonly Tool[]; readonly templates: Templates } => {
  const text = (name: string): string => readFileSync(`${root}/catalogue/${name}`, 'utf8');
  const template = (shape: string): string => text(`templates/${shape}.kql.hbs`);
  return {
    tools: JSON.parse(text('tools.json')) as Tool[],
    templates: { process: template('process'), 'file-signature': template('file-signature'), network: template('network') },
  };
};

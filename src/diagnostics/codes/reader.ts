// RMMC10xx: reading rule files (YAML, KQL, Markdown, standard input). RMMC50xx: configuration.
import { says } from './says.ts';

export const readerCodes = {
  RMMC1001: says<{ file: string }>('error', (p) => `${p.file} is empty`, () => 'give a file that holds a KQL query'),
};

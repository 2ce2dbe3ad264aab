// What a rule says of itself in; one line for a .conf file or a YAML file out.
import { lineOf } from '../names.ts';
import type { PackRule } from '../pack.ts';

/** One line that no reader takes to go on: prose that ends with a backslash gets a full stop. */
export const prose = (text: string): string => {
  const line = lineOf(text);
  return line.endsWith('\\') ? `${line}.` : line;
};

export const descriptionOf = ({ meta, title }: PackRule): string => prose(meta.description ?? '') || prose(title);

/** The false positives that the rule knows of; empty when it names none. */
export const notesOf = ({ meta }: PackRule): string =>
  prose(
    meta.falsePositives
      .map(({ scenario, description, filter }) => {
        const more = [description, filter].filter((part) => part !== undefined && part.trim() !== '');
        return [scenario, ...more].map((part) => lineOf(part ?? '')).join(' - ');
      })
      .join('; '),
  );

/** Text in which Splunk sees no `$field$`. */
export const inert = (text: string): string => text.replaceAll('$', '\uff04');

// The text of a Handlebars template in; what makes text of data with it out. Nothing is escaped for HTML; helpers escape for the format.
import Handlebars from 'handlebars';

export type Rendered = { readonly text: string } | { readonly problem: string };

export type Template = (data: object) => Rendered;

/** What a template may call besides the built-in helpers. */
export type Helpers = Readonly<Record<string, (value: unknown) => string>>;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split('\n').join(' ').slice(0, 300);

/** A name that the data lack is a mistake of the template, not an empty text. */
export const templateOf = (text: string, helpers: Helpers): Template => {
  const own = Handlebars.create();
  for (const [name, helper] of Object.entries(helpers)) own.registerHelper(name, (value: unknown) => helper(value));
  const compiled = own.compile(text, { noEscape: true, strict: true });
  return (data) => {
    try {
      return { text: compiled(data) };
    } catch (error) {
      return { problem: messageOf(error) };
    }
  };
};

/** What is wrong with the text of a template; null when it can be used. */
export const templateFault = (text: string): string | null => {
  try {
    Handlebars.parse(text);
    return null;
  } catch (error) {
    return messageOf(error);
  }
};

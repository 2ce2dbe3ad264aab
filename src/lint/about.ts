// The codes of the lint with title and reason, those on comments among them: for lists and pages.
import { lints } from './registry.ts';
import type { Lint } from './rule.ts';

export type LintAbout = Pick<Lint, 'title' | 'why'>;

const onComments: Readonly<Record<string, LintAbout>> = {
  RMMC6090: {
    title: 'a comment that turns nothing off',
    why: 'The finding that the comment was written for is gone, or stands elsewhere now. Left as it is, the comment hides the next finding of its kind.',
  },
  RMMC6091: {
    title: 'a comment that cannot be followed',
    why: 'The comment names no code, a code that does not exist, or one that cannot be turned off: the finding stays, or a slip of the pen goes unseen.',
  },
};

export const lintAbout: ReadonlyMap<string, LintAbout> = new Map([...Object.entries(lints), ...Object.entries(onComments)]);

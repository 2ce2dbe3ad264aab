// rmmc targets: what can be translated to, and how much of KQL each target takes natively.
import { backends } from '../../backends/registry.ts';

/** Gives the exit code. */
export const runTargets = (format: 'text' | 'json'): number => {
  const rows = [...backends.values()].map(({ name, title, extension, capabilities }) => {
    const answers = Object.values(capabilities);
    return { name, title, extension, native: answers.filter((answer) => answer.as === 'native').length, features: answers.length };
  });
  if (format === 'json') process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
  else {
    const width = (key: 'name' | 'title' | 'extension'): number => Math.max(...rows.map((row) => row[key].length));
    for (const row of rows) {
      const head = `${row.name.padEnd(width('name'))}  ${row.title.padEnd(width('title'))}  ${row.extension.padEnd(width('extension'))}`;
      process.stdout.write(`${head}  ${row.native} of ${row.features} features\n`);
    }
  }
  return 0;
};

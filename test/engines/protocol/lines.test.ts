// A stand-in for an engine (a line of Node.js) in; how questions to a kept program end out.
import { afterEach, expect, test } from 'vitest';
import { type Lines, linesOf } from '../../../src/engines/lines.ts';

const opened: Lines[] = [];
afterEach(async () => {
  for (const lines of opened.splice(0)) await lines.close();
});

/** `line` is the question; `count` how many there were. */
const program = (body: string, seconds = 20): Lines => {
  const code = `let count = 0; require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => { count += 1; ${body} });`;
  const lines = linesOf('Stand-in', process.execPath, ['-e', code], { env: process.env, seconds });
  opened.push(lines);
  return lines;
};

const errorOf = (answer: Promise<string>): Promise<string> =>
  answer.then(
    (line) => `no error: ${line}`,
    (error: Error) => error.message,
  );

test('answers come in order, from one run', async () => {
  const lines = program('console.log(line + count);');
  expect(await Promise.all(['a', 'b', 'ä\u2028'].map((line) => lines.ask(line)))).toEqual(['a1', 'b2', 'ä\u20283']);
});

test('a program that dies is an error with its last words, and is started anew', async () => {
  const lines = program(
    `if (line === 'die') { console.error('one\\ntwo\\nthree\\nout of wits'); process.exit(3); } console.log(line + count);`,
  );
  const answers = [lines.ask('a'), errorOf(lines.ask('die')), lines.ask('b')];
  expect(await Promise.all(answers)).toEqual(['a1', 'Stand-in ended with 3: two three out of wits', 'b1']);
});

test('a program that hangs is ended', async () => {
  const lines = program(`if (line !== 'hang') console.log(line);`, 1);
  expect([await errorOf(lines.ask('hang')), await lines.ask('next')]).toEqual(['Stand-in did not answer within 1 s', 'next']);
});

test('an answer too many never answers the next question', async () => {
  const lines = program('console.log(line); if (count === 1) setTimeout(() => console.log("more"), 50);');
  const first = await lines.ask('a');
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect([first, await lines.ask('b')]).toEqual(['a', 'b']);
});

test('a program that is not there', async () => {
  const lines = linesOf('Stand-in', '/nowhere/program', [], { env: process.env });
  expect(await errorOf(lines.ask('a'))).toBe('Stand-in does not start (spawn /nowhere/program ENOENT)');
});

test('a question of two lines is refused', () => {
  expect(() => program('console.log(line);').ask('a\nb')).toThrow('a question to Stand-in is one line');
});

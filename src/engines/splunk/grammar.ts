// Teragrep's grammar of SPL in a program that is kept running: a query in; whether it is one out. Nothing runs.
import { readFileSync } from 'node:fs';
import type { Answer, Engine } from '../engine.ts';
import { inMemory, timeless } from '../in-memory.ts';
import { type Lines, linesOf } from '../lines.ts';
import { ensureBuilt, type Setup, scriptOf } from '../setup.ts';
import { withoutGaps } from './grammar-gaps.ts';

const judge = async (lines: Lines, query: string): Promise<Answer> => {
  const verdict = await lines.ask(Buffer.from(withoutGaps(query)).toString('base64'));
  if (verdict === 'ok') return { kind: 'accepted' };
  const complaint = /^error (\S*)$/.exec(verdict)?.[1];
  if (complaint === undefined) throw new Error(`Teragrep pth_03 said \`${verdict.slice(0, 200)}\``);
  return { kind: 'refused', reason: Buffer.from(complaint, 'base64').toString() };
};

export const grammarEngine = (takes: string, version: string, lines: Lines): Engine => ({
  name: 'Teragrep pth_03',
  version,
  takes,
  gives: 'accepted',
  ...timeless,
  load: inMemory((query) => judge(lines, query)),
  close: lines.close,
});

/** @throws Error with the reason and the next step */
export const findGrammar = async (takes: string, setup: Setup): Promise<Engine> => {
  const script = scriptOf(setup, 'splunk/grammar.sh');
  await ensureBuilt('Teragrep pth_03', script, 'Maven, JDK 17', setup);
  const pom = readFileSync(scriptOf(setup, 'splunk/pom.xml'), 'utf8');
  const version = /<artifactId>pth_03<\/artifactId>\s*<version>([^<]+)</.exec(pom)?.[1] ?? 'unknown';
  return grammarEngine(takes, version, linesOf('Teragrep pth_03', 'bash', [script], { env: setup.env }));
};

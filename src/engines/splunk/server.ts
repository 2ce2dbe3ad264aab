// A Splunk that the user named in; the engine out: it runs searches that carry their events in themselves (`| makeresults`), so that nothing is ingested or read.
import type { Answer, Engine, Json } from '../engine.ts';
import { isReadable, type Reply, type Server, serverAt } from '../http.ts';
import { inMemory } from '../in-memory.ts';
import type { Setup } from '../setup.ts';

interface Message {
  readonly type: string;
  readonly text: string;
}
/** A line of the export: a result, or what Splunk has to say. */
interface Line {
  readonly preview?: boolean;
  readonly result?: Readonly<Record<string, Json>>;
  readonly messages?: readonly Message[];
}

const linesIn = (text: string): readonly Line[] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Line);

const isGrave = ({ type }: Message): boolean => /^(?:ERROR|FATAL)$/i.test(type);
const textsOf = (messages: readonly Message[]): string => messages.map(({ text }) => text).join('; ');

const messagesOf = (text: string): readonly Message[] => {
  try {
    return linesIn(text).flatMap((line) => line.messages ?? []);
  } catch {
    return [];
  }
};

/** A field that no result has is no column; results lack fields without a value. */
const rowsOf = (lines: readonly Line[]): Answer => {
  const results = lines.flatMap(({ result, preview }) =>
    result === undefined || preview === true ? [] : [new Map(Object.entries(result))],
  );
  const columns = [...new Set(results.flatMap((result) => [...result.keys()]))];
  const warnings = lines.flatMap(({ messages }) => messages ?? []).filter(({ type }) => /^WARN/i.test(type));
  const rows = results.map((result) => columns.map((name) => result.get(name) ?? null));
  return { kind: 'rows', columns, rows, ...(warnings.length > 0 ? { warnings: warnings.map(({ text }) => text) } : {}) };
};

const failed = (server: Server, { status, text }: Reply): Error => {
  const step = status === 401 || status === 403 ? ': RMMC_SPLUNK_TOKEN holds the token of a user who may search' : '';
  return new Error(`${server.base}: HTTP ${status} ${textsOf(messagesOf(text)) || text.slice(0, 200)}${step}`);
};

const search = async (server: Server, query: string): Promise<Answer> => {
  if (!/^\s*\|\s*makeresults\b/.test(query))
    throw new Error('a search for Splunk begins with `| makeresults`: anything else would read its indexes');
  const form = { search: query, output_mode: 'json', preview: 'false', adhoc_search_level: 'smart' };
  const body = new URLSearchParams(form).toString();
  const path = '/services/search/jobs/export';
  const reply = await server.call({ method: 'POST', path, type: 'application/x-www-form-urlencoded', body, seconds: 120 });
  const ok = reply.status === 200;
  if (!ok && reply.status !== 400) throw failed(server, reply);
  const grave = messagesOf(reply.text).filter((message) => !ok || isGrave(message));
  if (grave.length > 0) return { kind: 'refused', reason: textsOf(grave) };
  if (!ok) throw failed(server, reply);
  return rowsOf(linesIn(reply.text));
};

/** `url`: its management port. @throws Error with the reason and the next step */
export const findSplunk = async (url: string | undefined, takes: string, { env, onNote }: Setup): Promise<Engine> => {
  if (url === undefined) throw new Error('no server is named: `--splunk https://host:8089`, with a token in RMMC_SPLUNK_TOKEN, names one');
  const server = serverAt(url, env.RMMC_SPLUNK_TOKEN ? `Bearer ${env.RMMC_SPLUNK_TOKEN}` : undefined);
  if (server.headers.authorization === undefined) throw new Error(`${server.base} needs a token in RMMC_SPLUNK_TOKEN`);
  if (isReadable(server)) onNote(`the token goes to ${server.base} unencrypted`);
  const reply = await server.call({ method: 'GET', path: '/services/server/info?output_mode=json', seconds: 30 });
  if (reply.status !== 200) throw failed(server, reply);
  const { entry } = JSON.parse(reply.text) as { readonly entry?: readonly { readonly content?: { readonly version?: string } }[] };
  const version = entry?.[0]?.content?.version;
  if (version === undefined) throw new Error(`${server.base} is no management port of Splunk`);
  return {
    name: 'Splunk',
    version,
    release: version,
    takes,
    gives: 'rows',
    clock: 'own',
    carries: true,
    parallel: 2,
    placeFor: (wanted) => wanted,
    load: inMemory((query) => search(server, query)),
    close: async () => undefined,
  };
};

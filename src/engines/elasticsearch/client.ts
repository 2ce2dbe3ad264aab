// A server in; the few calls of Elasticsearch that a verification needs out: indices, documents, ES|QL.

import type { Json } from '../engine.ts';
import type { Reply, Server } from '../http.ts';

export interface EsqlAnswer {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** A multi-valued cell is an array. */
  readonly values: readonly (readonly Json[])[];
  /** Texts of the Warning headers, without the one about the default limit. */
  readonly warnings: readonly string[];
}

/** What the server said no to, in its own words. */
export class ElasticError extends Error {
  readonly status: number;
  constructor(status: number, reason: string) {
    super(reason);
    this.status = status;
  }
}

export interface ElasticInfo {
  readonly version: string;
  readonly serverless: boolean;
}

/** Everything rejects with `ElasticError` for a reply that is no success. */
export interface ElasticClient {
  info(): Promise<ElasticInfo>;
  /** Types by field name, dots included; `runtime`: a keyword that is read from the documents. */
  create(index: string, fields: Readonly<Record<string, string>>, settings?: Readonly<Record<string, Json>>): Promise<void>;
  /** Documents are visible when it returns. Ids count up from `first` (0). */
  load(index: string, documents: readonly object[], first?: number): Promise<void>;
  query(esql: string): Promise<EsqlAnswer>;
  drop(index: string): Promise<void>;
}

const json = 'application/json';

/** Elastic's error type and reason, the innermost one last. */
const reasonOf = (text: string): string => {
  try {
    const { error } = JSON.parse(text) as { error?: { type?: string; reason?: string; caused_by?: { reason?: string } } | string };
    if (typeof error === 'string') return error;
    const inner = error?.caused_by?.reason;
    if (error?.reason) return `${error.type}: ${error.reason}${inner && !error.reason.includes(inner) ? ` (${inner})` : ''}`.slice(0, 2000);
  } catch {
    // not JSON: a proxy speaks
  }
  return text.slice(0, 200);
};

const succeeded = (reply: Reply): Reply => {
  if (reply.status >= 200 && reply.status < 300) return reply;
  throw new ElasticError(reply.status, `HTTP ${reply.status} ${reasonOf(reply.text)}`);
};

/** The message in quotes, unescaped; the comma between two warnings stands outside of them. */
const warningTexts = (header: string | null): readonly string[] =>
  [...(header ?? '').matchAll(/299 \S+ "((?:[^"\\]|\\.)*)"/g)]
    .map((found) => (found[1] ?? '').replace(/\\(.)/g, '$1'))
    .filter((text) => !text.includes('No limit defined'));

/** JSON, with the integers that a number cannot hold as texts. */
export const parseExact = (text: string): unknown =>
  JSON.parse(
    text.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) =>
      /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
    ),
  );

const partial = 'Elasticsearch answers from a part of its shards only';

const jsonOf = <T>(server: Server, { text }: Reply): T => {
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new Error(`${server.base} is no Elasticsearch`);
  }
};

/** For a node without the module that answers at `/`: our own. */
const versionOfNode = async (server: Server): Promise<string> => {
  const reply = await server.call({ method: 'GET', path: '/_nodes/_local?filter_path=nodes.*.version', seconds: 30 });
  const { nodes } = jsonOf<{ nodes?: Readonly<Record<string, { version?: string }>> }>(server, succeeded(reply));
  return Object.values(nodes ?? {})[0]?.version ?? 'of unknown version';
};

export const clientOf = (server: Server): ElasticClient => {
  const call = async (method: string, path: string, type: string, body: string | undefined, seconds: number): Promise<Reply> =>
    succeeded(await server.call({ method, path, type, ...(body === undefined ? {} : { body }), seconds }));
  return {
    async info() {
      const root = await server.call({ method: 'GET', path: '/', seconds: 30 });
      if (root.status === 405) return { version: await versionOfNode(server), serverless: false };
      const { version } = jsonOf<{ version?: { number?: string; build_flavor?: string } }>(server, succeeded(root));
      if (version?.number === undefined) throw new Error(`${server.base} is no Elasticsearch`);
      return { version: version.number, serverless: version.build_flavor === 'serverless' };
    },
    async create(index, fields, settings = { number_of_shards: 1, number_of_replicas: 0 }) {
      const all = Object.entries(fields);
      const properties = Object.fromEntries(all.flatMap(([name, type]) => (type === 'runtime' ? [] : [[name, { type }]])));
      const runtime = Object.fromEntries(all.flatMap(([name, type]) => (type === 'runtime' ? [[name, { type: 'keyword' }]] : [])));
      const added = Object.keys(runtime).length > 0 ? { runtime } : {};
      const mappings = { dynamic: 'strict', subobjects: false, ...added, properties };
      await call('PUT', `/${index}`, json, JSON.stringify({ settings, mappings }), 30);
    },
    async load(index, documents, first = 0) {
      if (documents.length === 0) return;
      const lines = documents.flatMap((document, at) => [JSON.stringify({ index: { _id: String(first + at) } }), JSON.stringify(document)]);
      const { text } = await call('POST', `/${index}/_bulk?refresh=true`, 'application/x-ndjson', `${lines.join('\n')}\n`, 60);
      const answer = JSON.parse(text) as { readonly errors: boolean; readonly items: readonly { index?: { error?: object } }[] };
      const wrong = answer.items.find((item) => item.index?.error)?.index?.error;
      if (answer.errors) throw new ElasticError(400, `bulk: ${JSON.stringify(wrong).slice(0, 2000)}`);
    },
    async query(esql) {
      const reply = await call('POST', '/_query?format=json', json, JSON.stringify({ query: esql }), 60);
      const answer = parseExact(reply.text) as Omit<EsqlAnswer, 'warnings'> & { readonly is_partial?: boolean };
      if (answer.is_partial) throw new ElasticError(503, partial);
      return { columns: answer.columns, values: answer.values, warnings: warningTexts(reply.header('warning')) };
    },
    async drop(index) {
      await call('DELETE', `/${index}?ignore_unavailable=true`, json, undefined, 30);
    },
  };
};

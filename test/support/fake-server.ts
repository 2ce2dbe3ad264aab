// Replies by method and path in; an HTTP server on the loopback interface that notes what it was asked out.
import { createServer, type IncomingHttpHeaders } from 'node:http';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface FakeReply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface FakeServer {
  readonly url: string;
  readonly asked: Asked[];
  /** `PUT /x`, with random names as `#1`, `#2` … */
  lines(): readonly string[];
  close(): Promise<void>;
}

/** `reply` of undefined is a 404. */
export const fakeServer = (reply: (asked: Asked) => FakeReply | undefined): Promise<FakeServer> => {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      const one = { method, path, headers, body: Buffer.concat(chunks).toString() };
      asked.push(one);
      const { status = 200, headers: extra = {}, body = '{}' } = reply(one) ?? { status: 404, body: 'nothing here' };
      response.writeHead(status, { connection: 'close', ...extra }).end(body);
    });
  });
  const lines = (): readonly string[] => {
    const names = new Map<string, string>();
    return asked.map(({ method, path }) =>
      `${method} ${path}`.replace(/rmmc-verify-[0-9a-f]{24}/g, (name) => {
        const short = names.get(name) ?? `#${names.size + 1}`;
        names.set(name, short);
        return short;
      }),
    );
  };
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      resolve({
        url: `http://127.0.0.1:${port}`,
        asked,
        lines,
        close: () => new Promise((closed) => server.close(() => closed())),
      });
    });
  });
};

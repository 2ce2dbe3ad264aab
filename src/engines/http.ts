// The URL of a server that the user named and what lets us in; calls to it out. Credentials never reach a message.

export interface Reply {
  readonly status: number;
  readonly text: string;
  readonly header: (name: string) => string | null;
}

export interface Call {
  readonly method: string;
  /** Begins with `/`. */
  readonly path: string;
  readonly type?: string;
  readonly body?: string;
  readonly seconds: number;
}

export interface Server {
  /** Where calls go: no credentials, no slash at the end. */
  readonly base: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Any status is a reply. @throws Error when there is none */
  call(what: Call): Promise<Reply>;
}

const untrusted = /SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET_ISSUER)|CERT_/;

/** What Node.js says of a call that failed, in few words. */
const causeOf = (failure: unknown): string => {
  const { cause, message, name } = failure as Error & { cause?: { code?: string; message?: string } };
  if (name === 'TimeoutError') return 'no answer in time';
  const code = cause?.code ?? '';
  const hint = untrusted.test(code) ? ' (NODE_EXTRA_CA_CERTS=<file> adds the certificate of its authority)' : '';
  return `${code || cause?.message || message}${hint}`;
};

const caller =
  (base: string, headers: Readonly<Record<string, string>>): Server['call'] =>
  async ({ method, path, type, body, seconds }) => {
    try {
      const response = await fetch(`${base}${path}`, {
        method,
        headers: { ...headers, ...(type === undefined ? {} : { 'content-type': type }) },
        ...(body === undefined ? {} : { body }),
        redirect: 'error',
        signal: AbortSignal.timeout(seconds * 1000),
      });
      return { status: response.status, text: await response.text(), header: (name) => response.headers.get(name) };
    } catch (failure) {
      throw new Error(`${base} gives no answer: ${causeOf(failure)}`);
    }
  };

/** `authorization`: the header's value; without it, the user and password of the URL are sent. @throws Error for what is no URL of a server */
export const serverAt = (given: string, authorization?: string): Server => {
  const url = URL.canParse(given) ? new URL(given) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) throw new Error('the URL given is none of a server: `https://host:port`');
  const user = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  const allowed = authorization ?? (user === ':' ? undefined : `Basic ${Buffer.from(user).toString('base64')}`);
  const base = `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
  const headers = allowed === undefined ? {} : { authorization: allowed };
  return { base, headers, call: caller(base, headers) };
};

/** Whether what is sent there can be read on the way. */
export const isReadable = ({ base }: Server): boolean =>
  base.startsWith('http:') && !/^(?:localhost|127\.[\d.]+|\[::1\])$/.test(new URL(base).hostname);

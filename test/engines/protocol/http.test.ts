// URLs that a user names in; where calls go, what lets them in, and what messages say out.
import { expect, test } from 'vitest';
import { isReadable, serverAt } from '../../../src/engines/http.ts';
import { fakeServer } from '../../support/fake-server.ts';

const messageOf = (run: () => unknown): Promise<string> =>
  Promise.resolve()
    .then(run)
    .then(
      () => 'no error',
      (error: Error) => error.message,
    );

test('the password of a URL is sent and never shown', async () => {
  const { base, headers } = serverAt('https://someone:s%40cret@example.org:9243/es/?key=hidden');
  expect({ base, headers }).toEqual({
    base: 'https://example.org:9243/es',
    headers: { authorization: `Basic ${Buffer.from('someone:s@cret').toString('base64')}` },
  });
});

test('a key goes before the password of the URL', () => {
  expect(serverAt('https://a:b@example.org', 'ApiKey k').headers).toEqual({ authorization: 'ApiKey k' });
});

test.each(['example.org:9200', 'ftp://example.org', '', 'https://'])('%j is no server', async (url) => {
  expect(await messageOf(() => serverAt(url))).toBe('the URL given is none of a server: `https://host:port`');
});

test('nobody there', async () => {
  const server = await fakeServer(() => undefined);
  await server.close();
  const url = new URL(server.url);
  url.password = 'secret';
  expect(await messageOf(() => serverAt(url.href).call({ method: 'GET', path: '/', seconds: 5 }))).toBe(
    `${server.url} gives no answer: ECONNREFUSED`,
  );
});

test('credentials do not follow a redirect', async () => {
  const elsewhere = await fakeServer(() => ({}));
  const server = await fakeServer(() => ({ status: 302, headers: { location: elsewhere.url } }));
  const message = await messageOf(() => serverAt(server.url, 'ApiKey k').call({ method: 'GET', path: '/', seconds: 5 }));
  await Promise.all([server.close(), elsewhere.close()]);
  expect([message, elsewhere.asked]).toEqual([`${server.url} gives no answer: unexpected redirect`, []]);
});

test.each([
  ['http://example.org', true],
  ['http://127.0.0.1:9200', false],
  ['http://localhost', false],
  ['http://[::1]:9200', false],
  ['https://example.org', false],
  ['http://127.evil.example', true],
])('%s can be read on the way: %s', (url, expected) => {
  expect(isReadable(serverAt(url))).toBe(expected);
});

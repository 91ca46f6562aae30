/** One page, served to browsers. There is nothing else to be had, whatever is asked for. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { visible } from '../../text/visible.js';
import { systemReason, UsageError } from '../failure.js';

/** A page that is served. */
export interface ServedPage {
  readonly address: string;
  close(): Promise<void>;
}

/** Where it is served. */
export interface PagePlace {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
}

/** Serves the page from now on. Throws a UsageError where that cannot be. */
export async function servePage(page: Buffer, place: PagePlace): Promise<ServedPage> {
  const packed = gzipSync(page);
  const server = createServer((request, response) => answer(request, response, page, packed));
  await listening(server, place);
  const { port } = server.address() as AddressInfo;
  const host = place.host.includes(':') ? `[${place.host}]` : place.host;
  return {
    address: `http://${host}:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listening(server: Server, { host, port }: PagePlace): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(new UsageError(refusal(error, host, port))));
    server.listen(port, host, resolve);
  });
}

function refusal(error: Error, host: string, port: number): string {
  const code = 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EADDRINUSE':
      return `port ${port} is in use: --port takes another, and --port 0 any that is free`;
    case 'EACCES':
      return `port ${port} may not be listened at: --port takes another, such as one above 1023`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `this machine has no address '${visible(host)}' to listen at: --host takes another`;
    default:
      return `cannot listen at ${visible(host)}, port ${port}: ${systemReason(error)}`;
  }
}

/** The page itself says what it may do, by its Content-Security-Policy; that nobody may frame it only a header can say. */
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
  vary: 'accept-encoding',
};

function answer(request: IncomingMessage, response: ServerResponse, page: Buffer, packed: Buffer): void {
  const { method, url = '/', headers } = request;
  const isPage = /^\/(?:index\.html)?(?:\?.*)?$/.test(url);
  if (!isPage || (method !== 'GET' && method !== 'HEAD')) {
    response.writeHead(isPage ? 405 : 404, { 'content-type': 'text/plain; charset=utf-8' });
    response.end(isPage ? 'The page can only be read.\n' : 'There is one page here, at /.\n');
    return;
  }
  const isPacked = /\bgzip\b/.test(headers['accept-encoding'] ?? '');
  const body = isPacked ? packed : page;
  response.writeHead(200, {
    ...HEADERS,
    ...(isPacked ? { 'content-encoding': 'gzip' } : {}),
    'content-length': body.length,
  });
  response.end(method === 'HEAD' ? undefined : body);
}

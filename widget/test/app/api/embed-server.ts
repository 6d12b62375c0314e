import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a test's server was asked. */
export interface Asked {
  readonly line: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Answers one request of a test. */
export type Answer = (response: ServerResponse, asked: Asked) => void;

/** A server on loopback that answers by a list, one answer a request, and remembers what it was asked. */
export class EmbedServer {
  readonly asked: Asked[] = [];
  readonly answers: Answer[] = [];
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** `fetch` with paths of this server, as a page of it would have. */
  readonly fetch: typeof fetch = (path, options) => {
    const { port } = this.#server.address() as AddressInfo;
    return fetch(new URL(typeof path === 'string' ? path : '/', `http://127.0.0.1:${port}`), options);
  };

  /** Lines of what was asked: method and path. */
  get lines(): readonly string[] {
    return this.asked.map(({ line }) => line);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const part of request) body += String(part);
    const asked = { line: `${request.method} ${request.url}`, headers: request.headers, body };
    this.asked.push(asked);
    const answer = this.answers.shift();
    if (answer) answer(response, asked);
    else response.writeHead(404).end();
  }
}

/** Answers with JSON. */
export function json(status: number, body: unknown): Answer {
  return (response) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Answers with a refusal as the embed API words it. */
export function refusal(status: number, code: string, more: object = {}): Answer {
  const words = { message: `${code}!`, title: `Title of ${code}`, action: 'Do this.', requestId: 'req_1' };
  return json(status, { error: { code, ...words, retryable: true, ...more } });
}

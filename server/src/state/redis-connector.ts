import { connect as connectPlain } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ConnectionOptions } from 'node:tls';
import { AbstractConnector, SentinelConnector } from 'ioredis';

/** What a connector is told of the server, by the names of ioredis's options. */
interface ServerOptions {
  readonly host?: string;
  readonly port?: number;
  readonly tls?: ConnectionOptions;
  readonly disconnectTimeout?: number;
}

/**
 * Opens a connection and listens to its failures for as long as it lives. ioredis itself listens to the first alone, and
 * a TLS connection may fail twice (the certificate is refused, and then the other end says so): Node ends a process for a
 * failure that nobody listens to.
 */
export class DirectConnector extends AbstractConnector {
  readonly #options: ServerOptions;

  constructor(options: unknown) {
    const given = options as ServerOptions;
    super(given.disconnectTimeout ?? 2_000);
    this.#options = given;
  }

  override connect(): Promise<Socket> {
    const { host = '127.0.0.1', port = 6379, tls } = this.#options;
    this.connecting = true;
    const stream = tls === undefined ? connectPlain({ host, port }) : connectTls({ host, port, ...tls });
    this.stream = stream;
    stream.on('error', (error) => void (this.firstError ??= error));
    return Promise.resolve(stream);
  }
}

/** The same for the master that the Sentinels name. */
export class MasterConnector extends SentinelConnector {
  constructor(options: unknown) {
    super(options as ConstructorParameters<typeof SentinelConnector>[0]);
  }

  override async connect(...words: Parameters<SentinelConnector['connect']>): Promise<Socket> {
    const stream = await super.connect(...words);
    stream.on('error', () => undefined);
    return stream;
  }
}

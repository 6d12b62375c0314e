import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** What a proxy does with connections: pass them on, take them and be silent, or cut them at the server's next word. */
export type ProxyMode = 'pass' | 'silent' | 'cut';

/** A proxy between a client and a server of this machine, whose faults a test commands. */
export interface TcpProxy {
  readonly port: number;
  /** Holds for the connections that are open, and for those to come. */
  mode: ProxyMode;
  /** Milliseconds that each word of the server is held back. */
  delay: number;
  close(): Promise<void>;
}

/** Starts a proxy in front of `target`, on a free port of the loopback interface. */
export async function startTcpProxy(target: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  const proxy: { mode: ProxyMode; delay: number } = { mode: 'pass', delay: 0 };
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay(true).on('error', () => undefined);
      socket.once('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.on('data', (chunk: Buffer) => {
      if (proxy.mode !== 'silent') upstream.write(chunk);
    });
    upstream.on('data', (chunk: Buffer) => {
      if (proxy.mode === 'cut') client.resetAndDestroy();
      else if (proxy.mode === 'pass') setTimeout(() => client.write(chunk), proxy.delay);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(proxy, {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  });
}

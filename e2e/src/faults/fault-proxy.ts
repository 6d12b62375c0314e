import { createServer, connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { RedisReplies } from './redis-replies.ts';
import { SlowOutlet } from './slow-outlet.ts';

/** What a proxy does to the traffic between a server and the store behind it. */
export type NetworkFault =
  /** Answers come so many milliseconds late. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Answers come at so many bytes a second. */
  | { readonly kind: 'throttle'; readonly bytesPerSecond: number }
  /** Connections are reset, and so is each new one. */
  | { readonly kind: 'reset' }
  /** Half-open: nothing passes either way and nobody is told. What was swallowed is gone; reset when it ends. */
  | { readonly kind: 'black hole' }
  /** Requests pass and are carried out; their answers are swallowed and the connection is reset. */
  | { readonly kind: 'lose answers' }
  /** An answer begins and does not end: then the connection is reset. */
  | { readonly kind: 'cut answers' }
  /** Redis alone: chosen commands are not carried out but answered with an error. */
  | { readonly kind: 'answer'; readonly error: string; readonly commands: RegExp };

/** A TCP proxy in front of one store. */
export interface FaultProxy {
  readonly port: number;
  /** Begins a fault, for connections that stand as well as new ones; `undefined` ends it. */
  set(fault: NetworkFault | undefined): void;
  close(): Promise<void>;
}

/** Bytes of an answer that is cut: fewer than the shortest has, of which several may come at once. */
const beginning = 3;

/** Starts a proxy on a free port of the loopback interface to `port`. */
export async function startFaultProxy(port: number, protocol: 'redis' | 'other'): Promise<FaultProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  const outlets = new Set<SlowOutlet>();
  let fault: NetworkFault | undefined;

  function accept(client: Socket): void {
    if (fault?.kind === 'reset') return void client.resetAndDestroy();
    const upstream = connect({ host: '127.0.0.1', port, noDelay: true });
    const pair = [client, upstream] as const;
    pairs.add(pair);
    const outlet = new SlowOutlet(client);
    outlets.add(outlet);
    const replies = protocol === 'redis' ? new RedisReplies() : undefined;
    const end = (): void => {
      pairs.delete(pair);
      outlets.delete(outlet);
      client.destroy();
      upstream.destroy();
    };
    for (const socket of pair) socket.on('error', end).on('close', end).setNoDelay();
    client.on('data', (chunk: Buffer) => {
      if (fault?.kind === 'black hole') return;
      const refused = fault?.kind === 'answer' ? fault : undefined;
      const passed = replies === undefined ? chunk : replies.commands(chunk, refused);
      if (passed.length > 0) upstream.write(passed);
      if (replies !== undefined) toClient(replies.ready());
    });
    upstream.on('data', (chunk: Buffer) => toClient(replies === undefined ? chunk : replies.answers(chunk)));

    function toClient(bytes: Buffer): void {
      if (bytes.length === 0 || fault?.kind === 'black hole') return;
      if (fault?.kind === 'delay') outlet.delay(bytes, fault.ms);
      else if (fault?.kind === 'throttle') outlet.trickle(bytes, fault.bytesPerSecond);
      else if (fault?.kind === 'lose answers') client.resetAndDestroy();
      else if (fault?.kind === 'cut answers') {
        client.write(bytes.subarray(0, beginning), () => client.resetAndDestroy());
      } else outlet.write(bytes);
    }
  }

  const server = createServer(accept);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const resetAll = (): void => {
    for (const [client, upstream] of pairs) {
      client.resetAndDestroy();
      upstream.destroy();
    }
  };
  return {
    port: (server.address() as AddressInfo).port,
    set(next) {
      if (next?.kind === 'reset' || fault?.kind === 'black hole') resetAll();
      fault = next;
      for (const outlet of outlets) outlet.flush();
    },
    async close() {
      for (const pair of pairs) for (const socket of pair) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

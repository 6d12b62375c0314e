import type { IncomingMessage } from 'node:http';
import proxyAddress from '@fastify/proxy-addr';
import { remembered } from './remembered.ts';

/**
 * Makes a function that finds the address a request comes from: its sender's, or the one that proxies which are trusted
 * name in `X-Forwarded-For`, as Fastify finds `request.ip`. `trusted`: their addresses, networks or names of such.
 */
export function clientAddressFinder(trusted: readonly string[]): (request: IncomingMessage) => string {
  if (trusted.length === 0) return ({ socket }) => socket.remoteAddress ?? '';
  const isTrusted = proxyAddress.compile([...trusted]);
  const isTrustedSender = remembered((address) => isTrusted(address, 0));
  return (request) => {
    const sender = request.socket.remoteAddress ?? '';
    const forwarded = request.headers['x-forwarded-for'];
    if (typeof forwarded !== 'string' || !isTrustedSender(sender)) return sender;
    return proxyAddress(request, isTrusted);
  };
}

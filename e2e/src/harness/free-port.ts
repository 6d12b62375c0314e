import { createServer } from 'node:http';
import { listen, shut } from './listen.ts';

/** Finds a port of the loopback interface that nobody listens on now, for programs that take none of their own choice. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await shut(server);
  return port;
}

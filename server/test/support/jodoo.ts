import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { IntegrationApp } from '../../src/demo/jodoo/apps.ts';
import { Jodoo } from '../../src/demo/jodoo/jodoo.ts';
import type { JodooOptions } from '../../src/demo/jodoo/jodoo.ts';
import { people } from '../../src/demo/jodoo/people.ts';
import type { PersonName } from '../../src/demo/jodoo/people.ts';
import { createJodooSite } from '../../src/demo/jodoo/server.ts';

/** How a Jodoo is started. */
export interface JodooStart extends JodooOptions {
  /** Speaks TLS by it. Default: plain HTTP. */
  readonly certificate?: { readonly key: string; readonly cert: string };
  /** Name under which it is reached. Default: `127.0.0.1`. */
  readonly hostName?: string;
  /** Default: one that is free. */
  readonly port?: number;
}

/** A Jodoo on loopback: `jodoo` has its settings and switches, which may be changed at any time. */
export interface TestJodoo {
  readonly jodoo: Jodoo;
  readonly port: number;
  readonly origin: string;
  /** `127.0.0.1:port`, or the name in its place, for `INLAY_OUTBOUND_ALLOWED_HOSTS`. */
  readonly host: string;
  /** For `authorizationUrl` of an integration. */
  readonly authorizationUrl: string;
  /** A code of a person for an app, as Enter App gives it. */
  codeFor(person: PersonName, app?: IntegrationApp): string;
  close(): Promise<void>;
}

/** Starts it. Add an app with `jodoo.addApp`; without one there is nothing to enter. */
export async function startJodoo(options: JodooStart = {}): Promise<TestJodoo> {
  const { certificate, hostName = '127.0.0.1' } = options;
  const jodoo = new Jodoo(options);
  const site = await createJodooSite(jodoo);
  await site.ready();
  const serve: RequestListener = (request, response) => site.routing(request, response);
  const server: Server = certificate === undefined ? createServer(serve) : createTlsServer({ ...certificate }, serve);
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const host = `${hostName}:${port}`;
  const origin = `${certificate === undefined ? 'http' : 'https'}://${host}`;
  return {
    jodoo,
    port,
    origin,
    host,
    authorizationUrl: `${origin}${jodoo.settings.authorizationPath}`,
    codeFor(person, app = firstOf(jodoo)) {
      return jodoo.issueCode(app, people[person]);
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await site.close();
    },
  };
}

function firstOf({ apps }: Jodoo): IntegrationApp {
  const [app] = apps.values();
  if (app === undefined) throw new TypeError('add an app to this Jodoo first');
  return app;
}

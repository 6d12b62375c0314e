import { join } from 'node:path';
import { buildApp } from '../app.ts';
import { readConfig } from '../config.ts';
import { createLogger } from '../log.ts';
import { createServices } from '../services.ts';
import { Jodoo } from './jodoo/jodoo.ts';
import { createJodooSite } from './jodoo/server.ts';
import { demoOrigins, portOf } from './origins.ts';
import type { Site } from './origins.ts';
import { createInlayApi } from './partner/inlay-api.ts';
import { createLinkSigner } from './partner/links.ts';
import { createPartner } from './partner/server.ts';
import { setUpPartner, signingKeyId } from './partner/set-up.ts';
import { readOrMakeKey } from './partner/signing-key.ts';
import { setUpJodoo } from './partner/set-up-jodoo.ts';
import { calendarId, demoProviders } from './provider/catalogue.ts';
import { registerClient } from './provider/oauth/client.ts';
import { createProvider } from './provider/server.ts';
import { readOrMakeVendor } from './saved-vendor.ts';

/** How the demo is started. */
export interface DemoOptions {
  /** Port of Inlay; the other sites follow at a distance of a hundred each. */
  readonly portBase: number;
  readonly dataDir: string;
  readonly logLevel: string;
}

/** The demo while it runs. */
export interface Demo {
  readonly origins: Readonly<Record<Site, string>>;
  /** Ends all four sites, Inlay last. */
  close(): Promise<void>;
}

/** Starts Inlay on the embedded default and the three sites around it. After a failure nothing of them runs on. */
export async function startDemo({ portBase, dataDir, logLevel }: DemoOptions): Promise<Demo> {
  const origins = demoOrigins(portBase);
  const config = readConfig({
    INLAY_PUBLIC_URL: origins.inlay,
    INLAY_HOST: 'localhost',
    INLAY_PORT: String(portBase),
    INLAY_DATA_DIR: dataDir,
    INLAY_LOG_LEVEL: logLevel,
    // Outbound requests go to public addresses alone; the demo's provider and Jodoo are on this machine.
    INLAY_OUTBOUND_ALLOWED_HOSTS: [origins.provider, origins.jodoo].map((origin) => new URL(origin).host).join(','),
  });
  const running: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const end of running.splice(0).toReversed()) await end();
  };
  const listen = async (site: Site, app: Listener): Promise<void> => {
    running.push(() => app.close());
    await app.listen({ host: 'localhost', port: portOf(site, portBase) });
  };

  try {
    const services = await createServices(config, {
      log: createLogger(config.logLevel),
      extraProviders: demoProviders(origins.provider),
    });
    running.push(() => services.close());
    await services.start();
    await listen('inlay', await buildApp(services));

    const vendor = await readOrMakeVendor(services, config.dataDir);
    const { privateKey, publicKey } = readOrMakeKey(config.dataDir);
    const api = createInlayApi(origins.inlay, vendor.apiKey);
    const client = registerClient(origins.inlay, calendarId);
    const app = { provider: calendarId, clientId: client.id, clientSecret: client.secret };
    await setUpPartner(api, publicKey, [origins.partner], app);
    const jodoo = new Jodoo();
    const { login } = await setUpJodoo(api, jodoo, origins);

    const { vendorKey } = vendor;
    const signLink = createLinkSigner({ inlayOrigin: origins.inlay, vendorKey, kid: signingKeyId, privateKey });
    const grantsFile = join(config.dataDir, 'acme-grants.json');
    await listen('provider', await createProvider({ origin: origins.provider, client, grantsFile }));
    await listen('partner', await createPartner({ origins, signLink, jodooLogin: login }));
    await listen('jodoo', await createJodooSite(jodoo));
    return { origins, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** As much of a server as it takes to start and end it. */
interface Listener {
  listen(options: { readonly host: string; readonly port: number }): Promise<unknown>;
  close(): Promise<unknown>;
}

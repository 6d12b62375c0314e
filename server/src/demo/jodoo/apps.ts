import { randomBytes } from 'node:crypto';

/** An integration app, as an administrator of Jodoo sees it. */
export interface IntegrationApp {
  readonly suiteId: string;
  /** Replaced by {@link resetSecret}, whereupon the one before is dead at once. */
  suiteSecret: string;
  name: string;
  description: string;
  /** App Home Page URL: where Enter App leads, with a code. */
  homePage: string;
  /** As it is typed: bare hosts with commas between them, no blanks. */
  trustedDomains: string;
  enabled: boolean;
  /** The address that forms and dashboards frame. */
  embedAddress: string;
}

/** What a new app is made of; what is left out is made up or empty. */
export type NewApp = Pick<IntegrationApp, 'homePage' | 'trustedDomains'> & Partial<IntegrationApp>;

/** Makes an app. */
export function makeApp(app: NewApp): IntegrationApp {
  return {
    suiteId: `suite_${randomBytes(9).toString('hex')}`,
    suiteSecret: newSecret(),
    name: 'Connected services',
    description: '',
    enabled: true,
    embedAddress: '',
    ...app,
  };
}

/** Gives the app another secret. */
export function resetSecret(app: IntegrationApp): string {
  app.suiteSecret = newSecret();
  return app.suiteSecret;
}

/**
 * Whether the host of an address is on the app's list: compared as a whole, no subdomains, and nothing mended: a blank
 * or a protocol in the list makes an entry that matches nothing.
 */
export function isTrusted({ trustedDomains }: IntegrationApp, address: string): boolean {
  return URL.canParse(address) && trustedDomains.split(',').includes(new URL(address).hostname);
}

function newSecret(): string {
  return `sec_${randomBytes(24).toString('base64url')}`;
}

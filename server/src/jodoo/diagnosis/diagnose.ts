import type { AuditLog } from '../../audit/audit-log.ts';
import type { Clock } from '../../clock.ts';
import type { Config } from '../../config.ts';
import type { Vault } from '../../crypto/sealing.ts';
import type { Database } from '../../database/open.ts';
import type { JodooIntegrationRow } from '../../database/schema.ts';
import { guardedConnect } from '../../http/guarded-connect.ts';
import type { Outbound } from '../../http/outbound.ts';
import { openSuiteSecret } from '../integrations.ts';
import { noteSecretState } from '../secret-state.ts';
import { toIntegration } from '../types.ts';
import { plainConnect } from './certificate.ts';
import { httpsFinding } from './https-checks.ts';
import { authorizationFinding, clockFinding, probeJodoo, secretFinding } from './jodoo-checks.ts';
import { mappingFinding } from './mapping-check.ts';
import { framingFindings, homePageFinding } from './page-checks.ts';
import { settingsFindings } from './settings-checks.ts';
import type { Finding } from './types.ts';

/** What the diagnosis works with. */
export interface DiagnosisParts {
  readonly config: Pick<Config, 'publicOrigin' | 'outboundAllowedHosts'>;
  readonly database: Database;
  readonly vault: Vault;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly outbound: Outbound;
}

/** Milliseconds until a connection must stand. */
const connectTimeout = 4_000;

/**
 * Runs the checklist of Jodoo's FAQ for an integration, and what else its questions come down to. Changes nothing but
 * what is known of the Suite Secret. Throws `internal_error` where that does not open.
 */
export async function diagnoseIntegration(
  parts: DiagnosisParts,
  row: JodooIntegrationRow,
): Promise<readonly Finding[]> {
  const { config, database, clock, outbound } = parts;
  const integration = toIntegration(row);
  const secret = await openSuiteSecret(parts, row);
  const base = `${config.publicOrigin}/jodoo/${row.id}`;
  const { applicationUrl } = integration;

  const probing = probeJodoo(outbound, integration, secret, clock);
  const findings: readonly Promise<Finding | readonly Finding[]>[] = [
    httpsFinding('https', config.publicOrigin, plainConnect(connectTimeout), clock()),
    ...(applicationUrl === null ? [] : [applicationFinding(parts, applicationUrl)]),
    homePageFinding(`${base}/home`),
    authorizationFinding(outbound, integration, `${base}/callback`),
    probing.then(async (probe) => {
      await noteSecretState(database, row, probe.answer, clock());
      return secretFinding(integration, probe);
    }),
    framingFindings(`${base}/embed`, integration),
    mappingFinding(database, row, clock()),
    probing.then((probe) => clockFinding(database, probe, clock)),
  ];
  return [...settingsFindings(row, config.publicOrigin), ...(await Promise.all(findings)).flat()];
}

/** Looks at the certificate of an address that a vendor chose: such are connected to at public addresses and port 443 alone. */
function applicationFinding({ config, outbound, clock }: DiagnosisParts, applicationUrl: string): Promise<Finding> {
  const name = 'application_https';
  const { origin, protocol } = new URL(applicationUrl);
  const fault = protocol === 'https:' ? outbound.faultOf(applicationUrl) : undefined;
  if (fault !== undefined) {
    const remedy = 'Open it in a browser, which says what is wrong with its certificate.';
    return Promise.resolve({ name, outcome: 'unknown', reason: `not looked at: ${origin} ${fault}`, remedy });
  }
  const isExempt = (host: string, port: string): boolean =>
    [host, `${host}:${port}`].some((one) => config.outboundAllowedHosts.includes(one));
  return httpsFinding(name, origin, guardedConnect({ timeout: connectTimeout, isExempt }), clock());
}

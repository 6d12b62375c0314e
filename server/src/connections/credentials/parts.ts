import type { AuditLog } from '../../audit/audit-log.ts';
import type { Clock } from '../../clock.ts';
import type { Vault } from '../../crypto/sealing.ts';
import type { Database } from '../../database/open.ts';
import type { Metrics } from '../../metrics/metrics.ts';
import type { Catalogue } from '../catalogue.ts';
import type { ConnectionStore } from '../connection-store.ts';
import type { EventHub } from '../event-hub.ts';
import type { OAuthClient } from '../oauth/client.ts';
import type { ProviderSettingsStore } from '../provider-settings.ts';
import type { RefreshJournal } from './journal.ts';

/** Where failures are told that nobody waits for. */
export interface CredentialsLog {
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What keeping credentials fresh is built on. */
export interface CredentialsParts {
  readonly database: Database;
  readonly store: ConnectionStore;
  readonly events: EventHub;
  readonly clock: Clock;
  readonly vault: Vault;
  readonly audit: AuditLog;
  readonly metrics: Metrics;
  readonly log: CredentialsLog;
  readonly catalogue: Catalogue;
  readonly providers: Pick<ProviderSettingsStore, 'find'>;
  readonly client: Pick<OAuthClient, 'refresh' | 'revoke'>;
  readonly journal: RefreshJournal;
}

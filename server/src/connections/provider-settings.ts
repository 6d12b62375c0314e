import { InlayError } from '@inlay/shared';
import type { Directory } from '../accounts/directory.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { UnsealError } from '../crypto/sealing.ts';
import type { Vault } from '../crypto/sealing.ts';
import type { Database } from '../database/open.ts';
import type { ProviderSettingRow } from '../database/schema.ts';
import type { ProviderEntry } from './provider-entry.ts';

/** What somebody set for a field in place of the person who connects: shown and free to change, shown and fixed, or not shown. */
export interface FieldMode {
  readonly mode: 'prefill' | 'lock' | 'hide';
  readonly value: string;
}

/** Modes by the names of fields. */
export type FieldModes = Readonly<Record<string, FieldMode>>;

/** What a vendor set for one provider, but for the client secret. */
export interface ProviderConfiguration {
  readonly clientId: string | null;
  readonly hasClientSecret: boolean;
  /** Asked for in place of the catalogue's; null for those. */
  readonly scopes: readonly string[] | null;
  /** Of generic providers: issuer, addresses and the like. */
  readonly settings: Readonly<Record<string, string>>;
  readonly fields: FieldModes;
  readonly enabled: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** What a client needs to speak to the provider in the vendor's name. */
export interface ProviderSettings extends Omit<ProviderConfiguration, 'hasClientSecret'> {
  readonly vendorId: string;
  readonly provider: string;
  readonly clientSecret: string | null;
}

/** Reads what vendors set: from memory while nothing of the vendor changed, see `Directory`. */
export interface ProviderSettingsStore {
  /** `undefined` where the vendor set nothing. Throws `internal_error`, with a line in the audit, for a secret that does not open. */
  find(vendorId: string, provider: string): Promise<ProviderSettings | undefined>;
  /** Everything a vendor set, by provider. */
  all(vendorId: string): Promise<ReadonlyMap<string, ProviderConfiguration>>;
}

/** The row that a client secret is sealed for. */
export function clientSecretRow(vendorId: string, provider: string): string {
  return `provider_settings/${vendorId}/${provider}/client_secret`;
}

export function createProviderSettings(parts: {
  readonly database: Database;
  readonly directory: Pick<Directory, 'remember'>;
  readonly vault: Vault;
  readonly audit: AuditLog;
}): ProviderSettingsStore {
  const { database, directory, vault, audit } = parts;

  const rowsOf = (vendorId: string): Promise<ReadonlyMap<string, ProviderSettingRow>> =>
    directory.remember(vendorId, 'provider-settings', async () => {
      const rows = await database
        .selectFrom('provider_settings')
        .selectAll()
        .where('vendor_id', '=', vendorId)
        .execute();
      return new Map(rows.map((row) => [row.provider, row]));
    });

  async function clientSecretOf({ vendor_id, provider, sealed_client_secret: sealed }: ProviderSettingRow) {
    if (sealed === null) return null;
    try {
      return await vault.open(sealed, clientSecretRow(vendor_id, provider));
    } catch (error) {
      if (!(error instanceof UnsealError)) throw error;
      const entry = {
        vendorId: vendor_id,
        action: 'provider.secret_opened',
        actor: 'system',
        target: provider,
      } as const;
      audit.record({ ...entry, outcome: 'refused', code: 'internal_error' });
      throw new InlayError('internal_error', {
        detail: `the client secret of ${provider} does not open`,
        cause: error,
      });
    }
  }

  return {
    async find(vendorId, provider) {
      const row = (await rowsOf(vendorId)).get(provider);
      if (row === undefined) return undefined;
      return { ...toConfiguration(row), vendorId, provider, clientSecret: await clientSecretOf(row) };
    },
    async all(vendorId) {
      return new Map([...(await rowsOf(vendorId))].map(([provider, row]) => [provider, toConfiguration(row)]));
    },
  };
}

/** What a row says, without its secret. */
export function toConfiguration(row: ProviderSettingRow): ProviderConfiguration {
  return {
    clientId: row.client_id,
    hasClientSecret: row.sealed_client_secret !== null,
    scopes: row.scopes === null ? null : (JSON.parse(row.scopes) as string[]),
    settings: JSON.parse(row.settings) as Record<string, string>,
    fields: JSON.parse(row.fields) as FieldModes,
    enabled: row.enabled === 1,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** What the vendor has yet to set before its customers can connect the provider, by the names of the members. */
export function missingSettings(entry: ProviderEntry, configuration: ProviderConfiguration | undefined): string[] {
  if (entry.kind !== 'oauth2') return [];
  const { settings = [], tokenAuth } = entry.oauth;
  const given = configuration?.settings ?? {};
  const valueOf = (name: string): string | undefined =>
    (Object.hasOwn(given, name) ? given[name] : undefined) ?? settings.find((one) => one.name === name)?.default;
  const needsSecret = (valueOf('tokenAuth') ?? tokenAuth) !== 'none';
  return [
    ...((configuration?.clientId ?? null) === null ? ['clientId'] : []),
    ...(needsSecret && configuration?.hasClientSecret !== true ? ['clientSecret'] : []),
    ...settings.filter(({ name, required }) => required && valueOf(name) === undefined).map(({ name }) => name),
  ];
}

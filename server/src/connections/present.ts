import { errorText, isErrorCode } from '@inlay/shared';
import type { EmbedConnection, EmbedProvider, ProviderField } from '@inlay/shared';
import type { ConnectionRow } from '../database/schema.ts';
import type { ProviderEntry } from './provider-entry.ts';

/** A connection as the frame sees it, in the language of `locale`. */
export function presentConnection(row: ConnectionRow, locale: string): EmbedConnection {
  const { account_id: id, account_label: label, error_code: code } = row;
  return {
    id: row.id,
    externalId: row.external_id,
    provider: row.provider,
    status: row.status,
    account: id === null ? null : { id, label: label ?? id },
    fields: JSON.parse(row.fields) as Record<string, string>,
    error: code === null ? null : { code, message: isErrorCode(code) ? errorText(code, locale).title : code },
    connectedAt: row.connected_at === null ? null : dateTime(row.connected_at),
    createdAt: dateTime(row.created_at),
    updatedAt: dateTime(row.updated_at),
  };
}

/** A provider as the frame sees it: the form, and nothing of how the credentials are checked. */
export function presentProvider(entry: ProviderEntry): EmbedProvider {
  const { id, name, kind, description, initials, hue, helpUrl, fields } = entry;
  return {
    id,
    name,
    kind,
    description,
    initials,
    hue,
    ...(helpUrl === undefined ? {} : { helpUrl }),
    fields: fields.map(presentField),
  };
}

function presentField({ default: value, ...field }: ProviderEntry['fields'][number]): ProviderField {
  return value === undefined ? field : { ...field, value };
}

const dateTime = (at: number): string => new Date(at).toISOString();

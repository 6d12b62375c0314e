import { errorText, isErrorCode } from '@inlay/shared';
import type { EmbedConnection, EmbedProvider, ProviderField } from '@inlay/shared';
import type { ConnectionRow } from '../database/schema.ts';
import type { ProviderEntry } from './provider-entry.ts';
import type { FieldMode, FieldModes } from './provider-settings.ts';

/** A connection as the frame sees it, in the language of `locale`; what is hidden by `modes` stays out. */
export function presentConnection(row: ConnectionRow, locale: string, modes: FieldModes = {}): EmbedConnection {
  const fields = Object.entries(JSON.parse(row.fields) as Record<string, string>);
  const { account_id: id, account_label: label, error_code: code } = row;
  return {
    id: row.id,
    externalId: row.external_id,
    provider: row.provider,
    status: row.status,
    account: id === null ? null : { id, label: label ?? id },
    fields: Object.fromEntries(fields.filter(([name]) => !Object.hasOwn(modes, name) || modes[name]?.mode !== 'hide')),
    error: code === null ? null : { code, message: isErrorCode(code) ? errorText(code, locale).title : code },
    connectedAt: row.connected_at === null ? null : dateTime(row.connected_at),
    createdAt: dateTime(row.created_at),
    updatedAt: dateTime(row.updated_at),
  };
}

/** A provider as the frame sees it: the form with what was set for it, and nothing of how the credentials are checked. */
export function presentProvider(entry: ProviderEntry, modes: FieldModes = {}): EmbedProvider {
  const { id, name, kind, description, initials, hue, helpUrl, fields } = entry;
  const shown = fields.flatMap((field) =>
    presentField(field, Object.hasOwn(modes, field.name) ? modes[field.name] : undefined),
  );
  return { id, name, kind, description, initials, hue, ...(helpUrl === undefined ? {} : { helpUrl }), fields: shown };
}

function presentField(
  { default: preset, ...field }: ProviderEntry['fields'][number],
  set: FieldMode | undefined,
): ProviderField[] {
  if (set?.mode === 'hide') return [];
  const value = set?.value ?? preset;
  return [{ ...field, ...(value === undefined ? {} : { value }), ...(set?.mode === 'lock' ? { locked: true } : {}) }];
}

const dateTime = (at: number): string => new Date(at).toISOString();

import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createVendor, listVendors } from '../accounts/vendors.ts';
import type { Services } from '../services.ts';

/** What the partner got when its company was made: it keeps this in its own settings. */
export interface SavedVendor {
  readonly id: string;
  readonly vendorKey: string;
  readonly apiKey: string;
}

/** Finds the partner's company from an earlier start in `folder`, or makes it: what `inlay vendors create` does. */
export async function readOrMakeVendor(services: Services, folder: string): Promise<SavedVendor> {
  const file = join(folder, 'tidewater.json');
  if (existsSync(file)) {
    const saved = JSON.parse(readFileSync(file, 'utf8')) as SavedVendor;
    const known = await listVendors(services.database);
    if (known.some(({ id }) => id === saved.id)) return saved;
  }
  const { vendor, apiKey } = await createVendor(services, { actor: 'demo' }, 'Tidewater');
  const made = { id: vendor.id, vendorKey: vendor.key, apiKey };
  writeFileSync(`${file}.new`, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return made;
}

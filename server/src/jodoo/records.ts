import { UnsealError } from '../crypto/sealing.ts';
import type { Vault } from '../crypto/sealing.ts';
import type { FlowStore } from '../state/flow-store.ts';

/** What was read, with the very text that it was read from: whoever changes it says what it was. */
export interface Kept<T> {
  readonly key: string;
  readonly sealed: string;
  readonly value: T;
}

/** Short-lived records, sealed for the very key they stand under: what was moved or changed there is not there. */
export interface Records {
  /** Says whether it did: a key is taken once. */
  create(key: string, value: object, lifetime: number): Promise<boolean>;
  read<T>(key: string): Promise<Kept<T> | undefined>;
  /** Writes `next`, unless somebody changed it since it was read; says whether it did. */
  change<T extends object>(before: Kept<T>, next: T): Promise<boolean>;
  /** Reads and removes in one step. */
  take<T>(key: string): Promise<T | undefined>;
}

export function createRecords(store: FlowStore, vault: Vault): Records {
  const rowOf = (key: string): string => `flow_states/${key}`;
  const seal = (key: string, value: object): Promise<string> => vault.seal(JSON.stringify(value), rowOf(key));

  async function open<T>(key: string, sealed: string | undefined): Promise<T | undefined> {
    if (sealed === undefined) return undefined;
    try {
      return JSON.parse(await vault.open(sealed, rowOf(key))) as T;
    } catch (error) {
      if (error instanceof UnsealError) return undefined;
      throw error;
    }
  }

  return {
    create: async (key, value, lifetime) => store.create(key, await seal(key, value), lifetime),
    async read<T>(key: string) {
      const sealed = await store.read(key);
      const value = await open<T>(key, sealed);
      return sealed === undefined || value === undefined ? undefined : { key, sealed, value };
    },
    change: async (before, next) => store.replace(before.key, before.sealed, await seal(before.key, next)),
    take: async (key) => open(key, await store.take(key)),
  };
}

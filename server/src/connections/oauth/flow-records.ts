import { UnsealError } from '../../crypto/sealing.ts';
import type { Vault } from '../../crypto/sealing.ts';
import type { FlowStore } from '../../state/flow-store.ts';
import { flowKey, flowLifetime, outcomeLifetime, stateKey } from './flow.ts';
import type { Flow, Way } from './flow.ts';

/** What was read, with the very text that it was read from: whoever changes it says what it was. */
export interface Kept<T> {
  readonly key: string;
  readonly sealed: string;
  readonly value: T;
}

/** Flows in the store, sealed for the very key they stand under: what was moved or changed there is not there. */
export interface FlowRecords {
  /** Says whether it did: an id is taken once. */
  create(flow: Flow): Promise<boolean>;
  find(key: string): Promise<Kept<Flow> | undefined>;
  /** Writes `next`, unless somebody changed it since it was read. */
  change(before: Kept<Flow>, next: Flow): Promise<Kept<Flow> | undefined>;
  createWay(state: string, way: Way): Promise<void>;
  findWay(state: string): Promise<Way | undefined>;
}

export function createFlowRecords(store: FlowStore, vault: Vault): FlowRecords {
  const rowOf = (key: string): string => `flow_states/${key}`;
  const seal = (key: string, value: Flow | Way): Promise<string> => vault.seal(JSON.stringify(value), rowOf(key));

  async function read<T>(key: string): Promise<Kept<T> | undefined> {
    const sealed = await store.read(key);
    if (sealed === undefined) return undefined;
    try {
      return { key, sealed, value: JSON.parse(await vault.open(sealed, rowOf(key))) as T };
    } catch (error) {
      if (error instanceof UnsealError) return undefined;
      throw error;
    }
  }

  return {
    async create(flow) {
      const key = flowKey(flow.id);
      return store.create(key, await seal(key, flow), flowLifetime + outcomeLifetime);
    },
    find: (key) => read<Flow>(key),
    async change(before, next) {
      const sealed = await seal(before.key, next);
      return (await store.replace(before.key, before.sealed, sealed)) ? { ...before, sealed, value: next } : undefined;
    },
    async createWay(state, way) {
      const key = stateKey(state);
      await store.create(key, await seal(key, way), flowLifetime + outcomeLifetime);
    },
    findWay: async (state) => (await read<Way>(stateKey(state)))?.value,
  };
}

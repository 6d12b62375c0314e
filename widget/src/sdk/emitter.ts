import type { HostEvents, HostEventType, InlayFrame } from './host-api.d.ts';

/** Tells listeners of events; one that throws keeps no other from hearing. */
export interface Emitter {
  readonly on: InlayFrame['on'];
  readonly emit: <T extends HostEventType>(type: T, payload: HostEvents[T]) => void;
  readonly clear: () => void;
}

/** An emitter without listeners. */
export function createEmitter(): Emitter {
  const entries = new Set<{ readonly type: string; readonly call: (payload: never) => void }>();
  return {
    on(type, call) {
      const entry = { type, call };
      entries.add(entry);
      return () => void entries.delete(entry);
    },
    emit(type, payload) {
      for (const entry of entries) {
        if (entry.type !== type) continue;
        try {
          entry.call(payload as never);
        } catch (error) {
          // The host's mistake, for the host's error handling to see.
          queueMicrotask(() => {
            throw error;
          });
        }
      }
    },
    clear: () => entries.clear(),
  };
}

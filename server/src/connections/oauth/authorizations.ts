import type { Database } from '../../database/open.ts';
import type { Metrics } from '../../metrics/metrics.ts';
import type { AuditLog } from '../../audit/audit-log.ts';
import type { FlowStore } from '../../state/flow-store.ts';
import { flowKey, hasEnded } from './flow.ts';
import { createFlowParties } from './flow-parties.ts';
import type { PartyParts } from './flow-parties.ts';
import { createFlowRecords } from './flow-records.ts';
import { createProgress } from './progress.ts';
import { createRegistration } from './registration.ts';
import type { Registration, RegistrationParts } from './registration.ts';
import { createWindows } from './windows.ts';
import type { WindowParts, Windows } from './windows.ts';

/** Authorizations by OAuth: what the frame and the windows do with them. */
export interface Authorizations extends Registration {
  readonly windows: Windows;
  /** Ends those whose time is up and that this process registered. */
  sweep(): Promise<void>;
  close(): void;
}

/** What authorizations are built on. */
export type AuthorizationParts = Omit<
  RegistrationParts & WindowParts & PartyParts,
  'records' | 'progress' | 'parties'
> & {
  readonly flows: FlowStore;
  readonly database: Database;
  readonly audit: AuditLog;
  readonly metrics: Metrics;
};

/** Milliseconds between two looks for flows whose time is up. */
const sweepInterval = 1_000;

export function createAuthorizations(parts: AuthorizationParts): Authorizations {
  const { flows, clock, vault } = parts;
  const records = createFlowRecords(flows, vault);
  const progress = createProgress({ ...parts, records });
  const registration = createRegistration({ ...parts, records, progress });
  /** When the flows end that were begun here: nobody asks about one whose frame is gone. */
  const ends = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;

  async function sweep(): Promise<void> {
    const now = clock();
    for (const [key, end] of ends) {
      if (end > now) continue;
      const kept = await progress.find(key);
      // One that is being exchanged has a little longer.
      if (kept === undefined || hasEnded(kept.value)) ends.delete(key);
      else ends.set(key, kept.value.expiresAt);
    }
    if (ends.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  return {
    ...registration,
    async begin(caller, request) {
      const flow = await registration.begin(caller, request);
      ends.set(flowKey(flow.id), flow.expiresAt);
      // A store that is away is asked again by the next look.
      timer ??= setInterval(() => void sweep().catch(() => undefined), sweepInterval).unref();
      return flow;
    },
    windows: createWindows({ ...parts, records, progress, parties: createFlowParties(parts) }),
    sweep,
    close: () => clearInterval(timer),
  };
}

import type { OAuthClient } from './client.ts';
import { isBrowser } from './browser.ts';
import { createComingBack } from './coming-back.ts';
import { flowKey } from './flow.ts';
import type { FlowParties } from './flow-parties.ts';
import type { FlowRecords } from './flow-records.ts';
import type { KeepParts } from './keep-connection.ts';
import type { Progress } from './progress.ts';
import { createSettingOut } from './setting-out.ts';
import { mismatch } from './window-answer.ts';
import type { Origin, Visitor, WindowAnswer } from './window-answer.ts';

/** What the windows are built on. */
export interface WindowParts extends KeepParts {
  readonly records: FlowRecords;
  readonly progress: Progress;
  readonly parties: FlowParties;
  readonly client: OAuthClient;
  readonly publicOrigin: string;
}

/**
 * The windows of an authorization. One is opened by the frame at our own address while the frame registers the flow, goes
 * to the provider, and comes back with a code (RFC 6749 §4.1). The first browser that opens it is the only one that can
 * finish it: it holds a cookie whose hash stands in the flow, and the state of the way is of one use (RFC 9700 §4.7).
 */
export interface Windows {
  /** Waits for the flow to be registered, binds it to the browser and sends it to the provider. */
  open(id: string, visitor: Visitor, origin: Origin, signal: AbortSignal): Promise<WindowAnswer>;
  /** What the provider answered. Whatever it is, the state is spent; a code is exchanged once. */
  callback(provider: string, parameters: URLSearchParams, visitor: Visitor): Promise<WindowAnswer>;
  /** How it ended, for the browser that opened it. */
  outcome(id: string, visitor: Visitor): Promise<WindowAnswer>;
}

export function createWindows(parts: WindowParts): Windows {
  return {
    open: createSettingOut(parts),
    callback: createComingBack(parts),
    async outcome(id, visitor) {
      const key = flowKey(id);
      const kept = await parts.progress.find(key);
      if (kept === undefined) return mismatch;
      const { value: flow } = kept;
      const secret = visitor.secretFor(key);
      if (secret === undefined || !isBrowser(secret, flow.browser)) return { ...mismatch, locale: flow.locale };
      return { kind: 'outcome', flow, key, secret };
    },
  };
}

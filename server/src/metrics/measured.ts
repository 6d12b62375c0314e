import type { RateLimit } from '../http/rate-limit.ts';
import type { RateLimits } from '../http/rate-limits.ts';
import type { Sessions } from '../sessions/sessions.ts';
import type { Metrics } from './metrics.ts';

/** Counts the sessions that are opened, and those that are ended on demand. */
export function measuredSessions(sessions: Sessions, metrics: Metrics): Sessions {
  return {
    ...sessions,
    async open(link, now) {
      const opened = await sessions.open(link, now);
      metrics.count('sessionsOpened', []);
      return opened;
    },
    async openByJodoo(grant, now) {
      const opened = await sessions.openByJodoo(grant, now);
      metrics.count('sessionsOpened', []);
      return opened;
    },
    async end(record, reason) {
      const hasEnded = await sessions.end(record, reason);
      if (hasEnded) metrics.count('sessionsEnded', [reason]);
      return hasEnded;
    },
  };
}

/** Counts whom the limits turn away. */
export function measuredLimits(limits: RateLimits, metrics: Metrics): RateLimits {
  const measured = (name: string, limit: RateLimit): RateLimit => ({
    check(key) {
      try {
        limit.check(key);
      } catch (error) {
        metrics.count('rateLimited', [name]);
        throw error;
      }
    },
    count: (key) => limit.count(key),
  });
  return {
    address: measured('address', limits.address),
    apiKey: measured('api_key', limits.apiKey),
    vendor: measured('vendor', limits.vendor),
    attempts: measured('attempts', limits.attempts),
  };
}

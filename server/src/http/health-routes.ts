import { InlayError } from '@inlay/shared';
import { sql } from 'kysely';
import type { App } from '../app.ts';
import type { Services } from '../services.ts';

/** `/health/live`: the process answers. `/health/ready`: it could admit somebody now. */
export function healthRoutes(app: App, { database }: Services): void {
  app.get('/health/live', () => ({ status: 'live' }));
  app.get('/health/ready', async () => {
    try {
      await sql`select 1`.execute(database);
    } catch (cause) {
      throw new InlayError('service_unavailable', { cause, retryAfter: 2 });
    }
    return { status: 'ready', checks: { database: 'up' } };
  });
}

import type { FrameConfig } from '@inlay/shared';
import type { JodooEntry } from '@inlay/shared';
import type { FastifyReply } from 'fastify';
import type { JodooIntegrationRow } from '../database/schema.ts';
import { readHints } from '../direct-links/link-url.ts';
import type { PageSender } from '../embed/page-sender.ts';
import type { AddPage } from './routes.ts';
import { checkStanding } from './sign-in.ts';
import { toIntegration } from './types.ts';
import { readValues } from './values.ts';
import { readPath } from './visit.ts';
import type { Visit } from './visit.ts';

/** The pages of the frame: the one that a ticket leads to, and the one in forms and dashboards. */
export function addFramePages(page: AddPage, pages: PageSender, publicOrigin: string): void {
  /** The integration's hosts may frame it and hear it; it may go to Jodoo in a hidden frame of its own. */
  function send(
    { query, locale, reply }: Visit,
    row: JodooIntegrationRow,
    entry: Omit<JodooEntry, 'integration' | 'name'>,
  ): FastifyReply {
    checkStanding(row, publicOrigin);
    const { frameOrigins, authorizationUrl } = toIntegration(row);
    const config: FrameConfig = {
      path: readPath(query, publicOrigin),
      locale,
      theme: readHints(query).theme,
      dialect: false,
      origins: frameOrigins,
      jodoo: { integration: row.id, name: row.name, ...entry },
    };
    return pages.frame(reply, config, new URL(authorizationUrl).origin);
  }

  // Where Jodoo frames it, it signs in anew as the page in a form does.
  page('enter', async (visit, row) => send(visit, row, { mode: 'ticket' }));
  page('embed', async (visit, row) => {
    const values = readValues(visit.query);
    return send(visit, row, { mode: 'embed', ...(values === undefined ? {} : { values }) });
  });
}

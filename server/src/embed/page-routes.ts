import { InlayError } from '@inlay/shared';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../app.ts';
import { isRefused, isSuspicious } from '../direct-links/admission.ts';
import { readLinkAddress, splitAddress } from '../direct-links/link-url.ts';
import type { LinkAddress } from '../direct-links/link-url.ts';
import { checkNavigation } from '../direct-links/navigation.ts';
import { toInlayError } from '../http/errors.ts';
import { localeOf } from '../http/locale.ts';
import type { Services } from '../services.ts';
import type { PageSender } from './page-sender.ts';

/** The routes that answer with a page: the peek at a direct link, and the clean address a frame is left at. */
export function pageRoutes(app: App, services: Services, pages: PageSender): void {
  async function peek(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    let address: LinkAddress;
    try {
      services.limits.address.check(request.ip);
      const target = request.raw.url ?? '';
      checkNavigation(request.headers, splitAddress(target).query);
      address = readLinkAddress(target);
    } catch (error) {
      services.metrics.count('admissions', ['peek', toInlayError(error).code]);
      return pages.failure(request, reply, error);
    }
    const result = await services.admission.peek(address, request.id);
    services.metrics.count('admissions', ['peek', isRefused(result) ? result.error.code : 'admitted']);
    if (isRefused(result)) {
      if (isSuspicious(result)) services.limits.address.count(request.ip);
      return pages.refusal(request, reply, result, address);
    }
    const { customer, page } = result.link;
    const { theme, dialect } = address;
    const locale = address.locale ?? localeOf(request.headers);
    return pages.frame(reply, { path: page.path, locale, theme, dialect, origins: customer.embeddingOrigins });
  }

  /** A failure as a page: nobody but a browser that navigates comes to these addresses. */
  const errorHandler = (error: Error, request: FastifyRequest, reply: FastifyReply): void =>
    void pages.failure(request, reply, error);

  app.get('/direct_link', { errorHandler }, peek);
  app.get('/direct_link/*', { errorHandler }, peek);
  // The address a frame has after admission. The page lives in the frame's memory alone, so a reload needs a new link.
  app.get('/embedded/*', { errorHandler }, (request, reply) =>
    pages.failure(request, reply, new InlayError('session_missing')),
  );
}

import type { ServerResponse } from 'node:http';
import { isRefused, isSuspicious } from '../direct-links/admission.ts';
import { readLinkAddress, splitAddress } from '../direct-links/link-url.ts';
import type { LinkAddress } from '../direct-links/link-url.ts';
import { checkNavigation } from '../direct-links/navigation.ts';
import { localeOf } from '../http/locale.ts';
import type { Services } from '../services.ts';
import { noHints, unsigned } from './page-sender.ts';
import type { PageRequest, PageSender, RefusalAnswer } from './page-sender.ts';
import type { Page } from './page-template.ts';

/** A request that opens a direct link. */
export interface PeekRequest extends PageRequest {
  /** The request's target (RFC 9112 §3.2.1), as it came. */
  readonly target: string;
  /** The address that it counts against. */
  readonly address: () => string;
}

/** What a peek is answered with: the frame's page, or that of a refusal. */
export type PeekAnswer = Page | RefusalAnswer;

/** Looks at a direct link: whoever opens it gets the frame's page, or that of the refusal. Never throws. */
export type Peek = (request: PeekRequest) => Promise<PeekAnswer>;

export function createPeek(services: Services, pages: PageSender): Peek {
  const { admission, limits, metrics } = services;
  return async (request) => {
    let address: LinkAddress;
    try {
      limits.address.check(request.address);
      const target = splitAddress(request.target);
      checkNavigation(request.headers, target.query);
      address = readLinkAddress(target);
    } catch (error) {
      const refused = unsigned(error);
      if (refused.error.code === 'http_request_invalid') limits.address.count(request.address());
      metrics.count('admissions', ['peek', refused.error.code]);
      return pages.refusalPage(request, refused, noHints);
    }
    const result = await admission.peek(address, request.id);
    metrics.count('admissions', ['peek', isRefused(result) ? result.error.code : 'admitted']);
    if (isRefused(result)) {
      if (isSuspicious(result)) limits.address.count(request.address());
      return pages.refusalPage(request, result, address);
    }
    const { customer, page } = result.link;
    const { theme, dialect } = address;
    const locale = address.locale ?? localeOf(request.headers);
    return pages.framePage({ path: page.path, locale, theme, dialect, origins: customer.embeddingOrigins });
  };
}

/** Sends a page straight by Node: everything about it is computed. */
export function sendPage(response: ServerResponse, page: PeekAnswer): void {
  if ('status' in page) {
    const html = Buffer.from(page.html);
    response.writeHead(page.status, { ...page.headers, 'content-length': html.length }).end(html);
  } else {
    response.writeHead(200, page.headers).end(page.html, 'latin1');
  }
}

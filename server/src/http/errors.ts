import { InlayError, errorText } from '@inlay/shared';
import type { EmbedError, ErrorCode, ErrorDetail } from '@inlay/shared';
import { errorCatalogue } from '@inlay/shared';
import fp from 'fastify-plugin';
import type { FastifyBaseLogger, FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { isUnavailable } from '../database/is-unavailable.ts';

/** Codes of Fastify's own errors, and the codes of ours that say the same. */
const frameworkCodes: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'request_invalid',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'request_invalid',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'request_invalid',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'media_type_unsupported',
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_BAD_URL: 'not_found',
  FST_ERR_MAX_PARAM_LENGTH: 'not_found',
};

/** Turns whatever was thrown into an error with a code of the catalogue; what is unforeseen becomes `internal_error`. */
export function toInlayError(error: unknown): InlayError {
  if (error instanceof InlayError) return error;
  if (isUnavailable(error)) return new InlayError('service_unavailable', { cause: error, retryAfter: 2 });
  const { code = '', validation, statusCode } = error as Partial<FastifyError>;
  if (validation !== undefined) return faulty(validation, error);
  const known = frameworkCodes[code];
  if (known !== undefined) return new InlayError(known, { cause: error });
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new InlayError('request_invalid', { cause: error });
  }
  return new InlayError('internal_error', { cause: error });
}

/** What a validator says of one fault. */
type SchemaFault = NonNullable<FastifyError['validation']>[number];

/** Faults that one refusal names at most: a hostile body may hold thousands. */
const detailsMax = 20;

/** The refusal of a body or of parameters that do not fit their schema. */
export function faulty(faults: readonly SchemaFault[], cause?: unknown): InlayError {
  const details = faults
    .slice(0, detailsMax)
    .map(({ instancePath, message = '', params }) => detail(instancePath, message, params));
  return new InlayError('request_invalid', { cause, details });
}

function detail(path: string, message: string, params: Record<string, unknown>): ErrorDetail {
  const extra = params['additionalProperties'] ?? params['additionalProperty'];
  const name = Array.isArray(extra) ? String(extra[0]) : typeof extra === 'string' ? extra : undefined;
  return name === undefined ? { path, message } : { path: `${path}/${name}`, message: 'is not known here' };
}

/** Body of a refusal by the partner API (contract, 8). */
export function apiErrorBody(error: InlayError, requestId: string): Record<string, unknown> {
  const text = errorText(error.code);
  const details = error.details === undefined ? {} : { details: error.details };
  return { error: { code: error.code, message: `${text.cause} ${text.remedy}`, requestId, ...details } };
}

/** Body of a refusal to the frame, in the language of its reader. */
export function embedErrorBody(
  error: InlayError,
  requestId: string,
  locale: string | undefined,
): { error: EmbedError } {
  const text = errorText(error.code, locale);
  return {
    error: {
      code: error.code,
      message: `${text.title}. ${text.action}`,
      title: text.title,
      action: text.action,
      requestId,
      retryable: errorCatalogue[error.code].retryable,
      ...(error.details === undefined ? {} : { details: error.details }),
    },
  };
}

/** Logs a refusal; what the server itself is to blame for, with its cause. */
export function noteRefusal(
  log: Pick<FastifyBaseLogger, 'info' | 'error'>,
  { code, detail, status, cause }: InlayError,
): void {
  if (status >= 500) log.error({ code, detail, err: cause }, 'refused');
  else log.info({ code, detail }, 'refused');
}

/** Sends a refusal as JSON: to the frame in its own words, to anybody else in the partner API's. */
export function sendError(request: FastifyRequest, reply: FastifyReply, thrown: unknown): FastifyReply {
  const error = toInlayError(thrown);
  noteRefusal(request.log, error);
  if (error.retryAfter !== undefined) void reply.header('retry-after', String(error.retryAfter));
  const isFrame = /^\/(?:embed\/|direct_link|jodoo\/)/.test(request.url);
  const body = isFrame
    ? embedErrorBody(error, request.id, request.headers['accept-language'])
    : apiErrorBody(error, request.id);
  return reply
    .code(error.status)
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .send(body);
}

/** How a failure is shown to a browser that navigates. */
type FailurePage = (request: FastifyRequest, reply: FastifyReply, error: unknown) => FastifyReply;

interface ErrorOptions {
  readonly failurePage: FailurePage;
  /** For what is answered to an address that is none, where no hook has set them. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Answers every failure and every unknown address with a code of the catalogue; a person at a browser with a page. */
export const errors = fp(
  (app, { failurePage, headers }: ErrorOptions, done) => {
    app.setErrorHandler((error, request, reply) =>
      sendError(request, request.is404 ? reply.headers(headers) : reply, error),
    );
    app.setNotFoundHandler((request, reply) => {
      const error = new InlayError('not_found');
      if (isNavigation(request)) return failurePage(request, reply, error);
      return sendError(request, reply.headers(headers), error);
    });
    done();
  },
  { name: 'errors' },
);

/** Whether a person's browser asks: by name for HTML, and not for one of the interfaces. */
function isNavigation({ method, headers, url }: FastifyRequest): boolean {
  const wantsHtml = headers.accept?.includes('text/html') ?? false;
  return wantsHtml && (method === 'GET' || method === 'HEAD') && !/^\/(?:api|embed)\//.test(url);
}

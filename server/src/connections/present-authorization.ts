import { InlayError } from '@inlay/shared';
import type { EmbedAuthorization } from '@inlay/shared';
import { embedErrorBody } from '../http/errors.ts';
import type { AuthorizationNews } from './connection-events.ts';

/** An authorization as the frame sees it, in the language of `locale`. */
export function presentAuthorization({ authorization, error }: AuthorizationNews, locale: string): EmbedAuthorization {
  return {
    ...authorization,
    error: error && embedErrorBody(new InlayError(error.code), error.requestId, locale).error,
  };
}

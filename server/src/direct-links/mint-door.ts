import { InlayError } from '@inlay/shared';
import parse from 'secure-json-parse';
import { apiErrorBody, faulty, noteRefusal, toInlayError } from '../http/errors.ts';
import { isShortJson } from '../http/front-door.ts';
import type { Door } from '../http/front-door.ts';
import { jsonAnswers } from '../http/json-answers.ts';
import { bodyValidator } from '../http/lazy-validators.ts';
import { challenge } from '../http/partner-auth.ts';
import type { PartnerCheck } from '../http/partner-auth.ts';
import type { Services } from '../services.ts';
import { LinkInput } from './create-link.ts';
import type { CreateLink } from './create-link.ts';

const route = '/api/v1/direct-links';

/** The making of links, for partners who have one made for each page they show. With `Idempotency-Key` it is Fastify's. */
export function mintDoor({ config }: Services, check: PartnerCheck, createLink: CreateLink): Door {
  const { answer, refusal } = jsonAnswers(config);
  const fits = bodyValidator(LinkInput);

  /** Reads the body as Fastify does: nothing that would touch a prototype, and nothing that the schema does not know. */
  function read(text: string): Parameters<CreateLink>[1] {
    let body: unknown = null;
    try {
      if (text !== '') body = parse(text);
    } catch (cause) {
      throw new InlayError('request_invalid', { cause });
    }
    if (!fits(body)) throw faulty(fits.errors ?? []);
    return body as Parameters<CreateLink>[1];
  }

  return {
    route,
    method: 'POST',
    takes: (request) => {
      if (request.url !== route || !isShortJson(request)) return false;
      // Who names no key is turned away by Fastify's route before any body is read.
      const { authorization, 'idempotency-key': idempotencyKey } = request.headers;
      return authorization !== undefined && idempotencyKey === undefined;
    },
    async answer({ request, body, id, log, address }) {
      let isKnown = false;
      try {
        const key = await check.identify(request, address);
        isKnown = true;
        const partner = check.allow(key, 'links:write', { id, log });
        return answer(201, await createLink(partner, read(body)));
      } catch (thrown) {
        const error = toInlayError(thrown);
        noteRefusal(log, error);
        return refusal(error, apiErrorBody(error, id), isKnown ? [] : Object.entries(challenge).flat());
      }
    },
  };
}

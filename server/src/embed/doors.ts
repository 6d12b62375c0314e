import type { Redeem } from '../direct-links/redeem.ts';
import { embedErrorBody, noteRefusal, toInlayError } from '../http/errors.ts';
import { isShortJson } from '../http/front-door.ts';
import type { Door } from '../http/front-door.ts';
import { jsonAnswers } from '../http/json-answers.ts';
import type { Services } from '../services.ts';
import { sendPage } from './peek.ts';
import type { Peek } from './peek.ts';

/** The two requests of an admission, as browsers send them. */
export function admissionDoors({ config }: Services, peek: Peek, redeem: Redeem): readonly Door[] {
  const { answer, refusal } = jsonAnswers(config);
  return [
    {
      route: '/direct_link',
      method: 'GET',
      takes: ({ url = '' }) => url.startsWith('/direct_link?'),
      async answer({ request, id, log, address }) {
        const page = await peek({ id, headers: request.headers, log, target: request.url ?? '', address });
        return (response) => sendPage(response, page);
      },
    },
    {
      route: '/direct_link/redeem',
      method: 'POST',
      takes: (request) => request.url === '/direct_link/redeem' && isShortJson(request),
      async answer({ request, body, id, log, address }) {
        const { headers } = request;
        try {
          return answer(200, await redeem({ id, headers, body, address }));
        } catch (thrown) {
          const error = toInlayError(thrown);
          noteRefusal(log, error);
          return refusal(error, embedErrorBody(error, id, headers['accept-language']));
        }
      },
    },
  ];
}

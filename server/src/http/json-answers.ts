import type { ServerResponse } from 'node:http';
import type { InlayError } from '@inlay/shared';
import type { Config } from '../config.ts';
import { answerHeaders } from './security-headers.ts';

/** Sends an answer. It throws nothing that can be foreseen. */
export type Send = (response: ServerResponse) => void;

/** Makes answers of JSON, with the headers that all such answers have and `more`. */
export interface JsonAnswers {
  readonly answer: (status: number, body: object, more?: readonly string[]) => Send;
  /** With the status of the error and, where it says when to come again, `Retry-After`. */
  readonly refusal: (error: InlayError, body: object, more?: readonly string[]) => Send;
}

export function jsonAnswers(config: Config): JsonAnswers {
  const headers = Object.entries({
    ...answerHeaders(config),
    'cache-control': 'no-store',
    'content-type': 'application/json; charset=utf-8',
  }).flat();

  function answer(status: number, body: object, more: readonly string[] = []): Send {
    return (response) => {
      const json = JSON.stringify(body);
      const length = Buffer.byteLength(json);
      // A text goes out with the head, in one piece; ASCII need not be encoded.
      const encoding = length === json.length ? 'latin1' : 'utf8';
      response.writeHead(status, [...headers, ...more, 'content-length', String(length)]).end(json, encoding);
    };
  }

  return {
    answer,
    refusal({ status, retryAfter }, body, more = []) {
      return answer(status, body, retryAfter === undefined ? more : [...more, 'retry-after', String(retryAfter)]);
    },
  };
}

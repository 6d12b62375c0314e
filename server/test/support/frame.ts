import type { EmbedConnection, EmbedError, RedeemAnswer } from '@inlay/shared';
import type { TestApp } from './app.ts';
import type { Partner } from './partner.ts';

/** What the embed API answered. */
export interface FrameAnswer<Body> {
  readonly status: number;
  readonly body: Body;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** A frame with an open session, calling the embed API. */
export interface TestFrame {
  readonly sessionToken: string;
  readonly session: RedeemAnswer['session'];
  get<Body = unknown>(path: string, headers?: Readonly<Record<string, string>>): Promise<FrameAnswer<Body>>;
  post<Body = EmbedConnection & { error: EmbedError }>(path: string, body: unknown): Promise<FrameAnswer<Body>>;
}

/** Opens a session by a direct link of the partner. */
export async function openFrame({ app }: TestApp, partner: Partner, sub?: string): Promise<TestFrame> {
  const payload = { token: partner.token(sub === undefined ? {} : { sub }) };
  const opened = await app.inject({ method: 'POST', url: '/direct_link/redeem', payload });
  const { sessionToken, session } = opened.json<RedeemAnswer>();
  const call = async <Body>(
    method: 'GET' | 'POST',
    path: string,
    body: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<FrameAnswer<Body>> => {
    const answer = await app.inject({
      method,
      url: `/embed/v1${path}`,
      headers: { authorization: `Bearer ${sessionToken}`, ...headers },
      ...(body === undefined ? {} : { payload: body as object }),
    });
    return {
      status: answer.statusCode,
      body: answer.json<Body>(),
      headers: answer.headers,
      text: `${JSON.stringify(answer.headers)}${answer.body}`,
    };
  };
  return {
    sessionToken,
    session,
    get: (path, headers) => call('GET', path, undefined, headers),
    post: (path, body) => call('POST', path, body),
  };
}

/** A refusal of the partner API, by its code. */
export class InlayApiError extends Error {
  override readonly name = 'InlayApiError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

/** Calls Inlay's partner API in the partner's name: `call('POST', '/customers', {…})`. */
export type InlayApi = (method: 'GET' | 'POST' | 'PATCH' | 'PUT', path: string, body?: object) => Promise<unknown>;

/** Makes the partner's client of the API. Its calls throw an InlayApiError where they are refused. */
export function createInlayApi(inlayOrigin: string, apiKey: string): InlayApi {
  return async (method, path, body) => {
    const answer = await fetch(`${inlayOrigin}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    });
    const text = await answer.text();
    const parsed: unknown = text === '' ? undefined : JSON.parse(text);
    if (answer.ok) return parsed;
    const { code, message } = (parsed as { error: { code: string; message: string } }).error;
    throw new InlayApiError(code, message);
  };
}

/** Runs `call`, and lets a refusal with one of `codes` pass: what was to be made is there already. */
export async function unless(codes: readonly string[], call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (!(error instanceof InlayApiError && codes.includes(error.code))) throw error;
  }
}

import { InlayError } from '@inlay/shared';
import type { Outbound, OutboundAnswer, OutboundRequest } from '../http/outbound.ts';
import { accountOf, valueAt } from './account.ts';
import type { Account } from './account.ts';
import type { FieldValues } from './fields.ts';
import type { KeyEntry } from './provider-entry.ts';
import { fill, fillAddress } from './template.ts';

/**
 * Asks the provider's own endpoint whether the credentials are good, and whose they are (`null` where it cannot tell).
 * Throws `credentials_invalid` when it refuses them, `provider_unavailable` when it cannot say, `fields_invalid` when
 * the chosen address accepts everybody.
 */
export async function verifyCredentials(
  outbound: Outbound,
  provider: KeyEntry,
  values: FieldValues,
): Promise<Account | null> {
  const { verification } = provider;
  const request = requestOf(verification, values);
  if (verification.control === true) {
    const control = await outbound.request({ ...request, headers: verification.headers ?? {} });
    if (verification.accepted.includes(control.status)) {
      const path = `/fields/${verification.url.slice(1, -1)}`;
      throw new InlayError('fields_invalid', { details: [{ path, message: 'answers without credentials too' }] });
    }
  }
  const answer = await outbound.request({
    ...request,
    headers: { ...verification.headers, ...contentType(verification), ...authHeaders(verification.auth, values) },
  });
  const document = jsonOf(answer.text);
  if (isRefused(verification, answer, document)) {
    throw new InlayError('credentials_invalid', { detail: `${provider.id} answered ${answer.status}` });
  }
  if (!verification.accepted.includes(answer.status)) throw undecided(provider, answer, `answered ${answer.status}`);
  if (verification.expects !== undefined && valueAt(document, verification.expects) === undefined) {
    throw undecided(provider, answer, `answered ${answer.status} without ${verification.expects}`);
  }
  const account = accountOf(provider, values, document);
  if (account === undefined) throw undecided(provider, answer, `answered ${answer.status} without an account`);
  return account;
}

function requestOf(verification: KeyEntry['verification'], values: FieldValues): OutboundRequest {
  const { method, body } = verification;
  return { method, url: fillAddress(verification.url, values.all), ...(body === undefined ? {} : { body }) };
}

function authHeaders(auth: KeyEntry['verification']['auth'], { all }: FieldValues): Record<string, string> {
  if (auth.scheme === 'header') return { [auth.name]: fill(auth.value, all) };
  if (auth.scheme === 'basic') {
    const pair = `${fill(auth.username, all)}:${fill(auth.password, all)}`;
    return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
  }
  const token = fill(auth.token, all);
  const header = auth.headerField === undefined ? undefined : all.get(auth.headerField);
  return header === undefined ? { authorization: `Bearer ${token}` } : { [header.toLowerCase()]: token };
}

function contentType({ body }: KeyEntry['verification']): Record<string, string> {
  return body === undefined ? {} : { 'content-type': 'application/json' };
}

function isRefused(
  { refused, refusedWhen }: KeyEntry['verification'],
  { status }: OutboundAnswer,
  document: unknown,
): boolean {
  if (refused.includes(status)) return true;
  if (refusedWhen === undefined || refusedWhen.status !== status) return false;
  const value = valueAt(document, refusedWhen.pointer);
  return refusedWhen.values.some((one) => one === value);
}

function undecided(provider: KeyEntry, { retryAfter }: OutboundAnswer, what: string): InlayError {
  const options = { detail: `${provider.id} ${what}` };
  return new InlayError('provider_unavailable', retryAfter === undefined ? options : { ...options, retryAfter });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import { InlayError } from '@inlay/shared';
import {
  processRefreshTokenResponse,
  processRevocationResponse,
  refreshTokenGrantRequest,
  revocationRequest,
} from 'oauth4webapi';
import { authorizationRequest } from './authorization-url.ts';
import { authOf, clientOf } from './client-auth.ts';
import type { OAuthClient, OAuthClientParts } from './client.ts';
import { jsonOf } from './conform.ts';
import { createDiscovery } from './discovery.ts';
import { createExchange } from './exchange.ts';
import { serverOf } from './provider-server.ts';
import { failureOf, renewalFailureOf } from './refusals.ts';
import { sendBy, sendForToken } from './requests.ts';
import { tokenSetOf } from './token-set.ts';

/** The client on oauth4webapi: the checks of the specifications are the library's, what providers do otherwise is ours. */
export function createProtocol(parts: OAuthClientParts): OAuthClient {
  const { outbound, clock } = parts;
  const discover = createDiscovery(outbound, clock);
  const exchange = createExchange(parts, discover);

  return {
    async authorizationUrl(provider, settings, values, transaction) {
      const { client_id: clientId } = clientOf(settings);
      const { authorization_endpoint: endpoint = '' } = await serverOf(discover, provider, values);
      const fault = outbound.faultOf(endpoint);
      if (fault === undefined) return authorizationRequest(endpoint, clientId, provider, transaction);
      throw new InlayError('provider_unavailable', { detail: `${provider.id}: its page ${fault}` });
    },

    async exchange(...words) {
      try {
        return await exchange(...words);
      } catch (error) {
        throw failureOf(words[0], error);
      }
    },

    async refresh(provider, settings, values, refreshToken, received) {
      let text = '';
      const note = (answer: string): void => {
        received?.(answer);
        text = answer;
      };
      try {
        const client = clientOf(settings);
        const server = await serverOf(discover, provider, values);
        const auth = authOf(provider, settings);
        // An ID token says nothing here that is relied on: one that does not hold must not cost the fresh tokens.
        const sending = sendForToken(outbound, provider, false, note);
        const answer = await refreshTokenGrantRequest(server, client, auth, refreshToken, sending);
        const receivedAt = clock();
        await processRefreshTokenResponse(server, client, answer);
        const tokens = tokenSetOf(provider, jsonOf(text), receivedAt);
        if (tokens !== undefined) return tokens;
        throw new InlayError('provider_unavailable', { detail: `${provider.id} gave no token` });
      } catch (error) {
        throw renewalFailureOf(provider, error);
      }
    },

    async revoke(provider, settings, values, { accessToken, refreshToken }) {
      const server = await serverOf(discover, provider, values);
      if (server.revocation_endpoint === undefined) return false;
      const client = clientOf(settings);
      const auth = authOf(provider, settings);
      const options = sendBy(outbound, { send: provider.oauth.tokenRequest });
      const tokens = [
        ['refresh_token', refreshToken],
        ['access_token', accessToken],
      ] as const;
      for (const [hint, token] of tokens) {
        if (token === null) continue;
        try {
          const additionalParameters = { token_type_hint: hint };
          const answer = await revocationRequest(server, client, auth, token, { ...options, additionalParameters });
          await processRevocationResponse(answer);
        } catch (error) {
          throw renewalFailureOf(provider, error);
        }
      }
      return true;
    },
  };
}

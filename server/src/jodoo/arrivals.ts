import { InlayError } from '@inlay/shared';
import type { FastifyReply } from 'fastify';
import type { JodooIntegrationRow } from '../database/schema.ts';
import { toInlayError } from '../http/errors.ts';
import type { Services } from '../services.ts';
import type { Answers } from './answers.ts';
import { attemptIdPattern } from './attempts.ts';
import type { Attempt } from './attempts.ts';
import { createWayCookies } from './cookies.ts';
import type { Grant } from './grant.ts';
import { secretPattern } from './hashes.ts';
import type { Kept } from './records.ts';
import { checkStanding } from './sign-in.ts';
import type { Entrance } from './sign-in.ts';
import type { AddPage } from './routes.ts';
import { pathQuery, readPath } from './visit.ts';
import type { Visit } from './visit.ts';
import { isOfBrowser } from './ways.ts';
import type { Way } from './ways.ts';

const attemptIdForm = new RegExp(attemptIdPattern);
const stateForm = new RegExp(secretPattern);

/**
 * The pages by which people come in: Enter App, the way to Jodoo's authorization page, and the way back. Whatever holds a
 * code or a state is left at once for an address without them.
 */
export function addArrivals(page: AddPage, services: Services, { show, go }: Answers): void {
  const { config, limits, metrics, jodoo } = services;
  const { publicOrigin } = config;
  const cookies = createWayCookies(publicOrigin.startsWith('https:'));

  /** Sends whoever is known now on to where they can work, by an address without code. */
  async function admit(visit: Visit, row: JodooIntegrationRow, grant: Grant): Promise<FastifyReply> {
    const address =
      row.application_url === null
        ? `/jodoo/${row.id}/enter${pathQuery(grant.path)}#${await jodoo.tickets.issue(grant)}`
        : await jodoo.applicationAddress(row, grant);
    metrics.count('jodooSignIns', [visit.entrance ?? 'login', 'admitted']);
    return go(visit, address);
  }

  function signIn(visit: Visit, row: JodooIntegrationRow, code: string, entrance: Entrance): Promise<Grant> {
    const { path, spent, request } = visit;
    visit.entrance = entrance;
    visit.isNoted = true;
    return jodoo.signIn(row, { entrance, code, path, spent, requestId: request.id });
  }

  /**
   * The attempt that a window or hidden frame of ours begins. Nobody else may: an attempt of somebody's that a visitor is
   * lured into would hand the visitor's session over (A62).
   */
  async function attemptOf({ request: { headers }, query }: Visit, row: JodooIntegrationRow): Promise<Kept<Attempt>> {
    const isOurs = headers['sec-fetch-site'] === 'same-origin';
    if (!isOurs || !['document', 'iframe'].includes(String(headers['sec-fetch-dest']))) {
      throw new InlayError('jodoo_state_mismatch', { detail: 'the attempt was not begun by our own page' });
    }
    const id = query.get('attempt') ?? '';
    const kept = attemptIdForm.test(id) ? await jodoo.attempts.findOpen(row.id, id) : undefined;
    if (kept === undefined) throw new InlayError('jodoo_state_mismatch', { detail: 'no such attempt is open' });
    return kept;
  }

  /** The way that came back, spent whatever comes of it. Throws `jodoo_state_mismatch`. */
  async function comeBack({ request, reply, query }: Visit, row: JodooIntegrationRow): Promise<Way> {
    const mismatch = (detail: string): InlayError => new InlayError('jodoo_state_mismatch', { detail });
    const state = query.get('state') ?? '';
    if (!stateForm.test(state)) throw mismatch('no state');
    const way = await jodoo.ways.take(state);
    if (way === undefined) throw mismatch('unknown, used or expired');
    void reply.header('set-cookie', cookies.clear(state, way.framed));
    if (way.integrationId !== row.id) throw mismatch('of another integration');
    if (!isOfBrowser(way, cookies.read(request.headers.cookie, state))) throw mismatch('of another browser');
    return way;
  }

  page(
    'home',
    async (visit, row) => {
      const code = visit.query.get('code');
      if (code === null) {
        visit.entrance = undefined;
        checkStanding(row, publicOrigin);
        return show(visit, row, { kind: 'works' });
      }
      if (code === '') throw new InlayError('jodoo_code_missing');
      return admit(visit, row, await signIn(visit, row, code, 'home'));
    },
    'home',
  );

  page('login', async (visit, row) => {
    const { request, query } = visit;
    visit.isAttempt = query.has('attempt');
    checkStanding(row, publicOrigin);
    const attempt = visit.isAttempt ? await attemptOf(visit, row) : undefined;
    visit.path = attempt?.value.path ?? readPath(query, publicOrigin);
    // Each one leaves something behind for ten minutes.
    limits.address.count(request.ip);
    const framed = ['iframe', 'frame'].includes(String(request.headers['sec-fetch-dest']));
    const silent = visit.isAttempt && query.get('silent') === '1';
    if (attempt !== undefined && !silent) await jodoo.attempts.open(attempt);
    const { state, secret } = await jodoo.ways.begin({
      integrationId: row.id,
      path: visit.path,
      attempt: attempt?.key ?? null,
      silent,
      framed,
    });
    void visit.reply.header('set-cookie', cookies.write(state, secret, framed));
    return go(visit, jodoo.authorizationAddress(row, state));
  });

  page(
    'callback',
    async (visit, row) => {
      const way = await comeBack(visit, row);
      visit.path = way.path;
      visit.isAttempt = way.attempt !== null;
      const entrance = way.attempt === null ? 'login' : way.silent ? 'silent' : 'popup';
      const code = visit.query.get('code') ?? '';
      if (way.attempt === null) {
        if (code === '') throw new InlayError('jodoo_code_missing');
        return admit(visit, row, await signIn(visit, row, code, entrance));
      }
      try {
        if (code === '') throw new InlayError('jodoo_code_missing');
        const grant = await signIn(visit, row, code, entrance);
        await jodoo.attempts.settle(way.attempt, { grant });
      } catch (error) {
        await jodoo.attempts.settle(way.attempt, { code: toInlayError(error).code, silent: way.silent });
        throw error;
      }
      metrics.count('jodooSignIns', [entrance, 'admitted']);
      return go(visit, `/jodoo/${row.id}/done`);
    },
    'login',
  );
}

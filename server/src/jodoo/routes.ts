import { InlayError, defaultPagePath, errorCatalogue, parsePagePath } from '@inlay/shared';
import type { ErrorCode, FrameConfig } from '@inlay/shared';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../app.ts';
import type { JodooIntegrationRow } from '../database/schema.ts';
import { readHints, splitAddress } from '../direct-links/link-url.ts';
import { checkNavigation, checkNoPrefetch } from '../direct-links/navigation.ts';
import { readWidgetBuild } from '../embed/assets.ts';
import { pageHeaders } from '../embed/page-headers.ts';
import type { Framing } from '../embed/page-headers.ts';
import type { PageSender } from '../embed/page-sender.ts';
import { newNonce } from '../embed/page-template.ts';
import { toInlayError } from '../http/errors.ts';
import { localeOf } from '../http/locale.ts';
import type { Services } from '../services.ts';
import { attemptIdPattern } from './attempts.ts';
import { createWayCookies } from './cookies.ts';
import type { Grant } from './grant.ts';
import { cleanScript, jodooPage } from './page.ts';
import type { JodooView } from './page.ts';
import type { Entrance } from './sign-in.ts';
import { checkStanding } from './sign-in.ts';
import { toIntegration } from './types.ts';
import { readValues } from './values.ts';
import { isOfBrowser } from './ways.ts';
import type { Way } from './ways.ts';

const attemptIdForm = new RegExp(attemptIdPattern);
const stateForm = /^[A-Za-z0-9_-]{43}$/;
/** Codes of what somebody may do to guess or to wear down: they count against the address. */
const suspicious: ReadonlySet<ErrorCode> = new Set([
  'jodoo_integration_missing',
  'jodoo_code_invalid',
  'jodoo_state_mismatch',
]);

/** A request with what is known of it so far, for the page of its refusal. */
interface Visit {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly query: URLSearchParams;
  readonly locale: string;
  /** Where it came in, for the metrics; and milliseconds that Jodoo took. */
  entrance: Entrance | undefined;
  readonly spent: { jodoo: number };
  row: JodooIntegrationRow | undefined;
  /** The page that signing in again is to open. */
  path: string;
  /** Whether it is a window, or a hidden frame, that belongs to an attempt. */
  isAttempt: boolean;
  /** Whether signing in was tried, which takes note of it by itself. */
  isNoted: boolean;
}

/**
 * `/jodoo/<integration>/…`: the pages by which people come from Jodoo (contract, section 7). Whatever holds a code or a
 * state is left at once: who comes in is sent on to an address without them, and the page of a refusal takes them out of
 * its own.
 */
export function jodooRoutes(app: App, services: Services, pages: PageSender): void {
  const { config, limits, metrics, jodoo } = services;
  const { publicOrigin } = config;
  const isHttps = publicOrigin.startsWith('https:');
  const cookies = createWayCookies(isHttps);
  const { refusal: assets } = readWidgetBuild();

  /** Headers of the small pages: they keep the tie to the window that opened them, by which a frame sees them closed. */
  const headersOf = (framing: Framing, nonce: string): Record<string, string> => ({
    ...pageHeaders(framing, nonce, isHttps),
    'cross-origin-opener-policy': 'unsafe-none',
  });

  function show({ reply, locale }: Visit, status: number, framing: Framing, view: JodooView): FastifyReply {
    const nonce = newNonce();
    return reply.code(status).headers(headersOf(framing, nonce)).send(jodooPage({ view, locale, nonce, assets }));
  }

  function go({ reply }: Visit, address: string): FastifyReply {
    return reply.code(303).headers(headersOf("'none'", newNonce())).header('location', address).send();
  }

  /** Who may frame a page that has something to press: the integration's own hosts, and this server's frame in them. */
  const framingOf = (row: JodooIntegrationRow): Framing => ["'self'", ...toIntegration(row).frameOrigins];

  function refuse(visit: Visit, thrown: unknown): FastifyReply {
    const { request, reply, row, entrance } = visit;
    const { code, status, detail, cause, retryAfter } = toInlayError(thrown);
    const isOurs = status >= 500;
    request.log[isOurs ? 'error' : 'info']({ code, detail, ...(isOurs ? { err: cause } : {}) }, 'refused');
    if (suspicious.has(code)) limits.address.count(request.ip);
    if (entrance !== undefined) metrics.count('jodooSignIns', [entrance, code]);
    note(visit, code, detail);
    if (retryAfter !== undefined) void reply.header('retry-after', String(retryAfter));
    const isWorth = errorCatalogue[code].retryable || code === 'jodoo_tenant_not_allowed';
    const again = row !== undefined && isWorth && !visit.isAttempt ? loginAddress(row.id, visit.path) : null;
    // What has nothing to press may be framed by anyone, so that it can be read where the address was put.
    return show(visit, status, again === null || row === undefined ? '*' : framingOf(row), {
      kind: 'refused',
      code,
      requestId: request.id,
      again,
      contact: code === 'jodoo_member_unmapped' ? (row?.contact ?? null) : null,
      window: visit.isAttempt,
    });
  }

  /** Takes note of who came back from Jodoo and was refused before anything was tried. */
  function note({ request, row, entrance, isNoted }: Visit, code: ErrorCode, reason: string | undefined): void {
    if (row === undefined || entrance === undefined || isNoted) return;
    services.audit.record({
      vendorId: row.vendor_id,
      action: 'jodoo.sign_in',
      outcome: 'refused',
      code,
      actor: 'jodoo',
      customerId: row.customer_id,
      requestId: request.id,
      target: row.id,
      detail: { entrance, ...(reason === undefined ? {} : { reason }) },
    });
  }

  /** Runs one route: checks what comes from outside, finds the integration, and shows whatever is refused. */
  function page(
    name: string,
    work: (visit: Visit, row: JodooIntegrationRow) => Promise<FastifyReply>,
    entrance?: Entrance,
  ): void {
    app.get<{ Params: { integration: string } }>(
      `/jodoo/:integration/${name}`,
      { exposeHeadRoute: false, errorHandler: (error, request, reply) => void refuse(visitOf(request, reply), error) },
      async (request, reply) => {
        const startedAt = performance.now();
        const visit = visitOf(request, reply);
        visit.entrance = entrance;
        try {
          limits.address.check(request.ip);
          checkNavigation(request.headers, visit.query);
          checkNoPrefetch(request.headers);
          visit.row = await jodoo.find(request.params.integration);
          return await work(visit, visit.row);
        } catch (error) {
          return refuse(visit, error);
        } finally {
          const own = performance.now() - startedAt - visit.spent.jodoo;
          metrics.observe('jodooOwnTime', [name], Math.max(0, own) / 1000);
        }
      },
    );
  }

  function visitOf(request: FastifyRequest, reply: FastifyReply): Visit {
    const { query } = splitAddress(request.raw.url ?? '');
    const locale = readHints(query).locale ?? localeOf(request.headers);
    const spent = { jodoo: 0 };
    const known = { entrance: undefined, row: undefined, path: defaultPagePath, isAttempt: false, isNoted: false };
    return { request, reply, query, locale, spent, ...known };
  }

  /** Reads and checks the page that somebody wants; what was checked is what is used (A60). */
  function readPath(query: URLSearchParams): string {
    const checked = parsePagePath(query.get('path') ?? defaultPagePath, publicOrigin);
    if (checked === undefined) throw new InlayError('path_invalid');
    return checked.path;
  }

  const loginAddress = (id: string, path: string): string => `/jodoo/${id}/login${pathQuery(path)}`;

  /** Sends whoever is known now on to where they can work, by an address without code. */
  async function admit(visit: Visit, row: JodooIntegrationRow, grant: Grant): Promise<FastifyReply> {
    metrics.count('jodooSignIns', [visit.entrance ?? 'login', 'admitted']);
    if (row.application_url !== null) return go(visit, await jodoo.applicationAddress(row, grant));
    const ticket = await jodoo.tickets.issue(grant);
    return go(visit, `/jodoo/${row.id}/enter${pathQuery(grant.path)}#${ticket}`);
  }

  const signIn = (visit: Visit, row: JodooIntegrationRow, code: string, entrance: Entrance): Promise<Grant> => {
    const { path, spent, request } = visit;
    visit.entrance = entrance;
    visit.isNoted = true;
    return jodoo.signIn(row, { entrance, code, path, spent, requestId: request.id });
  };

  page(
    'home',
    async (visit, row) => {
      const code = visit.query.get('code');
      if (code === null) {
        visit.entrance = undefined;
        checkStanding(row, publicOrigin);
        return show(visit, 200, framingOf(row), { kind: 'works' });
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
    visit.path = attempt?.value.path ?? readPath(query);
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

  /**
   * The attempt that a window or hidden frame of ours begins. Nobody else may: an attempt of somebody's that a visitor is
   * lured into would hand the visitor's session over (A62).
   */
  async function attemptOf({ request: { headers }, query }: Visit, row: JodooIntegrationRow) {
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

  page('done', async (visit, row) => show(visit, 200, framingOf(row), { kind: 'done' }));

  page('enter', async (visit, row) => {
    checkStanding(row, publicOrigin);
    const { frameOrigins, authorizationUrl } = toIntegration(row);
    const jodooEntry = { integration: row.id, mode: 'ticket', name: row.name } as const;
    const frame = { ...frameOf(visit), origins: frameOrigins, jodoo: jodooEntry };
    // Where Jodoo frames it, it signs in anew as the page in a form does.
    return pages.frame(visit.reply, frame, new URL(authorizationUrl).origin);
  });

  page('embed', async (visit, row) => {
    checkStanding(row, publicOrigin);
    const { frameOrigins, authorizationUrl } = toIntegration(row);
    const values = readValues(visit.query);
    const jodooEntry = {
      integration: row.id,
      mode: 'embed',
      name: row.name,
      ...(values === undefined ? {} : { values }),
    } as const;
    const frame = { ...frameOf(visit), origins: frameOrigins, jodoo: jodooEntry };
    return pages.frame(visit.reply, frame, new URL(authorizationUrl).origin);
  });

  const frameOf = ({ query, locale }: Visit): Omit<FrameConfig, 'origins'> => ({
    path: readPath(query),
    locale,
    theme: readHints(query).theme,
    dialect: false,
  });

  app.get('/jodoo/clean.js', { exposeHeadRoute: false }, (_request, reply) =>
    reply
      .headers({
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': 'public, max-age=86400',
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'same-origin',
      })
      .send(cleanScript),
  );
}

/** The query that names a page; none for the default one. */
function pathQuery(path: string): string {
  return path === defaultPagePath ? '' : `?${new URLSearchParams({ path }).toString()}`;
}

import type { RedeemAnswer } from '@inlay/shared/embed-api';
import { ApiError } from '../api/api-error.ts';
import type { Entry } from '../entry.ts';
import type { Frame } from '../frame.ts';
import type { HostChannel } from '../host-channel/types.ts';
import { applyTheme } from '../theme.ts';
import { parseLink } from './link.ts';
import { continueView, endedView } from '../../elements/parts/session-views.ts';

/**
 * The way into a frame by a direct link, whose `token` was in the address: it is redeemed, which spends it, and every
 * later one comes from the host, which commands the frame besides.
 */
export function directLinkEntry(frame: Frame, channel: HostChannel, token = ''): Entry {
  const { session, router } = frame;
  let unspent = token;
  obey(frame, channel);
  const open = async (): Promise<void> => {
    const link = unspent;
    unspent = '';
    await session.open(link, router.page.path);
  };
  return {
    async open() {
      // A link is spent by a person who sees the page: what opens it outside of a host waits for a click.
      if (window.parent === window) session.wait();
      else await open();
    },
    redeem: (given, path) =>
      frame.transport.send<RedeemAnswer>('/direct_link/redeem', { method: 'POST', body: { token: given, path } }),
    renew: (reason) => channel.requestRenewal(reason),
    view(trial) {
      if (session.phase === 'waiting') return continueView(frame, () => void open());
      return session.closed && endedView(frame, trial.busy, () => trial.run(() => session.retry()));
    },
  };
}

/** Does what the host says. */
function obey(frame: Frame, channel: HostChannel): void {
  const { session, router, store, locale } = frame;
  const root = document.documentElement;
  channel.onCommand('navigate', ({ path }) => void router.go(path));
  channel.onCommand('theme', ({ theme }) => applyTheme(root, theme));
  channel.onCommand('locale', ({ locale: tag }) => void locale.speak(tag));
  channel.onCommand('renew', ({ link }) => void renew(frame, channel, link));
  channel.onCommand('close', () => {
    session.leave();
    store.clear();
  });
}

async function renew({ session }: Frame, channel: HostChannel, link: string): Promise<void> {
  const parsed = parseLink(link, location.origin);
  if (!parsed) return channel.replyRenewFailed({ code: 'token_missing', requestId: null, retryable: false });
  try {
    channel.replyRenewed((await session.accept(parsed.token, parsed.path)).id);
  } catch (error) {
    const { code, requestId, retryable } = error instanceof ApiError ? error : new ApiError({ code: 'internal_error' });
    channel.replyRenewFailed({ code, requestId: requestId || null, retryable });
  }
}

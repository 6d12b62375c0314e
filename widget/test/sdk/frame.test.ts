import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFrame } from '../../src/sdk/frame.ts';
import type { HostEvents, HostEventType, MountOptions } from '../../src/sdk/host-api.d.ts';
import { FakeHost, collect, until } from './fake-host.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  vi.spyOn(Math, 'random').mockReturnValue(1);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const types: HostEventType[] = [
  'ready',
  'heightChange',
  'connectionStatusChange',
  'error',
  'navigated',
  'sessionEnded',
];

function mount(options: Partial<MountOptions> = {}) {
  const host = new FakeHost();
  let links = 0;
  const getLink = vi.fn<() => string>(() => {
    links += 1;
    return `https://inlay.test/direct_link?token=t${links}`;
  });
  const frame = createFrame(host.element, { getLink, ...options }, new EventTarget(), host.window);
  const events: [HostEventType, unknown][] = [];
  for (const type of types) frame.on(type, (payload: HostEvents[typeof type]) => events.push([type, payload]));
  const { iframe } = host;
  const { addresses } = iframe.contentWindow;
  const pass = (time: number) => vi.advanceTimersByTimeAsync(time);
  const errors = () => events.filter(([type]) => type === 'error').map(([, payload]) => payload as HostEvents['error']);
  const load = () => iframe.dispatchEvent(new Event('load'));
  const become = async (id: string) => {
    await pass(0);
    const port = host.connect(id);
    load();
    host.tell('ready', { path: '/embedded/connections', locale: 'en' }, 1);
    return { port, commands: collect(port) };
  };
  return { host, frame, iframe, addresses, getLink, events, errors, pass, load, become };
}

const payload = (type: HostEventType, events: readonly [HostEventType, unknown][]) =>
  events.filter(([name]) => name === type).map(([, value]) => value);

describe('a mounted frame', () => {
  it('loads the link with its hints and keeps it nowhere', async () => {
    const { iframe, frame, addresses, pass } = mount({ theme: 'dark', locale: 'zh-CN', path: '/embedded/providers/x' });
    await pass(0);
    expect(addresses).toEqual([
      'https://inlay.test/direct_link?token=t1&path=%2Fembedded%2Fproviders%2Fx&theme=dark&locale=zh-CN',
    ]);
    expect(iframe).not.toHaveProperty('src');
    const visible = Object.entries(iframe).filter(([name]) => name !== 'contentWindow');
    expect(JSON.stringify([visible, frame])).not.toContain('t1');
  });

  it('is hidden until there is something to see, in the colours of its page, and named in its language', async () => {
    const { host, iframe, load, pass } = mount({ theme: 'dark' });
    load();
    expect(iframe.style).toMatchObject({ visibility: 'hidden', colorScheme: 'dark', width: '100%', border: '0' });
    expect(iframe.title).toBe('Verbindungen');
    await pass(0);
    host.connect('a');
    expect(iframe.style['visibility']).toBe('');
  });

  it('tells the host what the frame tells', async () => {
    const { host, events, become } = mount();
    await become('a');
    const change = { id: 'con_1', externalId: null, provider: 'jodoo', connected: true, status: 'connected' };
    host.tell('connectionStatusChange', change, 2);
    host.tell('navigated', { path: '/embedded/providers/jodoo', replaced: false }, 3);
    host.tell('sessionEnded', { reason: 'revoked' }, 4);
    expect(events).toEqual([
      ['ready', { path: '/embedded/connections', locale: 'en' }],
      ['connectionStatusChange', change],
      ['navigated', { path: '/embedded/providers/jodoo', replaced: false }],
      ['sessionEnded', { reason: 'revoked' }],
    ]);
  });

  it('follows the height of the content, or keeps the one it was given', async () => {
    const automatic = mount();
    await automatic.become('a');
    automatic.host.tell('heightChange', { height: 321 }, 2);
    expect(automatic.iframe.style['height']).toBe('321px');
    const fixed = mount({ height: 500 });
    await fixed.become('a');
    fixed.host.tell('heightChange', { height: 321 }, 2);
    expect(fixed.iframe.style['height']).toBe('500px');
  });

  it('sends commands once there is somebody to take them', async () => {
    const { frame, become } = mount();
    frame.navigate('/embedded/providers/a');
    frame.update({ theme: 'dark' });
    const { commands, port } = await become('a');
    frame.update({ locale: 'de' });
    await until(() => commands.length === 3);
    expect(commands).toEqual([
      { type: 'theme', payload: { theme: 'dark' } },
      { type: 'navigate', payload: { path: '/embedded/providers/a' } },
      { type: 'locale', payload: { locale: 'de' } },
    ]);
    port.close();
  });
});

describe('a frame that does not answer', () => {
  it('is an error after ten seconds, with the probable causes', async () => {
    const { errors, iframe, pass } = mount();
    await pass(9_999);
    expect(errors()).toEqual([]);
    await pass(1);
    const [error] = errors();
    expect(error).toMatchObject({ code: 'frame_unreachable', requestId: null, retryable: true });
    for (const cause of ['https://partner.test', 'embedding origin', 'frame-src', 'sandbox', 'cannot be reached']) {
      expect(error?.message).toContain(cause);
    }
    expect(iframe.style['visibility']).toBe('');
  });

  it('is told apart at once when the host’s own policy refuses it', async () => {
    const { host, errors, pass } = mount();
    await pass(0);
    const violation = { blockedURI: 'https://inlay.test/direct_link', effectiveDirective: 'frame-src' };
    host.document.dispatchEvent(Object.assign(new Event('securitypolicyviolation'), violation));
    expect(errors()[0]?.message).toContain('Add https://inlay.test to frame-src');
  });

  it('is tried again when the network is back', async () => {
    const { host, getLink, addresses, pass } = mount();
    await pass(10_000);
    host.dispatchEvent(new Event('online'));
    await pass(0);
    expect(getLink).toHaveBeenCalledTimes(2);
    expect(addresses).toHaveLength(2);
  });
});

describe('a session that must be renewed', () => {
  it('is renewed over the port, without a reload', async () => {
    const { getLink, addresses, pass, become } = mount();
    const { port, commands } = await become('a');
    await pass(1_800_000);
    port.postMessage(JSON.stringify({ type: 'renewNeeded', payload: { reason: 'session_expired' }, v: 1 }));
    await until(() => commands.length > 0);
    expect(commands).toEqual([{ type: 'renew', payload: { link: 'https://inlay.test/direct_link?token=t2' } }]);
    port.postMessage(JSON.stringify({ type: 'renewed', payload: { session: 'ses_2' }, v: 1 }));
    await pass(60_000);
    expect(getLink).toHaveBeenCalledTimes(2);
    expect(addresses).toHaveLength(1);
    port.close();
  });

  it('is renewed by loading the page anew when the live frame does not say what became of the link', async () => {
    const { frame, addresses, pass, become } = mount();
    const { port } = await become('a');
    frame.renew();
    await pass(9_999);
    expect(addresses).toHaveLength(1);
    await pass(1);
    expect(addresses.at(-1)).toContain('token=t3');
    port.close();
  });

  it('is renewed where the person was when the frame was reloaded', async () => {
    const { host, addresses, errors, load, pass, become } = mount();
    await become('a');
    host.tell('navigated', { path: '/embedded/providers/jodoo', replaced: false }, 2);
    await pass(60_000);
    host.tell('error', { code: 'session_missing', requestId: 'req_1' }, 1);
    load();
    await pass(0);
    expect(errors()).toEqual([{ code: 'session_missing', requestId: 'req_1', retryable: true }]);
    expect(addresses.at(-1)).toContain('token=t2&path=%2Fembedded%2Fproviders%2Fjodoo');
  });

  it('goes back to the page it was mounted with when the link is bound to that', async () => {
    const { host, addresses, pass, become } = mount();
    await become('a');
    host.tell('navigated', { path: '/embedded/providers/jodoo', replaced: false }, 2);
    await pass(60_000);
    host.tell('error', { code: 'session_missing', requestId: null }, 1);
    await pass(0);
    host.tell('error', { code: 'path_invalid', requestId: null }, 1);
    await pass(1000);
    expect(addresses.at(-1)).toBe('https://inlay.test/direct_link?token=t3');
  });

  it('is renewed at once when the iframe was moved and lost its page', async () => {
    const { iframe, load, getLink, pass, become } = mount();
    await become('a');
    await pass(60_000);
    iframe.contentWindow.location.href = 'about:blank';
    load();
    await pass(0);
    expect(getLink).toHaveBeenCalledTimes(2);
  });

  it('waits for a silent document that took the page’s place, then says so', async () => {
    const { errors, load, pass, become } = mount();
    await become('a');
    load();
    await pass(10_000);
    expect(errors().map(({ code }) => code)).toEqual(['frame_unreachable']);
  });

  it.each(['token_expired', 'jti_reused', 'session_missing', 'session_expired'])(
    'asks for a link on an error page with %s, and stops after a few',
    async (code) => {
      const { host, getLink, errors, pass } = mount();
      for (let round = 0; round < 20; round += 1) {
        await pass(60_000);
        host.tell('error', { code, requestId: null }, 1);
      }
      expect(getLink).toHaveBeenCalledTimes(5);
      expect(errors().some((error) => error.code === 'link_refused' && error.retryable === false)).toBe(true);
    },
  );

  it.each(['origin_not_allowed', 'team_unconfirmed', 'session_revoked', 'token_signature_invalid'])(
    'asks for none on %s, which no link mends',
    async (code) => {
      const { host, getLink, errors, pass } = mount();
      await pass(0);
      host.tell('error', { code, requestId: 'req_1' }, 1);
      await pass(300_000);
      expect(getLink).toHaveBeenCalledTimes(1);
      expect(errors()).toEqual([{ code, requestId: 'req_1', retryable: false }]);
    },
  );

  it('asks for none when a live frame has an error of another kind', async () => {
    const { host, getLink, events, pass, become } = mount();
    await become('a');
    const error = { code: 'service_unavailable', message: 'm', requestId: 'r', retryable: true };
    host.tell('error', error, 2);
    await pass(120_000);
    expect(getLink).toHaveBeenCalledTimes(1);
    expect(payload('error', events)).toEqual([error]);
  });

  it('keeps asking while an error page says that the service will be back', async () => {
    const { host, getLink, errors, pass } = mount();
    for (let round = 0; round < 20; round += 1) {
      await pass(60_000);
      host.tell('error', { code: 'service_unavailable', requestId: null }, 1);
    }
    expect(getLink.mock.calls.length).toBeGreaterThan(15);
    expect(errors().some(({ code }) => code === 'link_refused')).toBe(false);
  });

  it('is renewed after a long sleep, and left alone after a short one', async () => {
    const { host, getLink, pass, become } = mount();
    await become('a');
    vi.setSystemTime(Date.now() + 60_000);
    host.document.dispatchEvent(new Event('visibilitychange'));
    await pass(0);
    expect(getLink).toHaveBeenCalledTimes(1);
    vi.setSystemTime(Date.now() + 600_000);
    host.document.dispatchEvent(new Event('visibilitychange'));
    await pass(0);
    expect(getLink).toHaveBeenCalledTimes(2);
  });
});

describe('a destroyed frame', () => {
  it('leaves nothing behind: no iframe, timer, listener, port or request', async () => {
    const { host, frame, iframe, getLink, events, load, pass, become } = mount();
    const { port } = await become('a');
    const closed = new Promise((resolve) => port.addEventListener('close', resolve));
    events.length = 0;
    frame.destroy();
    await closed;
    expect(iframe.removed).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
    host.tell('error', { code: 'session_missing', requestId: null }, 1);
    host.tell('heightChange', { height: 5 }, 2);
    load();
    frame.renew();
    frame.navigate('/');
    host.dispatchEvent(new Event('online'));
    await pass(600_000);
    expect(events).toEqual([]);
    expect(getLink).toHaveBeenCalledTimes(1);
  });

  it('may be destroyed by its own listener', async () => {
    const { host, frame, getLink, pass } = mount();
    frame.on('error', () => frame.destroy());
    await pass(0);
    host.tell('error', { code: 'session_missing', requestId: null }, 1);
    await pass(600_000);
    expect(getLink).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is not heard by a listener that was taken off', async () => {
    const { host, frame, pass } = mount();
    const heard = vi.fn<() => void>();
    const off = frame.on('ready', heard);
    off();
    await pass(0);
    host.tell('ready', { path: '/', locale: 'en' }, 1);
    expect(heard).not.toHaveBeenCalled();
  });
});

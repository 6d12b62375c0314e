import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createHostChannel } from '../../../src/app/host-channel/host-channel.ts';
import type { HostChannelOptions } from '../../../src/app/host-channel/types.ts';
import { collect, settle, until } from '../../sdk/fake-host.ts';
import { FakeFrame } from './fake-frame.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

const origins = ['https://partner.test', 'https://app.partner.test:8443'];

function open(options: Partial<HostChannelOptions> = {}, frame = new FakeFrame()) {
  const channel = createHostChannel({ origins, dialect: false, window: frame.window, ...options });
  const commands: unknown[] = [];
  for (const type of ['navigate', 'theme', 'locale', 'renew', 'close'] as const) {
    channel.onCommand(type, (payload) => commands.push([type, payload]));
  }
  return { frame, channel, commands };
}

const targets = (frame: FakeFrame, type: string) => frame.of(type).map(({ target }) => target);
const hello = (id: string) => JSON.stringify({ type: 'hello', payload: { version: 1, id }, v: 1 });
const navigate = JSON.stringify({ type: 'navigate', payload: { path: '/' }, v: 1 });

describe('what a frame tells', () => {
  it('A77: goes to every embedding origin of the customer while the parent is unknown', () => {
    const { frame, channel } = open();
    channel.emit('heightChange', { height: 1 });
    expect(targets(frame, 'heightChange')).toEqual(origins);
  });

  it('A77: goes to the parent alone once the browser named it', () => {
    const { frame, channel } = open({}, new FakeFrame('https://app.partner.test:8443'));
    channel.emit('heightChange', { height: 1 });
    expect(targets(frame, 'heightChange')).toEqual(['https://app.partner.test:8443']);
  });

  it.each(['https://evil.test', 'null', '', 'https://partner.test.evil.test'])(
    'A77: does not go to a parent that is no embedding origin: %j',
    (ancestor) => {
      const { frame, channel } = open({}, new FakeFrame(ancestor));
      channel.emit('heightChange', { height: 1 });
      expect(targets(frame, 'heightChange')).toEqual(origins);
    },
  );

  it('A77: never goes to *, or to what is no exact origin, even if the list said so', () => {
    const list = ['*', 'null', '/', 'https://*.partner.test', 'https://partner.test/path', 'https://partner.test'];
    const { frame, channel } = open({ origins: list });
    channel.emit('error', { code: 'popup_closed', message: 'm', requestId: null, retryable: true });
    expect(targets(frame, 'error')).toEqual(['https://partner.test']);
  });

  it('A77: goes to * in two cases alone: the greeting, and a refusal before admission with code and request id', () => {
    const { frame, channel } = open();
    channel.emitUntrusted('token_expired', 'req_1');
    const untrusted = frame.posted.filter(({ target }) => target === '*');
    expect(untrusted.map(({ message }) => message.type)).toEqual(['hello', 'error']);
    expect(untrusted[0]?.message.payload).toEqual({ version: 1, id: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(untrusted[1]?.message.payload).toEqual({ code: 'token_expired', requestId: 'req_1' });
  });

  it('is counted from 1 and names the session once there is one', () => {
    const { frame, channel } = open({}, new FakeFrame('https://partner.test'));
    channel.emit('heightChange', { height: 1 });
    channel.setSession('ses_1');
    channel.emit('ready', { path: '/embedded/connections', locale: 'en' });
    channel.setSession(null);
    channel.emit('close', {});
    const envelopes = frame.posted.slice(1).map(({ message }) => message);
    expect(envelopes).toEqual([
      { type: 'heightChange', payload: { height: 1 }, v: 1, session: null, seq: 1 },
      { type: 'ready', payload: { path: '/embedded/connections', locale: 'en' }, v: 1, session: 'ses_1', seq: 2 },
      { type: 'close', payload: {}, v: 1, session: null, seq: 3 },
    ]);
  });

  it('is one message with one number, however many origins it is addressed to', () => {
    const { frame, channel } = open();
    channel.emit('close', {});
    channel.emit('close', {});
    expect(frame.of('close').map(({ message }) => message['seq'])).toEqual([1, 1, 2, 2]);
  });

  it('is told to nobody when nobody frames the page', () => {
    const frame = new FakeFrame();
    const posted = vi.fn<() => void>();
    frame.parent = frame;
    Object.assign(frame, { postMessage: posted });
    const { channel } = open({}, frame);
    channel.emit('close', {});
    channel.emitUntrusted('token_missing', null);
    expect(channel.requestRenewal('session_expired')).toBe(false);
    expect(posted).not.toHaveBeenCalled();
  });
});

describe('the handshake', () => {
  it('is offered again for a host whose script comes late, and no more once it is answered', () => {
    const { frame } = open();
    vi.advanceTimersByTime(1000);
    expect(targets(frame, 'hello')).toEqual(['*', '*', '*']);
    frame.answer();
    vi.advanceTimersByTime(60_000);
    expect(frame.of('hello')).toHaveLength(3);
  });

  it('gives the port to the exact origin that answered', () => {
    const { frame, channel } = open();
    expect(frame.answer('https://app.partner.test:8443')).toBeDefined();
    channel.emit('close', {});
    expect(targets(frame, 'port')).toEqual(['https://app.partner.test:8443']);
    expect(targets(frame, 'close')).toEqual(['https://app.partner.test:8443']);
  });

  it.each([
    'null',
    '',
    '*',
    'https://evil.test',
    'https://partner.test.evil.test',
    'http://partner.test',
    'https://partner.test:444',
    'HTTPS://PARTNER.TEST',
  ])('A78: gives no port to the origin %j', (origin) => {
    const { frame } = open();
    expect(frame.answer(origin)).toBeUndefined();
  });

  it('A78: gives no port to another window at the right origin', () => {
    const { frame } = open();
    const id = String(frame.of('hello')[0]?.message.payload['id']);
    for (const source of [null, {}, frame]) frame.hear(hello(id), { source });
    expect(frame.of('port')).toEqual([]);
  });

  it('A78: drops answers of another shape or version', () => {
    const { frame } = open();
    const id = frame.of('hello')[0]?.message.payload['id'];
    for (const payload of [
      { id },
      { version: 2, id },
      { version: '1', id },
      { version: 1, id: [id] },
      { version: 1 },
    ]) {
      frame.hear(JSON.stringify({ type: 'hello', payload, v: 1 }));
    }
    frame.hear({ type: 'hello', payload: { version: 1, id }, v: 1 });
    expect(frame.of('port')).toEqual([]);
  });

  it('A79: spends an id on one port', () => {
    const { frame } = open();
    frame.answer();
    frame.answer();
    expect(frame.of('port')).toHaveLength(1);
  });

  it('A79: takes the port from a host that started anew, and gives it a new one', async () => {
    const { frame, channel, commands } = open();
    const old = frame.answer();
    frame.hear(hello('unknown'));
    expect(targets(frame, 'hello')).toEqual(['*', 'https://partner.test']);
    const next = frame.answer();
    expect(next).not.toBe(old);
    for (const port of [old, next]) port?.postMessage(navigate);
    await until(() => commands.length > 0);
    await settle();
    expect(commands).toHaveLength(1);
    channel.destroy();
  });
});

describe('what a frame hears', () => {
  it('A79: is no command before the handshake, however it is sent', async () => {
    const { frame, commands } = open();
    frame.hear(navigate);
    frame.hear(JSON.stringify({ type: 'navigation', payload: { url: '/' } }));
    frame.hear(JSON.stringify({ type: 'renew', payload: { link: 'https://inlay.test/' }, v: 1 }));
    await settle();
    expect(commands).toEqual([]);
  });

  it('is the commands of the port, until the listener is taken off', async () => {
    const { frame, channel, commands } = open();
    const themes: string[] = [];
    const off = channel.onCommand('theme', ({ theme }) => themes.push(theme));
    const port = frame.answer();
    const theme = JSON.stringify({ type: 'theme', payload: { theme: 'dark' }, v: 1 });
    port?.postMessage(theme);
    await until(() => commands.length === 1);
    off();
    port?.postMessage(theme);
    await until(() => commands.length === 2);
    expect(themes).toEqual(['dark']);
    channel.destroy();
  });

  it('A79: is nothing once the frame hangs in another page', async () => {
    const { frame, channel, commands } = open();
    const port = frame.answer();
    frame.parent = {};
    port?.postMessage(navigate);
    frame.hear(hello('b'));
    await settle();
    expect(commands).toEqual([]);
    channel.destroy();
  });

  it('A78: does not throw, whatever comes from wherever', () => {
    const { frame, commands } = open({ dialect: true });
    const sources = fc.constantFrom<unknown>(frame.parent, null, {}, frame);
    const addresses = fc.constantFrom('https://partner.test', 'null', 'https://evil.test', '');
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.json()), sources, addresses, (data, source, origin) =>
        frame.hear(data, { source, origin }),
      ),
      { numRuns: 500 },
    );
    expect(commands).toEqual([]);
    expect(frame.of('port')).toEqual([]);
  });
});

describe('a renewal', () => {
  it('is asked of the host over the port, and of nobody when there is none', async () => {
    const { frame, channel } = open();
    expect(channel.requestRenewal('session_expired')).toBe(false);
    const port = frame.answer();
    const replies = port === undefined ? [] : collect(port);
    expect(channel.requestRenewal('session_expired')).toBe(true);
    channel.replyRenewed('ses_2');
    channel.replyRenewFailed({ code: 'jti_reused', requestId: 'r', retryable: true });
    await until(() => replies.length === 3);
    expect(replies).toEqual([
      { type: 'renewNeeded', payload: { reason: 'session_expired' } },
      { type: 'renewed', payload: { session: 'ses_2' } },
      { type: 'renewFailed', payload: { code: 'jti_reused', requestId: 'r', retryable: true } },
    ]);
    channel.destroy();
  });
});

describe('the dialect', () => {
  it('marks envelopes and tells loading, clicks and leaving', () => {
    const { frame, channel } = open({ dialect: true }, new FakeFrame('https://partner.test'));
    channel.emit('ready', { path: '/embedded/connections', locale: 'en' });
    frame.dispatchEvent(new Event('click'));
    frame.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: true }));
    frame.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: false }));
    const told = frame.posted.slice(1);
    expect(told.map(({ message }) => [message.type, message['wk'], message['seq']])).toEqual([
      ['loaded', true, 1],
      ['ready', true, 2],
      ['click', true, 3],
      ['unloaded', true, 4],
    ]);
    expect(new Set(told.map(({ target }) => target))).toEqual(new Set(['https://partner.test']));
  });

  it('obeys navigation of the parent at an embedding origin, and of nobody else', () => {
    const { frame, commands } = open({ dialect: true });
    const message = JSON.stringify({ type: 'navigation', payload: { url: '/embedded/providers/x' } });
    frame.hear(message, { origin: 'https://evil.test' });
    frame.hear(message, { origin: 'null' });
    frame.hear(message, { source: {} });
    expect(commands).toEqual([]);
    frame.hear(message);
    expect(commands).toEqual([['navigate', { path: '/embedded/providers/x' }]]);
  });
});

describe('a destroyed channel', () => {
  it('says nothing, hears nothing and has no timer', async () => {
    const { frame, channel, commands } = open({ dialect: true });
    const port = frame.answer();
    channel.destroy();
    const before = frame.posted.length;
    channel.emit('close', {});
    frame.dispatchEvent(new Event('click'));
    frame.hear(hello('b'));
    port?.postMessage(navigate);
    vi.advanceTimersByTime(60_000);
    await settle();
    expect(frame.posted).toHaveLength(before);
    expect(commands).toEqual([]);
    expect(channel.requestRenewal('session_expired')).toBe(false);
    expect(vi.getTimerCount()).toBe(0);
  });
});

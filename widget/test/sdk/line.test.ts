import { frameEventTypes } from '@inlay/shared/messages';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLine } from '../../src/sdk/line.ts';
import { createScope } from '../../src/sdk/scope.ts';
import { FakeHost, collect, settle, until } from './fake-host.ts';

function open() {
  const host = new FakeHost();
  const scope = createScope();
  const heard: string[] = [];
  const line = createLine(host.window, host.iframe as unknown as HTMLIFrameElement, scope, {
    began: () => heard.push('began'),
    connected: () => heard.push('connected'),
    event: ({ type }) => heard.push(type),
    reply: ({ type }) => heard.push(type),
  });
  line.expect('https://inlay.test');
  return { host, scope, line, heard, inside: host.iframe.contentWindow };
}

const ready = JSON.stringify({ type: 'ready', payload: { path: '/', locale: 'en' }, v: 1, session: null, seq: 1 });
const hello = JSON.stringify({ type: 'hello', payload: { version: 1, id: 'a' }, v: 1 });

describe('the host’s end of the line', () => {
  it('hears the frame it listens to', () => {
    const { host, heard } = open();
    host.hear(ready);
    expect(heard).toEqual(['began', 'ready']);
  });

  it.each([
    'null',
    '',
    '*',
    'https://inlay.test.evil.test',
    'https://evil.test',
    'https://inlay.test:8443',
    'http://inlay.test',
    'https://INLAY.test',
  ])('A78: drops a message from the frame’s window at the origin %j', (origin) => {
    const { host, heard, inside } = open();
    host.hear(ready, { origin });
    host.hear(hello, { origin });
    expect(heard).toEqual([]);
    expect(inside.sent).toEqual([]);
  });

  it('A78: drops a message from another window at the right origin', () => {
    const { host, heard, inside } = open();
    for (const source of [null, {}, host]) {
      host.hear(ready, { source });
      host.hear(hello, { source });
    }
    expect(heard).toEqual([]);
    expect(inside.sent).toEqual([]);
  });

  it('A78: hears nobody before it knows the origin, and none of the old one after it changed', () => {
    const host = new FakeHost();
    const heard: string[] = [];
    const note = ({ type }: { type: string }) => heard.push(type);
    const line = createLine(host.window, host.iframe as unknown as HTMLIFrameElement, createScope(), {
      began: () => heard.push('began'),
      connected: () => heard.push('connected'),
      event: note,
      reply: note,
    });
    host.hear(ready);
    line.expect('https://other.test');
    host.hear(ready);
    expect(heard).toEqual([]);
  });

  it('A78: drops whatever has not the shape of an envelope, without a throw', () => {
    const { host, heard, inside } = open();
    const envelope = fc.record(
      {
        type: fc.oneof(fc.constantFrom<string>(...frameEventTypes, 'port', 'renewed', '__proto__'), fc.string()),
        payload: fc.oneof(fc.jsonValue(), fc.constant({})),
        v: fc.oneof(fc.constant(2), fc.constant('1'), fc.jsonValue()).filter((v) => v !== 1),
        session: fc.jsonValue(),
        seq: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc.string(),
          fc.json(),
          envelope,
          envelope.map((value) => JSON.stringify(value)),
        ),
        (data) => host.hear(data),
      ),
      { numRuns: 500 },
    );
    expect(heard).toEqual([]);
    expect(inside.sent).toEqual([]);
  });

  it.each([-1, 100_001, '100', null, undefined, { valueOf: 1 }])('A78: drops a height of %j', (height) => {
    const { host, heard } = open();
    host.tell('heightChange', { height }, 1);
    expect(heard).toEqual([]);
  });

  it('ignores types it does not know', () => {
    const { host, heard } = open();
    for (const type of ['loaded', 'click', 'constructor', 'toString', '']) host.tell(type, {}, 1);
    expect(heard).toEqual([]);
  });

  it('A77: answers a greeting to the frame’s exact origin', () => {
    const { host, inside } = open();
    host.hear(hello);
    expect(inside.sent.map(({ target }) => target)).toEqual(['https://inlay.test']);
    expect(JSON.parse(inside.sent[0]?.data ?? '')).toEqual({ type: 'hello', payload: { version: 1, id: 'a' }, v: 1 });
  });

  it('takes the port of the greeting it answered, and sends commands over it', async () => {
    const { host, line, heard } = open();
    expect(line.send('navigate', { path: '/a' })).toBe(false);
    const port = host.connect('a');
    const commands = collect(port);
    expect(heard).toEqual(['began', 'connected']);
    expect(line.send('navigate', { path: '/b' })).toBe(true);
    await until(() => commands.length === 1);
    expect(commands).toEqual([{ type: 'navigate', payload: { path: '/b' } }]);
    port.close();
  });

  it('A79: takes no port that nobody greeted for', () => {
    const { host, heard } = open();
    const { port1, port2 } = new MessageChannel();
    host.hear(JSON.stringify({ type: 'port', payload: { id: 'a' }, v: 1 }), { ports: [port2] });
    host.hear(hello);
    host.hear(JSON.stringify({ type: 'port', payload: { id: 'b' }, v: 1 }), { ports: [port2] });
    host.hear(JSON.stringify({ type: 'port', payload: { id: 'a' }, v: 1 }));
    expect(heard).toEqual(['began']);
    port1.close();
  });

  it('A79: hangs up when another document greets, or counts from 1 again', async () => {
    for (const begin of [hello.replace('"a"', '"b"'), ready]) {
      const { host, line, heard } = open();
      const port = host.connect('a');
      host.tell('heightChange', { height: 1 }, 1);
      host.tell('heightChange', { height: 2 }, 2);
      host.hear(begin);
      expect(heard.filter((type) => type === 'began')).toHaveLength(2);
      expect(line.send('close', {})).toBe(false);
      port.postMessage(JSON.stringify({ type: 'renewed', payload: { session: 's' }, v: 1 }));
      await settle();
      expect(heard).not.toContain('renewed');
      port.close();
    }
  });

  it('hears replies over the port, and drops other shapes', async () => {
    const { host, heard } = open();
    const port = host.connect('a');
    for (const data of [null, 1, {}, '{}', '{"type":"ready","payload":{},"v":1}', '{"type":"renewed","v":1}']) {
      port.postMessage(data);
    }
    port.postMessage(JSON.stringify({ type: 'renewNeeded', payload: { reason: 'session_expired' }, v: 1 }));
    await until(() => heard.includes('renewNeeded'));
    expect(heard).toEqual(['began', 'connected', 'renewNeeded']);
    port.close();
  });

  it('hears nothing more once its scope has ended', () => {
    const { host, scope, heard } = open();
    scope.end();
    host.hear(ready);
    expect(heard).toEqual([]);
  });
});

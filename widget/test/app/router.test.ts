import { describe, expect, it } from 'vitest';
import { Router } from '../../src/app/router.ts';

function open(path = '/embedded/connections') {
  const moves: string[] = [];
  const listeners: (() => void)[] = [];
  const location = { origin: 'https://inlay.example', pathname: path };
  const move = (kind: string) => (_state: unknown, _title: string, to?: string | URL | null) => {
    location.pathname = String(to);
    moves.push(`${kind} ${String(to)}`);
  };
  const router = new Router(
    {
      location,
      history: { pushState: move('push'), replaceState: move('replace') },
      addEventListener: (_type, listener) => void listeners.push(listener),
    },
    path,
  );
  const changes: string[] = [];
  router.watch(() => changes.push(router.page.path));
  const back = (to: string) => {
    location.pathname = to;
    for (const listener of listeners) listener();
  };
  return { router, moves, changes, back };
}

describe('the router', () => {
  it('starts at the page that the link opened', () => {
    expect(open('/embedded/connections/con_12345678').router.page).toMatchObject({ name: 'connection' });
    expect(open().router.moved).toBe(false);
  });

  it('moves by history entries and says so', () => {
    const { router, moves, changes } = open();
    expect(router.go('/embedded/providers/jodoo')).toBe(true);
    expect(router.page).toMatchObject({ name: 'provider', provider: 'jodoo' });
    expect(router.arrival).toEqual({ replaced: false, done: false });
    expect(router.moved).toBe(true);
    expect(moves).toEqual(['push /embedded/providers/jodoo']);
    expect(changes).toEqual(['/embedded/providers/jodoo']);
  });

  it('takes the place of the entry where it is told to', () => {
    const { router, moves } = open();
    router.go('/embedded/connections/con_12345678', { replaced: true, done: true });
    expect(moves).toEqual(['replace /embedded/connections/con_12345678']);
    expect(router.arrival).toEqual({ replaced: true, done: true });
  });

  it('follows back and forward', () => {
    const { router, changes, back } = open();
    router.go('/embedded/providers/jodoo');
    back('/embedded/connections');
    expect(router.page.name).toBe('connections');
    expect(changes).toEqual(['/embedded/providers/jodoo', '/embedded/connections']);
  });

  it('makes no entry for the page that is shown already', () => {
    const { router, moves, changes } = open();
    expect(router.go('/embedded/connections')).toBe(true);
    expect(moves).toEqual([]);
    expect(changes).toEqual([]);
  });

  it.each([
    '/admin',
    'https://evil.example/embedded/connections',
    '//evil.example/embedded/connections',
    'javascript:alert(1)',
    '/embedded/connections?token=x',
    '',
  ])('A60: goes nowhere for %s', (path) => {
    const { router, moves } = open();
    expect(router.go(path)).toBe(false);
    expect(moves).toEqual([]);
  });

  it('takes an absolute address of its own server', () => {
    const { router } = open();
    expect(router.go('https://inlay.example/embedded/providers/jodoo')).toBe(true);
    expect(router.page.path).toBe('/embedded/providers/jodoo');
  });
});

import { describe, expect, it } from 'vitest';
import { Router } from '../../src/app/router.ts';

function open(path = '/embedded/connections', { kept, state = null }: { kept?: boolean; state?: unknown } = {}) {
  const moves: string[] = [];
  const states: unknown[] = [];
  const listeners: ((event: Pick<PopStateEvent, 'state'>) => void)[] = [];
  const move = (kind: string) => (next: unknown, _title: string, to?: string | URL | null) => {
    states.push(next);
    moves.push(`${kind} ${String(to)}`);
  };
  const router = new Router(
    {
      location: { origin: 'https://inlay.example' },
      history: { state, pushState: move('push'), replaceState: move('replace') },
      addEventListener: (_type, listener) => void listeners.push(listener),
    },
    path,
    kept,
  );
  const changes: string[] = [];
  router.watch(() => changes.push(router.page.path));
  const back = (to: unknown) => {
    for (const listener of listeners) listener({ state: to });
  };
  return { router, moves, states, changes, back };
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

  it('shows on what a history entry of somebody else’s is gone back to', () => {
    const { router, changes, back } = open();
    for (const state of [null, undefined, 7, {}, '/admin']) back(state);
    expect(router.page.path).toBe('/embedded/connections');
    expect(changes).toEqual([]);
  });

  describe('at an address that stays', () => {
    it('keeps the page in the history alone', () => {
      const { router, moves, states } = open('/embedded/connections', { kept: true });
      router.go('/embedded/providers/jodoo');
      expect(moves).toEqual(['replace ', 'push ']);
      expect(states).toEqual(['/embedded/connections', '/embedded/providers/jodoo']);
    });

    it('is at the same page after a reload', () => {
      const { router } = open('/embedded/connections', { kept: true, state: '/embedded/providers/jodoo' });
      expect(router.page).toMatchObject({ name: 'provider', provider: 'jodoo' });
    });

    it.each(['https://evil.example/embedded/connections', '/admin', 7])('A60: begins at no %s', (state) => {
      const { router } = open('/embedded/connections', { kept: true, state });
      expect(router.page.path).toBe('/embedded/connections');
    });
  });
});

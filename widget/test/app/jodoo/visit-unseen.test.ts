import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { visitUnseen } from '../../../src/app/jodoo/visit-unseen.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function visit() {
  const attributes = new Map<string, string>();
  let load: () => void = () => undefined;
  const frame = {
    hidden: false,
    src: '',
    contentDocument: null as { URL: string } | null,
    removed: false,
    setAttribute: (name: string, value: string) => void attributes.set(name, value),
    addEventListener: (_type: string, listener: () => void) => void (load = listener),
    remove: () => void (frame.removed = true),
  };
  const document = { createElement: () => frame, body: { append: () => undefined } } as unknown as Document;
  let over = false;
  void visitUnseen(document, '/login').then(() => (over = true));
  return {
    frame,
    attributes,
    loads: (url: string | null) => {
      frame.contentDocument = url === null ? null : { URL: url };
      load();
    },
    isOver: async (after: number) => {
      await vi.advanceTimersByTimeAsync(after);
      return over;
    },
  };
}

describe('an unseen visit', () => {
  it('shows nothing, and may neither lead the host away nor open windows', () => {
    const { frame, attributes } = visit();
    expect(frame).toMatchObject({ hidden: true, src: '/login' });
    expect(attributes.get('sandbox')?.split(' ').toSorted()).toEqual([
      'allow-forms',
      'allow-same-origin',
      'allow-scripts',
    ]);
  });

  it('is over when it is back at a page of ours', async () => {
    const { frame, loads, isOver } = visit();
    loads('about:blank');
    expect(await isOver(100)).toBe(false);
    loads('https://inlay.example/jodoo/jod_1/outcome');
    expect(await isOver(0)).toBe(true);
    expect(frame.removed).toBe(true);
  });

  it('is over soon when a page of Jodoo’s waits for a person', async () => {
    const { loads, isOver } = visit();
    loads(null);
    expect(await isOver(1_400)).toBe(false);
    expect(await isOver(200)).toBe(true);
  });

  it('follows pages that lead on', async () => {
    const { loads, isOver } = visit();
    loads(null);
    expect(await isOver(1_000)).toBe(false);
    loads(null);
    expect(await isOver(1_000)).toBe(false);
    loads('https://inlay.example/jodoo/jod_1/outcome');
    expect(await isOver(0)).toBe(true);
  });

  it('takes 4 s at most', async () => {
    const { frame, isOver } = visit();
    expect(await isOver(3_900)).toBe(false);
    expect(await isOver(200)).toBe(true);
    expect(frame.removed).toBe(true);
  });
});

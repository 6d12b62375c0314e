import { describe, expect, it, vi } from 'vitest';
import { newAuthorizationId, openPopup, startPath } from '../../../src/app/authorization/popup.ts';
import type { Opener } from '../../../src/app/authorization/popup.ts';

function openerOf(open: Window['open']): Opener {
  return { screenX: 100, screenY: 50, outerWidth: 1_540, open, parent: {} as Window };
}

describe('the window of an authorization', () => {
  it('A54: has an id of more than 160 random bits in the alphabet of base64url', () => {
    const ids = Array.from({ length: 100 }, newAuthorizationId);
    for (const id of ids) expect(id).toMatch(/^[\w-]{43}$/);
    expect(new Set(ids).size).toBe(100);
  });

  it('opens at a page of our own, over the middle of the host’s window', () => {
    const popup = { opener: 'the frame' } as unknown as Window;
    const open = vi.fn<Window['open']>(() => popup);
    expect(openPopup(openerOf(open), startPath('id'))).toBe(popup);
    expect(open).toHaveBeenCalledExactlyOnceWith(
      '/oauth/start/id',
      '_blank',
      'popup,width=540,height=720,left=600,top=130',
    );
    expect(popup.opener).toBe('the frame');
  });

  it('has no handle on a page that nobody frames', () => {
    const popup = { opener: 'the page' } as unknown as Window;
    const page = { ...openerOf(() => popup) };
    openPopup(Object.assign(page, { parent: page }) as Opener, '/start');
    expect(popup.opener).toBeNull();
  });

  it('is nothing where the browser gives none', () => {
    expect(
      openPopup(
        openerOf(() => null),
        '/start',
      ),
    ).toBeUndefined();
  });
});

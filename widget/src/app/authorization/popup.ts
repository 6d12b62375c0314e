/** The part of a window that opens another. */
export type Opener = Pick<Window, 'open' | 'parent' | 'screenX' | 'screenY' | 'outerWidth'>;

/** A window that was opened, as far as one may look at it from here. */
export type Popup = Pick<Window, 'closed' | 'close' | 'focus'>;

/** In CSS pixels; what a provider's page needs at least. */
const width = 540;

/** Id of a new authorization, and other things that nobody may guess: more than 160 random bits, base64url. */
export function newAuthorizationId(): string {
  return `${crypto.randomUUID()}${crypto.randomUUID()}`.replaceAll('-', '').slice(0, 43);
}

/** Where an authorization begins: a page of our own, which leads to the provider. */
export function startPath(id: string): string {
  return `/oauth/start/${id}`;
}

/**
 * Opens a window at `path`, a page of ours; to be called within a click. `undefined` where the browser gives no window, which
 * need not mean that there is none: a host with `Cross-Origin-Opener-Policy: same-origin` hides it. The tie stays, as by
 * it alone the window can be closed and brought to the front; a page there cannot lead a frame elsewhere by it, but it
 * could lead away a page that nobody frames, which therefore cuts it.
 */
export function openPopup(opener: Opener, path: string): Popup | undefined {
  const left = Math.round(opener.screenX + (opener.outerWidth - width) / 2);
  const features = `popup,width=${width},height=720,left=${left},top=${opener.screenY + 80}`;
  const popup = opener.open(path, '_blank', features);
  if (popup && opener.parent === opener) popup.opener = null;
  return popup ?? undefined;
}

import type { Theme } from '@inlay/shared/embed-api';

/** Puts a theme on the page; whatever is no theme is ignored. */
export function applyTheme(root: HTMLElement, theme: string): void {
  if (isTheme(theme)) root.dataset['theme'] = theme;
}

function isTheme(text: string): text is Theme {
  return text === 'light' || text === 'dark' || text === 'auto';
}

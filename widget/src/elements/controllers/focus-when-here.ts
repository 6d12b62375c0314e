/**
 * Gives `element` the focus, once the frame has it: now, or when the person comes back from another window. It is never
 * taken from the host's page.
 */
export function focusWhenHere(element: HTMLElement | null): void {
  const focus = () => element?.focus({ preventScroll: true });
  if (document.hasFocus()) focus();
  else window.addEventListener('focus', focus, { once: true });
}

/** Style of the windows, beside the page of a refused link whose colours and measures they share. */
export const windowStyle = `
:root {
  background: light-dark(var(--inlay-surface-raised), color-mix(in srgb, var(--inlay-surface) 60%, #000));
}
body {
  display: grid;
  align-items: center;
  min-block-size: 100vh;
}
.window {
  --tone: var(--accent-edge);
  inline-size: min(440px, 100% - 32px);
  margin-block: 24px 10vh;
  padding: 32px;
  border: 1px solid var(--inlay-border);
  border-radius: calc(var(--inlay-radius) * 2);
  background: var(--inlay-surface);
}
.window[data-view='connected'] {
  --tone: var(--inlay-success);
}
.window[data-view='failed'] {
  --tone: var(--inlay-warning);
}
.window .sign {
  box-sizing: border-box;
  inline-size: 44px;
  block-size: 44px;
  margin-block-end: 16px;
  padding: 10px;
  border-radius: 50%;
  background: color-mix(in srgb, var(--tone) 12%, var(--inlay-surface));
  fill: none;
  stroke: var(--tone);
  stroke-width: 2;
  stroke-linecap: round;
  stroke-linejoin: round;
}
.window[data-view='leaving'] .sign:dir(rtl) {
  scale: -1 1;
}
.window h1 {
  font-size: 1.125rem;
}
.window :is(.warning, .close) {
  margin-block-start: 8px;
  color: var(--inlay-text-muted);
}
.window .action ~ :is(.action, .contact, .again) {
  margin-block-start: 8px;
}
.window form {
  margin-block-start: 24px;
}
.window button {
  inline-size: 100%;
  min-block-size: 44px;
  padding: 8px 16px;
  border: 1px solid var(--accent-edge);
  border-radius: var(--inlay-radius);
  background: var(--inlay-accent);
  color: var(--on-accent);
  font: inherit;
  font-weight: 600;
  cursor: pointer;
}
.window button:hover {
  background: var(--accent-hover);
}
.window button.close {
  margin-block-start: 20px;
  border-color: var(--quiet-edge);
  background: none;
  color: var(--inlay-text);
}
.window button.close:hover {
  background: var(--inlay-surface-raised);
}
.window [hidden] {
  display: none;
}
.window :is(button, a):focus-visible {
  outline: 2px solid var(--accent-edge);
  outline-offset: 2px;
}
.window a {
  color: var(--accent-edge);
}
@media (max-width: 360px) {
  .window {
    padding: 24px 20px;
  }
}
`;

/**
 * Closes a window that has nothing more to say, or shows a button for that where it has. A browser lets a script close
 * what a script opened; elsewhere the page says that one may close it.
 */
export const closeScript = `const button = document.querySelector('button.close');
if (button === null) {
  setTimeout(() => window.close(), 700);
} else if (window.opener !== null) {
  button.hidden = false;
  document.querySelector('p.close').hidden = true;
  button.addEventListener('click', () => window.close());
}
`;

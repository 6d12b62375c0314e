/** Style of the windows, beside the page of a refused link whose colours and measures they share. */
export const windowStyle = `
.window {
  max-inline-size: 480px;
  padding-block: 40px;
}
.window :is(.warning, .close) {
  margin-block-start: 8px;
  color: var(--inlay-text-muted);
}
.window form {
  margin-block-start: 24px;
}
.window button {
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
.window :is(button, a):focus-visible {
  outline: 2px solid var(--accent-edge);
  outline-offset: 2px;
}
.window a {
  color: var(--accent-edge);
}
`;

/** Closes a window that has nothing more to say; where a browser does not let it, the page says that one may. */
export const closeScript = 'setTimeout(() => window.close(), 700);\n';

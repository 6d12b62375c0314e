/** Style of `/api/docs`: light and dark by the reader's system, from 280 px up. */
export const apiDocsStyle = `
:root {
  color-scheme: light dark;
  --text: light-dark(#1b1f24, #e6e8eb);
  --muted: light-dark(#57606a, #9aa4af);
  --surface: light-dark(#ffffff, #14171a);
  --raised: light-dark(#f5f7f9, #1d2125);
  --border: light-dark(#d9dee3, #31373d);
  --accent: light-dark(#0b5cad, #79b8ff);
  --get: light-dark(#1a6b3c, #6fcf97);
  --post: light-dark(#0b5cad, #79b8ff);
  --patch: light-dark(#8a5a00, #f2c261);
  --delete: light-dark(#b3261e, #ff8a80);
}
* { box-sizing: border-box; }
html { scroll-padding-top: 16px; }
body {
  margin: 0;
  background: var(--surface);
  color: var(--text);
  font: 14px/20px system-ui, sans-serif;
}
.layout { display: grid; grid-template-columns: 240px minmax(0, 1fr); max-width: 1120px; margin: 0 auto; }
nav { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow: auto; padding: 32px 24px; }
nav ul { list-style: none; margin: 0 0 16px; padding: 0; }
nav li a { display: block; padding: 4px 0; color: var(--muted); text-decoration: none; }
nav li a:hover { color: var(--text); }
nav strong a { color: var(--text); text-decoration: none; }
main { padding: 32px 24px 96px; border-inline-start: 1px solid var(--border); }
h1 { margin: 0 0 8px; font-size: 24px; line-height: 32px; }
h2 { margin: 48px 0 4px; font-size: 16px; line-height: 24px; }
h3 { margin: 0; font-size: 14px; line-height: 20px; }
h4 { margin: 16px 0 4px; font-size: 14px; line-height: 20px; }
p { margin: 4px 0 8px; max-width: 72ch; }
a { color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
code { font: 13px/20px ui-monospace, monospace; overflow-wrap: anywhere; }
details { margin: 12px 0; border: 1px solid var(--border); border-radius: 8px; background: var(--raised); }
summary { display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: baseline; padding: 12px 16px; cursor: pointer; }
summary .what { color: var(--muted); }
.body { scroll-margin-top: 56px; padding: 0 16px 16px; border-top: 1px solid var(--border); }
.verb { min-width: 56px; font: 600 12px/20px ui-monospace, monospace; }
.get { color: var(--get); }
.post { color: var(--post); }
.patch { color: var(--patch); }
.delete { color: var(--delete); }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th { text-align: start; font-weight: 600; color: var(--muted); }
th, td { padding: 6px 16px 6px 0; border-bottom: 1px solid var(--border); vertical-align: top; }
td:first-child { width: 28%; }
td:first-child code { white-space: nowrap; }
tr:last-child td { border-bottom: 0; }
.muted { color: var(--muted); }
@media (max-width: 720px) {
  .layout { grid-template-columns: minmax(0, 1fr); }
  nav { position: static; max-height: none; padding: 24px 16px 0; }
  nav ul { display: none; }
  nav strong { display: inline-block; margin-inline-end: 12px; }
  main { padding: 16px 16px 64px; border: 0; }
}
`;

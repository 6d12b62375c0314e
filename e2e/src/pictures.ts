/** Puts some of the pictures that the browser tests took into the documentation, so that those are always true. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const taken = fileURLToPath(new URL('../artifacts/screenshots/', import.meta.url));
const shown = fileURLToPath(new URL('../../docs/images/', import.meta.url));

/** Pictures by the name they have in the documentation. */
const pictures = {
  'frame-list.png': 'list-connected-light-wide.png',
  'frame-list-dark.png': 'list-connected-dark-wide.png',
  'frame-list-narrow.png': 'list-connected-light-narrow.png',
  'frame-form.png': 'form-errors-light-wide.png',
  'frame-connected.png': 'connected-light-wide.png',
  'frame-elsewhere.png': 'authorise-elsewhere-light-wide.png',
  'frame-expired.png': 'expired-light-wide.png',
  'frame-right-to-left.png': 'arabic-light-wide.png',
  'error-page.png': 'error-page-light-wide.png',
  'jodoo-dashboard.png': 'jodoo-dashboard-signed-in-light-wide.png',
  'jodoo-app-settings.png': 'jodoo-app-settings-light-wide.png',
  'jodoo-home-page.png': 'jodoo-works-light-wide.png',
  'jodoo-unmapped.png': 'jodoo-unmapped-light-wide.png',
  'jodoo-entered.png': 'jodoo-entered-light-wide.png',
  'jodoo-form-button.png': 'jodoo-form-button-light-wide.png',
  'jodoo-form-values.png': 'jodoo-form-signed-in-light-wide.png',
} as const;

mkdirSync(shown, { recursive: true });
for (const [name, source] of Object.entries(pictures)) copyFileSync(taken + source, shown + name);
console.log(`${Object.keys(pictures).length} pictures in docs/images`);

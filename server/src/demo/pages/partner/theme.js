'use strict';

// Runs before the first paint, so that a dark page never shows a light one first.
(() => {
  try {
    const theme = localStorage.getItem('tidewater.theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  } catch {
    // Storage may be refused: then the colours follow the system.
  }
})();

import { fileURLToPath } from 'node:url';

/** The `inlay` command, as a checkout has it: the bundle, or the sources where they are newer. */
export const inlayProgram = fileURLToPath(new URL('../../../server/bin/inlay.js', import.meta.url));

import { fileURLToPath } from 'node:url';

/** The `inlay` command, as a checkout has it. */
export const inlayProgram = fileURLToPath(new URL('../../../server/src/main.ts', import.meta.url));

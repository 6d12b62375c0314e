import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { providerPages } from './provider-docs/pages.ts';

const folder = new URL('../../docs/providers/', import.meta.url);
const pages = providerPages();

mkdirSync(folder, { recursive: true });
for (const file of readdirSync(folder)) if (!pages.has(file)) rmSync(new URL(file, folder));
for (const [file, text] of pages) writeFileSync(new URL(file, folder), text);

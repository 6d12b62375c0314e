import { writeFileSync } from 'node:fs';
import { providerDocs } from './provider-docs.ts';

writeFileSync(new URL('../../docs/providers.md', import.meta.url), providerDocs());

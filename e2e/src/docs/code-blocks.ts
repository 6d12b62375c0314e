import { readFileSync } from 'node:fs';

/** A fenced block of a page in docs/. */
export interface CodeBlock {
  /** The word after the fence: `sh` for commands a reader is meant to run as they stand, `js`, `python`, … */
  readonly language: string;
  readonly code: string;
}

/** The fenced blocks of the page `docs/<name>`, in order. */
export function codeBlocks(name: string): readonly CodeBlock[] {
  const page = readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');
  return [...page.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = '', code = '']) => ({ language, code }));
}

/** The one block of `blocks` in `language`. Throws where there is none, or more than one. */
export function onlyBlock(blocks: readonly CodeBlock[], language: string): string {
  const [block, ...more] = blocks.filter((candidate) => candidate.language === language);
  if (block === undefined || more.length > 0) throw new Error(`one block in ${language} is wanted`);
  return block.code;
}

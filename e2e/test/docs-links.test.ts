import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pages = globSync(['*.md', 'docs/**/*.md'], { cwd: root });

describe('documentation', () => {
  it.each(pages)('%s links to pages and headings that exist', (page) => {
    const text = withoutCode(readFileSync(join(root, page), 'utf8'));
    const broken = [...text.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !/^[a-z]+:/.test(target) && !leadsSomewhere(page, target));
    expect(broken).toEqual([]);
  });

  it('has every page that the code or a text in it names', () => {
    const missing = globSync('{shared,server,widget}/src/**/*.ts', { cwd: root }).flatMap((file) => {
      const named = readFileSync(join(root, file), 'utf8').match(/\bdocs\/[\w/-]+\.md/g) ?? [];
      return named.filter((page) => !existsSync(join(root, page))).map((page) => `${page}, named in ${file}`);
    });
    expect(missing).toEqual([]);
  });
});

/** Says whether a link on `page` leads to a file of the repository and, where it has a fragment, to a heading in it. */
function leadsSomewhere(page: string, target: string): boolean {
  const [path = '', fragment] = target.split('#', 2);
  const file = path === '' ? join(root, page) : join(root, dirname(page), decodeURIComponent(path));
  if (relative(root, file).startsWith('..') || !existsSync(file)) return false;
  return fragment === undefined || headingsOf(file).includes(fragment);
}

/** The anchors of a page's headings, as code hosts make them. */
function headingsOf(file: string): readonly string[] {
  const text = withoutCode(readFileSync(file, 'utf8'));
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function withoutCode(markdown: string): string {
  return markdown.replace(/^(```|~~~).*?^\1/gms, '');
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the built widget lies. */
export const widgetDist = fileURLToPath(new URL('../../../widget/dist/', import.meta.url));

/** Addresses of the frame's built files, as the pages name them. */
export interface PageAssets {
  readonly script: string;
  readonly styles: readonly string[];
  readonly preloads: readonly string[];
}

/** The built widget, read once at start. */
export interface WidgetBuild {
  readonly frame: PageAssets;
  /** The frame as Jodoo opens it. */
  readonly jodoo: PageAssets;
  readonly refusal: PageAssets;
  /** What stands in the page until the script runs. */
  readonly skeleton: string;
}

interface Chunk {
  readonly file: string;
  readonly css?: readonly string[];
  readonly imports?: readonly string[];
}

/** Reads the manifest that the widget's build wrote. Throws where the widget has not been built. */
export function readWidgetBuild(dist: string = widgetDist): WidgetBuild {
  const manifest = JSON.parse(readFileSync(join(dist, 'app/.vite/manifest.json'), 'utf8')) as Record<string, Chunk>;
  return {
    frame: assetsOf(manifest, 'src/app/main.ts'),
    jodoo: assetsOf(manifest, 'src/app/jodoo/main.ts'),
    refusal: assetsOf(manifest, 'src/app/error-page.ts'),
    skeleton: readFileSync(join(dist, 'app/skeleton.html'), 'utf8').trim(),
  };
}

function assetsOf(manifest: Readonly<Record<string, Chunk>>, entry: string): PageAssets {
  const chunk = manifest[entry];
  if (chunk === undefined) throw new Error(`the widget's build has no ${entry}`);
  const address = (file: string): string => `/embed/${file}`;
  const imported = (chunk.imports ?? []).flatMap((name) => manifest[name] ?? []);
  return {
    script: address(chunk.file),
    styles: [...(chunk.css ?? []), ...imported.flatMap(({ css = [] }) => css)].map(address),
    preloads: imported.map(({ file }) => address(file)),
  };
}

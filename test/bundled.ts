/**
 * Bundles test files, as the command is: vitest reads what is imported as a property of the module that it comes from, each
 * time it is used, and searches take a quarter longer for it.
 */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin as EsbuildPlugin } from 'esbuild';
import type { Plugin } from 'vitest/config';

/** The plugin for a project whose test files are bundled; `setUp` is a module that each of them begins with. */
export function bundled(setUp: string): Plugin {
  return {
    name: 'bundled',
    enforce: 'pre',
    async load(id) {
      if (!id.endsWith('.test.ts')) return null;
      const { outputFiles, metafile } = await build({
        entryPoints: [id],
        inject: [setUp],
        bundle: true,
        packages: 'external',
        platform: 'node',
        format: 'esm',
        target: 'node20',
        sourcemap: 'external',
        outfile: `${id}.js`,
        write: false,
        metafile: true,
        plugins: [ownPlace],
      });
      for (const input of Object.keys(metafile.inputs)) this.addWatchFile(resolve(input));
      const ending = (end: string): string => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? '';
      return { code: ending('.js'), map: ending('.js.map') };
    },
  };
}

/** A module that asks where it is is told where its source is. */
const ownPlace: EsbuildPlugin = {
  name: 'own place',
  setup({ onLoad }) {
    onLoad({ filter: /\/test\/.*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8')
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)),
      loader: 'ts',
    }));
  },
};

/**
 * Runs a program that is written in TypeScript, bundled first as the command is, so that what it times is what the
 * command costs: translating module by module left helpers in the code, and tests took 1.2 to 1.8 times as long.
 *
 *   node scripts/run.js <file.ts> [<arguments>]        from the root of the package, as npm run does
 */
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';

const [file] = process.argv.splice(2, 1);
const outfile = resolve('node_modules/.cache', `${basename(file, '.ts')}.mjs`);
buildSync({
  entryPoints: [file],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  packages: 'external',
  sourcemap: 'inline',
  logLevel: 'warning',
});
process.setSourceMapsEnabled(true);
await import(pathToFileURL(outfile).href);

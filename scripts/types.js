/**
 * Rolls the types of the public API up into one file, dist/index.d.ts, from those that tsc writes a file a module into dist/types, and
 * removes them. It takes declarations as they are, so that it needs no programmatic interface of the compiler, which TypeScript 7 has not.
 *
 *   node scripts/types.js
 */
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';

const DIST = fileURLToPath(new URL('../dist', import.meta.url));

const bundle = await rolldown({
  input: join(DIST, 'types/index.d.ts'),
  external: /^[^./]/,
  plugins: [dts({ dtsInput: true, sourcemap: false })],
});
const { output } = await bundle.generate({ format: 'es' });
if (output.length !== 1) throw new Error(`the types are in ${output.length} files, expected one`);
const draft = join(DIST, `index.d.ts.${process.pid}`);
writeFileSync(draft, output[0].code);
renameSync(draft, join(DIST, 'index.d.ts'));
rmSync(join(DIST, 'types'), { recursive: true });

/**
 * Builds the page of the playground: one file of html that has everything in it, the editor, the worker with all of pinlitmus, and the cases
 * of litmus/. Its Content-Security-Policy lets one script run, by its hash, and lets nothing be fetched.
 *
 * The worker and the cases are deflated, in base64: they are most of the page, and within a page no text of theirs can end a script.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { build } from 'esbuild';

const FOLDER = 'src/playground';

/** The page, and the files that went into it. */
export async function playgroundPage({ root, version, plugins }) {
  const common = {
    absWorkingDir: root,
    bundle: true,
    write: false,
    minify: true,
    metafile: true,
    legalComments: 'none',
    platform: 'browser',
    target: 'es2023',
    logLevel: 'warning',
    plugins,
  };
  const [page, worker, style] = await Promise.all([
    build({ ...common, entryPoints: [`${FOLDER}/page/playground-page.ts`], format: 'esm' }),
    build({ ...common, entryPoints: [`${FOLDER}/worker/playground-worker.ts`], format: 'iife' }),
    build({ ...common, entryPoints: [`${FOLDER}/page/page.css`] }),
  ]);
  const { COLOURS_STYLE, GRAPH_STYLE } = await imported(root, 'src/report/graph/graph-style.ts');
  const script = withinHtml(page.outputFiles[0].text);
  const hash = createHash('sha256').update(script).digest('base64');
  const policy = [
    "default-src 'none'",
    // Graphviz is WebAssembly.
    `script-src 'sha256-${hash}' 'wasm-unsafe-eval'`,
    'worker-src blob:',
    "style-src 'unsafe-inline'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const parts = {
    policy,
    version,
    style: `:root{${COLOURS_STYLE}}${GRAPH_STYLE}${style.outputFiles[0].text}`,
    worker: packed(worker.outputFiles[0].text),
    cases: packed(JSON.stringify(await cases(root))),
    script,
  };
  const template = readFileSync(join(root, FOLDER, 'page/page.html'), 'utf8');
  const html = template.replace(/\{\{(\w+)\}\}/g, (_, name) => parts[name]);
  const inputs = [page, worker, style].flatMap(({ metafile }) => Object.keys(metafile.inputs));
  return { html, inputs };
}

/** A script that its element's end ends, and nothing else: in strings and patterns a `<` may be written otherwise. */
function withinHtml(script) {
  return script.replace(/<(?=!--|\/?script)/gi, '\\x3c');
}

/** The cases that the page offers: path, name, title and text of each. */
async function cases(root) {
  const { headingOf } = await imported(root, 'src/dialects/parse.ts');
  return readdirSync(join(root, 'litmus'), { recursive: true })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.litmus'))
    .sort()
    .map((file) => {
      const text = readFileSync(join(root, 'litmus', file), 'utf8');
      const { name, title } = headingOf({ name: file, text });
      return [`litmus/${file}`, name, title ?? '', text];
    });
}

/** A module of the sources, run here. */
async function imported(root, entry) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    logLevel: 'warning',
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

function packed(text) {
  return deflateRawSync(text, { level: 9 }).toString('base64');
}

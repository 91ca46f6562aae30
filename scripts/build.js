/**
 * Builds dist/: the command, the worker that checks tests on threads, and the public API, bundled because reading a
 * hundred small modules costs more time than checking a small test. Small packages on the path of every start are
 * bundled too, with their licences; large ones that few runs need stay outside and are loaded when called for. The page of
 * the playground has all in it (playground.js).
 *
 *   node scripts/build.js            builds
 *   node scripts/build.js --stale    builds if a source is newer than the build
 *
 * Types come from tsc (tsconfig.build.json). A command that starts meanwhile never sees half a build: each file is
 * moved into its place in one step, entry points last.
 */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { playgroundPage } from './playground.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DIST = join(ROOT, 'dist');
const ENTRIES = {
  cli: 'src/cli/main.ts',
  worker: 'src/check/pool/worker.ts',
  node: 'src/node.ts',
  'api-worker': 'src/api-worker.ts',
  piscina: 'node_modules/piscina/dist/worker.js',
};
/** The public API for browsers, in one file of its own. */
const BROWSER = { index: 'src/index.ts' };
const SCHEMAS = [
  ...['report', 'barriers', 'explain', 'compare'].map((name) => `src/report/formats/${name}.schema.json`),
  'src/cli/config/config.schema.json',
];
const { dependencies, version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

/**
 * Modules of node are called for as the older module system does: an import reads every property of them, and some
 * load a great deal when they are looked at (node:fs: streams).
 */
const BUILTINS = {
  name: 'builtins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:/ }, ({ path, kind, importer }) => {
      // commander runs other programs as subcommands; there are none here.
      if (path === 'node:child_process' && importer.includes('/commander/'))
        return { path, namespace: 'absent' };
      // What only a session needs that watches should share nothing with what every start reads.
      if (/[\\/](chokidar|readdirp)[\\/]/.test(importer)) return { path, external: true };
      return kind === 'import-statement' ? { path, namespace: 'builtin' } : { path, external: true };
    });
    onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = require('${path}')`,
    }));
    onLoad({ filter: /.*/, namespace: 'absent' }, () => ({ contents: 'module.exports = {}' }));
  },
};

/**
 * What tells how wide a text is makes expressions of all emoji when it is loaded, which takes a tenth of a start: it is loaded
 * when a text is measured that has more than Latin letters and the marks of reports.
 */
const WIDTHS = {
  name: 'widths',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^string-width$/ }, ({ importer }) =>
      importer.startsWith(join(ROOT, 'src')) ? { path: 'string-width', namespace: 'late' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'late' }, ({ path }) => ({
      contents: `let own; export default (...given) => (own ??= require('${path}').default)(...given);`,
      resolveDir: ROOT,
    }));
  },
};

/**
 * piscina is bundled as well, and with it what makes threads of it: it looks for that beside itself, which is dist. What it would change
 * the priority of threads with is native code, and no priority is changed here.
 */
const POOL = {
  name: 'pool',
  setup({ onLoad, onResolve }) {
    onLoad({ filter: /[\\/]piscina[\\/]dist[\\/]index\.js$/ }, ({ path }) => {
      const code = readFileSync(path, 'utf8');
      const contents = code.replace("(__dirname, 'worker.js')", "(__dirname, 'piscina.js')");
      if (contents === code) throw new Error(`${path} makes threads in another way than it did`);
      return { contents };
    });
    onResolve({ filter: /^@napi-rs\/nice$/ }, ({ path }) => ({ path, namespace: 'absent' }));
  },
};
/** In a browser tables have no colours; the package for those asks what terminal it is on. */
const COLOURLESS = {
  name: 'colourless',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^@colors\/colors/ }, ({ path }) => ({ path, namespace: 'colourless' }));
    onLoad({ filter: /.*/, namespace: 'colourless' }, () => ({ contents: 'module.exports = {}' }));
  },
};
/** The models that are axioms as they are after they were read, which costs more than checking a small test. */
const PREPARED = {
  name: 'prepared',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]prepared-plan\.ts$/ }, async () => {
      const { outputFiles } = await build({
        absWorkingDir: ROOT,
        entryPoints: ['src/engine/axioms/prepare-plan.ts'],
        bundle: true,
        write: false,
        format: 'esm',
        platform: 'neutral',
        logLevel: 'warning',
      });
      const code = Buffer.from(outputFiles[0].contents).toString('base64');
      const { preparedPlans } = await import(`data:text/javascript;base64,${code}`);
      return { contents: `export const PREPARED_PLANS = ${JSON.stringify(preparedPlans())};` };
    });
  },
};
/**
 * What the command loads when it is called for comes behind what it starts with, and says so here; and what of it needs something
 * of what runs tests comes behind all of that. Otherwise modules that several need would be in files of their own, a file for each
 * way of sharing them, and each costs the start a millisecond.
 */
const START = 'src/cli/command-line.ts';
const RUN = 'src/check/pool/pool.ts';
const BEHIND_START = {
  name: 'behind-start',
  async setup({ onLoad }) {
    const { metafile } = await build({ ...COMMAND, plugins: [BUILTINS, POOL, WIDTHS] });
    const started = broughtBy(START, metafile);
    const run = [...broughtBy(RUN, metafile)].filter((file) => !started.has(file));
    const late = new Map();
    for (const [importer, { imports }] of Object.entries(metafile.inputs)) {
      // The API's reporters are the command's: whichever calls for one first, it comes behind the start.
      if (!/^src\/(?:cli|report|api)\//.test(importer)) continue;
      for (const { path, kind } of imports) {
        if (kind !== 'dynamic-import' || !path.startsWith('src/')) continue;
        const brought = broughtBy(path, metafile);
        late.set(join(ROOT, path), run.some((file) => brought.has(file)) ? [START, RUN] : [START]);
      }
    }
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      if (!late.has(path)) return undefined;
      const before = late.get(path).map((file) => `import ${JSON.stringify(join(ROOT, file))};`);
      return { contents: [readFileSync(path, 'utf8'), ...before].join('\n'), loader: 'ts' };
    });
  },
};
/** What packages of the older module system call for is called for in one file, which says how; in each file it would cost the start time. */
const REQUIRE =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
const CALLS_FOR = 'typeof require';
const COMMON = {
  absWorkingDir: ROOT,
  outdir: 'dist',
  write: false,
  bundle: true,
  format: 'esm',
  metafile: true,
  logLevel: 'warning',
};
const COMMAND = {
  ...COMMON,
  entryPoints: ENTRIES,
  splitting: true,
  platform: 'node',
  target: 'node20',
  external: Object.keys(dependencies),
  // Its other form calls for its parts in a way that no bundler sees.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  inject: ['scripts/dirname.js'],
};

if (!process.argv.includes('--stale') || isStale()) await bundle();

function isStale() {
  const stamp = join(DIST, 'cli.js');
  if (!existsSync(stamp)) return true;
  const built = statSync(stamp).mtimeMs;
  return [...inputFiles(), ...caseFiles()].some((file) => statSync(join(ROOT, file)).mtimeMs > built);
}

/** The cases, which are in the page of the playground, and their folders. */
function caseFiles() {
  const cases = readdirSync(join(ROOT, 'litmus'), { recursive: true });
  return ['litmus', ...cases.map((file) => join('litmus', file))];
}

/** All that a build is made of, and the folders, whose times tell what was removed; packages by the file that fixes them. */
function inputFiles() {
  const sources = readdirSync(join(ROOT, 'src'), { recursive: true }).map((file) => join('src', file));
  const others = ['src', 'package.json', 'package-lock.json', 'scripts/build.js', 'scripts/playground.js'];
  return [...sources.sort(), ...others].filter((file) => existsSync(join(ROOT, file)));
}

/** A name of the build that no build of other sources has (src/check/build-id.ts). */
function buildId() {
  const hash = createHash('sha256');
  for (const file of inputFiles()) {
    if (!statSync(join(ROOT, file)).isFile()) continue;
    const contents = readFileSync(join(ROOT, file));
    hash.update(`${file.replaceAll('\\', '/')} ${contents.length}\n`).update(contents);
  }
  return hash.digest('hex');
}

/** A module and all that it brings with it at once. */
function broughtBy(file, { inputs }, brought = new Set()) {
  if (brought.has(file)) return brought;
  brought.add(file);
  for (const { path, kind, external } of inputs[file]?.imports ?? [])
    if (kind !== 'dynamic-import' && !external) broughtBy(path, { inputs }, brought);
  return brought;
}

async function bundle() {
  const command = await build({
    ...COMMAND,
    // What is shorter is read and compiled sooner. Stacks are told with the short names; from
    // the sources (scripts/run.js) they have the long ones.
    minify: true,
    define: { PINLITMUS_BUILD: JSON.stringify(buildId()) },
    plugins: [BUILTINS, POOL, PREPARED, WIDTHS, BEHIND_START],
  });
  const browser = await build({
    ...COMMON,
    entryPoints: BROWSER,
    platform: 'browser',
    target: 'es2023',
    // Graphs in a page: it brings what draws them.
    external: ['@hpcc-js/wasm-graphviz'],
    plugins: [COLOURLESS, PREPARED],
  });
  const playground = await playgroundPage({ root: ROOT, version, plugins: [COLOURLESS, PREPARED] });
  const results = [command, browser];
  const files = results.flatMap(({ outputFiles }) =>
    outputFiles.map(({ path, text }) => [
      basename(path),
      text.includes(CALLS_FOR) ? `${REQUIRE}\n${text}` : text,
    ]),
  );
  for (const schema of SCHEMAS) files.push([basename(schema), readFileSync(join(ROOT, schema))]);
  files.push(['playground.html', playground.html]);
  const entries = Object.keys({ ...ENTRIES, ...BROWSER }).map((name) => `${name}.js`);
  files.sort(([a], [b]) => entries.includes(a) - entries.includes(b));
  mkdirSync(DIST, { recursive: true });
  for (const [name, contents] of files) replace(join(DIST, name), contents);
  await writeManPages();
  const inputs = [...results.flatMap(({ metafile }) => Object.keys(metafile.inputs)), ...playground.inputs];
  replace(join(ROOT, 'THIRD-PARTY-LICENSES.txt'), licenses(inputs));
  const kept = new Set(['index.d.ts', ...files.map(([name]) => name)]);
  for (const entry of readdirSync(DIST, { withFileTypes: true })) {
    if (entry.isFile() ? !kept.has(entry.name) : !['types', 'man'].includes(entry.name))
      rmSync(join(DIST, entry.name), { recursive: true, force: true });
  }
}

/** Man pages of the commands and of the manual's topics, made from the command tree. */
async function writeManPages() {
  const file = join(DIST, `man-pages.${process.pid}.mjs`);
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['src/cli/manual/man-pages.ts'],
    outfile: file,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    define: { PINLITMUS_BUILD: '""' },
    logLevel: 'warning',
  });
  const { manPages } = await import(pathToFileURL(file));
  rmSync(file);
  const pages = manPages();
  const folder = join(DIST, 'man');
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(pages)) replace(join(folder, name), text);
  for (const name of readdirSync(folder)) if (!(name in pages)) rmSync(join(folder, name), { force: true });
}

function replace(path, contents) {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, contents);
  renameSync(draft, path);
}

/** The licences of the packages that are bundled, which ask to be kept with the copy. */
function licenses(inputs) {
  const folders = new Set(inputs.map((file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]));
  folders.delete(undefined);
  const texts = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));
    const file = readdirSync(join(ROOT, folder)).find((each) => /^licen[cs]e/i.test(each));
    const text = file === undefined ? license : readFileSync(join(ROOT, folder, file), 'utf8').trim();
    return `${name} ${version}\n\n${text}\n`;
  });
  return `The files in dist contain these packages, under these licences.\n\n${texts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

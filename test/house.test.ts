/** The house keeps its shape: what each folder of src may import, how long files are, that each says what it is for. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = join(import.meta.dirname, '../src');

/** The arrows: what a folder may import besides itself and text. The API (src/index.ts) may import everything. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  text: [],
  program: [],
  models: ['program'],
  passes: ['program'],
  // The language of axiomatic models: read, planned, and evaluated on bounds of relations.
  cat: ['program'],
  // Events and relations: what explanations read of an engine's work.
  execution: ['program'],
  // What can be asked of a model and what an engine answers: types, limits, the clock.
  query: ['execution', 'models', 'program'],
  syntax: ['program'],
  kernel: ['program'],
  lower: ['passes', 'syntax', 'kernel', 'program'],
  dialects: ['lower', 'models', 'syntax', 'kernel', 'program'],
  // What a kernel port makes of a C test, as a test of its dialect.
  compile: ['lower', 'syntax', 'kernel', 'program'],
  // The layout of a test's text.
  format: ['dialects', 'syntax', 'program'],
  window: ['models', 'passes', 'program'],
  search: ['window', 'models', 'query', 'passes', 'program'],
  // Axiomatic models: executions are solved for rather than stepped through.
  axioms: ['cat', 'query', 'program'],
  // The one folder that knows how final states are found; everyone else asks it.
  engine: ['axioms', 'cat', 'search', 'window', 'execution', 'query', 'models', 'program'],
  // Questions about a test's barriers, on variants of its text.
  barriers: ['check', 'engine', 'query', 'models', 'dialects', 'kernel', 'syntax', 'program'],
  check: ['engine', 'query', 'models', 'dialects', 'lower', 'passes', 'program'],
  explain: ['check', 'dialects', 'engine', 'execution', 'query', 'models', 'program'],
  // Tests from cycles and names; names from what a test asks an engine for.
  shapes: ['check', 'dialects', 'engine', 'execution', 'query', 'models', 'program'],
  step: ['explain', 'check', 'engine', 'query', 'models', 'program'],
  report: [
    'check',
    'models types',
    'program',
    'barriers types',
    'explain types',
    'query types',
    'step types',
    'compile types',
  ],
  // What editors ask about a text that is being typed; answers of searches are handed in.
  language: [
    ...['report', 'dialects', 'lower', 'syntax', 'kernel', 'models', 'program'],
    ...['barriers', 'api types', 'check types'],
  ],
  // The face for programs: questions as plain data.
  api: ['check', 'barriers', 'explain', 'query types', 'report'],
  // A page with all of it, and its workers; src/playground/page alone knows of a browser.
  playground: [
    ...[
      'language',
      'report',
      'step',
      'explain',
      'barriers',
      'check',
      'engine',
      'query',
      'models',
      'dialects',
    ],
    ...['api', 'compile', 'format', 'shapes', 'program'],
  ],
  // The language server, but for what it runs on.
  lsp: [
    ...['language', 'format', 'report', 'check', 'dialects', 'syntax'],
    ...['api types', 'barriers types'],
  ],
  cli: [
    'playground',
    ...['report', 'step', 'explain', 'barriers', 'check', 'engine', 'query', 'models', 'kernel', 'dialects'],
    ...['compile', 'format', 'cat', 'shapes', 'syntax', 'program', 'api', 'lsp'],
  ],
};

/** Who may use a package; what is not listed may not be used. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  chalk: ['report'],
  'cli-table3': ['report'],
  'string-width': ['report'],
  // The manual's pages.
  marked: ['report', 'playground'],
  'fast-wrap-ansi': ['report'],
  '@babel/code-frame': ['report'],
  'junit-report-builder': ['report'],
  // Types alone.
  sarif: ['report'],
  '@hpcc-js/wasm-graphviz': ['report'],
  zod: ['report', 'cli'],
  ...Object.fromEntries(
    [
      ...['autocomplete', 'commands', 'language', 'lint', 'search', 'state', 'view'].map(
        (part) => `@codemirror/${part}`,
      ),
      ...['lit-html', 'lit-html/directives/live.js', 'lit-html/directives/unsafe-html.js'],
    ].map((name) => [name, ['playground']]),
  ),
  open: ['cli'],
  commander: ['cli'],
  '@inquirer/core': ['cli'],
  tinyglobby: ['cli'],
  chokidar: ['cli'],
  picomatch: ['cli'],
  ignore: ['cli'],
  'empathic/find': ['cli'],
  '@bomb.sh/tab': ['cli'],
  'supports-hyperlinks': ['cli'],
  'jsonc-parser': ['cli'],
  // MD5, by which herd7 knows a test.
  '@noble/hashes/legacy.js': ['dialects'],
  piscina: ['check'],
  'vscode-languageserver': ['lsp'],
  'vscode-languageserver/node': ['cli'],
  'vscode-languageserver-textdocument': ['lsp'],
  diff: ['barriers', 'language', 'report'],
  'fastest-levenshtein': ['lower', 'syntax', 'dialects', 'shapes', 'cli'],
};

/** Folders that are made alike, so that a name in one of them may be in the others too. */
const PARALLEL: readonly RegExp[] = [/^dialects\/\w+$/, /^(?:models|kernel\/ports)$/];

/** What the engines show to others; nobody imports further in. */
const ENGINE_FACE = ['engine/index.js', 'engine/explore-query.js', 'engine/decide.js'];

const LONGEST = 350;

interface Import {
  readonly from: string;
  readonly typeOnly: boolean;
}

interface File {
  readonly path: string;
  readonly folder: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

const files: readonly File[] = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => {
    const text = readFileSync(join(SRC, path), 'utf8');
    return { path, folder: path.includes('/') ? path.split('/')[0] : '', text, imports: importsOf(text) };
  });

function importsOf(text: string): readonly Import[] {
  const fixed = text.matchAll(/^(?:im|ex)port (type )?(?:[\w*{][^;']*?from )?'([^']+)'/gm);
  const called = text.matchAll(/\bimport\('([^']+)'\)/g);
  return [
    ...[...fixed].map(([, type, from]) => ({ from, typeOnly: type !== undefined })),
    ...[...called].map(([, from]) => ({ from, typeOnly: false })),
  ];
}

/** The folder of src that an import leads to, or null for a package. */
function folderOf(file: File, { from }: Import): string | null {
  if (!from.startsWith('.')) return null;
  const [folder, ...rest] = join(file.path, '..', from).split('/');
  return rest.length === 0 ? '' : folder;
}

function isAllowed(file: File, imported: Import): boolean {
  const target = folderOf(file, imported);
  if (target === null) {
    return imported.from.startsWith('node:') || PACKAGES[imported.from]?.includes(file.folder) === true;
  }
  if (target === file.folder || target === 'text') return true;
  const may = MAY[file.folder] ?? [];
  return may.includes(target) || (imported.typeOnly && may.includes(`${target} types`));
}

/** Top-level exports that declare something, with the line before them. */
function exportsOf(text: string): readonly { readonly line: string; readonly before: string }[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index) =>
    /^export (?:default )?(?:async )?(?:abstract )?(?:function|class|interface|type \w+)/.test(line)
      ? [{ line, before: lines[index - 1] ?? '' }]
      : [],
  );
}

/** The file of src that an import leads to, `models/sc.js`, or null for a package. */
function targetOf(file: File, from: string): string | null {
  return from.startsWith('.') ? join(dirname(file.path), from) : null;
}

/** A path with what distinguishes parallel folders left out. */
function familyOf(path: string): string {
  const family = PARALLEL.findIndex((pattern) => pattern.test(dirname(path)));
  return family === -1 ? path : `${family}/${basename(path)}`;
}

/** What is imported across folders, as the path of its file and its name. */
function shownNames(): ReadonlySet<string> {
  const shown = new Set<string>();
  for (const file of files) {
    for (const [, names, from] of file.text.matchAll(
      /^(?:im|ex)port (?:type )?\{([^}]*)\} from '(\.[^']+)'/gm,
    )) {
      const target = targetOf(file, from);
      if (target === null || folderOf(file, { from, typeOnly: false }) === file.folder) continue;
      for (const name of names.split(',')) {
        const [own] = name
          .trim()
          .replace(/^type /, '')
          .split(' as ');
        shown.add(`${target.replace(/\.js$/, '.ts')} ${own}`);
      }
    }
  }
  return shown;
}

function nameIn(line: string): string | undefined {
  return /(?:function\*?|class|interface|type) (\w+)/.exec(line)?.[1];
}

describe('the house', () => {
  it('has no folder that the arrows do not name', () => {
    const folders = new Set(files.map(({ folder }) => folder).filter((folder) => folder !== ''));
    expect([...folders].sort()).toEqual(Object.keys(MAY).sort());
  });

  it.each(Object.keys(MAY))('%s imports along the arrows', (folder) => {
    const wrong = files
      .filter((file) => file.folder === folder)
      .flatMap((file) =>
        file.imports
          .filter(
            (imported) => !file.path.startsWith('cli/version') || imported.from !== '../../package.json',
          )
          .filter((imported) => !isAllowed(file, imported))
          .map((imported) => `${file.path} imports ${imported.from}`),
      );
    expect(wrong).toEqual([]);
  });

  it('knows of node in cli and in the pool only', () => {
    const may = (path: string): boolean => path.startsWith('cli/') || path.startsWith('check/pool/');
    const wrong = files.filter(
      ({ path, imports }) => !may(path) && imports.some(({ from }) => from.startsWith('node:')),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('knows of the process, its streams and its arguments in a few files of cli and in the pool only', () => {
    const own = ['main', 'io/streams', 'io/terminal', 'io/interruption'].map((name) => `cli/${name}.ts`);
    // The pool leaves a working directory that is gone; the example at the head of the API prints.
    const wrong = files.filter(
      ({ path, text }) =>
        ![...own, 'check/pool/pool.ts', 'index.ts'].includes(path) && /\b(?:process|console)\./.test(text),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('prints through one place, where what a terminal would obey is escaped', () => {
    // Sequences of its own are written by the two that draw on the terminal.
    const own = ['cli/io/streams.ts', 'cli/io/terminal.ts', 'cli/io/progress.ts'];
    const wrong = files.filter(
      ({ folder, path, text }) =>
        folder === 'cli' && !own.includes(path) && /\b(?:stdout|stderr)\.write|\bconsole\./.test(text),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it(`has no file over ${LONGEST} lines`, () => {
    const long = files.filter(({ text }) => text.split('\n').length - 1 > LONGEST);
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  it('says at the top of each file what it is for', () => {
    const silent = files.filter(({ text }) => !text.startsWith('/**'));
    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  it('reaches no further into the engines than their face', () => {
    const wrong = files
      .filter(({ folder }) => folder !== 'engine')
      .flatMap((file) =>
        file.imports
          .map(({ from }) => targetOf(file, from))
          .filter((target) => target?.startsWith('engine/') === true && !ENGINE_FACE.includes(target))
          .map((target) => `${file.path} imports ${target}`),
      );
    expect(wrong).toEqual([]);
  });

  it('has no file name twice, but in folders that are made alike', () => {
    const byName = new Map<string, string[]>();
    for (const { path } of files) {
      const name = basename(path);
      if (name !== 'index.ts') byName.set(name, [...(byName.get(name) ?? []), path]);
    }
    expect([...byName.values()].filter((paths) => new Set(paths.map(familyOf)).size > 1)).toEqual([]);
  });

  it('exports no type name twice', () => {
    const byName = new Map<string, string[]>();
    for (const { path, text } of files) {
      for (const [, name] of text.matchAll(/^export (?:abstract )?(?:interface|type|class) (\w+)/gm))
        byName.set(name, [...(byName.get(name) ?? []), path]);
    }
    expect([...byName].filter(([, paths]) => paths.length > 1)).toEqual([]);
  });

  it('says of each function and type that a folder shows to others what it is', () => {
    const shown = shownNames();
    const silent = files.flatMap(({ path, text }) =>
      exportsOf(text)
        .filter(({ line, before }) => shown.has(`${path} ${nameIn(line)}`) && !/\*\/\s*$/.test(before))
        .map(({ line }) => `${path}: ${line}`),
    );
    expect(silent).toEqual([]);
  });
});

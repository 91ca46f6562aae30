/** What is published: which files, what they export, under which licences, and that they run where nothing else is installed. */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSING, storeBuffering } from '../cli/cases.js';
import { directory } from '../cli/command.js';
import { needing } from '../cli/programs.js';

const ROOT = join(import.meta.dirname, '../..');
const PACKAGE = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

function run(command: string, args: readonly string[], cwd = ROOT) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  return { code: status, stdout, stderr };
}

const cache = mkdtempSync(join(tmpdir(), 'pinlitmus-npm-'));
afterAll(() => rmSync(cache, { recursive: true, force: true }));

/** Packs without the scripts, which would build while other tests run, and without a home. */
function pack(...args: readonly string[]): Packed {
  const { stdout, stderr } = run('npm', ['pack', '--json', '--ignore-scripts', '--cache', cache, ...args]);
  const found = /^\[[\s\S]*^\]$/m.exec(stdout)?.[0];
  if (found === undefined) throw new Error(`npm packs nothing: ${stdout}${stderr}`);
  return JSON.parse(found)[0];
}

let files: readonly string[] = [];

beforeAll(() => {
  const types = [
    ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'],
    ['scripts/types.js'],
  ] as const;
  for (const args of types) {
    const { code, stdout, stderr } = run(process.execPath, args);
    if (code !== 0) throw new Error(`no types: ${stdout}${stderr}`);
  }
  files = pack('--dry-run').files.map(({ path }) => path);
});

describe('the package', () => {
  it('has the command, what it is built into, the library of cases, the manual and the licences', () => {
    const shown = files.map((path) =>
      /^(?:dist|litmus)\//.test(path)
        ? path.split('/')[0]
        : path.replace(/^(src\/(?:manual|lsp\/editors))\/.*/, '$1'),
    );
    expect([...new Set(shown)].sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'THIRD-PARTY-LICENSES.txt',
      'bin/engine.js',
      'bin/pinlitmus.js',
      'dist',
      'litmus',
      'package.json',
      'src/lsp/editors',
      'src/manual',
    ]);
    expect(files.filter((path) => path.startsWith('litmus/') && !/\.(?:litmus|md)$/.test(path))).toEqual([]);
    expect(
      files.filter(
        (path) =>
          path.startsWith('dist/') &&
          !/^dist\/(?:[\w-]+(?:\.schema)?\.(?:js|json|d\.ts)|playground\.html|man\/[\w-]+\.[17])$/.test(path),
      ),
    ).toEqual([]);
  });

  it('has one file of types, and every export is there', () => {
    expect(files.filter((path) => path.endsWith('.d.ts'))).toEqual(['dist/index.d.ts']);
    const targets = Object.values<string | Record<string, string>>(PACKAGE.exports).flatMap((target) =>
      typeof target === 'string' ? [target] : Object.values(target),
    );
    for (const target of [...targets, PACKAGE.types, ...Object.values<string>(PACKAGE.bin)])
      expect(files).toContain(target.replace(/^\.\//, ''));
    expect(PACKAGE.exports['./package.json']).toBe('./package.json');
  });

  it('runs no script where it is installed', () => {
    for (const name of ['preinstall', 'install', 'postinstall', 'prepare'])
      expect(PACKAGE.scripts[name]).toBeUndefined();
  });

  it('carries the licence of each package that is bundled, and needs no native code', () => {
    const text = readFileSync(join(ROOT, 'THIRD-PARTY-LICENSES.txt'), 'utf8');
    const bundled = [...text.matchAll(/^(@?[\w./-]+) \d+\.\d+\.\d+$/gm)].map(([, name]) => name);
    expect(bundled).toEqual(
      expect.arrayContaining([
        'chalk',
        'cli-table3',
        'commander',
        'fastest-levenshtein',
        'piscina',
        'string-width',
      ]),
    );
    for (const name of bundled) expect(existsSync(join(ROOT, 'node_modules', name))).toBe(true);
    expect(Object.keys(PACKAGE.dependencies)).not.toContain('piscina');
    expect(bundled).not.toContain('@napi-rs/nice');
  });
});

describe('in a place of its own', () => {
  /** The tarball as npm lays it out, with what it depends on beside it and nothing else. */
  function installed(): string {
    const root = directory({
      'package.json': '{ "type": "module", "private": true }',
      'sb.litmus': PASSING,
      'sb2.litmus': PASSING,
    });
    const { filename } = pack('--pack-destination', root);
    const own = join(root, 'node_modules/pinlitmus');
    mkdirSync(own, { recursive: true });
    expect(run('tar', ['xzf', join(root, filename), '-C', own, '--strip-components=1']).code).toBe(0);
    for (const name of Object.keys(PACKAGE.dependencies)) {
      mkdirSync(dirname(join(root, 'node_modules', name)), { recursive: true });
      symlinkSync(join(ROOT, 'node_modules', name), join(root, 'node_modules', name));
    }
    return root;
  }

  it('checks on threads, explains in a graph, and gives the API with its types', (context) => {
    needing('tar')(context);
    const root = installed();
    const bin = 'node_modules/pinlitmus/bin/pinlitmus.js';
    const checked = run(process.execPath, [bin, 'check', '-m', 'sc,tso', 'sb.litmus', 'sb2.litmus'], root);
    expect([checked.code, checked.stdout]).toEqual([0, expect.stringMatching(/^2 tests: 2 passed/m)]);
    const drawn = run(process.execPath, [bin, 'explain', '-m', 'tso', '--graph', 'svg', 'sb.litmus'], root);
    expect([drawn.code, drawn.stdout.includes('<svg')]).toEqual([0, true]);
    writeFileSync(
      join(root, 'use.ts'),
      `import { check, type CheckAnswer } from 'pinlitmus';
import own from 'pinlitmus/package.json' with { type: 'json' };
const checked: CheckAnswer = await check(${JSON.stringify(storeBuffering())}, { models: ['tso'] });
const states: readonly Readonly<Record<string, string>>[] = checked.models[0].states;
console.log(own.name, states.length, states[0]['0:r0']);
`,
    );
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    const flags = [
      '--strict',
      '--module',
      'nodenext',
      '--target',
      'es2023',
      '--resolveJsonModule',
      '--types',
      'node',
    ];
    const roots = ['--typeRoots', join(ROOT, 'node_modules/@types')];
    const compiled = run(process.execPath, [tsc, ...flags, ...roots, 'use.ts'], root);
    expect(compiled).toMatchObject({ code: 0, stdout: '' });
    expect(run(process.execPath, ['--no-warnings', 'use.js'], root)).toMatchObject({
      code: 0,
      stdout: 'pinlitmus 4 0\n',
    });
  });
});

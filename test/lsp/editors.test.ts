/** What editors are given: the grammar, by snapshots of what it says of each character, and VS Code's extension. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import vm from 'node:vm';
import { expect, it } from 'vitest';
import { DIALECTS } from '../../src/dialects/index.js';
import { listPrimitives } from '../../src/kernel/listing.js';
import { BARRIERS } from '../../src/kernel/primitives/barrier.js';
import { directory } from '../cli/command.js';
import { needing } from '../cli/programs.js';

const ROOT = join(import.meta.dirname, '../..');
const EXTENSION = join(ROOT, 'src/lsp/editors/vscode');
const MANIFEST = read('package.json');
const GRAMMAR = read('syntaxes/litmus.tmLanguage.json');

function read(file: string) {
  return JSON.parse(readFileSync(join(EXTENSION, file), 'utf8'));
}

it('the grammar colours each dialect as the snapshots say; PINLITMUS_PROMOTE=1 writes them anew', () => {
  const tester = createRequire(import.meta.url).resolve('vscode-tmgrammar-test/dist/snapshot.js');
  const update = process.env.PINLITMUS_PROMOTE ? ['-u'] : [];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [tester, ...update, '--config', join(EXTENSION, 'package.json'), 'test/lsp/grammar/*.litmus'],
    { cwd: ROOT, encoding: 'utf8' },
  );
  expect(status, stdout + stderr).toBe(0);
  for (const name of ['kernel', 'aarch64', 'x86', 'riscv'])
    expect(existsSync(join(ROOT, `test/lsp/grammar/${name}.litmus.snap`)), name).toBe(true);
});

it('the grammar knows every primitive and every barrier', () => {
  const named = (name: string): RegExp =>
    new RegExp(
      GRAMMAR.repository['c-code'].patterns.find((each: { name?: string }) => each.name === name).match,
    );
  const barrier = named('support.function.barrier.litmus');
  const primitive = named('support.function.primitive.litmus');
  const names = listPrimitives().map(({ name }) => name);
  expect(names.length).toBeGreaterThan(1000);
  const isWhole = (pattern: RegExp, name: string): boolean => pattern.exec(`${name}(`)?.[0] === name;
  expect(names.filter((name) => !isWhole(barrier, name) && !isWhole(primitive, name))).toEqual([]);
  expect([...BARRIERS.keys()].filter((name) => !isWhole(barrier, name))).toEqual([]);
});

it.each(['vscode/syntaxes/litmus.tmLanguage.json', 'vim/syntax/litmus.vim', 'emacs/litmus-mode.el'])(
  '%s knows every dialect',
  (file) => {
    const text = readFileSync(join(EXTENSION, '..', file), 'utf8');
    const isKnown = (name: string): boolean => new RegExp(`[(|]${name}\\\\*[|)]`).test(text);
    expect(DIALECTS.map(({ name }) => name).filter((name) => !isKnown(name))).toEqual([]);
  },
);

it("VS Code's manifest names files that are there, and the grammar that is in them", () => {
  const { languages, grammars } = MANIFEST.contributes;
  const files = [MANIFEST.main, languages[0].configuration, grammars[0].path];
  expect(files.filter((file: string) => !existsSync(join(EXTENSION, file)))).toEqual([]);
  expect(grammars[0]).toMatchObject({ language: languages[0].id, scopeName: GRAMMAR.scopeName });
});

it("VS Code's extension starts the server, and ends it", async () => {
  const did: unknown[] = [];
  class LanguageClient {
    constructor(...given: unknown[]) {
      did.push(given);
    }
    start = async () => did.push('start');
    stop = async () => did.push('stop');
  }
  const settings: Record<string, unknown> = { arguments: ['--model', 'lkmm'] };
  const get = (key: string, otherwise: unknown): unknown => settings[key] ?? otherwise;
  const modules: Record<string, unknown> = {
    vscode: {
      workspace: { getConfiguration: () => ({ get }), workspaceFolders: [{ uri: { fsPath: '/tree' } }] },
    },
    'vscode-languageclient/node': { LanguageClient },
  };
  const exports: Record<string, () => Promise<unknown>> = {};
  const text = readFileSync(join(EXTENSION, MANIFEST.main), 'utf8');
  vm.runInNewContext(text, { exports, require: (name: string) => modules[name] });
  await exports.activate();
  await exports.deactivate();
  const server = {
    command: 'pinlitmus',
    args: ['lsp', '--stdio', '--model', 'lkmm'],
    options: { cwd: '/tree' },
  };
  const client = { documentSelector: [{ language: 'litmus' }] };
  expect(JSON.parse(JSON.stringify(did))).toEqual([
    ['pinlitmus', 'pinlitmus', server, client],
    'start',
    'stop',
  ]);
});

/** Prints each coloured part of a file with its face. */
const FACES = `(let ((pos (point-min)))
  (while (< pos (point-max))
    (let ((next (next-single-property-change pos 'face nil (point-max))) (face (get-text-property pos 'face)))
      (when face (princ (format "%s %s\n" (buffer-substring-no-properties pos next) face)))
      (setq pos next))))`;

it('Emacs colours the whole name of a primitive, a type and a barrier', (context) => {
  needing('emacs')(context);
  const text =
    'C e\n{}\nP0(atomic_long_t *x) { smp_mb__before_atomic(); atomic_long_inc(x); }\nexists (0:r_0=1)\n';
  const cwd = directory({ 'e.litmus': text });
  const mode = join(EXTENSION, '../emacs/litmus-mode.el');
  const steps = `(progn (find-file "e.litmus") (font-lock-ensure) ${FACES})`;
  const { stdout } = spawnSync('emacs', ['-Q', '--batch', '-l', mode, '--eval', steps], {
    cwd,
    encoding: 'utf8',
  });
  expect(stdout.trim().split('\n')).toEqual([
    'C font-lock-keyword-face',
    'e font-lock-function-name-face',
    'P0 font-lock-function-name-face',
    'atomic_long_t font-lock-type-face',
    'smp_mb__before_atomic font-lock-builtin-face',
    'atomic_long_inc font-lock-function-name-face',
    'exists font-lock-keyword-face',
    '0:r_0 font-lock-variable-name-face',
  ]);
});

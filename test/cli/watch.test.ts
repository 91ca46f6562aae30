/** `check --watch`: the command as a process that goes on, without a terminal and on one. */
import { type ChildProcess, spawn } from 'node:child_process';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { FAILING, MALFORMED, PASSING } from './cases.js';
import { BIN, directory, pinlitmus } from './command.js';
import { needing, scriptOf } from './programs.js';

const WAITING = /waiting for changes/;

/** A run that is watched, and what it has printed since it was asked last. */
class Watched {
  readonly #process: ChildProcess;
  readonly #code: Promise<number | null>;
  #printed = '';
  #seen = 0;

  constructor(command: string, args: readonly string[], cwd: string, env: Readonly<Record<string, string>>) {
    this.#process = spawn(command, args, { cwd, env: { ...process.env, ...env } });
    for (const stream of [this.#process.stdout, this.#process.stderr])
      stream?.on('data', (chunk: Buffer) => {
        this.#printed += chunk.toString();
      });
    this.#code = new Promise((resolve) => this.#process.on('close', (code) => resolve(code)));
    onTestFinished(() => void this.#process.kill('SIGKILL'));
  }

  /** What comes up to a text, without what a terminal obeys. */
  async until(pattern: RegExp): Promise<string> {
    const end = Date.now() + 50_000;
    for (;;) {
      const found = pattern.exec(this.#printed.slice(this.#seen));
      if (found !== null) {
        const from = this.#seen;
        this.#seen += found.index + found[0].length;
        return plain(this.#printed.slice(from, this.#seen));
      }
      if (Date.now() > end) throw new Error(`no ${pattern} in:\n${this.#printed.slice(this.#seen)}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  type(keys: string): void {
    this.#process.stdin?.write(keys);
  }

  signal(name: NodeJS.Signals): void {
    this.#process.kill(name);
  }

  get code(): Promise<number | null> {
    return this.#code;
  }
}

function plain(text: string): string {
  // Of a line that is drawn over itself the last state is what one sees.
  const drawn = text
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map((line) => line.slice(line.lastIndexOf('\r') + 1));
  return stripVTControlCharacters(drawn.join('\n'));
}

/** Without a terminal. */
function piped(cwd: string, ...args: readonly string[]): Watched {
  return new Watched(process.execPath, [BIN, 'check', '--watch', '-m', 'sc,tso', ...args], cwd, {});
}

/** On a terminal, where keys are typed. */
function typed(cwd: string, ...args: readonly string[]): Watched {
  const command = `stty cols 100; exec '${process.execPath}' '${BIN}' check --watch -m sc,tso ${args.join(' ')}`;
  return new Watched(...scriptOf(command), cwd, { TERM: 'xterm', NO_COLOR: '1' });
}

describe('without a terminal', () => {
  it('runs again what changes and what has failed, and notices what is new or gone', async () => {
    const cwd = directory({ 'a.litmus': PASSING, 'b.litmus': FAILING, 'sub/c.litmus': PASSING });
    const watched = piped(cwd, '.');
    expect(await watched.until(WAITING)).toContain('3 tests: 2 passed, 1 failed');
    writeFileSync(join(cwd, 'a.litmus'), MALFORMED);
    const changed = await watched.until(WAITING);
    expect(changed).toContain('pinlitmus: a.litmus has changed; 1 other test failed last');
    expect(changed).toContain('2 tests: 1 failed, 1 malformed');
    writeFileSync(join(cwd, 'b.litmus'), PASSING);
    expect(await watched.until(WAITING)).toContain('2 tests: 1 passed, 1 malformed');
    rmSync(join(cwd, 'a.litmus'));
    writeFileSync(join(cwd, 'sub/new.litmus'), PASSING);
    writeFileSync(join(cwd, 'notes.txt'), 'no test');
    const added = await watched.until(WAITING);
    expect(added).toContain('sub/new.litmus has changed\n');
    // As editors write: beside it, and into its place.
    writeFileSync(join(cwd, 'draft'), FAILING);
    renameSync(join(cwd, 'draft'), join(cwd, 'sub/c.litmus'));
    const moved = await watched.until(WAITING);
    expect(moved).toContain('sub/c.litmus has changed\n');
    expect(moved).toContain('SC        Never, as expected');
    watched.signal('SIGINT');
    expect([null, 130]).toContain(await watched.code);
  });

  it('keeps to the files and the choices that it is given', async () => {
    const cwd = directory({ 'a.litmus': PASSING, 'b.litmus': PASSING, 'sub/c.litmus': PASSING });
    const watched = piped(cwd, '--exclude', 'b.litmus', 'a.litmus', 'b.litmus');
    expect(await watched.until(WAITING)).toContain('--exclude leaves out 1');
    writeFileSync(join(cwd, 'sub/c.litmus'), FAILING);
    writeFileSync(join(cwd, 'b.litmus'), FAILING);
    writeFileSync(join(cwd, 'a.litmus'), FAILING);
    const again = await watched.until(/x86-TSO {3}Sometimes, expected Never/);
    expect(again).not.toContain('c.litmus');
  });

  it('runs all again when a model changes', async () => {
    const cwd = directory({
      'a.litmus': PASSING,
      'mine/mine.cat': 'include "part.cat"\n',
      'mine/part.cat': 'acyclic po | rf | fr | co as sc\n',
    });
    const watched = piped(cwd, '--cat', 'mine/mine.cat', 'a.litmus');
    expect(await watched.until(WAITING)).toMatch(/mine +Never/);
    writeFileSync(join(cwd, 'mine/part.cat'), 'acyclic po-loc | rf | fr | co as coherence\n');
    const again = await watched.until(WAITING);
    expect(again).toContain('pinlitmus: mine/part.cat has changed');
    expect(again).toMatch(/mine +Sometimes/);
    writeFileSync(join(cwd, 'mine/part.cat'), 'acyclic po-loc |\n');
    expect(await watched.until(WAITING)).toContain('mine/part.cat:2:1: error');
  });

  it('says that a configuration has changed, which it does not read again', async () => {
    const config = (models: readonly string[]): string => JSON.stringify({ models });
    const cwd = directory({ 'a.litmus': PASSING, 'pinlitmus.config.json': config(['sc']) });
    const args = ['check', '--watch', 'a.litmus'];
    const watched = new Watched(process.execPath, [BIN, ...args], cwd, {});
    expect(await watched.until(WAITING)).toContain('SC   Never, as expected');
    writeFileSync(join(cwd, 'pinlitmus.config.json'), config(['tso']));
    await watched.until(/pinlitmus\.config\.json has changed: start again for it to hold\n/);
  });

  it('is refused where there is nothing to watch', () => {
    expect(pinlitmus(['check', '--watch', '-'])).toMatchObject({
      code: 2,
      stderr: 'error: --watch cannot watch standard input\n',
    });
  });
});

describe('on a terminal', () => {
  beforeEach(needing('script'));

  it('obeys keys', async () => {
    const cwd = directory({ 'a.litmus': PASSING, 'b.litmus': FAILING, 'c.litmus': PASSING });
    const watched = typed(cwd, '.');
    expect(await watched.until(WAITING)).toContain('3 tests: 2 passed, 1 failed');
    await watched.until(/q quits/);
    watched.type('f');
    const failed = await watched.until(WAITING);
    expect(failed).toContain('x86-TSO   Sometimes, expected Never');
    expect(failed).not.toContain('tests:');
    watched.type('a');
    expect(await watched.until(WAITING)).toContain('3 tests: 2 passed, 1 failed');
    watched.type('e');
    const explained = await watched.until(WAITING);
    expect(explained).toContain('b.litmus');
    expect(explained).toContain('x86-TSO: how\n');
    expect(explained).not.toContain('SC: why not');
    watched.type('t');
    await watched.until(/none for all tests\): /);
    watched.type('[ac]\r');
    expect(await watched.until(WAITING)).toContain('2 tests: 2 passed');
    watched.type('\r');
    expect(await watched.until(WAITING)).toContain('2 tests: 2 passed');
    watched.type('p');
    await watched.until(/none for all tests\): /);
    watched.type('(\r');
    expect(await watched.until(WAITING)).toContain('error: It takes a regular expression');
    watched.type('x');
    watched.type('q');
    expect(await watched.code).toBe(0);
  });

  it.each([
    ['when it waits', WAITING],
    ['while it runs', /endless\.litmus on SC/],
  ])('ends at Ctrl-C %s', async (_, when) => {
    const endless =
      'C endless\n{}\nP0(int *x) { int r0; while (1) { r0 = r0 * 3 + 1; WRITE_ONCE(*x, r0); } }\nexists (x=2)\n';
    const isWaiting = when === WAITING;
    const cwd = directory({ 'endless.litmus': isWaiting ? PASSING : endless });
    const watched = typed(cwd, '.');
    await watched.until(when);
    if (isWaiting) await watched.until(/q quits/);
    watched.type('\u0003');
    expect(await watched.code).toBe(130);
  });
});

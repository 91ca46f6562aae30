/** What is read, what is written, and what becomes of a file when writing fails. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { AARCH64, FAILING, PASSING, storeBuffering, UNJUDGED } from './cases.js';
import { BIN, directory, type Outcome, pinlitmus } from './command.js';
import { needing } from './programs.js';

beforeEach(needing('bash', 'mkfifo', 'seq'));

/** Runs the command in a shell, for what only a shell can bring about. */
function inShell(cwd: string, script: string): Outcome {
  const text = script.replaceAll('pinlitmus ', `'${process.execPath}' '${BIN}' `);
  const { status, stdout, stderr } = spawnSync('bash', ['-c', text], { cwd, encoding: 'utf8' });
  return { code: status, stdout, stderr };
}

const reported = (stdout: string): readonly string[] =>
  JSON.parse(stdout).tests.map((test: { readonly file: string }) => test.file);
const MODELS = ['-m', 'sc,tso,armv8'];

describe('a directory', () => {
  it('is looked through but for node_modules and .git, which --update leaves alone too', () => {
    const files = ['a', '.ci/b', 'node_modules/p/c', 'd/node_modules/e', '.git/f', 'd/.git/g'];
    const cwd = directory(Object.fromEntries(files.map((name) => [`${name}.litmus`, FAILING])));
    const { stdout } = pinlitmus(['check', '-r', 'json', '.'], { cwd });
    expect(reported(stdout)).toEqual(['.ci/b.litmus', 'a.litmus']);
    expect(pinlitmus(['check', '--update', '.'], { cwd }).stderr).toContain('2 of 2 files changed');
    for (const name of files.slice(2))
      expect(readFileSync(join(cwd, `${name}.litmus`), 'utf8')).toBe(FAILING);
    expect(reported(pinlitmus(['check', '-r', 'json', '**'], { cwd }).stdout)).toEqual(['a.litmus']);
    const named = pinlitmus(['check', '-r', 'json', 'node_modules', 'd/node_modules/*'], { cwd });
    expect(reported(named.stdout)).toEqual(['node_modules/p/c.litmus', 'd/node_modules/e.litmus']);
  });

  it('gives each real file once, by its own name, however many links go in cycles', () => {
    const cwd = directory({ 'tree/x/ok.litmus': UNJUDGED, 'else/far.litmus': UNJUDGED });
    for (const name of ['a', 'b', 'x/c', 'x/d']) symlinkSync('.', join(cwd, 'tree', name));
    symlinkSync('..', join(cwd, 'tree/x/up'));
    symlinkSync('x/ok.litmus', join(cwd, 'tree/again.litmus'));
    symlinkSync('../else', join(cwd, 'tree/far'));
    symlinkSync('../../else', join(cwd, 'tree/x/far'));
    const { stdout } = pinlitmus(['check', '-r', 'json', 'tree', 'tree/a/x', 'tree/again.litmus'], { cwd });
    expect(reported(stdout)).toEqual(['tree/far/far.litmus', 'tree/x/ok.litmus']);
  });

  it('with a part that cannot be read is looked through all the same', () => {
    const cwd = directory({ 'a/ok.litmus': PASSING });
    // Longer than any path may be: nobody can read it, whoever runs this.
    const deep = 'd'.repeat(200);
    inShell(cwd, `for i in $(seq 25); do mkdir ${deep} && cd ${deep}; done`);
    const { code, stdout } = pinlitmus(['check', '.'], { cwd });
    inShell(cwd, `rm -rf ${deep}`);
    expect(code).toBe(3);
    expect(stdout).toContain('✓ ok');
    expect(stdout).toMatch(/its\s+name\s+is\s+too\s+long/);
  });

  it('with a pipe in it does not wait for anybody', () => {
    const cwd = directory({ 'ok.litmus': PASSING });
    inShell(cwd, 'mkfifo pipe.litmus');
    const { code, stdout } = pinlitmus(['check', '.', '/dev/zero'], { cwd });
    expect(code).toBe(3);
    expect(stdout.match(/it is a pipe or a device, expected a\s+file/g)).toHaveLength(2);
    expect(stdout).toContain('1 passed, 2 unreadable');
  });
});

it('a file that is not there is no malformed one', () => {
  const cwd = directory({ 'ok.litmus': PASSING });
  const { stdout, stderr } = pinlitmus(['check', 'nothing', 'ok.litmus'], { cwd });
  expect(stderr).toContain('pinlitmus: no test found: nothing: no such file or directory\n');
  expect(stdout).not.toContain('malformed');
});

describe('a file that is rewritten', () => {
  it('keeps its mode, and nothing is left beside it', () => {
    const cwd = directory({ 'sb.litmus': FAILING });
    chmodSync(join(cwd, 'sb.litmus'), 0o640);
    expect(pinlitmus(['check', ...MODELS, '--update', 'sb.litmus'], { cwd }).code).toBe(0);
    expect(readFileSync(join(cwd, 'sb.litmus'), 'utf8')).toBe(PASSING);
    expect(statSync(join(cwd, 'sb.litmus')).mode & 0o777).toBe(0o640);
    expect(readdirSync(cwd)).toEqual(['sb.litmus']);
  });

  it.each([
    ['check --update a.litmus b.litmus', 2],
    ['barriers --write a.litmus b.litmus', 2],
    ['barriers --write-to a.copy a.litmus', 2],
    ['check -o report b.litmus', 2],
    ['explain -o report b.litmus', 2],
    ['check -r json -o report b.litmus', 2],
  ])('is whole where no byte can be written: %s', (command, expected) => {
    const files = { 'a.litmus': FAILING, 'a.copy': 'copy', 'b.litmus': FAILING, report: 'report' };
    const cwd = directory(files);
    const { code, stderr } = inShell(cwd, `trap '' XFSZ; ulimit -f 0; pinlitmus ${command}`);
    expect(code).toBe(expected);
    expect(stderr).toMatch(/^error: cannot (write|update) \S+: no file may become that large$/m);
    expect(stderr).not.toMatch(/internal error|\n +at /);
    for (const [name, text] of Object.entries(files))
      expect(readFileSync(join(cwd, name), 'utf8')).toBe(text);
    expect(readdirSync(cwd).sort()).toEqual(Object.keys(files).sort());
  });

  it('does not keep the rest of a batch from being run, when it cannot be written', () => {
    const cwd = directory({ 'a.litmus': FAILING, 'b.litmus': PASSING, 'c.litmus': FAILING });
    const { code, stdout, stderr } = inShell(
      cwd,
      `trap '' XFSZ; ulimit -f 0; pinlitmus check -m sc,tso,armv8 --update .`,
    );
    expect(code).toBe(2);
    expect(stdout).toContain('3 tests: 1 passed, 2 failed');
    expect(stderr.match(/^error: cannot update/gm)).toHaveLength(2);
    expect(stderr).toContain('0 of 3 files changed');
  });

  it('has either its old or its new text when the process is killed, at whatever point', () => {
    const cwd = directory({ 'a.litmus': FAILING });
    for (const milliseconds of [50, 120, 160, 200, 240, 280, 320, 400]) {
      const args = [BIN, 'check', ...MODELS, '--update', 'a.litmus'];
      spawnSync(process.execPath, args, { cwd, timeout: milliseconds, killSignal: 'SIGKILL' });
      expect([FAILING, PASSING]).toContain(readFileSync(join(cwd, 'a.litmus'), 'utf8'));
    }
  });

  it('is left alone when a link leads out of what was given, unless the link itself was', () => {
    const cwd = directory({ 'given/in.litmus': PASSING, 'out/side.litmus': FAILING });
    symlinkSync('../out/side.litmus', join(cwd, 'given/link.litmus'));
    symlinkSync('in.litmus', join(cwd, 'given/inner.litmus'));
    const refused = pinlitmus(['check', ...MODELS, '--update', 'given'], { cwd });
    expect(refused.stderr).toMatch(/^error: cannot update given\/link\.litmus: it is reached by a link/m);
    expect(readFileSync(join(cwd, 'out/side.litmus'), 'utf8')).toBe(FAILING);
    const { stderr } = pinlitmus(['check', ...MODELS, '--update', 'given/link.litmus'], { cwd });
    expect(stderr).toMatch(
      /^pinlitmus: given\/link\.litmus is reached by a link: \/.*out\/side\.litmus is written$/m,
    );
    expect(stderr).toContain('1 of 1 file changed');
    expect(lstatSync(join(cwd, 'given/link.litmus')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(cwd, 'out/side.litmus'), 'utf8')).toBe(PASSING);
  });

  it('has other names that are not rewritten, which is said', () => {
    const cwd = directory({ 'a.litmus': FAILING });
    linkSync(join(cwd, 'a.litmus'), join(cwd, 'other'));
    const { stderr } = pinlitmus(['check', ...MODELS, '--update', 'a.litmus'], { cwd });
    expect(stderr).toContain('pinlitmus: a.litmus has other names (hard links), which keep the old text');
  });
});

describe('a report in a file', () => {
  it('goes to where a link leads, and not where there is nothing', () => {
    const cwd = directory({ 'ok.litmus': PASSING, 'out/report': 'old' });
    mkdirSync(join(cwd, 'in'));
    symlinkSync('../out/report', join(cwd, 'in/report'));
    symlinkSync('gone', join(cwd, 'nowhere'));
    const { code, stderr } = pinlitmus(['check', '-o', 'in/report', 'ok.litmus'], { cwd });
    expect(code).toBe(0);
    expect(stderr).toMatch(/^pinlitmus: in\/report is reached by a link: \/.*out\/report is written$/m);
    expect(readFileSync(join(cwd, 'out/report'), 'utf8')).toMatch(/^SB\n/);
    const dangling = pinlitmus(['check', '-o', 'nowhere', 'ok.litmus'], { cwd });
    expect(dangling.code).toBe(2);
    expect(dangling.stderr).toBe(
      'error: cannot write nowhere: it is a link to gone, where there is nothing\n',
    );
  });

  it('may be a pipe or a device', () => {
    const cwd = directory({ 'ok.litmus': PASSING });
    const { code, stdout } = inShell(cwd, 'pinlitmus check -o /dev/stdout ok.litmus | cat');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^SB\n/);
  });

  it('is not a directory', () => {
    const { code, stderr } = pinlitmus(['check', '-o', '.', 'ok.litmus'], {
      cwd: directory({ 'ok.litmus': PASSING }),
    });
    expect(code).toBe(2);
    expect(stderr).toBe('error: cannot write .: is a directory\n');
  });

  it('never takes the place of a test', () => {
    const cwd = directory({ 'a.litmus': AARCH64, 'b.litmus': AARCH64 });
    symlinkSync('a.litmus', join(cwd, 'link'));
    for (const command of [['check'], ['explain'], ['explain', '--graph', 'svg'], ['barriers']]) {
      for (const path of ['a.litmus', './b.litmus', join(cwd, 'a.litmus'), 'link']) {
        const { code, stderr } = pinlitmus([...command, '-o', path, 'a.litmus'], { cwd });
        expect(code).toBe(2);
        expect(stderr).toMatch(
          /^error: cannot write .*: (it is one of the tests|there is a test of that name)\n$/,
        );
      }
    }
    const { stderr } = pinlitmus(['barriers', '--write-to', './a.litmus', 'a.litmus'], { cwd });
    expect(stderr).toBe('error: ./a.litmus is the test itself: --write writes there\n');
    for (const name of ['a', 'b']) expect(readFileSync(join(cwd, `${name}.litmus`), 'utf8')).toBe(AARCH64);
  });
});

describe('a full disk', () => {
  it.each([
    ['check ok.litmus > /dev/full', 'standard output'],
    ['check -r json ok.litmus > /dev/full', 'standard output'],
    ['print ok.litmus > /dev/full', 'standard output'],
    ['models > /dev/full', 'standard output'],
    ['step ok.litmus > /dev/full', 'standard output'],
    ['check -o /dev/full ok.litmus', '/dev/full'],
    ['explain -o /dev/full ok.litmus', '/dev/full'],
    ['barriers -r json -o /dev/full ok.litmus', '/dev/full'],
  ])('is said in a line: %s', (command, place) => {
    const { code, stderr } = inShell(directory({ 'ok.litmus': PASSING }), `pinlitmus ${command}`);
    expect(code).toBe(2);
    const before = place.startsWith('/') ? 'cannot write ' : 'cannot write to ';
    expect(stderr).toBe(`error: ${before}${place}: the disk is full\n`);
  });
});

it('too few files that may be open are no crash', () => {
  const cwd = directory({ 'ok.litmus': storeBuffering() });
  writeFileSync(join(cwd, 'x.litmus'), UNJUDGED);
  const codes: (number | null)[] = [];
  for (const most of [18, 22, 26, 30, 34, 38, 44, 64, 256]) {
    const { code, stderr } = inShell(cwd, `ulimit -n ${most}; pinlitmus check -j 4 .`);
    // With so few node itself does not start.
    if (codes.length === 0 && code !== 0 && code !== 2) continue;
    codes.push(code);
    expect([0, 2]).toContain(code);
    expect(stderr).toMatch(code === 2 ? /^error: too many files are open.*\n$/ : /^$/);
  }
  // With room for a thread or more it is as ever.
  expect([codes[0], codes.at(-1)]).toEqual([2, 0]);
});

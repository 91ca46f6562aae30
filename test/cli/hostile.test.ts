/** Text from a file never drives the terminal: whatever stands in it, no command prints what a terminal would obey. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AARCH64, storeBuffering } from './cases.js';
import { directory, pinlitmus } from './command.js';

/** C0, DEL, C1 and bidirectional controls; a line end belongs where it is. */
const OBEYED = /(?!\n|\t)[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u;
/** Clears the screen, sets the window's title, conceals; by C1 too; turns text around; begins a line. */
const EVIL = '\u001b[2J\u001b]0;p\u0007\u009b8m\u007f\u0085\u202e\u2066\u200f\u2028\b\r';
const SHOWN = '\\x1b[2J\\x1b]0;p\\x07\\x9b8m\\x7f\\x85\\u202e\\u2066\\u200f';

/** Such a text in the name, the title, comments in the code and in the condition. */
function hostile(evil: string): string {
  return storeBuffering(`"title${evil}end"`)
    .replace('C SB', `C SB${evil}end`)
    .replace('WRITE_ONCE(*x, 1);', `WRITE_ONCE(*x, /*${evil}*/ 1);`)
    .replace('exists (', `exists (/*${evil}*/ `);
}

/** Without what makes it no text: BEL and backspace. */
const TEXT = hostile(EVIL.replace('\u0007', '').replace('\b', ''));
const FAULTY = TEXT.replace('smp_mb', 'x').replace('READ_ONCE(*y)', `READ_ONCE(*y${'\u001b[8m\u202e'})`);

describe('a hostile text', () => {
  const cwd = (): string =>
    directory({ 'evil.litmus': TEXT, 'faulty.litmus': FAULTY, 'good.litmus': storeBuffering() });

  it.each<readonly string[]>([
    ['check', 'evil.litmus'],
    ['check', '--verdict-only', '.'],
    ['check', 'faulty.litmus'],
    ['check', '.'],
    ['check', '-r', 'json', '.'],
    ['explain', '.'],
    ['explain', '-r', 'json', '.'],
    ['explain', '--graph', 'dot', 'evil.litmus'],
    ['explain', '--graph', 'svg', 'evil.litmus'],
    ['explain', '--graph', 'html', 'evil.litmus'],
    ['barriers', '.'],
    ['barriers', '--check', '.'],
    ['barriers', '-r', 'json', '.'],
    ['print', 'evil.litmus'],
    ['print', 'faulty.litmus'],
    ['step', 'evil.litmus'],
  ])('drives nothing by %s %s %s %s', (...args) => {
    const { code, stdout, stderr } = pinlitmus(args, { cwd: cwd(), input: 'p\nw\nh\n\u001b[2J\n' });
    expect([0, 3]).toContain(code);
    expect((stdout + stderr).replaceAll('\r\n', '\n')).not.toMatch(OBEYED);
    expect(stdout + stderr).toMatch(/\\x1b|\\u001b|good/);
  });

  it('has no colours but ours', () => {
    const { stdout } = pinlitmus(['check', '.'], { cwd: cwd(), env: { FORCE_COLOR: '1' } });
    const colour = new RegExp(`${String.fromCharCode(27)}\\[(?:[0-9]|[1-9][0-9])m`, 'g');
    expect(stdout).toMatch(colour);
    expect(stdout.replace(colour, '')).not.toMatch(OBEYED);
    expect(stdout).not.toContain(`${String.fromCharCode(27)}[8m`);
  });

  it('is shown escaped, character by character', () => {
    const { stdout } = pinlitmus(['check', 'evil.litmus'], { cwd: directory({ 'evil.litmus': TEXT }) });
    const shown = SHOWN.replace('\\x07', '').replaceAll('\\x08', '');
    expect(stdout.split('\n').slice(0, 2).join('')).toContain(`SB${shown}`);
  });

  it('is whole in JSON', () => {
    const { stdout } = pinlitmus(['check', '-r', 'json', 'evil.litmus'], { cwd: cwd() });
    expect(JSON.parse(stdout).tests[0].name).toContain('\u001b[2J\u001b]0;p\u009b8m\u007f\u0085\u202e');
  });

  it('is a test still, and the same, when it is printed', () => {
    const { stdout } = pinlitmus(['print', 'evil.litmus'], { cwd: cwd() });
    expect(pinlitmus(['print', '-'], { input: stdout }).stdout).toBe(stdout);
    const [printed, original] = [stdout, TEXT].map((input) => {
      const { models } = JSON.parse(pinlitmus(['check', '-r', 'json', '-'], { input }).stdout).tests[0];
      return Object.values(models).map((model) => (model as { readonly states: unknown }).states);
    });
    expect(printed).toEqual(original);
  });
});

describe('a hostile name of a file', () => {
  const NAME = 'a\nb\u001b[2J\u202e\u009b8m.litmus';

  it('breaks no table and drives nothing', () => {
    const cwd = directory({ [`d\n\u001b[2J/${NAME}`]: storeBuffering(), 'good.litmus': AARCH64 });
    for (const command of ['check', 'explain', 'barriers']) {
      const { stdout, stderr } = pinlitmus([command, '.'], { cwd });
      expect(stdout + stderr).not.toMatch(OBEYED);
      expect(stdout.replaceAll('\n', '')).toContain('a\\nb\\x1b[2J\\u202e\\x9b8m');
    }
    const { stdout } = pinlitmus(['check', '.'], { cwd });
    expect(stdout).toContain('\nd\\n\\x1b[2J/\n  - a\\nb\\x1b[2J\\u202e\\x9b8m  Some ');
  });

  it.each<readonly string[]>([
    ['check', '\u001b[2J*'],
    ['check', '\u001b[2J'],
    ['check', '-o', '\u001b[2J/\u009b', 'good.litmus'],
    ['check', '--model', '\u001b[2J', 'good.litmus'],
    ['check', '--\u001b[2J', 'good.litmus'],
    ['\u001b[2J'],
    ['step', '\u001b[2J'],
    ['merge', '\u001b[2J'],
    ['barriers', '--write-to', '\u001b[2J/\u009b', 'good.litmus'],
  ])('is escaped in complaints: %s %j', (...args) => {
    const { stdout, stderr } = pinlitmus(args, { cwd: directory({ 'good.litmus': storeBuffering() }) });
    expect(stdout + stderr).not.toMatch(OBEYED);
    expect(stdout + stderr).toContain('\\x1b[2');
  });

  it('may have bytes that are no UTF-8, below a directory, in a pattern and by itself', () => {
    const cwd = directory({ 'good.litmus': storeBuffering() });
    const name = Buffer.from('/l\u00e9.litmus', 'latin1');
    writeFileSync(Buffer.concat([Buffer.from(cwd), name]), storeBuffering('Expect=sc:Sometimes'));
    // As node hands such an argument on, when a shell has it.
    for (const path of ['.', 'l*.litmus', 'l\ufffd.litmus']) {
      const { code, stdout } = pinlitmus(['check', path], { cwd });
      expect(code).toBe(1);
      expect(stdout).toContain('l\\xe9.litmus');
    }
    expect(pinlitmus(['check', '--update', 'l\ufffd.litmus'], { cwd }).code).toBe(0);
    expect(pinlitmus(['check', '.'], { cwd }).code).toBe(0);
  });
});

it('shows wide characters in columns as wide as they are', () => {
  const files = { '\u6f22\u5b57.litmus': AARCH64, 'abcd.litmus': AARCH64 };
  const { stdout } = pinlitmus(['check', '.'], { cwd: directory(files) });
  expect(stdout).toContain('  - abcd   Never');
  expect(stdout).toContain('  - \u6f22\u5b57   Never');
});

it('writes no report over a test', () => {
  const cwd = directory({ 'a.litmus': AARCH64, 'b.litmus': AARCH64 });
  for (const [command, ...more] of [['check'], ['explain'], ['explain', '--graph', 'svg'], ['barriers']]) {
    for (const path of ['a.litmus', './b.litmus', join(cwd, 'a.litmus')]) {
      const { code, stderr } = pinlitmus([command, ...more, '-o', path, 'a.litmus'], { cwd });
      expect(code).toBe(2);
      expect(stderr).toMatch(/it is one of the tests|there is a test of that name/);
    }
  }
  expect(pinlitmus(['check', '-r', 'json', '.'], { cwd }).code).toBe(0);
});

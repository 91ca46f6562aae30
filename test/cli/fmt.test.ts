/** Transcripts of `pinlitmus fmt`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { MALFORMED, storeBuffering } from './cases.js';
import { directory, pinlitmus } from './command.js';

const TIDY = storeBuffering('(*\n * A story.\n *)', 'smp_mb(); /* full */');
const UNTIDY = TIDY.replace('\tsmp_mb();', '   smp_mb ( ) ;').replace('(*x, 1)', '( *x,1 )');

it('pinlitmus fmt prints a test laid out, and leaves the file as it is', () => {
  const cwd = directory({ 'sb.litmus': UNTIDY });
  const outcome = pinlitmus(['fmt', 'sb.litmus'], { cwd });
  expect(outcome).toEqual({ code: 0, stdout: pinlitmus(['fmt', '-'], { input: TIDY }).stdout, stderr: '' });
  expect(outcome.stdout).toContain('\tsmp_mb(); /* full */\n');
  expect(readFileSync(join(cwd, 'sb.litmus'), 'utf8')).toBe(UNTIDY);
});

it('pinlitmus fmt --write writes the files that change, and --check has nothing to say then', () => {
  const cwd = directory({ 'a/one.litmus': UNTIDY, 'a/two.litmus': UNTIDY });
  expect(pinlitmus(['fmt', '--check', 'a'], { cwd })).toEqual({
    code: 1,
    stdout: 'a/one.litmus\na/two.litmus\n',
    stderr: 'pinlitmus: 2 of 2 files would change\n',
  });
  expect(pinlitmus(['fmt', '--write', 'a'], { cwd })).toEqual({
    code: 0,
    stdout: '',
    stderr: 'pinlitmus: 2 of 2 files changed\n',
  });
  expect(pinlitmus(['fmt', '--check', 'a'], { cwd })).toEqual({
    code: 0,
    stdout: '',
    stderr: 'pinlitmus: 0 of 2 files would change\n',
  });
});

it('pinlitmus fmt --diff shows the change as a patch', () => {
  const cwd = directory({ 'sb.litmus': UNTIDY });
  const { code, stdout } = pinlitmus(['fmt', '--diff', 'sb.litmus'], { cwd });
  expect(code).toBe(0);
  expect(stdout).toContain('--- a/sb.litmus\n+++ b/sb.litmus\n');
  expect(stdout).toContain('+\tsmp_mb(); /* full */\n');
});

it('a file that cannot be read is complained about, and the others are laid out', () => {
  const cwd = directory({ 'bad.litmus': MALFORMED, 'sb.litmus': UNTIDY });
  const { code, stdout, stderr } = pinlitmus(['fmt', '--write', 'bad.litmus', 'sb.litmus'], { cwd });
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  expect(stderr).toContain('[missing-semicolon]');
  expect(stderr).toContain('1 of 2 files changed');
  expect(readFileSync(join(cwd, 'bad.litmus'), 'utf8')).toBe(MALFORMED);
  expect(readFileSync(join(cwd, 'sb.litmus'), 'utf8')).not.toBe(UNTIDY);
});

it('a language that pinlitmus does not read is left alone, and said so', () => {
  const text = 'MIPS x\n{}\n P0 ;\nexists (x=0)\n';
  const { code, stdout, stderr } = pinlitmus(['fmt', '-'], { input: text });
  expect({ code, stdout }).toEqual({ code: 4, stdout: text });
  expect(stderr).toContain('pinlitmus: <stdin> is left as it is: it asks for what pinlitmus does not read');
});

it('wrong usage is said in a line', () => {
  expect(pinlitmus(['fmt', '--write', '--check', 'x.litmus'])).toMatchObject({ code: 2 });
  expect(pinlitmus(['fmt', '--write', '-'], { input: TIDY }).stderr).toContain(
    'cannot write to standard input',
  );
  expect(pinlitmus(['fmt', 'missing.litmus'])).toMatchObject({ code: 4 });
});

/** Transcripts of `pinlitmus print`. */
import { expect, it } from 'vitest';
import { MALFORMED, storeBuffering, X86 } from './cases.js';
import { directory, pinlitmus } from './command.js';

const WITH_COMMENTS = storeBuffering('(*\n * Result: Never\n * A story.\n *)', 'smp_mb(); /* full */');

it('pinlitmus print prints the test alone, without comments, and leaves the file as it is', () => {
  const cwd = directory({ 'sb.litmus': WITH_COMMENTS });
  const { code, stdout, stderr } = pinlitmus(['print', 'sb.litmus'], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(
    /^C SB\n\n\(\* Result: Never \*\)\n\n\{\}\n\nP0\(int \*x, int \*y\)\n\{\n\tint r0;\n\n\tWRITE_ONCE/,
  );
  expect(stdout).not.toMatch(/story|full/);
});

it('pinlitmus print gives the same text again for what it printed', () => {
  const { stdout } = pinlitmus(['print', '-'], { input: X86 });
  expect(stdout).toContain(' MOV EAX,[y] | MOV EAX,[x] ;\n');
  expect(pinlitmus(['print', '-'], { input: stdout }).stdout).toBe(stdout);
});

it('pinlitmus print complains on standard error, and prints nothing', () => {
  const cwd = directory({ 'bad.litmus': MALFORMED });
  const { code, stdout, stderr } = pinlitmus(['print', 'bad.litmus'], { cwd });
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  expect(stderr).toContain('bad.litmus:10:');
  expect(stderr).toContain('[missing-semicolon]');
  expect(pinlitmus(['print', 'missing.litmus'], { cwd }).stderr).toContain('missing.litmus');
});

it('pinlitmus print --help says that comments are not kept, within 80 columns', () => {
  const { code, stdout } = pinlitmus(['print', '--help']);
  expect(code).toBe(0);
  expect(stdout).toContain('Comments are not kept');
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});

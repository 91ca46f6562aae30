/** Exit codes, one by one and against each other. */
import { describe, expect, it } from 'vitest';
import { crashed, died } from '../../src/check/empty-result.js';
import { codeOfTest, type ExitCode, worstCode } from '../../src/cli/exit.js';
import { FAILING, MALFORMED, PASSING, storeBuffering, UNJUDGED } from './cases.js';
import { directory, pinlitmus, pinlitmusProcess } from './command.js';

const files = {
  'pass.litmus': PASSING,
  'fail.litmus': FAILING,
  'none.litmus': UNJUDGED,
  'bad.litmus': MALFORMED,
};

describe('the exit code', () => {
  it.each<[string, number, readonly string[]]>([
    ['0 when everything is as expected', 0, ['pass.litmus']],
    ['0 without an expectation', 0, ['none.litmus']],
    ['1 when an expectation does not hold', 1, ['fail.litmus', 'pass.litmus']],
    ['2 for an option that does not exist', 2, ['--no-such-option', 'pass.litmus']],
    ['2 for a model that does not exist', 2, ['--model', 'alpha', 'pass.litmus']],
    ['that of the working directory without a path', 3, []],
    ['2 for a report that cannot be written', 2, ['-o', 'no/such/directory/report', 'pass.litmus']],
    ['3 for a file that is malformed', 3, ['bad.litmus']],
    ['4 for a file that does not exist', 4, ['missing.litmus']],
    ['4 for a file in what is no directory', 4, ['pass.litmus/missing.litmus']],
    ['1 rather than 4 for a file that does not exist', 1, ['missing.litmus', 'fail.litmus']],
    ['1 for one that expects nothing where that is asked', 1, ['--require-expectations', 'none.litmus']],
    ['0 for one that expects something where that is asked', 0, ['--require-expectations', 'pass.litmus']],
    ['3 rather than 1, and the rest still runs', 3, ['fail.litmus', 'bad.litmus', 'pass.litmus']],
    ['4 when nothing matches', 4, ['nothing*.litmus']],
    ['1 rather than 4', 1, ['nothing*.litmus', 'fail.litmus']],
    ['5 when a limit is hit', 5, ['--max-states', '1', 'pass.litmus']],
    ['1 rather than 5', 1, ['fail.litmus', 'hard.litmus']],
  ])('is %s', (_, code, args) => {
    const cwd = directory({ ...files, 'hard.litmus': storeBuffering('Expect=sc:Never') });
    expect(pinlitmus(['check', ...args], { cwd }).code).toBe(code);
  });

  it.each<[number, readonly string[]]>([
    [0, ['check', 'pass.litmus']],
    [1, ['check', 'fail.litmus', 'pass.litmus']],
    [2, ['check', '--no-such-option', 'pass.litmus']],
    [3, ['explain', 'bad.litmus']],
    [4, ['barriers', 'missing.litmus']],
    [5, ['check', '--max-states', '1', 'pass.litmus', 'none.litmus']],
  ])('%i is what the process ends with', (code, args) => {
    expect(pinlitmusProcess(args, { cwd: directory(files) }).code).toBe(code);
  });

  it('is 4 for a directory without tests, which is said', () => {
    const { code, stderr } = pinlitmus(['check', 'empty'], { cwd: directory({ 'empty/README': '' }) });
    expect(code).toBe(4);
    expect(stderr).toBe('pinlitmus: no test found: empty has no file that ends in .litmus\n');
  });

  it.each([['check'], ['explain'], ['barriers'], ['step', '--plain'], ['print']])(
    'is 4 for a file that does not exist, which %s says',
    (...command) => {
      const { code, stdout, stderr } = pinlitmus([...command, 'missing.litmus'], { cwd: directory({}) });
      expect([code, stdout]).toEqual([4, '']);
      expect(stderr).toBe('pinlitmus: no test found: missing.litmus: no such file or directory\n');
    },
  );

  it('is that of the worst: 2, 3, 1, 5, 4, 0', () => {
    const order: readonly ExitCode[] = [2, 3, 1, 5, 4, 0];
    order.forEach((code, index) => {
      expect(worstCode(order.slice(index).reverse())).toBe(code);
    });
  });

  it('is 2 for a test that pinlitmus itself fails on', () => {
    expect(codeOfTest(crashed('bug.litmus', new Error('pinlitmus bug: no such thing')))).toBe(2);
  });

  it('is 5 for a test whose worker died', () => {
    expect(codeOfTest(died('big.litmus', 'out of memory', [{ model: 'sc', title: 'SC' }]))).toBe(5);
  });

  it('is documented in the help, with examples', () => {
    const { code, stdout } = pinlitmus(['check', '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('Exit codes; the worst one wins, in the order 2, 3, 1, 5, 4:');
    expect(stdout).toContain('Examples:');
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});

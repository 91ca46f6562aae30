/** Tests that ask for what pinlitmus does not do: they are no fault of the text, and never a silent green. */
import { describe, expect, it } from 'vitest';
import { PASSING } from './cases.js';
import { directory, pinlitmus } from './command.js';

const LISA = 'LISA lisa\n{}\n P0       | P1         ;\n w[] x 1  | r[] r0 x   ;\nexists (1:r0=1)\n';
const MIPS = 'MIPS mips\n{}\n P0   ;\n sync ;\nexists (x=0)\n';
const C11 = `C c11
{}
P0(atomic_int *x) { atomic_store_explicit(x, 1, memory_order_relaxed); }
P1(atomic_int *x) { int r0 = atomic_load_explicit(x, memory_order_acquire); }
exists (1:r0=1)
`;
const SCHED = 'C sched\n{}\nP0(int *x)\n{\n\tsynchronize_sched();\n\tWRITE_ONCE(*x, 1);\n}\nexists (x=1)\n';
const ALL = { 'c11.litmus': C11, 'lisa.litmus': LISA, 'mips.litmus': MIPS, 'sched.litmus': SCHED };
const FILES = { ...ALL, 'sb.litmus': PASSING };

describe('an unsupported test', () => {
  it('makes no run red, and says what it asks for', () => {
    const { code, stdout } = pinlitmus(['check', '.'], { cwd: directory(FILES) });
    expect(code).toBe(0);
    expect(stdout).toMatch(/ - lisa +unsupported\n +line 1: the dialect 'LISA'/);
    expect(stdout).toContain('line 5: synchronize_sched is not supported');
    expect(stdout).toMatch(/^5 tests: 1 passed, 4 unsupported, in /m);
  });

  it('makes one red with --no-unsupported', () => {
    const { code, stdout } = pinlitmus(['check', '--no-unsupported', '.'], { cwd: directory(FILES) });
    expect(code).toBe(3);
    expect(stdout).toMatch(/^5 tests: 1 passed, 4 malformed, in /m);
  });

  it.each([
    ['several', ALL, 'all 4 are unsupported'],
    ['one', { 'lisa.litmus': LISA }, 'it is unsupported'],
  ])('is no silent green where there are no others: %s', (_, files, said) => {
    const { code, stderr } = pinlitmus(['check', '.'], { cwd: directory(files) });
    expect([code, stderr]).toEqual([4, `pinlitmus: no test was run: ${said}\n`]);
  });

  it.each([
    ['a name that may be misspelt', PASSING.replace('READ_ONCE', 'READ_ONEC')],
    ['a dialect that may be misspelt', LISA.replace('LISA', 'LIZA')],
    ['a fault of the text beside what is refused', SCHED.replace('1);', '1)')],
    ['a type that nobody knows', C11.replace('atomic_int *x', 'atomic_int32 *x')],
  ])('is not %s: that is malformed', (_, text) => {
    expect(pinlitmus(['check', '.'], { cwd: directory({ 'a.litmus': text }) }).code).toBe(3);
  });

  it.each([
    ['gcc', /^lisa.litmus:1:1: warning: .*\[unsupported-dialect\]$/m],
    ['github', /^::warning file=lisa.litmus,line=1,/m],
    ['tap', /^ok 2 - lisa.litmus # SKIP unsupported$/m],
    ['junit', /<testcase classname="lisa" name="lisa"[^>]*>\s*<skipped\/>/],
    ['markdown', /^\| lisa.litmus \| unsupported \|/m],
    ['sarif', /"level": "warning"/],
    ['json', /"status": "unsupported"/],
    ['jsonl', /"file":"lisa.litmus",.*"status":"unsupported"/],
  ])('is told of by %s', (reporter, text) => {
    const { code, stdout } = pinlitmus(['check', '--reporter', reporter, '.'], { cwd: directory(FILES) });
    expect(code).toBe(0);
    expect(stdout).toMatch(text);
  });

  it('is counted apart from those that are malformed', () => {
    const { stdout } = pinlitmus(['check', '--reporter', 'json', '.'], { cwd: directory(FILES) });
    expect(JSON.parse(stdout).summary).toMatchObject({ tests: 5, passed: 1, malformed: 0, unsupported: 4 });
  });
});

/** Loops of exclusives run natively: exact sets of final states, and deadlocks where a lock is never free. */
import { expect, it } from 'vitest';
import { checkSource } from '../../src/check/check-source.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';

function resultsOf(text: string) {
  return checkSource({ name: 'retry.litmus', text }, DEFAULT_SETTINGS).models;
}

const LOCK = `AArch64 lock
{ 0:X0=l; 0:X3=x; 1:X0=l; 1:X3=x; }
 P0              | P1              ;
 MOV W5,#1       | MOV W5,#1       ;
 A0:             | A1:             ;
 LDAXR W1,[X0]   | LDAXR W1,[X0]   ;
 CBNZ W1,A0      | CBNZ W1,A1      ;
 STXR W2,W5,[X0] | STXR W2,W5,[X0] ;
 CBNZ W2,A0      | CBNZ W2,A1      ;
 LDR W4,[X3]     | LDR W4,[X3]     ;
 ADD W4,W4,#1    | ADD W4,W4,#1    ;
 STR W4,[X3]     | STR W4,[X3]     ;
 STLR WZR,[X0]   | STLR WZR,[X0]   ;
locations [x;]
exists (true)
`;

it('increments with retries are not lost', () => {
  const text = `RISCV inc
{ 0:x5=x; 1:x5=x; }
 P0              | P1              ;
 A0:             | A1:             ;
 lr.w x6,(x5)    | lr.w x6,(x5)    ;
 addi x6,x6,1    | addi x6,x6,1    ;
 sc.w x7,x6,(x5) | sc.w x7,x6,(x5) ;
 bne x7,x0,A0    | bne x7,x0,A1    ;
locations [x;]
exists (true)
`;
  expect(resultsOf(text).map(({ states, incomplete }) => [states, incomplete])).toEqual([
    [[['2']], null],
    [[['2']], null],
  ]);
});

it('a lock made of exclusives protects what is inside', () => {
  for (const { states, incomplete, deadlocks } of resultsOf(LOCK))
    expect([states, incomplete, deadlocks]).toEqual([[['2']], null, 0]);
});

it('a lock made of exclusives that is never released is a deadlock', () => {
  for (const { states, deadlocks } of resultsOf(LOCK.replace(/STLR WZR,\[X0\]/g, 'NOP          ')))
    expect([states, deadlocks]).toEqual([[], 1]);
});

const UNTIL = `C until
{ x=1; }
P0(int *x, int *y) { WRITE_ONCE(*x, 2); smp_mb(); WRITE_ONCE(*y, 1); }
P1(int *x, int *y)
{
	int r0 = READ_ONCE(*y);
	int r1;
	do { r1 = READ_ONCE(*x); } while (r1 != r0);
}
exists (1:r0=1 /\\ 1:r1=1)
`;

it.each([
  ['a loop', UNTIL],
  ['smp_cond_load_relaxed()', UNTIL.replace(/do .*/, 'r1 = smp_cond_load_relaxed(x, VAL == r0);')],
])('%s may see its own value before the one that it compares with', (_, text) => {
  const possible = resultsOf(text).map(({ model, states }) => [model, states.length]);
  expect(possible).toEqual([
    ['lkmm', 1],
    ['sc', 0],
    ['tso', 0],
    ['pso', 0],
    ['armv8', 1],
    ['riscv', 1],
  ]);
});

it('smp_cond_load_acquire() that waits for a constant in a local is a deadlock when nobody writes it', () => {
  const text = `C never
{}
P0(int *x) { int n = 3; int r1 = smp_cond_load_acquire(x, VAL == n); }
P1(int *x) { WRITE_ONCE(*x, 2); }
exists (0:r1=3)
`;
  for (const { states, deadlocks } of resultsOf(text)) expect([states, deadlocks]).toEqual([[], 1]);
});

/** Two increments of one counter, each by this loop; r0 and r1 are its registers. */
function increments(loop: string): string {
  const thread = (index: number) => `P${index}(atomic_t *c) { int r0 = atomic_read(c); int r1; ${loop} }\n`;
  return `C increments\n{}\n${thread(0)}${thread(1)}locations [c; 0:r0; 1:r0]\nexists (true)\n`;
}

it.each([
  ['do { r0 = atomic_read(c); } while (atomic_cmpxchg(c, r0, r0 + 1) != r0);'],
  ['while (!atomic_try_cmpxchg_relaxed(c, &r0, r0 + 1)) ;'],
  ['do { r1 = r0 + 1; } while (!atomic_try_cmpxchg_acquire(c, &r0, r1));'],
  ['for (;;) { r1 = atomic_cmpxchg_relaxed(c, r0, r0 + 1); if (r1 == r0) break; r0 = r1; }'],
  ['while ((r1 = atomic_cmpxchg_release(c, r0, r0 + 1)) != r0) r0 = r1;'],
])('%s counts both, on every model', (loop) => {
  for (const { states, incomplete } of resultsOf(increments(loop))) {
    expect(incomplete).toBeNull();
    expect(states).toEqual([
      ['0', '1', '2'],
      ['1', '0', '2'],
    ]);
  }
});

it.each([
  [
    'AArch64',
    [
      'LDR W0,[X1]',
      'L@:',
      'ADD W2,W0,#1',
      'MOV W3,W0',
      'CAS W3,W2,[X1]',
      'CMP W3,W0',
      'MOV W0,W3',
      'B.NE L@',
    ],
  ],
  ['X86', ['MOV EAX,[x]', 'L@:', 'MOV ECX,EAX', 'ADD ECX,$1', 'LOCK CMPXCHG [x],ECX', 'JNE L@']],
] as const)('increments by a compare-and-exchange of %s are not lost', (dialect, code) => {
  const rows = code.map((each) => ` ${each.replace('@', '0')} | ${each.replace('@', '1')} ;`).join('\n');
  const init = dialect === 'X86' ? 'x=0;' : '0:X1=x; 1:X1=x;';
  const text = `${dialect} inc\n{ ${init} }\n P0 | P1 ;\n${rows}\nlocations [x;]\nexists (true)\n`;
  for (const { states, incomplete } of resultsOf(text)) expect([states, incomplete]).toEqual([[['2']], null]);
});

it('a lock taken by cmpxchg() that is never released is a deadlock', () => {
  const text = `C never
{}
P0(int *l) { while (cmpxchg_acquire(l, 0, 1)) cpu_relax(); }
P1(int *l) { while (cmpxchg_acquire(l, 0, 1) != 0) cpu_relax(); }
exists (true)
`;
  for (const { states, deadlocks } of resultsOf(text)) expect([states, deadlocks === 0]).toEqual([[], false]);
});

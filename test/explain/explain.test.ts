/** What explanations say: executions of allowed states, cycles of forbidden ones, deadlocks, other states than the file's. */
import { describe, expect, it } from 'vitest';
import { DEADLOCK, storeBuffering } from '../cli/cases.js';
import { caseText, explain, explainOn, printed } from './explained.js';

describe('an allowed state', () => {
  it('comes about with the load ahead of the buffered store, in store buffering on x86', () => {
    const model = explainOn(storeBuffering(), 'tso');
    if (model.kind !== 'allowed') throw new Error(model.kind);
    const steps = model.witness.steps.map(
      ({ thread, action, location }) => `P${thread} ${action} ${location}`,
    );
    expect(steps).toEqual(['P0 read y', 'P1 write y', 'P1 read x', 'P0 write x']);
    expect(model.witness.steps[0].ahead).toEqual([0]);
    expect(model.reorderings).toEqual([{ earlier: 0, later: 1, half: null, fences: [] }]);
    expect(model.witness.final).toEqual(['0', '0']);
  });

  it('names the fences that do not help', () => {
    const model = explainOn(storeBuffering('', 'smp_wmb();'), 'armv8');
    if (model.kind !== 'allowed') throw new Error(model.kind);
    const { text, orders } = model.reorderings[0].fences[0];
    expect([text, orders]).toEqual(['smp_wmb()', { before: 'w', after: 'w' }]);
  });

  it('says that a barrier is no instruction where the port has none', () => {
    const model = explainOn(storeBuffering('', 'smp_wmb();'), 'tso');
    if (model.kind !== 'allowed') throw new Error(model.kind);
    expect(model.reorderings[0].fences.map(({ orders }) => orders)).toEqual([null]);
  });

  it('keeps the halves of an atomic together, and what overtakes it ahead of both', () => {
    const model = explainOn(caseText('gup-writeback/barrier-no-mb'), 'armv8');
    if (model.kind !== 'allowed') throw new Error(model.kind);
    const steps = model.witness.steps.map(({ line, action }) => `${line} ${action}`);
    expect(steps).toEqual(['24 read', '31 update', '33 read', '23 update']);
    expect(model.reorderings[0].half).toBe(null);
  });

  it('says that an acquire atomic is overtaken between its load and its store', () => {
    const explanation = explain(caseText('gup-writeback/barrier-add-return-acquire'), ['armv8']);
    const [model] = explanation.models;
    if (model.kind !== 'allowed') throw new Error(model.kind);
    expect(model.reorderings[0].half).toBe('store');
    const text = printed(explanation, 200);
    expect(text).toContain('overtakes the store of "count = atomic_add_return_acquire(');
    expect(text).toContain('and the store of this atomic does not hold back what follows it.');
  });

  it('is of interchangeable threads of which only one is observed, around a loop', () => {
    const body = `{
	int r0;
	int r1;

	WRITE_ONCE(*x, 1);
	r0 = READ_ONCE(*x);
	while ((r1 = cmpxchg_relaxed(x, r0, r0 + 1)) != r0)
		r0 = r1;
	smp_store_release(y, 0);
}`;
    const text = `C alike\n{}\nP0(int *x, int *y)\n${body}\nP1(int *x, int *y)\n${body}\nforall (~(0:r0=0 \\/ x=2))`;
    const { models } = explain(text);
    expect(models.map(({ kind }) => kind)).toEqual(models.map(() => 'allowed'));
  });

  it('takes no value from a compare-and-swap in one step before that has performed', () => {
    const text = `AArch64 swap
{ 0:X4=x; 0:X5=y; 1:X4=x; 1:X5=y; }
 P0                  | P1                  ;
 CAS W1,W1,[X5]      | CAS W1,W1,[X5]      ;
 STR W2,[X4]         | STR W2,[X4]         ;
 MOV W9,#1           | MOV W9,#1           ;
 L02:                | L12:                ;
 LDAXR W1,[X5]       | LDAXR W1,[X5]       ;
 CBNZ W1,L02         | CBNZ W1,L12         ;
 STXR W7,W9,[X5]     | STXR W7,W9,[X5]     ;
 CBNZ W7,L02         | CBNZ W7,L12         ;
 SWPAL W1,W1,[X4]    | SWPAL W1,W1,[X4]    ;
exists (true)`;
    const { models } = explain(text, ['tso', 'pso', 'armv8']);
    expect(models.map(({ kind }) => kind)).toEqual(['forbidden', 'forbidden', 'forbidden']);
  });

  it('is told once for models with the same steps, the reasons by model', () => {
    const text = printed(explain(caseText('gup-writeback/barrier-flag'), ['tso', 'pso', 'riscv']), 200);
    expect(text.match(/: how$/gm)).toEqual([': how']);
    expect(text).toMatch(/On x86-TSO, in P1, .* is no instruction on this machine\.$/m);
    expect(text).toMatch(/On PSO and RISC-V, in P1, .* orders stores before stores only\.$/m);
  });

  it('reads the same on every machine, whatever it takes there', () => {
    const model = explainOn(caseText('pages/reclaim-dirty-relaxed-put'), 'riscv');
    if (model.kind !== 'allowed') throw new Error(model.kind);
    expect(model.witness.steps.map(({ text }) => text)).toContain('r0 = atomic_cmpxchg(ref, 1, 0)');
  });

  it('is an ordinary race where SC allows it too', () => {
    const model = explainOn(caseText('pages/fork-has-pinned'), 'armv8');
    expect(model).toMatchObject({ kind: 'allowed', sequential: true, reorderings: [] });
  });

  it('takes a value from its own store buffer', () => {
    const text = `C forward
{}
P0(int *x, int *y) { int r0; int r1; WRITE_ONCE(*x, 1); r0 = READ_ONCE(*x); r1 = READ_ONCE(*y); }
P1(int *x, int *y) { int r0; int r1; WRITE_ONCE(*y, 1); r0 = READ_ONCE(*y); r1 = READ_ONCE(*x); }
exists (0:r0=1 /\\ 0:r1=0 /\\ 1:r0=1 /\\ 1:r1=0)
`;
    const model = explainOn(text, 'tso');
    if (model.kind !== 'allowed') throw new Error(model.kind);
    expect(model.witness.steps.filter(({ action }) => action === 'forward')).toHaveLength(1);
  });
});

describe('a forbidden state', () => {
  it('has the cycle through the barriers', () => {
    const model = explainOn(storeBuffering('', 'smp_mb();'), 'armv8');
    if (model.kind !== 'forbidden') throw new Error(model.kind);
    const [{ edges }] = model.cycles;
    expect(edges.map(({ relation }) => relation)).toEqual(['fence', 'fr', 'fence', 'fr']);
    expect(edges.flatMap(({ texts }) => texts)).toEqual(['smp_mb()', 'smp_mb()']);
    expect([model.cycles.length, model.complete]).toEqual([1, true]);
  });

  it('contradicts itself at one location when reads of it go backwards', () => {
    const model = explainOn(caseText('classics/CoRR'), 'armv8');
    expect(model).toMatchObject({ kind: 'forbidden', complete: true });
    if (model.kind === 'forbidden') expect(model.cycles.map(({ kind }) => kind)).toEqual(['coherence']);
  });

  it('needs a value that nobody writes', () => {
    const model = explainOn(storeBuffering(), 'armv8', '0:r0=5');
    expect(model).toMatchObject({ kind: 'forbidden', cycles: [], impossible: ['P0'] });
  });

  it.each(['tso', 'pso', 'armv8', 'riscv'])('has a cycle for each way, on %s too', (name) => {
    const model = explainOn(caseText('gup-writeback/backout'), name);
    if (model.kind !== 'forbidden') throw new Error(model.kind);
    const lines = model.cycles.map(({ edges, diagram }) => edges.map(({ to }) => diagram.events[to].line));
    expect(lines.map((each) => each.toSorted())).toEqual([
      [32, 39, 52, 53],
      [30, 32, 48, 49],
    ]);
  });

  it('says so where no rule of the model is needed', () => {
    const explanation = explain(caseText('gup-writeback/two-writebacks-owner'));
    const forbidden = explanation.models.map((model) => model.kind === 'forbidden' && model.ruled);
    expect(forbidden).toEqual([false, false, false, false, false, false]);
    const text = printed(explanation, 200);
    expect(text).toContain('No barrier, acquire or release is needed to forbid it');
    expect(text.match(/: why not$/gm)).toHaveLength(2);
  });

  it('says that either of two fences is enough, and which fence is part of something else', () => {
    const text = printed(explain(caseText('pages/tlb-flush-pending-two-locks-barriers'), ['riscv']), 200);
    expect(text).toContain('↓ the fence in spin_lock(ptl0) (line 19) or smp_mb__after_spinlock() (line 20)');
  });

  it('shows the most telling cycles, and has the rest as data', () => {
    const explanation = explain(caseText('gup-writeback/gups-6'), ['armv8']);
    const [model] = explanation.models;
    if (model.kind !== 'forbidden') throw new Error(model.kind);
    expect([model.cycles.length, model.complete]).toEqual([6, true]);
    expect(printed(explanation, 80)).toContain('\n  2 more cycles: see --reporter json.\n');
  });

  it('has a cycle for each reason when executions fail for different ones', () => {
    const text = `C either
{}
P0(int *x, int *y) { int r0; WRITE_ONCE(*x, 1); smp_mb(); r0 = READ_ONCE(*y); }
P1(int *x, int *y) { int r0; WRITE_ONCE(*y, 1); smp_mb(); r0 = READ_ONCE(*x); }
P2(int *x, int *y) { int r0; WRITE_ONCE(*y, 1); smp_mb(); r0 = READ_ONCE(*x); }
exists (0:r0=0 /\\ (1:r0=0 \\/ 2:r0=0))
`;
    const model = explainOn(text, 'armv8');
    if (model.kind !== 'forbidden') throw new Error(model.kind);
    const threads = model.cycles.map(({ edges, diagram }) => [
      ...new Set(edges.map(({ to }) => diagram.events[to].thread)),
    ]);
    expect(threads.map((each) => each.sort().join()).sort()).toEqual(['0,1', '0,2']);
  });
});

it('explains the states that refute a forall', () => {
  const text = storeBuffering().replace('exists (0:r0=0 /\\ 1:r0=0)', 'forall (0:r0=1 \\/ 1:r0=1)');
  const explanation = explain(text, ['sc', 'tso']);
  expect(explanation.models.map(({ kind }) => kind)).toEqual(['forbidden', 'allowed']);
  expect(printed(explanation, 80)).toContain('A final state against "0:r0=1 \\/ 1:r0=1" is');
});

it('tells who waits for what in a deadlock', () => {
  const model = explainOn(DEADLOCK, 'armv8');
  expect(model.deadlock?.stuck).toEqual([
    {
      thread: 'P0',
      line: 10,
      text: 'spin_lock(s)',
      waitsFor: { location: 's', value: '1' },
      since: { thread: 'P0', line: 9, text: 'spin_lock(s)' },
    },
  ]);
  expect(printed(explain(DEADLOCK, ['armv8']), 80)).toContain(
    "P0 waits for ever at line 10, spin_lock(s): s is 1 since P0's spin_lock(s)\n  (line 9).",
  );
});

it('prints the same bytes each time', () => {
  const text = caseText('gup-writeback/gups-3');
  expect(printed(explain(text), 80)).toBe(printed(explain(text), 80));
});

describe('interchangeable threads that may get stuck', () => {
  /** Whoever takes the lock last leaves the others waiting, unless each of them was quicker than the next. */
  const thread = (number: number): string =>
    `P${number}(spinlock_t *l)\n{\n\tspin_unlock(l);\n\tspin_lock(l);\n}\n`;
  const text = `C alike\n\n{}\n\n${[0, 1, 2].map(thread).join('\n')}\nexists (true)\n`;

  it.each(['sc', 'tso', 'armv8'])(
    'are told with their own lines, and those who wait are named, on %s',
    (name) => {
      const model = explainOn(text, name);
      if (model.kind !== 'allowed') throw new Error(model.kind);
      const first = [7, 13, 19];
      const { steps } = model.witness;
      expect(steps.map(({ line }) => line).toSorted((a, b) => a - b)).toEqual([7, 8, 13, 14, 19, 20]);
      expect(steps.every(({ thread: at, line }) => line - first[at] < 2)).toBe(true);
      const { deadlock } = model;
      const taking = deadlock?.steps.find(({ written }) => written === '1');
      const waiting = [0, 1, 2].filter((at) => at !== taking?.thread);
      expect(deadlock?.stuck.map(({ thread: at, line }) => [at, line])).toEqual(
        waiting.map((at) => [`P${at}`, first[at] + 1]),
      );
    },
  );
});

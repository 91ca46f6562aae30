/** Laws of threads that wait for each other: what gets stuck on SC does so under the kernel's model, and without reads nothing else. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSource } from '../../src/check/check-source.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';

const RUNS = {
  numRuns: Number(process.env.PINLITMUS_LAW_RUNS ?? 60),
  seed: Number(process.env.SEED ?? 20180324),
};

type Step = 'a' | 'b' | 'c' | 'store' | 'load' | 'reader' | 'wait' | 'release' | 'forget';

/** A thread while it is written out. */
class Written {
  readonly lines: string[] = [];
  readonly #open: string[] = [];

  enter(what: string, call: string): void {
    this.#open.push(what);
    this.lines.push(call);
  }

  /** Leaves the lock or reader that was entered last. */
  leave(): boolean {
    const last = this.#open.pop();
    if (last !== undefined)
      this.lines.push(last === 'reader' ? 'rcu_read_unlock();' : `spin_unlock(${last});`);
    return last !== undefined;
  }

  /** Never leaves the lock that was taken last. */
  forget(): void {
    if (this.#open.at(-1) !== 'reader') this.#open.pop();
  }

  has(what: string): boolean {
    return this.#open.includes(what);
  }
}

/** What a thread does: locks and readers nest, and a lock that it has is not taken again. */
function printed(steps: readonly Step[], number: number, reads: boolean): string {
  const written = new Written();
  const doings: Readonly<Record<Step, () => unknown>> = {
    a: () => written.has('a') || written.enter('a', 'spin_lock(a);'),
    b: () => written.has('b') || written.enter('b', 'spin_lock(b);'),
    c: () => written.has('c') || written.enter('c', 'spin_lock(c);'),
    reader: () => written.enter('reader', 'rcu_read_lock();'),
    wait: () => written.has('reader') || written.lines.push('synchronize_rcu();'),
    release: () => written.leave(),
    forget: () => written.forget(),
    store: () => written.lines.push(`WRITE_ONCE(*x, ${number + 1});`),
    load: () => reads && written.lines.push('r0 = READ_ONCE(*x); if (r0 == 2) WRITE_ONCE(*y, 1);'),
  };
  for (const step of steps) doings[step]();
  while (written.leave());
  const body = written.lines.join(' ');
  return `P${number}(int *x, int *y, spinlock_t *a, spinlock_t *b, spinlock_t *c) { int r0; ${body} }`;
}

const steps = (grace: boolean): fc.Arbitrary<readonly Step[]> =>
  fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom<Step>('a', 'b', 'c') },
      { weight: 4, arbitrary: fc.constantFrom<Step>('release', 'store', 'load') },
      {
        weight: 1,
        arbitrary: fc.constantFrom<Step>(
          ...(grace ? (['reader', 'wait'] as const) : (['forget', 'release'] as const)),
        ),
      },
    ),
    { minLength: 2, maxLength: 7 },
  );

const tests = (grace: boolean) => fc.array(steps(grace), { minLength: 2, maxLength: 3 });

function stuckOn(
  threads: readonly (readonly Step[])[],
  reads: boolean,
): { readonly lkmm: boolean; readonly sc: boolean } | null {
  const text = `C random\n{}\n${threads.map((each, number) => printed(each, number, reads)).join('\n')}\nexists (x=1)\n`;
  const limits = { ...DEFAULT_SETTINGS.limits, milliseconds: 3000 };
  const { models, crash } = checkSource(
    { name: 'random.litmus', text },
    { ...DEFAULT_SETTINGS, limits, models: ['lkmm', 'sc'] },
  );
  expect(crash).toBeFalsy();
  if (models.some(({ incomplete }) => incomplete !== null)) return null;
  const [lkmm, sc] = models.map(({ deadlocks }) => (deadlocks ?? 0) > 0);
  return { lkmm, sc };
}

describe.each([
  ['locks', false],
  ['locks and grace periods', true],
])('%s', (_, grace) => {
  it('without reads get stuck under the model where they do on SC', () => {
    fc.assert(
      fc.property(tests(grace), (threads) => {
        const stuck = stuckOn(threads, false);
        if (stuck !== null) expect(stuck.lkmm).toBe(stuck.sc);
      }),
      RUNS,
    );
  });

  it('that get stuck on SC get stuck under the model', () => {
    fc.assert(
      fc.property(tests(grace), (threads) => {
        const stuck = stuckOn(threads, true);
        if (stuck?.sc) expect(stuck.lkmm).toBe(true);
      }),
      RUNS,
    );
  });
});

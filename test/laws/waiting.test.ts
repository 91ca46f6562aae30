/** A law of threads that wait for values: what gets stuck on SC does so under the kernel's model, which allows all that SC does. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkSource } from '../../src/check/check-source.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';

const RUNS = {
  numRuns: Number(process.env.PINLITMUS_LAW_RUNS ?? 120),
  seed: Number(process.env.SEED ?? 20180324),
};

/** In templates P is a location, Q the other, and V a number that is written or waited for. */
const STATEMENTS = [
  'WRITE_ONCE(*P, V);',
  'smp_store_release(P, V);',
  'r0 = READ_ONCE(*P);',
  'r0 = READ_ONCE(*P); if (r0 == V) WRITE_ONCE(*Q, V);',
  'r0 = READ_ONCE(*P); WRITE_ONCE(*Q, r0);',
  'smp_mb();',
  'r0 = xchg(P, V);',
  'r0 = smp_cond_load_acquire(P, VAL == V);',
  'r0 = smp_cond_load_relaxed(P, VAL != V);',
  'while (READ_ONCE(*P) != V) cpu_relax();',
  'while (READ_ONCE(*P) != V) smp_mb();',
  'do { r0 = smp_load_acquire(P); } while (r0 == 0);',
  'do { r0 = READ_ONCE(*P); r1 = READ_ONCE(*Q); } while (r0 != r1);',
  'while (cmpxchg_acquire(P, 0, 1)) cpu_relax();',
  'while (cmpxchg_relaxed(P, V, 0) != V) if (READ_ONCE(*Q) == 2) break;',
  'spin_lock(l);',
  'spin_unlock(l);',
];

const statement = fc
  .tuple(fc.constantFrom(...STATEMENTS), fc.constantFrom('x', 'y'), fc.constantFrom('1', '2'))
  .map(([template, p, v]) =>
    template
      .replace(/\bP\b/g, p)
      .replace(/\bQ\b/g, p === 'x' ? 'y' : 'x')
      .replace(/\bV\b/g, v),
  );
const threads = fc.array(fc.array(statement, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 3 });

function printed(statements: readonly string[], number: number): string {
  const body = balanced(statements).join(' ');
  return `P${number}(int *x, int *y, spinlock_t *l) { int r0 = 0; int r1 = 0; ${body} }`;
}

/** Without unlocks of what is not locked, or locks of what is. */
function balanced(statements: readonly string[]): readonly string[] {
  let isHeld = false;
  return statements.filter((each) => {
    if (!each.startsWith('spin_')) return true;
    const locks = each.startsWith('spin_lock');
    if (locks === isHeld) return false;
    isHeld = locks;
    return true;
  });
}

it('what waits for ever on SC waits for ever under the model', () => {
  const counts = { stuck: 0, asked: 0 };
  fc.assert(
    fc.property(threads, (all) => {
      const text = `C random\n{}\n${all.map(printed).join('\n')}\nexists (x=1)\n`;
      const limits = { ...DEFAULT_SETTINGS.limits, milliseconds: 3000 };
      const settings = { ...DEFAULT_SETTINGS, limits, models: ['lkmm', 'sc'] };
      const { models, crash } = checkSource({ name: 'random.litmus', text }, settings);
      expect(crash).toBeFalsy();
      if (models.some(({ incomplete }) => incomplete !== null)) return;
      const [lkmm, sc] = models.map(({ deadlocks }) => (deadlocks ?? 0) > 0);
      counts.asked += 1;
      counts.stuck += Number(sc);
      if (sc) expect(lkmm, text).toBe(true);
    }),
    RUNS,
  );
  expect(counts.stuck).toBeGreaterThan(RUNS.numRuns / 20);
  expect(counts.asked).toBeGreaterThan(RUNS.numRuns / 2);
});

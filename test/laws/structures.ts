/**
 * Random C tests in two forms: over variables of their own, and over members of one structure, by helpers, macros, statement
 * expressions, variables at file scope and variables of a function that are in memory. Both are the same program, whatever the
 * model: a law holds one against the other, and the others are asked about the second form.
 */
import fc from 'fast-check';
import { loadTest } from '../../src/dialects/load.js';
import { explore } from '../../src/engine/explore-query.js';
import { armv8 } from '../../src/models/armv8.js';
import { lkmm } from '../../src/models/lkmm.js';
import type { Model } from '../../src/models/model.js';
import { sc } from '../../src/models/sc.js';
import { tso } from '../../src/models/tso.js';
import { queryOf } from '../../src/query/query.js';

/** Statements as variables of their own have them, and as members have them: P is a place, R and S are registers. */
const TEMPLATES: readonly (readonly [flat: string, structured: string])[] = [
  ['R = READ_ONCE(*P);', 'R = get(&P);'],
  ['R = READ_ONCE(*P);', 'R = READ_ONCE(P);'],
  ['R = READ_ONCE(*P);', 'R = ({ int got = READ_ONCE(P); got; });'],
  ['R = READ_ONCE(*P);', 'R = READ_ONCE(container_of(&P, struct cell, v)->v);'],
  ['WRITE_ONCE(*P, 1);', 'SET(P, ONE);'],
  ['WRITE_ONCE(*P, S + 1);', 'put(&P, S);'],
  ['WRITE_ONCE(*P, 2);', 'WRITE_ONCE(P, ONE + ONE);'],
  ['R = smp_load_acquire(P);', 'R = smp_load_acquire(&P);'],
  ['smp_store_release(P, 3);', 'smp_store_release(&P, sizeof(short) + ONE);'],
  ['R = xchg_relaxed(P, 4);', 'R = xchg_relaxed(&P, BIT(2));'],
  ['R = cmpxchg(P, 0, 5);', 'R = cmpxchg(&P, ZERO, 5);'],
  ['R = atomic_fetch_add(1, c);', 'R = atomic_fetch_add(ONE, &all.count);'],
  ['atomic_inc(c);', 'bump();'],
  ['if (R) { WRITE_ONCE(*P, 6); }', 'if (likely(R)) { SET(P, 6); }'],
  ['if (R == 1) { S = READ_ONCE(*P); }', 'switch (R) { case ONE: S = get(&P); break; default: break; }'],
  ['smp_mb();', 'smp_mb();'],
  ['smp_rmb();', 'do { smp_rmb(); } while (0);'],
  ['smp_wmb();', 'FENCE();'],
];

const DEFINITIONS = `#define ONE FIRST
#define FENCE() smp_wmb()
#define SET(place, value) WRITE_ONCE(place, \\
	(value))
enum numbers { ZERO, FIRST };
struct cell { int v; };
struct shared {
	atomic_t count;
	struct cell left[2];
	struct cell right;
};
typedef struct shared shared_t;
static shared_t all = { .left[1] = { 0 }, .right.v = ZERO };

static inline int get(const int *place)
{
	int v = READ_ONCE(*place);

	return v;
}

static void put(int *place, int value)
{
	WRITE_ONCE(*place, value + FIRST);
}

static void bump(void)
{
	atomic_inc(&all.count);
}
`;

/** The same program twice. */
export interface TwoForms {
  readonly flat: string;
  readonly structured: string;
}

const statement = fc
  .tuple(
    fc.constantFrom(...TEMPLATES),
    fc.constantFrom('r0', 'r1'),
    fc.constantFrom('r0', 'r1'),
    fc.constantFrom('x', 'y'),
  )
  .map(([template, r, s, place]) => {
    const member = place === 'x' ? 'all.left[1].v' : 'all.right.v';
    const filled = (text: string, p: string): string =>
      text.replace(/\bR\b/g, r).replace(/\bS\b/g, s).replace(/\bP\b/g, p);
    return [filled(template[0], place), filled(template[1], member)] as const;
  });

const thread = fc.array(statement, { minLength: 1, maxLength: 4 });

/** Programs of two threads, and some of three. */
export const twoForms: fc.Arbitrary<TwoForms> = fc
  .oneof(
    { weight: 3, arbitrary: fc.array(thread, { minLength: 2, maxLength: 2 }) },
    {
      weight: 1,
      arbitrary: fc.array(
        thread.filter(({ length }) => length < 3),
        { minLength: 3, maxLength: 3 },
      ),
    },
  )
  .map((threads) => {
    const body = (index: number, form: 0 | 1, parameters: string): string =>
      `P${index}(${parameters})\n{\n\tint r0 = 0;\n\tint r1 = 0;\n\n${threads[index].map((each) => `\t${each[form]}\n`).join('')}}\n`;
    const bodies = (form: 0 | 1, parameters: string): string =>
      threads.map((_, index) => body(index, form, parameters)).join('\n');
    const registers = threads.map((_, index) => `${index}:r0; ${index}:r1;`).join(' ');
    return {
      flat: `C flat\n{}\n\n${bodies(0, 'int *x, int *y, atomic_t *c')}\nlocations [${registers} c; x; y]\nforall (true)\n`,
      structured: `C structured\n\n${DEFINITIONS}\n{}\n\n${bodies(1, 'void')}\nlocations [${registers} all.count; all.left[1].v; all.right.v]\nforall (true)\n`,
    };
  });

/** The second form alone. */
export function structures(): fc.Arbitrary<string> {
  return twoForms.map(({ structured }) => structured);
}

const LIMITS = { states: 1_000_000, milliseconds: 60_000, megabytes: 2048 };

function statesOf(text: string, model: Model): string {
  const { test, diagnostics } = loadTest({ name: 'generated.litmus', text });
  if (test === null) throw new Error(`${JSON.stringify(diagnostics.map((each) => each.code))}\n${text}`);
  const { states, limit } = explore(queryOf(test, model, { atomics: 'lse', limits: LIMITS }));
  return limit === null
    ? states
        .map((state) => state.join())
        .sort()
        .join('\n')
    : 'open';
}

/** What differs between the two forms, or null. */
export function formsAgree({ flat, structured }: TwoForms): string | null {
  const models: readonly Model[] = [sc, tso, armv8, lkmm];
  const wrong = models.find((model) => statesOf(flat, model) !== statesOf(structured, model));
  return wrong === undefined ? null : `${wrong.name}: the two forms end otherwise\n${flat}\n${structured}`;
}

/**
 * Laws of callbacks, on random tests: they are what the kernel's documents advise to write in their place, a thread that waits
 * for an acquire and for a grace period; and no machine does with them what the kernel's model forbids.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSource } from '../../src/check/check-source.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import { MACHINES, MODELS } from '../../src/models/index.js';

const RUNS = {
  numRuns: Number(process.env.PINLITMUS_LAW_RUNS ?? 40),
  seed: Number(process.env.SEED ?? 20180324),
};

const place = fc.constantFrom('x', 'y', 'z');

/** A statement that uses the register of that number where it loads. */
const statement = (register: number): fc.Arbitrary<string> =>
  fc.oneof(
    place.map((at) => `r${register} = READ_ONCE(*${at});`),
    place.map((at) => `r${register} = smp_load_acquire(${at});`),
    fc.tuple(place, fc.integer({ min: 1, max: 2 })).map(([at, value]) => `WRITE_ONCE(*${at}, ${value});`),
    fc
      .tuple(place, fc.integer({ min: 1, max: 2 }))
      .map(([at, value]) => `smp_store_release(${at}, ${value});`),
    fc.constant('smp_mb();'),
  );

const statements = (first: number, most: number): fc.Arbitrary<string> =>
  fc
    .tuple(...Array.from({ length: most }, (_, index) => statement(first + index)))
    .map((all) => all.join(' '));

interface CallbackCase {
  readonly before: string;
  readonly behind: string;
  readonly reader: string;
  readonly isReader: boolean;
  readonly body: string;
  readonly waits: boolean;
  readonly conditional: boolean;
}

const cases: fc.Arbitrary<CallbackCase> = fc.record({
  before: statements(0, 1),
  behind: statements(1, 1),
  reader: statements(0, 2),
  isReader: fc.boolean(),
  body: statements(0, 2),
  waits: fc.boolean(),
  conditional: fc.boolean(),
});

const LOCATIONS = 'int *x, int *y, int *z';
const REGISTERS = 'int r0 = 0; int r1 = 0; int r2 = 0;';

function readerOf({ reader, isReader }: CallbackCase): string {
  const body = isReader ? `rcu_read_lock(); ${reader} rcu_read_unlock();` : reader;
  return `P1(${LOCATIONS}) { ${REGISTERS} ${body} }`;
}

const ASKED = 'locations [0:r0; 0:r1; 1:r0; 1:r1; x; y; z;]\nexists (true)\n';

function printed(test: CallbackCase): string {
  const { before, behind, body, waits, conditional } = test;
  const call = conditional ? 'if (READ_ONCE(*x) != 1) call_rcu(x, later);' : 'call_rcu(x, later);';
  return `C random
{}
static void later(${LOCATIONS}) { ${REGISTERS} ${body} }
P0(${LOCATIONS}) { ${REGISTERS} ${before} ${call} ${waits ? 'rcu_barrier();' : ''} ${behind} }
${readerOf(test)}
${ASKED}`;
}

/** The same as a thread of the test's own; `queued` and `done` stand for what callbacks have hidden. */
function byHand(test: CallbackCase): string {
  const { before, behind, body, waits } = test;
  const wait = 'smp_mb(); smp_cond_load_acquire(done, VAL); smp_mb();';
  return `C random
{}
P0(${LOCATIONS}, int *queued, int *done) { ${REGISTERS} ${before} smp_store_release(queued, 1); ${waits ? wait : ''} ${behind} }
${readerOf(test)}
P2(${LOCATIONS}, int *queued, int *done) {
  ${REGISTERS}
  smp_cond_load_acquire(queued, VAL);
  synchronize_rcu(); ${body}
  smp_store_release(done, 1);
}
${ASKED}`;
}

function statesOf(text: string): ReadonlyMap<string, readonly string[]> {
  const settings = { ...DEFAULT_SETTINGS, models: MODELS.map(({ name }) => name) };
  const { models, crash } = checkSource({ name: 'random.litmus', text }, settings);
  expect(crash).toBeFalsy();
  return new Map(
    models.map(({ model, states, incomplete, deadlocks }) => {
      expect([incomplete, deadlocks]).toEqual([null, 0]);
      return [model, states.map((state) => state.join()).sort()];
    }),
  );
}

describe('callbacks', () => {
  it('are what one would write by hand', () => {
    fc.assert(
      fc.property(cases, (test) => {
        const whole = { ...test, conditional: false };
        expect(statesOf(printed(whole))).toEqual(statesOf(byHand(whole)));
      }),
      RUNS,
    );
  });

  it("have no final states on a machine that the kernel's model forbids", () => {
    fc.assert(
      fc.property(cases, (test) => {
        const states = statesOf(printed(test));
        for (const { name } of MACHINES)
          expect(states.get('lkmm'), name).toEqual(expect.arrayContaining([...(states.get(name) ?? [])]));
      }),
      RUNS,
    );
  });
});

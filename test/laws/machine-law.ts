/**
 * Assembly under the axioms of its machine (machine-texts.ts), and C as the machine's kernel port lowers it: the axiomatic engine
 * finds the final states that the window machine finds. What hits a limit, or leaves the objects of the test, proves nothing.
 */
import { catJudges } from '../../src/axioms/cat-judge.js';
import { solveProgram } from '../../src/axioms/solve-program.js';
import type { CatModel } from '../../src/cat/cat-model.js';
import { armv8 } from '../../src/models/armv8.js';
import { ARMV8_TEXT, PSO_TEXT, RISCV_TEXT, SC_TEXT, TSO_TEXT } from '../../src/models/machine-texts.js';
import type { WindowModel } from '../../src/models/model.js';
import { pso } from '../../src/models/pso.js';
import { riscv } from '../../src/models/riscv.js';
import { sc } from '../../src/models/sc.js';
import { tso } from '../../src/models/tso.js';
import type { Exploration } from '../../src/query/exploration.js';
import type { Limits } from '../../src/query/limits.js';
import { queryOf } from '../../src/query/query.js';
import { LIMITS, type Searches } from './searches.js';
import { modelOf } from './solving.js';

const SEQUENTIAL = [sc, modelOf(SC_TEXT)] as const;

/** For each dialect, machines that run it and what they are as axioms. */
const MACHINES: ReadonlyMap<string, readonly (readonly [WindowModel, CatModel])[]> = new Map([
  ['AArch64', [[armv8, modelOf(ARMV8_TEXT)] as const, SEQUENTIAL]],
  ['RISCV', [[riscv, modelOf(RISCV_TEXT)] as const, SEQUENTIAL]],
  ['X86', [[tso, modelOf(TSO_TEXT)] as const, [pso, modelOf(PSO_TEXT)] as const, SEQUENTIAL]],
  [
    'C',
    [
      [armv8, modelOf(ARMV8_TEXT)],
      [riscv, modelOf(RISCV_TEXT)],
      [tso, modelOf(TSO_TEXT)],
      [pso, modelOf(PSO_TEXT)],
      SEQUENTIAL,
    ],
  ],
]);

/** Loops of compare-and-swap have many paths, whose search is seldom whole. */
const SHORT: Limits = { ...LIMITS, milliseconds: 500 };

/** Whether a machine does what its axioms allow; null when it does. */
export function machinesAsTheirAxioms(searches: Searches, limits: Limits = SHORT): string | null {
  const { test } = searches;
  for (const [machine, model] of MACHINES.get(test.dialect) ?? []) {
    const executed = searches.reduced(machine);
    if (!isWhole(executed)) continue;
    const solved = solveProgram(queryOf(test, machine, { atomics: 'lse', limits }), {
      goal: 'all',
      judges: catJudges(model),
    });
    if (!isWhole(solved)) continue;
    const [one, other] = [lines(executed), lines(solved)];
    const beyond = one.filter((state) => !other.includes(state));
    const missing = other.filter((state) => !one.includes(state));
    if (beyond.length + missing.length > 0)
      return `${machine.name}: not by axioms ${beyond.slice(0, 3).join(' | ')}, not executed ${missing.slice(0, 3).join(' | ')}`;
  }
  return null;
}

function isWhole({ limit, badAddresses }: Exploration): boolean {
  return limit === null && badAddresses.length === 0;
}

function lines({ states }: Exploration): readonly string[] {
  return states.map((state) => state.join());
}

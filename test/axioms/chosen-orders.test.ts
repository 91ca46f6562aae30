/** Orders that a model chooses: a total order of memory gives RVWMO and SC as their own axioms do; flags; what is coherence. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catJudges } from '../../src/axioms/cat-judge.js';
import { solveProgram } from '../../src/axioms/solve-program.js';
import { RISCV_TEXT, SC_TEXT } from '../../src/models/machine-texts.js';
import type { WindowModel } from '../../src/models/model.js';
import { riscv } from '../../src/models/riscv.js';
import { sc } from '../../src/models/sc.js';
import type { Exploration } from '../../src/query/exploration.js';
import { queryOf } from '../../src/query/query.js';
import { ASSEMBLY } from '../laws/assembly.js';
import { RUNS } from '../laws/hold.js';
import { load } from '../laws/searches.js';
import { modelOf } from '../laws/solving.js';

const LIMITS = { states: 200_000, milliseconds: 500, megabytes: 1024 };

function solved(text: string, model: string, machine: WindowModel): Exploration {
  const query = queryOf(load(text), machine, { atomics: 'lse', limits: LIMITS });
  return solveProgram(query, { goal: 'all', judges: catJudges(modelOf(model)) });
}

const statesOf = ({ states }: Exploration): readonly string[] => states.map(String).sort();

/** A memory order that extends `base`: loads read the latest store before them, and nothing comes between the halves of an update. */
const memoryOrder = (base: string): string => `
with memory from linearisations(M, ${base} | (loc & ((W \\ FW) * FW)))
let visible = loc & ([W] ; (memory | po) ; [R])
let latest = visible \\ ((loc & ([W] ; memory)) ; visible)
empty (rf \\ latest) | (latest \\ rf) as load-value
empty rmw & ((memory & loc & ext & (R * W)) ; (memory & loc)) as atomic
`;

const RISCV_TOTAL = `${RISCV_TEXT.split('acyclic po-loc | rf')[0]}${memoryOrder('local | (pick ; local ; [W]) | rfe')}`;
const SC_TOTAL = `"SC"${memoryOrder('po')}`;

describe('an order that a model chooses', () => {
  it.each([
    ['RISCV', riscv, RISCV_TEXT, RISCV_TOTAL],
    ['X86', sc, SC_TEXT, SC_TOTAL],
  ] as const)(
    'as the order of memory gives the states of the axioms: %s',
    (dialect, machine, axioms, total) => {
      let compared = 0;
      fc.assert(
        fc.property(ASSEMBLY.get(dialect)?.(2) ?? fc.constant(''), (text) => {
          const [one, other] = [solved(text, axioms, machine), solved(text, total, machine)];
          if (one.limit !== null || other.limit !== null) return;
          compared += 1;
          expect(statesOf(other), text).toEqual(statesOf(one));
        }),
        RUNS,
      );
      expect(compared).toBeGreaterThan(RUNS.numRuns / 3);
    },
  );

  const SB = `X86 SB
{ }
 P0          | P1          ;
 MOV [x],$1  | MOV [y],$1  ;
 MOV EAX,[y] | MOV EAX,[x] ;
exists (0:EAX=0 /\\ 1:EAX=0)
`;

  it('raises a flag where one of its orders does', () => {
    const flagging = (flag: string): readonly string[] =>
      solved(SB, `"a"\nwith S from linearisations(R, 0)\nflag ~empty ${flag} as it\n`, sc).flags;
    expect(flagging('S & ext')).toEqual(['it']);
    expect(flagging('S & int')).toEqual([]);
  });

  it('of nothing is empty, and one that cannot be leaves no execution', () => {
    const states = (text: string): number => solved(SB, `"a"\n${text}\n`, sc).states.length;
    expect(states('with S from linearisations(SC, po) empty S as it')).toBe(4);
    expect(states('with S from linearisations(M & X, po) empty S as it')).toBe(4);
    expect(states('with S from linearisations(M, po | po^-1)')).toBe(0);
    // Either location may be first.
    expect(states('with S from linearisations(W, 0) empty S & (W * W) as it')).toBe(0);
  });

  it('of writes at each location is coherence, of others another', () => {
    const two = `X86 two
{ }
 P0         | P1         ;
 MOV [x],$1 | MOV [x],$2 ;
locations [x;]
exists (x=1)
`;
    const states = (text: string): readonly string[] => statesOf(solved(two, `"a"\n${text}\n`, sc));
    expect(states('with mo from generate_orders(W, 0) empty mo \\ co as it')).toEqual(['1', '2']);
    expect(states('with mo from generate_cos(0) empty co \\ mo as it')).toEqual(['1', '2']);
    expect(states('with mo from generate_orders(W & M, W * W)')).toEqual([]);
    const one =
      'let early = W \\ FW with mo from generate_orders(W, early * FW) empty mo \\ (early * FW) as it';
    expect(states(one)).toEqual(['1', '2']);
    expect(states('with S from generate_orders(M, 0) empty S \\ co as it')).toEqual(['1', '2']);
  });
});

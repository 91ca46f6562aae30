/** The second check of the machine finds what is wrong with an execution: each part of one is spoilt in turn. */
import { describe, expect, it } from 'vitest';
import { loadTest } from '../../src/dialects/load.js';
import { findExecution } from '../../src/engine/index.js';
import type { Execution } from '../../src/execution/execution.js';
import { Relation } from '../../src/execution/relation.js';
import { armv8 } from '../../src/models/armv8.js';
import { narrowed, soughtBy } from '../../src/program/condition.js';
import { flaws } from './flaws.js';

const TEXT = `AArch64 MP+dmb+addr+rmw
{ 0:X1=x; 0:X3=y; 1:X1=x; 1:X3=y; 2:X1=x; }
 P0          | P1                  | P2              ;
 MOV W0,#1   | LDR W0,[X3]         | LDXR W0,[X1]    ;
 STR W0,[X1] | EOR W2,W0,W0        | ADD W0,W0,#1    ;
 DMB ISH     | LDR W5,[X1,W2,SXTW] | STXR W2,W0,[X1] ;
 STR W0,[X3] |                     |                 ;
exists (1:X0=1 /\\ 1:X5=2 /\\ x=2)`;

const { test } = loadTest({ name: 'MP.litmus', text: TEXT });
if (test === null) throw new Error('a test');
const target = narrowed(test.question, soughtBy(test.question));
const program = test.programFor('armv8-lse');
const limits = { states: 100_000, milliseconds: 10_000, megabytes: 512 };
const found = findExecution({ program, model: armv8, target, limits }, 'state');
if (found.kind !== 'found') throw new Error('an execution');
const { execution } = found;
const { size } = execution.po;
const nothing = Relation.of(size);
const [write] = execution.rmw.range();

/** The read of the read-modify-write takes the initial value, and so the other write comes in between. */
function overtaken(): Partial<Execution> {
  const [read] = execution.rmw.domain();
  const rf = execution.rf.filtered((_, to) => to !== read);
  const fromInitial = Relation.of(size, [[program.locations.findIndex(({ name }) => name === 'x'), read]]);
  return { rf: rf.union(fromInitial), fr: execution.fr.union(fromInitial.inverse().sequence(execution.co)) };
}

const SPOILT: readonly (readonly [string, Partial<Execution>])[] = [
  ['program order is an order of each thread', { po: nothing }],
  ['each read has one source, of its location and with its value', { rf: nothing }],
  ['coherence orders the writes of each location, the initial value first', { co: execution.co.inverse() }],
  ['from-read is what overwrites what was read', { fr: nothing }],
  ['nothing comes between the halves of a read-modify-write', overtaken()],
  ['dependencies follow program order and start at what gives a value', { addr: execution.addr.inverse() }],
  ['what is preserved is part of program order', { preserved: [] }],
  ['each location is coherent', { co: execution.co.inverse() }],
  ['there is an order of time', { preserved: [{ from: write, to: write, relation: { kind: 'po' } }] }],
  [
    'the schedule is such an order, and memory agrees with it',
    { schedule: [...(execution.schedule ?? [])].reverse() },
  ],
];

describe('an execution', () => {
  it('is without flaws as the machine shows it', () => {
    expect(flaws(program, 'armv8', execution)).toEqual([]);
  });

  it.each(SPOILT)('is none where this is not so: %s', (what, part) => {
    expect(flaws(program, 'armv8', { ...execution, ...part })).toContain(what);
  });
});

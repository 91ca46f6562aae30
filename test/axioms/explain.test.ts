/** Explanations under the kernel's model: every execution and every cycle is one by its own relations. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadTest } from '../../src/dialects/load.js';
import { findExecution, refute } from '../../src/engine/index.js';
import type { Cycle } from '../../src/execution/edge.js';
import type { Execution } from '../../src/execution/execution.js';
import { lkmm } from '../../src/models/lkmm.js';
import { narrowed, soughtBy } from '../../src/program/condition.js';
import type { Query } from '../../src/query/query.js';
import { endsAs } from '../execution/flaws.js';

const LITMUS = join(import.meta.dirname, '../../litmus');
const LIMITS = { states: 200_000, milliseconds: 4000, megabytes: 1024 };

function queryFor(text: string): Query {
  const { test, diagnostics } = loadTest({ name: 'test.litmus', text });
  if (test === null) throw new Error(JSON.stringify(diagnostics.map((each) => each.code)));
  const target = narrowed(test.question, soughtBy(test.question));
  return { program: test.programFor('lkmm'), model: lkmm, target, limits: LIMITS };
}

/** What is wrong with a cycle: edges that do not follow each other, or communication that is not in the execution. */
function wrongWith({ edges }: Cycle, { rf, co, fr, po }: Execution): readonly string[] {
  const isThere = { rf, co, fr, po } as const;
  return edges.flatMap(({ from, to, relation }, index) => {
    const next = edges[(index + 1) % edges.length];
    const wrong = next.from === to ? [] : [`${from} to ${to} does not go on`];
    const { kind } = relation;
    if ((kind === 'rf' || kind === 'co' || kind === 'fr' || kind === 'po') && !isThere[kind].has(from, to))
      return [...wrong, `${kind} from ${from} to ${to} is not there`];
    return wrong;
  });
}

function complaintsAbout(text: string): readonly string[] {
  const query = queryFor(text);
  const found = findExecution(query, 'state');
  if (found.kind === 'limit') return ['nothing within the limits'];
  if (found.kind === 'found') return endsAs(found.execution, query.target) ? [] : ['it ends otherwise'];
  const { cycles, survivor, impossible, complete } = refute(query);
  return [
    ...(survivor === null ? [] : ['an execution that nothing forbids']),
    ...(cycles.length + impossible.length === 0 && complete ? ['forbidden without a reason'] : []),
    ...cycles.flatMap(({ cycle, execution }) => wrongWith(cycle, execution)),
  ];
}

it('a plain read that an order forbids has a cycle that goes on from access to access', () => {
  const text = `C plain
{}
P0(int *a, int *b) { *a = 1; smp_store_release(b, 1); }
P1(int *a, int *b) { int r0; int r1; r0 = smp_load_acquire(b); if (r0) r1 = *a; }
exists (1:r0=1 /\\ 1:r1=0)
`;
  expect(complaintsAbout(text)).toEqual([]);
  const [{ cycle }] = refute(queryFor(text)).cycles;
  expect(cycle.edges.map(({ relation }) => relation.kind)).toEqual(['preserved', 'rf', 'preserved', 'fr']);
});

describe.each(['classics', 'pages', 'gup-writeback'])('every case of %s', (family) => {
  const files = readdirSync(join(LITMUS, family)).filter((file) => file.endsWith('.litmus'));
  it.each(files)('%s is explained', (file) => {
    const complaints = complaintsAbout(readFileSync(join(LITMUS, family, file), 'utf8'));
    // Many threads that do the same, of which none is observed: the search has to go through their reads one by one.
    const isSlow = /^gups-[5-8]\./.test(file) && complaints[0] === 'nothing within the limits';
    expect(isSlow ? [] : complaints).toEqual([]);
  });
});

describe('the axiom that is violated', () => {
  const axiomOf = (text: string) =>
    refute(queryFor(text)).cycles.map(({ cycle }) => cycle.axiom ?? cycle.kind);
  const from = (file: string): string => readFileSync(join(LITMUS, file), 'utf8');

  it('is happens-before of message passing, propagation of IRIW, coherence of one location', () => {
    expect(axiomOf(from('classics/MP+rel+acq.litmus'))).toMatchObject([{ name: 'happens-before' }]);
    expect(axiomOf(from('classics/IRIW+mbs.litmus'))).toMatchObject([{ name: 'propagation' }]);
    expect(axiomOf(from('classics/CoRR.litmus'))).toContain('coherence');
  });

  it('is that of RCU, with as many grace periods as sections', () => {
    const updater = (first: string, second: string): string =>
      `{ r0 = READ_ONCE(*${first}); synchronize_rcu(); WRITE_ONCE(*${second}, 1); }`;
    const reader = (first: string, second: string): string =>
      `{ rcu_read_lock(); r0 = READ_ONCE(*${first}); WRITE_ONCE(*${second}, 1); rcu_read_unlock(); }`;
    const ring = (...bodies: readonly string[]): string => {
      const threads = bodies.map(
        (body, index) => `P${index}(int *x, int *y, int *z, int *w) { int r0; ${body} }`,
      );
      const all = bodies.map((_, index) => `${index}:r0=1`).join(' /\\ ');
      return `C ring\n{}\n${threads.join('\n')}\nexists (${all})\n`;
    };
    expect(axiomOf(ring(updater('x', 'y'), reader('y', 'x')))).toEqual([
      { name: 'rcu', gracePeriods: 1, sections: 1 },
    ]);
    const four = ring(updater('x', 'y'), updater('y', 'z'), reader('z', 'w'), reader('w', 'x'));
    expect(axiomOf(four)).toEqual([{ name: 'rcu', gracePeriods: 2, sections: 2 }]);
    const three = ring(updater('x', 'y'), reader('y', 'z'), reader('z', 'x'));
    expect(findExecution(queryFor(three), 'state').kind).toBe('found');
  });
});

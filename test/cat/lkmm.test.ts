/** The Linux-kernel memory model on executions made by hand: what it forbids, and the flags it raises. */
import { describe, expect, it } from 'vitest';
import { CatInstance } from '../../src/cat/cat-instance.js';
import { loadCat } from '../../src/cat/cat-model.js';
import { LKMM_CAT } from '../../src/models/lkmm-text.js';
import { invariant } from '../../src/text/invariant.js';
import { type HandEvent, type HandRelations, handBase, threads } from './skeleton.js';

const { model, diagnostics } = loadCat({ model: { name: 'lkmm.cat', text: LKMM_CAT } });

/** What a complete execution violates, or the flags that it raises; asked with and without what is known at the root. */
function judge(events: readonly HandEvent[], given: HandRelations): string {
  invariant(model !== null, 'the model is well-formed');
  const words = [false, true].map((isSettled) => {
    const instance = new CatInstance(model, handBase(events, given));
    if (isSettled) instance.settle();
    const violated = instance.violated();
    if (violated !== -1) return model.axioms[violated].name;
    return ['allowed', ...instance.flagsRaised()].join(' ');
  });
  // A satisfied axiom is left out when settled, a violated one never.
  expect(words[1]).toBe(words[0]);
  // Nothing is decided at the root of a search: nothing is violated there, and every flag that is raised is possible.
  const root = new CatInstance(model, handBase(events, given, false));
  root.settle();
  expect(root.violated()).toBe(-1);
  for (const flag of words[0].split(' ').slice(1)) if (flag !== '') possibleOrViolated(root, words[0], flag);
  return words[0];
}

function possibleOrViolated(root: CatInstance, verdict: string, flag: string): void {
  if (verdict.startsWith('allowed')) expect(root.flagsPossible()).toContain(flag);
}

/** A chain of grace periods and readers, each over two locations, that goes round: every access reads the initial value. */
function ring(...members: readonly ('reader' | 'grace')[]): string {
  const at = (index: number): string => `x${index % members.length}`;
  const events = threads(
    ...members.map((member, index) =>
      member === 'reader'
        ? ['F Rcu-lock', `W ONCE ${at(index)}`, `R ONCE ${at(index + 1)}`, 'F Rcu-unlock']
        : [`W ONCE ${at(index)}`, 'F Sync-rcu', `R ONCE ${at(index + 1)}`],
    ),
  );
  return judge(events, {});
}

describe('the Linux-kernel memory model', () => {
  it('is well-formed, and demands coherence and atomicity', () => {
    expect(diagnostics).toEqual([]);
    expect(model?.isCoherent).toBe(true);
    expect(model?.isAtomic).toBe(true);
    expect(model?.axioms.map(({ name }) => name)).toEqual([
      ...['coherence', 'atomic', 'happens-before', 'propagation', 'rcu', 'plain-coherence'],
    ]);
  });

  it('allows store buffering, and with two full barriers forbids it', () => {
    const thread = (fence: readonly string[], own: string, other: string) => [
      `W ONCE ${own}`,
      ...fence,
      `R ONCE ${other}`,
    ];
    const buffering = (...fences: readonly (readonly string[])[]) =>
      judge(threads(thread(fences[0], 'x', 'y'), thread(fences[1], 'y', 'x')), {});
    expect(buffering([], [])).toBe('allowed');
    expect(buffering(['F MB'], [])).toBe('allowed');
    expect(buffering(['F Wmb'], ['F Rmb'])).toBe('allowed');
    expect(buffering(['F MB'], ['F MB'])).toBe('propagation');
  });

  it('forbids a message to pass its data with smp_wmb() and smp_rmb(), release and acquire, or an address', () => {
    const passing = (write: readonly string[], read: readonly string[], given: HandRelations = {}) => {
      const events = threads(write, read);
      const [, to] = [0, 1].map((thread) => events.findIndex((each) => each.thread === thread));
      const flag = events.findLastIndex(({ thread }) => thread === 0);
      return judge(events, { ...given, rf: [[flag, to]] });
    };
    const once = ['R ONCE y', 'R ONCE x'];
    expect(passing(['W ONCE x', 'W ONCE y'], once)).toBe('allowed');
    expect(passing(['W ONCE x', 'F Wmb', 'W ONCE y'], once)).toBe('allowed');
    expect(passing(['W ONCE x', 'F Wmb', 'W ONCE y'], ['R ONCE y', 'F Rmb', 'R ONCE x'])).toBe(
      'happens-before',
    );
    expect(passing(['W ONCE x', 'W RELEASE y'], ['R ACQUIRE y', 'R ONCE x'])).toBe('happens-before');
    expect(passing(['W ONCE x', 'F Wmb', 'W ONCE y'], once, { addr: [[3, 4]] })).toBe('happens-before');
    expect(passing(['W ONCE x', 'F Wmb', 'W ONCE y'], once, { ctrl: [[3, 4]] })).toBe('allowed');
  });

  it('forbids load buffering with dependencies to both writes, and not with one', () => {
    const events = threads(['R ONCE x', 'W ONCE y'], ['R ONCE y', 'W ONCE x']);
    const rf = [[1, 2] as const, [3, 0] as const];
    expect(judge(events, { rf })).toBe('allowed');
    expect(judge(events, { rf, data: [[0, 1]] })).toBe('allowed');
    expect(judge(events, { rf, data: [[0, 1]], ctrl: [[2, 3]] })).toBe('happens-before');
  });

  it('carries a dependency through memory that the thread reads back', () => {
    const events = threads(['R ONCE x', 'W z', 'R z', 'W ONCE y'], ['R ONCE y', 'W ONCE x']);
    const rf = [[1, 2] as const, [3, 4] as const, [5, 0] as const];
    const data = [[0, 1] as const, [2, 3] as const, [4, 5] as const];
    expect(judge(events, { rf, data })).toBe('happens-before');
    expect(judge(events, { rf, data: data.slice(1) })).toBe('allowed');
  });

  it('is coherent, and keeps updates in one piece', () => {
    expect(judge(threads(['W ONCE x', 'R ONCE x']), {})).toBe('coherence');
    const update = threads(['R RMW ONCE x', 'W RMW ONCE x'], ['W ONCE x']);
    expect(judge(update, { rmw: [[0, 1]], co: [[2, 1]] })).toBe('atomic');
    expect(judge(update, { rmw: [[0, 1]], co: [[1, 2]] })).toBe('allowed');
  });

  it('takes a full update for a barrier before and behind, and a failed one for nothing', () => {
    const full = ['R RMW MB z0', 'W RMW MB z0'];
    const other = ['W ONCE y', 'F MB', 'R ONCE x'];
    const events = threads(['W ONCE x', ...full, 'R ONCE y'], other);
    expect(judge(events, { rmw: [[1, 2]] })).toBe('propagation');
    expect(judge(threads(['W ONCE x', full[0], 'R ONCE y'], other), {})).toBe('allowed');
    // The barrier behind it is one all the same.
    const behind = threads(['W ONCE x', full[0], 'F After-atomic', 'R ONCE y'], other);
    expect(judge(behind, {})).toBe('propagation');
  });

  it('forbids a ring of readers and grace periods with as many grace periods as readers', () => {
    expect(ring('grace', 'grace')).toBe('propagation');
    expect(ring('reader', 'grace')).toBe('rcu');
    expect(ring('reader', 'reader')).toBe('allowed');
    expect(ring('reader', 'reader', 'grace')).toBe('allowed');
    expect(ring('reader', 'grace', 'reader', 'grace')).toBe('rcu');
    expect(ring('reader', 'reader', 'grace', 'grace')).toBe('rcu');
    expect(ring('reader', 'reader', 'grace', 'grace', 'reader')).toBe('allowed');
  });

  it('counts a grace period of SRCU for the sections of its own srcu_struct', () => {
    const events = (other: string) =>
      threads(
        ['R Srcu-lock s', 'W ONCE x', 'R ONCE y', 'W Srcu-unlock s'],
        ['W ONCE y', `Sync-srcu ${other}`, 'R ONCE x'],
      );
    expect(judge(events('s'), { data: [[0, 3]] })).toBe('rcu');
    expect(judge(events('t'), { data: [[0, 3]] })).toBe('allowed');
    expect(judge(events('s'), {})).toBe('allowed unmatched-srcu-lock unmatched-srcu-unlock');
  });

  it('matches nested sections, the inner and the outer ones', () => {
    const nested = ['F Rcu-lock', 'F Rcu-lock', 'F Rcu-unlock', 'F Rcu-unlock', 'F Rcu-lock', 'F Rcu-unlock'];
    expect(judge(threads(nested), {})).toBe('allowed');
    expect(judge(threads(nested.slice(1)), {})).toBe('allowed unmatched-rcu-unlock');
    expect(judge(threads(nested.slice(0, -1)), {})).toBe('allowed unmatched-rcu-lock');
    const sleeping = threads(['F Rcu-lock', 'Sync-srcu s', 'F Rcu-unlock']);
    expect(judge(sleeping, {})).toBe('allowed invalid-sleep');
  });

  it('orders what locks are handed over with', () => {
    const locked = (...inside: readonly string[]) => ['R LKR l', 'W LKW l', ...inside, 'W UL l'];
    const events = threads(locked('W x', 'W y'), locked('R y', 'R x'));
    const rmw = [[0, 1] as const, [5, 6] as const];
    const co = [[1, 4] as const, [1, 6] as const, [1, 9] as const, [4, 6] as const];
    const order = [...co, [4, 9] as const, [6, 9] as const];
    const handed = [[4, 5] as const, [2, 8] as const, [3, 7] as const];
    expect(judge(events, { rmw, co: order, rf: handed })).toBe('allowed');
    // The second section does not see what the first has written.
    expect(judge(events, { rmw, co: order, rf: handed.slice(0, 1) })).toBe('plain-coherence');
  });

  it('finds races of plain accesses, and none where a fence and a condition keep them apart', () => {
    expect(judge(threads(['W x'], ['R x']), {})).toBe('allowed data-race');
    expect(judge(threads(['W x'], ['W ONCE x']), { co: [[0, 1]] })).toBe('allowed data-race');
    expect(judge(threads(['W ONCE x'], ['R ONCE x']), {})).toBe('allowed');
    const ordered = threads(['W x', 'W RELEASE y'], ['R ACQUIRE y', 'R x']);
    const rf = [[1, 2] as const, [0, 3] as const];
    expect(judge(ordered, { rf })).toBe('allowed');
    expect(judge(threads(['W x', 'W ONCE y'], ['R ACQUIRE y', 'R x']), { rf })).toBe('allowed data-race');
  });

  it('remarks on plain and marked accesses of one location with nothing between', () => {
    expect(judge(threads(['W x', 'R ONCE x']), { rf: [[0, 1]] })).toBe('allowed mixed-accesses');
    expect(judge(threads(['W x', 'F Barrier', 'R ONCE x']), { rf: [[0, 2]] })).toBe('allowed');
  });
});

/**
 * The Linux-kernel model as a search asks it: at the root, where nothing is decided, half-way, and at the end. What is known at
 * the root must not change what comes out, and nothing may be refused that has an execution within its bounds.
 */
import { describe, expect, it } from 'vitest';
import type { CatBase } from '../../src/cat/cat-base.js';
import { CatInstance } from '../../src/cat/cat-instance.js';
import { type CatModel, loadCat } from '../../src/cat/cat-model.js';
import { LKMM_CAT } from '../../src/models/lkmm-text.js';
import { invariant } from '../../src/text/invariant.js';
import { type Draw, drawFrom, type RandomExecution, randomExecution } from './random-execution.js';
import { handBase } from './skeleton.js';

const NAMES = ['rf', 'co', 'fr'] as const;
const RUNS = 250;

const { model } = loadCat({ model: { name: 'lkmm.cat', text: LKMM_CAT } });

interface Verdict {
  readonly violated: number;
  readonly flags: readonly string[];
}

function verdictOf(instance: CatInstance): Verdict {
  const violated = instance.violated();
  return { violated, flags: violated === -1 ? [...instance.flagsRaised()].sort() : [] };
}

/** Takes bounds nearer to those of a complete execution: bits at random, or all of them. */
function approach(base: CatBase, complete: CatBase, draw: Draw | null): void {
  for (const name of NAMES) {
    const { lower, upper } = base.dynamic[name];
    for (const [word, exact] of complete.dynamic[name].lower.entries()) {
      const some = draw === null ? -1 : draw(2 ** 16) | (draw(2 ** 16) << 16);
      lower[word] |= exact & some;
      upper[word] &= exact | ~some;
    }
  }
}

/** Asks a settled instance on the way to an execution that the model gives a verdict on. */
function expectFollowed(lkmm: CatModel, { events, relations }: RandomExecution, draw: Draw): Verdict {
  const complete = handBase(events, relations);
  const verdict = verdictOf(new CatInstance(lkmm, complete));
  const base = handBase(events, relations, false);
  if (draw(2) === 0) approach(base, complete, draw);
  const instance = new CatInstance(lkmm, base);
  instance.settle();
  for (const step of [null, draw, draw]) {
    if (step !== null) approach(base, complete, step);
    instance.changed();
    if (verdict.violated === -1) expect(instance.violated()).toBe(-1);
    else instance.violated();
  }
  approach(base, complete, null);
  instance.changed();
  expect(verdictOf(instance)).toEqual(verdict);
  expect(instance.flagsPossible()).toEqual(expect.arrayContaining([...verdict.flags]));
  return verdict;
}

describe('the Linux-kernel memory model in a search', () => {
  // Executions at random seldom satisfy all axioms, so that each is asked alone as well.
  it.each([null, 0, 1, 2, 3, 4, 5])(
    'comes to the verdict that it has on the execution alone (axiom %s)',
    (which) => {
      invariant(model !== null, 'the model is well-formed');
      const axioms = which === null ? model.axioms : [model.axioms[which]];
      const draw = drawFrom(20180324);
      const verdicts = Array.from({ length: RUNS }, () =>
        expectFollowed({ ...model, axioms }, randomExecution(draw), draw),
      );
      expect(verdicts.some(({ violated }) => violated === -1)).toBe(true);
      expect(verdicts.some(({ violated }) => violated === 0)).toBe(true);
      expect(verdicts.some(({ flags }) => flags.includes('data-race'))).toBe(true);
    },
  );
});

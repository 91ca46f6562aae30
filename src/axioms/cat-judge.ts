/** A model in the cat language as the judge of a search. */
import type { CatBase } from '../cat/cat-base.js';
import { CatInstance } from '../cat/cat-instance.js';
import type { CatModel } from '../cat/cat-model.js';
import { LivePaths } from '../cat/live-paths.js';
import { SafeBounds } from '../cat/safe-bounds.js';
import type { DecidedRelations, Judge, Judges } from './axiom-judge.js';
import { ChosenOrders } from './chosen-orders.js';
import { oneEvent, relationNamed, setNamed } from './event-sets.js';
import type { Skeleton } from './skeleton.js';

/** A model in the cat language, ready to be asked. */
export function catJudges(model: CatModel): Judges {
  const { isCoherent, isAtomic, isHereditary } = model;
  return { isCoherent, isAtomic, isHereditary, over: (skeleton) => catJudge(model, skeleton) };
}

/** The model over the events of a skeleton. */
function catJudge(model: CatModel, skeleton: Skeleton): Judge {
  const [lower, upper] = [relationsOver(skeleton), relationsOver(skeleton)];
  const one = oneEvent(skeleton);
  const orders = new ChosenOrders(skeleton, model.choices, one);
  const isChoosing = model.choices.length > 0;
  const base: CatBase = {
    size: skeleton.size,
    set: (name) => setNamed(skeleton, name),
    relation: (name) => relationNamed(skeleton, name),
    dynamic: {
      rf: { lower: lower.rf, upper: upper.rf },
      co: { lower: lower.co, upper: upper.co },
      fr: { lower: lower.fr, upper: upper.fr },
    },
    chosen: orders.bounds,
  };
  const instance = new CatInstance(model, base);
  return {
    lower,
    upper,
    changed: () => {
      for (const { rf, co, fr } of [lower, upper]) for (const rows of [rf, co, fr]) one.joinRelation(rows);
      instance.changed();
    },
    settle: () => instance.settle(),
    asksUpper: () => instance.asksUpper(),
    violated: () => instance.violated(),
    // An order that the model chooses is no relation that only grows, as what follows takes the others to be.
    violatedLater: (end, awaited) => !isChoosing && instance.violatedLater(end, awaited),
    safeBounds: () =>
      isChoosing ? { isSafe: () => false } : new SafeBounds(model, base, skeleton.isSaturated),
    livePaths: () => (model.isCoherent && !isChoosing ? LivePaths.of(model, base) : null),
    someChoice: (work, accept) => (isChoosing ? orders.some(instance, work, accept) : accept()),
    flagsPossible: () => instance.flagsPossible(),
    flagsRaised: () => instance.flagsRaised(),
  };
}

function relationsOver({ size, words }: Skeleton): DecidedRelations {
  const rows = (): Int32Array => new Int32Array(size * words);
  return { rf: rows(), co: rows(), fr: rows() };
}

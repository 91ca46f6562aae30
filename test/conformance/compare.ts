/** What is wrong with a test's results, a line each: against herd7's sets, the Linux-kernel model, and each other. */

import type { ModelResult, TestResult } from '../../src/check/result.js';
import { armv7 } from '../../src/models/armv7.js';
import type { Expected, ExpectedTest } from './expected.js';
import { keyOf, keysOf } from './expected.js';

/** What differs on one model from what herd7 says about it. */
export function differences(
  expected: ExpectedTest,
  result: TestResult,
  model: ModelResult,
): readonly string[] {
  if (model.incomplete !== null) return [`${model.model}: ${JSON.stringify(model.incomplete)}`];
  if (result.verdictOnly) return fromVerdict(expected.models[model.model], model);
  const want = expected.models[model.model];
  const own = stateKeys(result, model);
  return [
    ...(want === undefined ? [] : fromHerd(want, model, own)),
    ...beyondKernelModel(expected, model, own),
  ];
}

/** Where herd7 ran out of time, whether the condition's state is reachable may be known from elsewhere. */
function fromVerdict(want: Expected | undefined, model: ModelResult): readonly string[] {
  const verdict = model.possible.join();
  const agrees = want?.allowed === undefined || want.allowed === (verdict !== 'Never');
  return agrees ? [] : [`${model.model}: ${verdict}, expected ${want.allowed ? 'reachable' : 'Never'}`];
}

function fromHerd(want: Expected, model: ModelResult, own: ReadonlySet<string>): readonly string[] {
  // herd7 says Never of a test without any final state.
  const verdict = model.possible.join().replace('None', 'Never');
  if (want.states === undefined) return fromVerdict(want, model);
  const flags = [...(want.flags ?? [])].sort().join();
  const theirs = keysOf(want.states);
  return [
    ...missing(own, theirs).map((each) => `${model.model}: allowed here only: ${each}`),
    ...missing(theirs, own).map((each) => `${model.model}: forbidden here only: ${each}`),
    ...(want.observation === verdict ? [] : [`${model.model}: ${verdict}, expected ${want.observation}`]),
    ...(model.model !== 'lkmm' || flags === model.flags.join()
      ? []
      : [`${model.model}: flags ${model.flags.join()}, expected ${flags}`]),
  ];
}

/**
 * A machine with the port's mapping allows nothing that the Linux-kernel model forbids. ARMv7 as published does: it may let a write
 * overtake an earlier one to its location that waits for data, on whose order the kernel's model relies (to-w, by overwrite).
 */
function beyondKernelModel(
  expected: ExpectedTest,
  model: ModelResult,
  own: ReadonlySet<string>,
): readonly string[] {
  const kernel = expected.models.lkmm?.states;
  if (kernel === undefined || model.model === armv7.name) return [];
  return missing(own, keysOf(kernel)).map(
    (each) => `${model.model}: forbidden by the Linux-kernel model: ${each}`,
  );
}

function stateKeys(result: TestResult, model: ModelResult): ReadonlySet<string> {
  const names = result.info?.observables ?? [];
  return new Set(model.states.map((state) => keyOf(names, state)));
}

function missing(from: ReadonlySet<string>, where: ReadonlySet<string>): readonly string[] {
  return [...from].filter((each) => !where.has(each));
}

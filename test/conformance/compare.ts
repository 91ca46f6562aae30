/** What is wrong with a test's results, a line each: against herd7's sets, the Linux-kernel model, and each other. */
import type { ModelResult, TestResult } from '../../src/check/result.js';
import type { Expected, ExpectedTest } from './expected.js';
import { keyOf, keysOf } from './expected.js';

/** What differs on one model from what herd7 says about it. */
export function differences(
  expected: ExpectedTest,
  result: TestResult,
  model: ModelResult,
): readonly string[] {
  if (model.incomplete !== null) return [`${model.model}: ${JSON.stringify(model.incomplete)}`];
  const want = expected.models[model.model];
  const own = stateKeys(result, model);
  return [
    ...(want === undefined ? [] : fromHerd(want, model, own)),
    ...beyondKernelModel(expected, model, own),
  ];
}

function fromHerd(want: Expected, model: ModelResult, own: ReadonlySet<string>): readonly string[] {
  const verdict = model.possible.join();
  if (want.states === undefined) {
    const agrees = want.allowed === undefined || want.allowed === (verdict !== 'Never');
    return agrees ? [] : [`${model.model}: ${verdict}, expected ${want.allowed ? 'reachable' : 'Never'}`];
  }
  const theirs = keysOf(want.states);
  return [
    ...missing(own, theirs).map((each) => `${model.model}: allowed here only: ${each}`),
    ...missing(theirs, own).map((each) => `${model.model}: forbidden here only: ${each}`),
    ...(want.observation === verdict ? [] : [`${model.model}: ${verdict}, expected ${want.observation}`]),
  ];
}

/** Hardware with the port's mapping allows nothing that the Linux-kernel model forbids. */
function beyondKernelModel(
  expected: ExpectedTest,
  model: ModelResult,
  own: ReadonlySet<string>,
): readonly string[] {
  const kernel = expected.models.lkmm?.states;
  if (kernel === undefined) return [];
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

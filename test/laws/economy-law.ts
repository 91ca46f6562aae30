/** Laws of what the axiomatic engine leaves out: with and without it, the answer is the same. */
import { ALL_ECONOMIES, type Economies } from '../../src/axioms/economies.js';
import { narrowed, type Proposition, satisfies, soughtBy } from '../../src/program/condition.js';
import type { Searches } from './searches.js';
import { differing, first, KERNEL, type KernelLaw, lines, REMEMBERING, solve } from './solving.js';

export const OF_ECONOMIES: readonly KernelLaw[] = [
  { name: 'interchangeable threads and chains change nothing', check: economiesAgree },
  { name: 'who observes less sees as much of the rest', check: observingLessAgrees },
  { name: 'what is remembered changes nothing, whatever is observed', check: rememberingAgrees },
  {
    name: 'one state is found where all of them are, as the filter may tell threads apart',
    check: narrowingAgrees,
  },
];

/**
 * Every final state, deadlock and flag is found where fewer rounds are left out too, as far as loops are followed then; and where they
 * are followed to their end both ways, there is no other.
 */
export function kernelRoundsAgree({ test }: Searches): string | null {
  const found = solve(test, KERNEL);
  const plain = solve(test, KERNEL, test.question, { ...ALL_ECONOMIES, rounds: false });
  if (found.limit !== null) return null;
  const isWhole = plain.limit === null;
  if (!isWhole && plain.limit?.kind !== 'unrolling') return null;
  const missing = lines(plain).filter((state) => !lines(found).includes(state));
  return first([
    missing.length === 0 ? null : `left out: ${missing.slice(0, 3).join(' | ')}`,
    isWhole ? differing('states', lines(found), lines(plain)) : null,
    plain.deadlocks > 0 && found.deadlocks === 0 ? 'a deadlock is left out' : null,
    isWhole && plain.deadlocks === 0 && found.deadlocks > 0 ? 'a deadlock too many' : null,
    plain.flags.every((flag) => found.flags.includes(flag))
      ? null
      : `flags ${plain.flags}, not ${found.flags}`,
    isWhole ? differing('flags', found.flags, plain.flags) : null,
  ]);
}

/** Each is left out of all; and all of them. */
function economiesAgree({ test }: Searches): string | null {
  const found = solve(test, KERNEL);
  const fewer: readonly Economies[] = [
    { ...ALL_ECONOMIES, permutations: false },
    { ...ALL_ECONOMIES, exchanges: false },
    { ...ALL_ECONOMIES, chains: false },
    { ...ALL_ECONOMIES, foresight: false },
    { ...ALL_ECONOMIES, safety: false },
    {
      permutations: false,
      exchanges: false,
      chains: false,
      foresight: false,
      safety: false,
      rounds: true,
      memory: 'never',
    },
    REMEMBERING,
    {
      permutations: false,
      exchanges: false,
      chains: false,
      foresight: false,
      safety: false,
      rounds: true,
      memory: 'always',
    },
    { ...ALL_ECONOMIES, exchanges: false, memory: 'always' },
  ];
  if (found.limit !== null) return null;
  return first(
    fewer.map((economies) => {
      const other = solve(test, KERNEL, test.question, economies);
      if (other.limit !== null) return null;
      const about = Object.entries(economies).flatMap(([name, isOn]) =>
        isOn === true || isOn === 'in large searches' ? [] : [`${name} (${isOn})`],
      );
      return first([
        differing(`without ${about}, states`, lines(other), lines(found)),
        differing(`without ${about}, flags`, other.flags, found.flags),
        other.deadlocks > 0 === found.deadlocks > 0 ? null : `without ${about}: deadlocks`,
      ]);
    }),
  );
}

/** Little observed leaves little to tell the parts of executions apart, so that much is remembered; of all, who is who matters. */
function rememberingAgrees({ test }: Searches): string | null {
  const { observables, filter } = test.question;
  if (filter !== null) return null;
  return first(
    [[], ...observables.map((one) => [one]), observables].map((some) => {
      const target = { observables: some, filter: null };
      const [forgetful, remembering] = (['never', 'always'] as const).map((memory) =>
        solve(test, KERNEL, target, { ...ALL_ECONOMIES, memory }),
      );
      if (forgetful.limit !== null || remembering.limit !== null) return null;
      return differing(`observing ${some.map(({ name }) => name)}`, lines(remembering), lines(forgetful));
    }),
  );
}

/** Memory alone, and every second observable. */
function observingLessAgrees({ test }: Searches): string | null {
  const { observables, filter } = test.question;
  if (filter !== null) return null;
  const whole = solve(test, KERNEL);
  const indices = [...observables.keys()];
  const parts = [
    indices.filter((index) => observables[index].kind === 'location'),
    indices.filter((index) => index % 2 === 1),
  ];
  return first(
    parts.map((part) => {
      const target = { observables: part.map((index) => observables[index]), filter: null };
      const fewer = solve(test, KERNEL, target);
      if (whole.limit !== null || fewer.limit !== null) return null;
      const states = new Set(whole.states.map((state) => part.map((index) => state[index]).join()));
      const about = `observing ${part.length} of ${indices.length}`;
      const flags = whole.flags.filter((flag) => flag !== 'lock-final');
      return first([
        differing(`${about}, states`, lines(fewer), [...states]),
        differing(
          `${about}, flags`,
          fewer.flags.filter((flag) => flag !== 'lock-final'),
          flags,
        ),
      ]);
    }),
  );
}

/** Looks for what is asked, and for what is not, and for each final state, with and without economies. */
function narrowingAgrees({ test }: Searches): string | null {
  const { question } = test;
  const whole = solve(test, KERNEL);
  if (whole.limit !== null) return null;
  const sought = soughtBy(question);
  const asked: readonly Proposition[] = [
    sought,
    { kind: 'not', operand: sought },
    ...whole.states.slice(0, 4).map((state) => isState(state)),
  ];
  return first(
    asked.flatMap((proposition) => {
      const target = narrowed(question, proposition);
      const expected = whole.states.some((state) => satisfies(proposition, state));
      return [ALL_ECONOMIES, { ...ALL_ECONOMIES, permutations: false }, REMEMBERING].flatMap((economies) => {
        const all = solve(test, KERNEL, target, economies);
        const one = solve(test, KERNEL, target, economies, 'first');
        if (all.limit !== null || one.limit !== null) return [];
        const isRight =
          all.states.length > 0 === expected &&
          one.states.length === Number(expected) &&
          one.states.every((state) => lines(all).includes(state.join()));
        return isRight
          ? []
          : `${JSON.stringify(economies)}: ${all.states.length}, first ${one.states.length}`;
      });
    }),
  );
}

function isState(state: readonly bigint[]): Proposition {
  const parts = state.map(
    (value, observable): Proposition => ({
      kind: 'compare',
      operator: '=',
      left: { kind: 'observable', observable },
      right: { kind: 'value', value },
    }),
  );
  return parts.reduce((left, right) => ({ kind: 'and', left, right }), { kind: 'truth', value: true });
}

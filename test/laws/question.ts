/** Random questions about the final states of generated tests: a condition, sometimes a filter. */
import fc from 'fast-check';

export interface RandomQuestion {
  readonly quantifier: string;
  readonly condition: string;
  readonly filter: string | null;
}

function proposition(observables: readonly string[]): fc.Arbitrary<string> {
  const atom = fc
    .tuple(fc.constantFrom(...observables), fc.constantFrom('=', '=', '=', '!='), fc.nat(3))
    .map((parts) => parts.join(''));
  const joined = fc
    .array(atom, { minLength: 1, maxLength: 3 })
    .chain((atoms) => fc.constantFrom(' /\\ ', ' /\\ ', ' \\/ ').map((join) => atoms.join(join)));
  return fc.oneof(
    joined,
    joined.map((text) => `~(${text})`),
  );
}

/** Questions of which a third filter. */
export function questions(observables: readonly string[]): fc.Arbitrary<RandomQuestion> {
  return fc.record({
    quantifier: fc.constantFrom('exists', '~exists', 'forall'),
    condition: proposition(observables),
    filter: fc.option(proposition(observables), { freq: 2 }),
  });
}

/** The end of a test: everything is observed. */
export function printQuestion(observables: readonly string[], question: RandomQuestion | null): string {
  const locations = `locations [${observables.join('; ')};]\n`;
  if (question === null) return `${locations}exists (true)\n`;
  const filter = question.filter === null ? '' : `filter (${question.filter})\n`;
  return `${locations}${filter}${question.quantifier} (${question.condition})\n`;
}

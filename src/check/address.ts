/**
 * Addresses that go wrong in some execution, as diagnostics. What the text shows is an error before anything runs; here are
 * the computed ones. An access of mixed size, or at a wild address, cannot be followed, and what comes after it could
 * change everything: no command gives a verdict then.
 */
import type { Diagnostic } from '../diagnostic/diagnostic.js';
import { byPosition } from '../diagnostic/diagnostic.js';
import { explore } from '../explore/explore.js';
import type { BadAddress, Exploration } from '../explore/outcome.js';
import { MODELS } from '../machine/models/index.js';
import { addressesOf, speller } from '../program/spell.js';
import { mayMix } from '../program/target.js';
import type { Test } from '../program/test.js';
import { mixedSize } from '../program/width.js';
import type { Settings } from './result.js';

/** What a search on a model of that title found. */
export interface Searched {
  readonly title: string;
  readonly badAddresses: Exploration['badAddresses'];
}

/** One diagnostic a place and value, whichever model met it first. */
export function badAddresses(
  searches: readonly Searched[],
  spell: (value: bigint) => string,
): readonly Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  for (const { title, badAddresses: all } of searches) {
    for (const bad of all) {
      const key = `${bad.span.start} ${bad.span.end} ${bad.value}`;
      if (!found.has(key)) found.set(key, badAddress(bad, title, spell));
    }
  }
  return [...found.values()].sort(byPosition);
}

/**
 * The errors among them, for those who do not visit every state. Whole searches are made on the models of those names,
 * but only where an access of mixed size cannot be ruled out beforehand, which is seldom.
 */
export function mixedSizes(
  test: Test,
  names: readonly string[],
  { atomics, limits }: Pick<Settings, 'atomics' | 'limits'>,
): readonly Diagnostic[] {
  const wanted = MODELS.filter(({ name }) => names.includes(name));
  const searches = wanted.flatMap((model): readonly Searched[] => {
    const program = test.programFor(model.architecture(atomics));
    if (!mayMix(program)) return [];
    return [{ title: model.title, ...explore(program, model, test.question, limits) }];
  });
  if (searches.length === 0) return [];
  const spell = speller(addressesOf(test.programFor(wanted[0].architecture(atomics))));
  return badAddresses(searches, spell).filter(({ severity }) => severity === 'error');
}

function badAddress(bad: BadAddress, model: string, spell: (value: bigint) => string): Diagnostic {
  const { thread, value, span, near, bits, mixed } = bad;
  if (mixed !== null) return mixedSize({ thread, span, bits, mixed, model });
  if (near === null)
    return { severity: 'error', span, code: 'bad-address', thread, value: spell(value), model };
  const { location, offset } = near;
  return {
    severity: 'warning',
    span,
    code: 'outside-object',
    thread,
    location,
    offset: Number(offset),
    model,
  };
}

/** The laws on random tests in C, plain or with pointers and choices, and what C and its translations to assembly allow. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { choices, translated } from './choices.js';
import { texts } from './generate.js';
import { lawsHold, RUNS } from './hold.js';
import { pointers } from './pointers.js';
import { strays } from './strays.js';
import { translationsHold } from './translated.js';

lawsHold([
  ['C', texts()],
  ['C with pointers', pointers()],
  ['C with choices', choices()],
  ['C outside objects', strays()],
]);

it('C allows on a machine what some translation to its assembly allows', () => {
  fc.assert(
    fc.property(translated(), (text) => {
      expect(translationsHold(text), text).toBeNull();
    }),
    RUNS,
  );
});

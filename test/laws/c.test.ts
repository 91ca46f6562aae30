/** The laws on random tests in C, plain or with pointers, choices and structures, and what C and its translations to assembly allow. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { choices, translated } from './choices.js';
import { texts } from './generate.js';
import { lawsHold, RUNS } from './hold.js';
import { lists } from './lists.js';
import { pointers } from './pointers.js';
import { strays } from './strays.js';
import { formsAgree, structures, twoForms } from './structures.js';
import { translationsHold } from './translated.js';

lawsHold([
  ['C', texts()],
  ['C with pointers', pointers()],
  ['C with choices', choices()],
  ['C outside objects', strays()],
  ['C with structures', structures()],
  ['C with lists', lists()],
]);

it('C allows on a machine what some translation to its assembly allows', () => {
  fc.assert(
    fc.property(translated(), (text) => {
      expect(translationsHold(text), text).toBeNull();
    }),
    RUNS,
  );
});

it('members of a structure, by helpers and macros, are as variables of their own', () => {
  fc.assert(
    fc.property(twoForms, (forms) => {
      expect(formsAgree(forms)).toBeNull();
    }),
    RUNS,
  );
});

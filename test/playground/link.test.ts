/** The link that has everything in it: what comes out is what went in, and what others put there does no harm. */
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fragmentOf, type SharedState, stateOf, USUAL_STATE } from '../../src/playground/link.js';
import { caseText } from '../explain/explained.js';

const link = (value: unknown): string =>
  `#test=${deflateRawSync(JSON.stringify(value)).toString('base64url')}`;

const words = fc.string({ unit: 'binary', minLength: 1 });
const anyState: fc.Arbitrary<SharedState> = fc.record({
  file: words,
  text: fc.string({ unit: 'binary' }),
  models: fc.option(fc.array(words, { minLength: 1 })),
  atomics: fc.constantFrom('lse', 'llsc'),
  seconds: fc.integer({ min: 1, max: 3600 }),
  view: fc.constantFrom('check', 'explain', 'step', 'barriers', 'compile'),
  model: fc.option(words),
  state: fc.option(words),
  scene: fc.nat(),
  step: fc.nat(),
  choices: fc.array(fc.nat()),
});

describe('a link', () => {
  it('gives back every state', async () => {
    await fc.assert(
      fc.asyncProperty(anyState, async (state) => {
        expect(await stateOf(await fragmentOf(state))).toEqual(state);
      }),
    );
  });

  it('is short enough for a mail, and of letters that no mail changes', async () => {
    const fragment = await fragmentOf({ ...USUAL_STATE, text: caseText('gup-writeback/barrier') });
    expect(fragment).toMatch(/^#test=[\w-]+$/);
    expect(fragment.length).toBeLessThan(1500);
  });

  it('leaves out what is as usual', async () => {
    expect((await fragmentOf(USUAL_STATE)).length).toBeLessThan(16);
  });

  it.each([
    '',
    '#',
    '#test',
    '#test=',
    '#test=!',
    '#test=AAAA',
    '#other=AAAA',
    link(null),
    link(7),
    link({ text: 7 }),
  ])('is none where it is %s', async (fragment) => {
    expect(await stateOf(fragment)).toBeNull();
  });

  it('takes of a state only what is of its type', async () => {
    const odd = {
      ...{ text: 'C x', file: 3, models: [1], atomics: 'x', seconds: -1, view: 'x', model: 1, state: {} },
      ...{ scene: -1, step: 1.5, choices: ['1'], __proto__: { polluted: true }, more: 1 },
    };
    expect(await stateOf(link(odd))).toEqual({ ...USUAL_STATE, text: 'C x' });
  });

  it('bounds what a short link unpacks to, and what it lets a search take', async () => {
    expect(await stateOf(link({ text: 'x'.repeat(8_000_000) }))).toBeNull();
    expect((await stateOf(link({ seconds: 1_000_000 })))?.seconds).toBe(3600);
  });
});

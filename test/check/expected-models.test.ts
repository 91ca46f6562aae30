/** A model that an expectation names is asked, also where it is none of its dialect's: nobody would look at it otherwise. */
import { expect, it } from 'vitest';
import { checkSource } from '../../src/check/check-source.js';
import { modelsOf } from '../../src/check/models-of.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';

const text = (expectation: string): string => `C IRIW+addrs
"Two readers that disagree"
${expectation}

{ }

P0(int *x) { WRITE_ONCE(*x, 1); }
P1(int *x, int *y) { int r0; int *r2; int r1; r0 = READ_ONCE(*x); r2 = y + (r0 ^ r0); r1 = READ_ONCE(*r2); }
P2(int *y) { WRITE_ONCE(*y, 1); }
P3(int *y, int *x) { int r0; int *r2; int r1; r0 = READ_ONCE(*y); r2 = x + (r0 ^ r0); r1 = READ_ONCE(*r2); }

exists (1:r0=1 /\\ 1:r1=0 /\\ 3:r0=1 /\\ 3:r1=0)
`;
const settings = DEFAULT_SETTINGS;
const names = (expectation: string, asked: readonly string[] | null = null): readonly string[] =>
  modelsOf({ name: 'a', text: text(expectation) }, { ...settings, models: asked }).map(({ name }) => name);
const OWN = ['lkmm', 'sc', 'tso', 'pso', 'armv8', 'riscv'];

it('a test is run on the models of its dialect and on those that it has an expectation for', () => {
  expect(names('Expect=sc:Never')).toEqual(OWN);
  expect(names('Expect=sc:Never power:Sometimes')).toEqual([...OWN, 'power']);
  expect(names('Expect=sc:Never\nExpect=power:Sometimes')).toEqual([...OWN, 'power']);
});

it('what is asked for by name is all that is run', () => {
  expect(names('Expect=power:Sometimes', ['sc'])).toEqual(['sc']);
});

it('the columns that a report draws are those that the test is run on, but for a model that is asked besides', () => {
  for (const expectation of ['Expect=sc:Never', 'Expect=power:Sometimes lkmm:Sometimes', 'Kind=none']) {
    const source = { name: 'a', text: text(expectation) };
    const { models } = checkSource(source, settings);
    const ran = models.filter(({ aside }) => !aside).map(({ model }) => model);
    expect(ran).toEqual(names(expectation));
  }
});

it.each([
  ['Sometimes', 'pass'],
  ['Never', 'fail'],
])('an expectation of %s on such a model is held against what it finds', (verdict, status) => {
  const result = checkSource({ name: 'a', text: text(`Expect=power:${verdict}`) }, settings);
  expect(result.models.find(({ model }) => model === 'power')?.status).toBe(status);
  expect(result.status).toBe(status);
});

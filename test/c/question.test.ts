/** Conditions over members, arrays and pairs of locations, and tests that ask nothing. */
import { expect, it } from 'vitest';
import { finalState, said, verdicts } from './outcome.js';

const counters = (question: string, init = '') =>
  `C t\nstruct stats { int sent; u64 bytes[2]; };\n{ ${init} }\nP0(int *x, int *y, struct stats *s, int **p)\n{\n` +
  `\tWRITE_ONCE(*x, 4);\n\tWRITE_ONCE(*y, 4);\n\tWRITE_ONCE(s->sent, 4);\n\tWRITE_ONCE(s->bytes[1], 9);\n\tWRITE_ONCE(*p, y);\n}\n${question}\n`;

it.each([
  ['exists (x=y)', 'Always'],
  ['exists (x!=y)', 'Never'],
  ['exists (x<>y)', 'Never'],
  ['exists (x=s.sent /\\ s.sent=y)', 'Always'],
  ['exists (s.bytes[0]<s.bytes[1])', 'Always'],
  ['exists (s.bytes={0,9})', 'Always'],
  // A pointer is compared with an address.
  ['exists (p=y)', 'Always'],
  ['exists (p=x)', 'Never'],
  ['exists (p=&y)', 'Always'],
])('%s', (question, observation) => {
  expect(verdicts(counters(question))).toBe(observation);
});

it('an integer that may hold an address is compared with one', () => {
  const text = 'C t\n{ intptr_t x = &y; int y = 3; }\nP0(int *y) { }\nexists (x=y)\n';
  expect(verdicts(text)).toBe('Always');
});

it.each([
  ['from the beginning', 'x = &y;', ''],
  ['by a store', '', 'WRITE_ONCE(*x, y);'],
  ['through a register', 'z = &y;', 'int r = READ_ONCE(*z); cmpxchg(x, 0, r);'],
])('an int that has an address %s is compared with one', (_, init, body) => {
  const text = `C t\n{ ${init} y = 3; }\nP0(int *x, int *y, int *z) { ${body} }\nexists (x=y)\n`;
  expect(verdicts(text)).toBe('Always');
});

it('initial values are constant expressions', () => {
  const init =
    "unsigned long m = 1UL << 3 | 2; int c = 'A'; int n = (2 + 1) * sizeof(u16); int *q = &a[1]; int a[2]; int e = -ENOMEM;";
  expect(finalState(`C t\n{ ${init} }\nP0(int *x) { }\nlocations [m; c; n; q; e]\n`)).toBe(
    'c=65 e=-12 m=10 n=6 q=a[1]',
  );
});

it('without a question all registers and locations are shown', () => {
  const text =
    'C t\nstruct box { int full; };\n{}\nstatic int get(struct box *b) { int seen = READ_ONCE(b->full); return seen; }\n' +
    'P0(struct box *b) { int r = get(b); int s[1] = { 2 }; WRITE_ONCE(b->full, r + 1); }\n';
  expect(said(text)).toEqual([]);
  expect(finalState(text)).toBe('0:r=0 0:s[0]=2 b.full=1');
});

/** GNU C's words, types that hide a pointer, and what definitions of the kernel's are given. */
import { expect, it } from 'vitest';
import { finalState, said, verdicts } from './outcome.js';

it('a variable may have the type of what it is given', () => {
  const text = `C t
{ u8 x = 200; }
P0(u8 *x) { __auto_type a = READ_ONCE(*x), p = x; a += 100; WRITE_ONCE(*p, a + 1); }
locations [0:a; x;] exists (true)
`;
  expect(finalState(text)).toBe('0:a=44 x=45');
  expect(said('C t\n{}\nP0(int *x) { __auto_type a; }\nexists (true)\n')).toEqual([
    "3: unknown type '__auto_type'",
  ]);
});

it('a parameter may be a pointer by its type', () => {
  const text = (type: string) =>
    `C t\ntypedef int *place_t;\ntypedef int word_t;\n{}\nP0(${type} x) { WRITE_ONCE(*x, 3); }\nexists (x=3)\n`;
  expect(verdicts(text('place_t'))).toBe('Always');
  expect(said(text('word_t'))[0]).toBe("5: parameter 'x' is not a pointer");
});

it('the lesser and the greater in initial values', () => {
  const text = `C t
enum { MOST = max(3, 5) };
{ int a = min(3, MOST); u8 b = max_t(u8, 1, 300); unsigned int c = min(-1, 7u); }
P0(int *a) { }
locations [a; b; c;] exists (true)
`;
  expect(finalState(text)).toBe('a=3 b=44 c=7');
});

it('a semaphore that so many may hold', () => {
  const text = (declared: string) => `C t
static ${declared};
static int n;
{}
P0(void) { down(&s); n += 1; up(&s); }
P1(void) { down(&s); n += 1; up(&s); }
forall (n=2)
`;
  expect(verdicts(text('DEFINE_SEMAPHORE(s)'))).toBe('Always');
  expect(verdicts(text('DEFINE_SEMAPHORE(s, 1)'))).toBe('Always');
  expect(verdicts(text('struct semaphore s = __SEMAPHORE_INITIALIZER(s, 1)'))).toBe('Always');
  expect(verdicts(text('DEFINE_SEMAPHORE(s, 1 + 1)'))).toBe('Sometimes');
});

it.each([
  ['int *p = &(int){ 0 };', '(int){ 0 }'],
  ['int *p = (int[]){ 1, 2 };', '(int'],
])('%s is refused', (statement) => {
  expect(said(`C t\n{}\nP0(int *x) { ${statement} }\nexists (true)\n`)[0]).toBe(
    '3: a compound literal is not supported: declare a variable, and give its members their values one by one',
  );
});

it('a computed goto is refused, and nothing else is said', () => {
  const text = 'C t\n{}\nP0(int *x) { void *p = &&out; goto *p; out: WRITE_ONCE(*x, 1); }\nexists (x=1)\n';
  expect(said(text)).toEqual([
    '3: a label as a value is not supported: write a goto, or a switch',
    '3: a goto to where a value says is not supported: write a goto of a label, or a switch',
  ]);
});

it('what follows from a macro that is refused is not said', () => {
  const text =
    'C t\n#define CAT(a, b) a ## b\n{}\nP0(int *x) { int CAT(r, 1) = READ_ONCE(*x); }\nexists (0:r1=0)\n';
  expect(said(text)).toEqual(["2: '##' in a macro is not supported: write out the names that it would make"]);
});

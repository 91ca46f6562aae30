/** Laws of the parser: whatever the text, it ends, does not throw, and points into the text. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withExpect } from '../../src/dialects/expect-line.js';
import { parseTest } from '../../src/dialects/parse.js';
import { renderDiagnostic } from '../../src/report/text/render-diagnostic.js';
import { readExpectations } from '../../src/syntax/expectation.js';
import { byPosition } from '../../src/text/diagnostic.js';

const SAMPLE = `C sample+test
"a title"
Expect=sc:Never
#define ONE 1
(* a comment *)
{ int x=1; a[2] = {1,2}; 0:r1=&x; atomic_t c = ATOMIC_INIT(ONE); page.flags=2; }

static int f(int *p) { return READ_ONCE(*p) + 1; }

P0(int *x, struct page *page)
{
	int r0 = f(x), *q = (int *)x;
	for (r0 = 0; r0 < 3; r0++) { if (r0 == 1) continue; else break; }
	do { page->flags |= 1 << r0; } while (a ? b : !c);
retry:	switch (r0) { case 1: goto retry; default: return; }
}

P1(int *x)
{
	WRITE_ONCE(*x, 1); // one
	smp_mb();
}

locations [x; 0:r0; int *y;]
filter (x=1)
~exists (0:r0=1 /\\ (x=2 \\/ ~[y]=x) => page.flags!=0x1f)
`;

const PIECES = [...new Set(SAMPLE.match(/\s+|\w+|\/\\|\\\/|./gu))].filter((piece) => piece.length < 20);

/** Parses, renders and edits; all of it must hold together. */
function survives(text: string): void {
  const source = { name: 'random.litmus', text };
  const { tree, diagnostics } = parseTest(source);
  expect([...diagnostics].sort(byPosition)).toEqual(diagnostics);
  expect(tree !== null || diagnostics.length > 0).toBe(true);
  const header = tree === null ? [] : readExpectations(tree, ['sc']).diagnostics;
  for (const diagnostic of [...diagnostics, ...header]) {
    const { start, end } = diagnostic.span;
    expect(0 <= start && start <= end && end <= text.length).toBe(true);
    for (const line of renderDiagnostic(diagnostic, { colour: false, width: 60 }).split('\n')) {
      expect(line.length).toBeLessThanOrEqual(60);
    }
  }
  withExpect(text, new Map([['sc', 'Never']]));
}

test('the sample is a test', () => {
  expect(parseTest({ name: 'sample', text: SAMPLE }).diagnostics).toEqual([]);
});

test('random characters are survived', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), survives), { numRuns: 300 });
  const bytes = fc.uint8Array({ maxLength: 300 });
  fc.assert(
    fc.property(bytes, (data) => survives(`C a\n${Buffer.from(data).toString('latin1')}`)),
    { numRuns: 300 },
  );
});

test('random tokens are survived', () => {
  const tokens = fc.array(fc.constantFrom(...PIECES), { maxLength: 80 });
  fc.assert(
    fc.property(tokens, (pieces) => survives(`C a\n{}\nP0() {${pieces.join('')}`)),
    { numRuns: 1000 },
  );
  fc.assert(
    fc.property(tokens, (pieces) => survives(`C a\n${pieces.join(' ')}`)),
    { numRuns: 500 },
  );
});

test('mutations of a test are survived', () => {
  const edit = fc.record({
    at: fc.nat(SAMPLE.length),
    length: fc.nat(12),
    piece: fc.constantFrom('', ...PIECES),
  });
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
      const mutate = (text: string, { at, length, piece }: (typeof edits)[number]): string =>
        text.slice(0, at) + piece + text.slice(at + length);
      survives(edits.reduce(mutate, SAMPLE));
    }),
    { numRuns: 2000 },
  );
});

test('every beginning of a test is survived', () => {
  for (let length = 0; length < SAMPLE.length; length += 1) survives(SAMPLE.slice(0, length));
});

const BODY = 'C a\n{}\nP0(int *x) { ';

test.each([
  ['parentheses', `${BODY}${'('.repeat(100_000)}`],
  ['blocks', `${BODY}${'{'.repeat(100_000)}`],
  ['unary operators', `${BODY}${'!'.repeat(100_000)}x; }`],
  ['stars', `${BODY}${'*'.repeat(100_000)}x; }`],
  ['else-ifs', `${BODY}${'if (x) ; else '.repeat(20_000)} ; }`],
  ['labels', `${BODY}${'l: '.repeat(100_000)} ; }`],
  ['assignments', `${BODY}${'x = '.repeat(100_000)} 1; }`],
  ['sums', `${BODY}${'x + '.repeat(100_000)} 1; }`],
  ['conditionals', `${BODY}${'x ? x : '.repeat(50_000)} 1; }`],
  ['indices', `${BODY}x${'[1]'.repeat(50_000)}; }`],
  ['casts', `${BODY}${'(int)'.repeat(50_000)}x; }`],
  ['lists', `C a\n{ x=${'{'.repeat(100_000)} }`],
  ['negations', `C a\n{}\nP0() { }\nexists (${'~'.repeat(100_000)}x=1)`],
  ['conjunctions', `C a\n{}\nP0() { }\nexists (${'x=1 /\\ '.repeat(100_000)}x=1)`],
  ['implications', `C a\n{}\nP0() { }\nexists (${'x=1 => '.repeat(100_000)}x=1)`],
  ['comments', `C a\n${'(* '.repeat(100_000)}`],
  ['comments in code', `${BODY}${';(* '.repeat(50_000)} *) }`],
  [
    'macros in a row',
    `C a\n${Array.from({ length: 5000 }, (_, i) => `#define A${i} A${i + 1}\n`).join('')}{ x=A0; }`,
  ],
])('%s without end are refused in time', (_, text) => {
  survives(text);
});

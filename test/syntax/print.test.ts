/** What the printer makes of texts, exactly. That it says the same as they do is a law (test/laws/print.test.ts). */
import { describe, expect, it } from 'vitest';
import { printSource } from '../../src/dialects/print-source.js';
import { withBody, withCondition } from './show.js';

function printed(text: string): string {
  return printSource({ name: 'test.litmus', text }).text ?? 'no test';
}

/** The lines of the first thread's body, without a step of indentation. */
function body(text: string): string {
  const lines = printed(withBody(text)).split('\n');
  return lines
    .slice(lines.indexOf('{') + 1, lines.indexOf('}'))
    .map((line) => line.replace(/^\t/, ''))
    .join('\n');
}

const EVERYTHING = String.raw`C   everything
"A title with (half of a parenthesis"
Expect=sc:Never   tso:Never
Key = a value
(*
 * Result: Sometimes
 * The story.
 *)
#define ONE 1
prose
{ x=1; int *p = &x; atomic_t c=ATOMIC_INIT(3); int a[2]={1,2}; struct page page; page.flags=0x10; 0:r1=x; int 1:r2 = 3 }

static inline int f(const int *x) { return READ_ONCE(*x)+ONE; /* one more */ }

P0(int *x, atomic_t *c, int a[]) {
  int r0, *r1; unsigned long r2 = (unsigned long)f(x);
retry: r0 = atomic_read(c); // again
  if (r0) { if (r2) goto retry; } else if (r2 > 1) cpu_relax(); else { WRITE_ONCE(*x, ONE); }
  for (int i = 0; i < 2; i++) a[i] = i;
  do { r0--; } while (r0 > 0);
  while (READ_ONCE(*x)) ;
  switch (r0) { case 1: r2 = 1; break; case 2: { r2 = 2; } default: return; }
}

void P1(void) { int r2; }

locations [x; int 0:r0; p*] filter (not 0:r0=3)
exists ((0:r0==1 && x=1) || ~(1:r2=0 \/ [x]!=&a[1]) => true)
`;

describe('the printer', () => {
  it('prints all that the C dialect has in canonical form', async () => {
    await expect(printed(EVERYTHING)).toMatchFileSnapshot('golden/print-c.litmus');
  });

  it('escapes what a terminal would obey, in the same way wherever it prints to', () => {
    const text = printed(
      'C a\u001b[31m\u202eb\n"t\u009b8m"\n{}\nP0(int *x) { WRITE_ONCE(*x, 1); }\nexists (x=1)\n',
    );
    expect(text).toMatch(/^C a\\x1b\[31m\\u202eb\n"t\\x9b8m"\n/);
    expect(printed(text)).toBe(text);
  });

  it('writes numbers as they are, however large', () => {
    const text =
      'X86 t\n{ 9007199254740993:EAX=18446744073709551615; }\n P0 ;\n MOV [x],$1 ;\nexists (x=1)\n';
    expect(printed(text)).toContain('9007199254740993:EAX=18446744073709551615;');
  });

  it('aligns the instruction table and gathers what is initial by thread', async () => {
    const text = `AArch64 MP (old name)
Hash=1
{ x=1; y=0; 0:X1=x; 0:X3 = y;
uint64_t 1:X1; 1:X3=&y; }
P0|P1;
MOV W0 , #1 | again: LDR W0,[ X3 ] ;
STR W0,[X1,#4]! | CBNZ W0, again;
 | ;
 | LSL W2,W0,#1; DMB SY | ADD X2 , X2,W0,SXTW  #2 ;
done: | ;
exists (1:X0=1)
`;
    await expect(printed(text)).toMatchFileSnapshot('golden/print-aarch64.litmus');
  });

  it.each([
    ['(((r0)) = ((1 + (2 * 3))));', 'r0 = 1 + 2 * 3;'],
    ['r0 = (1 + 2) * 3 - (4 - 5);', 'r0 = (1 + 2) * 3 - (4 - 5);'],
    ['r0 = (a & b) == (c | d);', 'r0 = (a & b) == (c | d);'],
    ['r0 = -(-a) + +(+b) - (--c) - (- --c);', 'r0 = - -a + + +b - --c - - --c;'],
    ['r0 = *&a & &b;', 'r0 = *&a & &b;'],
    ['r0 = (a, b) ? c : (d ? e : f);', 'r0 = (a, b) ? c : d ? e : f;'],
    ['r0 = (a ? b : c) ? (d = e) : f;', 'r0 = (a ? b : c) ? d = e : f;'],
    ['f((a, b), (c = d));', 'f((a, b), c = d);'],
    ['(*p)++; *(p++); (*p).f = ((struct page *)q)->f;', '(*p)++;\n*p++;\n(*p).f = ((struct page *)q)->f;'],
    ['r0 = (int)(a + b) + (int)((a)[1]);', 'r0 = (int)(a + b) + (int)a[1];'],
    ['r0 = 010 + 0x80000000 + 1ul + 4294967296;', 'r0 = 8 + 2147483648U + 1UL + 4294967296L;'],
    ['(a * b);', '(a * b);'],
    ['(*a), b;', '(*a), b;'],
  ])('puts parentheses where precedence needs them: %s', (written, expected) => {
    expect(body(written)).toBe(expected);
  });

  it.each([
    ['exists ((((x=1))))', 'exists (x=1)'],
    ['!exists (x==1 && (y=1 || z=1))', '~exists (x=1 /\\ (y=1 \\/ z=1))'],
    ['exists ((x=1 => y=1) => (z=1 => x=2))', 'exists ((x=1 => y=1) => z=1 => x=2)'],
    ['forall not not x=1 /\\ !0:wb', 'forall (~~(x=1) /\\ ~0:wb)'],
    ['exists (x=1 /\\ (y=1 /\\ z=1))', 'exists (x=1 /\\ (y=1 /\\ z=1))'],
    ['exists (P0:r0=-1 /\\ *p=&x)', 'exists (0:r0=-1 /\\ [p]=&x)'],
  ])('spells conditions as herd7 does: %s', (written, expected) => {
    expect(printed(withCondition(written)).trimEnd().split('\n').at(-1)).toBe(expected);
  });

  it('says what is wrong with what is no test', () => {
    const { text, diagnostics } = printSource({ name: 'bad.litmus', text: withBody('x = ;') });
    expect(text).toBeNull();
    expect(diagnostics.map(({ code }) => code)).toEqual(['unexpected']);
  });
});

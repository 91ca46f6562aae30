/** What stands at file scope in C tests, before and behind the init block. */
import { describe, expect, it } from 'vitest';
import { finalState, said, verdicts } from './outcome.js';

describe('file scope', () => {
  const parts = [
    'struct box { int full; int seen; };',
    'enum state { IDLE, BUSY = 5, DONE };',
    'typedef struct box box_t;',
    'static int hits = 2;',
    'static inline void hit(int *p) { WRITE_ONCE(*p, DONE); }',
    '#define TWICE(n) ((n) * \\\n\t2)',
  ];
  const thread =
    'P0(box_t *b)\n{\n\thit(&b->full);\n\tWRITE_ONCE(b->seen, TWICE(hits));\n}\n\nexists (b.full=6)\n';

  it.each([
    ['before the init block', `${parts.join('\n')}\n{ box_t b; }\n`],
    ['behind it', `{ box_t b; }\n${parts.join('\n')}\n`.replace('{ box_t b; }', '{ struct box b; }')],
    ['on both sides', `${parts.slice(0, 3).join('\n')}\n{ box_t b; }\n${parts.slice(3).join('\n')}\n`],
  ])('may have everything %s', (_, text) => {
    expect(finalState(`C t\n${text}${thread.replace('exists', 'locations [b]\nexists')}`)).toBe(
      'b.full=6 b.seen=4',
    );
  });

  it('needs no init block beside it', () => {
    const body = 'P0(void) { x = 3; }\nexists (x=3)\n';
    expect(finalState(`C t\nstatic int x = 2;\n${body}`)).toBe('x=3');
    expect(said(`C t\n${body}`).join('\n')).toContain('missing init block');
    // What the kernel's definitions bring along declares nothing of the file's.
    const used = 'P0(struct llist_head *h) { int r = llist_empty(h); }\nexists (0:r=1)\n';
    expect(said(`C t\n${used}`).join('\n')).toContain('missing init block');
  });

  it('has variables that functions use by their names', () => {
    const text = (fence: string) =>
      `C t\nstatic int data;\nstatic bool ready = false;\n{}\nP0(void) { WRITE_ONCE(data, 1); ${fence} WRITE_ONCE(ready, true); }\n` +
      'P1(void) { int r = READ_ONCE(ready); smp_rmb(); int d = READ_ONCE(data); }\nexists (1:r=1 /\\ 1:d=0)\n';
    expect(verdicts(text('smp_wmb();'))).toBe('Never');
    expect(verdicts(text(''))).toMatch(/lkmm:Sometimes sc:Never/);
  });

  it('is not taken for prose, nor prose for it', () => {
    const prose = [
      'A static analysis of this struct; see below.',
      'struct page, of course, is in the kernel.',
      'int the same way, with a long story (see the list)',
      'typedef struct is mentioned here',
      'static code analysis',
    ];
    const text = `C t\n${prose.join('\n')}\n{ int x = 0; }\nP0(int *x) { WRITE_ONCE(*x, 1); }\nexists (x=1)\n`;
    expect(said(text)).toEqual([]);
    expect(finalState(text)).toBe('x=1');
  });

  it('may hold pointers, arrays and structures with initial values', () => {
    const text =
      'C t\nstruct node { int v; struct node *next; } tail = { .v = 7 };\nstruct node head = { 3, &tail };\n' +
      'int table[] = { 1, 2, [4] = 9 };\nint *end = &table[4];\nlong sum = sizeof(table) / sizeof(int) + 1;\n{}\n' +
      'P0(void) { int a = READ_ONCE(head.next->v); int b = READ_ONCE(*end); int n = ARRAY_SIZE(table); }\n' +
      'locations [head; sum; 0:a; 0:b; 0:n;]\nforall (true)\n';
    expect(finalState(text)).toBe('0:a=7 0:b=9 0:n=5 head.next=tail head.v=3 sum=6');
  });

  it('is told by attributes before its type, too', () => {
    const text = (words: string): string =>
      `C t\n${words} bool set(int *x)\n{\n\treturn !xchg(x, 1);\n}\n{}\nP0(int *x) { int r = set(x); }\nforall (0:r=1 /\\ x=1)\n`;
    for (const words of ['static inline __must_check', '__must_check static __maybe_unused']) {
      expect(said(text(words))).toEqual([]);
      expect(finalState(text(words))).toBe('0:r=1 x=1');
    }
  });

  it('may define things in that block', () => {
    const text = `C t
{ int x = 1; }
{
#include "api.h"
typedef int word;
static int get(int *p) { return READ_ONCE(*p); }
#define PUT(p, v) WRITE_ONCE(*(p), (v))
int y = 2;
}
P0(int *x) { word r = get(x) + y; PUT(x, 3); }
locations [x; y] forall (0:r=3)
`;
    expect(finalState(text)).toBe('0:r=3 x=3 y=2');
    expect(said(text.replace('int y = 2;', 'y = 2;'))).toContain(
      '3: a second init block is not supported: write what locations hold at first into the first',
    );
  });

  it('may have a second block, where litmus7 has C text', () => {
    const text =
      'C t\n{\nint x = 2;\n}\n\n{\t\t//\\excluded\n#include "api.h"\t// litmus7\n}\nP0(int *x) { int r = READ_ONCE(*x); }\nexists (0:r=2)\n';
    expect(finalState(text)).toBe('0:r=2');
    expect(said(text)).toEqual([
      '7: warning: nothing is included: expected what the test needs of it in the file itself',
    ]);
  });

  it('says what it does not have', () => {
    const around = (line: string) => `C t\n${line}\n{}\nP0(int *x) { }\nexists (x=0)\n`;
    expect(said(around('union u { int a; long b; };'))).toEqual([
      "2: 'union' is not supported: each location has one type; keep the member that the test is about",
    ]);
    expect(said(around('#define JOIN(a, b) a ## b'))).toEqual([
      "2: '##' in a macro is not supported: write out the names that it would make",
    ]);
    const used =
      'struct flags { int busy : 1; };\nstatic void f(struct flags *s) { s->busy = 1; }\nstruct flags s;';
    expect(said(around(used).replace('{ }', '{ f(&s); }'))).toEqual([
      '2: a bit-field is not supported: a processor writes the word that it is in; give it a word of its own',
    ]);
    expect(said(around('#include <linux/atomic.h>'))).toEqual([
      '2: warning: nothing is included: expected what the test needs of it in the file itself',
    ]);
    expect(said(around('struct half { int a; }'))).toEqual(["2: missing ';' before '{'"]);
  });
});

describe('macros', () => {
  const value = (defines: string, expression: string) =>
    finalState(`C t\n${defines}\n{}\nP0(int *x) { long r = ${expression}; }\nexists (0:r=0)\n`);

  it.each([
    ['#define ADD(a, b) ((a) + (b))', 'ADD(1, ADD(2, 3))', '6'],
    ['#define ADD(a, b) ((a) + (b))\n#define PLUS ADD', 'PLUS(4, 5)', '9'],
    ['#define f(x) x + f(x)\n#define g 10', 'sizeof(int) * g', '40'],
    ['#define CALL(f, ...) f(__VA_ARGS__)\n#define MUL(a, b) ((a) * (b))', 'CALL(MUL, 6, 7)', '42'],
    ['#define NONE() 8', 'NONE()', '8'],
    ['#define PAIR (1, 2)\n#define SECOND(a, b) (b)', 'SECOND((3, 4), 5)', '5'],
    ['#define ONE 1\n#undef ONE\n#define ONE 2', 'ONE', '2'],
  ])('%s', (defines, expression, expected) => {
    expect(value(defines, expression)).toBe(`0:r=${expected}`);
  });

  it('say where they do not fit', () => {
    const text = (defines: string, use: string) =>
      `C t\n${defines}\n{}\nP0(int *x) { int r = ${use}; }\nexists (0:r=0)\n`;
    expect(said(text('#define ADD(a, b) a + b', 'ADD(1)'))).toEqual([
      "4: 'ADD' expects 2 arguments, found 1",
    ]);
    expect(said(text('#define ADD(a b) a + b', '1'))[0]).toBe(
      "2: expected names between commas as a macro's parameters, and ')', found 'b'",
    );
  });
});

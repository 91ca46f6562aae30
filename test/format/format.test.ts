/** The layout of a text: what it looks like, and that what it holds stays. */
import { expect, it } from 'vitest';
import { formatLitmus, formatSource } from '../../src/format/format-source.js';

const C = `/* first */
C  ugly
Expect=sc:Never
// a note
"A title"
Names=a:0:r0
prose stays   here
#define INC(x) do { \\
      x++; } while (0)
#define BOTH(x) WRITE_ONCE(*x, 1); WRITE_ONCE(*x, 2);
typedef struct foo { int a; struct foo *next; } foo_t;
static inline int helper(int*p,int  v){ if(v)return *p*v; else if (v==2) { return -1; }
else return (int)v+ -1; }
{ x=1; int *p=&x; /* the pointer */ a[2]={1,2};
  // own
  spinlock_t l; }
P0(int*x,atomic_t *c,
   spinlock_t *l) {
   int r0=READ_ONCE( *x ),r1; int *q = & x [0];
   /* before
    * the call */
   WRITE_ONCE(*x,r0*2+-1); // trailing
   if(r0==1&&!(r1)){ atomic_add(1,c);smp_mb(); }
   // else comment
   else {
     r1=cmpxchg(x,
                0, 1); }
   while(READ_ONCE(*x)==0);
   for(r1=0;r1<3;r1++) { INC(r1); r0 = r1 ? r0<<2 : ~r0; }
   do r1--; while(r1>0);
retry: switch(r0){case 1:case 2: r1=2;break;
   default: r1 = 0x10; }
   BOTH(x)
   r1 = sizeof(struct foo *) + (unsigned long)&r0 + (r0 & r1) + * q;
   if (r0) goto retry;


   if (r1)
      *x = 1;
   else *x = - - r1;
}
struct bar {int a; int b[2];} bb = {.a=1};
P1(int *x)
{
}
locations [x;0:r0;
  1:r2]
filter(x=1)
exists
(0:r0=1/\\ ( 1:r2 = -1 \\/~x==2))
(* the end *)`;

const LAID_OUT_C = `/* first */
C ugly
"A title"
Names=a:0:r0
Expect=sc:Never

// a note
prose stays   here
#define INC(x) do { \\
      x++; } while (0)
#define BOTH(x) WRITE_ONCE(*x, 1); WRITE_ONCE(*x, 2);

typedef struct foo {
	int a;
	struct foo *next;
} foo_t;

static inline int helper(int *p, int v)
{
	if (v)
		return *p * v;
	else if (v == 2) {
		return -1;
	} else
		return (int)v + -1;
}

{
	x = 1;
	int *p = &x; /* the pointer */
	a[2] = { 1, 2 };
	// own
	spinlock_t l;
}

P0(int *x, atomic_t *c,
   spinlock_t *l)
{
	int r0 = READ_ONCE(*x), r1;
	int *q = &x[0];

	/* before
	 * the call */
	WRITE_ONCE(*x, r0 * 2 + -1); // trailing
	if (r0 == 1 && !(r1)) {
		atomic_add(1, c);
		smp_mb();
	}
	// else comment
	else {
		r1 = cmpxchg(x,
			     0, 1);
	}
	while (READ_ONCE(*x) == 0)
		;
	for (r1 = 0; r1 < 3; r1++) {
		INC(r1);
		r0 = r1 ? r0 << 2 : ~r0;
	}
	do
		r1--;
	while (r1 > 0);
retry:
	switch (r0) {
	case 1:
	case 2:
		r1 = 2;
		break;
	default:
		r1 = 0x10;
	}
	BOTH(x)
	r1 = sizeof(struct foo *) + (unsigned long)&r0 + (r0 & r1) + *q;
	if (r0)
		goto retry;

	if (r1)
		*x = 1;
	else
		*x = - -r1;
}

struct bar {
	int a;
	int b[2];
} bb = { .a = 1 };

P1(int *x)
{
}

locations [x; 0:r0;
  1:r2]
filter (x=1)
exists (0:r0=1 /\\ (1:r2=-1 \\/ ~x==2))
(* the end *)
`;

const ASSEMBLY = `AArch64 MP (the usual)
(* a story *)
Orig=PodWW Rfe
{ uint64_t x = 0; 0:X1=x; 0:X3=y; 1:X1=y;
1:X3=x; }
P0 | P1 ;
MOV W0 , #1 | LDR W0, [X1] ; (* reads *)
(* of P0
 * alone *)
STR W0,[X1]|;
L0 : DMB ISHST|CBNZ W0,L1 ;

STR W0,[X3]|L1: LDR W2,[X3, #0] ;
exists
(1:X0=1 /\\ 1:X2=0)
`;

const LAID_OUT_ASSEMBLY = `AArch64 MP (the usual)

(* a story *)
Orig=PodWW Rfe

{
	uint64_t x=0;
	0:X1=x; 0:X3=y;
	1:X1=y;
	1:X3=x;
}

 P0            | P1                 ;
 MOV W0,#1     | LDR W0,[X1]        ; (* reads *)
 (* of P0
  * alone *)
 STR W0,[X1]   |                    ;
 L0: DMB ISHST | CBNZ W0,L1         ;

 STR W0,[X3]   | L1: LDR W2,[X3,#0] ;

exists (1:X0=1 /\\ 1:X2=0)
`;

it.each([
  ['C', C, LAID_OUT_C],
  ['assembly', ASSEMBLY, LAID_OUT_ASSEMBLY],
])('%s is laid out in the house style, and then stays as it is', (_, text, expected) => {
  expect(formatLitmus(text)).toBe(expected);
  expect(formatLitmus(expected)).toBe(expected);
});

it('a pointer to a function stands apart from its type', () => {
  const text =
    'C t\n\nstruct ops {\n\tint (*get)(int *);\n\tvoid *(*find)(struct ops *);\n};\n\n{}\n\nP0(int *x)\n{\n\tint (*get)(int *) = NULL;\n}\n\nexists (x=0)\n';
  expect(formatLitmus(text)).toBe(text);
  expect(formatLitmus(text.replaceAll('int (*', 'int(*'))).toBe(text);
});

it('an empty init block stays on one line or on two', () => {
  const text = (block: string): string => `C x\n\n${block}\n\nP0(int *x)\n{\n}\n\nexists (x=0)\n`;
  expect(formatLitmus(text('{}'))).toBe(text('{}'));
  expect(formatLitmus(text('{\n}'))).toBe(text('{\n}'));
  expect(formatLitmus(text('{ }'))).toBe(text('{}'));
});

it('a comment inside a call, and lines that end as on Windows, are kept and mended', () => {
  const text = 'C x\n\n{}\n\nP0(int *x)\n{\n  WRITE_ONCE(*x, /* one */ 1);\n}\n\nexists (x=0)\n';
  const expected = text.replace('  WRITE', '\tWRITE');
  expect(formatLitmus(text.replaceAll('\n', '\r\n'))).toBe(expected);
});

it('what cannot be read stays as it is, and says why', () => {
  const text = 'C x\n{}\nP0(int *x) { WRITE_ONCE(*x, 1) }\nexists (x=1)\n';
  expect(formatLitmus(text)).toBe(text);
  expect(formatSource({ name: 'x', text })).toMatchObject({
    text: null,
    unfaithful: false,
    diagnostics: [{ code: 'missing-semicolon' }],
  });
  expect(formatSource({ name: 'x', text: 'Sparc x\n{}\n P0 ;\nexists (x=0)' }).diagnostics[0].code).toBe(
    'unsupported-dialect',
  );
});

/** Small tests of every outcome. */

/** Store buffering, with this header and these barriers between the accesses. */
export function storeBuffering(header = '', barrier = ''): string {
  return `C SB
${header}
{
}

P0(int *x, int *y)
{
	int r0;

	WRITE_ONCE(*x, 1);
	${barrier}
	r0 = READ_ONCE(*y);
}

P1(int *y, int *x)
{
	int r0;

	WRITE_ONCE(*y, 1);
	${barrier}
	r0 = READ_ONCE(*x);
}

exists (0:r0=0 /\\ 1:r0=0)
`;
}

export const PASSING = storeBuffering('Expect=sc:Never tso:Sometimes armv8:Sometimes');
export const FAILING = storeBuffering('Expect=sc:Never tso:Never armv8:Never');
export const UNJUDGED = storeBuffering();
export const MALFORMED = storeBuffering()
  .replace('smp_mb();', '')
  .replace('WRITE_ONCE(*x, 1);', 'WRITE_ONCE(*x, 1)');

/** One thread takes a lock twice. */
export const DEADLOCK = `C self-deadlock

{
	spinlock_t s;
}

P0(spinlock_t *s, int *x)
{
	spin_lock(s);
	spin_lock(s);
	WRITE_ONCE(*x, 1);
	spin_unlock(s);
}

exists (x=1)
`;

export const AARCH64 = `AArch64 SB
{ 0:X1=x; 0:X3=y; 1:X1=y; 1:X3=x; }
 P0          | P1          ;
 MOV W0,#1   | MOV W0,#1   ;
 STR W0,[X1] | STR W0,[X1] ;
 LDR W2,[X3] | LDR W2,[X3] ;
exists (0:X2=0 /\\ 1:X2=0)
`;

export const X86 = `X86 SB
{ }
 P0          | P1          ;
 MOV [x],$1  | MOV [y],$1  ;
 MOV EAX,[y] | MOV EAX,[x] ;
exists (0:EAX=0 /\\ 1:EAX=0)
`;

/** A loop that never comes back to a state, so that only a limit ends it. */
export const ENDLESS = `C endless
{}
P0(int *x)
{
	int r0 = 0;

	while (1) {
		r0 = r0 * 3 + 1;
		WRITE_ONCE(*x, r0);
	}
}
exists (x=2)
`;

/** Its second assertion of two fails. */
export const ASSERTING = `C asserting
{}
P0(int *x) { WRITE_ONCE(*x, 1); }
P1(int *x) { int r0 = READ_ONCE(*x); WARN_ON(r0 > 1); WARN_ON(r0); }
`;

/** Families of tests that grow with n, to see how cost grows. Each is a generator of C litmus text. */

export interface Family {
  readonly name: string;
  readonly about: string;
  readonly text: (n: number) => string;
}

function threads(n: number, body: (index: number) => string): string {
  return Array.from({ length: n }, (_, index) => body(index)).join('\n');
}

function all(n: number, atom: (index: number) => string): string {
  return Array.from({ length: n }, (_, index) => atom(index)).join(' /\\ ');
}

function ring(n: number, between: string): string {
  const body = (index: number): string => {
    const next = (index + 1) % n;
    return `P${index}(int *x${index}, int *x${next})
{
	int r0;

	WRITE_ONCE(*x${index}, 1);${between}
	r0 = READ_ONCE(*x${next});
}
`;
  };
  return `C SB${n}\n\n{}\n\n${threads(n, body)}\nexists (${all(n, (index) => `${index}:r0=0`)})\n`;
}

export const FAMILIES: readonly Family[] = [
  {
    name: 'SBn fenced',
    about: 'a ring of n threads: store, full fence, load of the next',
    text: (n) => ring(n, '\n\tsmp_mb();'),
  },
  { name: 'SBn', about: 'the same without the fence', text: (n) => ring(n, '') },
  {
    name: 'GUPn',
    about: 'one writeback against n GUPs in the barrier scheme',
    text: (n) => `C GUP${n}

{
	struct page page;
	page._refcount=1;
}

P0(struct page *page)
{
	int pinned;

	TestSetPageWriteback(page);
	smp_wmb();
	pinned = page_is_pin(page);
}

${threads(
  n,
  (index) => `P${index + 1}(struct page *page)
{
	int wb;

	page_ref_add(page, PAGE_PIN_BIAS);
	smp_mb();
	wb = PageWriteback(page);
}
`,
)}
exists (0:pinned=0 /\\ ${all(n, (index) => `${index + 1}:wb=0`)})
`,
  },
  {
    name: 'INCn',
    about: 'n atomic increments of one counter, each with a load of a flag',
    text: (n) => `C INC${n}

{}

${threads(
  n,
  (index) => `P${index}(atomic_t *c, int *flag)
{
	int r0;
	int r1;

	r0 = atomic_fetch_add_relaxed(1, c);
	r1 = READ_ONCE(*flag);
}
`,
)}
exists (c=${n - 1})
`,
  },
  {
    name: 'MPn',
    about: 'a chain of n release-acquire hand-overs',
    text: (n) => `C MP${n}

{}

P0(int *x, int *f0)
{
	WRITE_ONCE(*x, 1);
	smp_store_release(f0, 1);
}

${threads(
  n - 1,
  (index) => `P${index + 1}(int *f${index}, int *f${index + 1})
{
	int r0;

	r0 = smp_load_acquire(f${index});
	smp_store_release(f${index + 1}, 1);
}
`,
)}
P${n}(int *x, int *f${n - 1})
{
	int r0;
	int r1;

	r0 = smp_load_acquire(f${n - 1});
	r1 = READ_ONCE(*x);
}

exists (${all(n, (index) => `${index + 1}:r0=1`)} /\\ ${n}:r1=0)
`,
  },
  {
    name: 'LOCKn',
    about: 'n threads, one spinlock, two critical sections each',
    text: (n) => `C LOCK${n}

{}

${threads(
  n,
  (index) => `P${index}(int *x, spinlock_t *l)
{
	int r0;

	spin_lock(l);
	r0 = READ_ONCE(*x);
	WRITE_ONCE(*x, r0 + 1);
	spin_unlock(l);
	spin_lock(l);
	r0 = READ_ONCE(*x);
	WRITE_ONCE(*x, r0 + 1);
	spin_unlock(l);
}
`,
)}
exists (~x=${2 * n})
`,
  },
  {
    name: 'READn',
    about: 'n readers of one writer with four stores',
    text: (n) => `C READ${n}

{}

P0(int *x)
{
	WRITE_ONCE(*x, 1);
	WRITE_ONCE(*x, 2);
	WRITE_ONCE(*x, 3);
	WRITE_ONCE(*x, 4);
}

${threads(
  n,
  (index) => `P${index + 1}(int *x)
{
	int r0;
	int r1;

	r0 = READ_ONCE(*x);
	r1 = READ_ONCE(*x);
}
`,
)}
exists (${all(n, (index) => `${index + 1}:r0=4 /\\ ${index + 1}:r1=0`)})
`,
  },
];

/** Families of tests that grow with n, to see how cost grows. Each is a generator of litmus text, in C and in AArch64. */

export interface Family {
  readonly name: string;
  readonly about: string;
  /** What the cost under the kernel's model grows with, and why. */
  readonly solved: string;
  readonly text: (n: number) => string;
  /** The same in AArch64's instructions, as near as they come; null where C is enough. */
  readonly assembly: ((n: number) => string) | null;
}

function threads(n: number, body: (index: number) => string): string {
  return Array.from({ length: n }, (_, index) => body(index)).join('\n');
}

function all(n: number, atom: (index: number) => string): string {
  return Array.from({ length: n }, (_, index) => atom(index)).join(' /\\ ');
}

/** What a thread of an assembly test runs, and which location each address register holds. */
interface Column {
  readonly registers: Readonly<Record<string, string>>;
  readonly code: readonly string[];
}

function table(name: string, init: string, columns: readonly Column[], condition: string): string {
  const height = Math.max(...columns.map((column) => column.code.length));
  const rows = Array.from({ length: height }, (_, row) =>
    columns.map((column) => ` ${column.code[row] ?? ''}`).join(' |'),
  );
  const addresses = columns.flatMap((column, index) =>
    Object.entries(column.registers).map(([register, location]) => `${index}:${register}=${location};`),
  );
  const head = columns.map((_, index) => ` P${index}`).join(' |');
  return `AArch64 ${name}\n{ ${init} ${addresses.join(' ')} }\n${[head, ...rows].map((row) => `${row} ;\n`).join('')}exists (${condition})\n`;
}

function columns(n: number, column: (index: number) => Column): readonly Column[] {
  return Array.from({ length: n }, (_, index) => column(index));
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

function assemblyRing(n: number, between: readonly string[]): string {
  const column = (index: number): Column => ({
    registers: { X1: `x${index}`, X2: `x${(index + 1) % n}` },
    code: ['MOV W0,#1', 'STR W0,[X1]', ...between, 'LDR W3,[X2]'],
  });
  return table(
    `SB${n}`,
    '',
    columns(n, column),
    all(n, (index) => `${index}:X3=0`),
  );
}

export const FAMILIES: readonly Family[] = [
  {
    name: 'SBn fenced',
    about: 'a ring of n threads: store, full fence, load of the next',
    solved: 'as many final states as there are, 2^n - 1, and two nodes of the search for each',
    text: (n) => ring(n, '\n\tsmp_mb();'),
    assembly: (n) => assemblyRing(n, ['DMB SY']),
  },
  {
    name: 'SBn',
    about: 'the same without the fence',
    solved: 'as many final states as there are, 2^n, and two nodes of the search for each',
    text: (n) => ring(n, ''),
    assembly: (n) => assemblyRing(n, []),
  },
  {
    name: 'GUPn',
    about: 'one writeback against n GUPs in the barrier scheme',
    solved:
      'the search grows slowly, since the GUPs are interchangeable; that each may have seen either value makes 2^n final states',
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
    assembly: (n) => {
      const registers = { X1: 'flags', X2: 'refcount' };
      const writeback = {
        registers,
        code: ['MOV W0,#1', 'LDSETAL W0,W4,[X1]', 'DMB ST', 'LDR W3,[X2]'],
      };
      const gup = { registers, code: ['MOV W0,#1024', 'STADD W0,[X2]', 'DMB SY', 'LDR W3,[X1]'] };
      return table(
        `GUP${n}`,
        'refcount=1;',
        [writeback, ...columns(n, () => gup)],
        `0:X3=1 /\\ ${all(n, (index) => `${index + 1}:X3=0`)}`,
      );
    },
  },
  {
    name: 'INCn',
    about: 'n atomic increments of one counter, each with a load of a flag',
    solved: 'hardly at all, since the threads are interchangeable',
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
    assembly: (n) =>
      table(
        `INC${n}`,
        '',
        columns(n, () => ({
          registers: { X1: 'c', X2: 'flag' },
          code: ['MOV W0,#1', 'LDADD W0,W3,[X1]', 'LDR W4,[X2]'],
        })),
        `c=${n - 1}`,
      ),
  },
  {
    name: 'INCDn',
    about: 'the same where each thread adds another number',
    solved:
      'exponential, n * 2^(n - 1): which threads have been, and which is next; in what order they have been is forgotten',
    text: (n) => `C INCD${n}

{}

${threads(
  n,
  (index) => `P${index}(atomic_t *c, int *flag)
{
	int r0;
	int r1;

	r0 = atomic_fetch_add_relaxed(${2 ** index}, c);
	r1 = READ_ONCE(*flag);
}
`,
)}
exists (c=${n - 1})
`,
    assembly: null,
  },
  {
    name: 'MPn',
    about: 'a chain of n release-acquire hand-overs',
    solved: 'as many final states as there are, 2^(n + 1) - 1, and two nodes of the search for each',
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
    assembly: (n) => {
      const writer = {
        registers: { X1: 'x', X2: 'f0' },
        code: ['MOV W0,#1', 'STR W0,[X1]', 'STLR W0,[X2]'],
      };
      const between = (index: number): Column => ({
        registers: { X1: `f${index}`, X2: `f${index + 1}` },
        code: ['MOV W0,#1', 'LDAR W3,[X1]', 'STLR W0,[X2]'],
      });
      const reader = {
        registers: { X1: `f${n - 1}`, X2: 'x' },
        code: ['LDAR W3,[X1]', 'LDR W4,[X2]'],
      };
      return table(
        `MP${n}`,
        '',
        [writer, ...columns(n - 1, between), reader],
        `${all(n, (index) => `${index + 1}:X3=1`)} /\\ ${n}:X4=0`,
      );
    },
  },
  {
    name: 'LOCKn',
    about: 'n threads, one spinlock, two critical sections each',
    solved:
      'worse than exponential, about 4n * (2n)! / (2^n * n!): the orders of the sections but for who is who. None is forgotten: until a section has its place, its read may be from any section before that the model, not coherence, says is overwritten',
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
    assembly: (n) =>
      table(
        `LOCK${n}`,
        '',
        columns(n, (index) => {
          const section = (number: number): readonly string[] => {
            const again = `Again${index}${number}`;
            return [
              'MOV W0,#1',
              `${again}:`,
              'LDAXR W3,[X1]',
              `CBNZ W3,${again}`,
              'STXR W5,W0,[X1]',
              `CBNZ W5,${again}`,
              'LDR W4,[X2]',
              'ADD W4,W4,#1',
              'STR W4,[X2]',
              'STLR WZR,[X1]',
            ];
          };
          return { registers: { X1: 'l', X2: 'x' }, code: [...section(1), ...section(2)] };
        }),
        `~x=${2 * n}`,
      ),
  },
  {
    name: 'LOCKPn',
    about: 'n threads, one spinlock, a critical section each, with plain accesses',
    solved: 'about 2 n^2 nodes, since the threads are interchangeable; a node costs about n^2',
    text: (n) => `C LOCKP${n}

{}

${threads(
  n,
  (index) => `P${index}(int *x, spinlock_t *l)
{
	int r0;

	spin_lock(l);
	r0 = *x;
	*x = r0 + 1;
	spin_unlock(l);
}
`,
)}
exists (~x=${n})
`,
    assembly: null,
  },
  {
    name: 'READn',
    about: 'n readers of one writer with four stores',
    solved: 'with the final states, 15^n: each reader may see any two values in order',
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
    assembly: (n) => {
      const registers = { X1: 'x' };
      const code = [1, 2, 3, 4].flatMap((value) => [`MOV W0,#${value}`, 'STR W0,[X1]']);
      const reader = { registers, code: ['LDR W3,[X1]', 'LDR W4,[X1]'] };
      return table(
        `READ${n}`,
        '',
        [{ registers, code }, ...columns(n, () => reader)],
        all(n, (index) => `${index + 1}:X3=4 /\\ ${index + 1}:X4=0`),
      );
    },
  },
];

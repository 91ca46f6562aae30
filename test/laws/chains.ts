/**
 * Random tests of long chains within a thread, in assembly and in C: what it has read from another thread flows on through registers, choices,
 * atomics, exclusives and its own memory, past barriers, into its last access, and the other thread tells whether that came early.
 * They are longer than tests at random, and each step hangs on the one before.
 */
import fc from 'fast-check';

/**
 * How a dialect spells chains. In steps V is a register that holds what the chain has come to, N one that takes it over, T and U are fresh
 * ones, A is a location, L a fresh label.
 */
interface Chains {
  readonly dialect: string;
  readonly register: (number: number) => string;
  readonly places: readonly string[];
  readonly init: (thread: number) => string;
  readonly steps: readonly string[];
  /** Of the first register, what the chain begins with. */
  readonly begin: readonly string[];
  /** What the chain ends in, where X is the location of the other thread's first access. */
  readonly ends: readonly string[];
  readonly others: readonly string[];
}

const ORDERS = ['', 'A', 'L', 'AL'];
const HERE = 'EOR T,V,V;ADD T,T,#1;';
const THERE = 'EOR T,V,V;ADD X9,A,T,SXTW;';

export const ARM_CHAINS: Chains = {
  dialect: 'AArch64',
  register: (number) => `W${number + 10}`,
  places: ['X4', 'X5', 'X6'],
  init: (thread) => `${thread}:X4=x; ${thread}:X5=y; ${thread}:X6=z; ${thread}:W7=1; ${thread}:W8=2;`,
  begin: ['LDR V,[X5]', 'LDR V,[X5]', 'LDAPR V,[X5]'],
  steps: [
    ...[`${THERE}LDR N,[X9]`, `${HERE}STR T,[A];LDR N,[A]`, `${HERE}STR T,[A];LDAR N,[A]`],
    ...[`${THERE}STR W8,[X9];LDR N,[A]`, `${THERE}STR W8,[X9];LDAPR N,[A]`],
    ...['CBNZ V,L;L:;MOV N,V', 'CBNZ V,L;L:;ISB;MOV N,V', 'CBZ V,L;STR W8,[A];L:;MOV N,V'],
    ...['CMP V,#1;CSEL N,W7,W8,EQ', 'CMP V,#0;CSEL N,W7,W7,EQ', 'CMP V,#1;CSEL X9,A,X6,EQ;LDR N,[X9]'],
    ...ORDERS.flatMap((order) => [
      `${HERE}MOV N,#1;CAS${order} N,T,[A]`,
      `MOV N,V;CAS${order} N,W7,[A]`,
      `MOV N,#5;CAS${order} N,V,[A]`,
      `${THERE}MOV N,#0;CAS${order} N,W7,[X9]`,
      `${HERE}LDADD${order} T,N,[A]`,
      `${THERE}LDADD${order} W7,N,[X9]`,
      `${HERE}SWP${order} T,N,[A]`,
    ]),
    ...[`${HERE}STADD T,[A];LDR N,[A]`, `${HERE}STADDL T,[A];LDAR N,[A]`, `${HERE}SWP T,WZR,[A];LDR N,[A]`],
    ...[`${HERE}LDXR N,[A];STXR U,T,[A]`, `${HERE}LDXR U,[A];STXR N,T,[A]`],
    ...[`${HERE}LDXR N,[A];STXR U,T,[A];CBNZ U,L;L:`, `${HERE}LDXR U,[A];STLXR U,T,[A];LDR N,[A]`],
    ...['LDAXR N,[A];STXR T,V,[A];CBNZ T,L;L:;ISB', `${THERE}LDXR N,[X9];STXR T,W7,[X9]`],
    ...['DMB LD;MOV N,V', 'DMB ST;MOV N,V', 'DSB ST;MOV N,V', 'DSB LD;MOV N,V', 'ISB;MOV N,V'],
    ...['LDR T,[A];MOV N,V', 'LDAR N,[A]', 'LDAPR N,[A]', 'STR W8,[A];MOV N,V', `${HERE}STLR T,[A];MOV N,V`],
  ],
  ends: [
    ...['EOR W1,V,V;ADD X9,X4,W1,SXTW;LDR W3,[X9]', 'EOR W1,V,V;ADD X9,X4,W1,SXTW;STR W7,[X9]'],
    ...['EOR W1,V,V;ADD W1,W1,#1;STR W1,[X4]', 'LDR W3,[X4]', 'STR W7,[X4]'],
  ],
  others: [
    'STR W8,[X4];DMB SY;STR W7,[X5]',
    'LDR W3,[X4];DMB SY;STR W7,[X5]',
    'STR W7,[X4];STLR W7,[X5]',
    'STR W7,[X4];DMB ST;SWP W7,W3,[X5]',
  ],
};

const SAME = 'xor T,V,V;ori T,T,1;';
const APART = 'xor T,V,V;add T,T,A;';

export const RISCV_CHAINS: Chains = {
  dialect: 'RISCV',
  register: (number) => `x${number + 15}`,
  places: ['x10', 'x11', 'x12'],
  init: (thread) => `${thread}:x10=x; ${thread}:x11=y; ${thread}:x12=z; ${thread}:x13=1; ${thread}:x14=2;`,
  begin: ['lw V,0(x11)'],
  steps: [
    ...[`${APART}lw N,0(T)`, `${SAME}sw T,0(A);lw N,0(A)`, `${APART}sw x14,0(T);lw N,0(A)`],
    ...['bne V,x0,L;L:;ori N,V,0', 'bne V,x0,L;L:;fence.i;ori N,V,0', 'beq V,x0,L;sw x14,0(A);L:;ori N,V,0'],
    ...['', '.aq', '.rl', '.aq.rl'].flatMap((order) => [
      `${SAME}amoadd.w${order} N,T,(A)`,
      `${SAME}amoswap.w${order} N,T,(A)`,
      `${APART}amoswap.w${order} N,x13,(T)`,
      `${SAME}amoadd.w${order} x0,T,(A);lw N,0(A)`,
    ]),
    ...[`${SAME}lr.w N,(A);sc.w U,T,(A)`, `${SAME}lr.w U,(A);sc.w N,T,(A)`],
    ...[`${SAME}lr.w.aq U,(A);sc.w.rl U,T,(A);lw N,0(A)`, `${SAME}lr.w N,(A);sc.w U,T,(A);bne U,x0,L;L:`],
    ...['r,r', 'r,w', 'w,w', 'w,r', 'rw,w', 'r,rw'].map((kinds) => `fence ${kinds};ori N,V,0`),
    ...['fence.tso;ori N,V,0', 'lw T,0(A);ori N,V,0', 'lw N,0(A)', 'sw x13,0(A);ori N,V,0'],
  ],
  ends: [
    ...['xor x6,V,V;add x6,x6,x10;lw x7,0(x6)', 'xor x6,V,V;add x6,x6,x10;sw x13,0(x6)'],
    ...['xor x6,V,V;ori x6,x6,1;sw x6,0(x10)', 'lw x7,0(x10)', 'sw x13,0(x10)'],
  ],
  others: ['sw x14,0(x10);fence rw,rw;sw x13,0(x11)', 'lw x7,0(x10);fence rw,rw;sw x13,0(x11)'],
};

/** Texts of tests with chains of so many steps at most. */
export function chains(spelling: Chains, longest = 4): fc.Arbitrary<string> {
  const { begin, steps, ends, others, places } = spelling;
  const step = fc.tuple(fc.constantFrom(...steps), fc.constantFrom(...places));
  return fc
    .tuple(
      fc.constantFrom(...begin),
      fc.array(step, { minLength: 1, maxLength: longest }),
      fc.constantFrom(...ends),
      fc.constantFrom(...others),
    )
    .map(([first, middle, last, other]) => printChain(spelling, [[first, ''], ...middle, [last, '']], other));
}

function printChain(
  { dialect, register, init }: Chains,
  steps: readonly (readonly [string, string])[],
  other: string,
): string {
  let value = 0;
  const own = steps.flatMap(([step, place], index) => {
    const names = new Map([
      ['V', register(value)],
      ['N', register(value + 1)],
      ['T', register(value + 2)],
      ['U', register(value + 3)],
      ['A', place],
      ['L', `C${index}`],
    ]);
    if (/\bN\b/.test(step)) value += 1;
    return step.replace(/\b[VNTUAL]\b/g, (name) => names.get(name) ?? name).split(';');
  });
  const threads = [other.split(';'), own];
  const rows = Array.from({ length: Math.max(...threads.map(({ length }) => length)) }, (_, row) =>
    threads.map((each) => each[row] ?? '').join(' | '),
  );
  const numbers = Array.from({ length: value + 1 }, (_, number) => register(number).replace('W', 'X'));
  const observed = [...numbers.slice(-6), dialect === 'RISCV' ? 'x7' : 'X3'].map((name) => `1:${name};`);
  const seen = dialect === 'RISCV' ? '0:x7;' : '0:X3;';
  return `${dialect} chain\n{ ${init(0)} ${init(1)} }\nP0 | P1 ;\n${rows.map((row) => `${row} ;\n`).join('')}locations [${seen} ${observed.join(' ')} x; y; z;]\nexists (1:${numbers[0]}=1)\n`;
}

/** As those of assembly, but that no address is computed in a step of its own. */
const C_STEPS = [
  ...[
    'if (V) N = 1;',
    'if (V == 1) N = 2; else N = 1;',
    'N = V ? 1 : 2;',
    'N = V && READ_ONCE(*A);',
    'N = !!V;',
  ],
  ...[
    'N = V == 1 || READ_ONCE(*A) == 1;',
    'switch (V) { case 1: N = 2; WRITE_ONCE(*A, 3); break; default: N = 1; }',
  ],
  ...['if (V == 0) { N = READ_ONCE(*A); } else { WRITE_ONCE(*A, 2); }', 'if (V) WRITE_ONCE(*A, 2); N = V;'],
  ...['WRITE_ONCE(*A, V + 1); N = READ_ONCE(*A);', 'WRITE_ONCE(*A, V + 1); N = smp_load_acquire(A);'],
  ...['N = READ_ONCE(*(A + (V ^ V)));', 'WRITE_ONCE(*(A + (V ^ V)), 2); N = READ_ONCE(*A);'],
  ...['', '_relaxed', '_acquire', '_release'].flatMap((order) => [
    `N = xchg${order}(A, V + 1);`,
    `N = cmpxchg${order}(A, 0, V + 1);`,
    `N = cmpxchg${order}(A, V, 4) == V;`,
    `N = atomic_fetch_add${order}(1, c) + V - V;`,
    `N = atomic_add_return${order}((V ^ V) + 1, c);`,
  ]),
  ...['atomic_add((V ^ V) + 1, c); N = atomic_read(c);', 'N = atomic_add_unless(c, 1, V);'],
  ...['N = READ_ONCE(*A); smp_rmb();', 'smp_wmb(); N = V;', 'smp_rmb(); N = V;', 'N = smp_load_acquire(A);'],
  ...[
    'smp_store_release(A, V + 1); N = V;',
    'WRITE_ONCE(*A, 2); N = V;',
    'N = smp_cond_load_relaxed(A, VAL >= 0) + V;',
  ],
  'spin_lock(s); N = READ_ONCE(*A); WRITE_ONCE(*A, V + 1); spin_unlock(s);',
];
const C_ENDS = [
  ...[
    'N = READ_ONCE(*x);',
    'WRITE_ONCE(*x, 1);',
    'WRITE_ONCE(*x, (V ^ V) + 1);',
    'if (V) N = READ_ONCE(*x);',
  ],
  ...['if (V) WRITE_ONCE(*x, 1); else WRITE_ONCE(*x, 1);', 'WRITE_ONCE(*(x + (V ^ V)), 1);'],
];
const C_OTHERS = [
  ...['WRITE_ONCE(*x, 2); smp_mb(); WRITE_ONCE(*y, 1);', 'e = READ_ONCE(*x); smp_mb(); WRITE_ONCE(*y, 1);'],
  ...['WRITE_ONCE(*x, 2); smp_wmb(); WRITE_ONCE(*y, 1);', 'WRITE_ONCE(*x, 2); smp_store_release(y, 1);'],
];

/** Texts of tests in C with chains of so many steps at most. */
export function kernelChains(longest = 3): fc.Arbitrary<string> {
  const place = fc.constantFrom('x', 'y', 'z');
  const steps = fc.array(fc.tuple(fc.constantFrom(...C_STEPS), place), { minLength: 1, maxLength: longest });
  const begin = fc.constantFrom('V = READ_ONCE(*y);', 'V = READ_ONCE(*y);', 'V = smp_load_acquire(y);');
  return fc
    .tuple(begin, steps, fc.constantFrom(...C_ENDS), fc.constantFrom(...C_OTHERS))
    .map(([first, middle, last, other]) => {
      let value = 0;
      const lines = [[first, 'y'], ...middle, [last, 'x']].map(([step, at]) => {
        const names = new Map([
          ['V', `r${value}`],
          ['N', `r${value + 1}`],
          ['A', at],
        ]);
        if (/\bN\b/.test(step)) value += 1;
        return step.replace(/\b[VNA]\b/g, (name) => names.get(name) ?? name);
      });
      const registers = Array.from({ length: value + 1 }, (_, number) => `r${number}`);
      const locals = registers.map((name) => `int ${name} = 0;`);
      const parameters = 'int *x, int *y, int *z, atomic_t *c, spinlock_t *s';
      const observed = registers.slice(-5).map((name) => `1:${name};`);
      return (
        `C chain\n\n{}\n\nP0(${parameters})\n{\n\tint e = 0;\n\t${other}\n}\n\n` +
        `P1(${parameters})\n{\n${[...locals, ...lines].map((line) => `\t${line}\n`).join('')}}\n\n` +
        `locations [0:e; ${observed.join(' ')} x; y; z; c;]\nexists (1:r0=1)\n`
      );
    });
}

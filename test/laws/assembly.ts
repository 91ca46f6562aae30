/**
 * Random tests in the assembly dialects: two or three threads of a few instructions over two locations, with every
 * kind of ordering that the dialect has, dependencies, branches, loops and read-modify-writes of all sorts.
 */
import fc from 'fast-check';
import type { RandomQuestion } from './question.js';
import { printQuestion, questions } from './question.js';

/**
 * What a dialect's tests are made of. In templates R and S are registers, A and B locations (0A with an offset of 0),
 * L is a fresh label.
 */
export interface Assembly {
  readonly name: string;
  /** A register that holds data, by number; what the test observes of a thread. */
  readonly register: (number: number) => string;
  readonly observed: readonly string[];
  /** How an instruction names a location. */
  readonly places: readonly string[];
  /** The init block's lines for a thread. */
  readonly init: (thread: number) => string;
  /** Single instructions, or short sequences, separated by `;`. */
  readonly templates: readonly string[];
  /** What skips the instruction between its two lines when a register's value says so. */
  readonly skips: readonly string[];
  /** Loops that wait or try again. */
  readonly loops: readonly string[];
}

export const AARCH64: Assembly = {
  name: 'AArch64',
  register: (number) => `W${number}`,
  observed: ['X0', 'X1', 'X2', 'X7'],
  places: ['X4', 'X5'],
  init: (thread) => `${thread}:X4=x; ${thread}:X5=y;`,
  templates: [
    'LDR R,[A]',
    'LDR R,[A]',
    'LDR R,[A]',
    'STR R,[A]',
    'STR R,[A]',
    'MOV R,#1;STR R,[A]',
    'MOV R,#2;STR R,[A]',
    'MOV R,#3',
    'ADD R,S,#1',
    'LDAR R,[A]',
    'LDAPR R,[A]',
    'STLR R,[A]',
    'EOR W8,S,S;LDR R,[A,W8,SXTW]',
    'EOR W8,S,S;STR R,[A,W8,SXTW]',
    'EOR R,S,S;ADD R,R,#1',
    'CMP R,S;CSEL X6,A,B,EQ;LDR R,[X6]',
    'CMP R,#1;CSEL X6,A,A,NE;STR S,[X6]',
    'CMP R,#0;CSINC R,S,WZR,NE',
    'LDXR R,[A];STXR W7,S,[A]',
    'LDAXR R,[A];STXR W7,S,[A]',
    'LDXR R,[A];STLXR W7,S,[A]',
    'LDAXR R,[A];ADD W9,R,#1;STLXR W7,W9,[A]',
    'LDXR R,[A];STXR W7,S,[A];CBNZ W7,L;LDR S,[B];L:',
    'LDADD R,S,[A]',
    'LDADDA R,S,[A]',
    'LDADDL R,S,[A]',
    'LDADDAL R,S,[A]',
    'STADD R,[A]',
    'STADDL R,[A]',
    'SWP R,S,[A]',
    'SWPAL R,S,[A]',
    'SWPL R,S,[A]',
    'CAS R,S,[A]',
    'CASA R,S,[A]',
    'CASAL R,S,[A]',
    'STSET R,[A]',
    'SWP R,WZR,[A]',
    'SWPA R,S,[A]',
    'CASL R,S,[A]',
    'DMB SY',
    'DMB LD',
    'DMB ST',
    'DSB LD',
    'DSB ST',
    'ISB',
    // Addresses that come from a read, chosen or computed, for everything that accesses memory.
    ...[
      'SWP R,S,[X9]',
      'SWPA R,S,[X9]',
      'SWPL R,S,[X9]',
      'LDADDAL R,S,[X9]',
      'STADD S,[X9]',
      'CAS R,S,[X9]',
    ].map((access) => `EOR W8,R,R;ADD X9,A,W8,SXTW;${access}`),
    'EOR W8,S,S;ADD X9,A,W8,SXTW;LDXR R,[X9];STXR W7,S,[X9]',
    'EOR W8,S,S;ADD X9,A,W8,SXTW;STR R,[X9];LDR R,[A]',
    ...['SWP R,S,[X6]', 'STADD S,[X6]', 'CASA R,S,[X6]', 'LDR S,[X6]', 'STR S,[X6]'].map(
      (access) => `CMP R,#1;CSEL X6,A,B,EQ;${access}`,
    ),
    // Choices of choices, and choices that travel through memory and through the success of a compare-and-swap.
    'CMP R,#1;CSEL R,R,S,EQ',
    'CMP R,S;CSEL R,WZR,WZR,EQ',
    'MOV R,#1;STR S,[A];CMP R,#1;CSEL R,S,R,EQ;LDR S,[B]',
    'CMP R,#1;CSEL R,S,WZR,NE;CMP R,#0;CSINC S,R,WZR,EQ',
    'CMP R,#1;CSEL S,S,WZR,EQ;STR S,[A];LDR R,[A]',
    'CMP R,#1;CSEL S,S,WZR,EQ;STR S,[A];LDAR R,[A]',
    'CMP R,#1;CSEL S,S,WZR,EQ;SWP S,R,[A]',
    'CMP R,#1;CSEL S,S,WZR,EQ;STADD S,[A]',
    'CAS R,S,[A];EOR W8,R,R;LDR S,[B,W8,SXTW]',
    'CAS R,S,[A];LDR R,[A];STR R,[B]',
    'SWP R,S,[A];LDAR R,[A]',
    'LDXR R,[A];STXR W7,S,[A];LDAPR R,[A]',
    // Parts of registers, and jumps to addresses that are computed.
    'UBFX R,S,#0,#1',
    'BFI R,S,#1,#1',
    'REV R,S;RBIT R,R',
    'MADD R,S,R,R',
    'CMP R,#1;CCMP S,#1,#4,NE;CSEL R,S,R,EQ',
    'BL L;L:',
    'ADR X6,L;BR X6;LDR R,[A];L:',
    'EOR W8,S,S;ADR X6,L;ADD X6,X6,W8,SXTW;BR X6;MOV R,#3;L:',
    'EOR W8,R,R;ADR X6,L;ADD X6,X6,W8,SXTW;BLR X6;L:;ISB;LDR S,[A]',
  ],
  skips: ['CBZ R,L', 'CBNZ R,L', 'CMP R,S;B.EQ L', 'TBNZ R,#0,L'],
  loops: [
    'L:;LDXR R,[A];ADD W9,R,#1;STXR W7,W9,[A];CBNZ W7,L',
    'L:;LDAXR R,[A];STLXR W7,S,[A];CBNZ W7,L',
    'MOV W9,#1;L:;LDAXR R,[A];CBNZ R,L;STXR W7,W9,[A];CBNZ W7,L',
    'L:;LDXR R,[A];LDR S,[B];STXR W7,S,[A];CBNZ W7,L',
    'MOV W9,#1;L:;MOV R,WZR;CASA R,W9,[A];CBNZ R,L',
    'MOV W9,#1;L:;SWPA W9,R,[A];CBNZ R,L',
    'MOV W9,#2;L:;LDAXR R,[A];STXR W7,W9,[A];CBNZ W7,L;CBNZ R,L',
    'L:;LDAR R,[A];CBZ R,L',
    'L:;LDR R,[A];LDR S,[B];CMP R,S;B.NE L',
  ],
};

const X86: Assembly = {
  name: 'X86',
  register: (number) => ['EAX', 'EBX', 'ECX'][number],
  observed: ['EAX', 'EBX', 'ECX'],
  places: ['x', 'y'],
  init: (thread) => (thread === 0 ? 'x=0; y=0;' : ''),
  templates: [
    'MOV R,[A]',
    'MOV R,[A]',
    'MOV R,[A]',
    'MOV [A],R',
    'MOV [A],$1',
    'MOV [A],$2',
    'MOV [A],$3',
    'MOV R,$1',
    'MOV R,S',
    'ADD R,$1',
    'XOR R,S',
    'XCHG [A],R',
    'LOCK INC [A]',
    'LOCK DEC [A]',
    'LOCK ADD [A],$2',
    'LOCK XADD [A],R',
    'LOCK CMPXCHG [A],R',
    'LOCK BTS [A],$0',
    'LOCK BTR [A],$0',
    'LOCK BTC [A],$1',
    'LOCK OR [A],R',
    'LOCK AND [A],R',
    'LOCK NEG [A]',
    'XADD [A],R',
    'CMPXCHG [A],R',
    'CMP R,$1;CMOVE R,[A]',
    'PAUSE',
    'MFENCE',
    'MFENCE',
    'LFENCE',
    'SFENCE',
  ],
  skips: ['CMP R,$1;JE L', 'CMP R,S;JNE L', 'TEST R,R;JNE L'],
  loops: [
    'MOV EAX,[A];L:;MOV ECX,EAX;ADD ECX,$1;LOCK CMPXCHG [A],ECX;JNE L',
    'MOV EBX,$1;L:;MOV EAX,$0;LOCK CMPXCHG [A],EBX;JNE L',
    'L:;MOV R,[A];CMP R,$0;JE L',
    'MOV R,$1;L:;XCHG [A],R;CMP R,$0;JNE L',
  ],
};

const RISCV: Assembly = {
  name: 'RISCV',
  register: (number) => `x${number + 5}`,
  observed: ['x5', 'x6', 'x7', 'x12'],
  places: ['(x10)', '(x11)'],
  init: (thread) => `${thread}:x10=x; ${thread}:x11=y;`,
  templates: [
    'lw R,0A',
    'lw R,0A',
    'lw R,0A',
    'sw R,0A',
    'sw R,0A',
    'li R,1;sw R,0A',
    'li R,2;sw R,0A',
    'li R,3',
    'addi R,S,1',
    'xor x13,S,S;add x14,x13,x10;lw R,0(x14)',
    'xor x13,S,S;add x14,x13,x11;sw R,0(x14)',
    'xor R,S,S;ori R,R,1',
    'lr.w R,A;sc.w x12,S,A',
    'lr.w.aq R,A;sc.w x12,S,A',
    'lr.w R,A;sc.w.rl x12,S,A',
    'lr.w.aq R,A;addi x13,R,1;sc.w.rl x12,x13,A',
    'lr.w R,A;sc.w x12,S,A;bnez x12,L;lw S,0B;L:',
    'amoadd.w R,S,A',
    'amoadd.w.aq R,S,A',
    'amoswap.w.rl R,S,A',
    'amoswap.w R,S,A',
    'amoor.w.aqrl R,S,A',
    'lw.rl R,0A',
    'lw.aqrl R,0A',
    'sw.aq R,0A',
    'lr.w.rl R,A;sc.w.aq x12,S,A',
    'lr.w.aqrl R,A;sc.w.aqrl x12,S,A',
    // Addresses that come from a read, for everything that accesses memory.
    ...['amoswap.w', 'amoadd.w', 'amoswap.w.aq', 'amoswap.w.rl', 'amoadd.w.aqrl'].map(
      (amo) => `xor x13,S,S;add x14,x13,x10;${amo} R,S,(x14)`,
    ),
    'xor x13,R,R;add x14,x13,x11;amoswap.w R,S,(x14);lw S,0(x11)',
    'xor x13,R,R;add x14,x13,x11;sw S,0(x14);lw S,0(x11)',
    'xor x13,S,S;add x14,x13,x10;lr.w R,(x14);sc.w x12,S,(x14)',
    'lr.w R,A;xor x13,R,R;add x14,x13,x10;sc.w x12,S,(x14)',
    'fence rw,rw',
    'fence r,r',
    'fence w,w',
    'fence r,rw',
    'fence rw,w',
    'fence w,r',
    'fence.tso',
    'amocas.w R,S,A',
    'amocas.w.aq R,S,A',
    'amocas.w.rl R,S,A',
    'amocas.w.aqrl R,S,A',
    ...['amocas.w', 'amocas.w.rl'].map((cas) => `xor x13,S,S;add x14,x13,x10;${cas} R,S,(x14)`),
    'lr.w R,A;amocas.w.aqrl S,R,B;sc.w x12,S,A',
    'czero.eqz R,R,S',
    'jal L;L:',
    'la x13,L;jr x13;lw R,0A;L:',
    'xor x14,S,S;la x13,L;add x13,x13,x14;jr x13;li R,3;L:',
  ],
  skips: ['beqz R,L', 'bnez R,L', 'beq R,S,L', 'bne R,S,L'],
  loops: [
    'L:;lr.w R,A;addi x13,R,1;sc.w x12,x13,A;bnez x12,L',
    'L:;lr.w.aq R,A;sc.w.rl x12,S,A;bnez x12,L',
    'li x13,1;L:;lr.w.aq R,A;bnez R,L;sc.w x12,x13,A;bnez x12,L',
    'L:;lr.w R,A;lw S,0B;sc.w x12,S,A;bnez x12,L',
    'L:;lw R,0A;fence r,rw;beqz R,L',
    'li x13,1;L:;li R,0;amocas.w.aqrl R,x13,A;bnez R,L',
    'lw R,0A;L:;mv x14,R;addi x13,R,1;amocas.w.rl R,x13,A;bne R,x14,L',
    'L:;lw R,0A;lw S,0B;bne R,S,L',
  ],
};

const PPC: Assembly = {
  name: 'PPC',
  register: (number) => `r${number + 5}`,
  observed: ['r5', 'r6', 'r7'],
  places: ['(r2)', '(r4)'],
  init: (thread) => `${thread}:r2=x; ${thread}:r4=y;`,
  templates: [
    'lwz R,0A',
    'lwz R,0A',
    'lwz R,0A',
    'stw R,0A',
    'stw R,0A',
    'li R,1;stw R,0A',
    'li R,2;stw R,0A',
    'li R,3',
    'addi R,S,1',
    'xor r8,S,S;lwzx R,r8,r2',
    'xor r8,S,S;stwx R,r8,r4',
    'xor R,S,S;ori R,R,1',
    'lwarx R,r0,r2;stwcx. S,r0,r2',
    'lwarx R,r0,r4;addi r8,R,1;stwcx. r8,r0,r4;bne L;lwz S,0B;L:',
    'sync',
    'lwsync',
    'lwsync',
    'eieio',
    'isync',
  ],
  skips: ['cmpwi R,0;beq L', 'cmpw R,S;bne L', 'cmpw R,R;beq L', 'cmpw R,R;beq L;isync'],
  loops: ['L:;lwarx R,r0,r2;addi r8,R,1;stwcx. r8,r0,r2;bne L'],
};

export const ARM: Assembly = {
  name: 'ARM',
  register: (number) => `R${number}`,
  observed: ['R0', 'R1', 'R2'],
  places: ['[R5]', '[R6]'],
  init: (thread) => `${thread}:R5=x; ${thread}:R6=y;`,
  templates: [
    'LDR R,A',
    'LDR R,A',
    'LDR R,A',
    'STR R,A',
    'STR R,A',
    'MOV R,#1;STR R,A',
    'MOV R,#2;STR R,A',
    'MOV R,#3',
    'ADD R,S,#1',
    'CMP S,#1;MOVEQ R,#1',
    'CMP S,#1;LDREQ R,A',
    'CMP S,#0;STRNE S,A',
    'LDREX R,[R5];CMP R,#0;STREXEQ R8,S,[R5]',
    'EOR R8,S,S;LDR R,[R8,R5]',
    'EOR R8,S,S;STR R,[R8,R6]',
    'EOR R,S,S;ORR R,R,#1',
    'LDREX R,[R5];STREX R8,S,[R5]',
    'LDREX R,[R6];ADD R8,R,#1;STREX R9,R8,[R6];CMP R9,#0;BNE L;LDR S,B;L:',
    'DMB',
    'DMB ISH',
    'DMB ISHST',
    'DSB ST',
    'ISB',
  ],
  skips: ['CMP R,#0;BEQ L', 'CMP R,S;BNE L', 'CMP R,R;BEQ L', 'CBZ R,L', 'CMP R,R;BEQ L;ISB'],
  loops: ['L:;LDREX R,[R5];ADD R8,R,#1;STREX R9,R8,[R5];CMP R9,#0;BNE L'],
};

/** A generated test: for each thread its instructions, with L for labels that are still to be named. */
export interface GeneratedAssembly {
  readonly threads: readonly (readonly string[])[];
  readonly question: RandomQuestion | null;
}

function instructions(dialect: Assembly): fc.Arbitrary<string> {
  const register = fc.nat(2).map(dialect.register);
  const filled = (templates: readonly string[]): fc.Arbitrary<string> =>
    fc
      .tuple(fc.constantFrom(...templates), register, register, fc.boolean())
      .map(([template, r, s, swapped]) =>
        template
          .replace(/\bR\b/g, r)
          .replace(/\bS\b/g, s)
          .replace(/\b(0?)([AB])\b(?!\.)/g, (_, offset: string, place: string) => {
            const index = (place === 'A') === swapped ? 1 : 0;
            return `${offset}${dialect.places[index]}`;
          }),
      );
  const plain = filled(dialect.templates);
  const skipping = fc.tuple(filled(dialect.skips), plain).map(([skip, skipped]) => {
    // A skipped sequence with a label of its own keeps it apart from the outer one.
    return `${skip.replace(/\bL\b/, 'M')};${skipped};M:`;
  });
  return fc.oneof(
    { weight: 9, arbitrary: plain },
    { weight: 1, arbitrary: skipping },
    { weight: 1, arbitrary: filled(dialect.loops) },
  );
}

function observables(dialect: Assembly, threads: number): readonly string[] {
  return [
    'x',
    'y',
    ...Array.from({ length: threads }, (_, thread) =>
      dialect.observed.map((each) => `${thread}:${each}`),
    ).flat(),
  ];
}

function programs(dialect: Assembly, longest: number): fc.Arbitrary<GeneratedAssembly> {
  const thread = (most: number): fc.Arbitrary<string[]> =>
    fc.array(instructions(dialect), { minLength: 1, maxLength: most });
  const several = (count: number, most: number) =>
    fc.array(thread(most), { minLength: count, maxLength: count });
  return fc
    .oneof({ weight: 3, arbitrary: several(2, longest) }, { weight: 1, arbitrary: several(3, 2) })
    .chain((threads) =>
      fc.record({
        // Some programs have interchangeable threads.
        threads: fc.boolean().map((alike) => (alike ? threads.map(() => threads[0]) : threads)),
        question: fc.option(questions(observables(dialect, threads.length)), { freq: 3 }),
      }),
    );
}

function print(dialect: Assembly, { threads, question }: GeneratedAssembly): string {
  const columns = threads.map((sequences, thread) =>
    sequences.flatMap((sequence, index) => sequence.replace(/\b([LM])\b/g, `$1${thread}${index}`).split(';')),
  );
  // Flags and status registers are set first, so that each thread has all that is observed.
  const first = columns.map((column) => [...prologue(dialect), ...column]);
  const height = Math.max(...first.map((column) => column.length));
  const rows = Array.from({ length: height }, (_, row) =>
    first.map((column) => ` ${column[row] ?? ''}`).join(' |'),
  );
  const head = threads.map((_, thread) => ` P${thread}`).join(' |');
  const init = threads.map((_, thread) => `${dialect.init(thread)}\n`).join('');
  const question_ = printQuestion(observables(dialect, threads.length), question);
  return `${dialect.name} generated\n{\n${init}}\n${head} ;\n${rows.map((row) => `${row} ;\n`).join('')}${question_}`;
}

function prologue(dialect: Assembly): readonly string[] {
  if (dialect.name === 'AArch64') return ['CMP W7,#0'];
  return dialect === X86 ? ['CMP EAX,$0'] : [];
}

/** The texts of random tests of what a dialect says. */
export function assemblyTexts(dialect: Assembly, longest = 4): fc.Arbitrary<string> {
  return programs(dialect, longest).map((program) => print(dialect, program));
}

/** The texts of random tests of each assembly dialect. */
export const ASSEMBLY: ReadonlyMap<string, (longest?: number) => fc.Arbitrary<string>> = new Map(
  [AARCH64, X86, RISCV, PPC, ARM].map((dialect) => [
    dialect.name,
    (longest = 4) => assemblyTexts(dialect, longest),
  ]),
);

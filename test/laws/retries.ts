/** Random assembly tests with loops of exclusives: retries, locks by hand, compare and swap, some of which are spoilt. */
import fc from 'fast-check';

/** A dialect's loops; R, S and T are registers, A an address, L a label that ends in a digit. */
interface Vocabulary {
  readonly dialect: string;
  readonly registers: readonly string[];
  readonly addresses: readonly string[];
  readonly loops: readonly string[];
  readonly plain: readonly string[];
  readonly observed: (thread: number) => readonly string[];
}

const AARCH64: Vocabulary = {
  dialect: 'AArch64',
  registers: ['W2', 'W3', 'W4'],
  addresses: ['X0', 'X1'],
  loops: [
    'L: LDXR R,[A]; ADD R,R,#1; STXR T,R,[A]; CBNZ T,L',
    'L: LDAXR R,[A]; ADD R,R,#1; STLXR T,R,[A]; CBNZ T,L',
    'L: LDXR R,[A]; ADD R,R,#1; STXR T,R,[A]; CBZ T,N; B L; N:',
    'MOV S,#1; L: LDAXR R,[A]; CBNZ R,L; STXR T,S,[A]; CBNZ T,L',
    'MOV S,#1; L: LDXR R,[A]; CMP R,#0; B.NE N; STXR T,S,[A]; CBNZ T,L; N:',
    // Spoilt: the failing round writes, counts, or reads what it keeps.
    'L: LDXR R,[A]; STR S,[X1]; ADD R,R,#1; STXR T,R,[A]; CBNZ T,L',
    'L: LDXR R,[A]; ADD S,S,#1; STXR T,S,[A]; CBNZ T,L',
    'L: LDXR R,[A]; LDR S,[X1]; DMB SY; STXR T,S,[A]; CBNZ T,L',
    'LDXR R,[A]; L: ADD R,R,#1; STXR T,R,[A]; CBNZ T,L',
    'L: LDR R,[X0]; LDR S,[X1]; CMP R,S; B.NE L',
  ],
  plain: ['LDR R,[A]', 'MOV R,#1', 'STR R,[A]', 'STLR WZR,[A]', 'LDAR R,[A]', 'DMB SY', 'DMB ST'],
  observed: (thread) => ['X2', 'X3', 'X4'].map((name) => `${thread}:${name}`),
};

const RISCV: Vocabulary = {
  dialect: 'RISCV',
  registers: ['x6', 'x7', 'x8'],
  addresses: ['x10', 'x11'],
  loops: [
    'L: lr.w R,(A); addi R,R,1; sc.w T,R,(A); bnez T,L',
    'L: lr.w.aq R,(A); addi R,R,1; sc.w.rl T,R,(A); bne T,x0,L',
    'li S,1; L: lr.w.aq R,(A); bnez R,L; sc.w T,S,(A); bnez T,L',
    'li S,1; L: lr.w R,(A); bnez R,N; sc.w T,S,(A); bnez T,L; N:',
    'L: lr.w R,(A); addi S,S,1; sc.w T,S,(A); bnez T,L',
    'L: lw R,0(x10); lw S,0(x11); bne R,S,L',
  ],
  plain: ['lw R,0(A)', 'li R,1', 'sw R,0(A)', 'sw x0,0(A)', 'fence rw,rw', 'fence w,w'],
  observed: (thread) => ['x6', 'x7', 'x8'].map((name) => `${thread}:${name}`),
};

/** Texts of tests of two threads, by dialect. */
export const RETRIES: ReadonlyMap<string, fc.Arbitrary<string>> = new Map(
  [AARCH64, RISCV].map((vocabulary) => [vocabulary.dialect, texts(vocabulary)]),
);

function texts(vocabulary: Vocabulary): fc.Arbitrary<string> {
  const piece = (templates: readonly string[]): fc.Arbitrary<string> =>
    fc
      .tuple(
        fc.constantFrom(...templates),
        fc.shuffledSubarray([...vocabulary.registers], { minLength: 3, maxLength: 3 }),
        fc.constantFrom(...vocabulary.addresses),
      )
      .map(([template, [r, s, t], address]) =>
        template.replace(/\bR\b/g, r).replace(/\bS\b/g, s).replace(/\bT\b/g, t).replace(/\bA\b/g, address),
      );
  const thread = fc
    .tuple(
      fc.array(piece(vocabulary.plain), { maxLength: 2 }),
      piece(vocabulary.loops),
      fc.array(piece(vocabulary.plain), { maxLength: 1 }),
    )
    .map(([before, loop, after]) => [...before, loop, ...after].join('; '));
  return fc.tuple(thread, thread).map((threads) => print(vocabulary, threads));
}

function print({ dialect, addresses, observed }: Vocabulary, threads: readonly string[]): string {
  const columns = threads.map((text, thread) =>
    text
      .replace(/\b([LN])\b/g, `$1${thread}`)
      .replace(/: ?/g, ':; ')
      .split(';')
      .map((each) => each.trim())
      .filter((each) => each !== ''),
  );
  const height = Math.max(...columns.map(({ length }) => length));
  const rows = Array.from({ length: height }, (_, row) =>
    columns.map((column) => column[row] ?? '').join(' | '),
  );
  const init = threads.map((_, thread) => `${thread}:${addresses[0]}=x; ${thread}:${addresses[1]}=y;`);
  const all = ['x', 'y', ...threads.flatMap((_, thread) => observed(thread))];
  const table = [threads.map((_, thread) => `P${thread}`).join(' | '), ...rows].map((row) => ` ${row} ;\n`);
  return `${dialect} retries\n{ ${init.join(' ')} }\n${table.join('')}locations [${all.join('; ')};]\nexists (true)\n`;
}

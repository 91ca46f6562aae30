/** The edges of RISC-V (diy7's names): FENCE by the kinds that it orders, .aq (Aq), .rl (Rl), AMOSWAP. */
import type { EdgeRow, FencedKinds } from './shape-cycle.js';
import { dependencyRow, PO, type Vocabulary } from './vocabulary.js';
import { type AssemblyStyle, registersObjection, writeAssembly } from './write-assembly.js';

const KINDS: readonly FencedKinds[] = ['rw', 'r', 'w'];
const GENERIC: Readonly<Record<string, string>> = { 'rw,rw': 'mb', 'r,r': 'rmb', 'w,w': 'wmb' };

const FENCES: readonly EdgeRow[] = KINDS.flatMap((before) =>
  KINDS.map((after) => ({
    kind: 'fence' as const,
    code: `fence ${before},${after}`,
    before,
    after,
    edge: `Fence.${before}.${after}`,
    name: `fence.${before}.${after}`,
    aliases: [GENERIC[`${before},${after}`] ?? []].flat(),
  })),
);

const STYLE: AssemblyStyle = {
  first: 5,
  most: 31,
  data: (register) => `x${register}`,
  address: (register) => `x${register}`,
  constant: (register, value) => `ori ${register},x0,${value}`,
  read: (annotation, target, address) => [`lw${annotation === 'Aq' ? '.aq' : ''} ${target},0(${address})`],
  write: (annotation, source, address) => [`sw${annotation === 'Rl' ? '.rl' : ''} ${source},0(${address})`],
  indexed: () => null,
  pointer: (target, address, index) => `add ${target},${address},${index}`,
  zero: (target, from) => [`xor ${target},${from},${from}`],
  plus: (target, from, value) => `ori ${target},${from},${value}`,
  branch: (register, label) => [`bne ${register},x0,${label}`],
  swap: (read, write, target, source, address) =>
    `amoswap.w${read === 'Aq' ? '.aq' : ''}${write === 'Rl' ? '.rl' : ''} ${target},${source},(${address})`,
};

export const RISCV_EDGES: Vocabulary = {
  dialect: 'RISCV',
  edges: [
    PO,
    ...FENCES,
    {
      kind: 'fence',
      code: 'fence.tso',
      before: 'rw',
      after: 'rw',
      edge: 'Fence.tso',
      name: 'fence.tso',
      aliases: [],
    },
    dependencyRow('addr'),
    dependencyRow('data'),
    dependencyRow('ctrl'),
    dependencyRow('ctrl', { edge: 'FenceI', code: 'fence.i' }),
    { kind: 'rmw', edge: 'Amo', name: 'amo', aliases: ['rmw'] },
  ],
  annotations: [
    { edge: 'Aq', name: 'aq', generic: 'acq', on: 'R' },
    { edge: 'Rl', name: 'rl', generic: 'rel', on: 'W' },
  ],
  usual: { edge: 'P', name: 'p' },
  refused: [{ pattern: /x[xp]|px|xaq|arar/, why: 'exclusives are not among the edges here' }],
  objection: (cycle) => registersObjection(cycle, STYLE),
  write: (cycle, accesses) => writeAssembly(cycle, accesses, STYLE),
};

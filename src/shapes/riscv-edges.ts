/** The edges of RISC-V (diy7's names): FENCE by the kinds that it orders, .aq (Aq), .rl (Rl), AMOSWAP. */
import type { EdgeRow, FencedKinds } from './shape-cycle.js';
import { dependencyRow, PO, REFUSED_EXCLUSIVES, type Vocabulary } from './vocabulary.js';
import { type AssemblyStyle, styleObjection, writeAssembly } from './write-assembly.js';

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
  updates: {
    exchange: ({ read, write, target, source, address }) => [
      `amoswap.w${read === 'Aq' ? '.aq' : ''}${write === 'Rl' ? '.rl' : ''} ${target},${source},(${address})`,
    ],
    exclusive: ({ read, write, target, source, status, address }) => [
      `lr.w${read === 'Aq' ? '.aq' : ''} ${target},0(${address})`,
      `sc.w${write === 'Rl' ? '.rl' : ''} ${status},${source},0(${address})`,
    ],
  },
};

export const RISCV_EDGES: Vocabulary = {
  dialect: 'RISCV',
  edges: [
    PO,
    ...FENCES,
    {
      kind: 'fence',
      code: 'fence.i',
      before: 'rw',
      after: 'rw',
      edge: 'Fence.i',
      name: 'fence.i',
      aliases: [],
    },
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
    { kind: 'rmw', update: 'exchange', edge: 'Amo', formerly: 'Rmw', name: 'amo', aliases: ['rmw'] },
    { kind: 'rmw', update: 'exclusive', edge: 'LxSx', name: 'lxsx', aliases: [] },
  ],
  annotations: [
    { edge: 'Aq', name: 'aq', generic: 'acq', on: 'R' },
    { edge: 'Rl', name: 'rl', generic: 'rel', on: 'W' },
  ],
  usual: { edge: 'P', name: 'p' },
  refused: [
    ...REFUSED_EXCLUSIVES,
    {
      pattern: /ar(?:ar|p)?s?$/,
      why: "no load or store is an acquire and a release at once; 'aq' and 'rl' are the annotations here",
    },
  ],
  objection: (cycle) => styleObjection(cycle, STYLE),
  write: (cycle, accesses) => writeAssembly(cycle, accesses, STYLE),
};

/** The edges of 32-bit Arm (diy7's names): DMB and DSB, ISB. Accesses carry no order there. */
import type { EdgeRow } from './shape-cycle.js';
import { dependencyRow, PO, REFUSED_EXCLUSIVES, type Vocabulary } from './vocabulary.js';
import { type AssemblyStyle, styleObjection, writeAssembly } from './write-assembly.js';

function barriers(name: 'DMB' | 'DSB'): readonly EdgeRow[] {
  const generic = name === 'DMB';
  const full = {
    before: 'rw',
    after: 'rw',
    code: name,
    edge: name,
    aliases: generic ? ['mb', 'rmb'] : [],
  } as const;
  const stores = {
    before: 'w',
    after: 'w',
    code: `${name} ST`,
    edge: `${name}.ST`,
    aliases: generic ? ['wmb'] : [],
  } as const;
  return [full, stores].map((row) => ({ ...row, kind: 'fence', name: row.edge.toLowerCase() }));
}

const STYLE: AssemblyStyle = {
  first: 0,
  most: 12,
  data: (register) => `R${register}`,
  address: (register) => `R${register}`,
  constant: (register, value) => `MOV ${register},#${value}`,
  read: (_annotation, target, address) => [`LDR ${target},[${address}]`],
  write: (_annotation, source, address) => [`STR ${source},[${address}]`],
  indexed: (_annotation, direction, register, address, index) => [
    `${direction === 'R' ? 'LDR' : 'STR'} ${register},[${index},${address}]`,
  ],
  pointer: (target, address, index) => `ADD ${target},${address},${index}`,
  zero: (target, from) => [`EOR ${target},${from},${from}`],
  plus: (target, from, value) => `ADD ${target},${from},#${value}`,
  branch: (register, label) => [`CMP ${register},${register}`, `BNE ${label}`],
  updates: {
    exclusive: ({ target, source, status, address }) => [
      `LDREX ${target},[${address}]`,
      `STREX ${status},${source},[${address}]`,
    ],
  },
};

export const ARM_EDGES: Vocabulary = {
  dialect: 'ARM',
  edges: [
    PO,
    ...barriers('DMB'),
    ...barriers('DSB'),
    { kind: 'fence', code: 'ISB', before: 'r', after: 'r', edge: 'ISB', name: 'isb', aliases: [] },
    dependencyRow('addr'),
    dependencyRow('data'),
    dependencyRow('ctrl'),
    dependencyRow('ctrl', { edge: 'Isb', code: 'ISB' }),
    { kind: 'rmw', update: 'exclusive', edge: 'LxSx', formerly: 'Rmw', name: 'lxsx', aliases: ['rmw'] },
  ],
  annotations: [],
  usual: { edge: 'P', name: 'p' },
  refused: [
    {
      pattern: /^(?:acq|rel)/,
      why: "32-bit Arm's accesses carry no order; the kernel's release and acquire are 'dmb' there",
    },
    {
      pattern: /amo|xchg/,
      why: "32-bit Arm has no read-modify-write in one instruction; 'lxsx' is a pair of exclusives",
    },
    ...REFUSED_EXCLUSIVES,
  ],
  objection: (cycle) => styleObjection(cycle, STYLE),
  write: (cycle, accesses) => writeAssembly(cycle, accesses, STYLE),
};

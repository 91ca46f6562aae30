/** The edges of Power (diy7's names): sync, lwsync, eieio and isync. */
import { dependencyRow, PO, type Vocabulary } from './vocabulary.js';
import { type AssemblyStyle, styleObjection, writeAssembly } from './write-assembly.js';

const STYLE: AssemblyStyle = {
  first: 1,
  most: 31,
  data: (register) => `r${register}`,
  address: (register) => `r${register}`,
  constant: (register, value) => `li ${register},${value}`,
  read: (_annotation, target, address) => [`lwz ${target},0(${address})`],
  write: (_annotation, source, address) => [`stw ${source},0(${address})`],
  indexed: (_annotation, direction, register, address, index) => [
    `${direction === 'R' ? 'lwzx' : 'stwx'} ${register},${index},${address}`,
  ],
  pointer: (target, address, index) => `add ${target},${address},${index}`,
  zero: (target, from) => [`xor ${target},${from},${from}`],
  plus: (target, from, value) => `addi ${target},${from},${value}`,
  branch: (register, label) => [`cmpw ${register},${register}`, `beq ${label}`],
  updates: {},
};

export const PPC_EDGES: Vocabulary = {
  dialect: 'PPC',
  edges: [
    PO,
    {
      kind: 'fence',
      code: 'sync',
      before: 'rw',
      after: 'rw',
      edge: 'Sync',
      name: 'sync',
      aliases: ['mb', 'hwsync'],
    },
    {
      kind: 'fence',
      code: 'lwsync',
      before: 'rw',
      after: 'rw',
      edge: 'LwSync',
      name: 'lwsync',
      aliases: ['rmb', 'wmb'],
    },
    { kind: 'fence', code: 'eieio', before: 'w', after: 'w', edge: 'Eieio', name: 'eieio', aliases: [] },
    { kind: 'fence', code: 'isync', before: 'r', after: 'r', edge: 'ISync', name: 'isync', aliases: [] },
    dependencyRow('addr'),
    dependencyRow('data'),
    dependencyRow('ctrl'),
    dependencyRow('ctrl', { edge: 'Isync', code: 'isync' }),
  ],
  annotations: [],
  usual: { edge: 'P', name: 'p' },
  refused: [
    {
      pattern: /^(?:acq|rel)/,
      why: "Power's accesses carry no order; the kernel's release is 'lwsync' before a write, its acquire 'lwsync' behind a read",
    },
    {
      pattern: /rmw|amo|xchg|lxsx/,
      why: 'Power has no read-modify-write in one instruction, and no register that says whether stwcx. succeeded',
    },
  ],
  objection: (cycle) => styleObjection(cycle, STYLE),
  write: (cycle, accesses) => writeAssembly(cycle, accesses, STYLE),
};

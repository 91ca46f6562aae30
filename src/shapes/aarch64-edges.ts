/** The edges of AArch64 (diy7's names): DMB and DSB by their domains, LDAR (A), LDAPR (Q), STLR (L), SWP. */
import type { EdgeRow, FencedKinds } from './shape-cycle.js';
import { dependencyRow, PO, type Vocabulary } from './vocabulary.js';
import { type AssemblyStyle, registersObjection, writeAssembly } from './write-assembly.js';

const KINDS: readonly (readonly [string, FencedKinds, FencedKinds, string])[] = [
  ['', 'rw', 'rw', 'mb'],
  ['LD', 'r', 'rw', 'rmb'],
  ['ST', 'w', 'w', 'wmb'],
];

/** `DMB SY`, `DMB ISHLD` */
function barriers(name: 'DMB' | 'DSB', domain: '' | 'ISH'): readonly EdgeRow[] {
  return KINDS.map(([kinds, before, after, generic]) => {
    const option = `${domain}${kinds}` || 'SY';
    return {
      kind: 'fence' as const,
      code: `${name} ${option}`,
      before,
      after,
      edge: `${name}.${option}`,
      name: `${name}.${option}`.toLowerCase(),
      aliases: name === 'DMB' && domain === '' ? [generic] : [],
    };
  });
}

const READS: Readonly<Record<string, string>> = { A: 'LDAR', Q: 'LDAPR' };

const STYLE: AssemblyStyle = {
  first: 0,
  most: 29,
  data: (register) => `W${register}`,
  address: (register) => `X${register}`,
  constant: (register, value) => `MOV ${register},#${value}`,
  read: (annotation, target, address) => [`${READS[annotation] ?? 'LDR'} ${target},[${address}]`],
  write: (annotation, source, address) => [`${annotation === 'L' ? 'STLR' : 'STR'} ${source},[${address}]`],
  indexed: (annotation, direction, register, address, index) =>
    annotation === ''
      ? [`${direction === 'R' ? 'LDR' : 'STR'} ${register},[${address},${index},SXTW]`]
      : null,
  pointer: (target, address, index) => `ADD ${target},${address},${index},SXTW`,
  zero: (target, from) => [`EOR ${target},${from},${from}`],
  plus: (target, from, value) => `ADD ${target},${from},#${value}`,
  branch: (register, label) => [`CBNZ ${register},${label}`],
  swap: (read, write, target, source, address) =>
    `SWP${read === 'A' ? 'A' : ''}${write === 'L' ? 'L' : ''} ${source},${target},[${address}]`,
};

export const AARCH64_EDGES: Vocabulary = {
  dialect: 'AArch64',
  edges: [
    PO,
    ...barriers('DMB', ''),
    ...barriers('DMB', 'ISH'),
    ...barriers('DSB', ''),
    ...barriers('DSB', 'ISH'),
    { kind: 'fence', code: 'ISB', before: 'r', after: 'r', edge: 'ISB', name: 'isb', aliases: [] },
    dependencyRow('addr'),
    dependencyRow('data'),
    dependencyRow('ctrl'),
    dependencyRow('ctrl', { edge: 'Isb', code: 'ISB' }),
    { kind: 'rmw', edge: 'Amo.Swp', name: 'amo.swp', aliases: ['rmw', 'swp'] },
  ],
  annotations: [
    { edge: 'A', name: 'a', generic: 'acq', on: 'R' },
    { edge: 'L', name: 'l', generic: 'rel', on: 'W' },
    { edge: 'Q', name: 'q', generic: null, on: 'R' },
  ],
  usual: { edge: 'P', name: 'p' },
  refused: [{ pattern: /x[xp]|px/, why: 'exclusives are not among the edges here' }],
  objection: (cycle) =>
    cycle.edges.some(({ row }, index) => row.kind === 'rmw' && cycle.events[index].annotation?.edge === 'Q')
      ? 'no atomic instruction has the order of LDAPR'
      : registersObjection(cycle, STYLE),
  write: (cycle, accesses) => writeAssembly(cycle, accesses, STYLE),
};

/** The edges of AArch64 (diy7's names): DMB and DSB by their domains, LDAR (A), LDAPR (Q), STLR (L), SWP. */
import type { EdgeRow, FencedKinds } from './shape-cycle.js';
import { dependencyRow, PO, REFUSED_EXCLUSIVES, type Vocabulary } from './vocabulary.js';
import { type AssemblyStyle, styleObjection, type UpdateParts, writeAssembly } from './write-assembly.js';

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

function suffix({ read, write }: UpdateParts): string {
  return `${read === 'A' ? 'A' : ''}${write === 'L' ? 'L' : ''}`;
}

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
  updates: {
    exchange: (parts) => [`SWP${suffix(parts)} ${parts.source},${parts.target},[${parts.address}]`],
    compare: (parts) => [`CAS${suffix(parts)} ${parts.target},${parts.source},[${parts.address}]`],
    add: (parts) => [`LDADD${suffix(parts)} ${parts.source},${parts.target},[${parts.address}]`],
    'add only': (parts) => [`STADD${suffix(parts)} ${parts.source},[${parts.address}]`],
    exclusive: ({ read, write, target, source, status, address }) => [
      `LD${read === 'A' ? 'A' : ''}XR ${target},[${address}]`,
      `ST${write === 'L' ? 'L' : ''}XR ${status},${source},[${address}]`,
    ],
  },
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
    { kind: 'rmw', update: 'exchange', edge: 'Amo.Swp', name: 'amo.swp', aliases: ['rmw', 'swp'] },
    { kind: 'rmw', update: 'compare', edge: 'Amo.Cas', name: 'amo.cas', aliases: ['cas'] },
    { kind: 'rmw', update: 'add', edge: 'Amo.LdAdd', name: 'amo.ldadd', aliases: ['ldadd'] },
    { kind: 'rmw', update: 'add only', edge: 'Amo.StAdd', name: 'amo.stadd', aliases: ['stadd'] },
    { kind: 'rmw', update: 'exclusive', edge: 'LxSx', formerly: 'Rmw', name: 'lxsx', aliases: [] },
  ],
  annotations: [
    { edge: 'A', name: 'a', generic: 'acq', on: 'R' },
    { edge: 'L', name: 'l', generic: 'rel', on: 'W' },
    { edge: 'Q', name: 'q', generic: null, on: 'R' },
  ],
  usual: { edge: 'P', name: 'p' },
  refused: [
    {
      pattern: /amo/,
      why: 'of the atomic instructions the edges here have Amo.Swp, Amo.Cas, Amo.LdAdd and Amo.StAdd',
    },
    ...REFUSED_EXCLUSIVES,
    { pattern: /csel/, why: 'a dependency by way of CSEL is not among the edges here' },
    {
      pattern: /pte|tlbi|tag|ifetch|\bt[dn]|pa[in]/,
      why: 'only accesses of memory are among the edges here',
    },
  ],
  objection: (cycle) =>
    cycle.edges.some(({ row }, index) => row.kind === 'rmw' && cycle.events[index].annotation?.edge === 'Q')
      ? 'no atomic instruction has the order of LDAPR'
      : cycle.edges.some(
            ({ row }, index) =>
              row.kind === 'rmw' && row.update === 'add only' && cycle.events[index].annotation !== null,
          )
        ? 'STADD has no acquire'
        : styleObjection(cycle, STYLE),
  write: (cycle, accesses) => writeAssembly(cycle, accesses, STYLE),
};

/** What the cat language is told of events in assembly: sets and relations by herd7's names. */
import { describe, expect, it } from 'vitest';
import { relationNamed, setNamed } from '../../src/axioms/event-sets.js';
import type { Path } from '../../src/axioms/path.js';
import { pathsOf } from '../../src/axioms/paths.js';
import { Skeleton } from '../../src/axioms/skeleton.js';
import { load } from '../laws/searches.js';

/** The events of the longest paths of a test of one thread, as the skeleton that they make. */
function skeletonOf(dialect: string, init: string, ...lines: readonly string[]): Skeleton {
  const code = lines.map((line) => ` ${line} ;\n`).join('');
  const test = load(`${dialect} machines\n{ ${init} }\n P0 ;\n${code}exists (x=7)\n`);
  const program = test.programFor('x86');
  const paths = pathsOf(program, [], { isCoherent: true, work: () => undefined });
  const longest = (each: readonly Path[]): Path =>
    each.reduce((best, path) => (path.events.length > best.events.length ? path : best));
  return new Skeleton(program, paths.map(longest));
}

function bits(rows: Int32Array | null, row: number, { size, words }: Skeleton): readonly number[] {
  const all = Array.from({ length: size }, (_, bit) => bit);
  return rows === null
    ? []
    : all.filter((bit) => ((rows[row * words + (bit >>> 5)] >>> (bit & 31)) & 1) !== 0);
}

function members(skeleton: Skeleton, name: string): string {
  return bits(setNamed(skeleton, name), 0, skeleton).join(' ');
}

function pairs(skeleton: Skeleton, name: string): string {
  const rows = relationNamed(skeleton, name);
  return Array.from({ length: skeleton.size }, (_, from) =>
    bits(rows, from, skeleton).map((to) => `${from}-${to}`),
  )
    .flat()
    .join(' ');
}

const ARM = '0:X1=x; 0:X2=y';
const RISC = '0:x5=x; 0:x6=y';

describe('AArch64', () => {
  it('names accesses and barriers', () => {
    const skeleton = skeletonOf(
      ...(['AArch64', ARM, 'LDAR W3,[X1]', 'LDAPR W4,[X1]', 'DMB ISHLD', 'STLR W3,[X2]'] as const),
      ...['DSB SY', 'ISB', 'LDADDAL W3,W5,[X1]', 'STADD W3,[X1]', 'LDXR W3,[X1]', 'STXR W7,W4,[X1]'],
    );
    const expected = {
      ...{ A: '0 6', Q: '1', L: '3 7', 'DMB.ISHLD': '2', 'DMB.SY': '', 'DSB.SY': '4', ISB: '5', F: '2 4 5' },
      ...{ X: '6 7 8 9 10 11', AMO: '6 7 8 9', NoRet: '8', R: '0 1 6 8 10', W: '3 7 9 11', Acq: '', RMW: '' },
    };
    for (const [name, events] of Object.entries(expected)) expect(members(skeleton, name), name).toBe(events);
    expect(pairs(skeleton, 'rmw')).toBe('6-7 8-9 10-11');
    expect(pairs(skeleton, 'amo')).toBe('6-7 8-9');
    expect(pairs(skeleton, 'inner-data')).toBe('6-7 8-9');
  });

  it('follows dependencies through registers and flags, and choices apart from values', () => {
    const skeleton = skeletonOf(
      ...(['AArch64', ARM, 'LDR W3,[X1]', 'LDR W4,[X2]', 'CMP W3,#0', 'CSEL W5,W4,W4,EQ'] as const),
      ...['STR W5,[X1]', 'EOR W6,W5,W5', 'LDR W7,[X2,W6,SXTW]', 'CBZ W4,L', 'L:', 'STR W3,[X2]'],
    );
    expect(pairs(skeleton, 'data')).toBe('0-4 1-2');
    expect(pairs(skeleton, 'addr')).toBe('1-3');
    expect(pairs(skeleton, 'ctrl')).toBe('1-4');
    expect(pairs(skeleton, 'pick-data')).toBe('0-2');
    expect(pairs(skeleton, 'pick-addr')).toBe('0-3');
  });

  it('has no dependency through the status of a store-exclusive, and a choice in a compare-and-swap', () => {
    const skeleton = skeletonOf(
      ...(['AArch64', ARM, 'LDXR W3,[X1]', 'STXR W7,W4,[X1]', 'STR W7,[X2]', 'CAS W5,W6,[X1]'] as const),
      'STR W5,[X2]',
    );
    expect(pairs(skeleton, 'data')).toBe('');
    expect(pairs(skeleton, 'pick-data')).toBe('3-5');
    expect(pairs(skeleton, 'inner-pick')).toBe('3-4');
  });

  it('leaves the accesses of one instruction without order, but for what one uses of another', () => {
    expect(pairs(skeletonOf('AArch64', `${ARM}; int x[2]`, 'LDP W3,W4,[X1]', 'STR W3,[X2]'), 'po')).toBe(
      '0-2 1-2',
    );
  });
});

describe('RISC-V', () => {
  it('names accesses and barriers, and has an AMO as one event', () => {
    const skeleton = skeletonOf(
      ...(['RISCV', RISC, 'lw x7,0(x5)', 'fence r,rw', 'amoadd.w.aqrl x8,x7,(x6)', 'fence.tso'] as const),
      ...['lr.w.aq x9,(x5)', 'sc.w.rl x10,x7,(x5)', 'sw x10,0(x6)'],
    );
    const expected = {
      ...{
        R: '0 2 3 6',
        W: '2 3 7 8',
        X: '2 3 6 7',
        EX: '6 7',
        AMO: '2 3',
        Acq: '6',
        Rel: '7',
        AcqRel: '2 3',
      },
      ...{ 'Fence.r.rw': '1 4', 'Fence.w.w': '5', A: '', 'DMB.SY': '' },
    };
    for (const [name, events] of Object.entries(expected)) expect(members(skeleton, name), name).toBe(events);
    expect(pairs(skeleton, 'rmw')).toBe('6-7');
    expect(pairs(skeleton, 'data')).toBe('0-2 0-3 0-7 7-8');
    expect(pairs(skeleton, 'po')).not.toContain('2-3');
  });
});

describe('x86', () => {
  it('names barriers and locked instructions', () => {
    const skeleton = skeletonOf(
      'X86',
      'x=0; y=0',
      'MOV [x],$1',
      'MFENCE',
      'XCHG [y],EAX',
      'LOCK INC [x]',
      'INC [x]',
    );
    expect([members(skeleton, 'MFENCE'), members(skeleton, 'X')]).toEqual(['1', '2 3 4 5']);
    expect(pairs(skeleton, 'rmw')).toBe('2-3 4-5');
  });

  it('names them in both dialects', () => {
    const skeleton = skeletonOf('X86_64', 'x=0; y=0', 'movl $1,(x)', 'mfence', 'lock incl (y)');
    expect([members(skeleton, 'MFENCE'), members(skeleton, 'X')]).toEqual(['1', '2 3']);
  });
});

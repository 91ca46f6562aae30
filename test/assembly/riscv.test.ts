/** RISCV: what each instruction becomes, how registers are named, and what is complained about. */
import { describe, expect, it, test } from 'vitest';
import { runTest } from '../../src/check/run.js';
import { commandsAgree } from '../laws/commands.js';
import { faults, load } from '../lower/load.js';
import { final, lowered, oneThread } from './code.js';

const INIT = '0:x5=x;';

/** The instructions of a thread, without their numbers; x5 holds the address of x. */
function code(...lines: readonly string[]): readonly string[] {
  return lowered('RISCV', lines.join(';'), INIT);
}

describe('register work', () => {
  test.each([
    ['li x6,5', ['x6 = 5']],
    ['li x6,-1', ['x6 = -1']],
    ['lui x6,0x80000', ['x6 = -2147483648']],
    ['la x6,x', ['x6 = &x']],
    ['mv x6,x7', ['x6 = x7']],
    ['nop', []],
    ['add x6,x7,x8', ['x6 = (x7 +.i64 x8)']],
    ['addi x6,x7,-4', ['x6 = (x7 +.i64 -4)']],
    ['addw x6,x7,x8', ['x6 = (x7 + x8)']],
    ['addiw x6,x7,1', ['x6 = (x7 + 1)']],
    ['sub x6,x7,x8', ['x6 = (x7 -.i64 x8)']],
    ['xor x6,x6,x6', ['x6 = (x6 ^.i64 x6)']],
    ['andi x6,x7,128', ['x6 = (x7 &.i64 128)']],
    ['ori x6,x0,1', ['x6 = 1']],
    ['or x6,x7,x8', ['x6 = (x7 |.i64 x8)']],
    ['sll x6,x7,x8', ['x6 = (x7 <<.i64 x8)']],
    ['srli x6,x7,3', ['x6 = (i64)(x7 >>.u64 3)']],
    ['srai x6,x7,3', ['x6 = (x7 >>.i64 3)']],
    ['srlw x6,x7,x8', ['x6 = (i32)(x7 >>.u32 x8)']],
    ['slt x6,x7,x8', ['x6 = (x7 <.i64 x8)']],
    ['sltiu x6,x7,9', ['x6 = (x7 <.u64 9)']],
    ['neg x6,x7', ['x6 = (0 -.i64 x7)']],
    ['not x6,x7', ['x6 = (x7 ^.i64 -1)']],
    ['seqz x6,x7', ['x6 = (x7 ==.i64 0)']],
    ['snez x6,x7', ['x6 = (x7 !=.i64 0)']],
    ['sext.b x6,x7', ['x6 = (i8)x7']],
    ['zext.h x6,x7', ['x6 = (u16)x7']],
    ['andn x6,x7,x8', ['x6 = (x7 &.i64 (x8 ^.i64 -1))']],
    ['czero.eqz x6,x7,x8', ['x6 = (x7 &.i64 (0 -.i64 (x8 !=.i64 0)))']],
    ['max x6,x7,x8', ['x6 = (x8 ^.i64 ((x7 ^.i64 x8) &.i64 (0 -.i64 (x7 >.i64 x8))))']],
    ['pause', []],
    ['wfi', []],
    ['prefetch.r 0(x5)', []],
  ])('%s', (line, expected) => {
    expect(code(line)).toEqual(expected);
  });

  it('x0 reads as 0, and what it gets is lost', () => {
    expect(code('add x0,x5,x5', 'add x6,zero,x0')).toEqual(['x6 = 0']);
  });
});

describe('memory', () => {
  test.each([
    ['lw x6,0(x5)', 'x6 = read [x5]'],
    ['lw x6,(x5)', 'x6 = read [x5]'],
    ['lw x6,8(x5)', 'x6 = read [(x5 +.i64 8)]'],
    ['ld x6,-8(x5)', 'x6 = read [(x5 +.i64 -8)]'],
    ['lw x0,0(x5)', '_ = read [x5]'],
    ['lw.aq x6,0(x5)', 'x6 = read.acquire [x5]'],
    ['lw.rl x6,0(x5)', 'x6 = read.release [x5]'],
    ['lw.aq.rl x6,0(x5)', 'x6 = read.acquire-release [x5]'],
    ['sw x6,0(x5)', 'write [x5] = x6'],
    ['sw x0,0(x5)', 'write [x5] = 0'],
    ['sd.rl x6,0(x5)', 'write.release [x5] = x6'],
    ['lr.w x6,(x5)', 'x6 = read.exclusive [x5]'],
    ['lr.d.aqrl x6,(x5)', 'x6 = read.exclusive.acquire-release [x5]'],
    ['sc.w x7,x6,(x5)', 'x7 = conditional write [x5] = x6'],
    ['sc.w.rl x0,x6,0(x5)', '_ = conditional write.release [x5] = x6'],
    ['sc.d.aq x7,x6,0(x5)', 'x7 = conditional write [x5] = x6'],
    ['lr.d.rl x6,(x5)', 'x6 = read.exclusive [x5]'],
    ['amoswap.w x7,x6,(x5)', 'x7 = update [x5] = x6'],
    ['amoswap.w.rl x0,x6,(x5)', '_ = update.release.release [x5] = x6'],
    ['amoadd.w.aq x7,x6,(x5)', 'x7 = update.acquire.acquire [x5] = (loaded + x6)'],
    ['amoor.d.aq.rl x7,x0,(x5)', 'x7 = update.acquire-release.acquire-release [x5] = (loaded |.i64 0)'],
    ['amoand.w.aqrl x7,x6,(x5)', 'x7 = update.acquire-release.acquire-release [x5] = (loaded & x6)'],
    ['amoxor.w x7,x6,(x5)', 'x7 = update [x5] = (loaded ^ x6)'],
    ['amomin.w x7,x6,(x5)', 'x7 = update [x5] = (x6 ^ ((loaded ^ x6) & (0 - (loaded < x6))))'],
    ['amoadd.b x7,x6,(x5)', 'x7 = update [x5] = (loaded +.i8 x6)'],
    ['amoswap.h.aq x7,x6,(x5)', 'x7 = update.acquire.acquire [x5] = x6'],
    ['amocas.w x7,x6,(x5)', 'x7 = update [x5] = x6 if (loaded == x7)'],
    [
      'amocas.d.aqrl x7,x6,(x5)',
      'x7 = update.acquire-release.acquire-release [x5] = x6 if (loaded ==.i64 x7)',
    ],
    ['amocas.b x0,x6,(x5)', '_ = update [x5] = x6 if (loaded ==.i8 0)'],
    ['amomaxu.w x7,x6,(x5)', 'x7 = update [x5] = (x6 ^ ((loaded ^ x6) & (0 - (loaded >.u32 x6))))'],
  ])('%s', (line, expected) => {
    expect(code(line)).toEqual([expected]);
  });
});

describe('division', () => {
  test.each([
    ['div', -7, 2, '-3'],
    ['div', 7, 0, '-1'],
    ['divu', 7, 0, '-1'],
    ['divw', -7, 2, '-3'],
    ['divuw', -1, 2, '2147483647'],
    ['rem', -7, 2, '-1'],
    ['rem', -7, 0, '-7'],
    ['remu', 7, 4, '3'],
    ['remw', 7, 0, '7'],
    ['remuw', -1, 2, '1'],
  ])('%s of %d and %d is %s', (name, left, right, expected) => {
    const lines = `li x6,${left};li x7,${right};${name} x8,x6,x7`;
    expect(final(oneThread('RISCV', lines, 'int64_t 0:x8;', 'locations [0:x8;]'))).toEqual({
      '0:x8': expected,
    });
  });
});

describe('amocas', () => {
  /** Whether a state is there on RISC-V, of a test whose threads both know x and y; `expected` is what P0 compares y with. */
  function verdict(expected: number, rows: readonly string[], state: string): string {
    const init = `0:x10=x; 0:x11=y; 1:x10=x; 1:x11=y; 0:x5=1; 1:x5=1; 0:x6=${expected}; 0:x7=2;`;
    const text = `RISCV t\n{ x=0; y=0; ${init} }\n P0 | P1 ;\n${rows.map((row) => ` ${row} ;\n`).join('')}exists (${state})\n`;
    const limits = { states: 100_000, milliseconds: 10_000, megabytes: 1024 };
    const result = runTest(load(text), { models: ['riscv'], atomics: 'lse', limits });
    return result.models[0].possible.join();
  }

  /** P0 stores x and looks at y; P1 stores y and looks at x. Whether both may find what was there at first. */
  function bothLate(expected: number, ...second: readonly string[]): string {
    const own = ['sw x5,0(x10)', ...second];
    const other = ['sw x5,0(x11)', 'fence rw,rw', 'lw x8,0(x10)'];
    const rows = other.map((line, index) => `${own[index] ?? ''} | ${line}`);
    return verdict(expected, rows, '0:x6=0 /\\ 1:x8=0');
  }

  it('releases where it writes, and not where it fails', () => {
    expect(['', '.rl', '.aqrl'].map((order) => bothLate(0, `amocas.w${order} x6,x7,(x11)`))).toEqual([
      ...['Sometimes', 'Never', 'Never'],
    ]);
    expect(['', '.rl', '.aqrl'].map((order) => bothLate(7, `amocas.w${order} x6,x7,(x11)`))).toEqual([
      ...['Sometimes', 'Sometimes', 'Sometimes'],
    ]);
  });

  it('that fails is explained as what it is', () => {
    const lines = (second: string): string =>
      `RISCV t\n{ x=0; y=0; 0:x10=x; 0:x11=y; 1:x10=x; 1:x11=y; 0:x5=1; 1:x5=1; 0:x6=7; }\n P0 | P1 ;\n sw x5,0(x10) | sw x5,0(x11) ;\n ${second} | fence rw,rw ;\n | lw x8,0(x10) ;\nexists (0:x6=0 /\\ 1:x8=0)\n`;
    const limits = { states: 100_000, milliseconds: 10_000, megabytes: 1024 };
    for (const order of ['', '.aq', '.rl', '.aqrl']) {
      const test = load(lines(`amocas.w${order} x6,x5,(x11)`));
      expect(commandsAgree(test, { models: ['riscv'], limits, step: true })).toBeNull();
    }
  });

  it('that fails is an AMO to the rules all the same, behind a fence of stores', () => {
    expect(bothLate(7, 'fence w,w', 'amocas.w.rl x6,x7,(x11)')).toBe('Never');
    expect(bothLate(7, 'fence w,w', 'lw x6,0(x11)')).toBe('Sometimes');
  });

  it('that fails is behind what it would have written', () => {
    const rows = (look: string): readonly string[] => [
      'lw x7,0(x10) | sw x5,0(x11)',
      `${look} | fence rw,rw`,
      ' | sw x5,0(x10)',
    ];
    const state = '0:x7=1 /\\ 0:x6=0';
    expect(verdict(7, rows('amocas.w x6,x7,(x11)'), state)).toBe('Never');
    expect(verdict(7, rows('amocas.w.rl x6,x7,(x11)'), state)).toBe('Never');
    expect(verdict(7, rows('lw x6,0(x11)'), state)).toBe('Sometimes');
  });
});

describe('fences', () => {
  test.each([
    ['fence', ['fence fence rw,rw (rw before rw)']],
    ['fence iorw,iorw', ['fence fence rw,rw (rw before rw)']],
    ['fence rw,rw', ['fence fence rw,rw (rw before rw)']],
    ['fence r,rw', ['fence fence r,rw (r before rw)']],
    ['fence rw,w', ['fence fence rw,w (rw before w)']],
    ['fence w,r', ['fence fence w,r (w before r)']],
    ['fence i,o', []],
    ['fence.tso', ['fence fence r,rw (r before rw)', 'fence fence w,w (w before w)']],
    ['fence.i', []],
  ])('%s', (line, expected) => {
    expect(code(line)).toEqual(expected);
  });
});

describe('branches', () => {
  test.each([
    ['beq x6,x7,out', '(x6 ==.i64 x7)'],
    ['bne x6,x0,out', '(x6 !=.i64 0)'],
    ['blt x6,x7,out', '(x6 <.i64 x7)'],
    ['bgeu x6,x7,out', '(x6 >=.u64 x7)'],
    ['bgt x6,x7,out', '(x6 >.i64 x7)'],
    ['ble x6,x7,out', '(x6 <=.i64 x7)'],
    ['beqz x6,out', '(x6 ==.i64 0)'],
    ['bnez x6,out', '(x6 !=.i64 0)'],
    ['bgez x6,out', '(x6 >=.i64 0)'],
    ['bltz x6,out', '(x6 <.i64 0)'],
  ])('%s', (line, condition) => {
    expect(code(line, 'nop', 'sw x6,0(x5)', 'out:')).toEqual([`if ${condition} goto 2`, 'write [x5] = x6']);
  });

  it('one to the next instruction stays: what follows depends on it', () => {
    expect(code('bne x6,x0,LC00', 'LC00: sw x6,0(x5)')).toEqual([
      'if (x6 !=.i64 0) goto 1',
      'write [x5] = x6',
    ]);
  });

  it('j goes round', () => {
    expect(code('again: lw x6,0(x5)', 'bnez x6,out', 'sw x0,0(x5)', 'j again', 'out:')).toEqual([
      'x6 = read [x5]',
      'if (x6 !=.i64 0) goto 4',
      'write [x5] = 0',
      'goto 0',
    ]);
  });
});

describe('names of registers', () => {
  it('are those of the calling convention as well, and herd7 prints numbers', () => {
    expect(code('add t0,a0,s0', 'add fp,ra,t6', 'add s2,t3,a7')).toEqual([
      'x5 = (x10 +.i64 x8)',
      'x8 = (x1 +.i64 x31)',
      'x18 = (x28 +.i64 x17)',
    ]);
    const text = 'RISCV t\n{ 0:s0=x; }\n P0 ;\n lw a0,0(fp) ;\nexists (0:a0=0)\n';
    expect(load(text).question.observables.map(({ name }) => name)).toEqual(['0:x10']);
  });
});

describe('complaints', () => {
  test.each([
    ['amoswp.w x6,x7,(x5)', "unknown-instruction 'amoswp.w': name amoswp.w; suggestion amoswap.w"],
    ['lw.acq x6,0(x5)', "unknown-instruction 'lw.acq': name lw.acq; suggestion lw.aq"],
    ['lw x6', "wrong-argument '': name lw; expected ',' and an address such as 0(x6)"],
    ['lw x6,x5', "wrong-argument 'x5': name lw; expected an address such as 0(x6)"],
    ['lw x6,0(y)', "wrong-argument 'y': name lw; expected a register such as x5 or a0"],
    ['sw 1,0(x5)', "wrong-argument '1': name sw; expected a register such as x5 or a0"],
    ['addi x6,x5,x7', "wrong-argument 'x7': name addi; expected a number"],
    ['add x6,x5,x7,x8', "wrong-argument ',': name add; expected nothing more"],
    [
      'fence rq,w',
      "wrong-argument 'rq': name fence; expected the kinds of accesses to order, such as rw, r or w",
    ],
    ['fence rw', "wrong-argument '': name fence; expected ',' and the kinds of the later accesses"],
    ['j out', "unknown-label 'out': name out"],
    [
      'amocas.q x6,x8,(x5)',
      "unsupported 'amocas.q': what 'amocas.q'; why it accesses more than one register at once, and a location has at most 64 bits: use amocas.d",
    ],
    ['csrr x6,time', "unsupported 'csrr': what 'csrr'; why control and status registers are not modelled"],
    ['ecall', "unsupported 'ecall': what 'ecall'; why no instruction traps here"],
    ['auipc x6,0', "unsupported 'auipc': what 'auipc'; why of code only labels have addresses here"],
    ['flw fa0,0(x5)', "unsupported 'flw': what 'flw'; why floating point is not modelled"],
    ['vle32.v v0,(x5)', "unsupported 'vle32.v': what 'vle32.v'; why vectors are not modelled"],
  ])('%s', (line, expected) => {
    expect(faults(oneThread('RISCV', line, INIT))).toEqual([expected]);
  });
});

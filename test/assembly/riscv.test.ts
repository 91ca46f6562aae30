/** RISCV: what each instruction becomes, how registers are named, and what is complained about. */
import { describe, expect, it, test } from 'vitest';
import { faults, load } from '../lower/load.js';
import { lowered, oneThread } from './code.js';

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
    ['amomaxu.w x7,x6,(x5)', 'x7 = update [x5] = (x6 ^ ((loaded ^ x6) & (0 - (loaded >.u32 x6))))'],
  ])('%s', (line, expected) => {
    expect(code(line)).toEqual([expected]);
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
  ])('%s', (line, expected) => {
    expect(faults(oneThread('RISCV', line, INIT))).toEqual([expected]);
  });
});

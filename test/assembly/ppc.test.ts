/** PPC: what each instruction does to registers and memory, which shapes POWER allows, and what is complained about. */
import { describe, expect, it, test } from 'vitest';
import { checkSource } from '../../src/check/check-source.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import { faults } from '../lower/load.js';
import { final, oneThread } from './code.js';

/** The value that a register or x holds at the end of a thread; r2 holds the address of x. */
function value(instructions: string, observed: string, type = 'int64_t'): string {
  const register = observed === 'x' ? '' : `${type} ${observed};`;
  const init = `${type} x=5; 0:r2=x; ${register}`;
  const text = oneThread('PPC', instructions, init, `locations [${observed};] exists (true)`);
  return final(text.replace('x=0; ', ''))[observed];
}

describe('register work', () => {
  test.each([
    ['li r3,-1', '-1'],
    ['lis r3,2', '131072'],
    ['li r4,7;mr r3,r4', '7'],
    ['li r4,7;neg r3,r4', '-7'],
    ['li r4,7;not r3,r4', '-8'],
    ['li r4,7;addi r3,r4,-2', '5'],
    ['li r0,7;addi r3,r0,1', '1'],
    ['li r4,7;subi r3,r4,2', '5'],
    ['li r4,1;addis r3,r4,1', '65537'],
    ['li r4,7;li r5,3;add r3,r4,r5', '10'],
    ['li r4,7;li r5,3;sub r3,r4,r5', '4'],
    ['li r4,7;li r5,3;subf r3,r4,r5', '-4'],
    ['li r4,7;li r5,-3;mullw r3,r4,r5', '-21'],
    ['li r4,6;li r5,3;and r3,r4,r5', '2'],
    ['li r4,6;li r5,3;or r3,r4,r5', '7'],
    ['li r4,6;li r5,3;xor r3,r4,r5', '5'],
    ['li r4,6;li r5,3;nor r3,r4,r5', '-8'],
    ['li r4,6;li r5,3;nand r3,r4,r5', '-3'],
    ['li r4,6;li r5,3;eqv r3,r4,r5', '-6'],
    ['li r4,6;li r5,3;andc r3,r4,r5', '4'],
    ['li r4,6;li r5,3;orc r3,r4,r5', '-2'],
    ['li r4,6;ori r3,r4,1', '7'],
    ['li r4,6;xori r3,r4,1', '7'],
    ['li r4,6;andi. r3,r4,3', '2'],
    ['li r4,-1;li r5,4;slw r3,r4,r5', '4294967280'],
    ['li r4,-1;li r5,32;slw r3,r4,r5', '0'],
    ['li r4,-1;li r5,4;srw r3,r4,r5', '268435455'],
    ['li r4,1;li r5,40;sld r3,r4,r5', '1099511627776'],
    ['li r4,-1;li r5,60;srd r3,r4,r5', '15'],
    ['li r4,-1;li r5,64;srd r3,r4,r5', '0'],
    ['li r4,-1;srdi r3,r4,63', '1'],
    ['li r4,-1;slwi r3,r4,31', '2147483648'],
    ['li r4,200;extsb r3,r4', '-56'],
    // As herd7 has them (herd/tests/instructions/PPC, A013 and A014).
    ['li r4,-1;rlwinm r3,r4,4,30,31', '3'],
    ['li r4,-1;rlwinm r3,r4,16,0,15', '4294901760'],
    ['lis r3,-21846;ori r3,r3,43690;li r4,-1;rlwimi r3,r4,4,30,31', '-1431655765'],
    ['lis r3,-21846;ori r3,r3,43690;li r4,-1;rlwimi r3,r4,16,0,15', '-21846'],
    ['lis r4,4660;rlwinm r3,r4,8,24,31', '18'],
    // Where the last bit comes before the first, the ones go round, through the copy of the word above it.
    ['li r4,1;rlwinm r3,r4,0,31,0', '4294967297'],
    ['li r4,-1;rlwinm r3,r4,0,8,7', '-1'],
    ['li r4,-1;clrlwi r3,r4,28', '15'],
    ['li r4,-1;clrldi r3,r4,32', '4294967295'],
    ['li r4,-1;clrldi r3,r4,0', '-1'],
    ['li r4,-9;srawi r3,r4,1', '-5'],
    ['li r4,-9;sradi r3,r4,63', '-1'],
    ['li r4,9;li r5,40;sraw r3,r4,r5', '0'],
    ['li r4,-9;li r5,40;sraw r3,r4,r5', '-1'],
    ['li r4,-9;li r5,64;sraw r3,r4,r5', '-9'],
    ['li r4,-9;li r5,2;srad r3,r4,r5', '-3'],
    ['li r3,1;blr;li r3,2', '1'],
    ['li r4,7;oris r3,r4,1', '65543'],
    ['li r4,7;xoris r3,r4,1', '65543'],
    ['li r4,7;addic r3,r4,-2', '5'],
    ['li r0,7;addic r3,r0,1', '8'],
    ['li r4,7;subfic r3,r4,2', '-5'],
    ['addi r3,0,7', '7'],
    ['li r4,-1;rldicl r3,r4,8,56', '255'],
    ['li r4,1;rldicl r3,r4,63,0', '-9223372036854775808'],
    ['li r4,-1;rldicr r3,r4,0,0', '-9223372036854775808'],
    ['li r4,3;rldicr r3,r4,4,59', '48'],
    ['li r4,3;rldicr r3,r4,0,62', '2'],
    ['li r3,1;bl L;b M;L:;addi r3,r3,4;blr;M:;addi r3,r3,8', '13'],
    ['li r3,1;bl L;b M;L:;mflr r5;li r3,3;mtlr r5;blr;M:;addi r3,r3,8', '11'],
    ['li r3,1;bl L;b M;L:;mflr r5;mtctr r5;bctr;M:;addi r3,r3,8', '9'],
    ['li r3,1;cmpwi r3,1;beqlr;li r3,2', '1'],
    ['li r3,1;cmpwi cr2,r3,1;cmpwi r3,0;bnelr cr2;li r3,2', '2'],
    ['li r3,0;li r4,3;mtctr r4;L:;addi r3,r3,2;bdnz L', '6'],
    ['li r3,0;li r4,1;mtctr r4;bdz L;li r3,2;L:;mfctr r4;add r3,r3,r4', '0'],
  ])('%s', (line, expected) => {
    expect(value(line, '0:r3')).toBe(expected);
  });
});

describe('comparisons and branches', () => {
  const taken = (compare: string, branch: string): string =>
    value(`li r4,3;li r5,-4;${compare};li r3,1;${branch};li r3,0;L:;nop`, '0:r3');
  test.each([
    ['cmpw r4,r5', 'bgt L', '1'],
    ['cmpw r4,r5', 'blt L', '0'],
    ['cmplw r4,r5', 'blt L', '1'],
    ['cmpwi r4,3', 'beq L', '1'],
    ['cmpwi r4,3', 'bne L', '0'],
    ['cmpwi r4,3', 'bge L', '1'],
    ['cmpwi r4,3', 'ble L', '1'],
    ['cmpwi r4,2', 'ble L', '0'],
    ['cmpwi r4,4', 'bge L', '0'],
    ['cmpwi cr3,r4,3;cmpwi r4,0', 'beq cr3,L', '1'],
    ['cmpd r4,r5', 'bgt L', '1'],
    ['cmpldi r4,4', 'blt L', '1'],
    ['add. r6,r4,r5', 'blt L', '1'],
    ['sub. r6,r4,r4', 'beq L', '1'],
    ['neg. r6,r5', 'bgt L', '1'],
    ['andi. r6,r4,4', 'beq L', '1'],
    ['andis. r6,r4,4', 'beq- L', '1'],
    ['rlwinm. r6,r4,0,31,31', 'bgt+ L', '1'],
    ['srwi. r6,r4,2', 'beq L', '1'],
    ['addic. r6,r4,-4', 'blt L', '1'],
    ['cmpwi 3,r4,3;cmpwi r4,0', 'beq 3,L', '1'],
    ['cmpwi r4,3', 'bnl L', '1'],
    ['cmpwi r4,2', 'bng L', '0'],
    ['nop', 'b L', '1'],
  ])('%s; %s', (compare, branch, expected) => {
    expect(taken(compare, branch)).toBe(expected);
  });
});

describe('memory', () => {
  test.each([
    ['ld r3,0(r2)', '5', 'int64_t'],
    ['li r6,0;ldx r3,r6,r2', '5', 'int64_t'],
    // r0 as the base of an address is 0, whatever it holds.
    ['li r0,7;ldx r3,r0,r2', '5', 'int64_t'],
    ['li r4,-1;stw r4,0(r2);lwz r3,0(r2)', '-1', 'int'],
    ['li r4,-1;stw r4,0(r2);lwa r3,0(r2)', '-1', 'int'],
    ['li r6,0;li r4,9;stwx r4,r6,r2;lwzx r3,r6,r2', '9', 'int'],
    // herd7's other way to write an address, and 0 where it stands for no register.
    ['ld r3,0,r2', '5', 'int64_t'],
    ['li r4,9;std r4,0,r2;ldx r3,0,r2', '9', 'int64_t'],
    ['lwarx r3,0,r2,1;stwcx. r3,0,r2', '5', 'int'],
    ['L:;lharx r3,0,r2;addi r3,r3,1;sthcx. r3,0,r2;bne L;lhz r3,0(r2)', '6', 'int16_t'],
    ['L:;lbarx r3,0,r2;addi r3,r3,1;stbcx. r3,0,r2;bne L;lbz r3,0(r2)', '6', 'int8_t'],
    ['dcbt 0,r2;dcbtst r2,r2;ld r3,0(r2)', '5', 'int64_t'],
  ] as const)('%s', (line, expected, type) => {
    expect(value(line, '0:r3', type)).toBe(expected);
  });

  it('a u lets the first register become the address', () => {
    const init = 'int64_t y[3]={1,2,3}; 0:r2=y; 0:r6=8; int64_t 0:r3; int64_t 0:r4;';
    const of = (instructions: string, observed: string): string =>
      final(oneThread('PPC', instructions, init, `locations [${observed};] exists (true)`))[observed];
    expect(of('ldu r3,8(r2)', '0:r3')).toBe('2');
    expect(of('ldu r4,8(r2);ld r3,8(r2)', '0:r3')).toBe('3');
    expect(of('ldux r4,r2,r6;ldux r3,r2,r6', '0:r3')).toBe('3');
    // The second register is read before it is loaded into.
    expect(of('ldux r6,r2,r6;ld r3,8(r2)', '0:r3')).toBe('3');
    expect(of('li r4,7;stdu r4,16(r2);ld r3,-8(r2)', '0:r3')).toBe('2');
    expect(of('li r4,7;stdu r4,16(r2);ld r3,0(r2)', '0:r3')).toBe('7');
    expect(of('stdux r2,r2,r6;ld r3,0(r2);subi r2,r2,8;sub r3,r3,r2', '0:r3')).toBe('0');
  });

  test.each([
    [
      'lwzu r2,4(r2)',
      "'r2': name lwzu; expected a register that can become the address: neither r0 nor the one that is loaded",
    ],
    [
      'stwu r3,4(r0)',
      "'r0': name stwu; expected a register that can become the address: neither r0 nor the one that is loaded",
    ],
    ['lwz r3,0(r0)', "'r0': name lwz; expected another register than r0, which counts as 0 in an address"],
  ])('%s is refused', (line, message) => {
    expect(faults(oneThread('PPC', line))).toEqual([expect.stringContaining(message)]);
  });

  it('has the symbolic registers of herd7, of which none is r0', () => {
    expect(
      final(
        'PPC test\n{ %a=x; int x=5; }\n P0 ;\n lwz r1,0(%a) ;\n mr r3,r1 ;\nlocations [0:r3; 0:r2;] exists (true)\n',
      ),
    ).toEqual({
      '0:r3': '5',
      '0:r2': '0',
    });
  });

  it('a load of 32 bits leaves none above them', () => {
    expect(value('li r4,-1;stw r4,0(r2);lwz r4,0(r2);srdi r3,r4,32', '0:r3', 'int')).toBe('0');
    expect(value('li r4,-1;stw r4,0(r2);lwa r4,0(r2);srdi r3,r4,32', '0:r3', 'int')).toBe('-1');
  });
});

/** The final states of a test on SC and on POWER. */
function states(text: string): Readonly<Record<string, readonly string[]>> {
  const result = checkSource({ name: 'test.litmus', text }, DEFAULT_SETTINGS);
  expect(result.diagnostics).toEqual([]);
  return Object.fromEntries(
    result.models.map(({ model, states: found, incomplete }) => {
      expect(incomplete).toBe(null);
      return [model, found.map((state) => state.join(''))];
    }),
  );
}

/** Threads beside each other, each a list of instructions. */
function beside(init: string, threads: readonly string[], question: string): string {
  const columns = threads.map((thread) => thread.split(';'));
  const rows = Math.max(...columns.map(({ length }) => length));
  const row = (index: number): string => ` ${columns.map((each) => each[index] ?? '').join(' | ')} ;`;
  const body = Array.from({ length: rows }, (_, index) => row(index)).join('\n');
  return `PPC test\n{ ${init} }\n ${threads.map((_, index) => `P${index}`).join(' | ')} ;\n${body}\n${question}\n`;
}

const ADDRESSES = ['0', '1', '2', '3'].map((thread) => `${thread}:r2=x; ${thread}:r4=y;`);

describe('what POWER allows', () => {
  const mp = (write: string, read: string): string =>
    beside(
      ADDRESSES.slice(0, 2).join(' '),
      [`li r1,1;stw r1,0(r2);${write};stw r1,0(r4)`, `lwz r5,0(r4);${read};lwz r6,0(r2)`],
      'locations [1:r5; 1:r6;] exists (true)',
    );
  const ALL = ['00', '01', '10', '11'];
  const ORDERED = ['00', '01', '11'];
  test.each([
    ['nop', 'nop', ALL],
    ['lwsync', 'nop', ALL],
    ['nop', 'lwsync', ALL],
    ['lwsync', 'lwsync', ORDERED],
    ['sync 1', 'sync 1', ORDERED],
    ['sync', 'sync', ORDERED],
    ['eieio', 'lwsync', ORDERED],
    ['lwsync', 'eieio', ALL],
    ['lwsync', 'isync', ALL],
    ['lwsync', 'cmpw r5,r5;beq L;L:', ALL],
    ['lwsync', 'cmpw r5,r5;beq L;L:;isync', ORDERED],
    ['lwsync', 'xor r7,r5,r5;add r2,r2,r7', ORDERED],
  ])('messages with %s and %s', (write, read, expected) => {
    expect(states(mp(write, read))).toEqual({ sc: ORDERED, power: expected });
  });

  test.each([
    ['nop', ALL],
    ['lwsync', ALL],
    ['sync 1', ALL],
    ['sync 0', ['01', '10', '11']],
    ['sync', ['01', '10', '11']],
  ])('store buffers with %s', (fence, expected) => {
    const text = beside(
      '0:r2=x; 0:r4=y; 1:r2=y; 1:r4=x;',
      [0, 1].map(() => `li r1,1;stw r1,0(r2);${fence};lwz r5,0(r4)`),
      'locations [0:r5; 1:r5;] exists (true)',
    );
    expect(states(text).power).toEqual(expected);
  });

  test.each([
    ['lwsync', true],
    ['sync', false],
  ])('independent reads of independent writes with %s: %s', (fence, seen) => {
    const reader = `lwz r5,0(r2);${fence};lwz r6,0(r4)`;
    const text = beside(
      '0:r2=x; 1:r4=y; 2:r2=x; 2:r4=y; 3:r2=y; 3:r4=x;',
      ['li r1,1;stw r1,0(r2)', 'li r1,1;stw r1,0(r4)', reader, reader],
      'locations [2:r5; 2:r6; 3:r5; 3:r6;] exists (true)',
    );
    const { sc, power } = states(text);
    expect(sc).toHaveLength(15);
    expect(power).toEqual(seen ? [...sc, '1010'].sort() : sc);
  });

  it('a write that passes through another thread takes along what that one saw before lwsync', () => {
    const text = (fence: string): string =>
      beside(
        ADDRESSES.slice(0, 3).join(' '),
        [
          'li r1,1;stw r1,0(r2)',
          `lwz r5,0(r2);${fence};li r1,1;stw r1,0(r4)`,
          'lwz r5,0(r4);lwsync;lwz r6,0(r2)',
        ],
        'locations [1:r5; 2:r5; 2:r6;] exists (true)',
      );
    expect(states(text('lwsync')).power).not.toContain('110');
    expect(states(text('xor r7,r5,r5;add r4,r4,r7')).power).toContain('110');
  });

  it('a reservation keeps other writers out', () => {
    const loop = 'L:;lwarx r5,r0,r2;addi r6,r5,1;stwcx. r6,r0,r2;bne L';
    const text = beside('0:r2=x; 1:r2=x;', [loop, loop], 'locations [0:r5; 1:r5; x;] exists (true)');
    expect(states(text)).toEqual({ sc: ['012', '102'], power: ['012', '102'] });
  });
});

test.each([
  ['lwz r3,0(r33)', "wrong-argument 'r33': name lwz; expected a register such as r3"],
  ['lwzz r3,0(r2)', "unknown-instruction 'lwzz': name lwzz; suggestion lwz"],
  ['stwcx r3,r0,r2', "unknown-instruction 'stwcx': name stwcx; suggestion stwcx."],
  ['beq M', "unknown-label 'M': name M"],
  ['sync 2', /^unsupported 'sync'.*no pages/],
  ['isel r3,r4,r5,2', /^unsupported 'isel'.*write a branch/],
  ['mfcr r3', /^unsupported 'mfcr'.*the bits of the condition register/],
  ['crand 0,1,2', /^unsupported 'crand'/],
  ['dcbf 0,r2', /^unsupported 'dcbf'.*caches/],
  ['adde. r3,r3,r3', /^unsupported 'adde.'.*carry/],
  ['divw r3,r4,r5', /^unsupported 'divw'.*division by 0/],
  ['bso L', /^unsupported 'bso'.*overflow/],
  ['lmw r3,0(r2)', /^unsupported 'lmw'/],
  ['stqcx. r4,0,r2', /^unsupported 'stqcx.'.*128 bits/],
  ['sync r3', "wrong-argument 'r3': name sync; expected nothing more"],
])('%s', (line, expected) => {
  expect(faults(oneThread('PPC', line, '0:r2=x;'))).toEqual([
    typeof expected === 'string' ? expected : expect.stringMatching(expected),
  ]);
});

/** AArch64's arithmetic beyond the common: what it computes, against the manual's words in plain arithmetic, and on what it depends. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runTest } from '../../src/check/run.js';
import { faults, load } from '../lower/load.js';
import { final, lowered, oneThread } from './code.js';

const code = (instructions: string) => lowered('AArch64', instructions, '0:X1=x;');

/** The final value of X0 in 64 bits. */
function x0(instructions: string, init: string): bigint {
  const text = oneThread('AArch64', instructions, `int64_t 0:X0; ${init}`, 'locations [0:X0;]\nexists (x=0)');
  const value = final(text)['0:X0'];
  const { locations } = load(text).programFor('armv8-lse');
  return locations.find(({ name }) => name === value)?.address ?? BigInt.asUintN(64, BigInt(value));
}

const number = (bits: number) =>
  fc.oneof(
    fc.bigInt({ min: 0n, max: (1n << BigInt(bits)) - 1n }),
    fc.constantFrom(0n, 1n, (1n << BigInt(bits - 1)) - 1n, 1n << BigInt(bits - 1), (1n << BigInt(bits)) - 1n),
  );
const doubleword = number(64);
const signed = (value: bigint, bits = 64) => BigInt.asIntN(bits, value);
const unsigned = (value: bigint, bits = 64) => BigInt.asUintN(bits, value);
const digits = (value: bigint, bits: number) => unsigned(value, bits).toString(2).padStart(bits, '0');
const binary = (text: string) => BigInt(`0b${text}`);
const init = (n: bigint, m = 0n, a = 0n) => `0:X2=${n}; 0:X3=${m}; 0:X4=${a};`;

/** N, Z, C and V as MRS reads them. */
const flags = (instructions: string, values: string) => x0(`${instructions} ; MRS X0,NZCV`, values) >> 28n;

/** The same instruction on words and on doublewords; the upper half of a word's register is rubbish. */
function bothWidths(
  instruction: (letter: string) => string,
  reference: (bits: number, n: bigint, m: bigint, a: bigint) => bigint,
): void {
  for (const [letter, bits] of [
    ['W', 32],
    ['X', 64],
  ] as const) {
    fc.assert(
      fc.property(doubleword, doubleword, doubleword, (n, m, a) => {
        const [p, q, r] = [n, m, a].map((each) => unsigned(each, bits));
        expect(x0(instruction(letter), init(n, m, a))).toBe(unsigned(reference(bits, p, q, r), bits));
      }),
      { numRuns: 12 },
    );
  }
}

const quotient = (n: bigint, m: bigint) => (m === 0n ? 0n : n / m);

describe('products and quotients', () => {
  test.each<[string, (bits: number, n: bigint, m: bigint, a: bigint) => bigint]>([
    ['MADD #0,#2,#3,#4', (_, n, m, a) => a + n * m],
    ['MSUB #0,#2,#3,#4', (_, n, m, a) => a - n * m],
    ['MUL #0,#2,#3', (_, n, m) => n * m],
    ['MNEG #0,#2,#3', (_, n, m) => -(n * m)],
    ['UDIV #0,#2,#3', (_, n, m) => quotient(n, m)],
    ['SDIV #0,#2,#3', (bits, n, m) => quotient(signed(n, bits), signed(m, bits))],
  ])('%s', (instruction, reference) => {
    bothWidths((letter) => instruction.replaceAll('#', letter), reference);
  });

  test.each<[string, (n: bigint, m: bigint, a: bigint) => bigint]>([
    ['SMADDL X0,W2,W3,X4', (n, m, a) => a + signed(n, 32) * signed(m, 32)],
    ['SMSUBL X0,W2,W3,X4', (n, m, a) => a - signed(n, 32) * signed(m, 32)],
    ['SMULL X0,W2,W3', (n, m) => signed(n, 32) * signed(m, 32)],
    ['SMNEGL X0,W2,W3', (n, m) => -(signed(n, 32) * signed(m, 32))],
    ['UMADDL X0,W2,W3,X4', (n, m, a) => a + unsigned(n, 32) * unsigned(m, 32)],
    ['UMSUBL X0,W2,W3,X4', (n, m, a) => a - unsigned(n, 32) * unsigned(m, 32)],
    ['UMULL X0,W2,W3', (n, m) => unsigned(n, 32) * unsigned(m, 32)],
    ['UMNEGL X0,W2,W3', (n, m) => -(unsigned(n, 32) * unsigned(m, 32))],
    ['UMULH X0,X2,X3', (n, m) => (n * m) >> 64n],
    ['SMULH X0,X2,X3', (n, m) => (signed(n) * signed(m)) >> 64n],
  ])('%s', (instruction, reference) => {
    fc.assert(
      fc.property(doubleword, doubleword, doubleword, (n, m, a) => {
        expect(x0(instruction, init(n, m, a))).toBe(unsigned(reference(n, m, a)));
      }),
      { numRuns: 40 },
    );
  });

  test('the least number divided by -1 is itself', () => {
    expect(x0('SDIV W0,W2,W3', init(0x80000000n, 0xffffffffn))).toBe(0x80000000n);
  });
});

/** The field of `n` from bit `from`, of some width. */
const field = (n: bigint, from: number, width: number) => (n >> BigInt(from)) & ((1n << BigInt(width)) - 1n);

describe('bitfields', () => {
  const places = fc
    .record({ letter: fc.constantFrom('W', 'X'), least: fc.nat(63), width: fc.integer({ min: 1, max: 64 }) })
    .map(({ letter, least, width }) => {
      const bits = letter === 'W' ? 32 : 64;
      const from = least % bits;
      return { letter, bits, least: from, width: ((width - 1) % (bits - from)) + 1 };
    });

  test.each<[string, (n: bigint, old: bigint, least: number, width: number) => bigint]>([
    ['UBFX', (n, _, least, width) => field(n, least, width)],
    ['SBFX', (n, _, least, width) => signed(field(n, least, width), width)],
    ['UBFIZ', (n, _, least, width) => field(n, 0, width) << BigInt(least)],
    ['SBFIZ', (n, _, least, width) => signed(field(n, 0, width), width) << BigInt(least)],
    [
      'BFI',
      (n, old, least, width) =>
        old - (field(old, least, width) << BigInt(least)) + (field(n, 0, width) << BigInt(least)),
    ],
    ['BFXIL', (n, old, least, width) => old - field(old, 0, width) + field(n, least, width)],
  ])('%s', (name, reference) => {
    fc.assert(
      fc.property(doubleword, doubleword, places, (n, old, { letter, bits, least, width }) => {
        const instruction = `MOV X0,X3 ; ${name} ${letter}0,${letter}2,#${least},#${width}`;
        const expected = reference(unsigned(n, bits), unsigned(old, bits), least, width);
        expect(x0(instruction, init(n, old))).toBe(unsigned(expected, bits));
      }),
      { numRuns: 60 },
    );
  });

  test('UBFM, SBFM and BFM extract when the second number is not less, and insert when it is', () => {
    const n = 0xfedcba9876543210n;
    for (const [name, extracted, inserted] of [
      ['UBFM', 'UBFX X0,X2,#8,#16', 'UBFIZ X0,X2,#56,#5'],
      ['SBFM', 'SBFX X0,X2,#8,#16', 'SBFIZ X0,X2,#56,#5'],
      ['BFM', 'BFXIL X0,X2,#8,#16', 'BFI X0,X2,#56,#5'],
    ]) {
      const value = (instruction: string) => x0(`MOV X0,#-1 ; ${instruction}`, init(n));
      expect(value(`${name} X0,X2,#8,#23`)).toBe(value(extracted));
      expect(value(`${name} X0,X2,#8,#4`)).toBe(value(inserted));
    }
    expect(x0('UBFM W0,W2,#0,#31', init(n))).toBe(0x76543210n);
  });

  test('BFC clears a field', () => {
    expect(x0('MOV X0,#-1 ; BFC X0,#8,#4', '')).toBe(0xfffffffffffff0ffn);
  });

  test('EXTR takes a register out of two in a row', () => {
    bothWidths(
      (letter) => `EXTR ${letter}0,${letter}2,${letter}3,#5`,
      (bits, n, m) => ((n << BigInt(bits)) | m) >> 5n,
    );
    expect(x0('EXTR X0,X2,X3,#0', init(5n, 6n))).toBe(6n);
  });

  test('a field outside of the register is refused', () => {
    expect(faults(oneThread('AArch64', 'UBFX W0,W1,#30,#3 ; LSL W0,W1,#32 ; UBFM X0,X1,#64,#0'))).toEqual([
      "wrong-argument '#3': name UBFX; expected a number from 1 to 2",
      "wrong-argument '#32': name LSL; expected a number from 0 to 31",
      "wrong-argument '#64': name UBFM; expected a number from 0 to 63",
    ]);
  });
});

/** Groups of so many digits, the last first. */
const turned = (text: string, size: number) =>
  (text.match(new RegExp(`.{${size}}`, 'g')) ?? []).reverse().join('');

describe('bits', () => {
  test.each<[string, (text: string) => bigint]>([
    ['RBIT', (text) => binary(turned(text, 1))],
    ['REV', (text) => binary(turned(text, 8))],
    ['REV16', (text) => binary(text.replace(/.{16}/g, (half) => turned(half, 8)))],
    ['CLZ', (text) => BigInt(/^0*/.exec(text)![0].length)],
    ['CLS', (text) => BigInt(/^(0+|1+)/.exec(text)![0].length - 1)],
    ['CTZ', (text) => BigInt(/0*$/.exec(text)![0].length)],
    ['CNT', (text) => BigInt(text.replaceAll('0', '').length)],
  ])('%s', (name, reference) => {
    bothWidths(
      (letter) => `${name} ${letter}0,${letter}2`,
      (bits, n) => reference(digits(n, bits)),
    );
  });

  test('CLZ, CLS and CTZ of short numbers', () => {
    const value = (instruction: string, n: bigint) => x0(instruction, init(n));
    expect([0n, 1n, 2n, 0x7fffffffn].map((n) => value('CLZ W0,W2', n))).toEqual([32n, 31n, 30n, 1n]);
    expect([0n, 1n, 0xfffffffen].map((n) => value('CLS W0,W2', n))).toEqual([31n, 30n, 30n]);
    expect([0n, 8n].map((n) => value('CTZ X0,X2', n))).toEqual([64n, 3n]);
  });

  test('REV32 turns each word round', () => {
    expect(x0('REV32 X0,X2', init(0x0102030405060708n))).toBe(0x0403020108070605n);
  });

  test('ABS, of the least number too', () => {
    bothWidths(
      (letter) => `ABS ${letter}0,${letter}2`,
      (bits, n) => (signed(n, bits) < 0n ? -signed(n, bits) : n),
    );
  });

  test.each<[string, (n: bigint, m: bigint, bits: number) => boolean]>([
    ['SMAX', (n, m, bits) => signed(n, bits) > signed(m, bits)],
    ['SMIN', (n, m, bits) => signed(n, bits) < signed(m, bits)],
    ['UMAX', (n, m) => n > m],
    ['UMIN', (n, m) => n < m],
  ])('%s', (name, first) => {
    bothWidths(
      (letter) => `${name} ${letter}0,${letter}2,${letter}3`,
      (bits, n, m) => (first(n, m, bits) ? n : m),
    );
  });
});

describe('shifted and extended operands', () => {
  const values = init(0x100000003n, 0xffffff85n);

  test.each([
    ['MOVZ X0,#5,LSL #48', 0x5000000000000n],
    ['MOVN W0,#1,LSL #16', 0xfffeffffn],
    ['MOVN X0,#0,LSL #16', 0xffffffffffffffffn],
    ['MOVK X0,#7,LSL #48', 0x7000000000000n],
    ['MVN W0,W2,LSL #4', 0xffffffcfn],
    ['NEG W0,W2,LSL 2', 0xfffffff4n],
    ['ORN X0,XZR,X2,LSR #32', 0xfffffffffffffffen],
    ['EON W0,W2,W3,ROR #4', 0xa0000004n],
    ['BIC X0,X3,X2,LSL #1', 0xffffff81n],
    ['ADDS X0,X2,W3,SXTB #1', 0x0ffffff0dn],
    ['SUBS X0,X2,W3,UXTH', 0xffff007en],
    ['SUBS W0,W2,W3,ASR #31', 4n],
    ['ANDS W0,W3,W3,ASR #4', 0xffffff80n],
    ['LSLV W0,W3,W2', 0xfffffc28n],
    ['ROR W0,W3,#4', 0x5ffffff8n],
  ])('%s', (instruction, expected) => {
    expect(x0(instruction, values)).toBe(expected);
  });

  test.each([
    ['CMP X2,W3,SXTW', 0b0000n],
    ['CMP W2,W3,SXTB #1', 0b0000n],
    ['CMP WZR,W3,ASR #1', 0b0000n],
    ['CMN W2,W3,LSR #31', 0b0000n],
    ['CMN X2,X3,LSL #32', 0b1000n],
    ['TST W3,W2,LSL #31', 0b1000n],
    ['NEGS W0,W2,LSR #2', 0b0110n],
  ])('the flags of %s', (instruction, expected) => {
    expect(flags(instruction, values)).toBe(expected);
  });
});

describe('the carry', () => {
  const CARRY = 'MOV X5,#0x20000000 ; MSR NZCV,X5 ; ';

  test.each<[string, (bits: number, n: bigint, m: bigint) => bigint]>([
    ['ADC #0,#2,#3', (_, n, m) => n + m],
    ['ADCS #0,#2,#3', (_, n, m) => n + m],
    ['SBC #0,#2,#3', (_, n, m) => n - m - 1n],
    ['SBCS #0,#2,#3', (_, n, m) => n - m - 1n],
    ['NGC #0,#3', (_, __, m) => -m - 1n],
    ['NGCS #0,#3', (_, __, m) => -m - 1n],
  ])('%s', (instruction, reference) => {
    bothWidths((letter) => instruction.replaceAll('#', letter), reference);
    bothWidths(
      (letter) => CARRY + instruction.replaceAll('#', letter),
      (bits, n, m) => reference(bits, n, m) + 1n,
    );
  });

  /** AddWithCarry of the manual. */
  function addWithCarry(bits: number, n: bigint, m: bigint, carry: bigint): bigint {
    const sum = unsigned(n, bits) + unsigned(m, bits) + carry;
    const result = unsigned(sum, bits);
    const negative = result >> BigInt(bits - 1);
    const zero = result === 0n ? 1n : 0n;
    const carries = sum === result ? 0n : 1n;
    const overflows = signed(n, bits) + signed(m, bits) + carry === signed(result, bits) ? 0n : 1n;
    return (negative << 3n) | (zero << 2n) | (carries << 1n) | overflows;
  }

  test.each([0n, 1n])('ADCS and SBCS set the flags of a sum with carry %s', (carry) => {
    fc.assert(
      fc.property(doubleword, doubleword, fc.constantFrom('W', 'X'), (n, m, letter) => {
        const bits = letter === 'W' ? 32 : 64;
        const start = carry === 1n ? CARRY : '';
        const sum = `${start}ADCS ${letter}6,${letter}2,${letter}3`;
        expect(flags(sum, init(n, m))).toBe(addWithCarry(bits, n, m, carry));
        const difference = `${start}SBCS ${letter}6,${letter}2,${letter}3`;
        expect(flags(difference, init(n, m))).toBe(addWithCarry(bits, n, ~m, carry));
      }),
      { numRuns: 40 },
    );
  });

  test('a sum of two registers in two parts', () => {
    const sum = 'ADDS X6,X2,X3 ; ADC X0,X4,XZR';
    expect(x0(sum, init(-1n, 1n, 7n))).toBe(8n);
    expect(x0(sum, init(-2n, 1n, 7n))).toBe(7n);
  });
});

describe('flags', () => {
  test('BICS sets those of ANDS with the inverse', () => {
    expect(flags('BICS W0,W2,W3', init(0xfffffffdn, 10n))).toBe(0b1000n);
    expect(flags('BICS W0,W2,W3', init(10n, 15n))).toBe(0b0100n);
    expect(x0('BICS W0,W2,W3', init(0xffn, 0x0fn))).toBe(0xf0n);
  });

  test('MSR and MRS take and give the four highest bits of a word', () => {
    fc.assert(
      fc.property(doubleword, (n) => {
        expect(x0('MSR NZCV,X2 ; MRS X0,NZCV', init(n))).toBe(n & 0xf0000000n);
      }),
      { numRuns: 20 },
    );
  });

  test.each([
    ['CCMP W2,W3,#5,EQ', 0b1000n, 5n],
    ['CCMP W2,#3,#15,EQ', 0b0110n, 15n],
    ['CCMN W2,W3,#0,EQ', 0b0000n, 0n],
    ['CCMP W2,W3,#2,AL', 0b1000n, 0b1000n],
  ])('%s', (instruction, compared, otherwise) => {
    expect(flags(`CMP WZR,#0 ; ${instruction}`, init(3n, 4n))).toBe(compared);
    expect(flags(`CMP WZR,#1 ; ${instruction}`, init(3n, 4n))).toBe(otherwise);
  });

  test('a conditional comparison may decide on the flags that it sets', () => {
    for (const [first, second, expected] of [
      [1n, 1n, 1n],
      [1n, 2n, 0n],
      [2n, 1n, 0n],
    ]) {
      const both = 'CMP W2,#1 ; CCMP W3,#1,#0,EQ ; CSET W0,EQ';
      expect(x0(both, init(first, second))).toBe(expected);
    }
  });

  test('a conditional comparison chooses, and sets what is read of it', () => {
    expect(code('CMP W2,#1 ; CCMP W3,#1,#4,NE ; CSET W0,EQ')).toEqual([
      '%0 = (X2 ==.u32 1)',
      '%1 = (%0 ==.u8 0)',
      '%0 = (X3 ==.u32 1)',
      '%0 = select %1 ? %0 : 1',
      'X0 = select %0 ? 1 : 0',
    ]);
  });
});

describe('dependencies', () => {
  test.each([
    ['EXTR X0,X2,X3,#0', 'X0 = ((X2 &.u64 0) |.u64 X3)'],
    ['UBFX X0,X2,#63,#1', 'X0 = ((X2 >>.u64 63) &.u64 1)'],
    ['BFXIL X0,X2,#0,#64', 'X0 = ((X0 &.u64 -18446744073709551616) |.u64 (X2 &.u64 18446744073709551615))'],
    ['MUL X0,X2,XZR', 'X0 = (X2 *.u64 0)'],
    ['TST X2,X3 ; CSET X0,CS', '%0 = ((X2 &.u64 X3) &.u64 0)'],
  ])('%s keeps those of a result that is constant', (instruction, expected) => {
    expect(code(instruction)[0]).toBe(expected);
  });

  test('a flag that is cleared depends on what was tested', () => {
    const mp = (tested: string) => `AArch64 MP
{ 0:X1=x; 0:X3=y; 1:X1=y; 1:X3=x; }
 P0          | P1                   ;
 MOV W0,#1   | LDR W0,[X1]          ;
 STR W0,[X1] | TST ${tested},#1     ;
 DMB ST      | ADC X4,X5,XZR        ;
 STR W0,[X3] | LDR W2,[X3,X4]       ;
exists (1:X0=1 /\\ 1:X2=0)
`;
    const allowed = (text: string) => {
      const limits = { states: 100_000, milliseconds: 10_000, megabytes: 1024 };
      const { states } = runTest(load(text), { models: ['armv8'], atomics: 'lse', limits }).models[0];
      return states.some((state) => state.join() === '1,0');
    };
    expect(allowed(mp('W5'))).toBe(true);
    expect(allowed(mp('W0'))).toBe(false);
  });
});

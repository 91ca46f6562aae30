/** AArch64: what instructions compute, against the manual's words in plain arithmetic; what they emit is in golden files. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { faults, load } from '../lower/load.js';
import { final, lowered, oneThread } from './code.js';

const code = (instructions: string, init = '0:X1=x;') => lowered('AArch64', instructions, init);

/** The final value of X0, shown in 64 bits. */
function x0(instructions: string, init: string): bigint {
  const text = oneThread('AArch64', instructions, `int64_t 0:X0; ${init}`, 'locations [0:X0;]\nexists (x=0)');
  const value = final(text)['0:X0'];
  const { locations } = load(text).programFor('armv8-lse');
  // A result may happen to be a location's address, and is then shown as its name.
  return locations.find(({ name }) => name === value)?.address ?? BigInt.asUintN(64, BigInt(value));
}

const word = fc.oneof(
  fc.bigInt({ min: 0n, max: (1n << 32n) - 1n }),
  fc.constantFrom(0n, 1n, 0x7fffffffn, 0x80000000n, 0xffffffffn),
);
const signed = (value: bigint) => BigInt.asIntN(32, value);

describe('registers', () => {
  test('writing W clears the upper half of X', () => {
    expect(x0('MOV X0,#-1 ; MOV W0,W0', '')).toBe(0xffffffffn);
    expect(x0('MOV X0,#-1 ; ADD W0,W0,#1', '')).toBe(0n);
  });

  test('W and X of one number are one register, whatever the case', () => {
    const text = oneThread('AArch64', 'MOV x3,#7 ; MOV W4,w3', '', 'exists (0:W3=7 /\\ 0:X4=7)');
    expect(final(text)).toEqual({ '0:X3': '7', '0:X4': '7' });
  });

  test('WZR reads as 0 and keeps nothing', () => {
    expect(code('MOV W2,WZR ; MOV WZR,#1 ; STR XZR,[X1]')).toEqual(['X2 = 0', 'write [X1] = 0']);
  });

  test('the condition shows them as int unless their type is declared', () => {
    const shown = (init: string) =>
      final(oneThread('AArch64', 'MOV W2,#-1', init, 'exists (0:X2=-1)'))['0:X2'];
    expect(shown('')).toBe('-1');
    expect(shown('int64_t 0:X2;')).toBe('4294967295');
  });

  test('one that only the condition names is 0', () => {
    expect(final(oneThread('AArch64', 'NOP', '', 'exists (0:X9=0)'))).toEqual({ '0:X9': '0' });
  });
});

describe('arithmetic', () => {
  const operations: readonly (readonly [string, (a: bigint, b: bigint) => bigint])[] = [
    ['ADD', (a, b) => a + b],
    ['SUB', (a, b) => a - b],
    ['AND', (a, b) => a & b],
    ['ORR', (a, b) => a | b],
    ['EOR', (a, b) => a ^ b],
    ['BIC', (a, b) => a & ~b],
    ['ORN', (a, b) => a | ~b],
    ['LSL', (a, b) => a << (b & 31n)],
    ['LSR', (a, b) => a >> (b & 31n)],
    ['ASR', (a, b) => signed(a) >> (b & 31n)],
    ['ROR', (a, b) => (a >> (b & 31n)) | (a << (32n - (b & 31n)))],
    ['SUBS', (a, b) => a - b],
  ];

  test.each(operations)('%s computes in 32 bits', (name, reference) => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        const result = x0(`${name} W0,W2,W3`, `0:X2=${a}; 0:X3=${b};`);
        expect(result).toBe(BigInt.asUintN(32, reference(a, b)));
      }),
      { numRuns: 40 },
    );
  });

  test.each([
    ['ADD X0,X2,W3,SXTW', 0xffffffffn],
    ['ADD X0,X2,W3,UXTW', 0x1ffffffffn],
    ['ADD X0,X2,W3,SXTB #2', 0xfffffffcn],
    ['ADD X0,X2,#1,LSL #12', 0x100001000n],
    ['MVN W0,W3', 0n],
    ['NEG X0,X3', 0xffffffff00000001n],
    ['SXTW X0,W3', 0xffffffffffffffffn],
    ['UXTB W0,W3', 0xffn],
    ['MOVK W0,#1,LSL #16', 0x10000n],
  ])('%s', (instruction, expected) => {
    expect(x0(instruction, '0:X2=0x100000000; 0:X3=0xffffffff;')).toBe(expected);
  });
});

describe('conditions', () => {
  const conditions: readonly (readonly [string, (a: bigint, b: bigint) => boolean])[] = [
    ['EQ', (a, b) => a === b],
    ['NE', (a, b) => a !== b],
    ['HS', (a, b) => a >= b],
    ['LO', (a, b) => a < b],
    ['HI', (a, b) => a > b],
    ['LS', (a, b) => a <= b],
    ['GE', (a, b) => signed(a) >= signed(b)],
    ['LT', (a, b) => signed(a) < signed(b)],
    ['GT', (a, b) => signed(a) > signed(b)],
    ['LE', (a, b) => signed(a) <= signed(b)],
    ['MI', (a, b) => signed(a - b) < 0n],
    ['VS', (a, b) => signed(a) - signed(b) !== signed(a - b)],
  ];

  test.each(conditions)('%s after CMP', (name, reference) => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        const result = x0(`CMP W2,W3 ; CSET W0,${name}`, `0:X2=${a}; 0:X3=${b};`);
        expect(result).toBe(reference(a, b) ? 1n : 0n);
      }),
      { numRuns: 40 },
    );
  });

  test('C and V after an addition', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        const init = `0:X2=${a}; 0:X3=${b};`;
        expect(x0('CMN W2,W3 ; CSET W0,CS', init)).toBe((a + b) >> 32n);
        const overflows = signed(a) + signed(b) !== signed(a + b);
        expect(x0('ADDS W4,W2,W3 ; CSET W0,VS', init)).toBe(overflows ? 1n : 0n);
      }),
      { numRuns: 40 },
    );
  });

  test.each([
    ['CSEL W0,W2,W3,EQ', 5n, 6n],
    ['CSINC W0,W2,W3,EQ', 5n, 7n],
    ['CSINV W0,W2,W3,EQ', 5n, 0xfffffff9n],
    ['CSNEG W0,W2,W3,EQ', 5n, 0xfffffffan],
    ['CINC W0,W2,EQ', 6n, 5n],
    ['CSETM W0,EQ', 0xffffffffn, 0n],
  ])('%s', (instruction, equal, different) => {
    expect(x0(`CMP WZR,#0 ; ${instruction}`, '0:X2=5; 0:X3=6;')).toBe(equal);
    expect(x0(`CMP WZR,#1 ; ${instruction}`, '0:X2=5; 0:X3=6;')).toBe(different);
  });

  test('a comparison sets only the flags that something reads before the next one', () => {
    expect(code('CMP W2,#1 ; CMP W2,#2 ; B.EQ L ; L:')).toEqual(['%0 = (X2 ==.u32 2)', 'if %0 goto 2']);
  });
});

describe('memory', () => {
  test('an unsigned 32-bit load clears the upper half, a signed one fills it', () => {
    expect(x0('LDR W0,[X1]', 'y=-1; 0:X1=y;')).toBe(0xffffffffn);
    expect(x0('LDRSW X0,[X1]', 'y=-1; 0:X1=y;')).toBe(0xffffffffffffffffn);
  });

  test('LDTRSW and LDAPURSW load like LDRSW, the latter in order', () => {
    for (const name of ['LDURSW', 'LDTRSW', 'LDAPURSW'])
      expect(x0(`${name} X0,[X1]`, 'y=-1; 0:X1=y;')).toBe(0xffffffffffffffffn);
    expect(code('LDAPURSW X0,[X1] ; LDTRSW X0,[X1]').map((line) => line.includes('acquire'))).toEqual([
      true,
      false,
    ]);
  });

  test('a location of 64 bits holds them', () => {
    expect(x0('MOV X2,#-2 ; STR X2,[X1] ; LDR X0,[X1]', '0:X1=y;')).toBe(0xfffffffffffffffen);
  });

  test('arrays are walked by every addressing mode', () => {
    const init = 'int a[3]={7,8,9}; 0:X1=a; 0:X2=1;';
    expect(x0('LDR W0,[X1,#8]', init)).toBe(9n);
    expect(x0('LDR W0,[X1,X2,LSL #2]', init)).toBe(8n);
    expect(x0('LDR W0,[X1,W2,SXTW #2]', init)).toBe(8n);
    expect(x0('LDR W3,[X1,#4]! ; LDR W0,[X1,#4]', init)).toBe(9n);
    expect(x0('LDR W3,[X1],#4 ; LDR W0,[X1]', init)).toBe(8n);
    expect(x0('LDP W3,W0,[X1,#4]', init)).toBe(9n);
    expect(x0('STP W2,W2,[X1] ; LDR W0,[X1,#4]', init)).toBe(1n);
  });

  test('a branch to the next instruction stays, for it orders what follows', () => {
    expect(code('CBNZ W2,L ; L: ; STR W0,[X1]')).toEqual(['if (X2 !=.u32 0) goto 1', 'write [X1] = X0']);
  });
});

describe('atomics', () => {
  const outcome = (instruction: string, value = 12) => {
    const init = `y=${value}; 0:X1=y; 0:X2=10; 0:X3=12;`;
    return final(oneThread('AArch64', instruction, init, 'exists (y=0 /\\ 0:X0=0 /\\ 0:X3=0)'));
  };

  test.each([
    ['LDADD W2,W0,[X1]', '22'],
    ['LDSET W2,W0,[X1]', '14'],
    ['LDEOR W2,W0,[X1]', '6'],
    ['LDCLR W2,W0,[X1]', '4'],
    ['LDSMAX W2,W0,[X1]', '12'],
    ['LDSMIN W2,W0,[X1]', '10'],
    ['LDUMAX W2,W0,[X1]', '12'],
    ['SWP W2,W0,[X1]', '10'],
  ])('%s', (instruction, expected) => {
    expect(outcome(instruction)).toEqual({ y: expected, '0:X0': '12', '0:X3': '12' });
  });

  test('signed and unsigned extremes differ', () => {
    expect(outcome('LDSMAX W2,W0,[X1]', -1).y).toBe('10');
    expect(outcome('LDUMAX W2,W0,[X1]', -1).y).toBe('-1');
  });

  test('CAS stores when memory holds what it compares with, and returns the old value', () => {
    expect(outcome('CAS W3,W2,[X1]')).toEqual({ y: '10', '0:X0': '0', '0:X3': '12' });
    expect(outcome('CAS W3,W2,[X1]', 13)).toEqual({ y: '13', '0:X0': '0', '0:X3': '13' });
  });

  test('one without a result keeps no acquire', () => {
    expect(code('LDADDAL W2,WZR,[X1] ; STADDL W2,[X1] ; SWPA W2,WZR,[X1]')).toEqual([
      '_ = update.release.noreturn [X1] = (loaded +.u32 X2)',
      '_ = update.release.noreturn [X1] = (loaded +.u32 X2)',
      '_ = update.noreturn [X1] = X2',
    ]);
  });

  test('the ST forms have no acquire to begin with', () => {
    expect(faults(oneThread('AArch64', 'STADDA W2,[X1]', ''))).toEqual([
      "unknown-instruction 'STADDA': name STADDA; suggestion STADD",
    ]);
  });
});

describe('the test', () => {
  test('runs on SC and Armv8 unless told', () => {
    expect(load(oneThread('AArch64', 'NOP')).models).toEqual(['sc', 'armv8']);
  });

  test('has one program for all', () => {
    const loaded = load(oneThread('AArch64', 'NOP'));
    expect(loaded.programFor('x86')).toBe(loaded.programFor('riscv'));
    expect(loaded.programFor('x86').controlDependencies).toBe('everything');
  });
});

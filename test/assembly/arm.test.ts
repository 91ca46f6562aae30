/** ARM: what each instruction does to registers and memory, which shapes ARMv7 allows, and what is complained about. */
import { describe, expect, it, test } from 'vitest';
import { checkSource } from '../../src/check/check-source.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import { ARM } from '../../src/dialects/arm/index.js';
import { faults } from '../lower/load.js';
import { final, oneThread } from './code.js';

/** The value that a register or x holds at the end of a thread; R9 holds the address of x, which is 5 at first. */
function value(instructions: string, observed: string): string {
  const text = oneThread('ARM', instructions, 'x=5; 0:R9=x;', `locations [${observed};] exists (true)`);
  return final(text.replace('x=0; ', ''))[observed];
}

describe('register work', () => {
  test.each([
    ['MOV R0,#-1', '-1'],
    ['MVN R0,#0', '-1'],
    ['MOV R1,#7;MOV R0,R1', '7'],
    ['MOV R1,#7;MOV R0,R1,LSL #2', '28'],
    ['MOVW R0,#65535', '65535'],
    ['MOVW R0,#1;MOVT R0,#2', '131073'],
    ['MOVT R0,#32768', '-2147483648'],
    ['MOV R1,#7;ADD R0,R1,#-2', '5'],
    ['MOV R0,#7;ADD R0,#1', '8'],
    ['MOV R1,#7;MOV R2,#3;ADD R0,R1,R2,LSL #1', '13'],
    ['MOV R0,#7;MOV R2,#3;ADD R0,R2,LSL #1', '13'],
    ['MOV R1,#7;MOV R2,#3;SUB R0,R1,R2', '4'],
    ['MOV R1,#7;RSB R0,R1,#3', '-4'],
    ['MOV R1,#6;AND R0,R1,#3', '2'],
    ['MOV R1,#6;ORR R0,R1,#3', '7'],
    ['MOV R1,#6;EOR R0,R1,#3', '5'],
    ['MOV R1,#6;BIC R0,R1,#3', '4'],
    ['MOV R1,#6;MOV R2,#-3;MUL R0,R1,R2', '-18'],
    ['MOV R1,#1;LSL R0,R1,#31', '-2147483648'],
    ['MOV R1,#-1;LSR R0,R1,#28', '15'],
    ['MOV R1,#-8;ASR R0,R1,#1', '-4'],
    ['MVN R1,#0;MOV R2,#1;ADDS R0,R1,R2;MOVCS R0,#9', '9'],
    ['MOV R13,#4;MOV R0,SP', '4'],
    ['MOV R12,#4;MOV R0,IP;ADD R0,R0,FP', '4'],
    ['MOV R1,#6;XOR R0,R1,#3', '5'],
    ['MOV R1,#6;ROR R0,R1,#2', '-2147483647'],
    ['MOV R1,#1;ADD.W R0,R1,R1,ROR #31', '3'],
  ])('%s', (line, expected) => {
    expect(value(line, '0:R0')).toBe(expected);
  });
});

describe('conditions', () => {
  const holds = (compare: string, condition: string): string =>
    value(`MOV R1,#3;MOV R2,#-4;${compare};MOV R0,#0;MOV${condition} R0,#1`, '0:R0');
  test.each([
    ['CMP R1,#3', 'EQ', '1'],
    ['CMP R1,#3', 'NE', '0'],
    ['CMP R1,R2', 'GT', '1'],
    ['CMP R1,R2', 'HI', '0'],
    ['CMP R2,R1', 'LT', '1'],
    ['CMP R2,R1', 'LO', '0'],
    ['CMP R2,R1', 'MI', '1'],
    ['CMN R1,#-3', 'EQ', '1'],
    ['TST R1,#4', 'EQ', '1'],
    ['TEQ R1,#3', 'EQ', '1'],
    ['TEQ R1,R2', 'MI', '1'],
    ['SUBS R3,R1,#3', 'EQ', '1'],
    ['ANDS R3,R1,#4', 'EQ', '1'],
    ['MOVS R3,#0', 'EQ', '1'],
    ['RSBS R3,R1,#3', 'EQ', '1'],
    // A logical operation leaves the carry as it is, but for what comes out of a shift.
    ['CMP R1,#3;TST R1,#1', 'CS', '1'],
    ['CMP R1,#3;TST R1,R1,LSR #3', 'CS', '0'],
    ['CMP R1,#4;MOVS R3,R1,LSR #1', 'CS', '1'],
    ['CMP R1,#4;LSLS R3,R2,#1', 'CS', '1'],
    ['CMP R1,#3;LSLS R3,R1,#1', 'CS', '0'],
    ['CMP R1,#4;ASRS R3,R2,#31', 'CS', '1'],
    ['CMP R1,#4;ANDS R3,R1,#0xff000000', 'CS', '1'],
    ['CMP R1,#3;ANDS R3,R1,#0x0ff00000', 'CS', '0'],
    ['CMP R1,#3;ANDS R3,R1,#255', 'CS', '1'],
    ['CMP R1,#3;MOVS R3,#-1', 'CS', '1'],
    ['CMP R1,#4;MOVS R3,#0xfffffff0', 'CS', '0'],
    // Flags that are set on a condition.
    ['CMP R1,#3;CMPEQ R2,#5', 'EQ', '0'],
    ['CMP R1,#3;CMPEQ R2,#-4', 'EQ', '1'],
    ['CMP R1,#3;CMPNE R2,#5', 'EQ', '1'],
    ['CMP R1,#9;TEQNE R1,R1', 'EQ', '1'],
    ['CMP R1,#3;SUBSEQ R3,R1,#4', 'MI', '1'],
    ['CMP R1,#3;SUBEQS R3,R1,#4', 'MI', '1'],
    ['CMP R1,#3;SUBNES R3,R1,#4', 'MI', '0'],
  ])('%s leaves %s as %s', (compare, condition, expected) => {
    expect(holds(compare, condition)).toBe(expected);
    const branch = `MOV R1,#3;MOV R2,#-4;${compare};MOV R0,#1;B${condition} L;MOV R0,#0;L:;NOP`;
    expect(value(branch, '0:R0')).toBe(expected);
  });

  test.each([
    ['MOV R1,#0;MOV R0,#1;CBZ R1,L;MOV R0,#0;L:;NOP', '1'],
    ['MOV R1,#0;MOV R0,#1;CBNZ R1,L;MOV R0,#0;L:;NOP', '0'],
    ['MOV R0,#1;B L;MOV R0,#0;L:;NOP', '1'],
    ['MOV R0,#1;BL L;ADD R0,R0,#2;B M;L:;ADD R0,R0,#4;BX LR;M:;NOP', '7'],
    ['MOV R0,#2;CMP R0,#3;ADDEQ R0,R0,#1', '2'],
    ['MOV R0,#2;CMP R0,#2;MOVTEQ R0,#2', '131074'],
    ['MOV R0,#2;CMP R0,#2;MOVWNE R0,#3', '2'],
    ['MOV R0,#2;CMP R0,#2;ADDSEQ R0,R0,#-2;ADDEQ R0,R0,#7', '7'],
    ['MOV R0,#2;CMP R0,#3;ADDSEQ R0,R0,#-2;ADDNE R0,R0,#7', '9'],
    ['MOV R0,#2;CMP R0,#2;LSLEQ R0,R0,#2', '8'],
    ['MOV R0,#1;CMP R0,#1;BLEQ L;ADD R0,R0,#2;B M;L:;ADD R0,R0,#4;BXEQ LR;M:;NOP', '7'],
    ['MOV R0,#1;CMP R0,#2;BLEQ L;ADD R0,R0,#2;B M;L:;ADD R0,R0,#4;BX LR;M:;NOP', '3'],
    ['MOV R0,#1;BL L;B M;L:;ADD R0,R0,#4;CMP R0,#5;BXNE LR;ADD R0,R0,#8;M:;NOP', '13'],
    ['MOV R0,#2;CMP R0,#2;ITE EQ;MOVEQ R0,#3;MOVNE R0,#4', '3'],
  ])('%s', (line, expected) => {
    expect(value(line, '0:R0')).toBe(expected);
  });
});

describe('memory', () => {
  test.each([
    ['LDR R0,[R9]', '0:R0', '5'],
    ['LDR R0,R9', '0:R0', '5'],
    ['MOV R1,#0;LDR R0,[R9,R1]', '0:R0', '5'],
    ['MOV R1,#4;STR R1,[R9]', 'x', '4'],
    ['MOV R1,#0;MOV R2,#4;STR R2,[R9,R1,LSL #2]', 'x', '4'],
    ['LDREX R0,[R9]', '0:R0', '5'],
    ['MOV R1,#4;STR R1,[R9];LDR R0,[R9,#0]', '0:R0', '4'],
    // What is not executed leaves all as it was.
    ['MOV R0,#2;CMP R0,#2;LDREQ R0,[R9]', '0:R0', '5'],
    ['MOV R0,#2;CMP R0,#3;LDREQ R0,[R9]', '0:R0', '2'],
    ['MOV R1,#4;CMP R1,#4;STREQ R1,[R9]', 'x', '4'],
    ['MOV R1,#4;CMP R1,#4;STRNE R1,[R9]', 'x', '5'],
    ['MOV R1,#4;STRAL R1,[R9]', 'x', '4'],
    ['MOV R1,#4;LDREX R0,[R9];CMP R0,#5;STREXNE R1,R1,[R9]', '0:R1', '4'],
    ['MOV R0,#2;CMP R0,#2;LDREXNE R0,[R9]', '0:R0', '2'],
    // Without a reservation it fails.
    ['MOV R1,#4;CMP R1,#4;LDREXNE R0,[R9];STREXEQ R1,R1,[R9]', '0:R1', '1'],
    ['PLD [R9];PLDW [R9,#4];WFE;WFENE;LDR R0,[R9]', '0:R0', '5'],
  ])('%s: %s is %s', (line, observed, expected) => {
    expect(value(line, observed)).toBe(expected);
  });

  // As herd7 has them (herd/tests/instructions/ARM, A005, A007 to A009), and as DDI 0406, A8.5, has addresses that move.
  test.each([
    ['LDRD R0,R1,[R9]', '1 2 0'],
    ['LDRD R0,[R9,#4]', '2 3 0'],
    ['LDM R9,{R0,R1,R2}', '1 2 3'],
    ['LDM R9,{R2,R0-R1}', '1 2 3'],
    ['LDMIB R9,{R0,R1}', '2 3 0'],
    ['ADD R9,R9,#8;LDMDA R9,{R0,R1}', '2 3 0'],
    ['ADD R9,R9,#8;LDMDB R9!,{R0,R1};LDR R2,[R9]', '1 2 1'],
    ['LDMFD R9!,{R0,R1};LDR R2,[R9]', '1 2 3'],
    ['MOV R0,R9;LDM R0,{R0,R1}', '1 2 0'],
    ['MOV R0,#7;MOV R1,#8;STRD R0,R1,[R9,#4];LDM R9,{R0-R2}', '1 7 8'],
    ['MOV R0,#7;MOV R1,#8;STMIB R9,{R0,R1};LDM R9,{R0-R2}', '1 7 8'],
    ['MOV R0,#7;ADD R9,R9,#8;STMFD R9!,{R0};SUB R9,R9,#4;LDM R9,{R0-R2}', '1 7 3'],
    ['CMP R0,#0;LDMEQ R9,{R0,R1};LDRDNE R0,R1,[R9,#4]', '1 2 0'],
    ['LDR R0,[R9],#4;LDR R1,[R9,#4]!;LDR R2,[R9,#-4]', '1 3 2'],
    ['MOV R1,#4;LDR R1,[R9],R1;LDR R2,[R9]', '0 1 2'],
    ['MOV R1,#1;ADD R9,R9,#8;LDR R0,[R9,-R1,LSL #2]', '2 1 0'],
    ['MOV R0,#9;STR R0,[R9,#4]!;LDR R1,[R9];LDR R2,[R9,#-4]', '9 9 1'],
  ])('%s', (line, expected) => {
    const observed = ['0:R0', '0:R1', '0:R2'];
    const init = 'int z[3]={1,2,3}; 0:R9=z;';
    const states = final(oneThread('ARM', line, init, `locations [${observed.join(';')};] exists (true)`));
    expect(observed.map((each) => states[each]).join(' ')).toBe(expected);
  });

  it('has the symbolic registers of herd7', () => {
    const text = 'ARM test\n{ %a=x; int x=5; }\n P0 ;\n LDR R1,[%a] ;\nlocations [0:R1;] exists (true)\n';
    expect(final(text)['0:R1']).toBe('5');
  });

  it('narrow loads extend as they say', () => {
    const narrow = (type: string, load: string): string =>
      final(
        `ARM narrow\n{ ${type} x=-1; 0:R9=x; }\n P0 ;\n ${load} R0,[R9] ;\nlocations [0:R0;] exists (true)\n`,
      )['0:R0'];
    expect(narrow('int8_t', 'LDRB')).toBe('255');
    expect(narrow('int8_t', 'LDRSB')).toBe('-1');
    expect(narrow('int16_t', 'LDRH')).toBe('65535');
    expect(narrow('int16_t', 'LDRSH')).toBe('-1');
    // UAL has the condition at the end; before it came in front of the width.
    for (const load of ['LDRSBAL', 'LDRALSB']) expect(narrow('int8_t', load)).toBe('-1');
  });
});

/** The verdicts on SC and on ARMv7. */
function verdicts(text: string): readonly (boolean | null)[] {
  return checkSource({ name: 'shape', text }, DEFAULT_SETTINGS).models.map(({ holds }) => holds);
}

const WRITER = (barrier: string): string => `MOV R0,#1;STR R0,[R5];${barrier};MOV R1,#1;STR R1,[R6]`;

/** Threads beside each other; R5 and R6 hold the addresses of x and y. */
function shape(threads: readonly string[], condition: string): string {
  const columns = threads.map((thread) => thread.split(';').map((each) => each.trim()));
  const rows = Array.from({ length: Math.max(...columns.map(({ length }) => length)) }, (_, row) =>
    columns.map((column) => column[row] ?? '').join(' | '),
  );
  const init = threads.map((_, thread) => `${thread}:R5=x; ${thread}:R6=y;`).join(' ');
  const head = threads.map((_, thread) => `P${thread}`).join(' | ');
  return `ARM shape\n{ ${init} }\n ${head} ;\n ${rows.join(' ;\n ')} ;\nexists (${condition})\n`;
}

describe('shapes', () => {
  const readers = (between: string): string =>
    shape([WRITER('DMB'), `LDR R0,[R6];${between}`], '1:R0=1 /\\ 1:R1=0');
  test.each([
    ['MP+dmb+po', readers('LDR R1,[R5]'), true],
    ['MP+dmb+dmb', readers('DMB;LDR R1,[R5]'), false],
    ['MP+dmb+dmb.st', readers('DMB ST;LDR R1,[R5]'), true],
    ['MP+dmb+addr', readers('EOR R2,R0,R0;LDR R1,[R2,R5]'), false],
    ['MP+dmb+ctrl', readers('CMP R0,#1;BNE L;L:;LDR R1,[R5]'), true],
    ['MP+dmb+ctrlisb', readers('CMP R0,#1;BNE L;L:;ISB;LDR R1,[R5]'), false],
    [
      'MP+dmb.st+dmb',
      shape([WRITER('DMB ISHST'), 'LDR R0,[R6];DSB;LDR R1,[R5]'], '1:R0=1 /\\ 1:R1=0'),
      false,
    ],
    [
      'SB+dmbs',
      shape(
        ['MOV R0,#1;STR R0,[R5];DMB SY;LDR R1,[R6]', 'MOV R0,#1;STR R0,[R6];DMB;LDR R1,[R5]'],
        '0:R1=0 /\\ 1:R1=0',
      ),
      false,
    ],
    [
      'SB+dmb.sts',
      shape(
        ['MOV R0,#1;STR R0,[R5];DMB ST;LDR R1,[R6]', 'MOV R0,#1;STR R0,[R6];DMB ST;LDR R1,[R5]'],
        '0:R1=0 /\\ 1:R1=0',
      ),
      true,
    ],
    // A conditional move is a choice, and orders no load behind it.
    ['MP+dmb+movne', readers('MOV R2,#0;CMP R0,#1;MOVEQ R2,#0;LDR R1,[R2,R5]'), true],
    // What tells ARMv7 from POWER in the paper's section 6.3: commits need not follow the order of a location's accesses.
    [
      'MP+dmb+fri-rfi-ctrlisb',
      readers('MOV R2,#2;STR R2,[R6];LDR R3,[R6];CMP R3,#2;BNE L;L:;ISB;LDR R1,[R5]'),
      true,
    ],
  ])('%s', (_, text, allowed) => {
    expect(verdicts(text)).toEqual([false, allowed]);
  });

  // DDI 0406, A3.8.2: a condition decides about its own instruction as a branch decides about what is behind it.
  describe('conditional accesses', () => {
    const buffering = (between: string): string =>
      shape(
        [`LDR R0,[R5];MOV R1,#1;${between}`, 'LDR R0,[R6];DMB;MOV R1,#1;STR R1,[R5]'],
        '0:R0=1 /\\ 1:R0=1',
      );
    const lock = 'L:;LDREX R0,[R5];TEQ R0,#0;WFENE;STREXEQ R0,R2,[R5];TEQEQ R0,#0;BNE L';
    test.each([
      ['LB+strcc+dmb', buffering('CMP R0,#1;STREQ R1,[R6]'), false],
      ['LB+strcc+dmb, executed where the load reads 0', buffering('CMP R0,#1;STRLE R1,[R6]'), false],
      ['LB+po behind a conditional access', buffering('CMP R0,#1;STRNE R1,[R5];STR R1,[R6]'), true],
      ['LB+ctrl around it', buffering('CMP R0,#1;BEQ L;STR R1,[R5];L:;STR R1,[R6]'), false],
      ['MP+dmb+ldrcc', readers('CMP R0,#1;LDREQ R1,[R5]'), true],
      ['MP+dmb+isb behind ldrcc', readers('CMP R0,#1;LDREQ R3,[R6];ISB;LDR R1,[R5]'), true],
      ['MP+dmb+ctrlisb-ldrcc', readers('CMP R0,#1;BNE L;L:;ISB;LDREQ R1,[R5]'), false],
      ['MP+dmb+addr-ldrcc', readers('CMP R0,#1;EOR R2,R0,R0;LDREQ R1,[R2,R5]'), false],
      // A load on a condition, and a store of what it found: the one waits for the flags, the other for the load.
      [
        'LB+ldrcc-data+dmb',
        buffering('CMP R0,#1;LDREQ R2,[R5];EOR R3,R2,R2;ADD R3,R3,#1;STR R3,[R6]'),
        false,
      ],
      ['LB+cmpcc-ctrl+dmb', buffering('MOV R4,#0;CMP R0,#1;CMPEQ R4,#0;BNE L;STR R1,[R6];L:'), false],
    ])('%s', (_, text, allowed) => {
      expect(verdicts(text)).toEqual([false, allowed]);
    });

    it("the kernel's spinlock", () => {
      const section = 'DMB;LDR R1,[R6];ADD R1,R1,#1;STR R1,[R6];DMB;MOV R3,#0;STR R3,[R5]';
      const holders = Array.from({ length: 2 }, () => `MOV R2,#1;${lock};${section}`);
      expect(verdicts(shape(holders, 'y=2'))).toEqual([true, true]);
      expect(verdicts(shape(holders, '~y=2'))).toEqual([false, false]);
    });
  });

  it('what is between two store-exclusives of a thread keeps their order', () => {
    const pair = (first: string, second: string): string =>
      `LDREX R0,[${first}];MOV R1,#1;STREX R2,R1,[${first}];LDREX R0,[${second}];MOV R1,#2;STREX R3,R1,[${second}]`;
    const stored = '0:R2=0 /\\ 0:R3=0 /\\ 1:R2=0 /\\ 1:R3=0';
    const text = shape([pair('R5', 'R6'), pair('R6', 'R5')], `x=1 /\\ y=1 /\\ ${stored}`);
    expect(verdicts(text)).toEqual([false, false]);
  });
});

test.each([
  ['LDREXDNE R0,R1,[R9]', /^unsupported 'LDREXDNE'.*two words at once/],
  ['LDM R9,R0', /^wrong-argument 'R0'.*a list of registers/],
  ['LDMIA R9!,{R0,R9}', /^unsupported 'LDMIA'.*left open by the manual/],
  ['LDR R9,[R9],#4', /^unsupported 'LDR'.*left open by the manual/],
  ['LDREX R0,[R9],#4', /^unsupported 'LDREX'.*no form that moves its base/],
  ['PUSH {R0}', /^unsupported 'PUSH'/],
  ['ADCSEQ R0,R0,R1', /^unsupported 'ADCSEQ'.*of arithmetic there is/],
  ['MOV R0,PC', /^unsupported 'MOV'.*program counter/],
  ['LDA R0,[R9]', /^unsupported 'LDA'.*of Armv8/],
  ['STLEQ R0,[R9]', /^unsupported 'STLEQ'.*of Armv8/],
  ['STLEXB R0,R1,[R9]', /^unsupported 'STLEXB'.*of Armv8/],
  ['DMBEQ', /^unsupported 'DMBEQ'.*no condition/],
  ['CBZEQ R0,L', /^unsupported 'CBZEQ'.*no condition/],
  ['SWP R0,R1,[R9]', /^unsupported 'SWP'.*LDREX and STREX/],
  ['CLREX', /^unsupported 'CLREX'/],
  ['MCR p15,0,R0,c7,c10,5', /^unsupported 'MCR'.*a barrier is DMB/],
  ['MOV R0,R1,LSL R2', /^unsupported 'MOV'.*shifts by a register/],
  ['IT XX', /^wrong-argument 'XX'/],
  ['DMB ISHLD', /^wrong-argument 'ISHLD'/],
  ['MOV R16,#1', /^wrong-argument 'R16'/],
  ['ADD R0,#1,R2', /^wrong-argument ','/],
  ['LDX R0,[R9]', /^unknown-instruction 'LDX'.*suggestion LDR/],
])('%s is refused', (line, fault) => {
  expect(faults(oneThread('ARM', line, '0:R9=x;'))).toEqual([expect.stringMatching(fault)]);
});

it('offers what one types first, and knows all of it', () => {
  const { mnemonics, offered = [] } = ARM.instructions;
  for (const name of ['LDR', 'ADDS', 'LSLS', 'TEQ', 'BICS', 'BNE', 'BLEQ', 'LDMIB'])
    expect(offered).toContain(name);
  for (const name of ['LDREQ', 'LDREQB', 'STRHS', 'ADDSEQ', 'ADDEQS', 'BICNE', 'TEQEQ']) {
    expect(mnemonics).toContain(name);
    expect(offered).not.toContain(name);
  }
});

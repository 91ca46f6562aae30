/** AArch64's registers beyond X and W: the stack pointer, the one that is zero, herd7's symbolic ones; and hints. */
import { describe, expect, test } from 'vitest';
import { loadTestAsking } from '../../src/dialects/load.js';
import { faults, load } from '../lower/load.js';
import { final, lowered, oneThread } from './code.js';

const refused = (instructions: string, init = '', question?: string) =>
  faults(oneThread('AArch64', instructions, init, question));

describe('the stack pointer', () => {
  test('is a register like any other, in either case', () => {
    const text = oneThread(
      'AArch64',
      'ldr W0,[SP] ; add x2,sp,#8 ; MOV SP,X2 ; MOV W3,WSP',
      'y=5; 0:sp=y;',
      'locations [0:X0; 0:SP; 0:X3;]\nexists (0:X2=0)',
    );
    const state = final(text);
    expect(state['0:X0']).toBe('5');
    expect(state['0:SP']).toBe(state['0:X2']);
    expect(state['0:X3']).toBe(state['0:X2']);
  });

  test('moves with an access', () => {
    expect(lowered('AArch64', 'STR X1,[SP,#-8]!', '0:SP=x;')).toEqual([
      'write [(SP +.u64 -8)] = X1',
      'SP = (SP +.u64 -8)',
    ]);
  });
});

describe('the zero register', () => {
  test('may be named by the condition, and is 0 whatever is put there', () => {
    const text = oneThread(
      'AArch64',
      'MOV W2,#1 ; SUBS XZR,X2,#0 ; LDR WZR,[X1]',
      'y=3; 0:X1=y;',
      'exists (0:XZR=0 /\\ 0:WZR=0)',
    );
    expect(final(text)).toEqual({ '0:XZR': '0' });
  });

  test('cannot begin as anything else', () => {
    expect(refused('NOP', '0:XZR=0; int64_t 0:WZR;')).toEqual([
      "duplicate-name 'int64_t 0:WZR': name WZR; first an initial register; second an initial register",
    ]);
    expect(refused('NOP', '0:WZR=1;')).toEqual([
      "unsupported 'WZR': what the register 'WZR'; why it always reads as 0",
    ]);
  });
});

describe('symbolic registers', () => {
  test('become the first registers that nothing else of the thread names, in order of their names', () => {
    const text = `AArch64 a
{ 0:X0=x; %b=y; int64_t %c; x=1; y=2; }
 P0               | P1          ;
 LDR W%a,[X0]     | MOV W%z,#7  ;
 LDR w%d,[%b]     |             ;
 ADD X%c,X%a,%d   |             ;
locations [0:X2; %b; 0:%a; %z]
exists (%c=3)
`;
    expect(final(text)).toEqual({
      '0:X1': '1',
      '0:X2': '0',
      '0:X3': 'y',
      '0:X4': '3',
      '1:X0': '7',
    });
  });

  test('may have one name in two threads, which the question then tells apart', () => {
    const text = (question: string) => `AArch64 a
{ 1:%a=4; }
 P0         | P1           ;
 MOV W%a,#3 | ADD W%a,W%a,#1 ;
${question}
`;
    expect(final(text('exists (0:%a=3 /\\ 1:%a=5)'))).toEqual({ '0:X0': '3', '1:X0': '5' });
    expect(faults(text('exists (%a=3)'))).toEqual(["ambiguous-register '%a': name %a; threads P0,P1"]);
  });

  test('are complained about in the init block where no thread has them, or several have', () => {
    const text = `AArch64 a
{ %a=4; %other=3; 1:%b=2; 1:%slit=2; }
 P0              | P1           ;
 MOV W%a,W%other | MOV W%a,#1   ;
                 | MOV W%slot,#1 ;
exists (0:X0=1)
`;
    expect(faults(text)).toEqual([
      "ambiguous-register '%a': name %a; threads P0,P1",
      "unknown-register '%b': name %b; thread P1",
      "unknown-register '%slit': name %slit; thread P1; suggestion %slot",
    ]);
  });

  test('stay the same when another state is asked for', () => {
    const text = oneThread('AArch64', 'MOV W%a,#5', '', 'exists (%a=5)');
    const source = { name: 'test.litmus', text };
    const { test: asked } = loadTestAsking(source, { name: 'state', text: '0:X0=5 /\\ 0:X1=0' });
    expect(asked?.programFor('armv8-lse').threads).toMatchObject([
      { registers: [{ name: 'X0' }, { name: 'X1' }], code: [{ target: 0, value: { value: 5n } }] },
    ]);
  });

  test('are at most as many as there are registers', () => {
    const many = Array.from({ length: 31 }, (_, number) => `MOV W%a${number + 10},#1`).join(' ; ');
    expect(refused(many)).toEqual([
      "unsupported 'W%a40': what a thread with 31 symbolic registers; why 30 registers are left for them",
    ]);
  });

  test('are none in other dialects', () => {
    expect(faults('X86 a\n{ %a=1; }\n P0 ;\n nop ;\nexists (x=0)')[0]).toMatch(/^unexpected '%'/);
    expect(faults('C a\n{ %a=1; }\nP0(int *x) {}\nexists (x=0)')[0]).toMatch(/^unexpected '%'/);
  });
});

describe('hints', () => {
  test('do nothing', () => {
    const hints = 'NOP ; YIELD ; WFE ; wfi ; SEV ; SEVL ; HINT #3 ; PRFM PLDL1KEEP,[X1,#8]';
    expect(lowered('AArch64', `${hints} ; STR W0,[X1]`, '0:X1=x;')).toEqual(['write [X1] = X0']);
    expect(refused('HINT #128 ; WFE #1')).toEqual([
      "wrong-argument '#128': name HINT; expected a number from 0 to 127",
      "wrong-argument '#': name WFE; expected nothing more",
    ]);
  });

  test('a thread that waits for an event goes on when it is there', () => {
    const text = `AArch64 wait
{ 0:X1=x; 1:X1=x; }
 P0          | P1              ;
 MOV W0,#1   | L: LDAR W0,[X1] ;
 STR W0,[X1] | CBNZ W0,End     ;
 SEV         | WFE             ;
             | B L             ;
             | End:            ;
exists (1:X0=1)
`;
    expect(final(text)).toEqual({ '1:X0': '1' });
  });
});

describe('what is refused by its name', () => {
  test.each([
    ['ADRP X0,L', 'memory has no pages here'],
    ['RETAA', 'pointers are not signed here'],
    [
      'LDXP X2,X3,[X1]',
      'it accesses more than one register at once, and a location has at most 64 bits: use the form of one register, as CAS for CASP',
    ],
    [
      'CASPAL X2,X3,X4,X5,[X1]',
      'it accesses more than one register at once, and a location has at most 64 bits: use the form of one register, as CAS for CASP',
    ],
    ['STILP X2,X3,[X1]', 'the two accesses of a pair have no order here'],
    ['TLBI VAAE1IS,X5', 'address translation is not modelled'],
    ['UDF #0', 'no instruction traps here'],
    ['MSR VBAR_EL1,X0', 'of the system registers only NZCV is modelled'],
    ['MRS X0,CTR_EL0', 'of the system registers only NZCV is modelled'],
    ['LDR Q0,[X1]', 'vector registers are not modelled'],
    ['PACIA X0,X1', 'pointers are not signed here'],
  ])('%s', (instruction, why) => {
    const name = instruction.split(' ')[0];
    expect(refused(instruction)).toEqual([`unsupported '${name}': what '${name}'; why ${why}`]);
  });

  test('once for all its uses', () => {
    expect(refused('UDF #0 ; UDF #1')).toHaveLength(1);
  });

  test('is not what a misspelt instruction may mean', () => {
    expect(refused('ADDR X0,X1,#1')).toEqual(["unknown-instruction 'ADDR': name ADDR; suggestion ADD"]);
  });

  test.each([
    [
      '0:VBAR_EL1=x;',
      "unsupported 'VBAR_EL1': what the register 'VBAR_EL1'; why system registers are not modelled",
    ],
    ['0:V1=3;', "unsupported 'V1': what the register 'V1'; why vector registers are not modelled"],
    ['0:X1=x:green;', "unsupported '=x:green': what tagged memory; why addresses have no tags here"],
    ['[PTE(y)]=3;', "unsupported 'PTE(': what a page table entry; why address translation is not modelled"],
  ])('%s', (init, expected) => {
    expect(refused('NOP', init)).toEqual([expected]);
  });

  test.each(['0:X1=NOP;', 'ins_t 0:X1;', '0:X1=instr:"NOP";'])('%s', (init) => {
    expect(refused('NOP', init)[0]).toMatch(/^unsupported '.*': what an instruction as a value; /);
  });

  test('each kind is complained about once', () => {
    const question = 'exists (Fault(P0:L0) \\/ Fault(P0:L1) \\/ [tag(x)]=0)';
    expect(refused('NOP', '', question)).toEqual([
      "unsupported 'Fault(': what a fault; why no instruction and no access traps here",
      "unsupported 'tag(': what tagged memory; why addresses have no tags here",
    ]);
  });

  test('a thread that handles faults', () => {
    expect(faults('AArch64 a\n{}\n P0 | P0.F ;\n NOP | NOP ;\nexists (x=0)')).toEqual([
      "unsupported 'P0.F': what a fault handler; why no instruction and no access traps here",
    ]);
  });

  test('what only looks like it is not refused', () => {
    const text = `AArch64 a
{ fault=1; tag=2; NOP=3; ins_t=4; label=5; 0:X1=fault; }
 P0 | P1 ;
 NOP | NOP ;
exists (fault=1 /\\ 0:X1=fault /\\ 1:X1=0:X2)
`;
    expect(
      load(text)
        .programFor('armv8-lse')
        .locations.map(({ name }) => name),
    ).toEqual(['fault', 'tag', 'NOP', 'ins_t', 'label']);
  });
});

/** Spellings of the assembly dialects that code from elsewhere has: what it becomes is held against the usual spelling, or by its value. */
import { describe, expect, it, test } from 'vitest';
import { checkSource } from '../../src/check/check-source.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import { faults } from '../lower/load.js';
import { final, lowered, oneThread } from './code.js';

describe('another spelling is the same code', () => {
  test.each([
    ['RISCV', 'FENCE RW,RW', 'fence rw,rw', ''],
    ['RISCV', 'Fence r , W', 'fence r,w', ''],
    [
      'AArch64',
      'CSDB ; esb ; SB ; BTI ; bti c ; PSB CSYNC ; TSB CSYNC ; WFET X3 ; STR W0,[X1]',
      'STR W0,[X1]',
      '0:X1=x;',
    ],
    ['ARM', 'YIELD ; wfe ; SEV ; WFI ; STR R0,[R1]', 'STR R0,[R1]', '0:R1=x;'],
    ['PPC', 'lwarx r4,0,r3', 'lwarx r4,r0,r3', '0:r3=x;'],
    ['PPC', 'cmpwi r4,0 ; bne- L ; beq+ cr0,L ; L:', 'cmpwi r4,0 ; bne L ; beq cr0,L ; L:', ''],
    ['PPC', '1: cmpwi r4,0 ; bne- 1b ; beq 2f ; 2:', 'L: cmpwi r4,0 ; bne L ; beq M ; M:', ''],
    ['X86', 'MOV EAX,DWORD PTR [x]', 'MOV EAX,[x]', ''],
    ['X86', 'lock inc dword ptr [x]', 'LOCK INC [x]', ''],
    ['X86', 'MOV BYTE PTR [x],$1', 'MOVB [x],$1', ''],
    ['X86', 'MOVZX EAX,BYTE PTR [x]', 'MOVZBL EAX,[x]', ''],
    ['X86', 'SHL EAX', 'SHL EAX,1', ''],
    ['X86_64', 'shll (x)', 'shll $1,(x)', ''],
    ['X86', 'LOCK ADD DWORD PTR [ESP],0', 'MFENCE', ''],
    ['X86_64', 'lock; addl $0,-4(%rsp)', 'mfence', ''],
    ['X86_64', 'lock orl $0,(%rsp)', 'mfence', ''],
  ] as const)('%s %s', (dialect, written, usual, init) => {
    const code = (text: string) =>
      lowered(dialect, text.replace('lock; ', 'lock '), init).map((line) => line.replace(/:.*$/, ''));
    expect(code(written)).toEqual(code(usual));
  });
});

describe('values', () => {
  test.each([
    ['X86', 'XADD EBX,EAX', '0:EAX=2; 0:EBX=5;', { '0:EAX': '5', '0:EBX': '7' }],
    ['X86', 'XADD EAX,EAX', '0:EAX=2;', { '0:EAX': '4' }],
    ['X86', 'CMPXCHG ECX,EBX ; SETE DL', '0:EAX=4; 0:EBX=7; 0:ECX=4;', { '0:ECX': '7', '0:EDX': '1' }],
    ['X86', 'CMPXCHG ECX,EBX ; SETE DL', '0:EAX=3; 0:EBX=7; 0:ECX=4;', { '0:ECX': '4', '0:EAX': '4' }],
    ['X86', 'STC ; ADC EAX,$2', '0:EAX=1;', { '0:EAX': '4' }],
    ['X86', 'STC ; CMC ; ADC EAX,$2', '0:EAX=1;', { '0:EAX': '3' }],
    ['X86', 'STC ; CLC ; SBB EAX,$1', '0:EAX=1;', { '0:EAX': '0' }],
    ['X86_64', 'shl %cl,%eax', '0:rax=3; 0:rcx=2;', { '0:rax': '12' }],
    ['X86_64', 'movl $300,%eax ; shrl %cl,%eax', '0:rcx=1;', { '0:rax': '150' }],
    ['X86', 'MOV [word],$1 ; MOV EAX,[word]', '', { '0:EAX': '1' }],
    ['RISCV', 'li %a,3 ; addi %b,%a,1', '', { '0:%a': '3', '0:%b': '4' }],
    ['AArch64', 'BR X3 ; MOV W0,#9 ; L: MOV W2,#6', '0:X3=label:"P0:L";', { '0:X0': '0', '0:X2': '6' }],
    ['AArch64', 'LDR W%b,[X%a] ; MOV W5,W%b', 'x=7; 0:X%a=x;', { '0:X%b': '7', '0:X5': '7' }],
  ] as const)('%s %s', (dialect, code, init, expected) => {
    const asked = Object.keys(expected).join('; ');
    const text = oneThread(dialect, code, init, `locations [${asked}]\nexists (true)`);
    const found = final(init.startsWith('x=7') ? text.replace('x=0; ', '') : text);
    expect(Object.values(found)).toEqual(Object.values(expected));
  });
});

describe("the kernel's full barrier on x86", () => {
  const verdicts = (barrier: string, init = ''): readonly (boolean | null)[] => {
    const thread = (mine: string, other: string) => `movl $1,(${mine}) ; ${barrier} ; movl (${other}),%eax`;
    const columns = [thread('x', 'y').split(' ; '), thread('y', 'x').split(' ; ')];
    const rows = columns[0].map((cell, row) => ` ${cell} | ${columns[1][row]} ;`).join('\n');
    const text = `X86_64 SB\n{ ${init} }\n P0 | P1 ;\n${rows}\nexists (0:rax=0 /\\ 1:rax=0)\n`;
    return checkSource({ name: 'SB', text }, DEFAULT_SETTINGS).models.map(({ holds }) => holds);
  };

  it('is a barrier: a locked sum of 0 on the stack', () => {
    expect(verdicts('lock addl $0,-4(%rsp)')).toEqual([false, false]);
    expect(verdicts('nop')).toEqual([false, true]);
  });

  it('is no barrier without LOCK, but an access to where nothing is', () => {
    expect(faults(oneThread('X86_64', 'addl $0,-4(%rsp)'))).toEqual([]);
    const source = { name: 'stack', text: oneThread('X86_64', 'addl $0,-4(%rsp)') };
    expect(checkSource(source, DEFAULT_SETTINGS).diagnostics).toMatchObject([
      { code: 'bad-address', value: '-4' },
    ]);
  });

  it('is an access to memory where the test says what the stack pointer holds', () => {
    const text = oneThread('X86_64', 'lock addl $0,(%rsp)', '0:rsp=x;', 'exists (x=0)');
    expect(lowered('X86_64', 'lock addl $0,(%rsp)', '0:rsp=x;')).toEqual([
      expect.stringMatching(/update \[rsp\]/),
    ]);
    expect(final(text)).toEqual({ x: '0' });
  });
});

test('what cannot be meant is complained about', () => {
  expect(faults(oneThread('X86', 'MOV EAX,BYTE PTR [x]'))).toEqual([
    "wrong-argument 'BYTE PTR [x]': name MOV; expected an operand of 32 bits",
  ]);
  expect(faults(oneThread('X86', 'MOV EAX,BYTE [x]'))).toEqual([
    expect.stringContaining("wrong-argument 'BYTE'"),
  ]);
  expect(faults(oneThread('AArch64', 'CLREX ; LDLARB W0,[X1]'))).toEqual([
    "unsupported 'CLREX': what 'CLREX'; why a reservation ends only by a store-exclusive here",
    "unsupported 'LDLARB': what 'LDLARB'; why limited ordering regions are not modelled: use LDAR and STLR",
  ]);
});

/** Labels whose addresses are values: calls, returns, jumps to what a register holds, and code that several threads execute. */
import { describe, expect, it, test } from 'vitest';
import { runTest } from '../../src/check/run.js';
import { messageOf } from '../../src/report/text/message.js';
import { printsSameTree } from '../laws/print.js';
import { faults, load } from '../lower/load.js';
import { final, lowered, oneThread } from './code.js';

const LIMITS = { states: 100_000, milliseconds: 10_000, megabytes: 1024 };

/** A test with a question over all that its threads do. */
function text(dialect: string, init: string, rows: readonly string[], question: string): string {
  const columns = rows[0].split('|').length;
  const head = Array.from({ length: columns }, (_, index) => `P${index}`).join(' | ');
  return `${dialect} jumps\n{ ${init} }\n ${head} ;\n${rows.map((row) => ` ${row} ;\n`).join('')}${question}\n`;
}

function sentences(source: string): readonly string[] {
  return runTest(load(source), { models: ['sc'], atomics: 'lse', limits: LIMITS }).diagnostics.map(messageOf);
}

describe('calls', () => {
  it('come back behind where they were made', () => {
    const rows = ['BL twice', 'BL twice', 'B out', 'twice:', 'ADD W0,W0,#1', 'ADD W0,W0,W0', 'RET', 'out:'];
    expect(final(text('AArch64', '', rows, 'locations [0:X0;]'))).toEqual({ '0:X0': '6' });
  });

  it('go through a register, which may be that of the return address', () => {
    const rows = ['ADR X30,f', 'BLR X30', 'MOV X1,X0', 'B out', 'f:', 'MOV W0,#7', 'RET X30', 'out:'];
    expect(final(text('AArch64', '', rows, 'locations [0:X1;]'))).toEqual({ '0:X1': '7' });
  });

  test.each([
    ['jal f', 'ret'],
    ['jal ra,f', 'jr ra'],
    ['call f', 'jalr x0,0(ra)'],
    ['la t0,f;jalr t0', 'jalr x0,ra,0'],
    ['lla t0,f;jalr ra,t0', 'jalr zero,ra'],
    ['jal t1,f', 'jr t1'],
  ])('of RISC-V: %s … %s', (call, back) => {
    const rows = [...call.split(';'), 'addi a1,a0,1', 'j out', 'f:', 'addi a0,a0,5', back, 'out:'];
    expect(final(text('RISCV', '', rows, 'locations [0:a1;]'))).toEqual({ '0:x11': '6' });
  });

  it('that nobody made end the thread where they would come back', () => {
    expect(final(text('AArch64', '', ['MOV W0,#1', 'RET', 'MOV W0,#2'], 'locations [0:X0;]'))).toEqual({
      '0:X0': '1',
    });
    expect(final(text('RISCV', '', ['li a0,1', 'ret', 'li a0,2'], 'locations [0:a0;]'))).toEqual({
      '0:x10': '1',
    });
  });
});

describe('code of another thread', () => {
  it('is executed with the registers of the thread that goes there', () => {
    const rows = [
      'MOV W9,#4 | MOV W9,#8',
      'BLR X8 | B end',
      'MOV W0,W9 | less:',
      'B out | SUB W9,W9,#1',
      ' | RET',
      'out: | end:',
    ];
    const source = text('AArch64', '0:X8=P1:less;', rows, 'locations [0:X0; 1:X9;]');
    expect(final(source)).toEqual({ '0:X0': '3', '1:X9': '8' });
  });

  it('is gone to by its label, with a warning', () => {
    const rows = ['B there | NOP', ' | there:', ' | ADD W0,W0,#1'];
    const source = text('AArch64', '', rows, 'locations [0:X0; 1:X0;]');
    expect(final(source)).toEqual({ '0:X0': '1', '1:X0': '1' });
    expect(load(source).diagnostics.map(messageOf)).toEqual([
      "'there' is a label of P1 alone: the thread goes on in P1's code",
    ]);
  });

  it('may be told through memory', () => {
    const init = 'int64_t p; 0:X1=p; 1:X1=p;';
    const rows = [
      'ADR X0,go | LDR X0,[X1]',
      'STR X0,[X1] | CBZ X0,out',
      'B end | BR X0',
      'go: | out:',
      'MOV W3,#1 |',
      'end: |',
    ];
    const result = runTest(load(text('AArch64', init, rows, 'locations [1:X3;]')), {
      models: ['sc', 'armv8'],
      atomics: 'lse',
      limits: LIMITS,
    });
    for (const { states } of result.models) expect(states).toEqual([['0'], ['1']]);
  });

  it('a jump to what was read holds back the stores behind it, and with an ISB the loads', () => {
    const init = 'int64_t f; x=0; 0:X1=x; 0:X2=f; 0:X3=P1:go; 1:X1=x; 1:X2=f;';
    const rows = (barrier: string): readonly string[] => [
      'MOV W0,#1 | ADR X5,out',
      'STR W0,[X1] | LDR X0,[X2]',
      'STLR X3,[X2] | CBZ X0,out',
      ' | BR X0',
      ' | go:',
      ` | ${barrier}`,
      ' | MOV W6,#1',
      ' | LDR W4,[X1]',
      ' | out:',
    ];
    const verdict = (barrier: string): string =>
      runTest(load(text('AArch64', init, rows(barrier), 'exists (1:X6=1 /\\ 1:X4=0)')), {
        models: ['armv8'],
        atomics: 'lse',
        limits: LIMITS,
      }).models[0].possible.join();
    expect([verdict('NOP'), verdict('ISB')]).toEqual(['Sometimes', 'Never']);
  });
});

describe('addresses of labels', () => {
  it('are values that a condition may name', () => {
    const rows = ['here:', 'ADR X0,here'];
    const source = text('AArch64', '', rows, 'forall (0:X0=label:"P0:here")');
    expect(final(source)).toEqual({ '0:X0': 'label:"P0:here"' });
    expect(printsSameTree(source)).toBeNull();
    expect(final(source.replace('"P0:', '"0:'))).toEqual({ '0:X0': 'label:"P0:here"' });
  });

  it('are values that registers and memory may have at first, and are printed so', () => {
    const source = text(
      'AArch64',
      'int64_t x=P0:L; 0:X0=0:L; 0:X1=x;',
      ['L:', 'LDR X2,[X1]'],
      'locations [0:X0; 0:X2;]',
    );
    expect(final(source)).toEqual({ '0:X0': 'label:"P0:L"', '0:X2': 'label:"P0:L"' });
    expect(printsSameTree(source)).toBeNull();
  });

  it('are four bytes apart for each instruction', () => {
    const rows = ['ADR X0,a', 'a:', 'NOP', 'NOP', 'b:', 'ADR X1,b', 'SUB X2,X1,X0'];
    expect(final(text('AArch64', '', rows, 'locations [0:X2;]'))).toEqual({ '0:X2': '8' });
  });
});

describe('labels', () => {
  it('that are numbers mean the nearest one, behind or ahead', () => {
    const rows = ['1:', 'ADD W0,W0,#1', 'CMP W0,#3', 'B.NE 1b', 'B 1f', 'MOV W0,#9', '1:', 'NOP'];
    expect(final(text('AArch64', '', rows, 'locations [0:X0;]'))).toEqual({ '0:X0': '3' });
  });

  it('may be so many bytes away, where instructions have one length', () => {
    expect(lowered('AArch64', 'B .+8;MOV W0,#1;MOV W0,#2')).toEqual(['X0 = 2']);
    expect(faults(oneThread('X86', 'JMP .+8;NOP'))).toEqual(["unknown-label '.+8': name .+8"]);
  });
});

describe('complaints', () => {
  test.each([
    ['ADR X0,nowhere', "unknown-label 'nowhere': name nowhere"],
    ['ADR W0,L', "wrong-argument 'W0': name ADR; expected a 64-bit register"],
    ['BLRAA X0,X1', "unsupported 'BLRAA': what 'BLRAA'; why pointers are not signed here"],
    ['B 1b', "unknown-label '1b': name 1b"],
    ['B .+6', "unknown-label '.+6': name .+6"],
  ])('%s', (line, expected) => {
    expect(faults(oneThread('AArch64', `${line};L:`))).toEqual([expected]);
  });

  it('a label in the init block is one of that thread', () => {
    expect(faults(oneThread('AArch64', 'L:', '0:X1=P0:M;'))).toEqual(["unknown-label 'M': name M"]);
    expect(faults(oneThread('AArch64', 'L:', '0:X1=P7:L;'))).toEqual(["unknown-label 'L': name L"]);
    expect(faults('C t\n{ x=P0:L; }\nP0(int *x) { }\nexists (x=0)\n')).toEqual([
      "unsupported 'P0:L': what a label's address; why C gives none that a test could name",
    ]);
  });

  test.each([
    ['0:X1=5;', 'BR X1', 'on SC, P0 jumps to 5, and no code is there'],
    ['0:X1=x;', 'BR X1', 'on SC, P0 jumps to x, and no code is there'],
    ['', 'ADR X1,L;ADD X1,X1,#400;BR X1;L:', 'on SC, P0 jumps to 268444060, and no code is there'],
    ['', 'ADR X1,L;L: LDR W0,[X1]', 'on SC, P0 uses label:"P0:L" as an address, and nothing is there'],
  ])('%s %s', (init, lines, expected) => {
    expect(sentences(oneThread('AArch64', lines, init, 'locations [x;]'))).toEqual([expected]);
  });
});

/** X86 and X86_64: what each instruction becomes, what the two syntaxes mean, and what is complained about. */
import { describe, expect, it, test } from 'vitest';
import { runTest } from '../../src/check/run.js';
import { faults, load } from '../lower/load.js';
import { printProgram } from '../program/print-program.js';
import { final, lowered, oneThread } from './code.js';

/** The instructions of a thread, without their numbers. */
function code(dialect: 'X86' | 'X86_64', lines: readonly string[]): readonly string[] {
  return lowered(dialect, lines.join(';'));
}

/** What is possible on x86-TSO: each final state as herd7 would print it. */
function states(text: string): readonly string[] {
  const limits = { states: 100_000, milliseconds: 10_000, megabytes: 512 };
  const result = runTest(load(text), { models: ['tso'], atomics: 'lse', limits });
  const names = result.info?.observables ?? [];
  const shown = result.models[0].states.map((state) => names.map((name, index) => `${name}=${state[index]}`));
  return shown.map((parts) => parts.join(' ')).sort();
}

describe('Intel syntax, the destination first', () => {
  test.each([
    ['MOV [x],$1', ['write [&x] = 1']],
    ['mov [x], 1', ['write [&x] = 1']],
    ['MOV EAX,[x]', ['EAX = read [&x]']],
    ['MOV EAX,$0x10', ['EAX = 16']],
    ['MOV EAX,-1', ['EAX = -1']],
    ['MOV [x],EBX', ['write [&x] = EBX']],
    ['MOV EAX,EBX', ['EAX = EBX']],
    ['MOV EAX,[EBX+4]', ['EAX = read [(EBX + 4)]']],
    ['MOV EAX,[x+EBX*4-8]', ['EAX = read [((&x + (EBX * 4)) + -8)]']],
    ['MOV EAX,$x', ['EAX = &x']],
    ['LEA EAX,[EBX+4]', ['EAX = (EBX + 4)']],
    ['XCHG [x],EAX', ['EAX = update [&x] = EAX']],
    ['XCHG EAX,[x]', ['EAX = update [&x] = EAX']],
    ['LOCK XCHG [x],EAX', ['EAX = update [&x] = EAX']],
    ['XCHG EAX,EBX', ['%0 = EAX', 'EAX = EBX', 'EBX = %0']],
    ['MFENCE', ['fence mfence (rw before rw)']],
    ['LFENCE', ['fence lfence (r before rw)']],
    ['SFENCE', ['fence sfence (w before w)']],
    ['NOP', []],
    ['ADD EAX,$2', ['EAX = (EAX + 2)']],
    ['SUB EAX,EBX', ['EAX = (EAX - EBX)']],
    ['XOR EAX,EAX', ['EAX = (EAX ^ EAX)']],
    ['AND EAX,[x]', ['EAX = read [&x] giving (EAX & loaded)']],
    ['SHL EAX,$2', ['EAX = (i32)((u32)EAX <<.u32 2)']],
    ['INC EAX', ['EAX = (EAX + 1)']],
    ['NEG EAX', ['EAX = (0 - EAX)']],
    ['NOT EAX', ['EAX = (EAX ^ -1)']],
    ['MOV AL,$1', ['EAX = ((EAX & -256) | 1)']],
    ['MOV AH,$1', ['EAX = ((EAX & -65281) | 256)']],
  ])('%s', (line, expected) => {
    expect(code('X86', [line])).toEqual(expected);
  });
});

describe('AT&T syntax, the destination last', () => {
  test.each([
    ['movl $1,(x)', ['write [&x] = 1']],
    ['movq (x),%rax', ['rax = read [&x]']],
    ['movl (x),%eax', ['rax = read [&x] giving (u32)loaded']],
    ['movl $-1,%eax', ['rax = 4294967295']],
    ['movq $-1,%rax', ['rax = -1']],
    ['movb $3,%bh', ['rbx = ((rbx &.i64 -65281) |.i64 768)']],
    ['movl $1,8(%rax)', ['write [(rax +.i64 8)] = 1']],
    ['movl 0(%rax,%rbx,8),%ecx', ['rcx = read [(rax +.i64 (rbx *.i64 8))] giving (u32)loaded']],
    ['mov x(%rip),%rdi', ['rdi = read [&x]']],
    ['movl %r8d,[x]', ['write [&x] = (i32)r8']],
    ['subq $2,%rax', ['rax = (rax -.i64 2)']],
    ['xchgl %eax,(x)', ['rax = update [&x] = (i32)rax giving (u32)loaded']],
    ['leaq 8(%rax),%rbx', ['rbx = (rax +.i64 8)']],
    ['endbr64', []],
    ['pause', []],
    ['prefetcht0 (x)', []],
    ['movzbl (x),%eax', ['rax = read [&x] giving (u32)(u8)loaded']],
    ['movsbl %al,%ebx', ['rbx = (u32)(i8)(i8)rax']],
    ['movswq %ax,%rbx', ['rbx = (i16)(i16)rax']],
    ['movslq %eax,%rbx', ['rbx = (i32)(i32)rax']],
    ['movzx %ax,%ebx', ['rbx = (u32)(u16)(i16)rax']],
    ['movabs $5,%rax', ['rax = 5']],
    ['roll $4,%eax', ['rax = (u32)(i32)(((u32)(i32)rax <<.u32 4) |.u32 ((u32)(i32)rax >>.u32 28))']],
  ])('%s', (line, expected) => {
    expect(code('X86_64', [line])).toEqual(expected);
  });
});

describe('shifts and rotations', () => {
  // The values are those of a processor.
  test.each([
    [
      'MOV EAX,$0x40000000;SHL EAX,$1;SETO BL;SETC CL',
      { '0:EAX': '-2147483648', '0:EBX': '1', '0:ECX': '0' },
    ],
    ['MOV EAX,$0x80000000;SHR EAX,$1;SETO BL', { '0:EAX': '1073741824', '0:EBX': '1', '0:ECX': '0' }],
    ['MOV EAX,$0x80000000;SAR EAX,$31;SETC BL', { '0:EAX': '-1', '0:EBX': '0', '0:ECX': '0' }],
    ['MOV EAX,$3;CMP EAX,$3;SHL EAX,$0;SETE BL', { '0:EAX': '3', '0:EBX': '1', '0:ECX': '0' }],
    ['MOV EAX,$3;CMP EAX,$3;SHL EAX,$33;SETE BL', { '0:EAX': '6', '0:EBX': '0', '0:ECX': '0' }],
    ['MOV EAX,$3;CMP EAX,$3;MOV CL,$32;ROL EAX,CL;SETE BL', { '0:EAX': '3', '0:EBX': '1', '0:ECX': '32' }],
    ['MOV EAX,$1;ROR EAX,$1;SETO BL;SETC CL', { '0:EAX': '-2147483648', '0:EBX': '1', '0:ECX': '1' }],
    ['MOV EAX,$255;MOV CL,$9;SHL AL,CL', { '0:EAX': '0', '0:EBX': '0', '0:ECX': '9' }],
    ['MOV EAX,$0x1ff;SAR AL,$4;SETC BL', { '0:EAX': '511', '0:EBX': '1', '0:ECX': '0' }],
    ['MOV EAX,$0x181;ROL AX,$8;SETC BL', { '0:EAX': '33025', '0:EBX': '1', '0:ECX': '0' }],
  ])('%s', (code, expected) => {
    expect(final(oneThread('X86', code, '', 'locations [0:EAX; 0:EBX; 0:ECX;]'))).toEqual(expected);
  });

  it('are as wide as what is shifted', () => {
    expect(code('X86_64', ['shl %cl,%rax'])).toEqual(['rax = (i64)((u64)rax <<.u64 ((i8)rcx &.u64 63))']);
  });

  it('count in CL', () => {
    expect(faults(oneThread('X86', 'SHL EAX,EBX'))).toEqual([
      "wrong-argument 'EBX': name SHL; expected a number or CL as the count",
    ]);
  });
});

describe('a read-modify-write of memory', () => {
  test.each([
    ['ADD [x],$2', '(loaded + 2)'],
    ['SUB [x],EAX', '(loaded - EAX)'],
    ['AND [x],$6', '(loaded & 6)'],
    ['OR [x],$6', '(loaded | 6)'],
    ['XOR [x],$6', '(loaded ^ 6)'],
    ['INC [x]', '(loaded + 1)'],
    ['DEC [x]', '(loaded - 1)'],
    ['NEG [x]', '(0 - loaded)'],
    ['NOT [x]', '(loaded ^ -1)'],
  ])('%s is one update behind LOCK, else a read and a write', (line, data) => {
    expect(code('X86', [`LOCK ${line}`])).toEqual([`_ = update [&x] = ${data}`]);
    expect(code('X86', [line])).toEqual(['%0 = read [&x]', `write [&x] = ${data.replace('loaded', '%0')}`]);
  });

  it('may have its LOCK set off by a semicolon', () => {
    const text = oneThread('X86_64', 'lock incl (x)');
    const printed = (each: string) => printProgram(load(each).programFor('x86'));
    expect(printed(text.replace('lock', 'lock;'))).toBe(printed(text));
  });

  it('gives the carry flag the bit that BTS sets', () => {
    expect(code('X86', ['LOCK BTS [x],$3', 'JC out', 'MOV [x],$1', 'out:'])).toEqual([
      '%0 = update [&x] = (loaded | 8) giving ((loaded >> 3) & 1)',
      'if %0 goto 3',
      'write [&x] = 1',
    ]);
  });

  it('may take the carry', () => {
    const add = ['MOV EAX,$-1', 'ADD EAX,$2', 'MOV EBX,$5', 'ADC EBX,$10', 'SETC CL'];
    expect(final(oneThread('X86', add.join(';'), '', 'locations [0:EBX; 0:ECX;]'))).toEqual({
      '0:EBX': '16',
      '0:ECX': '0',
    });
    const borrow = ['CMP EAX,$1', 'MOV EBX,$0', 'SBB EBX,$0', 'SETC CL'];
    expect(final(oneThread('X86', borrow.join(';'), '', 'locations [0:EBX; 0:ECX;]'))).toEqual({
      '0:EBX': '-1',
      '0:ECX': '1',
    });
    expect(code('X86', ['LOCK ADC [x],$1'])).toContain('_ = update [&x] = ((loaded + 1) + %1)');
  });

  it('is no locked one for UXCH', () => {
    expect(code('X86_64', ['uxchl %eax,(x)'])).toEqual([
      '%0 = read [&x]',
      'write [&x] = (i32)rax',
      'rax = (u32)%0',
    ]);
  });

  it('gives XADD what memory was', () => {
    expect(code('X86', ['LOCK XADD [x],EAX'])).toEqual(['EAX = update [&x] = (loaded + EAX)']);
  });

  it('leaves memory as it is when CMPXCHG finds something else than the accumulator', () => {
    expect(code('X86', ['LOCK CMPXCHG [x],EBX'])).toEqual(['EAX = update [&x] = EBX if (EAX == loaded)']);
    expect(code('X86', ['CMPXCHG [x],EBX'])).toEqual([
      '%0 = read [&x]',
      'if !(EAX == %0) goto 3',
      'write [&x] = EBX',
      'EAX = %0',
    ]);
  });
});

describe('flags', () => {
  it('are computed only where a condition reads them', () => {
    expect(code('X86', ['ADD EAX,$1', 'CMP EAX,$2', 'MOV EBX,$1'])).toEqual(['EAX = (EAX + 1)', 'EBX = 1']);
  });

  it('go with the last instruction that sets them; MOV sets none', () => {
    expect(code('X86', ['CMP EAX,[x]', 'MOV EAX,$1', 'JNE out', 'MOV [x],$1', 'out:'])).toEqual([
      '%0 = read [&x] giving (EAX == loaded)',
      'EAX = 1',
      'if !%0 goto 4',
      'write [&x] = 1',
    ]);
  });

  test.each([
    ['E', 'EBX=5', true],
    ['NE', 'EBX=5', false],
    ['L', 'EBX=6', true],
    ['L', 'EBX=-1', false],
    ['B', 'EBX=-1', true],
    ['AE', 'EBX=-1', false],
    ['G', 'EBX=-1', true],
    ['GE', 'EBX=5', true],
    ['LE', 'EBX=5', true],
    ['A', 'EBX=4', true],
    ['BE', 'EBX=4', false],
    ['S', 'EBX=6', true],
    ['NS', 'EBX=6', false],
    ['O', 'EBX=-2147483648', true],
    ['NO', 'EBX=6', true],
    ['P', 'EBX=2', true],
    ['NP', 'EBX=4', true],
  ])('5 compared with another number: J%s, %s: %s', (condition, init, jumps) => {
    const lines = ['MOV ECX,$0', 'CMP EAX,EBX', `J${condition} out`, 'MOV ECX,$1', 'out: NOP'];
    const registers = `0:EAX=5; 0:${init};`;
    const text = oneThread('X86', lines.join(';'), registers, 'exists (0:ECX=0)');
    expect(states(text)).toEqual([`0:ECX=${jumps ? 0 : 1}`]);
    const set = oneThread('X86', `CMP EAX,EBX; SET${condition} CL`, registers, 'exists (0:ECX=1)');
    expect(states(set)).toEqual([`0:ECX=${jumps ? 1 : 0}`]);
  });

  it('CMOV chooses between its operands', () => {
    expect(code('X86_64', ['testl %eax,%eax', 'cmovel %ebx,%ecx'])).toEqual([
      '%0 = (((i32)rax & (i32)rax) == 0)',
      '%1 = select %0 ? (i32)rbx : (i32)rcx',
      'rcx = (u32)%1',
    ]);
  });
});

describe('x86-TSO', () => {
  const buffering = (between: string): string => `X86 SB
{ }
 P0 | P1 ;
 MOV [x],$1 | MOV [y],$1 ;
 ${between} | ${between} ;
 MOV EAX,[y] | MOV EAX,[x] ;
exists (0:EAX=0 /\\ 1:EAX=0)
`;

  test.each([
    ['NOP', true],
    ['SFENCE', true],
    ['LFENCE', true],
    ['MFENCE', false],
    ['LOCK INC [z]', false],
    ['INC [z]', true],
    ['XCHG [z],EBX', false],
  ])('store buffering with %s between: %s', (between, allowed) => {
    expect(states(buffering(between)).includes('0:EAX=0 1:EAX=0')).toBe(allowed);
  });

  it('names registers as the dialect does, however they were written', () => {
    const text = 'X86_64 t\n{ }\n P0 ;\n movl $1,%eax ;\nexists (0:EAX=1)\n';
    expect(states(text)).toEqual(['0:rax=1']);
  });
});

describe('complaints', () => {
  const complaint = (line: string): readonly string[] => faults(oneThread('X86', line));

  test.each([
    ['MFENC', "unknown-instruction 'MFENC': name MFENC; suggestion MFENCE"],
    ['MOV [x],[x]', "wrong-argument '[x]': name MOV; expected at most one memory operand"],
    [
      'MOV $1,[x]',
      "wrong-argument '$1': name MOV; expected a register or a memory operand as its destination",
    ],
    ['ADD EAX', "wrong-argument '': name ADD; expected two operands"],
    ['INC EAX,EBX', "wrong-argument 'EBX': name INC; expected no more operands"],
    ['XCHG [x],$1', "wrong-argument '$1': name XCHG; expected a register"],
    ['MOV EAX,[x', "wrong-argument '': name MOV; expected ']'"],
    ['JMP 3', "wrong-argument '3': name JMP; expected a label"],
    ['JNE out', "unknown-label 'out': name out"],
    [
      'LOCK MOV [x],$1',
      "wrong-argument 'LOCK MOV [x],$1': name MOV; expected no LOCK: it is no read-modify-write of memory",
    ],
    [
      'LOCK ADD EAX,$1',
      "wrong-argument 'LOCK ADD EAX,$1': name ADD; expected no LOCK: it is no read-modify-write of memory",
    ],
  ])('%s', (line, expected) => {
    expect(complaint(line)).toEqual([expected]);
  });

  it('are made of every faulty instruction', () => {
    const text = oneThread('X86', 'MOV [x],[x]; NOP; MVO EAX,$1');
    expect(faults(text).map((fault) => fault.split(' ')[0])).toEqual([
      'wrong-argument',
      'unknown-instruction',
    ]);
  });
});

/** The frame that the assembly dialects share: head, init block, instruction table, question. */
import { describe, expect, test } from 'vitest';
import { parseTest } from '../../src/dialects/parse.js';
import { messageOf } from '../../src/report/text/message.js';
import type { AssemblyTest } from '../../src/syntax/assembly/assembly-tree.js';
import { load } from '../lower/load.js';

function parsed(text: string): AssemblyTest {
  const { tree, diagnostics } = parseTest({ name: 'test.litmus', text });
  expect(diagnostics.map(messageOf)).toEqual([]);
  return tree as AssemblyTest;
}

/** The table as lines `label: mnemonic operands` of each thread. */
function table(text: string): readonly (readonly string[])[] {
  return parsed(text).threads.map(({ lines }) =>
    lines.map(({ labels, instruction }) => {
      const written = instruction && [
        ...instruction.prefixes.map((prefix) => prefix.text),
        instruction.mnemonic.text,
        ...instruction.operands.map((token) => token.text),
      ];
      return [...labels.map((label) => `${label.text}:`), ...(written ?? [])].join(' ');
    }),
  );
}

describe('the head', () => {
  test('has a name of one word, a title and information', () => {
    const tree = parsed('X86 n2 (nTwo)\n"a title"\nCycle=Rfe\n  Fre\n{ }\n P0 ;\n NOP ;\nexists (x=1)\n');
    expect(tree.name.text).toBe('n2');
    expect(tree.title).toBe('a title');
    expect(tree.info.map(({ key, value }) => `${key.text}:${value.text}`)).toEqual(['Cycle:Rfe']);
  });

  test('may hold a comment that lacks its end', () => {
    expect(table('RISCV a\n(* never closed; (it says)\n{ x=0; }\n P0 ;\n nop ;\nexists (x=0)')).toEqual([
      ['nop'],
    ]);
  });
});

describe('the init block', () => {
  test('takes every spelling of a register and of a location', () => {
    const text = `AArch64 a
{ 0:X1=x; P0:X2 = y; [x]=1; y=-1; uint64_t z=0x10; int *p = &z; int64_t 0:X3; int *0:X4 = z };
 P0 ;
 NOP ;
exists (0:X1=x)`;
    const { locations, threads } = load(text).programFor('armv8-lse');
    const bits = locations.map(({ name, type, initial }) => [name, type.bits, initial]);
    const z = locations.find(({ name }) => name === 'z')?.address;
    expect(bits).toEqual([
      ['x', 32, 1n],
      ['y', 32, -1n],
      ['z', 64, 16n],
      ['p', 64, z],
    ]);
    expect(threads[0].registers.map(({ name }) => name)).toEqual(['X1', 'X2', 'X3', 'X4']);
  });
});

describe('the table', () => {
  test('is read by columns, with labels alone or before an instruction', () => {
    const text =
      'AArch64 a\n{}\n P0 | P1 ;\n L0: | MOV W0,#1 ;\n B.NE L0 | L1: L2: NOP ;\n | ;\nexists (x=0)';
    expect(table(text)).toEqual([
      ['L0:', 'B.NE L0'],
      ['MOV W0 , # 1', 'L1: L2: NOP'],
    ]);
  });

  test('joins a mnemonic with the suffixes that touch it', () => {
    expect(table('RISCV a\n{}\n P0 ;\n amoswap.w.aq.rl x5,x6,(x7) ;\nexists (x=0)')).toEqual([
      ['amoswap.w.aq.rl x5 , x6 , ( x7 )'],
    ]);
  });

  test('takes names with dots in them for labels', () => {
    const text =
      'AArch64 a\n{}\n P0 ;\n B .text ;\n .L1: B.EQ a.b.1 ;\n CBZ W0,.L1 ;\n a.b.1: NOP ;\n.text: NOP ;\nexists (x=0)';
    expect(table(text)).toEqual([['B .text', '.L1: B.EQ a.b.1', 'CBZ W0 , .L1', 'a.b.1: NOP', '.text: NOP']]);
  });

  test('leaves a dot or a percent sign that stands alone as it is', () => {
    expect(table('X86_64 a\n{}\n P0 ;\n movl $1,%eax ;\n B . text ;\nexists (x=0)')).toEqual([
      ['movl $1 , % eax', 'B . text'],
    ]);
  });

  test('knows the prefixes of instructions', () => {
    expect(table('X86 a\n{}\n P0 ;\n LOCK ADD [x],$1 ;\nexists (x=0)')).toEqual([['LOCK ADD [ x ] , $1']]);
  });

  test('may have comments', () => {
    expect(table('X86 a\n{}\n P0 | P1 ;\n NOP (* a *) | /* b */ NOP ; // c\nexists (x=0)')).toEqual([
      ['NOP'],
      ['NOP'],
    ]);
  });
});

describe('the question', () => {
  const asked = (question: string) =>
    parsed(`X86 a\n{ x=0; }\n P0 ;\n MOV EAX,$1 ;\n${question}`).condition?.quantifier;

  test.each([
    ['exists (x=0)', 'exists'],
    ['~exists (x=0);', '~exists'],
    ['~ exists(x=0)', '~exists'],
    ['forall x=0 \\/ 0:EAX=1', 'forall'],
    ['locations [x; 0:EAX]\nexists (x=0)', 'exists'],
    ['filter (x=0)\nforall (x=0)', 'forall'],
    ['final (P0:EAX = 1);', 'exists'],
    ['final (x=0);\nwith\ntso: exists;\ndefault: ~exists;\n', '~exists'],
    ['final (x=0);\nwith\ntso: ~exists;\n<<\nshow all\n>>\n', '~exists'],
    ['exists (x=0)\n<<\ngenprog a/b.tex\n>>\n', 'exists'],
  ])('%s', (question, quantifier) => {
    expect(asked(question)).toBe(quantifier);
  });
});

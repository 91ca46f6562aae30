/** The registry of dialects: each is known by its first word, whatever stands before it, and names what there is. */
import { describe, expect, it, test } from 'vitest';
import { DIALECTS } from '../../src/dialects/index.js';
import { loadTest } from '../../src/dialects/load.js';
import { dialectOf, parseTest } from '../../src/dialects/parse.js';
import { PORTS } from '../../src/kernel/ports/index.js';
import { MODELS } from '../../src/models/index.js';

/** A test of each dialect that does nothing. */
const EMPTY: Readonly<Record<string, string>> = {
  C: 'C nothing\n{}\nP0(int *x) { }\nexists (x=0)\n',
  AArch64: 'AArch64 nothing\n{ x=0; }\n P0 ;\n NOP ;\nexists (x=0)\n',
  X86: 'X86 nothing\n{ x=0; }\n P0 ;\n NOP ;\nexists (x=0)\n',
  X86_64: 'X86_64 nothing\n{ x=0; }\n P0 ;\n nop ;\nexists (x=0)\n',
  RISCV: 'RISCV nothing\n{ x=0; }\n P0 ;\n nop ;\nexists (x=0)\n',
  ARM: 'ARM nothing\n{ x=0; }\n P0 ;\n NOP ;\nexists (x=0)\n',
  PPC: 'PPC nothing\n{ x=0; }\n P0 ;\n nop ;\nexists (x=0)\n',
};

const NAMES = DIALECTS.map(({ name }) => name);

const BEFORE = [
  '',
  '\uFEFF',
  '\n\t ',
  '// a line\n',
  '// a line\r\n',
  '/* a comment */ ',
  '/* two\n * lines */\n',
  '(* a comment *)\n',
  '(* one (* within *) another *)',
  '(* a smiley :) *)\n',
  '(**) /**/ //\n',
  '\uFEFF// SPDX\n/* and */ (* and *)\n\n',
];

describe.each(NAMES)('%s', (name) => {
  test.each(BEFORE)('is known behind %j', (before) => {
    const source = { name: 'a', text: before + EMPTY[name] };
    expect(dialectOf(source)?.name).toBe(name);
    expect(parseTest(source).diagnostics).toEqual([]);
    const { test } = loadTest(source);
    expect(test?.dialect).toBe(name);
    expect(test?.name).toBe('nothing');
  });

  it('names models that are registered', () => {
    const known = MODELS.map((model) => model.name);
    const dialect = DIALECTS.find((each) => each.name === name)!;
    expect(dialect.models.filter((model) => !known.includes(model))).toEqual([]);
  });
});

test.each(['MIPS', 'aarch64', 'AArch64x', 'C11', '', '/* AArch64 a'])('%j is no dialect', (word) => {
  const source = { name: 'a', text: `${word} a\n{}\n` };
  expect(dialectOf(source)).toBeNull();
  expect(parseTest(source).tree).toBeNull();
  expect(parseTest(source).diagnostics).toHaveLength(1);
});

test.each([
  ['aarch64', 'AArch64'],
  ['ARM64', 'AArch64'],
  ['AArch46', 'AArch64'],
  ['x86', 'X86'],
  ['i386', 'X86'],
  ['x86-64', 'X86_64'],
  ['amd64', 'X86_64'],
  ['riscv', 'RISCV'],
  ['RISC-V', 'RISCV'],
  ['PowerPC', 'PPC'],
  ['armv7', 'ARM'],
  ['AArch32', 'ARM'],
  ['c', 'C'],
])('%s is told that the dialect is called %s', (word, name) => {
  const { diagnostics } = parseTest({ name: 'a', text: `${word} a\n{}\n` });
  expect(diagnostics).toEqual([
    expect.objectContaining({ code: 'unsupported-dialect', dialect: word, suggestion: name }),
  ]);
});

test.each(['MIPS', 'LISA', 'Bell', 'C11', 'CPP', 'BPF', 'ASL', 'RV32', 'PTX'])(
  '%s is refused by what it is',
  (word) => {
    const [diagnostic] = parseTest({ name: 'a', text: `${word} a\n{}\n` }).diagnostics;
    expect(diagnostic).toMatchObject({ code: 'unsupported-dialect', is: expect.any(String) });
    expect(diagnostic).not.toHaveProperty('suggestion');
  },
);

it('no name and no other name of a dialect is of two', () => {
  const all = DIALECTS.flatMap(({ name, aliases }) => [name.toLowerCase(), ...aliases]);
  expect(all).toEqual([...new Set(all)].map((each) => each.toLowerCase()));
});

it('each model runs a port that is registered', () => {
  const ports = PORTS.map(({ name }) => name);
  for (const model of MODELS) {
    expect(ports).toContain(model.architecture('lse'));
    expect(ports).toContain(model.architecture('llsc'));
  }
});

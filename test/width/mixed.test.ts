/**
 * Accesses of mixed size: where the text shows one it has an error there, and where only an execution comes to one, every
 * command has it. What is accessed as what it is stays as it was.
 */
import { describe, expect, it, test } from 'vitest';
import type { Settings, TestResult } from '../../src/check/result.js';
import { runTest } from '../../src/check/run.js';
import { survey } from '../../src/check/stray.js';
import { loadTest } from '../../src/dialects/load.js';
import { mayMix } from '../../src/lower/access-targets.js';
import { MACHINES } from '../../src/models/index.js';
import type { Test } from '../../src/program/test.js';
import { messageOf } from '../../src/report/text/message.js';
import type { Diagnostic } from '../../src/text/diagnostic.js';
import { positionAt } from '../../src/text/source.js';
import { load } from '../lower/load.js';

const SETTINGS: Settings = {
  models: null,
  atomics: 'lse',
  limits: { states: 200_000, milliseconds: 20_000, megabytes: 512 },
};

/** `7:2 STRB W0,[X1]: P0 accesses 1 byte …`, without the end that all have. */
function lines(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map((each) => {
    const { source, start, end } = each.span;
    const { line, column } = positionAt(source, start);
    const message = messageOf(each).replace(', as mixed sizes are not supported', '');
    return `${line}:${column} ${source.text.slice(start, end)}: ${message}`;
  });
}

/** What loading says; there must be no test then. */
function refused(text: string): readonly string[] {
  const { test: loaded, diagnostics } = loadTest({ name: 'test.litmus', text });
  expect(loaded).toBeNull();
  return lines(diagnostics);
}

function run(text: string, settings: Partial<Settings> = {}): TestResult {
  return runTest(load(text), { ...SETTINGS, ...settings });
}

/** What an execution comes to, on one model, as check and the other commands find it. */
function found(text: string, model: string): readonly string[] {
  const loaded = load(text);
  const wanted = { ...SETTINGS, models: [model] };
  const whole = runTest(loaded, wanted);
  for (const result of [whole, runTest(loaded, { ...wanted, verdictOnly: true })]) {
    expect(result).toMatchObject({ status: 'unsupported', models: [], rows: [] });
    expect(result.diagnostics).toEqual(whole.diagnostics);
  }
  const errors = whole.diagnostics.filter(({ severity }) => severity === 'error');
  expect(surveyed(loaded, model)).toEqual(errors.map(({ span }) => span.start));
  return lines(errors);
}

/** Where accesses of mixed size are found by those who ask for no states. */
function surveyed(loaded: Test, name: string): readonly number[] {
  const model = MACHINES.find((each) => each.name === name);
  if (model === undefined) throw new Error(name);
  const program = loaded.programFor(model.architecture('lse'));
  const { badAddresses } = survey(program, model, loaded.question, SETTINGS.limits);
  return badAddresses.filter(({ mixed }) => mixed !== null).map(({ span }) => span.start);
}

/** Of the warnings those about what a test asks in vain are no matter here. */
function isAboutAddresses({ code }: Diagnostic): boolean {
  return !['never-holds', 'never-address', 'unused-location'].includes(code);
}

/** The final states, one model's, without complaints beside them. */
function states(text: string, model: string): readonly string[] {
  const result = run(text, { models: [model] });
  expect(result.diagnostics.filter(isAboutAddresses)).toEqual([]);
  const names = result.info?.observables ?? [];
  return result.models[0].states.map((state) =>
    state
      .map((value, index) => `${names[index]}=${value}`)
      .sort()
      .join(' '),
  );
}

const titleOf = (name: string): string => MACHINES.find((each) => each.name === name)?.title ?? '';

function assembly(dialect: string, init: string, rows: string, condition = 'exists (x=0)'): string {
  const threads = rows.split('\n')[0].split('|').length;
  const head = Array.from({ length: threads }, (_, thread) => `P${thread}`).join(' | ');
  const body = rows.split('\n').map((row) => ` ${row.trim()} ;\n`);
  return `${dialect} test\n{ ${init} }\n ${head} ;\n${body.join('')}${condition}\n`;
}

function c(init: string, threads: string, condition = 'exists (true)'): string {
  return `C test\n{ ${init} }\n${threads}\n${condition}\n`;
}

describe('an access whose address the text shows', () => {
  test.each([
    [
      'AArch64, a part',
      assembly('AArch64', 'uint32_t x; 0:X1=x;', 'MOV W0,#1\nSTRB W0,[X1,#3]'),
      [
        "5:2 STRB W0,[X1,#3]: P0 accesses 1 byte at offset 3 of 'x', which is declared as uint32_t: expected all 4 bytes at once",
      ],
    ],
    [
      'AArch64, more than it',
      assembly('AArch64', 'int x; 0:X1=x;', 'LDR X0,[X1]'),
      ["4:2 LDR X0,[X1]: P0 accesses 8 bytes at 'x', which is declared as int: expected all 4 bytes at once"],
    ],
    [
      'AArch64, two elements',
      assembly('AArch64', 'uint8_t x[2]={1,2}; 0:X1=x;', 'LDRH W0,[X1]', 'exists (0:X0=1)'),
      [
        "4:2 LDRH W0,[X1]: P0 accesses 2 bytes at 'x[0]', which is declared as uint8_t: expected its 1 byte alone",
      ],
    ],
    [
      'AArch64, an atomic, an exclusive and a pair',
      assembly(
        'AArch64',
        'uint64_t x; 0:X1=x;',
        'SWPH W0,W2,[X1]\nLDXR W3,[X1]\nSTXR W4,W3,[X1]\nLDP W5,W6,[X1]',
      ),
      [
        "4:2 SWPH W0,W2,[X1]: P0 accesses 2 bytes at 'x', which is declared as uint64_t: expected all 8 bytes at once",
        "5:2 LDXR W3,[X1]: P0 accesses 4 bytes at 'x', which is declared as uint64_t: expected all 8 bytes at once",
        "6:2 STXR W4,W3,[X1]: P0 accesses 4 bytes at 'x', which is declared as uint64_t: expected all 8 bytes at once",
        "7:2 LDP W5,W6,[X1]: P0 accesses 4 bytes at 'x', which is declared as uint64_t: expected all 8 bytes at once",
      ],
    ],
    [
      'AArch64, before it begins',
      assembly('AArch64', 'int x[2]; 0:X1=x[1];', 'LDR X0,[X1,#-2]', 'exists (0:X0=1)'),
      [
        "4:2 LDR X0,[X1,#-2]: P0 accesses 8 bytes at offset 2 of 'x[0]', which is declared as int: expected all 4 bytes at once",
      ],
    ],
    [
      'RISC-V, words of a doubleword',
      assembly('RISCV', 'uint64_t x; 0:x5=x;', 'sw x0,4(x5)\nld x6,0(x5)'),
      [
        "4:2 sw x0,4(x5): P0 accesses 4 bytes at offset 4 of 'x', which is declared as uint64_t: expected all 8 bytes at once",
      ],
    ],
    [
      'RISC-V, a byte of a word, and an AMO of more',
      assembly('RISCV', 'int x; 0:x5=x;', 'lbu x6,1(x5)\namoadd.d x7,x6,(x5)'),
      [
        "4:2 lbu x6,1(x5): P0 accesses 1 byte at offset 1 of 'x', which is declared as int: expected all 4 bytes at once",
        "5:2 amoadd.d x7,x6,(x5): P0 accesses 8 bytes at 'x', which is declared as int: expected all 4 bytes at once",
      ],
    ],
    [
      'X86_64, a byte, and a locked quadword',
      assembly('X86_64', 'uint32_t x; 0:rax=x;', 'movb $2,1(%rax)\nlock incq (x)'),
      [
        "4:2 movb $2,1(%rax): P0 accesses 1 byte at offset 1 of 'x', which is declared as uint32_t: expected all 4 bytes at once",
        "5:2 lock incq (x): P0 accesses 8 bytes at 'x', which is declared as uint32_t: expected all 4 bytes at once",
      ],
    ],
    [
      'X86, a half',
      assembly('X86', 'int x;', 'MOV [x],AX'),
      ["4:2 MOV [x],AX: P0 accesses 2 bytes at 'x', which is declared as int: expected all 4 bytes at once"],
    ],
    [
      'C, a narrower cast',
      c('atomic_t l = ATOMIC_INIT(257);', 'P0(atomic_t *l)\n{\n\tsmp_store_release((u8 *)l, 0);\n}'),
      [
        "5:2 smp_store_release((u8 *)l, 0): P0 accesses 1 byte at 'l', which is declared as atomic_t: expected all 4 bytes at once",
      ],
    ],
    [
      'C, a wider cast',
      c('u32 x[2] = {2, 1};', 'P0(u32 *x)\n{\n\tWRITE_ONCE(*(u64 *)(x + 1), 0);\n}'),
      [
        "5:2 WRITE_ONCE(*(u64 *)(x + 1), 0): P0 accesses 8 bytes at 'x[1]', which is declared as u32: expected all 4 bytes at once",
      ],
    ],
    [
      'C, an address inside, by a helper',
      c('', 'static void set(char *p) { WRITE_ONCE(p[1], 1); }\nP0(int *x) { set((char *)x); }'),
      [
        "3:28 WRITE_ONCE(p[1], 1): P0 accesses 1 byte at offset 1 of 'x', which is declared as int: expected all 4 bytes at once",
      ],
    ],
    [
      'C, a half of a field',
      c('', 'P0(struct page *page) { WRITE_ONCE(*(u32 *)&page->flags, 1); }'),
      [
        "3:25 WRITE_ONCE(*(u32 *)&page->flags, 1): P0 accesses 4 bytes at 'page.flags', which is declared as unsigned long: expected all 8 bytes at once",
      ],
    ],
  ])('is an error there: %s', (_, text, expected) => {
    expect(refused(text)).toEqual(expected);
  });

  it('of a location without a type is an error where it is not as wide as the first', () => {
    const text = assembly('AArch64', '0:X1=x; 1:X1=x;', 'STR W0,[X1] | LDRB W0,[X1]\n  | LDR X2,[X1]');
    const bytes = ['expected all 4 bytes at once', 'which other accesses take whole'];
    expect(refused(text)).toEqual([
      `4:16 LDRB W0,[X1]: P1 accesses 1 byte at 'x', ${bytes[1]}: ${bytes[0]}`,
      `5:4 LDR X2,[X1]: P1 accesses 8 bytes at 'x', ${bytes[1]}: ${bytes[0]}`,
    ]);
    const { diagnostics } = loadTest({ name: 'test.litmus', text });
    expect(
      diagnostics.flatMap(({ notes = [] }) => notes.map(({ message, span }) => [message, span?.start])),
    ).toEqual([0, 1].map(() => ['another access is here', text.indexOf('STR W0')]));
  });
});

describe('a parameter in C', () => {
  test.each([
    [
      'narrower than the location',
      'u32 x = 65537;',
      'P0(u16 *x) { }',
      "3:9 x: 'x' is u16 here, 2 bytes, and elsewhere u32: expected 4 bytes",
    ],
    [
      'wider than an element',
      'int x[2];',
      'P0(long *x) { }',
      "3:10 x: 'x' is long here, 8 bytes, and elsewhere int: expected 4 bytes",
    ],
    [
      "wider than another thread's",
      '',
      'P0(int *x) { }\nP1(long *x) { }',
      "4:10 x: 'x' is long here, 8 bytes, and elsewhere int: expected 4 bytes",
    ],
  ])('%s is an error', (_, init, threads, expected) => {
    expect(refused(c(init, threads))).toEqual([expected]);
  });

  test.each([
    ['signed or not', 'int x; long y; s8 z;', 'P0(u32 *x, unsigned long *y, bool *z) { }'],
    ['a pointer or a long', 'unsigned long p = &x;', 'P0(int **p, int *x) { }'],
    ['atomic or not', '', 'P0(atomic_t *x) { }\nP1(int *x) { }'],
    ['to void, which says nothing', 'long x;', 'P0(void *x) { }'],
    [
      'of a location without a type',
      'x = 1; y[1] = 2;',
      'P0(u8 *x, u64 *y) { WRITE_ONCE(*x, 3); WRITE_ONCE(y[1], 3); }',
    ],
  ])('of the same width is none: %s', (_, init, threads) => {
    expect(
      loadTest({ name: 'test.litmus', text: c(init, threads) }).diagnostics.filter(isAboutAddresses),
    ).toEqual([]);
  });
});

describe('an access whose address is computed', () => {
  // The pointer is right until P0 has written it: only some executions come to the byte inside.
  const A64 = assembly(
    'AArch64',
    'uint64_t p=y; uint8_t y; uint32_t x; 0:X1=p; 0:X3=x; 1:X1=p;',
    'ADD X2,X3,#1 | LDR X2,[X1]\nSTR X2,[X1] | LDRB W3,[X2]',
    'exists (1:X3=1)',
  );
  const A64_FOUND =
    "5:16 LDRB W3,[X2]: on ?, P1 accesses 1 byte at offset 1 of 'x', which is declared as uint32_t: expected all 4 bytes at once";

  it.each(['sc', 'armv8'])('is an error where an execution comes to it: AArch64 on %s', (model) => {
    expect(found(A64, model)).toEqual([A64_FOUND.replace('?', titleOf(model))]);
  });

  it('is the same error on the first model that comes to it', () => {
    expect(lines(run(A64).diagnostics)).toEqual([A64_FOUND.replace('?', 'SC')]);
  });

  it.each(['sc', 'riscv'])('RISC-V on %s', (model) => {
    const text = assembly(
      'RISCV',
      'uint64_t p=y; int y; uint64_t x; 0:x5=p; 0:x6=x; 1:x5=p;',
      'sd x6,0(x5) | ld x7,0(x5)\n | amoswap.w x8,x9,(x7)',
      'exists (1:x8=1)',
    );
    expect(found(text, model)).toEqual([
      `5:4 amoswap.w x8,x9,(x7): on ${titleOf(model)}, P1 accesses 4 bytes at 'x', which is declared as uint64_t: expected all 8 bytes at once`,
    ]);
  });

  it.each(['sc', 'tso'])('X86_64 on %s', (model) => {
    const text = assembly(
      'X86_64',
      'uint64_t p=x; uint16_t x[2]; 0:rax=p;',
      'movq (%rax),%rbx\nmovw $1,1(%rbx)',
      'exists (x[1]=0)',
    );
    expect(found(text, model)).toEqual([
      `5:2 movw $1,1(%rbx): on ${titleOf(model)}, P0 accesses 2 bytes at offset 1 of 'x[0]', which is declared as uint16_t: expected all 2 bytes at once`,
    ]);
  });

  it.each(MACHINES.map(({ name }) => name))('C on %s', (model) => {
    const text = c(
      'u32 pair[2] = {1, 2}; u64 y; u64 *p = &y;',
      'P0(u64 **p, u32 *pair) { WRITE_ONCE(*p, (u64 *)pair); }\nP1(u64 **p) { u64 *r0 = READ_ONCE(*p); u64 r1 = READ_ONCE(*r0); }',
      'exists (1:r1=1)',
    );
    expect(found(text, model)).toEqual([
      `4:44 r1 = READ_ONCE(*r0): on ${titleOf(model)}, P1 accesses 8 bytes at 'pair[0]', which is declared as u32: expected all 4 bytes at once`,
    ]);
  });

  it('is none where no execution comes to it', () => {
    const text = c(
      'u64 y = 7; u64 *p = &y; u32 x;',
      'P0(u64 **p, u32 *x) { int r9 = READ_ONCE(*x); if (r9) WRITE_ONCE(*p, (u64 *)x); }\nP1(u64 **p) { u64 *r0 = READ_ONCE(*p); u64 r1 = READ_ONCE(*r0); }',
      'exists (1:r1=7)',
    );
    const loaded = load(text);
    // It cannot be told from the text alone.
    expect(mayMix(loaded.programFor('x86'))).toBe(true);
    for (const { name } of MACHINES) expect(surveyed(loaded, name)).toEqual([]);
    expect(states(text, 'armv8')).toEqual(['1:r1=7']);
  });

  it('is an error too beside an object, where two sizes overlap', () => {
    const text = c(
      'int x;',
      'P0(int *x) { WRITE_ONCE(*(x + 1), 1); u64 r0 = READ_ONCE(*(u64 *)(x + 1)); }',
      'exists (0:r0=1)',
    );
    expect(found(text, 'tso')).toEqual([
      "3:43 r0 = READ_ONCE(*(u64 *)(x + 1)): on x86-TSO, P0 accesses 8 bytes at 'x+4', which other accesses take whole: expected all 4 bytes at once",
    ]);
  });
});

describe('whole accesses stay as they were', () => {
  test.each([
    [
      'bytes and halfwords in AArch64',
      assembly(
        'AArch64',
        'uint8_t x[2]={1,0xff}; uint16_t y=3; 0:X1=x; 0:X4=y;',
        'LDRB W0,[X1]\nLDRSB W2,[X1,#1]\nSTRB W0,[X1,#1]\nLDADDH W0,W3,[X4]',
        'locations [x; y; 0:X0; 0:X2; 0:X3;] exists (0:X0=1)',
      ),
      'armv8',
      ['0:X0=1 0:X2=-1 0:X3=3 x[0]=1 x[1]=1 y=4'],
    ],
    [
      'bytes and halfwords in RISC-V, which extend what they load',
      assembly(
        'RISCV',
        'uint8_t x=0xff; int16_t y=-2; 0:x5=x; 0:x6=y;',
        'lb x7,0(x5)\nlbu x8,0(x5)\nlh x9,0(x6)\nlhu x10,0(x6)\nsb x9,0(x5)\nsh x8,0(x6)',
        'locations [x; y; 0:x7; 0:x8; 0:x9; 0:x10;] exists (0:x7=-1)',
      ),
      'riscv',
      ['0:x10=65534 0:x7=-1 0:x8=255 0:x9=-2 x=254 y=255'],
    ],
    [
      'bytes in X86_64',
      assembly(
        'X86_64',
        'uint8_t x[2]={1,2}; 0:rax=x;',
        'movb 1(%rax),%bl\nmovb $3,(%rax)\nlock incb 1(%rax)',
        'locations [x; 0:rbx;] exists (0:rbx=2)',
      ),
      'tso',
      ['0:rbx=2 x[0]=3 x[1]=3'],
    ],
    [
      'bytes in C',
      c(
        'u8 x[2] = {1, 255}; bool b;',
        'P0(u8 *x, bool *b) { u8 r0 = READ_ONCE(x[1]); WRITE_ONCE(*x, r0 + 2); WRITE_ONCE(*b, 4); }',
        'locations [x; b; 0:r0] exists (x[0]=1)',
      ),
      'sc',
      ['0:r0=255 b=1 x[0]=1 x[1]=255'],
    ],
    [
      'locations without a type, each as wide as its accesses',
      assembly(
        'AArch64',
        'x=-1; y=-1; z=-1; w=z; 0:X1=x; 0:X2=y; 0:X3=w;',
        'LDR X4,[X1]\nLDR W5,[X2]\nLDR X6,[X3]\nLDRB W7,[X6]',
        'locations [x; y; z; 0:X7;] exists (x=0)',
      ),
      'armv8',
      ['0:X7=255 x=-1 y=-1 z=255'],
    ],
    [
      'a location without a type, reached by an artificial dependency alone',
      assembly(
        'AArch64',
        'uint64_t y; 0:X1=y; 0:X3=x;',
        'LDR X0,[X1]\nEOR X2,X0,X0\nLDR W4,[X3,X2]',
        'locations [x;] exists (0:X4=0)',
      ),
      'armv8',
      ['0:X4=0 x=0'],
    ],
    [
      'an array without a type, of the width of its accesses',
      assembly('AArch64', 'x[1]=5; 0:X1=x;', 'LDR X0,[X1,#8]\nSTR X0,[X1]', 'locations [x;] exists (0:X0=5)'),
      'armv8',
      ['0:X0=5 x[0]=5 x[1]=5'],
    ],
  ])('%s', (_, text, model, expected) => {
    expect(states(text, model)).toEqual(expected);
  });
});

describe('what the text alone tells', () => {
  const program = (text: string) => load(text).programFor('x86');

  it.each([
    ['of constant addresses', c('', 'P0(int *x, u64 *y) { WRITE_ONCE(*x, 1); WRITE_ONCE(*y, 1); }')],
    [
      'of pointers to one type',
      c('p=&x;', 'P0(int **p, int *x) { int *r0 = READ_ONCE(*p); WRITE_ONCE(*r0, 1); }'),
    ],
    [
      'of artificial dependencies',
      assembly('AArch64', 'int x; int y; 0:X1=y; 0:X3=x;', 'LDR W0,[X1]\nEOR W2,W0,W0\nLDR W4,[X3,W2,SXTW]'),
    ],
  ])('is that sizes are not mixed, %s', (_, text) => {
    expect(mayMix(program(text))).toBe(false);
  });

  it.each([
    [
      'what is added to an address',
      assembly('AArch64', 'int x; int y=1; 0:X1=y; 0:X3=x;', 'LDR W0,[X1]\nLDR W4,[X3,X0]\nSTR W4,[X1]'),
    ],
    ['a counter', assembly('AArch64', 'int x; 0:X1=x;', 'L: LDR W0,[X1],#4\nCBNZ W0,L')],
    ['a cell beside an object', c('int x;', 'P0(int *x) { WRITE_ONCE(*(x + 1), 1); }')],
  ])('is that they may be, by %s', (_, text) => {
    expect(mayMix(program(text))).toBe(true);
  });
});

it('a location without a type is as wide as what goes through pointers to it', () => {
  // Nothing but the flow of p's value says that x is accessed, and with how many bytes.
  const text = assembly(
    'AArch64',
    'uint64_t p=x; x=-1; 0:X1=p;',
    'LDR X2,[X1]\nMOV W3,#7\nSTRH W3,[X2]',
    'locations [x;] exists (x=7)',
  );
  expect(states(text, 'armv8')).toEqual(['x=7']);
});

/** What memory may hold, as far as the code tells: nothing that an execution puts there is missing. */
import { describe, expect, it } from 'vitest';
import { loadTest } from '../../src/dialects/load.js';
import type { Program } from '../../src/program/program.js';
import { heldValues } from '../../src/window/held-values.js';

function load(text: string): Program {
  const { test, diagnostics } = loadTest({ name: 'held.litmus', text });
  if (test === null) throw new Error(JSON.stringify(diagnostics.map(({ code }) => code)));
  return test.programFor('riscv');
}

const c = (...threads: readonly string[]): Program => {
  const parameters = 'int *x, int *y, int *z, int *l';
  const bodies = threads.map(
    (body, index) => `P${index}(${parameters})\n{\n\tint r0;\n\tint r1;\n${body}\n}\n`,
  );
  return load(`C held\n{}\n${bodies.join('\n')}exists (true)\n`);
};

/** What a location may hold, in order; null for anything. */
function valuesOf(program: Program, name: string): readonly number[] | null {
  const location = program.locations.findIndex((each) => each.name === name);
  const values = heldValues(program).valuesOf(location);
  return values === null ? null : values.map(Number).sort((one, other) => one - other);
}

describe('what memory may hold', () => {
  it('comes from thread to thread', () => {
    const program = c(
      'r0 = READ_ONCE(*x); WRITE_ONCE(*y, r0 + 1);',
      'r0 = READ_ONCE(*y); if (r0 == 1) WRITE_ONCE(*z, 7); else WRITE_ONCE(*z, 8);',
    );
    expect(valuesOf(program, 'x')).toEqual([0]);
    expect(valuesOf(program, 'y')).toEqual([0, 1]);
    expect(valuesOf(program, 'z')).toEqual([0, 7, 8]);
  });

  it('is what a thread wrote last where only that thread writes', () => {
    const own = 'WRITE_ONCE(*x, READ_ONCE(*x) + 1);';
    expect(valuesOf(c(`${own} ${own} ${own}`, 'r0 = READ_ONCE(*x);'), 'x')).toEqual([0, 1, 2, 3]);
  });

  it('may be anything where two threads count', () => {
    const count = 'WRITE_ONCE(*x, READ_ONCE(*x) + 1);';
    expect(valuesOf(c(count, count), 'x')).toBeNull();
  });

  it('may be what a branch allows that it leads to itself, once its arms have met', () => {
    const program = c(
      'r0 = READ_ONCE(*y); if (r0 != 42) WRITE_ONCE(*l, 1); r1 = READ_ONCE(*l); WRITE_ONCE(*x, 42 + r1);',
      'r0 = READ_ONCE(*x); WRITE_ONCE(*y, r0);',
    );
    expect(valuesOf(program, 'x')).toEqual([0, 42, 43]);
  });

  it('may be what stands behind a wait that has no end', () => {
    const program = c('smp_cond_load_relaxed(y, VAL == 5); WRITE_ONCE(*x, 3);', 'r0 = READ_ONCE(*x);');
    expect(valuesOf(program, 'x')).toEqual([0, 3]);
  });

  it('is not known where a thread may be caught in a loop of its own', () => {
    expect(valuesOf(c('r0 = READ_ONCE(*y); if (r0) for (;;) cpu_relax(); WRITE_ONCE(*x, 3);'), 'x')).toEqual([
      0, 3,
    ]);
    expect(
      valuesOf(
        c('r0 = READ_ONCE(*y); if (r0) for (;;) cpu_relax();', 'WRITE_ONCE(*y, 1); WRITE_ONCE(*x, 3);'),
        'x',
      ),
    ).toBeNull();
  });
});

describe('how often', () => {
  it('a place is come to, and a location written', () => {
    const program = c(
      'for (r0 = 0; r0 < READ_ONCE(*y); r0++) { WRITE_ONCE(*x, r0); }',
      'WRITE_ONCE(*y, 3); if (READ_ONCE(*x) == 2) while (xchg(z, 1)) cpu_relax();',
      'while (xchg(z, 1)) cpu_relax();',
    );
    const held = heldValues(program);
    const at = (name: string): number => program.locations.findIndex((each) => each.name === name);
    const write = program.threads[0].code.findIndex((each) => each.kind === 'write');
    expect(held.visitsOf(0, write)).toBe(3);
    expect(held.writesOf(0, at('x'))).toBe(3);
    expect(held.writesOf(1, at('y'))).toBe(1);
    expect(held.writesOf(0, at('z'))).toBe(0);
    expect(held.writesOf(2, at('z'))).toBe(Number.POSITIVE_INFINITY);
  });

  it('pointers lead to what they may point to', () => {
    const program = load(
      'C targets\nstruct s { int v; struct s *next; };\nstruct s a;\nstruct s b;\nstruct s *p = &a;\nP0(void)\n{\n\tstruct s *q = READ_ONCE(p);\n\tWRITE_ONCE(q->v, 1);\n}\nP1(void)\n{\n\tWRITE_ONCE(b.v, 2);\n}\nexists (true)\n',
    );
    const write = program.threads[0].code.findIndex((each) => each.kind === 'write');
    const names = [...heldValues(program).locationsAt(0, write)].map((each) => program.locations[each].name);
    expect(names).toEqual(['a.v']);
  });
});

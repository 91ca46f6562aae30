/** What an audit says of barriers and ordered accesses, one at a time and together. */
import { describe, expect, it } from 'vitest';
import { audit, auditCase, rows } from './audited.js';

const HARDWARE = ['tso', 'armv8', 'riscv'];

/** A C test of two threads. */
function c(first: string, second: string, condition: string, init = ''): string {
  const thread = (number: number, body: string): string =>
    `P${number}(int *x, int *y, atomic_t *c, spinlock_t *s, struct page *p)\n{\n\tint r0;\n\tint r1;\n\n${body
      .split('\n')
      .map((line) => `\t${line}\n`)
      .join('')}}\n`;
  return `C test\n\n{\n${init}}\n\n${thread(0, first)}\n${thread(1, second)}\n${condition}\n`;
}

const MP_READER = 'r0 = smp_load_acquire(y);\nr1 = READ_ONCE(*x);';
const MP = 'exists (1:r0=1 /\\ 1:r1=0)';

describe('a barrier', () => {
  it('is needed, redundant, or may be a weaker one', () => {
    expect(rows(auditCase('gup-writeback/barrier', { models: HARDWARE }))).toEqual([
      '34 smp_mb(): redundant, needed, smp_rmb()',
      '42 TestSetPageWriteback(page): redundant, needed, needed',
      '43 smp_wmb(): redundant, redundant, redundant',
    ]);
  });

  it('has nothing to be needed for where the model allows the state with it', () => {
    const text = c(
      'WRITE_ONCE(*x, 1);\nsmp_wmb();\nr0 = READ_ONCE(*y);',
      'WRITE_ONCE(*y, 1);\nsmp_wmb();\nr0 = READ_ONCE(*x);',
      'exists (0:r0=0 /\\ 1:r0=0)',
    );
    expect(rows(audit(text, { models: ['tso'] }))).toEqual(['12 smp_wmb(): moot', '22 smp_wmb(): moot']);
  });

  it('is audited on POWER where the kernel model allows what no other machine shows', () => {
    const reader = (first: string, second: string) =>
      `(int *x, int *y) { int r0; int r1; r0 = READ_ONCE(*${first});\n smp_rmb();\n r1 = READ_ONCE(*${second}); }`;
    const iriw = `C iriw\n\n{}\nP0(int *x) { WRITE_ONCE(*x, 1); }\nP1${reader('x', 'y')}\nP2(int *y) { WRITE_ONCE(*y, 1); }\nP3${reader('y', 'x')}\nexists (1:r0=1 /\\ 1:r1=0 /\\ 3:r0=1 /\\ 3:r1=0)\n`;
    const { models } = audit(iriw);
    expect(models.map(({ model, answer }) => `${model} ${answer.kind}`)).toEqual([
      'lkmm allowed',
      ...['tso', 'pso', 'armv8', 'riscv'].map((name) => `${name} forbidden`),
      'power allowed',
    ]);
    expect(rows(audit(iriw))).toEqual([
      '6 smp_rmb(): moot, redundant, redundant, needed, needed, moot',
      '10 smp_rmb(): moot, redundant, redundant, needed, needed, moot',
    ]);
    expect(audit(iriw, { models: ['lkmm', 'armv8'] }).models).toHaveLength(2);
    // What the barrier of the text is there, and what the one is that helps.
    expect(audit(iriw, { models: ['armv8', 'power', 'armv7'] }).instructions).toEqual([
      { model: 1, name: 'smp_rmb', becomes: 'lwsync' },
      { model: 1, name: 'smp_mb', becomes: 'sync' },
      { model: 2, name: 'smp_rmb', becomes: 'dmb ish' },
      { model: 2, name: 'smp_mb', becomes: 'dmb ish' },
    ]);
  });

  it('of the compiler is none of an audit', () => {
    const text = c('WRITE_ONCE(*x, 1);\nbarrier();\nWRITE_ONCE(*y, 1);', MP_READER, MP);
    expect(rows(audit(text)).map((row) => row.split(':')[0])).toEqual(['21 smp_load_acquire(y)']);
  });

  it('that a macro puts there is left out', () => {
    const text = `C test\n#define FENCE smp_mb()\n\n{}\n\nP0(int *x)\n{\n\tWRITE_ONCE(*x, 1);\n\tFENCE;\n\tsmp_mb();\n}\n\nexists (x=2)\n`;
    expect(rows(audit(text, { models: ['tso'] }))).toEqual(['10 smp_mb(): redundant']);
  });

  it('in a function that is called twice is one place', () => {
    const text = `C test\n\n{}\n\nstatic void publish(int *x, int *y)\n{\n\tWRITE_ONCE(*x, 1);\n\tsmp_wmb();\n\tWRITE_ONCE(*y, 1);\n}\n\nP0(int *x, int *y)\n{\n\tpublish(x, y);\n}\n\nP1(int *x, int *y)\n{\n\tint r0;\n\tint r1;\n\n\tr0 = READ_ONCE(*y);\n\tsmp_rmb();\n\tr1 = READ_ONCE(*x);\n}\n\n${MP}\n`;
    const { sites } = audit(text, { models: ['armv8'] });
    expect(sites.map(({ line, within, cells }) => [line, within, cells[0].kind])).toEqual([
      [8, 'publish', 'needed'],
      [23, 'P1', 'needed'],
    ]);
  });

  it('is an arm of its own, or shares a line, and goes all the same', () => {
    const text = c(
      'WRITE_ONCE(*x, 1); smp_wmb(); WRITE_ONCE(*y, 1);',
      'r0 = READ_ONCE(*y);\nif (r0)\n\tsmp_rmb();\nr1 = READ_ONCE(*x);',
      MP,
    );
    expect(rows(audit(text, { models: ['armv8'] }))).toEqual([
      '11 smp_wmb(): needed',
      '21 smp_rmb(): needed',
    ]);
  });

  it('is not called redundant when a limit keeps its answer open', () => {
    const limits = { states: 2, milliseconds: 60_000, megabytes: 100 };
    const { models, sites, advice } = auditCase('gup-writeback/barrier', { models: ['armv8'], limits });
    expect(models[0].answer).toEqual({ kind: 'unknown', reason: { kind: 'states', bound: 2 } });
    expect(new Set(sites.map(({ cells }) => cells[0].kind))).toEqual(new Set(['unknown']));
    expect(advice.kind).toBe('unknown');
  });
});

describe('an ordered access', () => {
  const bare = (first: string, second: string): readonly (string | null)[] =>
    audit(c(first, second, 'exists (x=99)'), { models: ['armv8'] }).sites.map(({ without }) => without);

  it("is written without its order in the kernel's own names", () => {
    expect(
      bare(
        'smp_store_release(y, 1);\nsmp_store_mb(*x, 1);\natomic_set_release(c, 1);',
        'r0 = smp_load_acquire(&*y);\nr1 = atomic_read_acquire(c);',
      ),
    ).toEqual(['WRITE_ONCE()', 'WRITE_ONCE()', 'atomic_set()', 'READ_ONCE()', 'atomic_read()']);
    expect(
      bare(
        'atomic_fetch_add(1, c);\nr0 = atomic_fetch_add(1, c);\nr0 = xchg(x, 1);',
        'r0 = cmpxchg_acquire(x, 0, 1);\natomic_dec_and_test(c);',
      ),
    ).toEqual([
      'atomic_add()',
      'atomic_fetch_add_relaxed()',
      'xchg_relaxed()',
      'cmpxchg_relaxed()',
      'atomic_dec()',
    ]);
    expect(
      bare(
        'TestSetPageDirty(p);\nend_page_writeback(p);\nput_page(p);\nr0 = page_ref_sub_return(p, 1);',
        'r0 = !put_page_testzero(p);\nr1 = PageUptodate(p);\nTestSetPageUptodate(p);',
      ),
    ).toEqual([
      'SetPageDirty()',
      'ClearPageWriteback()',
      'page_ref_dec()',
      'atomic_sub_return_relaxed()',
      '!atomic_dec_return_relaxed()',
      'test_bit()',
      // SetPageUptodate() has a barrier of its own.
      'set_bit()',
    ]);
  });

  it('keeps the value that the test asks for, whatever becomes of the order', () => {
    const text = c('r0 = !atomic_dec_and_test(c);', 'r0 = 0;', 'exists (0:r0=1)', '\tatomic_t c = 1;\n');
    expect(rows(audit(text, { models: ['armv8'] }))).toEqual(['12 atomic_dec_and_test(c): redundant']);
  });

  it('may be an acquire or a release', () => {
    const text = c(
      'WRITE_ONCE(*x, 1);\nr0 = xchg(y, 1);',
      'r0 = xchg(y, 2);\nr1 = READ_ONCE(*x);',
      'exists (1:r0=1 /\\ 1:r1=0)',
    );
    expect(rows(audit(text, { models: ['armv8'] }))).toEqual([
      '12 xchg(y, 1): xchg_release()',
      '20 xchg(y, 2): xchg_acquire()',
    ]);
  });

  it('of a lock is not weakened', () => {
    const text = c(
      'spin_lock(s);\nWRITE_ONCE(*x, 1);\nspin_unlock(s);',
      'lock_page(p);\nr0 = test_and_set_bit_lock(0, &p->private);\nunlock_page(p);',
      'exists (x=99)',
    );
    expect(rows(audit(text))).toEqual([]);
  });

  it('that cannot be written weaker is said to be fixed', () => {
    const text = c('r0 = atomic_add_unless(c, 1, 5);', 'r0 = 0;', 'exists (0:r0=0)');
    expect(rows(audit(text, { models: ['armv8'] }))).toEqual(['11 atomic_add_unless(c, 1, 5): fixed']);
  });
});

describe('together', () => {
  it('two that cover for each other are named, and the sets that can go', () => {
    const text = c(
      'WRITE_ONCE(*x, 1);\nsmp_mb();\nsmp_mb();\nr0 = READ_ONCE(*y);',
      'WRITE_ONCE(*y, 1);\nsmp_mb();\nr0 = READ_ONCE(*x);',
      'exists (0:r0=0 /\\ 1:r0=0)',
    );
    const result = audit(text, { models: HARDWARE });
    expect(rows(result)).toEqual([
      '12 smp_mb(): redundant, redundant, redundant',
      '13 smp_mb(): redundant, redundant, redundant',
      '23 smp_mb(): needed, needed, needed',
    ]);
    expect(result.together).toEqual([
      { models: [0, 1, 2], joint: false, sets: [[1], [0]], covers: [[0, 1]], complete: true },
    ]);
  });

  it('what can go on each of two models need not go on both', () => {
    const { together } = auditCase('gup-writeback/barrier', { models: HARDWARE });
    expect(together.map(({ models, joint, sets }) => [models, joint, sets])).toEqual([
      [[0], false, [[0, 1, 2]]],
      [[1, 2], false, [[2]]],
      [[0, 1, 2], true, [[2]]],
    ]);
  });
});

describe('on x86', () => {
  it('a barrier beside a locked instruction is paid for, and one that is no instruction is said to be so', () => {
    const { x86 } = auditCase('gup-writeback/barrier', { models: HARDWARE });
    expect(x86).toEqual([
      {
        kind: 'locked-beside',
        site: 0,
        line: 33,
        text: 'page_ref_add(page, PAGE_PIN_BIAS)',
        instead: 'smp_mb__after_atomic()',
      },
      { kind: 'locked-anyway', site: 1 },
      { kind: 'no-instruction', site: 2 },
    ]);
  });

  it('a plain store in between keeps a barrier from being paid for', () => {
    const thread = (here: string, there: string): string =>
      `atomic_inc(c);\nWRITE_ONCE(*${here}, 1);\nsmp_mb();\nr0 = READ_ONCE(*${there});`;
    const result = audit(c(thread('x', 'y'), thread('y', 'x'), 'exists (0:r0=0 /\\ 1:r0=0)'), {
      models: ['tso'],
    });
    expect(rows(result)).toEqual(['13 smp_mb(): needed', '24 smp_mb(): needed']);
    expect(result.x86).toEqual([]);
  });

  it('an MFENCE before a locked instruction is paid for in assembly too', () => {
    const text =
      'X86 test\n\n{\n}\n\n P0          | P1          ;\n MOV [x],$1  | MOV [y],$1  ;\n MFENCE      | MFENCE      ;\n LOCK INC [z] | MOV EAX,[x] ;\n MOV EAX,[y] |             ;\n\nexists (0:EAX=0 /\\ 1:EAX=0)\n';
    const { x86, sites } = audit(text);
    expect(sites.map(({ text: name, cells }) => [name, cells[0].kind])).toEqual([
      ['MFENCE', 'redundant'],
      ['MFENCE', 'needed'],
      ['LOCK INC [z]', 'redundant'],
    ]);
    expect(x86).toEqual([{ kind: 'locked-beside', site: 0, line: 9, text: 'LOCK INC [z]', instead: null }]);
  });
});

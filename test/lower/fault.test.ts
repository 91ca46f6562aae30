/** What is wrong with a test's names and types: the exact complaint, the token, and the fix where there is one. */
import { describe, expect, it, test } from 'vitest';
import { faults, withBody } from './load.js';

function inBody(body: string): readonly string[] {
  return faults(withBody(body));
}

function inTest(init: string, threads: string, condition = 'exists (true)'): readonly string[] {
  return faults(`C test\n{ ${init} }\n${threads}\n${condition}\n`);
}

it('in a function that is inlined twice is told of once', () => {
  const text = 'static void f(int *x) { smp_md(); }\nP0(int *x) { f(x); f(x); }';
  expect(inTest('int x;', text)).toEqual(["unknown-function 'smp_md': name smp_md; suggestion smp_mb"]);
});

describe('a call', () => {
  test.each([
    ['smp_md();', "unknown-function 'smp_md': name smp_md; suggestion smp_mb"],
    ['frobnicate(x);', "unknown-function 'frobnicate': name frobnicate"],
    ['smp_rmb;', "barrier-without-parentheses 'smp_rmb': name smp_rmb; fix smp_rmb();"],
    [
      'WRITE_ONCE(*x);',
      "wrong-argument-count 'WRITE_ONCE(*x)': name WRITE_ONCE; expected 2 arguments; found 1",
    ],
    ['smp_mb(1);', "wrong-argument-count 'smp_mb(1)': name smp_mb; expected 0 arguments; found 1"],
    [
      'r0 = READ_ONCE(x);',
      "wrong-argument 'x': name READ_ONCE; expected a variable in memory, such as *x; fix r0 = READ_ONCE(*x);",
    ],
    ['lock_page(x);', "wrong-argument 'x': name lock_page; expected a pointer to a struct page"],
    [
      'atomic_inc(page);',
      "wrong-argument 'page': name atomic_inc; expected a pointer to a variable, not to a struct page",
    ],
    [
      'int r1 = 0; r0 = atomic_try_cmpxchg(c, r1, 2);',
      "wrong-argument 'r1': name atomic_try_cmpxchg; expected the address of a local variable, such as &old",
    ],
    [
      'r0 = smp_cond_load_acquire(x, READ_ONCE(*y));',
      "wrong-argument 'READ_ONCE(*y)': name smp_cond_load_acquire; expected a condition without accesses or effects",
    ],
    ['int r0 = smp_mb();', "no-value 'smp_mb()': name smp_mb"],
    [
      'synchronize_sched(); synchronize_sched();',
      "unsupported 'synchronize_sched': what synchronize_sched; why RCU-sched as a kind of its own is not part of these models",
    ],
  ])('%s', (body, fault) => {
    expect(inBody(body).filter((each) => !each.startsWith('warning'))).toEqual([fault]);
  });
});

describe('a name in the code', () => {
  it('that is assigned and never declared is an int, said once for each thread', () => {
    expect(inBody('r0 = 1; r0 = r0 + 1;')).toEqual(["warning undeclared-local 'r0': name r0; thread P0"]);
  });

  it('that nothing declares or assigns is a fault', () => {
    expect(inBody('int flag = 1; if (flog) WRITE_ONCE(*x, 1);')).toEqual([
      "undeclared-location 'flog': name flog; thread P0; did you mean 'flag'?",
    ]);
  });

  it('that is another thread’s location asks to become a parameter', () => {
    expect(inTest('', 'P0(int *x) { WRITE_ONCE(*y, 1); }\nP1(int *y) { }')).toEqual([
      "undeclared-location 'y': name y; thread P0; 'y' is a location of this test; fix P0(int *x, int *y) { WRITE_ONCE(*y, 1); }",
    ]);
  });

  it('declared twice is a fault, and in an inner block is not', () => {
    expect(inBody('int r0; long r0; { int r0 = 1; }')).toEqual([
      "duplicate-name 'r0': name r0; first a local; second a local; first declared here",
    ]);
  });

  it('declared twice with one type is warned of', () => {
    expect(inBody('int r0 = 1; int r0 = 2;')).toEqual([
      "warning duplicate-name 'r0': name r0; first a local; second a local; first declared here",
    ]);
  });

  it('is a parameter or a local of the body, not both', () => {
    expect(inBody('int x; { int y; y = 1; }')).toEqual([
      "duplicate-name 'x': name x; first a parameter; second a local",
    ]);
  });

  it('may be a constant of the kernel', () => {
    expect(
      inBody('int r0 = PAGE_PIN_BIAS; int *p = NULL; int r1 = test_bit(PG_locked, &page->flags);'),
    ).toEqual([]);
  });
});

describe('a place', () => {
  test.each([
    ['1 = 2;', "not-assignable '1'"],
    ['x = 1;', "not-assignable 'x': fix *x = 1;"],
    [
      'int r0 = READ_ONCE(page.flags);',
      "unexpected '.': found .; expected '->' behind a pointer; fix int r0 = READ_ONCE(page->flags);",
    ],
    [
      'int r0 = READ_ONCE(page->flag);',
      "unknown-field 'flag': structure struct page; name flag; known flags,_refcount,_mapcount,mapping,index,private",
    ],
    ['int r0 = READ_ONCE(x->f);', "unsupported 'f': what field 'f' of type int"],
    ['foo_t r0 = 1;', "unknown-type 'foo_t': name foo_t"],
    ['spinlok_t *p = 0;', "unknown-type 'spinlok_t': name spinlok_t; suggestion spinlock_t"],
  ])('%s', (body, fault) => {
    expect(inBody(body)).toEqual([fault]);
  });
});

describe('a jump', () => {
  test.each([
    ['retry: smp_mb(); goto rety;', "unknown-label 'rety': name rety; suggestion retry"],
    ['break;', "stray-jump 'break;': keyword break"],
    ['continue;', "stray-jump 'continue;': keyword continue"],
    ['a: smp_mb(); a: smp_mb();', "duplicate-name 'a': name a; first a label; second a label; first here"],
  ])('%s', (body, fault) => {
    expect(inBody(body)).toEqual([fault]);
  });
});

describe('a location', () => {
  it('is not a structure here and an int there', () => {
    expect(inTest('', 'P0(int *p) { }\nP1(struct page *p) { }')).toEqual([
      "duplicate-name 'p': name p; first a location of type int; second a location of type struct page; first declared here",
    ]);
  });

  it('is not initialised twice', () => {
    expect(inTest('x=1; int x=2;', 'P0(int *x) { }')).toEqual([
      "duplicate-name 'int x=2': name x; first an init entry; second an init entry; first initialised here",
    ]);
  });

  it('is passed by its address', () => {
    expect(inTest('', 'P0(int x) { }')).toEqual([
      "not-a-pointer 'x': what parameter 'x'; fix P0(int *x) { }",
    ]);
  });

  it('has as many elements as declared', () => {
    expect(inTest('int a[2]={1,2}; a[2]=3;', 'P0(int *a) { }')).toEqual([
      "unknown-location 'a[2]=3': name a[2]; 'a' is of type int[2]",
    ]);
    expect(inTest('a[2]=3;', 'P0(int *a) { }', 'exists (a[2]=3)')).toEqual([]);
    expect(inTest('int a[2];', 'P0(int *a) { }', 'exists (a[2]=0)')).toEqual([
      "unknown-location 'a[2]': name a[2]; 'a' is of type int[2]",
    ]);
    expect(inTest('int a[999999999];', 'P0(int *a) { }')).toEqual([
      "unsupported '999999999': what an array of 999999999 elements",
    ]);
  });

  it('has the fields of its structure', () => {
    expect(inTest('struct page p; p.flag=1;', 'P0(struct page *p) { }')[0]).toMatch(
      /^unknown-field 'p.flag=1'/,
    );
  });
});

it('a register is initialised in a thread that exists, and once', () => {
  expect(inTest('2:r0=1;', 'P0(int *x) { }')).toEqual(["unknown-thread '2:r0=1': number 2; threads 1"]);
  expect(inTest('0:r0=1; 0:r0=2;', 'P0(int *x) { }')).toEqual([
    "duplicate-name '0:r0=2': name r0; first an initial register; second an initial register",
  ]);
});

describe('a name in the condition', () => {
  const threads =
    'P0(int *flag, int *x) { int seen = READ_ONCE(*x); }\nP1(int *x) { int seen = 1; int own = 2; }';
  test.each([
    ['0:sen=1', "unknown-register '0:sen': name sen; thread P0; suggestion seen"],
    ['2:seen=1', "unknown-thread '2': number 2; threads 2"],
    ['flg=1', "unknown-location 'flg': name flg; suggestion flag"],
    ['0:seen=flg', "unknown-location 'flg': name flg; suggestion flag"],
    ['seen=1', "ambiguous-register 'seen': name seen; threads P0,P1"],
    ['x[1]=0', "unknown-location 'x[1]': name x[1]; 'x' is of type int"],
  ])('%s', (condition, fault) => {
    expect(inTest('', threads, `exists (${condition})`)).toEqual([fault]);
  });

  it('is a warning where a register is only listed, which is 0 then', () => {
    expect(inTest('', threads, 'locations [0:sen]\nexists (1:own=2)')).toEqual([
      "warning unknown-register '0:sen': name sen; thread P0; suggestion seen",
    ]);
  });

  it('is found in locations and filter too', () => {
    expect(inTest('', threads, 'locations [y]\nfilter (0:z=1)\nexists (own=2)')).toHaveLength(2);
  });
});

it('all faults of a file are found, in the order of the text', () => {
  const text = withBody('smp_mbb(); WRITE_ONCE(x, 1); goto nowhere;').replace('true', '0:r9=1');
  expect(faults(text).map((fault) => fault.split(' ')[0])).toEqual([
    'unknown-function',
    'wrong-argument',
    'unknown-label',
    'unknown-register',
  ]);
});

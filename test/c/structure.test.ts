/** Structures: members as locations of their own, linked structures, variables of functions that are kept in memory. */
import { describe, expect, it } from 'vitest';
import { finalState, said, verdicts } from './outcome.js';

/** A test with these definitions, init block, threads and question. */
function test(definitions: string, init: string, threads: string, question: string): string {
  return `C t\n${definitions}\n{ ${init} }\n${threads}\n${question}\n`;
}

describe('members', () => {
  it('are locations of their own, at the offsets of C', () => {
    const definitions =
      'struct inner { u8 a; u16 b; atomic_t n; };\nstruct outer { char tag; struct inner in[2]; spinlock_t lock; struct outer *self; };';
    const threads =
      'P0(struct outer *o)\n{\n\tWRITE_ONCE(o->in[1].b, 513);\n\tatomic_inc(&o->in[0].n);\n\tspin_lock(&o->lock);\n\to->self = o;\n\tspin_unlock(&o->lock);\n' +
      '\tunsigned long at = offsetof(struct outer, in[1].n);\n\tsize_t size = sizeof(*o);\n}';
    expect(
      finalState(test(definitions, 'struct outer o;', threads, 'locations [o; 0:at; 0:size]\nforall (true)')),
    ).toBe(
      '0:at=16 0:size=32 o.in[0].a=0 o.in[0].b=0 o.in[0].n=1 o.in[1].a=0 o.in[1].b=513 o.in[1].n=0 o.lock=0 o.self=o o.tag=0',
    );
  });

  it('are what bool, and what is narrower than an int, make of a value', () => {
    const definitions = 'struct flags { bool on; s8 low; __le16 wire; };';
    const threads =
      'P0(struct flags *f) { WRITE_ONCE(f->on, 4); WRITE_ONCE(f->low, 200); WRITE_ONCE(f->wire, cpu_to_le16(70000)); }';
    expect(finalState(test(definitions, '', threads, 'exists (f.on=1 /\\ f.low=-56 /\\ f.wire=4464)'))).toBe(
      'f.low=-56 f.on=1 f.wire=4464',
    );
  });

  it('have initial values by name, by index, in order, and 0 where nothing is said', () => {
    const definitions =
      'struct pair { int a; int b; };\nstruct all { struct pair p[3]; struct pair *to; int n; };';
    const init =
      'struct pair end = { 8, 9 }; struct all x = { .p[1].b = 4, .p = { [2] = { .a = 5 } }, .to = &end, .n = 1 << 3 }; struct all y = { { 1, 2, 3 }, &x.p[1] };';
    expect(
      finalState(
        test(
          definitions,
          init.replace('.p[1].b = 4, ', ''),
          'P0(void) { }',
          'locations [x; y; end]\nforall (true)',
        ),
      ),
    ).toBe(
      'end.a=8 end.b=9 x.n=8 x.p[0].a=0 x.p[0].b=0 x.p[1].a=0 x.p[1].b=0 x.p[2].a=5 x.p[2].b=0 x.to=end ' +
        'y.n=0 y.p[0].a=1 y.p[0].b=2 y.p[1].a=3 y.p[1].b=0 y.p[2].a=0 y.p[2].b=0 y.to=x.p[1]',
    );
    expect(
      said(
        test(definitions, 'struct pair end = { .c = 1 };', 'P0(struct pair *end) { }', 'exists (end.a=0)'),
      )[0],
    ).toBe("4: 'struct pair' has no field 'c': expected 'a' or 'b'");
  });

  it('order as other locations do: a message in one structure', () => {
    const message = (write: string, read: string) =>
      test(
        'struct box { int full; int data[2]; };',
        '',
        `P0(struct box *b) { WRITE_ONCE(b->data[1], 7); ${write} }\nP1(struct box *b) { int f = ${read}; int d = READ_ONCE(b->data[1]); }`,
        'exists (1:f=1 /\\ 1:d=0)',
      );
    expect(verdicts(message('smp_store_release(&b->full, 1);', 'smp_load_acquire(&b->full)'))).toBe('Never');
    expect(verdicts(message('WRITE_ONCE(b->full, 1);', 'READ_ONCE(b->full)'))).toBe(
      'lkmm:Sometimes sc:Never tso:Never pso:Sometimes armv8:Sometimes riscv:Sometimes',
    );
  });
});

describe('linked structures', () => {
  const node = 'struct node { int v; struct node *next; };\nstruct head { struct node *first; };';

  it('are walked', () => {
    const threads =
      'P0(struct head *h)\n{\n\tstruct node *p;\n\tint sum = 0;\n\n\tfor (p = xchg(&h->first, NULL); p; p = READ_ONCE(p->next))\n\t\tsum += READ_ONCE(p->v);\n}';
    const init =
      'struct node a = { 1, &b }; struct node b = { 2, &c }; struct node c = { .v = 4 }; struct head h = { &a };';
    expect(finalState(test(node, init, threads, 'exists (0:sum=7 /\\ h.first=0)'))).toBe('0:sum=7 h.first=0');
  });

  it('are published with their contents', () => {
    const publish = (store: string) =>
      test(
        node,
        '',
        `P0(struct head *h, struct node *a) { WRITE_ONCE(a->v, 3); ${store} }\n` +
          'P1(struct head *h) { struct node *p = READ_ONCE(h->first); int v = -1; if (p) v = READ_ONCE(p->v); }',
        'exists (1:v=0)',
      );
    expect(verdicts(publish('smp_store_release(&h->first, a);'))).toBe('Never');
    expect(verdicts(publish('WRITE_ONCE(h->first, a);'))).toMatch(
      /lkmm:Sometimes sc:Never .* armv8:Sometimes/,
    );
  });

  it('are found from their members', () => {
    const definitions = 'struct list { struct list *next; };\nstruct item { long key; struct list link; };';
    const threads =
      'P0(struct list *heads)\n{\n\tstruct list *l = READ_ONCE(heads->next);\n\tstruct item *i = container_of(l, struct item, link);\n\tlong k = READ_ONCE(i->key);\n}';
    const init = 'struct item it = { .key = 11 }; struct list heads = { .next = &it.link };';
    expect(finalState(test(definitions, init, threads, 'exists (0:k=11 /\\ heads.next=it.link)'))).toBe(
      '0:k=11 heads.next=it.link',
    );
  });
});

describe('variables of a function in memory', () => {
  it('are arrays and structures, which conditions name by their thread', () => {
    const threads =
      'P0(int *x)\n{\n\tint ring[3] = { 1, [2] = 5 };\n\tstruct pair p = { .b = 2 };\n\tint i;\n\n\tfor (i = 0; i < 3; i++)\n\t\tring[i] += i;\n\tp.a = ring[2] + p.b;\n\tWRITE_ONCE(*x, p.a);\n}';
    expect(
      finalState(
        test('struct pair { int a; int b; };', '', threads, 'locations [0:ring[1]; 0:p.a]\nexists (x=9)'),
      ),
    ).toBe('0:p.a=9 0:ring[1]=1 x=9');
  });

  it('are what helpers are given the address of', () => {
    const definitions =
      'static bool take(atomic_t *v, int *old) { return atomic_try_cmpxchg(v, old, *old + 1); }\nstatic void set(int *to, int n) { *to = n; }';
    const threads =
      'P0(atomic_t *v) { int old = 3; int n; bool first = take(v, &old); bool second = take(v, &old); set(&n, old); }';
    expect(
      finalState(test(definitions, '', threads, 'exists (v=1 /\\ 0:first=0 /\\ 0:second=1 /\\ 0:n=0)')),
    ).toBe('0:first=0 0:n=0 0:second=1 v=1');
  });

  it('are anew in each round of a loop', () => {
    const threads =
      'P0(int *x)\n{\n\tint i;\n\tint sum = 0;\n\n\tfor (i = 0; i < 2; i++) {\n\t\tint a[2] = { 1 };\n\n\t\ta[1] += 1;\n\t\tsum += a[1];\n\t}\n}';
    expect(finalState(test('', '', threads, 'exists (0:sum=2)'))).toBe('0:sum=2');
  });
});

describe('what the kernel writes', () => {
  const value = (body: string, definitions = '') =>
    finalState(test(definitions, '', `P0(int *x)\n{\n${body}\n}`, 'locations [0:r]\nforall (true)')).replace(
      '0:r=',
      '',
    );

  it.each([
    ['long r = min(3, 2) * 10 + max(4, 5);', '25'],
    ['u32 r = min_t(u8, 300, 50);', '44'],
    ['unsigned long r = BIT(4) | GENMASK(2, 1);', '22'],
    ['int r = likely(5) + unlikely(0);', '1'],
    ['int r = IS_ERR(ERR_PTR(-EBUSY)) * 100 + PTR_ERR(ERR_PTR(-EBUSY));', '84'],
    ['int a = 1, b = 2, r; swap(a, b); r = a * 10 + b;', '21'],
    ['int r = ({ int t = 3; t++; t; }) + ({ WRITE_ONCE(*x, 2); READ_ONCE(*x); });', '6'],
    ["int r = 'a' + '\\n';", '107'],
    ['typeof(*x) r = sizeof(typeof(x)) + sizeof x[0];', '12'],
    [
      'int r = 0; switch (2) { case 1: r += 1; case 2: r += 10; case 3: r += 100; break; default: r = 7; }',
      '110',
    ],
    ['int r = (WRITE_ONCE(*x, 4), READ_ONCE(*x)) ? : 0;'.replace('? :', '? 9 :'), '9'],
    ['s8 a = -1; u8 b = 255; int r = (a == b) * 2 + ((u8)a == b);', '1'],
    ['size_t n = -1; int r = n > 0 && (int)n == -1;', '1'],
  ])('%s', (body, expected) => {
    expect(value(body)).toBe(expected);
  });
});

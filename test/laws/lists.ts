/**
 * Random C tests with lists: threads put nodes onto a list, each in a way of its own, and others walk it, to its end or as far as a
 * counter lets them, with loads, atomics and stores at what they find, and sometimes with an access behind the walk.
 */
import fc from 'fast-check';

const PUSHES = [
  'WRITE_ONCE(N->next, READ_ONCE(h->first)); smp_store_release(&h->first, N);',
  'WRITE_ONCE(N->next, READ_ONCE(h->first)); WRITE_ONCE(h->first, N);',
  'first = READ_ONCE(h->first); WRITE_ONCE(N->next, first); cmpxchg_release(&h->first, first, N);',
  'WRITE_ONCE(N->v, 1); first = xchg_relaxed(&h->first, N); WRITE_ONCE(N->next, first);',
  'WRITE_ONCE(N->next, M); smp_wmb(); WRITE_ONCE(h->first, N);',
  'first = xchg(&h->first, N); WRITE_ONCE(N->next, first);',
];
const FIRST = ['READ_ONCE(h->first)', 'smp_load_acquire(&h->first)', 'xchg_relaxed(&h->first, NULL)'];
const BODIES = [
  'r0 += READ_ONCE(p->v);',
  'r0 = xchg_relaxed(&p->v, 2);',
  'WRITE_ONCE(p->v, 3);',
  'WRITE_ONCE(p->v, r0 + 1); r0 = READ_ONCE(p->v);',
  'q = READ_ONCE(p->next); if (q) r0 += READ_ONCE(q->v);',
  'r0 += READ_ONCE(p->v); smp_rmb();',
  'r0 = READ_ONCE(*y);',
  'if (READ_ONCE(p->v)) r0 += 10;',
  'r0 += READ_ONCE(p->v); smp_wmb(); WRITE_ONCE(*y, r0);',
  'smp_mb();',
];
const NEXT = ['READ_ONCE(p->next)', 'smp_load_acquire(&p->next)', 'xchg_relaxed(&p->next, NULL)'];
const BEHIND = [
  '',
  '',
  'r1 = READ_ONCE(*y);',
  'WRITE_ONCE(*y, 1);',
  'smp_rmb(); r1 = READ_ONCE(*y);',
  'smp_wmb(); WRITE_ONCE(*y, 1);',
  'smp_mb(); r1 = READ_ONCE(*y);',
  'smp_rmb(); r1 = xchg_relaxed(y, 3);',
  'xchg_relaxed(y, r0);',
];
const BEFORE = ['', 'WRITE_ONCE(*y, 2);', 'r1 = READ_ONCE(*y);'];

/** A walk, whose loop and rounds stand as they are placed. */
const walksPlaced = (
  placed: fc.Arbitrary<{
    readonly bound: string;
    readonly round: (body: string) => string;
    readonly loop: (text: string) => string;
  }>,
): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom(...BEFORE),
      fc.constantFrom(...FIRST),
      fc.constantFrom(...BODIES),
      fc.constantFrom(...NEXT),
      fc.constantFrom(...BEHIND),
      placed,
    )
    .map(([before, first, body, next, behind, { bound, round, loop }]) => {
      const text = `for (p = ${first}; p${bound}; p = ${next}) {\n\t\tn++;\n\t\t${round(body)}\n\t}`;
      return `${before}\n\t${loop(text)}\n\t${behind}`;
    });

const asItIs = (text: string): string => text;
const walk = walksPlaced(fc.constant({ bound: ' && n < 2', round: asItIs, loop: asItIs }));

const inReader = (text: string): string => `rcu_read_lock(); ${text} rcu_read_unlock();`;
const inSrcuReader = (text: string): string => `r1 = srcu_read_lock(ss); ${text} srcu_read_unlock(ss, r1);`;
const walkInReader = walksPlaced(
  fc.record({
    bound: fc.constantFrom(' && n < 2', ''),
    round: fc.constantFrom(asItIs, asItIs, inReader),
    loop: fc.constantFrom(
      asItIs,
      inReader,
      inReader,
      inSrcuReader,
      (text) => `${inReader(text)} ${inReader('r1 = READ_ONCE(*y);')}`,
    ),
  }),
);

const push = fc
  .tuple(fc.constantFrom(...PUSHES), fc.boolean())
  .map(([text, other]) => text.replace(/\bN\b/g, other ? 'b' : 'a').replace(/\bM\b/g, other ? 'a' : 'b'));

const pushBeforeGrace = fc
  .tuple(
    push,
    fc.constantFrom('', 'WRITE_ONCE(h->first, NULL);'),
    fc.constantFrom(
      '',
      'synchronize_rcu(); WRITE_ONCE(a->v, 9);',
      'synchronize_rcu(); r1 = READ_ONCE(*y);',
      'synchronize_srcu(ss); WRITE_ONCE(a->v, 9);',
    ),
  )
  .map((texts) => texts.join(' '));

/** Texts of two or three threads. */
export function lists(): fc.Arbitrary<string> {
  return textsOf(push, walk);
}

/** Texts in which walks are in readers, and pushes have grace periods behind them. */
export function listsWithReaders(): fc.Arbitrary<string> {
  return textsOf(pushBeforeGrace, walkInReader);
}

function textsOf(push: fc.Arbitrary<string>, walk: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const thread = fc.oneof({ weight: 1, arbitrary: push }, { weight: 2, arbitrary: walk });
  return fc.tuple(push, walk, fc.option(thread, { freq: 3 })).map(([first, second, third]) => {
    const bodies = [first, second, ...(third === null ? [] : [third])];
    const threads = bodies.map(
      (body, index) =>
        `P${index}(struct head *h, struct node *a, struct node *b, int *y${body.includes('(ss') ? ', struct srcu_struct *ss' : ''})\n{\n\tstruct node *p = NULL;\n\tstruct node *q = NULL;\n\tstruct node *first = NULL;\n\tint r0 = 0;\n\tint r1 = 0;\n\tint n = 0;\n\n\t${body}\n}\n`,
    );
    const registers = bodies.map((_, index) => `${index}:r0; ${index}:r1; ${index}:n;`).join(' ');
    return `C lists\n\nstruct node { int v; struct node *next; };\nstruct head { struct node *first; };\n\n{\n\tstruct node a = { .v = 5 };\n}\n\n${threads.join('\n')}\nlocations [${registers} h; a.v; b.v; y]\nforall (true)\n`;
  });
}

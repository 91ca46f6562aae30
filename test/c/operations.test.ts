/** Calls through pointers: tables of operations, functions as arguments and in structures, and what is refused of them. */
import { expect, it } from 'vitest';
import { finalState, said, verdicts } from './outcome.js';

const TABLE = `struct foo;
struct foo_ops { int (*get)(struct foo *); void (*put)(struct foo *, int); };
struct foo { atomic_t n; const struct foo_ops *ops; int (*fn)(struct foo *); };
static int my_get(struct foo *f) { return atomic_inc_return(&f->n); }
static void my_put(struct foo *f, int by) { atomic_sub(by, &f->n); }
static const struct foo_ops ops = { .get = my_get, .put = &my_put };`;

it('a table of operations, by its name, by a member, by a local and by a parameter', () => {
  const text = `C t
${TABLE}
static int call_all(struct foo *f, const struct foo_ops *o, int (*cb)(struct foo *))
{
	if (!o->get)
		return -1;
	return o->get(f) + cb(f) + (*f->fn)(f);
}
{ struct foo f = { .ops = &ops, .fn = my_get }; }
P0(struct foo *f)
{
	const struct foo_ops *o = f->ops;
	int (*fn)(struct foo *) = o->get;
	int a = call_all(f, o, my_get);
	int b = call_all(f, f->ops, f->fn);
	int c = ops.get(f) + fn(f);

	f->ops->put(f, 6);
}
locations [0:a; 0:b; 0:c; f.n; f.fn; f.ops] forall (true)
`;
  expect(said(text)).toEqual([]);
  expect(finalState(text)).toBe('0:a=6 0:b=15 0:c=15 f.fn=my_get() f.n=2 f.ops=ops');
});

it('types of functions and of pointers to them', () => {
  const text = `C t
typedef void (end_io_t)(struct bio *);
typedef int see_t(int *);
typedef int (*cb_t)(int *);
struct bio { end_io_t *end_io; see_t *see; int done; };
static void end(struct bio *b) { smp_store_release(&b->done, 1); }
static int see(int *x) { return READ_ONCE(*x); }
struct work { cb_t fn; cb_t table[2]; };
static struct work w = { .fn = see, .table = { see, [1] = see } };
static int both(cb_t f, int *x) { return f(x) + (*f)(x); }
{ struct bio b = { .end_io = end, .see = see }; int x = 4; }
P0(struct bio *b, int *x)
{
	if (b->end_io)
		b->end_io(b);
	int r = both(w.fn, x) + w.table[1](x) + b->see(x);
}
locations [0:r; b.done] forall (true)
`;
  expect(said(text)).toEqual([]);
  expect(finalState(text)).toBe('0:r=16 b.done=1');
});

it('orders what the functions order, whoever calls them', () => {
  const text = (set: string): string => `C t
struct ops { void (*set)(int *); int (*see)(int *); };
static void set(int *flag) { ${set}; }
static int see(int *flag) { return smp_load_acquire(flag); }
static const struct ops ops = { set, see };
static const struct ops *table[2] = { &ops, &ops };
{ int data; int flag; }
P0(int *data, int *flag) { WRITE_ONCE(*data, 1); table[1]->set(flag); }
P1(int *data, int *flag) { int f = READ_ONCE(table[0])->see(flag); int d = READ_ONCE(*data); }
exists (1:f=1 /\\ 1:d=0)
`;
  expect(said(text('smp_store_release(flag, 1)'))).toEqual([]);
  expect(verdicts(text('smp_store_release(flag, 1)'))).toBe('Never');
  expect(verdicts(text('WRITE_ONCE(*flag, 1)'))).toContain('armv8:Sometimes');
});

it('what may be another function is refused, with what to write', () => {
  const text = (second: string): string => `C t
struct ops { int (*get)(int *); };
static int one(int *x) { return READ_ONCE(*x); }
static int two(int *x) { return 2; }
static const struct ops a = { one };
static const struct ops b = { two };
{ const struct ops *p = &a; int x; }
P0(struct ops **p, int *x) { int r = (*p)->get(x); }
P1(struct ops **p, int *x) { ${second}; }
exists (0:r=2)
`;
  const refused =
    "8: a call through a pointer that may change is not supported: compare it and call by name: 'if (p == &my_ops) my_get(x);'";
  expect(said(text('WRITE_ONCE(*p, &b)'))).toContain(refused);
  expect(said(text('rcu_assign_pointer(*p, &b)'))).toContain(refused);
  expect(said(text('cmpxchg(p, &a, &b)'))).toContain(refused);
  expect(said(text('struct ops **other = p + 0; *other = &b'))).toContain(refused);
  expect(said(text('const struct ops *o = READ_ONCE(*p); o->get(x)')).join()).not.toContain('pointer');
  expect(said(text('const struct ops *o = &a; o = &b; o->get(x)'))).toContain(refused.replace('8', '9'));
});

it('what leads nowhere, and a function that is not called', () => {
  const text = (body: string): string => `C t
struct ops { int (*get)(int *); int (*set)(int *); };
static int one(int *x) { return READ_ONCE(*x); }
static const struct ops a = { .get = one };
{ int x; }
P0(int *x) { int r = 0; ${body}; }
exists (0:r=2)
`;
  expect(said(text('r = a.set(x)'))).toEqual([
    '6: a call through a pointer that is NULL at first is not supported: give it its function there, as in { .get = my_get }',
  ]);
  expect(said(text('if (one) r = 2'))).toEqual([
    "6: 'one' does nothing without its parentheses: expected 'one()'",
  ]);
  expect(said(text('r = a.get(x, x)'))).toEqual(["6: 'one' expects 1 argument, found 2"]);
});

it('a test that asks nothing does not show functions, but where they are held', () => {
  const text = `C t
static int one(int *x) { return READ_ONCE(*x); }
{ int x = 4; }
P0(int *x) { int (*g)(int *) = one; int s = g(x); }
`;
  expect(finalState(text)).toBe('0:g=one() 0:s=4 x=4');
});

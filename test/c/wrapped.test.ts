/** Structures with one member that have a type's name, as pte_t: they are values, and their locations are named by the member. */
import { expect, it } from 'vitest';
import { finalState, said, verdicts } from './outcome.js';

it('are read, written, returned and compared whole', () => {
  const text = `C t
typedef struct { unsigned long pte; } entry_t;
static entry_t entry_get(entry_t *p) { entry_t v = READ_ONCE(*p); return v; }
static entry_t entry_of(unsigned long x) { return (entry_t) { .pte = x + 1 }; }
{ entry_t e = { .pte = 3 }; entry_t a[2] = { { 1 }, { 2 } }; }
P0(entry_t *e, entry_t *a)
{
	entry_t old = entry_get(e);
	entry_t written = { .pte = 7 };
	entry_t *q = a;
	unsigned long v = entry_get(e).pte + old.pte + written.pte;

	WRITE_ONCE(*e, entry_of(v));
	e->pte++;
	q[1] = entry_of(8);
	old.pte = 5;
	int same = old.pte == entry_get(&a[1]).pte;
}
locations [e.pte; a[0]; a[1].pte; 0:v; 0:old; 0:same] forall (e.pte=15)
`;
  expect(said(text)).toEqual([]);
  expect(finalState(text)).toBe('0:old=5 0:same=0 0:v=13 a[0].pte=1 a[1].pte=9 e.pte=15');
});

it('a page table entry that is looked at again keeps a page', () => {
  const text = (again: string): string => `C t
{ struct folio fo = { ._refcount = ATOMIC_INIT(1) }; pte_t pte = { .pte = 1 }; }
P0(pte_t *pte, struct folio *fo)
{
	pte_t old = ptep_get_lockless(pte);
	int pinned = 0;

	if (!pte_none(old) && folio_try_get(fo)) {
		if (${again})
			folio_put(fo);
		else
			pinned = 1;
	}
}
P1(pte_t *pte, struct folio *fo) { set_pte(pte, __pte(0)); int freed = folio_put_testzero(fo); }
exists (0:pinned=1 /\\ 1:freed=1)
`;
  expect(verdicts(text('!pte_same(old, ptep_get(pte))'))).toBe('Never');
});

it('of others the whole is no value, and a member of what a function gives is none', () => {
  const text = (body: string): string => `C t
struct two { int a; int b; };
struct two t;
static int one(int x) { return x; }
{}
P0(int *x) { int r; ${body}; }
exists (true)
`;
  expect(said(text('r = (struct two) { 1, 2 }'))[0]).toContain('a compound literal is not supported');
  expect(said(text('r = one(2).a'))).toEqual([
    '6: a member of what is no variable, of type int is not supported: put it into a variable first',
  ]);
  expect(said(text('r = ptep_get_and_clear(NULL, 0, x)'))[0]).toContain(
    'taking an entry out of a page table',
  );
});

it('a pointer to void counts in bytes, in the init block as in a thread', () => {
  const text = `C t
{ int x; struct folio f = { .mapping = (void *)&x + 1, .flags.f = 1 << PG_dirty }; }
P0(int *x, struct folio *f)
{
	void *p = x;
	long a = (unsigned long)f->mapping - (unsigned long)x;
	long b = (unsigned long)(p + 2) - (unsigned long)x;
	long c = (p + 3) - p;
	int anon = folio_test_anon(f);
	int dirty = test_bit(PG_dirty, &f->flags.f);
}
locations [0:a; 0:b; 0:c; 0:anon; 0:dirty] forall (true)
`;
  expect(finalState(text)).toBe('0:a=1 0:anon=1 0:b=2 0:c=3 0:dirty=1');
});

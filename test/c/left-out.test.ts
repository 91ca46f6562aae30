/** Structures as they are pasted, with members that a test is not about: of types that nobody defines, and bit-fields. */
import { expect, it } from 'vitest';
import { finalState, said } from './outcome.js';

const HEAD = `C t
struct bio {
	struct bvec_iter bi_iter;
	atomic_t __bi_remaining;
	bio_end_io_t *bi_end_io;
	unsigned int bi_busy : 1, bi_idle : 2;
	fancy_t bi_fancy[4];
	unsigned short bi_flags;
};
struct outer { struct bio bio; int after; };`;
const text = (body: string, init = '.__bi_remaining = ATOMIC_INIT(2), .bi_flags = 4'): string => `${HEAD}
{ struct bio b = { ${init} }; struct outer o; }
P0(struct bio *b, struct outer *o) { int r = 0; ${body} }
locations [0:r; b.bi_flags; b.__bi_remaining; o.after] forall (true)
`;

it('are laid out without those', () => {
  const body =
    'r = atomic_dec_return(&b->__bi_remaining); b->bi_flags &= ~4; o->after = container_of(&o->bio, struct outer, bio) == o;';
  expect(said(text(body))).toEqual([]);
  expect(finalState(text(body))).toBe('0:r=1 b.__bi_remaining=1 b.bi_flags=0 o.after=1');
  expect(said(text('struct bio own = { 0 }; r = own.bi_flags;'))).toEqual([]);
});

it('say what is missing where one of those is used', () => {
  const unknown = (name: string): string => `unknown type '${name}'`;
  expect(said(text('b->bi_iter.x = 1;'))[0]).toBe(`3: ${unknown('struct bvec_iter')}`);
  expect(said(text('r = b->bi_fancy[1];'))[0]).toBe(`7: ${unknown('fancy_t')}`);
  expect(said(text('r = b->bi_idle;'))[0]).toContain('6: a bit-field is not supported');
  expect(said(text('', '.bi_fancy = { 1 }'))[0]).toBe(`7: ${unknown('fancy_t')}`);
  expect(said(text('struct bio own = { .bi_busy = 1 };'))[0]).toContain('6: a bit-field is not supported');
  expect(said(text('').replace('o.after]', 'b.bi_fancy]'))[0]).toBe(`7: ${unknown('fancy_t')}`);
});

it('have no size, and no places for values without a name', () => {
  const unknown = "3: unknown type 'struct bvec_iter'";
  expect(said(text('', '1, 2'))[0]).toBe(unknown);
  expect(said(text('struct bio own = { 1, 2 };'))[0]).toBe(unknown);
  expect(said(text('r = sizeof(struct outer);'))[0]).toBe(unknown);
  expect(said(text('r = sizeof(*b);'))[0]).toBe(unknown);
  expect(said(text('r = offsetof(struct bio, bi_flags);'))[0]).toBe(unknown);
});

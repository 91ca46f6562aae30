/** What the kernel makes of page flags and references: dirtying and cleaning, the end of reading, private data, pins. */
import { expect, it, test } from 'vitest';
import { finalState, said, verdicts } from '../c/outcome.js';

function folio(body: string, rest: string): string {
  return `C t\n{ struct folio f = { .flags = ${body}; int data; int disk; }\n${rest}\n`;
}

it('what is written before a folio is dirtied is written back, or the folio is dirty still', () => {
  const text = folio(
    '1 << PG_dirty }',
    `P0(struct folio *f, int *data) { WRITE_ONCE(*data, 1); folio_mark_dirty(f); }
P1(struct folio *f, int *data) { int was = folio_clear_dirty_for_io(f); int d = READ_ONCE(*data); }
exists (1:d=0 /\\ f.flags=0 \\/ 1:was=0)`,
  );
  expect(verdicts(text)).toBe('Never');
  expect(said(text)).toEqual([]);
});

it('setting the flag alone orders nothing', () => {
  const text = folio(
    '1 << PG_dirty }',
    `P0(struct folio *f, int *data) { WRITE_ONCE(*data, 1); folio_set_dirty(f); }
P1(struct folio *f, int *data) { folio_clear_dirty_for_io(f); int d = READ_ONCE(*data); }
exists (1:d=0 /\\ f.flags=0)`,
  );
  expect(verdicts(text)).toBe('lkmm:Sometimes sc:Never tso:Never pso:Never armv8:Sometimes riscv:Sometimes');
});

it('a folio that is dirty has another reader look first, and that orders nothing', () => {
  const dirtied = (call: string): string =>
    folio(
      '1 << PG_dirty }',
      `P0(struct folio *f, int *data, int *disk) { WRITE_ONCE(*data, 1); ${call}; int r = READ_ONCE(*disk); }
P1(int *data, int *disk) { WRITE_ONCE(*disk, 1); smp_mb(); int r = READ_ONCE(*data); }
exists (0:r=0 /\\ 1:r=0)`,
    );
  expect(verdicts(dirtied('filemap_dirty_folio(NULL, f)'))).toBe('Never');
  expect(verdicts(dirtied('noop_dirty_folio(NULL, f)'))).toContain('lkmm:Sometimes');
  expect(verdicts(dirtied('folio_cancel_dirty(f)'))).toBe('Never');
});

it('reading ends by a release of both flags', () => {
  const read = (reader: string): string =>
    folio(
      '1 << PG_locked }',
      `P0(struct folio *f, int *data) { WRITE_ONCE(*data, 1); folio_end_read(f, true); }
P1(struct folio *f, int *data) { int d = 1; ${reader} }
exists (1:d=0)`,
    );
  expect(verdicts(read('if (folio_test_uptodate(f)) d = READ_ONCE(*data);'))).toBe('Never');
  const waits = read('folio_wait_bit(f, PG_locked); d = READ_ONCE(*data);');
  expect(verdicts(waits)).toBe('lkmm:Sometimes sc:Never tso:Never pso:Never armv8:Sometimes riscv:Sometimes');
});

it('who clears the lock bit is told of waiters', () => {
  const text = folio(
    '1 << PG_locked }',
    `P0(struct folio *f) { int told = folio_xor_flags_has_waiters(f, 1 << PG_locked); }
P1(struct folio *f) { folio_set_waiters(f); smp_mb__after_atomic(); int busy = folio_test_locked(f); }
exists (0:told=0 /\\ 1:busy=1)`,
  );
  expect(verdicts(text)).toBe('Never');
});

it('writeback ends by a release, with a full barrier behind it', () => {
  const text = folio(
    '1 << PG_writeback }',
    `P0(struct folio *f, int *data, int *disk) { WRITE_ONCE(*disk, 1); folio_end_writeback(f); int r = READ_ONCE(*data); }
P1(struct folio *f, int *data) { WRITE_ONCE(*data, 1); smp_mb(); int busy = folio_test_writeback(f); }
P2(struct folio *f, int *disk) { int busy = folio_test_writeback(f); smp_rmb(); int r = READ_ONCE(*disk); }
exists (0:r=0 /\\ 1:busy=1 \\/ 2:busy=0 /\\ 2:r=0)`,
  );
  expect(verdicts(text)).toBe('Never');
});

it('private data has a reference of its own', () => {
  const text = folio(
    '0, ._refcount = 1 }',
    `P0(struct folio *f) { folio_attach_private(f, (void *)7); long had = page_private(f); void *got = folio_detach_private(f); void *twice = folio_detach_private(f); int anon = folio_test_anon(f); }
locations [0:had; 0:got; 0:twice; 0:anon; f._refcount; f.private; f.flags] forall (true)`,
  );
  expect(finalState(text)).toBe('0:anon=0 0:got=7 0:had=7 0:twice=0 f._refcount=1 f.flags=0 f.private=0');
});

it('flags of large folios are in a word of their own', () => {
  const text = folio(
    '0 }',
    `P0(struct folio *f) { __folio_set_dropbehind(f); folio_set_large_rmappable(f); int both = folio_test_workingset(f) + 2 * folio_test_large_rmappable(f); }
locations [0:both; f.flags; f._flags_1] forall (f._flags_1=PG_large_rmappable /\\ f.flags=PG_dropbehind)`,
  );
  expect(finalState(text)).toBe('0:both=2 f._flags_1=128 f.flags=67108864');
  expect(verdicts(text)).toBe('Always');
});

it('constants that a file enumerates itself come from nowhere else', () => {
  const text = folio(
    '0, ._refcount = 1 }',
    `enum { FOLL_GET = 4, FOLL_PIN = 8 };
P0(struct folio *f) { int r = try_grab_folio(f, 1, FOLL_PIN); }
locations [0:r; f._refcount] forall (true)`,
  );
  expect(finalState(text)).toBe('0:r=0 f._refcount=1025');
});

test.each([
  ['folio_add_lru', 'the LRU, which keeps pages in lists'],
  ['folio_mkclean', 'what the page tables hold of a page'],
  ['PageBuddy', 'the type of a page, which shares its word with _mapcount'],
])('%s is refused by name', (name, why) => {
  const text = folio('0 }', `P0(struct folio *f) { ${name}(f); }\nexists (true)`);
  expect(said(text).join('\n')).toContain(why);
});

/** Names of page flags in conditions and in the init block, as reports print them. */
import { describe, expect, it } from 'vitest';
import { finalState, said, verdicts } from './outcome.js';

const text = (question: string, init = '.flags = PG_locked | PG_dirty'): string => `C t
{ struct page page = { ${init} }; int n = 0; }
P0(struct page *page, int *n) { SetPageWriteback(page); WRITE_ONCE(*n, PG_dirty); }
${question}
`;

describe('names of page flags', () => {
  it.each([
    ['exists (page.flags=PG_locked|PG_dirty|PG_writeback)', 'Always'],
    ['exists (page.flags = PG_writeback | PG_locked | PG_dirty)', 'Always'],
    ['exists (page.flags=PG_locked|PG_dirty)', 'Never'],
    ['exists (page.flags=PG_writeback)', 'Never'],
    ['exists (page->flags & PG_writeback)', 'Always'],
    ['exists (page->flags & PG_uptodate|PG_dirty)', 'Always'],
    ['exists (page.flags & PG_uptodate)', 'Never'],
    ['exists (page.flags & 0x10 /\\ ~n & 3)', 'Always'],
    ['exists (~page.flags & PG_uptodate /\\ ~(page.flags & PG_error))', 'Always'],
    // To what is no word of flags a flag is its number, as in C.
    ['exists (n=PG_dirty)', 'Always'],
    ['exists (n=4)', 'Always'],
  ])('%s', (question, verdict) => {
    expect(verdicts(text(question))).toBe(verdict);
  });

  it('may be shifted in the init block, as in C', () => {
    const shifted = text('exists (page.flags=0)', '.flags = 1 << PG_locked | 1 << PG_dirty');
    expect(finalState(shifted)).toBe(finalState(text('exists (page.flags=0)')));
    expect(finalState(text('exists (page.flags=0)', '.flags = PG_locked'))).toBe('page.flags=32769');
  });

  it('that are none are told of', () => {
    expect(said(text('exists (page.flags=PG_locked|PG_writebak)'))[0]).toMatch(
      /^4: .*'PG_writebak'.*did you mean 'PG_writeback'/,
    );
  });
});

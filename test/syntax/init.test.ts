/** The init block. */
import { expect, test } from 'vitest';
import { messages, parsed, showInit } from './show.js';

function init(block: string): string[] {
  return parsed(`C a\n{${block}}\nP0(int *x) { }\nexists (x=1)\n`).init.map(showInit);
}

test.each([
  ['', []],
  [';;', []],
  ['x=1; y = -2; z=0x1F', ['x=1', 'y=-2', 'z=31']],
  ['int x=1; int y; unsigned long z = 3UL;', ['int x=1', 'int y', 'unsigned long z=3']],
  [
    'p=x; q=&x; int *r=&a[1]; s=*(&c); t=&page.flags',
    ['p=&x', 'q=&x', 'int* r=&a[1]', 's=&c', 't=&page.flags'],
  ],
  ['atomic_t c=ATOMIC_INIT(3); d = REFCOUNT_INIT(-1);', ['atomic_t c=3', 'd=-1']],
  [
    'spinlock_t s; spinlock_t t = __SPIN_LOCK_UNLOCKED(t); l = SPIN_LOCK_UNLOCKED;',
    ['spinlock_t s', 'spinlock_t t=0', 'l=0'],
  ],
  [
    'int a[2]={1,2}; c[2] = {3, -1}; b[2] = {2, *(&c)}; a[1]=5;',
    ['int a[2]={1,2}', 'c[2]={3,-1}', 'b[2]={2,&c}', 'a[1]=5'],
  ],
  ['0:r1=2; 1:r2=x; 0:out = null; int 1:r3=4;', ['0:r1=2', '1:r2=&x', '0:out=&null', 'int 1:r3=4']],
  [
    'struct page page; page.flags=1; struct page *p = &page;',
    ['struct page page', 'page.flags=1', 'struct page* p=&page'],
  ],
  [
    'volatile const int x; long long int l; unsigned u; foo_t f;',
    ['int x', 'long long l', 'unsigned int u', 'foo_t f'],
  ],
  ['int x=1, *p=&x;', ['int x=1', 'int* p=&x']],
])('%s', (block, items) => {
  expect(init(block)).toEqual(items);
});

test('goes on behind an entry that fails', () => {
  expect(messages('C a\n{ x=; a[2]={1 2}; 0:=1; y=1 }\nP0(int *x) { }\nexists (x=1)\n')).toEqual([
    "expected a number, an address or a '{' list, found ';'",
    "expected ',' or '}' in a list of values, found '2'",
    "expected a name, found '='",
  ]);
});

/** Loops that go round as often as what they have read says have the final states of the same rounds written out by hand. */
import { describe, expect, it } from 'vitest';
import { loadTest } from '../../src/dialects/load.js';
import { MACHINES } from '../../src/models/index.js';
import { queryOf } from '../../src/query/query.js';
import { explore } from '../../src/search/explore.js';

const LIMITS = { states: 200_000, milliseconds: 60_000, megabytes: 512 };

/** By model, the final states as texts; a search that did not come to its end fails. */
function statesOf(text: string): Record<string, readonly string[]> {
  const { test, diagnostics } = loadTest({ name: 'rounds.litmus', text });
  if (test === null) throw new Error(JSON.stringify(diagnostics.map(({ code }) => code)));
  return Object.fromEntries(
    MACHINES.filter(({ name }) => test.models.includes(name)).map((model) => {
      const found = explore(queryOf(test, model, { atomics: 'lse', limits: LIMITS }));
      expect([model.name, found.limit, found.deadlocks]).toEqual([model.name, null, 0]);
      expect(found.states.length).toBeGreaterThan(1);
      return [model.name, found.states.map((state) => state.join()).sort()];
    }),
  );
}

/** A condition under which something is done, as often as there are rounds, each within the one before. */
function rounds(count: number, begin: string, body: string): string {
  return count === 0 ? '' : `if (${begin}) { ${body} ${rounds(count - 1, begin, body)} }`;
}

describe('rounds that are bounded by what is read', () => {
  it('clears a ring from its head down to its tail', () => {
    const ring = (loop: string): string => `C ring
int *q[2];
int a = 1;
int b = 2;
int head;
int tail;

P0(void)
{
	WRITE_ONCE(q[0], &a);
	smp_wmb();
	WRITE_ONCE(q[1], &b);
}

P1(void)
{
	int *r0 = READ_ONCE(q[head]);
	int h = head;
	int next = h + 1;
	if (r0) {
		${loop}
		tail = next;
		WRITE_ONCE(head, next);
	}
	int *r1 = READ_ONCE(q[head]);
}
locations [1:r0; 1:r1; q; head; tail]
exists (true)
`;
    const body = 'q[h] = NULL; h--;';
    expect(statesOf(ring(`while (h >= tail) { ${body} }`))).toEqual(
      statesOf(ring(rounds(2, 'h >= tail', body))),
    );
  });

  it('adds up what others have filled in, round the end of the buffer', () => {
    const buffer = (loop: string): string => `C buffer
int b[4];
int end = 3;

P0(void)
{
	WRITE_ONCE(b[3], 1);
	smp_store_release(&end, 0);
	WRITE_ONCE(b[0], 2);
	WRITE_ONCE(end, 1);
}

P1(void)
{
	int sum = 0;
	int i = 3;
	int e = READ_ONCE(end);
	${loop}
}
locations [1:sum; 1:e; 1:i]
exists (true)
`;
    const body = 'sum += READ_ONCE(b[i]); i = (i + 1) & 3;';
    expect(statesOf(buffer(`while (i != e) { ${body} }`))).toEqual(
      statesOf(buffer(rounds(3, 'i != e', body))),
    );
  });

  it('writes in each of more rounds than predictions are followed otherwise', () => {
    const writes = (loop: string): string => `C writes
{}
P0(int *n, int *x, int *y)
{
	int i = 0;
	int r0 = READ_ONCE(*n);
	${loop}
	WRITE_ONCE(*y, 1);
}

P1(int *n, int *x, int *y)
{
	WRITE_ONCE(*n, 7);
	int r1 = READ_ONCE(*y);
	int r2 = READ_ONCE(*x);
}
locations [0:i; 1:r1; 1:r2; x]
exists (true)
`;
    const body = 'i++; WRITE_ONCE(*x, i);';
    expect(statesOf(writes(`while (i < r0) { ${body} }`))).toEqual(
      statesOf(writes(rounds(7, 'i < r0', body))),
    );
  });

  it('pushes a node whose list is emptied through pointers', () => {
    const list = (push: string): string => `C list
struct node { struct node *next; int v; };
struct node a;
struct node *top;

P0(void)
{
	struct node *first = READ_ONCE(top);
	a.v = 1;
	${push}
}

P1(void)
{
	struct node *p = xchg(&top, NULL);
	struct node *n;
	int seen = 0;
	if (p) {
		n = p->next;
		WRITE_ONCE(p->v, 5);
		seen = 1 + (n != NULL);
	}
}
locations [1:seen; a.v; top]
exists (true)
`;
    const body = 'a.next = first;';
    const attempt = 'try_cmpxchg(&top, &first, &a)';
    expect(statesOf(list(`do { ${body} } while (!${attempt});`))).toEqual(
      statesOf(list(`${body} if (!${attempt}) { ${body} ${attempt}; }`)),
    );
  });
});

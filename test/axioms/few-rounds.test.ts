/** Loops under axioms of which a few rounds are all that there is: their states are those of the machine, and of what is written out. */
import { expect, it } from 'vitest';
import { loadTest } from '../../src/dialects/load.js';
import { explore } from '../../src/engine/explore-query.js';
import { lkmm } from '../../src/models/lkmm.js';
import { power } from '../../src/models/power.js';
import { sc } from '../../src/models/sc.js';
import { queryOf } from '../../src/query/query.js';

const LIMITS = { states: 100_000, milliseconds: 60_000, megabytes: 512 };

function explored(text: string, model: typeof lkmm | typeof sc) {
  const { test, diagnostics } = loadTest({ name: 'test.litmus', text });
  if (test === null) throw new Error(JSON.stringify(diagnostics.map((each) => each.code)));
  const { states, limit } = explore(queryOf(test, model, { atomics: 'lse', limits: LIMITS }));
  return { states: states.map((state) => state.join(' ')), limit };
}

function parallel(count: number, body: string, rest: string): string {
  const threads = Array.from({ length: count }, (_, thread) => `P${thread}(PARAMETERS) { ${body} }\n`);
  return `C few\n${threads.join('')}${rest}`;
}

const TAKE = `do {
		t = find_first_zero_bit(map, 2);
		if (t >= 2)
			break;
	} while (test_and_set_bit_lock(t, map));`;

/** Two threads that take a bit each, of two. */
function tags(rest = ''): string {
  const text = parallel(2, `int t;\n\t${TAKE}`, `${rest}locations [map; 0:t; 1:t;]\nexists (true)\n`);
  return text
    .replaceAll('PARAMETERS', 'unsigned long *map')
    .replace('few\n', 'few\n{ unsigned long map; }\n');
}

const POSITIVE = `int r, c = atomic_read(v);
	do {
		r = c - 1;
		if (r < 0)
			break;
	} while (!atomic_try_cmpxchg(v, &c, r));`;

const DOWN = `${parallel(3, POSITIVE, 'locations [v; 0:r; 1:r; 2:r;]\nexists (true)\n')}`
  .replaceAll('PARAMETERS', 'atomic_t *v')
  .replace('few\n', 'few\n{ atomic_t v = 2; }\n');

const WORKS = `C works
struct work { struct work *next; int arg; };
struct task { struct work *works; int flags; };
static struct work exited;
static struct work w1;
static struct task t = { .flags = 4 };
P0(void)
{
	int r = 0; struct work *head = READ_ONCE(t.works);
	do {
		if (head == &exited) { r = -3; break; }
		w1.next = head;
	} while (!try_cmpxchg(&t.works, &head, &w1));
}
P1(void)
{
	int n = 0; struct work *work; struct work *head;
	for (;;) {
		work = READ_ONCE(t.works);
		do {
			head = NULL;
			if (!work) {
				if (t.flags & 4)
					head = &exited;
				else
					break;
			}
		} while (!try_cmpxchg(&t.works, &work, head));
		if (!work)
			break;
		do {
			n++;
			work = work->next;
		} while (work);
	}
}
locations [0:r; 1:n;]
exists (true)
`;

it.each([
  ['two threads that take one of two bits', tags()],
  ['one that gives a bit back', tags('P2(unsigned long *map) { clear_bit_unlock(0, map); }\n')],
  ['three threads that count down as long as there is something', DOWN],
  ['works that are added while others are run', WORKS],
])("%s come to what they come to in turn, under the kernel's model and on POWER", (_, text) => {
  const expected = explored(text, sc);
  expect(expected.limit).toBeNull();
  expect(explored(text, lkmm)).toEqual(expected);
  expect(explored(text, power)).toEqual(expected);
});

/** A list of one thread, whose loop goes round as often as it is long though its first paths are cut earlier, and what it adds up. */
const LONG_LIST = `C long
struct node { int value; struct node *next; };
static struct node d = { .value = 4 }, c = { .value = 3, .next = &d }, b = { .value = 2, .next = &c };
static struct node a = { .value = 1, .next = &b };
static struct node *first = &a;
static int seen;
P0(int *x)
{
	struct node *p;
	for (p = READ_ONCE(first); p; p = READ_ONCE(p->next))
		WRITE_ONCE(seen, 10 * READ_ONCE(seen) + READ_ONCE(p->value));
	if (READ_ONCE(seen) == 1234)
		WRITE_ONCE(*x, 1);
}
`;

it.each([
  ['alone', ''],
  [
    'beside who asks for the last of it',
    'P1(int *x) { int r0 = READ_ONCE(seen); if (r0 == 1234) WRITE_ONCE(*x, 2); }\n',
  ],
])('a loop that is longer than the first paths gives all that it writes: %s', (_, rest) => {
  const text = `${LONG_LIST}${rest}locations [x; seen]\nexists (true)\n`;
  const expected = explored(text, sc);
  expect(expected.states.length).toBeGreaterThan(0);
  expect(explored(text, lkmm)).toEqual(expected);
  expect(explored(text, power)).toEqual(expected);
});

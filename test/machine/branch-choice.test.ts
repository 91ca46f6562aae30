/**
 * Values that branches of C decide: what is made of them waits for what decides the branch, whether a compiler makes a
 * branch of it or a select, and nothing else behind the arms does.
 */
import { describe, expect, it } from 'vitest';
import { explore } from '../../src/explore/explore.js';
import { armv8 } from '../../src/machine/models/armv8.js';
import { riscv } from '../../src/machine/models/riscv.js';
import { satisfies } from '../../src/program/condition.js';
import { load } from '../lower/load.js';

const LIMITS = { states: 100_000, milliseconds: 20_000, megabytes: 512 };

/** The models on which some final state is as the test asks. */
function allowedOn(text: string): readonly string[] {
  return [armv8, riscv].flatMap((model) => {
    const test = load(text);
    const found = explore(test.programFor(model.architecture('lse')), model, test.question, LIMITS);
    expect(found.limit).toBeNull();
    return found.states.some((state) => satisfies(test.question.proposition, state)) ? [model.name] : [];
  });
}

/**
 * Load buffering: P0 reads `in`, and what it does then writes 1 to `out` or `c`; P1 reads that, and writes `in` after a full fence.
 * So the state is that the write came before the read which decides it.
 */
function early(body: string, helper = ''): string {
  return `C early
{ struct page page; }
${helper}
P0(int *in, int *other, int *out, int *log, atomic_t *c, struct page *page)
{
	int s; int t; int ok; int *p;

	t = READ_ONCE(*other);
	${body}
}

P1(int *in, int *out, atomic_t *c)
{
	int r0 = READ_ONCE(*out);
	int r1 = atomic_read(c);

	smp_mb();
	WRITE_ONCE(*in, 1);
}

exists (0:s=1 /\\ (1:r0=1 \\/ 1:r1=1))
`;
}

const READ = 's = READ_ONCE(*in);';
const PREDICATE = 'static int f(int s, int t) { if (!s) return 0; if (t) return 2; return 1; }';

describe('a write waits for what decides a value', () => {
  it.each([
    ['that it stores', `${READ} WRITE_ONCE(*out, s ? 1 : 2);`],
    ['that it stores, with the arms the other way round', `${READ} WRITE_ONCE(*out, !s ? 2 : 1);`],
    ['that is assigned in an if', `${READ} ok = 2; if (s) ok = 1; WRITE_ONCE(*out, ok);`],
    ['that is assigned in the other arm only', `${READ} ok = 1; if (!s) ok = 2; WRITE_ONCE(*out, ok);`],
    ['that is && of two', `${READ} WRITE_ONCE(*out, s && !t);`],
    ['that is || of two', `${READ} WRITE_ONCE(*out, t || s);`],
    [
      'in a switch',
      `${READ} switch (s) { case 1: ok = 1; break; case 2: ok = 3; break; default: ok = 2; } WRITE_ONCE(*out, ok);`,
    ],
    ['by gotos', `${READ} ok = 2; if (!s) goto no; ok = 1; no: WRITE_ONCE(*out, ok);`],
    ['in an inner ?:', `${READ} WRITE_ONCE(*out, t ? 3 : s ? 1 : 2);`],
    [
      'in a branch within an arm',
      `${READ} ok = 0; if (s < 2) { ok = 3; if (s) ok = 1; } WRITE_ONCE(*out, ok);`,
    ],
    ['that is the same either way', `${READ} WRITE_ONCE(*out, s ? 1 : 1);`],
    [
      'that a load may be, which was not run',
      `${READ} ok = 1; if (!s) ok = READ_ONCE(*other); WRITE_ONCE(*out, ok);`,
    ],
    ['that is computed on', `${READ} ok = s ? 1 : 2; t = ok + 1; WRITE_ONCE(*out, t - 1);`],
    [
      'that is added to what a load gives',
      `${READ} ok = s ? 1 : 2; t = READ_ONCE(*other) + ok; WRITE_ONCE(*out, t);`,
    ],
    ['by a choice of a choice', `${READ} ok = s ? 1 : 2; t = ok == 1 ? 1 : 3; WRITE_ONCE(*out, t);`],
    ['that an if tests', `${READ} ok = 0; if (s) ok = 1; if (ok) WRITE_ONCE(*out, 1);`],
    ['that two ifs test', `${READ} ok = s ? 1 : 0; t = 0; if (ok) t = 1; if (t) WRITE_ONCE(*out, 1);`],
    ['that a loop tests', `${READ} ok = s ? 0 : 1; while (ok) ok = READ_ONCE(*other); WRITE_ONCE(*out, 1);`],
    ['that is its address', `${READ} p = s ? out : log; WRITE_ONCE(*p, 1);`],
    [
      'that is the address of a read before it',
      `${READ} p = s ? other : log; ok = READ_ONCE(*p); WRITE_ONCE(*out, 1);`,
    ],
    [
      'that is the address of a write before it',
      `${READ} p = s ? other : log; WRITE_ONCE(*p, 1); WRITE_ONCE(*out, 1);`,
    ],
    ['that an atomic adds', `${READ} atomic_add(s ? 1 : 2, c);`],
    ['that an atomic adds and returns', `${READ} ok = s ? 1 : 2; t = atomic_fetch_add_relaxed(ok, c);`],
    ['that an atomic exchanges', `${READ} ok = s ? 1 : 2; t = xchg_relaxed(out, ok);`],
    ['that an atomic compares with', `${READ} ok = s ? 0 : 2; t = cmpxchg_relaxed(out, ok, 1);`],
    ["that is an atomic's address", `${READ} p = s ? out : log; t = xchg_relaxed(p, 1);`],
  ])('%s', (_, body) => {
    expect(allowedOn(early(body))).toEqual([]);
  });

  it('that a helper returns early', () => {
    expect(allowedOn(early(`${READ} WRITE_ONCE(*out, f(s, t));`, PREDICATE))).toEqual([]);
    expect(allowedOn(early(`${READ} if (f(s, t)) WRITE_ONCE(*out, 1);`, PREDICATE))).toEqual([]);
  });

  it('in a primitive that branches', () => {
    const body = 's = atomic_fetch_add_relaxed(0, c); if (atomic_add_unless(c, 0, 0)) WRITE_ONCE(*out, 1);';
    expect(
      allowedOn(
        early(body)
          .replace('*in, 1', '*in, 0')
          .replace('int *in, int *out, atomic_t *c)\n{', 'int *in, int *out, atomic_t *c)\n{'),
      ),
    ).toEqual([]);
  });
});

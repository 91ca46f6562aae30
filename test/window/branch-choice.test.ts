/**
 * Values that branches of C decide: what is made of them waits for what decides the branch, whether a compiler makes a
 * branch of it or a select, and nothing else behind the arms does.
 */

import { describe, expect, it } from 'vitest';
import { armv8 } from '../../src/models/armv8.js';
import { riscv } from '../../src/models/riscv.js';
import { satisfies } from '../../src/program/condition.js';
import { queryOf } from '../../src/query/query.js';
import { explore } from '../../src/search/explore.js';
import { machinesAsTheirAxioms } from '../laws/machine-law.js';
import { Searches } from '../laws/searches.js';
import { load } from '../lower/load.js';

const LIMITS = { states: 100_000, milliseconds: 20_000, megabytes: 512 };

/** The models on which some final state is as the test asks, by their axioms too. */
function allowedOn(text: string): readonly string[] {
  expect(machinesAsTheirAxioms(new Searches(text))).toBeNull();
  return [armv8, riscv].flatMap((model) => {
    const test = load(text);
    const found = explore(queryOf(test, model, { atomics: 'lse', limits: LIMITS }));
    expect(found.limit).toBeNull();
    return found.states.some((state) => satisfies(test.question.proposition, state)) ? [model.name] : [];
  });
}

/**
 * Load buffering: P0 reads `in` into s, and what follows writes `out` or `c`; P1 reads these, and writes `in` after a full
 * fence. The state asked for is that the write of 1 came before the read, which saw 1.
 */
function buffering(body: string, helpers = ''): string {
  return `C buffering
{ struct page page; }
${helpers}
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
const HELPERS = `static int f(int s, int t) { if (!s) return 0; if (t) return 2; return 1; }
static bool nonzero(int *in) { return READ_ONCE(*in) && 1; }`;

describe('a write waits for what decides', () => {
  it.each([
    ['what it stores, by ?:', 'WRITE_ONCE(*out, s ? 1 : 2);'],
    ['what it stores, by ?: with the arms the other way round', 'WRITE_ONCE(*out, !s ? 2 : 1);'],
    ['what it stores, by an if', 'ok = 2; if (s) ok = 1; WRITE_ONCE(*out, ok);'],
    ['what it stores, by the arm that was not taken', 'ok = 1; if (!s) ok = 2; WRITE_ONCE(*out, ok);'],
    ['what it stores, by &&', 'WRITE_ONCE(*out, s && !t);'],
    ['what it stores, by ||', 'WRITE_ONCE(*out, t || s);'],
    [
      'what it stores, by a switch',
      'switch (s) { case 1: ok = 1; break; case 2: ok = 3; break; default: ok = 2; } WRITE_ONCE(*out, ok);',
    ],
    ['what it stores, by a goto', 'ok = 2; if (!s) goto no; ok = 1; no: WRITE_ONCE(*out, ok);'],
    ['what it stores, by an inner ?:', 'WRITE_ONCE(*out, t ? 3 : s ? 1 : 2);'],
    [
      'what it stores, by an if in an arm',
      'ok = 0; if (s < 2) { ok = 3; if (s) ok = 1; } WRITE_ONCE(*out, ok);',
    ],
    ['what it stores, by a helper', 'WRITE_ONCE(*out, f(s, t));'],
    ['what it stores, though it is the same either way', 'WRITE_ONCE(*out, s ? 1 : 1);'],
    ['whether a load gives what it stores', 'ok = 1; if (!s) ok = READ_ONCE(*other); WRITE_ONCE(*out, ok);'],
    ['what it stores, with something added', 'ok = s ? 0 : 1; t = ok + 1; WRITE_ONCE(*out, t);'],
    [
      'what it stores, added to what a load gives',
      'ok = s ? 1 : 2; t = READ_ONCE(*other) + ok; WRITE_ONCE(*out, t);',
    ],
    ['what it stores, by a choice of a choice', 'ok = s ? 1 : 2; t = ok == 1 ? 1 : 3; WRITE_ONCE(*out, t);'],
    ['a flag that an if tests', 'ok = 0; if (s) ok = 1; if (ok) WRITE_ONCE(*out, 1);'],
    ['a flag that goes through two ifs', 'ok = s ? 1 : 0; t = 0; if (ok) t = 1; if (t) WRITE_ONCE(*out, 1);'],
    ['a flag that a loop tests', 'ok = s ? 0 : 1; while (ok) ok = READ_ONCE(*other); WRITE_ONCE(*out, 1);'],
    ['what a helper returns early', 'if (f(s, t)) WRITE_ONCE(*out, 1);'],
    ['where it stores', 'p = s ? out : log; WRITE_ONCE(*p, 1);'],
    ['where a read before it reads', 'p = s ? other : log; ok = READ_ONCE(*p); WRITE_ONCE(*out, 1);'],
    ['where a write before it writes', 'p = s ? other : log; WRITE_ONCE(*p, 1); WRITE_ONCE(*out, 1);'],
    ['what an atomic adds', 'atomic_add(s ? 1 : 2, c);'],
    ['what an atomic with a result adds', 'ok = s ? 1 : 2; t = atomic_fetch_add_relaxed(ok, c);'],
    ['what is exchanged', 'ok = s ? 1 : 2; t = xchg_relaxed(out, ok);'],
    ['what is compared with', 'ok = s ? 0 : 2; t = cmpxchg_relaxed(out, ok, 1);'],
    ['where an exchange is', 'p = s ? out : log; t = xchg_relaxed(p, 1);'],
    [
      'a flag that goes through memory',
      'WRITE_ONCE(*log, s ? 1 : 2); ok = READ_ONCE(*log); if (ok == 1) WRITE_ONCE(*out, 1);',
    ],
    [
      'what it stores, by way of memory, though it is the same either way',
      'WRITE_ONCE(*log, s ? 1 : 2); ok = READ_ONCE(*log); WRITE_ONCE(*out, (ok ^ ok) + 1);',
    ],
    [
      'where it stores, by way of memory, though it is the same either way',
      'WRITE_ONCE(*log, s ? 1 : 2); ok = READ_ONCE(*log); WRITE_ONCE(*(out + (ok ^ ok)), 1);',
    ],
    [
      'where a read before it reads, by way of memory',
      'WRITE_ONCE(*log, s ? 1 : 2); ok = READ_ONCE(*log); t = READ_ONCE(*(other + (ok ^ ok))); WRITE_ONCE(*out, 1);',
    ],
    ['what it stores, by way of memory', 'WRITE_ONCE(*log, s ? 1 : 2); WRITE_ONCE(*out, READ_ONCE(*log));'],
  ])('%s', (_, body) => {
    expect(allowedOn(buffering(READ + body, HELPERS))).toEqual([]);
  });

  it.each([
    ['a predicate that reads', 's = 1; if (nonzero(in)) WRITE_ONCE(*out, 1);'],
    ['when smp_cond_load_relaxed() ends', 's = smp_cond_load_relaxed(in, VAL); WRITE_ONCE(*out, 1);'],
    [
      'when smp_cond_load_relaxed() ends, where it waits for a local',
      's = smp_cond_load_relaxed(in, VAL != t); WRITE_ONCE(*out, 1);',
    ],
    ['when smp_cond_load_acquire() ends', 's = smp_cond_load_acquire(in, VAL); WRITE_ONCE(*out, 1);'],
  ])('%s', (_, body) => {
    expect(allowedOn(buffering(body, HELPERS))).toEqual([]);
  });

  it('whether the last reference goes', () => {
    const text = buffering('s = 1; if (refcount_dec_and_test(ref)) WRITE_ONCE(*out, 1);');
    const counted = text
      .replaceAll('int *in', 'refcount_t *ref')
      .replace('WRITE_ONCE(*in', 'refcount_set(ref');
    expect(allowedOn(counted)).toEqual([]);
  });
});

describe('nothing else waits behind the arms', () => {
  it.each([
    ['a write of something else', 'if (s) WRITE_ONCE(*log, 1); WRITE_ONCE(*out, 1);'],
    ['a write behind a flag that nothing tests', 'ok = s ? 1 : 2; WRITE_ONCE(*out, 1);'],
    ['a write of a register that was set anew', 'ok = s ? 1 : 2; ok = 1; WRITE_ONCE(*out, ok);'],
    [
      'an atomic to whose result the value is added',
      'ok = s ? 1 : 2; t = atomic_fetch_add_relaxed(1, c) + ok;',
    ],
  ])('%s', (_, body) => {
    expect(allowedOn(buffering(READ + body))).toEqual(['armv8', 'riscv']);
  });

  it('a write behind an acquire to whose result the value is added, where no fence makes the acquire', () => {
    const body = 'ok = s ? 1 : 2; t = smp_load_acquire(log) + ok; WRITE_ONCE(*out, 1);';
    expect(allowedOn(buffering(READ + body))).toEqual(['armv8']);
  });
});

/** Message passing: P1 reads `flag` into s, and then by the body `data` into r. */
function passing(body: string): string {
  return `C passing
{}
P0(int *data, int *flag)
{
	WRITE_ONCE(*data, 1);
	smp_wmb();
	WRITE_ONCE(*flag, 1);
}

P1(int *data, int *flag, int *log, int *out)
{
	int s = READ_ONCE(*flag);
	int ok; int r; int *p;

	${body}
}

exists (1:s=1 /\\ 1:r=0)
`;
}

describe('a read does not wait for what decides', () => {
  it.each([
    ['where it reads', 'p = s ? data : log; r = READ_ONCE(*p);'],
    ['whether it happens', 'ok = s ? 1 : 0; r = 2; if (ok) r = READ_ONCE(*data);'],
    ['what a write before it writes', 'WRITE_ONCE(*log, s ? 1 : 2); r = READ_ONCE(*data);'],
    [
      'where it reads, by way of memory',
      'WRITE_ONCE(*log, s ? 0 : 1); ok = READ_ONCE(*log); r = READ_ONCE(*(data + (ok ^ ok)));',
    ],
  ])('%s', (_, body) => {
    expect(allowedOn(passing(body))).toEqual(['armv8', 'riscv']);
  });

  it('but smp_rmb() in the arm, or smp_acquire__after_ctrl_dep() behind the loop, orders it', () => {
    expect(allowedOn(passing('r = 2; if (s) { smp_rmb(); r = READ_ONCE(*data); }'))).toEqual([]);
    const waits = 's = smp_cond_load_relaxed(flag, VAL);';
    expect(allowedOn(passing(`${waits} r = READ_ONCE(*data);`))).toEqual(['armv8', 'riscv']);
    expect(allowedOn(passing(`${waits} smp_acquire__after_ctrl_dep(); r = READ_ONCE(*data);`))).toEqual([]);
    expect(allowedOn(passing('s = smp_cond_load_acquire(flag, VAL); r = READ_ONCE(*data);'))).toEqual([]);
  });
});

/** The generic smp_cond_load_acquire() ends in fence r,r: a read before the loop is not ordered with a write behind it. */
it('smp_cond_load_acquire() does not order earlier reads with later writes on RISC-V', () => {
  const body = 's = READ_ONCE(*in); ok = smp_cond_load_acquire(log, !VAL); WRITE_ONCE(*out, 1);';
  expect(allowedOn(buffering(body))).toEqual(['armv8', 'riscv']);
  const order = 's = READ_ONCE(*in); ok = smp_load_acquire(log); WRITE_ONCE(*out, 1);';
  expect(allowedOn(buffering(order))).toEqual(['armv8']);
});

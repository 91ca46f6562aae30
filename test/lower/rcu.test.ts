/** RCU and SRCU as programs: on every port the same events, which order nothing by themselves. */
import { describe, expect, it, test } from 'vitest';
import { PORTS } from '../../src/kernel/ports/index.js';
import { mechanismIn } from '../../src/program/mechanism.js';
import type { Program } from '../../src/program/program.js';
import { code, faults, load, withBody } from './load.js';

const NAMES = PORTS.map(({ name }) => name);

/** A body of a thread that also has a domain. */
function text(body: string): string {
  return withBody(body).replace('struct page *page)', 'struct page *page, struct srcu_struct *s)');
}

function programOf(body: string, port = 'lkmm'): Program {
  return load(text(body)).programFor(port);
}

describe.each(NAMES)('on %s', (port) => {
  const events = (body: string): readonly unknown[] =>
    programOf(body, port).threads[0].code.flatMap(({ kind, event }) =>
      event === undefined ? [] : [`${kind} ${event.tag}`],
    );

  test.each([
    ['rcu_read_lock(); rcu_read_unlock();', ['fence rcu-lock', 'fence rcu-unlock']],
    ['synchronize_rcu(); synchronize_rcu_expedited();', ['fence sync-rcu', 'fence sync-rcu']],
    ['int i = srcu_read_lock(s); srcu_read_unlock(s, i);', ['read srcu-lock', 'write srcu-unlock']],
    ['int i = srcu_down_read(s); srcu_up_read(s, i);', ['read srcu-lock', 'write srcu-unlock']],
    ['synchronize_srcu(s); synchronize_srcu_expedited(s);', ['fence sync-srcu', 'fence sync-srcu']],
    ['smp_mb__after_srcu_read_unlock();', ['fence after-srcu-read-unlock']],
  ])('%s', (body, expected) => {
    expect(events(body)).toEqual(expected);
  });

  it('rcu_dereference() and rcu_assign_pointer() are accesses like others', () => {
    const program = programOf('int r = rcu_dereference(*x); rcu_assign_pointer(*y, r);', port);
    expect(mechanismIn(program)).toBeNull();
  });
});

it('the domain is one location, 0 at first, that readers read and write, and that a grace period is for', () => {
  const body = 'int i = srcu_read_lock(s); srcu_read_unlock(s, i); synchronize_srcu(s); synchronize_rcu();';
  const { locations, threads } = programOf(body);
  const domain = locations.find(({ name }) => name === 's');
  expect(domain).toMatchObject({ initial: 0n, type: { bits: 32, signed: true } });
  expect(threads[0].code).toMatchObject([
    { kind: 'read', address: { value: domain?.address }, event: { tag: 'srcu-lock', statement: 0 } },
    { kind: 'set' },
    { kind: 'write', address: { value: domain?.address }, event: { tag: 'srcu-unlock', statement: 1 } },
    { kind: 'fence', domain: { value: domain?.address }, event: { tag: 'sync-srcu', statement: 2 } },
    { kind: 'fence', fence: { kind: 'none', name: 'synchronize_rcu' }, event: { tag: 'sync-rcu' } },
  ]);
  expect('domain' in threads[0].code[4]).toBe(false);
});

it('a domain may stand in the init block, and be reached by a pointer', () => {
  const source = `C domains
{
	struct srcu_struct one;
	struct srcu_struct two = 0;
	struct srcu_struct *p = &one;
}
P0(struct srcu_struct **p, struct srcu_struct *two)
{
	struct srcu_struct *s = READ_ONCE(*p);
	int i = srcu_read_lock(s);
	srcu_read_unlock(s, i);
	synchronize_srcu(two);
}
exists (0:i=0)
`;
  expect(faults(source).filter((each) => !each.startsWith('warning'))).toEqual([]);
  const { locations, threads } = load(source).programFor('lkmm');
  expect(locations.map(({ name }) => name)).toEqual(['one', 'two', 'p']);
  expect(threads[0].code[2]).toMatchObject({ kind: 'read', address: { kind: 'register' } });
});

test.each([
  ['rcu_read_lock(); int i = srcu_read_lock(s);', 'RCU'],
  ['int i = srcu_read_lock(s); rcu_read_unlock();', 'RCU'],
  ['smp_mb__after_srcu_read_unlock();', 'SRCU'],
  ['smp_mb(); spin_lock(l); *x = 1;', null],
])('%s needs %s', (body, mechanism) => {
  expect(mechanismIn(programOf(body))).toBe(mechanism);
});

it('a cookie is a value like any other, and need not be used', () => {
  expect(code('rcu_read_lock(); *x = 1; rcu_read_unlock();', 'x86')).toEqual([
    'fence rcu_read_lock {rcu-lock 0}',
    'write [&x] = 1',
    'fence rcu_read_unlock {rcu-unlock 1}',
  ]);
  expect(programOf('srcu_read_lock(s);', 'x86').threads[0].code[0]).toMatchObject({ target: null });
});

test.each([
  ['synchronize_sched();', 'RCU-sched as a kind of its own'],
  ['synchronize_rcu_bh();', 'RCU-bh as a kind of its own'],
  ['synchronize_rcu_tasks();', "RCU for a task's own switches"],
])('%s is refused by name', (body, mechanism) => {
  const [name] = body.split('(');
  expect(faults(withBody(body))).toContain(
    `unsupported '${name}': what ${name}; why ${mechanism} is not part of these models`,
  );
});

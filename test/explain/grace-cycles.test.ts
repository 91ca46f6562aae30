/**
 * States that a machine does not end in since grace periods wait: every cycle that is told is one of the execution's own events, each
 * edge is there, and around it are as many grace periods as sections and stretches of program order.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refute } from '../../src/engine/index.js';
import type { Cause } from '../../src/execution/cause.js';
import type { Cycle, Edge } from '../../src/execution/edge.js';
import { type AccessEvent, type Execution, isAccess } from '../../src/execution/execution.js';
import { MACHINES } from '../../src/models/index.js';
import type { WindowModel } from '../../src/models/model.js';
import { narrowed, type Proposition, soughtBy, type Target } from '../../src/program/condition.js';
import { withoutWaiting } from '../../src/program/readers.js';
import type { Test } from '../../src/program/test.js';
import { type MachineQuery, queryOf } from '../../src/query/query.js';
import type { RefutedExecution } from '../../src/query/refutation.js';
import { explore } from '../../src/search/explore.js';
import { lineOf } from '../../src/text/source.js';
import { graceTests, printGraceTest } from '../laws/grace-periods.js';
import { load } from '../laws/searches.js';

const LIMITS = { states: 200_000, milliseconds: 4000, megabytes: 1024 };
const RUNS = {
  numRuns: Number(process.env.PINLITMUS_LAW_RUNS ?? 60),
  seed: Number(process.env.SEED ?? 20180324),
};

function queryOn(test: Test, model: WindowModel): MachineQuery {
  return queryOf(test, model, { atomics: 'lse', limits: LIMITS });
}

/** What is wrong with a cycle of an execution; nothing, if all is well. */
function wrongWith({ cycle, execution }: RefutedExecution, machine: string): readonly string[] {
  const { edges, axiom } = cycle;
  const wrong = edges.flatMap((edge, index) => [
    ...(edges[(index + 1) % edges.length].from === edge.to ? [] : ['it does not go on']),
    ...wrongWithEdge(edge, execution, machine),
  ]);
  if (axiom === undefined) return [...wrong, 'no axiom'];
  const counted = axiom.gracePeriods > 0 && axiom.gracePeriods >= blocksIn(cycle);
  return counted ? wrong : [...wrong, `${axiom.gracePeriods} against ${blocksIn(cycle)}`];
}

/** Whether an edge is one that only grace periods see: a section gone through backwards, or a stretch of program order. */
function isBlock({ relation }: Edge): boolean {
  return (
    relation.kind === 'preserved' &&
    /section from|a grace period finds it/.test(relation.causes[0].rule ?? '')
  );
}

/** How many such edges there are, those that follow each other in a thread as one. */
function blocksIn({ edges }: Cycle): number {
  return edges.filter((edge, index) => isBlock(edge) && !isBlock(edges.at(index - 1) ?? edge)).length;
}

function wrongWithEdge(
  { from, to, relation }: Edge,
  execution: Execution,
  machine: string,
): readonly string[] {
  const { events, rf, co, fr, po } = execution;
  const [one, other] = [events[from], events[to]];
  if (!isAccess(one) || !isAccess(other)) return ['not between accesses'];
  const { kind } = relation;
  const named = `${kind} ${from} ${to} on ${machine}`;
  switch (kind) {
    case 'rf':
    case 'co':
    case 'fr':
      return { rf, co, fr }[kind].has(from, to) ? [] : [`${named} is not there`];
    case 'preserved':
      return relation.causes.flatMap((cause) =>
        isReal(cause, one, other, execution, machine) ? [] : [`${named}: ${cause.kind} ${cause.rule}`],
      );
    case 'atomic':
      return execution.rmw.has(to, from) ? [] : [`${named} is not there`];
    default:
      return po.has(from, to) ? [] : [`${named} is not there`];
  }
}

/** Whether a reason holds for two accesses of a thread. */
function isReal(
  cause: Cause,
  one: AccessEvent,
  other: AccessEvent,
  execution: Execution,
  machine: string,
): boolean {
  const { po, addr, data, ctrl, rmw, events } = execution;
  const { kind, rule, at } = cause;
  const section = /^the read-side section from line (\d+) to line (\d+)$/.exec(rule ?? '');
  if (section !== null) {
    const [begin, end] = [Number(section[1]), Number(section[2])];
    const text = one.span.source.text.split('\n');
    const ends =
      /(?:read_lock|down_read)\(/.test(text[begin - 1]) && /(?:read_unlock|up_read)\(/.test(text[end - 1]);
    // A section of SRCU may be handed over to another thread, which ends it.
    const isOfThread = threadAt(text, begin) === other.thread && threadAt(text, end) === one.thread;
    return ends && isOfThread && begin <= end && lineOf(one.span) <= end && lineOf(other.span) >= begin;
  }
  if (!po.has(one.id, other.id)) return false;
  if (/a grace period finds it/.test(rule ?? '')) return true;
  if (kind === 'pair') return rmw.has(one.id, other.id);
  if (kind === 'same-location') return one.location === other.location && other.written !== null;
  if (kind === 'address' || kind === 'data' || kind === 'control') {
    const depends = { address: addr, data, control: ctrl }[kind];
    return depends.from(one.id).some((to) => to === other.id || po.has(to, other.id));
  }
  if (kind !== 'rule') return false;
  if (at.length > 0)
    return at.every((span) =>
      events.some(
        (event) =>
          event.kind === 'fence' &&
          event.span === span &&
          po.has(one.id, event.id) &&
          po.has(event.id, other.id),
      ),
    );
  return rule !== null && carries(rule, one, other, execution, machine);
}

/** Whether two accesses are what a rule of a machine says of what accesses carry themselves. */
function carries(
  rule: string,
  one: AccessEvent,
  other: AccessEvent,
  { events, rmw }: Execution,
  machine: string,
): boolean {
  switch (rule) {
    case 'program order':
      return machine === 'sc';
    case 'an acquire is before everything later':
      return one.order.startsWith('acquire');
    case 'a release is after everything earlier':
      return /release/.test(other.order);
    case 'loads are not reordered with later accesses':
      return one.read !== null;
    case 'stores are not reordered with later stores':
      return one.written !== null && other.written !== null;
    case 'an atomic instruction is ordered with everything':
      return [one, other].some(({ id }) =>
        events.some((half) => rmw.has(id, half.id) || rmw.has(half.id, id)),
      );
    default:
      return false;
  }
}

/** Which thread a line of a text in C is of. */
function threadAt(text: readonly string[], line: number): number {
  return text.slice(0, line).filter((each) => /^P\d+\(/.test(each)).length - 1;
}

/** The state that a target records as these values, and no other. */
function exactly({ observables }: Target, state: readonly bigint[]): Target {
  const filter = state.reduce<Proposition>(
    (left, value, observable) => ({
      kind: 'and',
      left,
      right: {
        kind: 'compare',
        operator: '=',
        left: { kind: 'observable', observable },
        right: { kind: 'value', value },
      },
    }),
    { kind: 'truth', value: true },
  );
  return { observables, filter };
}

const RCU = join(import.meta.dirname, '../../litmus/rcu');

describe('a state that grace periods forbid on a machine', () => {
  it.each(readdirSync(RCU).filter((file) => file.endsWith('.litmus')))('is explained: %s', (file) => {
    const test = load(readFileSync(join(RCU, file), 'utf8'));
    for (const model of MACHINES) {
      const query = { ...queryOn(test, model), target: narrowed(test.question, soughtBy(test.question)) };
      if (explore(query, { goal: 'first' }).states.length > 0) continue;
      const { waiting, cycles, complete, survivor } = refute(query);
      if (!waiting) continue;
      expect(survivor).toBeNull();
      expect(complete, model.name).toBe(true);
      expect(cycles.length, model.name).toBeGreaterThan(0);
      expect(cycles.flatMap((each) => wrongWith(each, model.name))).toEqual([]);
    }
  });

  it('is explained in random tests', () => {
    let told = 0;
    fc.assert(
      fc.property(graceTests(), (threads) => {
        const text = printGraceTest(threads);
        const test = load(text);
        for (const model of MACHINES) {
          const query = queryOn(test, model);
          const found = explore(query);
          const without = explore({ ...query, program: withoutWaiting(query.program) });
          if (found.limit !== null || without.limit !== null) continue;
          const known = new Set(found.states.map(String));
          const forbidden = without.states.filter((state) => !known.has(String(state))).slice(0, 2);
          for (const state of forbidden) {
            const { waiting, cycles } = refute({ ...query, target: exactly(query.target, state) });
            expect(waiting).toBe(true);
            expect(cycles.length, `${model.name} ${state}\n${text}`).toBeGreaterThan(0);
            expect(
              cycles.flatMap((each) => wrongWith(each, model.name)),
              text,
            ).toEqual([]);
            told += cycles.length;
          }
        }
      }),
      RUNS,
    );
    expect(told).toBeGreaterThan(RUNS.numRuns / 30);
  });
});

/**
 * Loops whose rounds but the last have no effect. Each such round only reads, or tries a store-conditional that fails,
 * and nothing that it reads outlives it; so only the last round matters, and going back to the loop's head is assumed
 * not to happen: the loop needs no bound. This is what spin.ts does for one plain read, where it also makes the read
 * wait, so that a loop that never ends is a deadlock; here are
 *
 * - retry loops of exclusives, `ldxr; add; stxr; cbnz`: the way back after a store-conditional that failed (withoutRetries);
 * - loops that read several locations, `do { r0 = x; r1 = y; } while (r0 != r1)` (withoutRounds).
 *
 * Sound because what is left is the program with fewer choices, so each of its executions is one of the program; and an
 * execution with such rounds is one without them that ends alike: to drop them removes reads, fences, branches and
 * failures, and with them only constraints. No register that a round sets is read before it is set again, a
 * store-conditional may fail at any time whatever was reserved, and one that succeeds must leave the loop.
 */
import { type Expression, evaluate } from './expression.js';
import { definedBy, liveness, predecessors, reachable, successors } from './flow.js';
import type { Instruction, Thread } from './program.js';
import { negated } from './spin.js';

type Code = readonly Instruction[];

/** The thread without the ways back that follow a failed store-conditional; `observed` are the registers that final states show. */
export function withoutRetries(thread: Thread, observed: ReadonlySet<number>): Thread {
  const edges = thread.code.flatMap((each, place) => {
    const back = each.kind === 'conditional' ? backAfter(thread, place, each.failure) : null;
    return back === null ? [] : [back];
  });
  return withoutEdges(thread, edges, observed);
}

/** The thread without the ways back of loops that have no effect at all. */
export function withoutRounds(thread: Thread, observed: ReadonlySet<number>): Thread {
  const edges = thread.code.flatMap((each, place) => {
    const goesBack = (each.kind === 'branch' || each.kind === 'jump') && each.destination <= place;
    return goesBack ? [{ from: place, head: each.destination }] : [];
  });
  return withoutEdges(thread, edges, observed);
}

/** A branch or jump that goes back. */
interface Edge {
  readonly from: number;
  readonly head: number;
}

function withoutEdges(thread: Thread, edges: readonly Edge[], observed: ReadonlySet<number>): Thread {
  const idle = edges.filter((edge) => isIdle(thread, edge, observed));
  if (idle.length === 0) return thread;
  const code = [...thread.code];
  for (const { from } of idle) code[from] = notTaken(code[from]);
  return { ...thread, code };
}

/** What stands in place of a way back: that it is not taken. */
function notTaken(instruction: Instruction): Instruction {
  const { span } = instruction;
  const condition: Expression =
    instruction.kind === 'branch' ? negated(instruction.condition) : { kind: 'constant', value: 0n };
  return { kind: 'assume', condition, span };
}

/** Whether the rounds that end in an edge have no effect. */
function isIdle(thread: Thread, edge: Edge, observed: ReadonlySet<number>): boolean {
  const { code } = thread;
  const loop = naturalLoop(code, edge);
  const elsewhere = edge.head === 0 ? new Set<number>() : new Set([0, ...reachable(code, 0, edge.head)]);
  const needed = liveness(code, observed)[edge.head];
  const reads = [...loop].some((place) => code[place].kind === 'read');
  return (
    reads &&
    !mayLendReservation(code, edge.head, loop) &&
    [...loop].every((place) => {
      const target = definedBy(code[place]);
      if (place !== edge.head && elsewhere.has(place)) return false;
      return isEffectless(thread, place, loop) && (target === null || !needed.has(target));
    })
  );
}

/**
 * Whether what an exclusive read of a dropped round reserves could be used later: some store-conditional can be come to
 * from the loop's head without another exclusive read before it.
 */
function mayLendReservation(code: Code, head: number, loop: ReadonlySet<number>): boolean {
  const isExclusive = (place: number): boolean => {
    const instruction = code[place];
    return instruction?.kind === 'read' && instruction.exclusive;
  };
  if (![...loop].some(isExclusive)) return false;
  const seen = new Set([head]);
  for (const place of seen) {
    if (code[place]?.kind === 'conditional') return true;
    if (!isExclusive(place)) for (const next of successors(code, place)) seen.add(next);
  }
  return false;
}

/** The places from which the edge can be come to without passing its head, and the head. */
function naturalLoop(code: Code, { from, head }: Edge): ReadonlySet<number> {
  const before = predecessors(code);
  const loop = new Set([head, from]);
  for (const place of loop) if (place !== head) for (const each of before[place]) loop.add(each);
  return loop;
}

function isEffectless(thread: Thread, place: number, loop: ReadonlySet<number>): boolean {
  const instruction = thread.code[place];
  switch (instruction.kind) {
    case 'write':
    case 'update':
      return false;
    case 'conditional':
      return leavesAfter(thread, place, instruction.success, loop);
    default:
      return true;
  }
}

/** Whether a store-conditional with that status is sure to be followed by a way out of the loop. */
function leavesAfter(
  thread: Thread,
  conditional: number,
  status: bigint,
  loop: ReadonlySet<number>,
): boolean {
  for (const place of path(thread, conditional, status)) if (!loop.has(place)) return true;
  return false;
}

/** The branch or jump that goes back, with nothing done before, after a store-conditional with that status. */
function backAfter(thread: Thread, conditional: number, status: bigint): Edge | null {
  let from = conditional;
  for (const place of path(thread, conditional, status)) {
    if (place <= conditional) return place < from ? { from, head: place } : null;
    from = place;
  }
  return null;
}

/** Where a thread goes after a store-conditional with a status, as far as that alone decides it and only registers are set. */
function* path({ code, registers }: Thread, conditional: number, status: bigint): Generator<number> {
  const instruction = code[conditional];
  if (instruction.kind !== 'conditional' || instruction.status === null) return;
  const known: (bigint | null)[] = registers.map(() => null);
  known[instruction.status] = status;
  let place = conditional + 1;
  for (let steps = 0; steps < code.length; steps++) {
    yield place;
    const next = place >= code.length ? null : after(code, place, known);
    if (next === null) return;
    place = next;
  }
}

/** The one place that follows, given the registers known; null when it is not known, or something else is done here. */
function after(code: Code, place: number, known: (bigint | null)[]): number | null {
  const instruction = code[place];
  switch (instruction.kind) {
    case 'set':
      known[instruction.target] = evaluate(instruction.value, known);
      return place + 1;
    case 'jump':
      return instruction.destination;
    case 'branch': {
      const value = evaluate(instruction.condition, known);
      const [otherwise, taken] = successors(code, place);
      return value === null ? null : value === 0n ? otherwise : taken;
    }
    default:
      return null;
  }
}

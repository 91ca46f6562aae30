/**
 * Loops whose rounds but the last have no effect. Each such round only reads, or makes an attempt that fails
 * (attempt.ts), and nothing that it reads outlives it; so only the last round matters, and going back to the head is assumed
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
import { after } from './attempt.js';
import type { Expression } from './expression.js';
import { definedBy, predecessors, reachable, successors } from './flow.js';
import { liveness } from './liveness.js';
import type { Instruction, Thread } from './program.js';
import { negated } from './spin.js';

type Code = readonly Instruction[];

/** The thread without the ways back that follow a failed store-conditional; `observed` are the registers that final states show. */
export function withoutRetries(thread: Thread, observed: ReadonlySet<number>): Thread {
  const edges: Edge[] = [];
  thread.code.forEach((each, place) => {
    const back = each.kind === 'conditional' ? backAfter(thread, place) : null;
    if (back !== null) edges.push(back);
  });
  return withoutEdges(thread, edges, observed);
}

/** The thread without the ways back of loops that have no effect at all. */
export function withoutRounds(thread: Thread, observed: ReadonlySet<number>): Thread {
  const edges: Edge[] = [];
  thread.code.forEach((each, place) => {
    const goesBack = (each.kind === 'branch' || each.kind === 'jump') && each.destination <= place;
    if (goesBack) edges.push({ from: place, head: each.destination });
  });
  return withoutEdges(thread, edges, observed);
}

/** A branch or jump that goes back. */
export interface Edge {
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
export function notTaken(instruction: Instruction): Instruction {
  const { span } = instruction;
  const condition: Expression =
    instruction.kind === 'branch' ? negated(instruction.condition) : { kind: 'constant', value: 0n };
  return { kind: 'assume', condition, span };
}

/** Whether the rounds that end in an edge have no effect. */
export function isIdle(thread: Thread, edge: Edge, observed: ReadonlySet<number>): boolean {
  const { code } = thread;
  const loop = naturalLoop(code, edge);
  const needed = liveness(code, observed)[edge.head];
  const reads = [...loop].some((place) => code[place].kind === 'read' || code[place].kind === 'update');
  return (
    reads &&
    !mayLendReservation(code, edge.head, loop) &&
    isEnteredAtHead(code, edge.head, loop) &&
    [...loop].every((place) => {
      const target = definedBy(code[place]);
      return isEffectless(thread, place, loop) && (target === null || !needed.has(target));
    })
  );
}

/** Whether no place of a loop can be come to but by way of its head. */
export function isEnteredAtHead(code: Code, head: number, loop: ReadonlySet<number>): boolean {
  if (head === 0) return true;
  const elsewhere = new Set([0, ...reachable(code, 0, head)]);
  return [...loop].every((place) => place === head || !elsewhere.has(place));
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
export function naturalLoop(code: Code, { from, head }: Edge): ReadonlySet<number> {
  const before = predecessors(code);
  const loop = new Set([head, from]);
  for (const place of loop) if (place !== head) for (const each of before[place]) loop.add(each);
  return loop;
}

function isEffectless(thread: Thread, place: number, loop: ReadonlySet<number>): boolean {
  const instruction = thread.code[place];
  switch (instruction.kind) {
    case 'write':
      return false;
    case 'update':
    case 'conditional':
      return leavesAfter(thread, place, loop);
    default:
      return true;
  }
}

/** Whether an attempt that succeeds is sure to be followed by a way out of the loop. */
export function leavesAfter(thread: Thread, attempt: number, loop: ReadonlySet<number>): boolean {
  for (const { place } of after(thread, attempt, true)) if (!loop.has(place)) return true;
  return false;
}

/** The branch or jump that goes back, with nothing done before, after an attempt that failed. */
export function backAfter(thread: Thread, attempt: number): Edge | null {
  let from = attempt;
  for (const { place } of after(thread, attempt, false)) {
    if (place <= attempt) return place < from ? { from, head: place } : null;
    from = place;
  }
  return null;
}

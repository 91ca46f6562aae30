/**
 * Loops around a compare-and-exchange, of whose rounds all but few fail and leave nothing behind.
 *
 * - One that compares with a constant, `while (cmpxchg(x, 0, 1)) cpu_relax();`, waits, as spin_lock() does: it becomes an
 *   update that performs only on that value, so that a loop that can never end is a deadlock.
 * - One that compares with what it found the last time, `do new = f(old); while (!atomic_try_cmpxchg(v, &old, new));`,
 *   may go round any number of times on a machine that runs ahead. It becomes the loop with one failure, or two, and then
 *   a success; the rounds are written out.
 *
 * Why so few failures are enough: let the loop fail k times, on the values v1 … vk, having started with v0, so that each
 * differs from the one before. If vk is not v0, drop everything from the first attempt to right before the last that
 * failed: that fails on v0 as well, and the loop goes on with vk as before. If vk is v0, keep the first attempt too, which
 * v1 makes fail, and the last after it. What is dropped reads and fences, and with it go only constraints: an attempt
 * still waits for what it is compared with, and that for what came before it, by fewer steps. In the second case both
 * failures can go when nothing but the exchange and the branches on it depends on what was found: they depend on v0
 * instead, which the failures depended on.
 */
import { after, bare, type Comparison, comparisonAt, isAttempt } from './attempt.js';
import { type Expression, type IntegerType, isSameType, mentions, wrap } from './expression.js';
import { definedBy, joins, successors } from './flow.js';
import { liveness, type RegisterSet } from './liveness.js';
import type { Instruction, Thread, UpdateInstruction } from './program.js';
import {
  backAfter,
  type Edge,
  isEnteredAtHead,
  isIdle,
  leavesAfter,
  naturalLoop,
  notTaken,
} from './retry.js';
import { readsUnknown } from './spin.js';

type Code = readonly Instruction[];

/** The thread with such loops waiting, or written out; `observed` are the registers that final states show. */
export function withoutFailures(thread: Thread, observed: ReadonlySet<number>): Thread {
  for (let place = 0; place < thread.code.length; place++) {
    const loop = loopAround(thread, place);
    const rewritten = loop && (waiting(thread, loop, observed) ?? writtenOut(thread, loop, observed));
    // Places have moved, and what is rewritten is no such loop any more.
    if (rewritten) return withoutFailures(rewritten, observed);
  }
  return thread;
}

/** A loop that ends when its only update succeeds, and does nothing else to memory. */
interface Loop {
  readonly at: number;
  readonly update: UpdateInstruction;
  /** The way back after a failure. */
  readonly edge: Edge;
  readonly places: ReadonlySet<number>;
}

function loopAround(thread: Thread, at: number): Loop | null {
  const { code } = thread;
  const update = code[at];
  if (update.kind !== 'update' || !isAttempt(thread, at)) return null;
  const edge = backAfter(thread, at);
  if (edge === null) return null;
  const places = naturalLoop(code, edge);
  const harmless = [...places].every((place) => place === at || isHarmless(code[place]));
  const closed = isEnteredAtHead(code, edge.head, places) && leavesAfter(thread, at, places);
  return harmless && closed ? { at, update, edge, places } : null;
}

function isHarmless(instruction: Instruction): boolean {
  const { kind } = instruction;
  return kind === 'read' ? !instruction.exclusive : !['write', 'update', 'conditional'].includes(kind);
}

function waiting(thread: Thread, loop: Loop, observed: ReadonlySet<number>): Thread | null {
  const { at, update, edge } = loop;
  const { condition } = update;
  if (condition === null || update.looksFirst || readsUnknown(thread.code, condition)) return null;
  if (reads(thread.code, loop) || !isIdle(thread, edge, observed)) return null;
  const code = thread.code.with(at, { ...update, until: condition, condition: null });
  return { ...thread, code: code.with(edge.from, notTaken(code[edge.from])) };
}

/** Whether the loop reads anything besides what it exchanges. */
function reads(code: Code, { places }: Loop): boolean {
  return [...places].some((place) => code[place].kind === 'read');
}

function writtenOut(thread: Thread, loop: Loop, observed: ReadonlySet<number>): Thread | null {
  const { code } = thread;
  const live = liveness(code, observed);
  const expected = expectedBy(thread, loop, live);
  if (expected === null || !isRange(code, loop)) return null;
  const twice =
    reads(code, loop) || !isOfOneType(thread, loop, expected) || isUsedAfter(thread, loop, expected, live);
  const failures = twice ? 2 : 1;
  return { ...thread, code: repeated(code, loop.edge, failures) };
}

/**
 * The register that the value in memory is compared with, when that is all that one round leaves to the next, and after a
 * failure it holds the value found.
 */
function expectedBy(thread: Thread, loop: Loop, live: readonly RegisterSet[]): number | null {
  const { at, update, edge, places } = loop;
  const set = [...places].flatMap((place) => definedBy(thread.code[place]) ?? []);
  const carried = set.filter((register) => live[edge.head].has(register));
  const comparison = comparisonAt(thread.code, at);
  if (carried.length !== 1 || comparison === null || !comparesWith(comparison, carried[0])) return null;
  if (set.some((register) => mentions(update.address, register))) return null;
  for (const { place, known } of after(thread, at, false))
    if (place === edge.from)
      return isFound(known.get(carried[0]), update, comparison.type) ? carried[0] : null;
  return null;
}

/** Whether the condition is that the value found equals a register. */
function comparesWith({ operator, type, ...sides }: Comparison, register: number): boolean {
  const [left, right] = [bare(sides.left, type), bare(sides.right, type)];
  const is = (expression: Expression) => expression.kind === 'register' && expression.register === register;
  return (
    operator === '==' && ((is(left) && right.kind === 'loaded') || (is(right) && left.kind === 'loaded'))
  );
}

/** Whether a register holds what the update found, to a comparison in that type. */
function isFound(
  expression: Expression | undefined,
  { target }: UpdateInstruction,
  type: IntegerType,
): boolean {
  const found = expression && bare(expression, type);
  return found?.kind === 'register' && found.register === target;
}

/**
 * Whether what the loop compares with, when it is the same to the comparison, is the same altogether: whatever sets it gives
 * it a value of the type in memory, as it is.
 */
function isOfOneType({ code, registers }: Thread, { update, places }: Loop, expected: number): boolean {
  const fits = (value: bigint): boolean => wrap(value, update.type) === value;
  return (
    fits(registers[expected].initial) &&
    code.every((each, place) => {
      if (definedBy(each) !== expected) return true;
      if (each.kind === 'set') {
        const { value } = each;
        return value.kind === 'constant' ? fits(value.value) : places.has(place) && value.kind === 'register';
      }
      const takes = each.kind === 'read' || each.kind === 'update';
      return takes && isSameType(each.type, update.type) && each.result.kind === 'loaded';
    })
  );
}

/** Whether what the loop compares with, as a failure left it, may be read after the loop. */
function isUsedAfter(
  thread: Thread,
  { at, update, places }: Loop,
  expected: number,
  live: readonly RegisterSet[],
): boolean {
  const { code } = thread;
  const passed = new Set([at]);
  for (const { place, known } of after(thread, at, true)) {
    if (!places.has(place)) {
      if (live[place].has(expected) && !isFound(known.get(expected), update, update.type)) return true;
      break;
    }
    passed.add(place);
  }
  const others = [...places].filter((place) => !passed.has(place));
  const exits = others.flatMap((place) => successors(code, place)).filter((place) => !places.has(place));
  return exits.some((place) => live[place].has(expected));
}

/** Whether the code from the head to the way back has no other way back, so that it can be written out. */
function isRange(code: Code, { edge: { from, head } }: Loop): boolean {
  return code.every((each, place) => {
    if (place < head || place >= from || !('destination' in each)) return true;
    return each.destination > place || each.destination < head;
  });
}

/** The code with a loop written out: as often as it may fail, and once more without a way back. */
function repeated(code: Code, { from, head }: Edge, failures: number): Code {
  const size = from - head + 2;
  const moved = (destination: number): number =>
    destination > head ? destination + failures * size : destination;
  const held = joins(code);
  const marked = code.map((each, place) =>
    each.kind === 'branch' && place >= head && place <= from && held[place] === null
      ? { ...each, exits: true }
      : each,
  );
  const body = marked.slice(head, from + 1);
  const { span } = code[from];
  const copies = Array.from({ length: failures }, (_, copy) => [
    ...body.map((each) =>
      withDestination(each, (destination) => {
        if (destination === head) return head + (copy + 1) * size;
        return destination > head && destination <= from ? destination + copy * size : moved(destination);
      }),
    ),
    { kind: 'jump' as const, destination: moved(from + 1), span },
  ]);
  const last = [...body.slice(0, -1), notTaken(code[from])];
  const placed = (part: Code): Code => part.map((each) => withDestination(each, moved));
  return [
    ...placed(marked.slice(0, head)),
    ...copies.flat(),
    ...placed(last),
    ...placed(marked.slice(from + 1)),
  ];
}

function withDestination(instruction: Instruction, moved: (destination: number) => number): Instruction {
  return 'destination' in instruction
    ? { ...instruction, destination: moved(instruction.destination) }
    : instruction;
}

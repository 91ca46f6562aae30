/** Which loop of a program is told of where a search does not come to its end. */
import { mentions, readsLoaded } from '../program/expression.js';
import { loopHeads, reachable } from '../program/flow.js';
import { liveness, type RegisterSet } from '../program/liveness.js';
import type { Instruction, Program, Thread } from '../program/program.js';
import { visitedFewTimes } from '../program/rounds.js';
import { positionAt } from '../text/source.js';
import type { Limit, OpenLoop } from './limits.js';

/** A loop that goes round more often than that has an end of its own, but none that a search comes to soon. */
const FEW_ROUNDS = 128;

/** The innermost loop of a thread around a place, by the line of what goes back. */
export function openLoop({ name, code }: Pick<Thread, 'name' | 'code'>, place: number): OpenLoop {
  const around = [...loopHeads(code)].filter(
    (head) =>
      head === place || (reachable(code, head, null).has(place) && reachable(code, place, null).has(head)),
  );
  const head = Math.max(...around.filter((each) => each <= place), Math.min(...around));
  const back = code.findLast(
    (each, at) => (each.kind === 'jump' || each.kind === 'branch') && each.destination === head && at >= head,
  );
  const { span } = back ?? code[Math.min(place, code.length - 1)];
  return { thread: name, line: positionAt(span.source, span.start).line };
}

/** A limit of a search with the loop that may have used it up: one that counts on, if the program has any. */
export function withCountingLoop(limit: Limit, program: Program): Limit {
  if (limit.kind !== 'states' && limit.kind !== 'time' && limit.kind !== 'memory') return limit;
  for (const thread of program.threads) {
    const head = countingHead(thread);
    if (head !== null) return { ...limit, loop: openLoop(thread, head) };
  }
  return limit;
}

/** The head of a loop that goes round often, perhaps for ever, and leaves each time another number behind. */
function countingHead(thread: Thread): number | null {
  const { code } = thread;
  const heads = loopHeads(code);
  if (heads.size === 0) return null;
  const live = liveness(code, new Set());
  const few = visitedFewTimes(thread, live, FEW_ROUNDS);
  for (const head of heads) {
    if (few[head]) continue;
    const loop = code.filter(
      (_, place) => reachable(code, head, null).has(place) && reachable(code, place, null).has(head),
    );
    if (loop.some(countsInMemory) || countsInRegisters(loop, live[head])) return head;
  }
  return null;
}

/** Whether an instruction puts another number into memory each time. */
function countsInMemory(instruction: Instruction): boolean {
  if (instruction.kind === 'update') return instruction.condition === null && readsLoaded(instruction.data);
  return instruction.kind === 'write' && instruction.data.kind === 'binary';
}

/** Whether a round makes another number of what a register holds for the next one. */
function countsInRegisters(loop: readonly Instruction[], live: RegisterSet): boolean {
  const sets = loop.flatMap((each) => (each.kind === 'set' ? [each] : []));
  return sets.some(({ target }) => {
    if (!live.has(target)) return false;
    const from = new Set([target]);
    for (let size = 0; size < from.size; ) {
      size = from.size;
      for (const each of sets)
        if ([...from].some((register) => mentions(each.value, register))) from.add(each.target);
    }
    return sets.some(
      (each) => each.target === target && [...from].some((register) => mentions(each.value, register)),
    );
  });
}

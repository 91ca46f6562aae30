/**
 * Pure spins. A loop that only reads one location until it likes the value, `while (READ_ONCE(x)) cpu_relax();`,
 * can go round any number of times without effect; only its last round matters. So it becomes a single read that
 * performs only on a value that lets the loop exit, and the exit becomes an assumption: the loop then costs
 * nothing, needs no bound, and a loop that can never exit shows as a deadlock.
 *
 * Sound because the earlier rounds are reads that nothing depends on: no register that the loop sets is read before
 * it is set again, so dropping a round removes events and with them only constraints; and a run with one round is a
 * run of the program.
 */
import { type Expression, eachRegister, readsRegister } from './expression.js';
import { definedBy, predecessors, successors } from './flow.js';
import { liveness } from './liveness.js';
import type { Instruction, ReadInstruction, Thread } from './program.js';
import { substituted } from './substitute.js';

/** The thread with its pure spins turned into waiting reads; `observed` are the registers that final states show. */
export function withoutSpins(thread: Thread, observed: ReadonlySet<number>): Thread {
  let code = thread.code;
  for (let place = 0; place < code.length; place++) code = rewriteLoopAt(code, place, observed);
  return code === thread.code ? thread : { ...thread, code };
}

/**
 * Whether a condition depends on a register that may be unknown when the read could perform. Then the read must not wait:
 * what the register gets may come from a read that is still to perform, and nothing orders the two. retry.ts takes
 * those loops.
 */
export function readsUnknown(code: readonly Instruction[], condition: Expression): boolean {
  let found = false;
  eachRegister(condition, (register) => {
    found ||= code.some((each) => definedBy(each) === register && !isConstant(each));
  });
  return found;
}

function isConstant(instruction: Instruction): boolean {
  return instruction.kind === 'set' && !readsRegister(instruction.value);
}

/** One round of a loop: the places in order from its head to the one that goes back, and the branch that leaves. */
interface Round {
  readonly places: readonly number[];
  readonly exit: number;
  /** Where the exit goes. */
  readonly after: number;
}

function rewriteLoopAt(
  code: readonly Instruction[],
  head: number,
  observed: ReadonlySet<number>,
): readonly Instruction[] {
  const round = roundFrom(code, head);
  if (round === null || !isPure(code, round, observed)) return code;
  const read = round.places.find((place) => code[place].kind === 'read');
  if (read === undefined) return code;
  const condition = exitCondition(code, round, read);
  if (condition === null || readsUnknown(code, condition)) return code;
  const result = [...code];
  result[read] = { ...(code[read] as ReadInstruction), until: condition };
  return leaveAtExit(result, round);
}

/** Follows the code from `head` round to `head` again, past exactly one branch that leaves; null when it is not that simple. */
function roundFrom(code: readonly Instruction[], head: number): Round | null {
  const places: number[] = [];
  let exit: number | null = null;
  let after = -1;
  for (let place = head; ; ) {
    if (place >= code.length || places.includes(place)) return null;
    places.push(place);
    const next = successors(code, place);
    const staying: readonly number[] = next.filter(
      (each) => each === head || returns(code, each, head, places),
    );
    if (staying.length !== 1 || next.length - staying.length > 1) return null;
    if (next.length === 2) {
      if (exit !== null) return null;
      exit = place;
      after = next[0] === staying[0] ? next[1] : next[0];
    }
    if (staying[0] === head) break;
    place = staying[0];
  }
  return exit === null ? null : { places, exit, after };
}

/** Whether `head` can be reached from `place` without passing the places already in the round. */
function returns(
  code: readonly Instruction[],
  place: number,
  head: number,
  passed: readonly number[],
): boolean {
  const seen = new Set<number>(passed);
  const pending = [place];
  for (let each = pending.pop(); each !== undefined; each = pending.pop()) {
    if (each === head) return true;
    if (seen.has(each)) continue;
    seen.add(each);
    pending.push(...successors(code, each));
  }
  return false;
}

/** One plain read, no other access or fence, entered only at its head, nothing carried from round to round. */
function isPure(code: readonly Instruction[], round: Round, observed: ReadonlySet<number>): boolean {
  const inside = new Set(round.places);
  const body = round.places.map((place) => code[place]);
  if (body.filter((each) => each.kind === 'read' && each.until === null).length !== 1) return false;
  if (!body.every((each) => ['read', 'set', 'branch', 'jump'].includes(each.kind))) return false;
  const before = predecessors(code);
  if (!round.places.slice(1).every((place) => before[place].every((each) => inside.has(each)))) return false;
  const neededAtHead = liveness(code, observed)[round.places[0]];
  return body.map(definedBy).every((target) => target === null || !neededAtHead.has(target));
}

/** What must hold of the value read for the loop to exit, over `loaded` and registers from before the loop. */
function exitCondition(code: readonly Instruction[], round: Round, read: number): Expression | null {
  const known = new Map<number, Expression>();
  for (const place of round.places) {
    const instruction = code[place];
    if (instruction.kind === 'set') known.set(instruction.target, substituted(instruction.value, known));
    else if (instruction.kind === 'read') {
      if (place !== read) return null;
      if (instruction.target !== null) known.set(instruction.target, substituted(instruction.result, known));
    } else if (instruction.kind === 'branch') {
      const condition = substituted(instruction.condition, known);
      const leavesWhenTrue = instruction.destination === round.after;
      return leavesWhenTrue ? condition : negated(condition);
    }
  }
  return null;
}

/** Replaces the exit branch by the assumption that the loop is left. */
function leaveAtExit(code: readonly Instruction[], round: Round): readonly Instruction[] {
  const branch = code[round.exit];
  if (branch.kind !== 'branch') return code;
  const leavesWhenTrue = branch.destination === round.after;
  const result = [...code];
  const condition = leavesWhenTrue ? branch.condition : negated(branch.condition);
  if (round.after === round.exit + 1) {
    result[round.exit] = { kind: 'assume', condition, span: branch.span };
    return result;
  }
  return insertAt(result, round.exit, [
    { kind: 'assume', condition, span: branch.span },
    { kind: 'jump', destination: round.after, span: branch.span },
  ]);
}

/** Replaces the instruction at `place` by two; destinations beyond it move along. */
function insertAt(
  code: readonly Instruction[],
  place: number,
  replacement: readonly [Instruction, Instruction],
): readonly Instruction[] {
  const moved = (destination: number): number => (destination > place ? destination + 1 : destination);
  return [...code.slice(0, place), ...replacement, ...code.slice(place + 1)].map((instruction) =>
    instruction.kind === 'jump' || instruction.kind === 'branch'
      ? { ...instruction, destination: moved(instruction.destination) }
      : instruction,
  );
}

/** True when the condition is not. */
export function negated(condition: Expression): Expression {
  return { kind: 'unary', operator: '!', type: { bits: 64, signed: true }, operand: condition };
}

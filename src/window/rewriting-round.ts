/**
 * A reduction, for loops such as `while (xchg_acquire(lock, 1))`: a round whose read-modify-write writes what is there already
 * has no effect that anybody sees, and few of them are enough.
 *
 * *Not read from*: a round that took what its own thread had written, and writes the same again, is not read from before it is
 * in memory. Otherwise a thread whose writes have to wait would go round on what it wrote itself without end. Exact: let an
 * execution come to the place of that read-modify-write once more and take its value from the store buffer. Without the
 * round before it is an execution too, which ends alike: nothing that the round set is read from here on, it wrote nothing
 * else, and whoever read what it rewrote reads what was there before it instead, which is the same value with no other
 * write between the two. What is dropped takes only constraints with it.
 *
 * *Two are enough*: of two such rounds in a row, whatever they took, one can go (repeatsRewriting). When the second took what
 * the first wrote, the second can, as above. Otherwise the first can, for whoever read from that reads from before it: others
 * saw it after what it took in any case; and this thread's second round, where it read the location before it wrote it, now
 * waits for what the first waited for, and so did all that follows, since the rounds are made of the same instructions.
 */

import { evaluate, wrap } from '../program/expression.js';
import { definedBy } from '../program/flow.js';
import { type Code, updateAt } from './code.js';
import { readOfPair } from './coherence.js';
import { asLoaded, type Evaluation } from './evaluation.js';
import { hasMetSince } from './idle-round.js';
import type { ThreadContext } from './order.js';
import { type Instance, isPending, isRead, isWrite, replacing, type Window } from './window.js';

/** Whether the read at `index` would take its value from the write at `from` of such a round. */
export function goesOnFromRewrite(
  { code, window, evaluation }: ThreadContext,
  from: number,
  index: number,
): boolean {
  if (!code.reductions.rewrites) return false;
  const first = readOfPair(window, from);
  if (first === null) return false;
  const { instances } = window;
  const { pc } = instances[index];
  const read = instances[first];
  if (read.kind !== 'read' || read.pc !== pc || read.from === null) return false;
  const isSame = isPending(instances[read.from]) && evaluation.data[read.from] === evaluation.data[from];
  return isSame && isIdle({ code, window }, first, index, from);
}

/** Whether what lies from `first` to before `end` writes nothing but at `but`, and sets nothing that is read from there on. */
function isIdle(
  { code, window }: Pick<ThreadContext, 'code' | 'window'>,
  first: number,
  end: number,
  but: number,
): boolean {
  const live = code.live[window.instances[end].pc];
  return window.instances.every((each, index) => {
    if (index < first || index >= end) return true;
    if (index !== but && (isWrite(each) || each.kind === 'failed')) return false;
    if (index !== first && each.kind === 'read' && each.exclusive) return false;
    const target = definedBy(code.instructions[each.pc]);
    return target === null || !live.has(target);
  });
}

/** Whether the window ends with two rounds of the same instructions, each of which writes only what is there already. */
export function repeatsRewriting(code: Code, window: Window, evaluation: Evaluation): boolean {
  const { instances, next } = window;
  const [last, first] = beginnings(code, window);
  if (first === undefined || !areAlike(instances.slice(first, last), instances.slice(last))) return false;
  for (let index = first; index < instances.length; index++) {
    const target = definedBy(code.instructions[instances[index].pc]);
    if (target !== null && code.live[next].has(target)) return false;
  }
  return [
    [first, last],
    [last, instances.length],
  ].every(([begin, end]) => !hasMetSince(window, begin) && isRewriting(code, window, evaluation, begin, end));
}

/** Where the last two rounds begin, the last one first: as far back as everything may be in such rounds. */
function beginnings(code: Code, { instances, next }: Window): readonly number[] {
  const found: number[] = [];
  for (let index = instances.length - 1; index >= 0 && found.length < 2; index--) {
    const each = instances[index];
    if (!mayRewrite(code, each)) break;
    if (each.pc === next && each.kind !== 'write') found.push(index);
  }
  return found;
}

/** Whether an instance may be in a round with no effect but to rewrite: its place is no matter of computation. */
function mayRewrite(code: Code, each: Instance): boolean {
  switch (each.kind) {
    case 'write':
      return each.pair === 'update' && code.fixed[each.pc] !== null;
    case 'read':
      return !each.exclusive && code.fixed[each.pc] !== null;
    case 'update':
      return code.fixed[each.pc] !== null;
    default:
      return each.kind !== 'failed';
  }
}

/** Whether two rounds are of the same instructions; branches that are resolved have left, those of the first one before. */
function areAlike(one: readonly Instance[], other: readonly Instance[]): boolean {
  const [these, those] = [one.filter(isNoBranch), other.filter(isNoBranch)];
  if (these.length !== those.length) return false;
  if (!these.every(({ pc, kind }, index) => those[index].pc === pc && those[index].kind === kind))
    return false;
  if (these.every((each) => !isPending(each) || each.kind === 'write')) return true;
  return other.every(
    (each) => isNoBranch(each) || one.some(({ kind, pc }) => kind === 'branch' && pc === each.pc),
  );
}

function isNoBranch({ kind }: Instance): boolean {
  return kind !== 'branch';
}

/** Whether a round, in which nothing else may have an effect, has one read-modify-write that writes what is there already. */
function isRewriting(
  code: Code,
  window: Window,
  evaluation: Evaluation,
  begin: number,
  end: number,
): boolean {
  let rewriting: number | null = null;
  for (let index = begin; index < end; index++) {
    const each = window.instances[index];
    if (each.kind !== 'update' && (each.kind !== 'read' || each.role !== 'writes')) continue;
    if (rewriting !== null) return false;
    rewriting = index;
  }
  return rewriting !== null && writesTheSame(code, window, evaluation, rewriting, end);
}

/** Whether a read-modify-write writes what it reads, of all that the location can hold and that goes with the predictions up to `end`. */
function writesTheSame(
  code: Code,
  window: Window,
  evaluation: Evaluation,
  index: number,
  end: number,
): boolean {
  const instance = window.instances[index];
  const instruction = updateAt(code, instance.pc);
  const location = evaluation.locations[index];
  const cell = code.cells[location];
  const taken = isRead(instance) ? instance.value : null;
  const contents = taken === null ? code.loops?.foreign.contentsOf(location) : [taken];
  if (!contents || instruction.type.bits !== cell.bits) return false;
  return contents.every((content) => {
    const loaded = asLoaded(instruction, content);
    const data = evaluate(instruction.data, evaluation.registers[index], loaded);
    const same = data !== null && wrap(wrap(data, instruction.type), cell) === wrap(content, cell);
    return same || !mayTake(code, window, evaluation, index, end, loaded);
  });
}

/** Whether an instance may take a value, by the branches that are predicted after it. */
function mayTake(
  code: Code,
  window: Window,
  evaluation: Evaluation,
  index: number,
  end: number,
  loaded: bigint,
): boolean {
  let registers = evaluation.registers[index];
  for (let each = index; each < end; each++) {
    const instance = window.instances[each];
    const instruction = code.instructions[instance.pc];
    if (instruction.kind === 'branch' && instance.kind === 'branch') {
      const condition = evaluate(instruction.condition, registers);
      if (condition !== null && (condition !== 0n) !== instance.taken) return false;
    }
    const target = definedBy(instruction);
    if (target === null || instance.kind === 'write') continue;
    registers = replacing(
      registers,
      target,
      valueIn(code, each === index ? loaded : null, instance, registers),
    );
  }
  return true;
}

function valueIn(
  { instructions }: Code,
  loaded: bigint | null,
  instance: Instance,
  registers: readonly (bigint | null)[],
): bigint | null {
  const instruction = instructions[instance.pc];
  if (instruction.kind === 'set')
    return instance.kind === 'set' && instance.value !== null
      ? instance.value
      : evaluate(instruction.value, registers);
  if ((instruction.kind === 'read' || instruction.kind === 'update') && loaded !== null)
    return evaluate(instruction.result, registers, loaded);
  return null;
}
